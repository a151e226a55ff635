"""Measure Equipoise beside other programs and print tables of ratios; every figure of a table is of the same run.

python benchmarks/bench.py [part ...]: without names, all parts. Each table is printed and written as soon as it is
there, so an interrupted run keeps what it has. Each part is a process of its own: another program's virtual machine,
once started, takes time from whatever is measured after it.
"""

from __future__ import annotations

import argparse
import datetime
import os
import platform
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import machine

PARTS = {
    "propagators": "one arc and fields of arcs beside other propagators",
    "chain": "fly, see, decide, reach beside plain NumPy",
    "rates": "pair evaluations a second, by room and thread, and after moving the battery",
    "scaling": "cells, launch points, sites, threads",
    "peak": "floating-point operations of a pair and the machine's peak",
    "starts": "help, first footprint, later footprint, compare",
    "memory": "peak memory of quarter-degree Europe times 160 launch points",
}
FOLDER = Path(__file__).parent
RESULTS = FOLDER / "results"


def headline(parts: list[str]) -> str:
    """Return the opening of a results file: when, on what, how busy."""
    when = datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%d %H:%M UTC")
    return f"# Benchmarks of {when}\n\n{machine.in_words()}\n\nParts: {', '.join(parts)}.\n"


def lines_of(part: str) -> Iterator[str]:
    """Yield what the process of a part prints, and how it ended where it did not end well."""
    command = [sys.executable, str(FOLDER / "part.py"), part]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        yield from process.stdout or ()
    if process.returncode != 0:
        yield f"{part}: ended with status {process.returncode}, what is missing was not measured\n"


def measure(parts: list[str], path: Path) -> None:
    """Print and write the tables of the parts."""
    with path.open("w", encoding="utf-8") as results:

        def tell(text: str) -> None:
            print(text, flush=True)
            results.write(text + "\n")
            results.flush()

        tell(headline(parts))
        for part in parts:
            started = time.perf_counter()
            tell(f"## {part}: {PARTS[part]}\n")
            for line in lines_of(part):
                tell(line.rstrip("\n"))
            load = ", ".join(f"{n:.1f}" for n in os.getloadavg())
            tell(f"({time.perf_counter() - started:.0f} s; load average of the machine {load})\n")


def main() -> int:
    """Read the command line and measure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help="; ".join(PARTS))
    wanted = parser.parse_args().parts or list(PARTS)
    RESULTS.mkdir(exist_ok=True)
    path = (
        RESULTS / f"{datetime.datetime.now(datetime.UTC):%Y-%m-%d-%H%M%S}-{platform.node() or 'machine'}.md"
    )
    try:
        measure(wanted, path)
    except KeyboardInterrupt:
        print("\nstopped; what was measured is kept")
    print(f"written: {path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
