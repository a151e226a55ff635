"""Part 3: pair evaluations a second: of 2007 by room and thread, and of both plans after something moved."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import chain
import defences
import numpy as np
from timing import Table, Timed, timed

import equipoise as eq
from equipoise.analyses.coverage import coverages
from equipoise.engagement.remembered import KEPT
from equipoise.geography import land_cells

EVERY = 4  # rooms are timed on each fourth chunk


def room_table(plan: Any) -> Table:
    """Return the processor time of each room, missile by missile."""
    rows, all_s, all_pairs = [], np.zeros(4), 0
    for threat in defences.threats(plan):
        pairs = defences.pairs_of(plan, threat)
        engagement = defences.warmed(plan, threat, pairs)
        room_s, count = np.zeros(4), 0
        for number, chunk in enumerate(defences.chunks(pairs)):
            if number % EVERY == 0:
                room_s += np.min([chain.our_rooms(engagement, chunk)[0] for _ in range(4)], axis=0)
                count += len(chunk.launch_index)
        rows.append(room_row(threat.id, room_s, count))
        all_s, all_pairs = all_s + room_s, all_pairs + count
    rows.append(room_row("all", all_s, all_pairs))
    columns = ("missile", *(f"{room}, us a pair" for room in chain.ROOMS), "all", "a core, pairs a second")
    note = (
        f"Processor time, least of 4 runs of each {EVERY}th chunk of {defences.TIMED_PAIRS} pairs; all pairs count,"
        " also those out of range."
    )
    return Table("Half-degree Europe by room", columns, rows, (note,))


def room_row(who: str, room_s: np.ndarray, count: int) -> tuple[str, ...]:
    """Return the rooms of one missile as a row."""
    each_us = room_s / count * 1e6
    return who, *(f"{us:.2f}" for us in each_us), f"{each_us.sum():.2f}", f"{1e6 / each_us.sum():,.0f}"


def covered(plan: Any, workers: int) -> int:
    """Decide the whole map of a plan against all its threats and return the number of pairs."""
    cells = land_cells(plan.region, defences.RESOLUTION_DEG)
    lat_deg, lon_deg = (grid.ravel() for grid in np.meshgrid(cells.lat_deg, cells.lon_deg, indexing="ij"))
    found = coverages(plan, plan.threats, (lat_deg, lon_deg), workers)
    return sum(len(each.launch_point) for each in found) * len(lat_deg)


def afresh(plan: Any, workers: int) -> Callable[[], int]:
    """Return work that decides the map with nothing kept but tables of aims and fly-outs."""

    def work() -> int:
        KEPT.forget()
        return covered(plan, workers)

    return work


def after(move: Callable[[Any, float], Any], plan: Any) -> Callable[[], int]:
    """Return work that moves something to where it has not been yet, and decides the map again."""
    covered(plan, 2)
    steps = iter(range(1, 1000))
    return lambda: covered(move(plan, 0.02 * next(steps)), 2)


def rate_row(what: str, took: Timed) -> tuple[str, ...]:
    """Return one piece of work as a row."""
    count = took.value
    return (
        what, f"{count:,}", f"{count / took.least_s:,.0f}", f"{count / took.median_s:,.0f}",
        f"{count / took.most_s:,.0f}", f"{took.least_cpu_s * 1e3:,.0f}", f"{2 * count / took.least_cpu_s:,.0f}",
    )  # fmt: skip


def battery_moved(battery: str, east: float, north: float, plan: Any, step_deg: float) -> Any:
    """Return the plan with a battery moved by a step in a direction."""
    return defences.with_battery_moved(plan, battery, east * step_deg, north * step_deg)


def moves(plan: Any, battery: str, sensor: str) -> Iterator[tuple[str, Callable[[], int]]]:
    """Yield what is moved in a plan, and the work."""
    name = plan.name
    yield f"{name}: nothing moved", lambda: covered(plan, 2)
    for way, east, north in (("east", 1.0, 0.0), ("north", 0.0, 1.0)):
        move = partial(battery_moved, battery, east, north)
        yield f"{name}: {battery} moved {way}", after(move, plan)
    yield f"{name}: {sensor} moved", after(lambda p, deg: defences.with_sensor_moved(p, sensor, deg), plan)


def rate_table() -> Table:
    """Return pair evaluations a second of whole plans, afresh and after moves."""
    plans = (eq.load(defences.NAME), "redzikowo", "brdy"), (eq.load("ships-2009"), "aegean-ib", "kurecik")
    rows = []
    for plan, battery, sensor in plans:
        for workers in (1, 2):
            words = f"{plan.name}: all anew, {workers} thread{'s' * (workers > 1)}"
            rows.append(rate_row(words, timed(afresh(plan, workers))))
        rows += [rate_row(what, timed(work)) for what, work in moves(plan, battery, sensor)]
    columns = (
        "work", "pairs", "a second, best", "median", "worst", "CPU ms, least", "a second on two free cores",
    )  # fmt: skip
    note = (
        "coverages() of half-degree Europe against all threats of the plan, as a footprint asks; wall clock of 5"
        " runs. The last column is twice the pairs by the processor time of all threads together. Two threads but where"
        " said. A ship takes its radar along. Eastward a battery keeps its fly-out table, northward it needs a new one;"
        " each run moves on by 0.02 degrees to where nothing has been yet."
    )
    return Table("Pair evaluations a second", columns, rows, (note,))


def tables() -> Iterator[Table]:
    """Yield the tables of this part."""
    yield room_table(defences.scenario())
    yield rate_table()
