"""What one law calls of another: faults and arrays as in plain Python; made by one process, linked by all."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import numba
import numpy as np
import pytest
from numba.core.runtime import _nrt_python, rtsys

from equipoise.kept import whole
from equipoise.kernels import law

LAW = "from equipoise.physics.ballistic import lambert_velocities as law; law((7e6, 0.0, 0.0), (0.0, 8e6, 0.0), 2e3)"
ASK = f"""
import equipoise.parts as parts
made, pack = [], parts.packed
parts.packed = lambda form: made.append(form) or pack(form)
{LAW}
print(len(made))"""


@law
def nth(numbers: Any, n: int) -> Any:
    return numbers[n]


@law
def nth_of_three(n: int) -> Any:
    return nth((1.0, 2.0, 3.0), n)


@numba.njit
def outside(n: int) -> Any:
    return nth_of_three(n)


@law
def column(table: Any, n: int) -> Any:
    return table[:, n]


@law
def made(count: int) -> Any:
    return np.ones(count)


@law
def first_of_made(count: int) -> Any:
    return made(count)[:1]


@numba.njit
def outside_made(count: int) -> Any:
    return made(count) + first_of_made(count)[0]


@law
def added(table: Any) -> Any:
    total = made(len(table))
    for n in range(table.shape[1]):
        held = column(table, n)
        total = total + held
    return total + first_of_made(len(table))[0]


def test_a_fault_in_a_law_below_reaches_python() -> None:
    assert nth_of_three(2) == 3.0
    with pytest.raises(IndexError):
        nth_of_three(3)
    assert nth_of_three(0) == 1.0


def test_a_function_that_is_no_law_may_call_one() -> None:
    assert outside(2) == 3.0 and outside(0) == 1.0
    assert outside_made(3).tolist() == [2.0, 2.0, 2.0]
    with pytest.raises(IndexError):
        outside(3)


def test_arrays_made_by_laws_are_given_back_and_those_of_the_caller_kept() -> None:
    _nrt_python.memsys_enable_stats()
    table = np.arange(12.0).reshape(4, 3)
    before, held = rtsys.get_allocation_stats(), sys.getrefcount(table)
    for _ in range(50):
        assert (added(table) == table.sum(axis=1) + 2.0).all()
        assert (column(table, 1) == table[:, 1]).all()
    after = rtsys.get_allocation_stats()
    assert after.alloc - before.alloc == after.free - before.free > 50
    assert sys.getrefcount(table) == held


def told_by(ask: str, cache: Path) -> list[str]:
    """Return the words that a fresh process prints, with a cache folder of its own."""
    environment = os.environ | {"EQUIPOISE_CACHE_DIR": str(cache)}
    told = subprocess.run(
        [sys.executable, "-c", ask], env=environment, capture_output=True, text=True, check=True
    )
    return told.stdout.split()


def test_a_part_made_by_one_process_is_linked_by_another_and_a_damaged_one_is_made_anew(
    tmp_path: Path,
) -> None:
    (count,) = told_by(ASK, tmp_path)
    parts = list(tmp_path.rglob("*.part"))
    assert int(count) == len(parts) > 2
    for damaged in ([], parts[:1]):
        for machine_code in tmp_path.rglob("*.nb?"):
            machine_code.unlink()
        for path in damaged:
            path.write_bytes(path.read_bytes()[:-9])
        assert told_by(ASK, tmp_path) == [str(len(damaged))]


def test_what_is_kept_of_a_part_names_laws_that_can_be_found(tmp_path: Path) -> None:
    told_by(ASK, tmp_path)
    below = [named for path in tmp_path.rglob("*.part") for named in pickle.loads(whole(path) or b"")[3]]
    assert below and all(hasattr(getattr(import_module(module), name), "part") for module, name, _ in below)
