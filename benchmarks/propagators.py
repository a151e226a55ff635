"""Part 1: one arc of 2,500 km to the ground, then fields of arcs, ours against other people's propagators."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import NamedTuple

import arcs
import numpy as np
import peers
from timing import Table, Timed, length, microseconds, timed, times

from equipoise.physics.coasts import COAST_STEP_S
from equipoise.physics.earth import ecef_of
from equipoise.physics.flight import launch_state
from equipoise.physics.world import WGS84

FIELD_ARCS = 4096
REFERENCE_ARCS = 64
SLOW_ARCS = 16
OUR_STEPS_S = (100.0, 60.0, 30.0)
GROUND_STEPS_S = (60.0, 30.0, COAST_STEP_S)
HEYOKA_TOLERANCES = (1e-6, 1e-9, 1e-15)
HEYOKA_EVENT_TOLERANCES = (1e-9, 1e-15)
GROUND_RUNS = (  # steps [s] and arcs a call; heyoka takes as many as it has lanes, eight
    (90.0, 8), (COAST_STEP_S, 8), (90.0, 256), (COAST_STEP_S, 256),
)  # fmt: skip


class Shot(NamedTuple):
    """One line of a table: who flew, how long an arc took, and by how much it missed [m]."""

    who: str
    time: Timed
    arcs: int
    miss_m: float

    def arc_s(self) -> float:
        """Return the processor time of one arc [s]."""
        return self.time.least_cpu_s / self.arcs


class Fault(NamedTuple):
    """A peer that could not do it, and why."""

    who: str
    why: str


def attempt(who: str, work: Callable[[], Shot]) -> Shot | Fault:
    """Return a peer's shot, or why there is none: whatever goes wrong in another program is one line of the table."""
    try:
        return work()
    except Exception as fault:
        return Fault(who, f"{type(fault).__name__}: {str(fault).splitlines()[0] if str(fault) else ''}"[:90])


def flown_by(who: str, fly: peers.Fly, field: arcs.Arcs, truth: np.ndarray, runs: int = 5) -> Shot:
    """Return how a peer flies as much of a field as the truth is known for."""
    states, coast_s = field.states[: len(truth)], field.coast_s[: len(truth)]
    took = timed(lambda: fly(states, coast_s), runs)
    return Shot(who, took, len(states), arcs.misses_m(took.value, truth))


def our_field(field: arcs.Arcs, step_s: float, truth: np.ndarray, stride: int) -> Shot:
    """Return how the engine's coast flies a field with steps of at most so many seconds."""
    ends = np.empty_like(field.states)
    took = timed(lambda: arcs.coasted(field.states, field.coast_s, step_s, WGS84, ends))
    return Shot(
        f"equipoise coast, steps of {step_s:.0f} s", took, len(ends), arcs.misses_m(ends[::stride], truth)
    )


def heyoka_field(field: arcs.Arcs, tolerance: float, truth: np.ndarray, stride: int) -> Shot:
    """Return how heyoka's batch mode flies a field to fixed times."""
    heyoka = peers.Heyoka(tolerance)
    took = timed(lambda: heyoka.fly(field.states, field.coast_s))
    who = f"heyoka batch of {heyoka.lanes}, tolerance {tolerance:.0e}"
    return Shot(who, took, len(field.states), arcs.misses_m(took.value[::stride], truth))


def aimed_shot(field: arcs.Arcs, engagement: object, pairs: object, truth: np.ndarray, stride: int) -> Shot:
    """Return how room 1 aims and flies the same field; the miss is that of its last point from the truth."""
    took = timed(lambda: engagement.fly(pairs))
    fixed = np.empty_like(truth)
    arcs.fixed_after(truth, field.coast_s[::stride], WGS84, fixed)
    segments = took.value.times[::stride, 3].astype(int)
    ends = took.value.nodes[np.arange(0, len(field.states), stride), arcs.BOOST_SEGMENTS + segments, :6]
    return Shot("equipoise aimed flight (room fly)", took, len(field.states), arcs.misses_m(ends, fixed))


