"""Shots and leakers, held against scipy's binomial law and its exact intervals."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from equipoise.errors import EquipoiseError
from equipoise.physics.kill import clopper_pearson_interval, leakage, shots_needed, wilson_interval

counts = st.integers(0, 60)
probabilities = st.floats(0.0, 1.0)
levels = st.floats(0.5, 0.999)
records = st.integers(1, 400).flatmap(lambda trials: st.tuples(st.integers(0, trials), st.just(trials)))


@given(counts, st.integers(0, 6), probabilities)
def test_leakers_follow_the_binomial_law(warheads, shots, kill_probability):
    chances = leakage(warheads, shots, kill_probability)
    expected = stats.binom.pmf(np.arange(warheads + 1), warheads, (1 - kill_probability) ** shots)
    assert chances.shape == (warheads + 1,)
    assert chances.sum() == pytest.approx(1.0, abs=1e-13)
    np.testing.assert_allclose(chances, expected, rtol=1e-9, atol=1e-15)


@given(counts, st.integers(1, 6))
def test_sure_kills_stop_all_and_hopeless_or_absent_shots_none(warheads, shots):
    all_stopped, all_through = np.eye(warheads + 1)[0], np.eye(warheads + 1)[-1]
    assert (leakage(warheads, shots, 1.0) == all_stopped).all()
    assert (leakage(warheads, shots, 0.0) == all_through).all()
    assert (leakage(warheads, 0, 0.7) == all_through).all()


@given(st.integers(1, 40), st.integers(0, 5), st.floats(0.0, 0.99))
def test_one_more_shot_or_a_better_one_never_lets_more_through(warheads, shots, kill_probability):
    """Compared by the chance of at most so many leakers, for every number."""
    base = np.cumsum(leakage(warheads, shots, kill_probability))
    assert (np.cumsum(leakage(warheads, shots + 1, kill_probability)) >= base - 1e-14).all()
    assert (np.cumsum(leakage(warheads, shots, kill_probability + 0.01)) >= base - 1e-14).all()
    assert (np.cumsum(leakage(warheads + 1, shots, kill_probability))[:-1] <= base + 1e-14).all()


def test_a_thousand_warheads_keep_their_digits():
    chances = leakage(1000, 1, 0.8)
    expected = stats.binom.pmf(np.arange(1001), 1000, 0.2)
    np.testing.assert_allclose(chances[100:300], expected[100:300], rtol=1e-11)


@pytest.mark.parametrize(
    ("warheads", "shots", "kill_probability"),
    [(-1, 1, 0.5), (1.5, 1, 0.5), ("ten", 1, 0.5), (2, -1, 0.5), (2, np.nan, 0.5), (2, 1, 1.5), (2, 1, -0.1)],
)
def test_counts_and_probabilities_that_are_none_are_refused(warheads, shots, kill_probability):
    with pytest.raises(EquipoiseError, match="give a"):
        leakage(warheads, shots, kill_probability)


def test_unknown_kill_probability_gives_unknown_leakage():
    assert np.isnan(leakage(3, 2, np.nan)).all()


@given(st.integers(1, 500), st.floats(0.01, 1.0), st.floats(0.001, 0.999))
def test_shots_needed_are_enough_and_one_fewer_is_not(warheads, kill_probability, confidence):
    shots = shots_needed(warheads, kill_probability, confidence)

    def none_through(number):
        return (1.0 - (1.0 - kill_probability) ** number) ** warheads

    assert shots == int(shots) >= 1
    assert none_through(shots) >= confidence - 1e-6
    assert none_through(shots - 1) < confidence


def test_shots_needed_at_the_edges():
    assert shots_needed(1, 0.5, 0.875) == 3.0  # 1 - 0.5^3 exactly, however the logarithms round
    assert shots_needed(4, 0.0, 0.8) == np.inf
    assert shots_needed(4, 0.9, 1.0) == np.inf
    assert shots_needed(4, 1.0, 1.0) == 1.0
    assert shots_needed(0, 0.0, 1.0) == shots_needed(4, 0.5, 0.0) == 0.0
    assert np.isnan(shots_needed([4, 4, -1, 4], [1.5, np.nan, 0.5, 0.5], [0.8, 0.8, 0.8, 1.1])).all()


@given(records, levels)
def test_exact_interval_is_scipys(record, confidence):
    successes, trials = record
    expected = stats.binomtest(successes, trials).proportion_ci(confidence, method="exact")
    assert clopper_pearson_interval(successes, trials, confidence) == pytest.approx(
        tuple(expected), abs=1e-10
    )


@given(records, levels)
def test_wilson_interval_is_scipys(record, confidence):
    successes, trials = record
    expected = stats.binomtest(successes, trials).proportion_ci(confidence, method="wilson")
    assert wilson_interval(successes, trials, confidence) == pytest.approx(tuple(expected), abs=1e-12)


@given(records)
def test_intervals_hold_the_share_and_mirror(record):
    successes, trials = record
    for interval in (wilson_interval, clopper_pearson_interval):
        low, high = interval(successes, trials)
        assert 0.0 <= low <= successes / trials <= high <= 1.0
        assert interval(trials - successes, trials) == pytest.approx((1.0 - high, 1.0 - low), abs=1e-12)


def test_long_record():
    for successes in (1, 5, 50_000, 99_999):
        expected = stats.binomtest(successes, 100_000).proportion_ci(0.95, method="exact")
        assert clopper_pearson_interval(successes, 100_000) == pytest.approx(tuple(expected), rel=1e-8)


@pytest.mark.parametrize("interval", [wilson_interval, clopper_pearson_interval])
def test_records_that_are_none_and_shapes(interval):
    low, high = interval([-1, 4, 3.5, 0, np.nan], [3, 3, 7, 0, 3])
    assert np.isnan(low).all() and np.isnan(high).all()
    low, high = interval([[1], [2]], [3, 4, 5])
    assert low.shape == high.shape == (2, 3)
    assert interval([], 4)[0].shape == (0,)
    with pytest.raises(EquipoiseError, match="confidence"):
        interval(1, 3, 1.0)
