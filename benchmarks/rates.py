"""Part 3: pair evaluations a second of the whole scenario of 2007, by room and thread, and after a move."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import chain
import defences
import numpy as np
from timing import Table, Timed, timed

from equipoise.engagement.engage import CHUNK_PAIRS, Pairs, chunks, engage

EVERY = 4  # rooms are timed on each fourth chunk


def room_table(plan: Any) -> Table:
    """Return the processor time of each room, missile by missile."""
    rows, all_s, all_pairs = [], np.zeros(4), 0
    for threat in defences.threats(plan):
        pairs = defences.pairs_of(plan, threat)
        engagement = defences.warmed(plan, threat, pairs)
        room_s, count = np.zeros(4), 0
        for number, chunk in enumerate(chunks(pairs)):
            if number % EVERY == 0:
                room_s += np.min([chain.our_rooms(engagement, chunk)[0] for _ in range(4)], axis=0)
                count += len(chunk.launch_index)
        rows.append(room_row(threat.id, room_s, count))
        all_s, all_pairs = all_s + room_s, all_pairs + count
    rows.append(room_row("all", all_s, all_pairs))
    columns = ("missile", *(f"{room}, us a pair" for room in chain.ROOMS), "all", "a core, pairs a second")
    note = (
        f"Processor time, least of 4 runs of each {EVERY}th chunk of {CHUNK_PAIRS} pairs; all pairs count, also"
        " those out of range."
    )
    return Table("Half-degree Europe by room", columns, rows, (note,))


def room_row(who: str, room_s: np.ndarray, count: int) -> tuple[str, ...]:
    """Return the rooms of one missile as a row."""
    each_us = room_s / count * 1e6
    return who, *(f"{us:.2f}" for us in each_us), f"{each_us.sum():.2f}", f"{1e6 / each_us.sum():,.0f}"


def whole(plan: Any, workers: int) -> int:
    """Run the whole scenario and return the number of pairs."""
    count = 0
    for threat in defences.threats(plan):
        pairs = defences.pairs_of(plan, threat)
        engage(plan, threat, pairs, workers)
        count += len(pairs.launch_index)
    return count


def rate_row(what: str, took: Timed, count: int) -> tuple[str, ...]:
    """Return a run of the whole scenario as a row."""
    return (
        what, f"{count:,}", f"{count / took.least_s:,.0f}", f"{count / took.median_s:,.0f}",
        f"{count / took.most_s:,.0f}", f"{count / took.least_cpu_s:,.0f}",
    )  # fmt: skip


def moved_work(plan: Any, north_deg: float) -> Any:
    """Return work that puts the battery somewhere it has not been yet, and runs the scenario."""
    moves = iter(range(1, 1000))

    def work() -> int:
        number = next(moves)
        return whole(defences.with_battery_moved(plan, 0.01 * number, north_deg * number), 2)

    return work


def reach_alone(plan: Any) -> tuple[float, int]:
    """Return the processor time of decide and reach alone, flights and sightings kept [s], and the pairs."""
    total_s, count = 0.0, 0
    for threat in defences.threats(plan):
        pairs = defences.pairs_of(plan, threat)
        engagement = defences.warmed(plan, threat, pairs)
        for number, chunk in enumerate(chunks(pairs)):
            if number % EVERY == 0:
                flown = engagement.fly(Pairs(*chunk))
                looks, seen = engagement.see(flown)
                runs = []
                for _ in range(3):
                    began = time.process_time()
                    engagement.reach(flown, looks, seen, engagement.decide(flown, seen))
                    runs.append(time.process_time() - began)
                total_s, count = total_s + min(runs), count + len(chunk.launch_index)
    return total_s, count


def rate_table(plan: Any) -> Table:
    """Return pair evaluations a second of the whole scenario."""
    count = whole(plan, 2)
    rows = [
        rate_row(f"whole scenario, {n} thread{'s' * (n > 1)}", timed(lambda n=n: whole(plan, n)), count)
        for n in (1, 2)
    ]
    rows.append(
        rate_row("battery moved along its latitude, 2 threads", timed(moved_work(plan, 0.0), 3), count)
    )
    rows.append(rate_row("battery moved north, 2 threads", timed(moved_work(plan, 0.01), 3), count))
    total_s, sampled = reach_alone(plan)
    rate = sampled / total_s
    rows.append(("decide and reach alone, flights kept, 1 core", f"{sampled:,}", "", "", "", f"{rate:,.0f}"))
    columns = ("work", "pairs", "a second, best", "median", "worst", "a second of processor time")
    note = (
        "Wall clock of 5 runs (moved: 3), and pairs a second of processor time of all threads together: on free"
        " cores the wall clock comes to threads times that figure. Along its latitude a battery keeps its fly-out"
        " table, northward it needs a new one; aim tables are kept in both. Flights and sightings are not kept between"
        " two calls: the last row is what keeping them would leave to do."
    )
    return Table("Pair evaluations a second", columns, rows, (note,))


def tables() -> Iterator[Table]:
    """Yield the tables of this part."""
    plan = defences.scenario()
    yield room_table(plan)
    yield rate_table(plan)