def slow_peers(field: arcs.Arcs, truth: np.ndarray) -> Iterator[Shot | Fault]:
    """Yield the peers that take one arc at a time, on the first arcs of the truth."""
    few = arcs.Arcs(field.states[:SLOW_ARCS], field.coast_s[:SLOW_ARCS])
    short = truth[:SLOW_ARCS]
    for tolerance in (1e-10, 1e-12):

        def by_scipy(states: np.ndarray, coast_s: np.ndarray, tolerance: float = tolerance) -> np.ndarray:
            return np.array([arcs.solved(s, t, tolerance) for s, t in zip(states, coast_s, strict=True)])

        yield flown_by(f"scipy DOP853, rtol {tolerance:.0e}", by_scipy, few, short)
    makers = {
        "orekit-jpype, Dormand-Prince 8(5,3), 1e-12": peers.Orekit,
        "brahe, RKN 12(10), 1e-12": peers.Brahe,
        "bsk (Basilisk), RKF 7(8), steps of 30 s": peers.Basilisk,
    }
    for who, maker in makers.items():
        yield attempt(who, lambda maker=maker, who=who: flown_by(who, maker().fly, few, short))


def field_to_ground(field: arcs.Arcs) -> Iterator[Shot]:
    """Yield the flights of a field until each arc meets the ellipsoid."""
    stride = len(field.states) // REFERENCE_ARCS
    solved = [arcs.solved_to_ground(state, 1e-12) for state in field.states[::stride]]
    truth = np.array([end for _, end in solved])
    truth_fixed, fixed = np.empty_like(truth), arcs.fixed_of_inertial(field.states)
    arcs.fixed_after(truth, np.array([time_s for time_s, _ in solved]), WGS84, truth_fixed)
    for step_s in GROUND_STEPS_S:
        took = timed(arcs.to_ground(fixed, step_s))
        miss_m = arcs.misses_m(took.value[::stride, 2:], truth_fixed)
        yield Shot(f"equipoise coast_until, steps of {step_s:.0f} s", took, len(fixed), miss_m)


def field_tables() -> Iterator[Table]:
    """Yield the tables of a field of arcs: flown for fixed times, and until they meet the ground."""
    engagement, pairs, field = arcs.aimed_field(FIELD_ARCS)
    yield field_table(field, engagement, pairs)
    note = (
        f"The same {len(field.states)} coasts, all in one call, Earth-fixed to Earth-fixed, eight side by side, each"
        " until its own end, with its apogee. The miss is from scipy's DOP853 with an event. A batch of heyoka ends"
        " when the first of its lanes does, so that it has no line here."
    )
    yield shot_table("The same field until it meets the ground", list(field_to_ground(field)), note)


def field_table(field: arcs.Arcs, engagement: object, pairs: object) -> Table:
    """Return the table of a field of arcs flown for fixed times."""
    stride = len(field.states) // REFERENCE_ARCS
    sample = arcs.Arcs(field.states[::stride], field.coast_s[::stride])
    truth = np.array([arcs.solved(s, t, 1e-12) for s, t in zip(*sample, strict=True)])
    shots: list[Shot | Fault] = [our_field(field, step_s, truth, stride) for step_s in OUR_STEPS_S]
    shots.append(aimed_shot(field, engagement, pairs, truth, stride))
    for tolerance in HEYOKA_TOLERANCES:
        work = lambda tolerance=tolerance: heyoka_field(field, tolerance, truth, stride)  # noqa: E731
        shots.append(attempt("heyoka", work))
    shots += slow_peers(sample, truth)
    low_s, high_s = field.coast_s.min(), field.coast_s.max()
    note = (
        f"{len(field.states)} coasts of the 3,500 km missile of poland-czech-2007, {low_s:.0f} to {high_s:.0f} s from"
        f" burnout to ground; peers that take one arc at a time flew {SLOW_ARCS} of them. One core. The miss is the"
        f" greatest distance from scipy's DOP853 at 1e-12 over {REFERENCE_ARCS} arcs."
        " The engine aims in steps of 100 s. brahe brings its own constants (EGM2008) and axis of the Earth."
    )
    return shot_table("A field of arcs, burnout to impact at given times", shots, note)


def shot_table(title: str, shots: list[Shot | Fault], note: str) -> Table:
    """Return shots as a table of ratios to the first."""
    base_s = next(shot for shot in shots if isinstance(shot, Shot)).arc_s()
    rows = []
    for shot in shots:
        if isinstance(shot, Fault):
            rows.append((shot.who, "could not", "", "", shot.why))
            continue
        spread = (
            f"{microseconds(shot.time.median_s / shot.arcs)} / {microseconds(shot.time.most_s / shot.arcs)}"
        )
        rows.append(
            (shot.who, microseconds(shot.arc_s()), spread, times(shot.arc_s() / base_s), length(shot.miss_m))
        )
    columns = ("propagator", "us an arc (CPU, least)", "wall median / most", "ratio", "miss")
    return Table(title, columns, rows, (note,))


