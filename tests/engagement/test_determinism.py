"""The same question gives the same bits: with any number of threads, any size of chunk, any order of the pairs."""

import functools
import json
import os
import subprocess
import sys

import numpy as np
import pytest

from equipoise.engagement import engage as engaging
from equipoise.engagement.engage import engage, worst_of_aims
from equipoise.engagement.outcomes import Outcome
from equipoise.engagement.remembered import Store
from equipoise.engagement.rooms import Engagement
from equipoise.engagement.walk import Plan, Walk
from equipoise.scenario import load
from equipoise.systems.interceptors import ParametricInterceptor
from rig import GBI, IRBM, SM3, battery, defended, pairs, radar, satellite, threat, to_europe


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch):
    """Each test computes anew what it compares."""
    monkeypatch.setattr(engaging, "KEPT", Store())


LAUNCH = ((35.0, 50.0), (38.1, 46.3))
TERMINAL = ParametricInterceptor(
    id="terminal", name="terminal", burnout_speed_m_s=2600.0, burn_time_s=17.0, minimum_launch_elevation_deg=20.0,
    minimum_altitude_m=20e3, maximum_altitude_m=150e3, maximum_flight_time_s=150.0, kill_probability=0.5,
)  # fmt: skip


def defence(terminal=False):
    """Three batteries on three sensors; with a terminal defence the flights fall through the air."""
    last = TERMINAL if terminal else SM3
    return defended(
        [radar(49.6, 13.7, "far", search_range_m=900e3), radar(38.0, 34.0, "near"), satellite()],
        [
            battery(54.5, 17.1, "site", network=("far", "near")),
            battery(41.0, 18.0, "ship", interceptor=SM3, network=("near",)),
            battery(44.5, 26.0, "last", interceptor=last, network=("near", "far")),
        ],
    )


def some_pairs(count):
    return to_europe(np.random.default_rng(9), count, len(LAUNCH))


@functools.cache
def reference(count, terminal):
    return engage(defence(terminal), threat(IRBM, LAUNCH), some_pairs(count), 1)


def require_same_bits(ours, theirs):
    for name in ours.__dataclass_fields__:
        assert getattr(ours, name).tobytes() == getattr(theirs, name).tobytes(), name


@pytest.mark.parametrize("terminal", [False, True], ids=["midcourse", "terminal"])
@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("chunk", [1, 7, 1024])
def test_threads_and_chunks_change_no_bit(workers, chunk, terminal, monkeypatch):
    expected = reference(300, terminal)
    monkeypatch.setattr(engaging, "CHUNK_PAIRS", chunk)
    found = engage(defence(terminal), threat(IRBM, LAUNCH), some_pairs(300), workers)
    require_same_bits(found, expected)


@pytest.mark.parametrize("terminal", [False, True], ids=["midcourse", "terminal"])
def test_the_order_of_the_pairs_changes_no_bit(terminal):
    expected, rows = reference(300, terminal), some_pairs(300)
    order = np.random.default_rng(1).permutation(300)
    found = engage(defence(terminal), threat(IRBM, LAUNCH), pairs(*(column[order] for column in rows)), 2)
    for name in found.__dataclass_fields__:
        assert getattr(found, name).tobytes() == getattr(expected, name)[order].tobytes(), name


@pytest.mark.parametrize("coefficient_kg_m2", [150.0, 500.0, 1500.0])
def test_how_often_the_neighbours_must_be_aimed_changes_no_bit(coefficient_kg_m2, monkeypatch):
    """Light bodies need more aimings through the air than heavy ones, and near aims other than far ones."""
    light = threat(IRBM.model_copy(update={"ballistic_coefficient_kg_m2": coefficient_kg_m2}), LAUNCH)
    together = engage(defence(True), light, some_pairs(100), 1)
    monkeypatch.setattr(engaging, "CHUNK_PAIRS", 1)
    require_same_bits(engage(defence(True), light, some_pairs(100), 2), together)


def crossed(aims):
    """Every launch point with every aim, launch point by launch point."""
    rng = np.random.default_rng(12)
    lat_deg, lon_deg = rng.uniform(36.0, 68.0, aims), rng.uniform(-10.0, 44.0, aims)
    launch_index = np.repeat(np.arange(len(LAUNCH)), aims)
    return (lat_deg, lon_deg), pairs(
        launch_index, np.tile(lat_deg, len(LAUNCH)), np.tile(lon_deg, len(LAUNCH))
    )


