"""The plan against all plans there are, and the raid that exhausts the magazines against all ways to share them."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from equipoise.analyses.raid_allocation import Supply, best_plan, exhausted_at, serves

SMALL = settings(max_examples=60)


@st.composite
def supplies(draw, equal=True):
    """Up to two batteries and three missiles."""
    batteries, missiles = draw(st.integers(1, 2)), draw(st.integers(1, 3))
    most = np.array([[draw(st.integers(0, 2)) for _ in range(missiles)] for _ in range(batteries)])
    kill = [draw(st.floats(0.1, 0.9)) for _ in range(batteries)]
    return Supply(
        magazine=np.array([draw(st.integers(1, 5)) for _ in range(batteries)]),
        group=np.arange(batteries),
        kill_probability=np.array([kill[0]] * batteries if equal else kill),
        most_shots=most,
        most_shots_at=most.max(axis=0),
        launch_s=np.zeros((batteries, missiles)),
    )


def stopped(supply, plan):
    """Mean missiles stopped by a plan (battery, missile)."""
    leak = (1.0 - supply.kill_probability)[:, None] ** plan
    return plan.shape[1] - leak.prod(axis=0).sum()


def every_plan(supply):
    """All plans within the limits."""
    for shots in product(*(range(limit + 1) for limit in supply.most_shots.ravel())):
        plan = np.array(shots).reshape(supply.most_shots.shape)
        fits = (plan.sum(axis=1) <= supply.magazine).all() and (
            plan.sum(axis=0) <= supply.most_shots_at
        ).all()
        if fits:
            yield plan


def require_within(supply, plan):
    assert (plan.reserved.sum(axis=1) <= supply.magazine).all()
    assert (plan.reserved <= supply.most_shots).all()
    assert (plan.reserved.sum(axis=0) <= supply.most_shots_at).all()
    assert plan.stopped == pytest.approx(stopped(supply, plan.reserved), abs=1e-12)


@SMALL
@given(supplies())
def test_no_plan_is_better_where_kill_probabilities_are_equal(supply):
    plan = best_plan(supply)
    require_within(supply, plan)
    best = max(stopped(supply, other) for other in every_plan(supply))
    assert plan.stopped == pytest.approx(best, abs=1e-5)


@SMALL
@given(supplies(equal=False))
def test_no_plan_is_much_better_where_they_differ(supply):
    """Each shot counts by its own kill probability: the plan then stops four fifths of what the best one does."""
    plan = best_plan(supply)
    require_within(supply, plan)
    assert plan.stopped >= 0.8 * max(stopped(supply, other) for other in every_plan(supply)) - 1e-12


@SMALL
@given(supplies(), st.integers(1, 3))
def test_a_larger_magazine_never_stops_fewer(supply, more):
    """P19, of the plan."""
    larger = supply._replace(magazine=supply.magazine + np.eye(len(supply.magazine), dtype=int)[0] * more)
    assert best_plan(larger).stopped >= best_plan(supply).stopped - 1e-5


def test_interceptors_are_spread_before_they_are_doubled():
    seven = np.full((1, 7), 2)
    supply = Supply(np.array([10]), np.array([0]), np.array([0.6]), seven, seven[0], np.zeros((1, 7)))
    plan = best_plan(supply)
    assert sorted(plan.reserved[0].tolist()) == [1, 1, 1, 1, 2, 2, 2]
    assert plan.stopped == pytest.approx(4 * 0.6 + 3 * 0.84)


def test_the_battery_that_alone_reaches_a_missile_is_spared_for_it():
    most = np.array([[1, 1], [1, 0]])
    supply = Supply(
        np.array([1, 1]), np.arange(2), np.array([0.5, 0.5]), most, np.ones(2, int), np.zeros((2, 2))
    )
    assert best_plan(supply).reserved.tolist() == [[0, 1], [1, 0]]


def test_no_look_and_no_chance_keep_nothing():
    none = np.zeros((1, 2), int)
    supply = Supply(np.array([5]), np.array([0]), np.array([0.5]), none, none[0], np.full((1, 2), np.nan))
    assert best_plan(supply).reserved.sum() == 0
    assert best_plan(supply).stopped == 0.0


@SMALL
@given(st.integers(1, 30), st.integers(1, 5))
def test_one_battery_is_exhausted_when_its_salvos_run_out(magazine, salvo):
    found = exhausted_at(np.array([magazine]), np.array([[True]]), np.array([salvo]), np.zeros(100, int))
    assert found == magazine // salvo + 1


def test_missiles_beyond_reach_exhaust_nothing():
    reaches, salvo = np.array([[True], [False]]), np.array([2, 0])
    assert exhausted_at(np.array([4]), reaches, salvo, np.array([0, 1] * 10)) == 5
    assert exhausted_at(np.array([4]), reaches, salvo, np.array([1] * 10)) is None


@SMALL
@given(st.data())
def test_served_means_that_some_way_to_share_out_meets_every_demand(data):
    magazine = np.array([data.draw(st.integers(0, 3)) for _ in range(2)])
    reaches = np.array([[data.draw(st.booleans()) for _ in range(2)] for _ in range(3)])
    demand = np.array([data.draw(st.integers(0, 2)) for _ in range(3)]) * reaches.any(axis=1)
    possible = any(
        (np.array(first) <= demand * reaches[:, 0]).all()
        and (demand - np.array(first) <= demand * reaches[:, 1]).all()
        and sum(first) <= magazine[0]
        and (demand - np.array(first)).sum() <= magazine[1]
        for first in product(range(3), repeat=3)
    )
    assert serves(magazine, reaches, demand) == possible