def inertial_ground_point(lat_deg: float, lon_deg: float, seconds: float) -> np.ndarray:
    """Return a point of the ground in the inertial frame after a time [m]."""
    x, y, z = ecef_of(lat_deg, lon_deg, 0.0)
    turn = WGS84.rotation_rad_s * seconds
    c, s = math.cos(turn), math.sin(turn)
    return np.array([c * x - s * y, s * x + c * y, z])


def rocketpy_to_ground(truth_fixed: np.ndarray) -> Shot:
    """Return RocketPy's flight of the arc of 2,500 km; the miss is between the points on the turning ground."""
    rocketpy = peers.RocketPy()
    took = timed(
        lambda: rocketpy.impact((arcs.START[0], arcs.START[1], arcs.START[2]), arcs.start_velocity())
    )
    _, lat_deg, lon_deg = took.value
    end = np.array(ecef_of(lat_deg, lon_deg, 0.0))[None, :]
    return Shot("RocketPy, LSODA, rtol 1e-9 (flat Earth)", took, 1, arcs.misses_m(end, truth_fixed))


def ground_shots(lanes_of: arcs.Arcs) -> Iterator[Shot | Fault]:
    """Yield the flights of the arc of 2,500 km until it meets the ellipsoid."""
    state, coast_s = lanes_of.states[0], lanes_of.coast_s
    truth = arcs.solved_to_ground(state, 1e-12)[1][None, :]
    truth_fixed = np.empty_like(truth)
    arcs.fixed_after(truth, coast_s, WGS84, truth_fixed)
    start = launch_state(*arcs.START, arcs.start_velocity(), WGS84)
    for step_s, count in GROUND_RUNS:
        fixed = np.tile(np.array(start), (count, 1))
        took = timed(arcs.to_ground(fixed, step_s))
        who = f"equipoise coast_until, {step_s:.0f} s, {count} a call"
        yield Shot(who, took, count, arcs.misses_m(took.value[:1, 2:], truth_fixed))
    for tolerance in HEYOKA_EVENT_TOLERANCES:
        yield attempt("heyoka", lambda tolerance=tolerance: heyoka_to_ground(state, tolerance, truth))
    for tolerance in (1e-10, 1e-12):
        took = timed(lambda tolerance=tolerance: arcs.solved_to_ground(state, tolerance))
        yield Shot(
            f"scipy DOP853 with event, rtol {tolerance:.0e}",
            took,
            1,
            arcs.misses_m(took.value[1][None, :], truth),
        )
    for who, maker in {"orekit-jpype, to the known time": peers.Orekit, "brahe, to the known time": peers.Brahe,
                       "bsk (Basilisk), to the known time": peers.Basilisk}.items():  # fmt: skip
        yield attempt(who, lambda maker=maker, who=who: flown_by(who, maker().fly, lanes_of, truth))
    yield attempt("RocketPy", lambda: rocketpy_to_ground(truth_fixed))


def heyoka_to_ground(state: np.ndarray, tolerance: float, truth: np.ndarray) -> Shot:
    """Return heyoka's flights of the same arc in all lanes, each ended by an event on the ellipsoid."""
    heyoka = peers.Heyoka(tolerance, to_ground=True)
    states, far_s = np.tile(state, (heyoka.lanes, 1)), np.full(heyoka.lanes, 7200.0)
    took = timed(lambda: heyoka.fly(states, far_s))
    who = f"heyoka batch of {heyoka.lanes} with event, {tolerance:.0e}"
    return Shot(who, took, heyoka.lanes, arcs.misses_m(took.value[:1], truth))


def tables() -> Iterator[Table]:
    """Yield the tables of this part."""
    one = arcs.one_arc()
    note = (
        f"From 120 km over northern Iran, 4.43 km/s north-west, {one.coast_s[0]:.1f} s to the ellipsoid. The engine's"
        " coast_until takes Earth-fixed states, eight a call like heyoka or 256, flies them eight side by side, and"
        " also finds the apogee. orekit, brahe and Basilisk were given the time of impact. RocketPy's gravity always"
        " points along one axis, so its Earth is flat."
    )
    yield shot_table("One arc of 2,500 km to the ground", list(ground_shots(one)), note)
    yield from field_tables()
