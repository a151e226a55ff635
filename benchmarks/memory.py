"""Part 7: the peak memory of quarter-degree Europe times 160 launch points, in a process of its own."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import defences
import numpy as np
from timing import Table

from equipoise.analyses.coverage import coverage
from equipoise.geography import land_cells

PARTS, WHOLE = (10, 40), 160
RESOLUTION_DEG = 0.25
LONGEST_S = 150.0
UNIT_B = 1 if sys.platform == "darwin" else 1024


def used_mib() -> float:
    """Return the most memory this process has held [MiB].

    Linux hands ru_maxrss of the parent on to a child, so the system's own mark of this program comes first.
    """
    status = Path("/proc/self/status")
    if status.exists():
        for line in status.read_text(encoding="utf-8").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * UNIT_B / 2**20


def covered(launches: int) -> dict[str, float]:
    """Run the work in this process and return its figures."""
    plan = defences.scenario()
    threat_set = plan.threat_set("long-range")
    one = next(threat for threat in threat_set.threats if threat.id == "irbm-3500")
    wide = threat_set.model_copy(update={"threats": (defences.with_launches(one, launches),)})
    cells = land_cells(plan.region, RESOLUTION_DEG)
    lat_deg, lon_deg = (grid.ravel() for grid in np.meshgrid(cells.lat_deg, cells.lon_deg, indexing="ij"))
    before_mib, began = used_mib(), time.perf_counter()
    coverage(plan, wide, lat_deg, lon_deg)
    return {
        "launches": launches,
        "pairs": launches * len(lat_deg),
        "before_mib": before_mib,
        "peak_mib": used_mib(),
        "wall_s": time.perf_counter() - began,
        "cpu_s": time.process_time(),
    }


def in_child(launches: int) -> dict[str, float]:
    """Return the figures of a child process."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, str(Path(__file__)), str(launches)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def row(figures: dict[str, float], growth_b: float) -> tuple[str, ...]:
    """Return the figures of a child as a row."""
    return (
        f"{figures['launches']:.0f}", f"{figures['pairs']:,.0f}", f"{figures['peak_mib']:.0f}",
        f"{figures['before_mib']:.0f}", f"{figures['wall_s']:.0f}", f"{figures['cpu_s']:.0f}", f"{growth_b:.0f}",
    )  # fmt: skip


def tables() -> Iterator[Table]:
    """Yield the table of this part: parts of the work, then all of it where it will not take too long."""
    parts = [in_child(launches) for launches in PARTS]
    small, large = parts
    growth_b = (large["peak_mib"] - small["peak_mib"]) * 2**20 / (large["pairs"] - small["pairs"])
    rows = [row(figures, growth_b) for figures in parts]
    pairs = large["pairs"] * WHOLE / large["launches"]
    if large["wall_s"] * WHOLE / large["launches"] < LONGEST_S:
        rows.append(row(in_child(WHOLE), growth_b))
    else:
        expected_mib = large["peak_mib"] + growth_b * (pairs - large["pairs"]) / 2**20
        rows.append(
            (f"{WHOLE}, expected", f"{pairs:,.0f}", f"{expected_mib:.0f}", "", "", "", f"{growth_b:.0f}")
        )
    columns = (
        "launch points",
        "pairs",
        "peak MiB",
        "before the work MiB",
        "wall s",
        "CPU s",
        "bytes a further pair",
    )
    note = (
        "coverage() of quarter-degree Europe against the 3,500 km missile, default threads; the peak is the process's"
        f" own. The whole is measured where it will take less than {LONGEST_S:.0f} s."
    )
    yield Table("Memory", columns, rows, (note,))


if __name__ == "__main__":
    print(json.dumps(covered(int(sys.argv[1]))))
