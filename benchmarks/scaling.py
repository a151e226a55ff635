"""Part 4: how time grows with cells, launch points, sites and threads; one missile, the 3,500 km one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import defences
from timing import Table, timed

from equipoise.engagement.engage import engage
from equipoise.engagement.remembered import KEPT

CELLS_DEG = (2.0, 1.0, 0.5, 0.25)
LAUNCHES = (1, 4, 16)
SITES = (1, 2, 4, 8)
THREADS = (1, 2, 4)
RUNS = 3


def row(what: str, plan: Any, threat: Any, resolution_deg: float, workers: int = 1) -> tuple[str, ...]:
    """Return one size as a row."""
    pairs = defences.pairs_of(plan, threat, resolution_deg)
    count = len(pairs.launch_index)

    def work() -> None:
        KEPT.forget()
        engage(plan, threat, pairs, workers)

    took = timed(work, RUNS)
    each_us = 1e6 / count
    return (
        what, f"{count:,}", f"{took.least_s:.3f}", f"{took.median_s:.3f}", f"{took.most_s:.3f}",
        f"{took.least_cpu_s * each_us:.2f}",
    )  # fmt: skip


def sizes(plan: Any, threat: Any) -> Iterator[tuple[str, ...]]:
    """Yield a row for every size."""
    for resolution_deg in CELLS_DEG:
        yield row(f"cells of {resolution_deg:g} deg", plan, threat, resolution_deg)
    for count in LAUNCHES:
        yield row(f"{count} launch points, 1 deg", plan, defences.with_launches(threat, count), 1.0)
    for count in SITES:
        yield row(f"{count} sites, 1 deg", defences.with_batteries(plan, count), threat, 1.0)
    for workers in THREADS:
        yield row(f"{workers} threads, 0.5 deg", plan, threat, 0.5, workers)


def tables() -> Iterator[Table]:
    """Yield the table of this part."""
    plan = defences.scenario()
    threat = next(t for t in defences.threats(plan) if t.id == "irbm-3500")
    columns = ("size", "pairs", "wall s, least", "median", "most", "us of CPU a pair")
    note = (
        f"engage() with one thread but where said, {RUNS} runs, tables of aims and fly-outs made before, flights and"
        " sightings not. Sites differ in place, so none is the copy of another."
    )
    yield Table("Scaling, 3,500 km missile", columns, list(sizes(plan, threat)), (note,))
