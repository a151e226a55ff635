"""Single raids whose course can be told by hand: who launches, who waits, what is saved."""

import numpy as np
import pytest
from scipy.stats import binom

from equipoise.analyses.raid_counts import exact_chances, interval_95, mean_of, variance_of
from equipoise.analyses.raid_defence import Limits
from equipoise.physics.kill import leakage
from raid_rig import attack, chances, exact, game, guard, stock, tally

ALONE = chances([[100.0]], [[60.0]], [[160.0]])  # time for one look
TWICE = chances([[100.0]], [[60.0]], [[260.0]])  # time for a second look after an assessment of 30 s


@pytest.mark.parametrize(
    ("missiles", "shots", "kill", "none", "mean"),
    [(10, 2, 0.8, 0.6648326, 0.4), (4, 4, 0.5, 0.7724762, 0.25)],
)
def test_published_arithmetic_of_salvos(missiles, shots, kill, none, mean):
    defence = guard([stock("b", missiles * shots, shots)], ALONE, kill)
    chance = exact(defence, attack([0] * missiles))
    assert chance == pytest.approx(leakage(missiles, shots, kill), abs=1e-12)
    assert chance[0] == pytest.approx(none, abs=5e-8)
    assert mean_of(chance) == pytest.approx(mean, abs=1e-12)


def test_looking_before_the_second_shot_saves_interceptors():
    """One missile, two looks of one shot: as deadly as a salvo of two, for 1 + (1 - p) interceptors."""
    defence = guard([stock("b", 2, 1)], TWICE, 0.6)
    assert exact(defence, attack([0]))[1] == pytest.approx(0.4**2)
    counted = tally(defence, attack([0]), 20_000)
    assert counted.fired[0] / 20_000 == pytest.approx(1.4, abs=0.02)


def test_a_hit_leaves_its_second_look_to_others():
    """Two missiles far apart in time, three interceptors, two looks each of one shot: by the tree of outcomes.

    The first takes one (hit 0.5) or two; the second has the rest, two or one.
    """
    defence = guard([stock("b", 3, 1)], TWICE, 0.5)
    chance = exact(defence, attack([0, 0], 1000.0))
    second_leaks = {1: 0.5**2, 2: 0.5}
    none = 0.5 * (1 - second_leaks[1]) + 0.25 * (1 - second_leaks[2])
    both = 0.25 * second_leaks[2]
    assert chance == pytest.approx([none, 1 - none - both, both], abs=1e-12)


def test_first_come_spends_salvos_where_a_plan_spreads_them():
    defence = guard([stock("b", 4, 2)], ALONE, 0.5)
    first_come, assigned = (exact(defence, attack([0] * 4), rule) for rule in ("first-come", "assigned"))
    assert mean_of(first_come) == pytest.approx(2 + 2 * 0.25)
    assert mean_of(assigned) == pytest.approx(4 * 0.5)
    assert assigned == pytest.approx(binom.pmf(range(5), 4, 0.5))


def test_a_battery_with_one_channel_shoots_at_one_missile_at_a_time():
    """Two missiles at once, one look each takes 60 s and the last moment to start is 40 s after the first."""
    table = chances([[100.0]], [[60.0]], [[200.0]])
    defence = guard([stock("b", 4, 1)], table, 1.0)
    assert exact(defence, attack([0, 0], 0.0))[0] == 1.0
    assert exact(defence, attack([0, 0], 0.0), limits=Limits(fire_channels=1))[1] == 1.0
    assert exact(defence, attack([0, 0], 0.0), limits=Limits(fire_channels=2))[0] == 1.0
    assert exact(defence, attack([0, 0], 60.0), limits=Limits(fire_channels=1))[0] == 1.0


def test_a_defence_that_follows_one_missile_leaves_the_other_until_the_first_is_done():
    """The first is known dead at 190 s (hit at 160, assessed at 190), too late to start at the second by 140."""
    table = chances([[100.0]], [[60.0]], [[200.0]])
    defence = guard([stock("b", 4, 1)], table, 1.0)
    assert exact(defence, attack([0, 0], 0.0), limits=Limits(tracks=1))[1] == 1.0
    assert exact(defence, attack([0, 0], 0.0), limits=Limits(tracks=2))[0] == 1.0
    assert exact(defence, attack([0, 0], 90.0), limits=Limits(tracks=1))[0] == 1.0


@pytest.mark.parametrize("rule", ["assigned", "first-come"])
def test_a_missile_without_interceptors_does_not_hold_the_only_track(rule):
    """The plan keeps the only interceptor for one of two missiles; the other must not block it."""
    defence = guard([stock("b", 1, 1)], chances([[100.0]], [[60.0]], [[400.0]]), 1.0)
    assert exact(defence, attack([0, 0], 0.0), rule, Limits(tracks=1))[1] == 1.0


def test_an_empty_magazine_is_full_again_after_reloading():
    defence = guard([stock("b", 1, 1)], ALONE, 1.0)
    assert exact(defence, attack([0, 0], 100.0))[1] == 1.0
    assert exact(defence, attack([0, 0], 100.0), limits=Limits(reload_s=100.0))[0] == 1.0
    assert exact(defence, attack([0, 0], 100.0), limits=Limits(reload_s=101.0))[1] == 1.0


def test_the_battery_that_runs_dry_first_is_named():
    table = chances([[100.0, 110.0]], [[60.0, 60.0]], [[170.0, 170.0]])
    counted = tally(guard([stock("early", 1, 1), stock("late", 1, 1)], table, 0.0), attack([0, 0], 0.0), 10)
    names = [b.id for b in guard([stock("early", 1, 1), stock("late", 1, 1)], table, 0.0).batteries]
    assert counted.first_dry[names.index("early")] == 10
    assert counted.empty.tolist() == [10, 10]


def test_numbers_in_short():
    assert interval_95(np.array([25, 950, 25])) == (0, 1)
    assert interval_95(np.array([24, 951, 25])) == (1, 1)
    assert interval_95(np.array([0, 10, 0])) == (1, 1)
    counts = np.array([1, 2, 1])
    assert (mean_of(counts), variance_of(counts)) == (1.0, 0.5)


def test_too_many_ways_are_not_counted():
    defence = guard([stock("b", 30, 1)], TWICE, 0.5)
    raid = game(defence, attack([0] * 10))
    assert exact_chances(raid, 0, 1.0 - defence.kill_probability) is None
