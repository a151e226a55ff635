"""When ships leave: by hand on a coast of three towns, and never below the plan as it stood where that can be."""

from __future__ import annotations

import numpy as np
import pytest

from equipoise.analyses.adapt import adapt
from equipoise.analyses.adapt_departures import Passage, staggered
from equipoise.analyses.adapt_voyages import DAY_S, Voyage
from equipoise.scenario import load

DAYS = {"near": 1.0, "far": 3.0, "stays": 0.0}


def passage(group, name, wait_days=0.0):
    return Passage(group, name, Voyage((DAYS[name] + wait_days) * DAY_S, (), wait_s=wait_days * DAY_S))


def share_of(covers):
    """A share by which town is covered: `covers` says for each ship which towns before it leaves and when there."""

    def share_at(passages, now_s):
        towns = set()
        for ship, each in enumerate(passages):
            if each.arrives_s <= now_s + 1.0:
                towns |= covers[ship][1]
            elif each.leaves_s > now_s:
                towns |= covers[ship][0]
        return len(towns) / 3.0

    return share_at


def leaving_days(passages):
    return [each.leaves_s / DAY_S for each in passages]


def test_who_can_be_spared_leaves_at_once_and_the_next_one_when_the_first_is_there():
    # Both ships cover town 1; one of them must stay until the other, which is sooner there, covers it anew.
    covers = [({1}, {2}), ({1}, {1, 3})]
    plan = staggered([passage(0, "far"), passage(0, "near")], share_of(covers), 1 / 3)
    assert leaving_days(plan) == [0.0, 3.0]
    assert leaving_days(staggered([passage(0, "far"), passage(0, "near")], share_of(covers), 0.0)) == [
        0.0,
        0.0,
    ]


def test_a_ship_that_stays_counts_all_along():
    covers = [({1}, {1}), ({1}, {2})]
    plan = staggered([passage(0, "stays"), passage(0, "far")], share_of(covers), 1 / 3)
    assert leaving_days(plan) == [0.0, 0.0]


def test_where_nobody_can_be_spared_the_one_missed_least_leaves():
    covers = [({1, 2}, {1, 2}), ({3}, {3})]
    plan = staggered([passage(0, "near"), passage(0, "near")], share_of(covers), 1.0)
    assert leaving_days(plan) == [1.0, 0.0]


def test_a_ship_stays_on_its_station_while_its_notice_runs():
    (waits,) = staggered([passage(0, "near", wait_days=14.0)], share_of([({1}, {2})]), 0.0)
    assert waits.leaves_s == 14.0 * DAY_S and waits.arrives_s == 15.0 * DAY_S


@pytest.mark.parametrize("change", ["irbm-3500", "sejjil-2 from damascus"])
def test_coverage_never_falls_below_the_plan_as_it_stood_where_ships_can_be_spared(change):
    options = {"threat": "medium-range", "resolution_deg": 2.0, "speeds_m_s": ()}
    kept, at_once = (adapt(load("ships-2009"), change, at_once=one, **options).data for one in (False, True))
    assert (kept.adapted >= kept.fixed - 1e-9).all()
    assert kept.attrs["settled"] == pytest.approx(at_once.attrs["settled"])
    assert kept.attrs["otherwise"]["lowest"] == pytest.approx(float(at_once.adapted.min()))
    arrivals = [[move["arrives_day"] for move in one.attrs["moves"]] for one in (kept, at_once)]
    assert all(late >= soon - 1e-9 for late, soon in zip(*arrivals, strict=True))


def test_other_means_are_told_with_what_they_reach():
    data = adapt(load("ships-2009"), "irbm-3500", threat="medium-range", resolution_deg=2.0).data
    means = {row["means"]: row for row in data.attrs["match"]["other_means"]}
    goal = data.attrs["match"]["goal"]
    assert {"tracks", "speed"} <= set(means)
    assert all(row["reaches"] == (row["share"] >= goal - 1e-9) for row in means.values())
    # A plan with more tracks is the same plan with nothing taken away.
    assert means["tracks"]["share"] >= float(data.fixed[0]) - 1e-9
    tried = means["speed"]["tried_m_s"]
    assert tried == sorted(tried) and tried[0] > 3250.0
    assert np.isfinite(means["speed"]["share"])
