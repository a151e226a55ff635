"""Part 6: how long a command takes from its start, each in a process of its own."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from timing import Table

HELP = ("--help",)
FOOTPRINT = ("footprint", "poland-czech-2007", "--json")
COMPARE = ("compare",)


class Start(NamedTuple):
    """One run of a command [s]: wall clock and processor."""

    wall_s: float
    cpu_s: float


def children_cpu_s() -> float:
    """Return the processor time of all processes started so far."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def started(words: Sequence[str], cache: Path, folder: Path) -> Start:
    """Return how long one command took."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["EQUIPOISE_CACHE_DIR"] = str(cache)
    before_s, began = children_cpu_s(), time.perf_counter()
    command = [str(Path(sys.executable).parent / "equipoise"), *words]
    subprocess.run(command, env=environment, cwd=folder, check=True, capture_output=True)
    return Start(time.perf_counter() - began, children_cpu_s() - before_s)


def row(what: str, runs: list[Start]) -> tuple[str, ...]:
    """Return the runs of one command as a row."""
    walls = [run.wall_s for run in runs]
    figures = (min(walls), statistics.median(walls), max(walls), min(run.cpu_s for run in runs))
    return what, str(len(runs)), *(f"{figure:.2f}" for figure in figures)


def tables() -> Iterator[Table]:
    """Yield the table of this part."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        cache = folder / "cache"
        started(HELP, cache, folder)
        rows = [row("equipoise --help", [started(HELP, cache, folder) for _ in range(5)])]
        rows.append(row("bare interpreter, numpy read", [bare(folder) for _ in range(5)]))
        rows.append(row("first footprint, compiled cache empty", [started(FOOTPRINT, cache, folder)]))
        rows.append(row("later footprint", [started(FOOTPRINT, cache, folder) for _ in range(5)]))
        rows.append(row("compare of 2007 and 2009, first drawing", [started(COMPARE, cache, folder)]))
        rows.append(row("compare, later", [started(COMPARE, cache, folder) for _ in range(3)]))
    columns = ("command", "runs", "wall s, least", "median", "most", "CPU s, least")
    note = "Each run is a process of its own; the footprint is of both threat sets on half-degree Europe, as JSON."
    yield Table("Starts", columns, rows, (note,))


def bare(folder: Path) -> Start:
    """Return how long Python takes to read numpy and end: the floor under everything that computes."""
    before_s, began = children_cpu_s(), time.perf_counter()
    subprocess.run([sys.executable, "-c", "import numpy"], cwd=folder, check=True)
    return Start(time.perf_counter() - began, children_cpu_s() - before_s)