@pytest.mark.parametrize("terminal", [False, True], ids=["midcourse", "terminal"])
@pytest.mark.parametrize(("workers", "chunk"), [(1, 4096), (2, 4096), (1, 1), (2, 7), (2, 100)])
def test_the_worst_of_all_chunks_is_the_worst_of_all_pairs(workers, chunk, terminal, monkeypatch):
    aims, every = crossed(60)
    table = engage(defence(terminal), threat(IRBM, LAUNCH), every, 1)
    monkeypatch.setattr(engaging, "CHUNK_PAIRS", chunk)
    (found,) = worst_of_aims(defence(terminal), [threat(IRBM, LAUNCH)], aims, workers)
    columns = {
        name: getattr(table, name).reshape(len(LAUNCH), -1) for name in ("outcome", "shots", "margin_s")
    }
    reaches = columns["outcome"] != Outcome.OUT_OF_RANGE
    shot_at = reaches & (columns["shots"] > 0)
    reached = reaches.any(axis=0)
    margin_s = np.where(np.isnan(columns["margin_s"]), -np.inf, columns["margin_s"])
    warning_s = (table.impact_s - table.commit_s).reshape(len(LAUNCH), -1)
    assert np.array_equal(found.worst.reaching, reaches.sum(axis=0)) and 0 < reached.sum() < reached.size
    assert np.array_equal(found.worst.shot_at, shot_at.sum(axis=0)) and shot_at.any()
    assert np.array_equal(found.launch_reaching, reaches.sum(axis=1))
    assert np.array_equal(found.launch_shot_at, shot_at.sum(axis=1))
    for name, folded in (("shots", found.worst.shots), ("outcome", found.worst.outcome)):
        least = np.where(reaches, columns[name], np.iinfo(np.int64).max).min(axis=0)
        assert np.array_equal(folded[reached], least[reached]), name
    assert found.worst.margin_s.tobytes() == np.where(reaches, margin_s, np.inf).min(axis=0).tobytes()
    least_s = np.where(reaches, warning_s, np.inf).min(axis=0)
    assert np.array_equal(found.worst.warning_s, least_s, equal_nan=True)


def test_twice_the_same_is_the_same():
    require_same_bits(reference(300, False), engage(defence(), threat(IRBM, LAUNCH), some_pairs(300), 2))


def test_no_pairs_give_empty_columns():
    empty = engage(defence(), threat(IRBM, LAUNCH), pairs([], [], []))
    assert empty.outcome.shape == (0,) and empty.battery_margin_s.shape == (0, 3)


def test_hundreds_of_threads_are_no_other(monkeypatch):
    monkeypatch.setattr(engaging, "CHUNK_PAIRS", 3)
    require_same_bits(engage(defence(), threat(IRBM, LAUNCH), some_pairs(300), 64), reference(300, False))


PROGRAM = """
import json, sys
import numpy as np
from equipoise.engagement.engage import Pairs, engage
from equipoise.scenario import load
plan = load("poland-czech-2007")
one = plan.threat_set("long-range").threats[0]
rng = np.random.default_rng(4)
rows = Pairs(rng.integers(0, 4, 400), rng.uniform(36, 66, 400), rng.uniform(-8, 40, 400))
found = engage(plan, one, rows, 1)
print(json.dumps([getattr(found, name).tolist() for name in ("outcome", "shots", "margin_s", "commit_s", "impact_s")]))
"""


@pytest.mark.long
@pytest.mark.parametrize(
    "settings", [{"NUMBA_CPU_NAME": "generic", "NUMBA_CPU_FEATURES": ""}, {"PYTHONHASHSEED": "7"}]
)
def test_another_processor_moves_no_number_by_more_than_a_billionth(settings):
    """Without vector features and fused multiplication. Not valid for a pair within a billionth of a boundary."""
    plan = load("poland-czech-2007")
    rng = np.random.default_rng(4)
    rows = pairs(rng.integers(0, 4, 400), rng.uniform(36, 66, 400), rng.uniform(-8, 40, 400))
    here = engage(plan, plan.threat_set("long-range").threats[0], rows, 1)
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        check=True,
    )
    outcome, shots, margin_s, commit_s, impact_s = map(np.array, json.loads(ran.stdout))
    assert np.array_equal(outcome, here.outcome) and np.array_equal(shots, here.shots)
    for ours, theirs in ((here.commit_s, commit_s), (here.impact_s, impact_s)):
        assert np.allclose(ours, theirs, rtol=1e-9, atol=0.0, equal_nan=True)
    assert np.allclose(here.margin_s, margin_s, rtol=1e-9, atol=1e-6, equal_nan=True)


def test_the_model_has_a_midcourse_interceptor_too():
    assert GBI.minimum_altitude_m > 60e3 > TERMINAL.minimum_altitude_m


@pytest.mark.parametrize("pairs", [0, 1, 4096, 4097, 32767, 32768, 100_001])
def test_chunks_hold_every_pair_once_and_leave_small_fields_to_several_threads(pairs):
    bounds = engaging.chunk_bounds(pairs)
    assert [number for start, stop in bounds for number in range(start, stop)] == list(range(pairs))
    assert len(bounds) >= min(4, -(-pairs // 4096))


def ends_of(walk):
    """Return all that a walk ends with, as bytes."""
    ends = walk.ends()
    return [
        column.tobytes() for column in (ends.rows, ends.impact_s, *(c for shots in ends.shots for c in shots))
    ]


@pytest.mark.parametrize("terminal", [False, True], ids=["midcourse", "terminal"])
def test_walks_that_take_turns_in_one_thread_do_not_disturb_each_other(terminal):
    engagement, field = (
        Engagement(defence(terminal), threat(IRBM, LAUNCH)),
        engaging.ListedPairs(some_pairs(300)),
    )
    plan = Plan(engagement)

    def walk(start, stop):
        return Walk(plan, field, start, stop, Store().call())

    alone = [ends_of(walk(0, 200)), ends_of(walk(200, 300))]
    first, second = walk(0, 200), walk(200, 300)
    first.shots(0), second.shots(0), first.shots(1), second.shots(2)
    assert [ends_of(first), ends_of(second)] == alone
