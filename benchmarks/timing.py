"""How a piece of work is timed, and how the figures are laid out."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

SHORTEST_S = 0.02  # work done sooner is repeated until it takes this long
MOST_CALLS = 2000


class Timed(NamedTuple):
    """The time of one call over several runs [s]: wall clock and processor, and what the work returned."""

    least_s: float
    median_s: float
    most_s: float
    least_cpu_s: float
    value: Any


class Table(NamedTuple):
    """One table of figures, as texts."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    notes: Sequence[str] = ()


def timed(work: Callable[[], Any], runs: int = 5, warm: bool = True) -> Timed:
    """Return the time of one call of `work`: least, median and most over some runs."""
    value = work() if warm else None
    walls: list[float] = []
    processors: list[float] = []
    calls = 1
    while len(walls) < runs:
        wall, processor = time.perf_counter(), time.process_time()
        for _ in range(calls):
            value = work()
        wall_s, processor_s = time.perf_counter() - wall, time.process_time() - processor
        if wall_s < SHORTEST_S and calls < MOST_CALLS:
            calls = min(MOST_CALLS, max(calls + 1, int(calls * SHORTEST_S / max(wall_s, 1e-6)) + 1))
            continue
        walls.append(wall_s / calls)
        processors.append(processor_s / calls)
    return Timed(min(walls), statistics.median(walls), max(walls), min(processors), value)


def markdown(table: Table) -> str:
    """Return a table as Markdown with even columns."""
    rows = [list(table.columns), *[list(row) for row in table.rows]]
    widths = [max(len(row[n]) for row in rows) for n in range(len(table.columns))]

    def line(cells: Sequence[str]) -> str:
        return "| " + " | ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)) + " |"

    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    lines = [f"### {table.title}", "", line(rows[0]), rule, *[line(row) for row in rows[1:]]]
    for note in table.notes:
        lines += ["", note]
    return "\n".join(lines) + "\n"


def times(figure: float) -> str:
    """Return a ratio in words: two digits."""
    return f"{figure:.2g}" if figure < 100 else f"{figure:,.0f}"


def microseconds(seconds: float) -> str:
    """Return microseconds to three digits."""
    value = seconds * 1e6
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def length(metres: float) -> str:
    """Return a distance in the unit that suits it."""
    for limit, unit, scale in ((1e-4, "um", 1e6), (1e-2, "mm", 1e3), (1.0, "cm", 1e2), (1e3, "m", 1.0)):
        if metres < limit:
            return f"{metres * scale:.2g} {unit}"
    return f"{metres / 1e3:,.3g} km"
