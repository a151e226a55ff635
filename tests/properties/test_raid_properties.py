"""What must hold of every raid, on made-up batteries and flights; each property says where it would not."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest

from equipoise.analyses.raid_attack import Attack
from equipoise.analyses.raid_looks import Chances
from raid_rig import exact, guard, mean_leakers, sides, stock, tally

RULES = ("assigned", "first-come")
ROUNDING = 1e-12
FEW = settings(max_examples=40)


@FEW
@given(sides(), st.sampled_from(RULES))
def test_all_ways_together_are_certain(side, rule):
    batteries, table, kill, raid = side
    assert exact(guard(batteries, table, kill), raid, rule).sum() == pytest.approx(1.0, abs=1e-9)


@FEW
@given(sides(most_batteries=1), st.integers(1, 4))
def test_more_interceptors_never_leak_more(side, more):
    """P19. One battery, first come: with several, an interceptor more may lead another battery to fire elsewhere."""
    (one,), table, kill, raid = side
    larger = stock("b", one.magazine + more, one.shots_per_look, one.assessment_time_s)
    before = mean_leakers(guard([one], table, kill), raid)
    assert mean_leakers(guard([larger], table, kill), raid) <= before + ROUNDING


@FEW
@given(sides(most_batteries=1), st.floats(0.0, 0.5))
def test_better_interceptors_never_leak_more(side, better):
    """P20, in the kill probability. One battery, first come, as above."""
    batteries, table, kill, raid = side
    before = mean_leakers(guard(batteries, table, kill), raid)
    assert mean_leakers(guard(batteries, table, np.minimum(1.0, kill + better)), raid) <= before + ROUNDING


@FEW
@given(sides(most_batteries=1))
def test_a_larger_raid_never_leaks_less(side):
    """P20, in the size of the raid, the other missiles staying when they are. One battery, first come."""
    batteries, table, kill, raid = side
    defence = guard(batteries, table, kill)
    means = [
        mean_leakers(defence, Attack(raid.flight[:n], raid.moment_s[:n]))
        for n in range(1, len(raid.flight) + 1)
    ]
    assert all(later >= earlier - ROUNDING for earlier, later in pairwise(means))


@FEW
@given(sides(), st.sampled_from(RULES))
def test_kill_probability_zero_leaks_all(side, rule):
    """P21."""
    batteries, table, _, raid = side
    assert exact(guard(batteries, table, 0.0), raid, rule)[-1] == 1.0
    assert tally(guard(batteries, table, 0.0), raid, 50, rule=rule).leakers[-1] == 50


@FEW
@given(sides(), st.sampled_from(RULES))
def test_kill_probability_one_and_enough_interceptors_leak_only_what_is_out_of_reach(side, rule):
    """P21. Enough: a salvo of every battery for every missile."""
    batteries, table, _, raid = side
    enough = [stock(b.id, len(raid.flight) * b.shots_per_look, b.shots_per_look) for b in batteries]
    beyond = int((~np.isfinite(table.launch_s[:, :, 0]).any(axis=1)).sum())
    chance = exact(guard(enough, table, 1.0), raid, rule)
    assert chance[beyond] == 1.0
    assert tally(guard(enough, table, 1.0), raid, 50, rule=rule).leakers[beyond] == 50


@FEW
@given(sides(most_batteries=2), st.integers(1, 7), st.sampled_from(RULES))
def test_twins_are_one_battery_with_both_magazines(side, other, rule):
    """P22. Not with fire channels, of which twins have twice as many."""
    batteries, table, kill, raid = side
    first = batteries[0]
    assume(other >= first.shots_per_look)
    twin = stock("twin", other, first.shots_per_look, first.assessment_time_s)
    merged = stock("b0", first.magazine + other, first.shots_per_look, first.assessment_time_s)
    apart = guard([*batteries, twin], with_column(table, 0), np.append(kill, kill[0]))
    together = guard([merged, *batteries[1:]], table, kill)
    assert (exact(apart, raid, rule) == exact(together, raid, rule)).all()
    counted, whole = tally(apart, raid, 200, rule=rule), tally(together, raid, 200, rule=rule)
    assert (counted.leakers == whole.leakers).all()
    assert counted.fired.sum() == whole.fired.sum()


def with_column(table, battery):
    """Looks with one battery's repeated at the end."""
    columns = [*range(table.commit_s.shape[1]), battery]
    parts = (table.commit_s[:, columns], table.launch_s[:, columns], table.hit_s[:, columns])
    return Chances(table.flights, table.impact_s, *parts)


@FEW
@given(sides(), st.sampled_from(RULES), st.randoms(use_true_random=False))
def test_the_order_of_batteries_changes_nothing(side, rule, random):
    """P23: to the last bit."""
    batteries, table, kill, raid = side
    order = list(range(len(batteries)))
    random.shuffle(order)
    parts = (table.commit_s[:, order], table.launch_s[:, order], table.hit_s[:, order])
    shuffled = guard(
        [batteries[n] for n in order], Chances(table.flights, table.impact_s, *parts), kill[order]
    )
    straight = guard(batteries, table, kill)
    assert (exact(shuffled, raid, rule) == exact(straight, raid, rule)).all()
    for one, other in zip(
        tally(shuffled, raid, 100, rule=rule), tally(straight, raid, 100, rule=rule), strict=True
    ):
        assert (one == other).all()


@FEW
@given(sides(), st.sampled_from(RULES), st.integers(1, 300), st.integers(1, 300), st.integers(1, 3))
def test_batches_and_threads_change_no_count(side, rule, trials, size, workers):
    """P24."""
    batteries, table, kill, raid = side
    defence = guard(batteries, table, kill)
    whole = tally(defence, raid, trials, 7, rule)
    for one, other in zip(
        tally(defence, raid, trials, 7, rule, workers=workers, size=size), whole, strict=True
    ):
        assert (one == other).all()


@settings(max_examples=25, derandomize=True)
@given(sides(), st.sampled_from(RULES))
def test_trials_agree_with_the_exact_chances(side, rule):
    """Each number of leakers within the 99.99 % interval of its exact chance."""
    batteries, table, kill, raid = side
    defence = guard(batteries, table, kill)
    counted = tally(defence, raid, 2_000, rule=rule).leakers
    for count, chance in zip(counted, exact(defence, raid, rule), strict=True):
        low, high = binomtest(int(count), 2_000).proportion_ci(0.9999, "exact")
        assert low - 1e-9 <= chance <= high + 1e-9


@FEW
@given(sides(), st.sampled_from(RULES))
def test_interceptors_are_neither_lost_nor_made(side, rule):
    batteries, table, kill, raid = side
    defence = guard(batteries, table, kill)
    counted = tally(defence, raid, 100, rule=rule)
    assert (counted.left >= 0).all()
    assert (counted.left + counted.fired == 100 * defence.column("magazine")).all()
    assert counted.first_dry.sum() <= 100 and (counted.first_dry <= counted.empty).all()
