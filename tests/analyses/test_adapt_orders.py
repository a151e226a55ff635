"""The order in which ships leave: against every order written out, and against what the shipped plans gain by it."""

from __future__ import annotations

import math
from functools import partial
from itertools import product

import numpy as np
import pytest

from equipoise.analyses.adapt import chosen_moves, share_at, shares_of
from equipoise.analyses.adapt_change import threats_after, threats_before
from equipoise.analyses.adapt_departures import Passage, staggered
from equipoise.analyses.adapt_orders import ARRIVED, WAITS, best_order, lack_of
from equipoise.analyses.adapt_task import Task, aims_of
from equipoise.analyses.adapt_voyages import DAY_S, Voyage
from equipoise.scenario import load


def passages(*days, waits=()):
    """Return ships of groups of their own that sail so many days, some after a notice."""
    notices = [*waits, *(0.0 for _ in range(len(days) - len(waits)))]
    return [
        Passage(number, f"station-{number}", Voyage((wait + sail) * DAY_S, (), wait * DAY_S))
        for number, (sail, wait) in enumerate(zip(days, notices, strict=True))
    ]


def share_of(places):
    """Return shares from sets of people: those of each ship's old station and of its new one, some of them shared."""

    def share(states):
        covered = set()
        for state, (old, new) in zip(states, places, strict=True):
            covered |= old if state == WAITS else new if state == ARRIVED else set()
        return len(covered) / 20

    return share


def every_order(ships):
    """Yield every order in which each ship leaves at the start, or on the moment at which another one arrives."""
    sums = {
        sum(
            sail
            for sail, taken in zip((each.voyage.sailing_s for each in ships), chosen, strict=True)
            if taken
        )
        for chosen in product((0, 1), repeat=len(ships))
    }
    for leaves in product(sorted(sums), repeat=len(ships)):
        plan = [each._replace(leaves_s=leave) for each, leave in zip(ships, leaves, strict=True)]
        arrivals = [each.arrives_s for each in plan]
        if all(
            leave == 0.0 or any(abs(leave - other) < 1.0 for n, other in enumerate(arrivals) if n != place)
            for place, leave in enumerate(leaves)
        ):
            yield plan


@pytest.mark.parametrize("seed", range(8))
def test_no_order_written_out_is_better(seed):
    draw = np.random.default_rng(seed)
    ships = passages(*(1.0 + draw.random(3) * 9.0))
    places = [tuple(set(draw.choice(20, size=6, replace=False).tolist()) for _ in range(2)) for _ in ships]
    share = share_of(places)
    least = share((WAITS,) * 3)
    found, looked = best_order(ships, share, least)
    lack = lack_of(found, share, least)
    costs = [lack_of(plan, share, least) for plan in every_order(ships)]
    assert looked and len(costs) > 6
    assert not any(cost.beats(lack) for cost in costs)
    assert any(cost == pytest.approx(lack) for cost in costs)


def test_ships_that_hold_the_same_people_take_turns():
    held = {1, 2, 3}
    share = share_of([(held, {4}), (held, {5})])
    found, _ = best_order(passages(2.0, 5.0), share, share((WAITS, WAITS)))
    # The longer passage first: the last to leave is missed for two days, three people less one, and not for five.
    assert [each.leaves_s / DAY_S for each in found] == [5.0, 0.0]
    assert lack_of(found, share, 3 / 20).below == pytest.approx(2 / 20 * 2.0)


def test_a_ship_without_a_place_to_leave_goes_at_once():
    share = share_of([(set(), {1, 2}), ({3}, {4, 5})])
    found, _ = best_order(passages(4.0, 3.0), share, share((WAITS, WAITS)))
    assert found[0].leaves_s == 0.0


def test_a_notice_is_waited_for():
    share = share_of([({1}, {2, 3})])
    (ship,), looked = best_order(passages(2.0, waits=(13.0,)), share, 1 / 20)
    assert looked and ship.leaves_s == 13.0 * DAY_S and ship.arrives_s == 15.0 * DAY_S


def test_where_nothing_moves_nothing_is_looked_for():
    assert best_order([], lambda states: math.nan, math.nan) == ([], True)


@pytest.mark.parametrize(
    ("name", "gains"), [("ships-2009", False), ("epaa-phase-1", True), ("epaa-phase-2", True)]
)
def test_of_the_shipped_plans_the_early_phases_gain_by_the_best_order(name, gains):
    plan = load(name)
    before = threats_before(plan, "medium-range")
    task = Task(plan, aims_of(plan.region, 1.0), (), 0)
    table = task.table(task.menu, threats_after(plan, before, "irbm-3500"), None, None)
    fixed = task.share(table, task.present(task.menu))
    at_once = chosen_moves(task, table)
    one_by_one = staggered(at_once, partial(share_at, task, table), fixed)
    share = shares_of(task, table, at_once)
    found, looked = best_order(one_by_one, share, fixed)
    first, best = lack_of(one_by_one, share, fixed), lack_of(found, share, fixed)
    assert looked and best.beats(first) == gains
    assert not lack_of(at_once, share, fixed).beats(best)
