"""Part 2: the four rooms beside plain NumPy, on the same pairs of the scenario of 2007, in one run."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any, NamedTuple

import arcs
import defences
import numpy as np
import numpy_chain
from timing import Table, times

from equipoise.engagement.engage import engage

PAIRS_A_MISSILE = 1024
RUNS = 3
ROOMS = ("fly", "see", "decide", "reach")


class Compared(NamedTuple):
    """One missile: pairs, processor time of each room ours and NumPy's [s], shares that agree."""

    who: str
    count: int
    ours_s: np.ndarray
    plain_s: np.ndarray
    outcomes: float
    shots: float


def our_rooms(engagement: Any, pairs: Any) -> tuple[np.ndarray, Any]:
    """Return the processor time of each room and what the rooms found."""
    clock = [time.process_time()]
    flown = engagement.fly(pairs)
    clock.append(time.process_time())
    looks, seen = engagement.see(flown)
    clock.append(time.process_time())
    committed = engagement.decide(flown, seen)
    clock.append(time.process_time())
    found = engagement.reach(flown, looks, seen, committed)
    clock.append(time.process_time())
    return np.diff(clock), found


def plain_rooms(engagement: Any, pairs: Any) -> tuple[np.ndarray, tuple]:
    """Return the processor time of each room in NumPy, and outcome and shots."""
    clock = [time.process_time()]
    track = numpy_chain.fly(engagement, pairs)
    clock.append(time.process_time())
    views = numpy_chain.see(engagement, track)
    clock.append(time.process_time())
    commits = numpy_chain.decide(engagement, track, views)
    clock.append(time.process_time())
    found = numpy_chain.reach(engagement, track, views, commits)
    clock.append(time.process_time())
    return np.diff(clock), found


def compared(plan: Any, threat: Any) -> Compared:
    """Return both chains on the same pairs of one missile."""
    pairs = arcs.thinned(defences.pairs_of(plan, threat), PAIRS_A_MISSILE)
    engagement = defences.warmed(plan, threat, pairs)
    ours_s = np.min([our_rooms(engagement, pairs)[0] for _ in range(5)], axis=0)
    engaged = engage(plan, threat, pairs)
    with np.errstate(all="ignore"):
        runs = [plain_rooms(engagement, pairs) for _ in range(RUNS)]
    outcome, shots = runs[0][1]
    plain_s = np.min([run[0] for run in runs], axis=0)
    agree, alike = (outcome == engaged.outcome).mean(), (shots == engaged.shots).mean()
    return Compared(threat.id, len(outcome), ours_s, plain_s, float(agree), float(alike))


def line(each: Compared) -> tuple[str, ...]:
    """Return one missile as a row."""
    ratios = [times(plain / ours) for plain, ours in zip(each.plain_s, each.ours_s, strict=True)]
    ours, plain = each.ours_s.sum(), each.plain_s.sum()
    us = 1e6 / each.count
    return (
        each.who, f"{ours * us:.2f}", f"{plain * us:.0f}", times(plain / ours), *ratios,
        f"{each.outcomes:.2%}", f"{each.shots:.2%}",
    )  # fmt: skip


def tables() -> Iterator[Table]:
    """Yield the table of this part."""
    plan = defences.scenario()
    found = [compared(plan, threat) for threat in defences.threats(plan)]
    counts = np.array([each.count for each in found])
    total = Compared(
        "all", int(counts.sum()), sum(each.ours_s for each in found), sum(each.plain_s for each in found),
        float((counts * [each.outcomes for each in found]).sum() / counts.sum()),
        float((counts * [each.shots for each in found]).sum() / counts.sum()),
    )  # fmt: skip
    columns = (
        "missile", "ours, us a pair", "NumPy, us a pair", "ratio", *ROOMS, "same outcome", "same shots",
    )  # fmt: skip
    note = (
        f"{PAIRS_A_MISSILE} pairs a missile, evenly out of half-degree Europe and all launch points; one core,"
        f" processor time, least of 5 runs (NumPy {RUNS}). Room by room: NumPy's time over ours. NumPy steps every"
        f" {numpy_chain.COAST_STEP_S:.0f} s and finds no moment between steps; the fly-out"
        " table is ours in both, made before."
    )
    yield Table("The chain beside plain NumPy", columns, [line(each) for each in [*found, total]], (note,))
