"""The machine at hand, in words."""

from __future__ import annotations

import os
import platform
from pathlib import Path

import numba
import numpy


def processor() -> str:
    """Return the name of the processor."""
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        for line in cpuinfo.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return platform.processor() or platform.machine()


def widest_vectors() -> str:
    """Return the widest vector unit that the processor tells of."""
    cpuinfo = Path("/proc/cpuinfo")
    flags = cpuinfo.read_text(encoding="utf-8") if cpuinfo.exists() else ""
    for flag, name in (("avx512f", "AVX-512"), ("avx2", "AVX2")):
        if flag in flags:
            return name
    return "unknown"


def in_words() -> str:
    """Return machine, system, versions and how busy the machine is."""
    load = os.getloadavg()[0]
    return (
        f"{processor()}, {os.cpu_count()} processors, vectors {widest_vectors()}, {platform.system()}"
        f" {platform.machine()}; Python {platform.python_version()}, numba {numba.__version__}, numpy"
        f" {numpy.__version__}. Load average at the start {load:.1f}: above 0 others were at work at the same time, so"
        " ratios count, absolute times do not."
    )
