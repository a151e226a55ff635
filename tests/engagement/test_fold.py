"""What batteries can do together: sums of looks and shots, and the best of what is not a number here and there."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np

from equipoise.engagement.fold import summed_over_batteries
from equipoise.engagement.walk import shots_of

PAIRS = 1001


def sometimes_never(rng):
    """Return times of which some are no number, or infinite."""
    times_s = rng.normal(0.0, 100.0, PAIRS)
    return np.select([rng.random(PAIRS) < 0.4, rng.random(PAIRS) < 0.1], [np.nan, -np.inf], times_s)


def test_batteries_together_do_what_each_does_and_as_well_as_the_best():
    rng = np.random.default_rng(11)
    each = [
        shots_of(rng.integers(0, 9, PAIRS), rng.integers(0, 4, PAIRS), *(sometimes_never(rng) for _ in "mc"))
        for _ in range(4)
    ]
    defence = SimpleNamespace(batteries=[{"shots_per_look": n} for n in (1, 2, 1, 3)])
    sums = summed_over_batteries(defence, each, PAIRS)
    looks = np.array([one.looks for one in each], dtype=int)
    assert np.array_equal(sums.outcome, np.max([one.outcome for one in each], axis=0))
    assert np.array_equal(sums.looks, looks.sum(axis=0))
    assert np.array_equal(sums.shots, np.array([1, 2, 1, 3]) @ looks)
    for name, best in (("margin_s", np.fmax), ("commit_s", np.fmin)):
        wanted = best.reduce([getattr(one, name) for one in each])
        assert np.array_equal(getattr(sums, name), wanted, equal_nan=True)
        assert np.isnan(wanted).any() and not np.isnan(wanted).all()
