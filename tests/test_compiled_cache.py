"""The compiled code of a law is never older than the constants of any other module that it reads."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from equipoise.engagement import ahead
from source_tree import PACKAGE

ASK = "from equipoise.physics.gravity import gravity; print(gravity(7e6, 0.0, 0.0)[0])"
OLD, NEW = "EARTH_GM_M3_S2 = 3.986004418e14", "EARTH_GM_M3_S2 = 1.993002209e14"


def answer(sources: Path, cache: Path) -> float:
    """Return the gravity that a fresh process computes from a copy of the sources, with its own cache folder."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment |= {"PYTHONPATH": str(sources), "EQUIPOISE_CACHE_DIR": str(cache)}
    asked = subprocess.run(
        [sys.executable, "-c", ASK], env=environment, capture_output=True, text=True, check=True, cwd=sources
    )
    return float(asked.stdout)


def test_a_constant_edited_in_another_module_reaches_compiled_code(tmp_path: Path) -> None:
    sources, cache = tmp_path / "sources", tmp_path / "cache"
    skipped = shutil.ignore_patterns("__pycache__", "*.npz", "*.yaml")
    shutil.copytree(PACKAGE, sources / PACKAGE.name, ignore=skipped)
    before = answer(sources, cache)
    assert answer(sources, cache) == before
    assert list(cache.rglob("*.nbi")), "nothing was kept compiled, so this test would show nothing"

    constants = sources / PACKAGE.name / "constants.py"
    text = constants.read_text(encoding="utf-8")
    assert OLD in text
    constants.write_text(text.replace(OLD, NEW), encoding="utf-8")
    assert answer(sources, cache) == before / 2


def test_kept_code_runs_without_what_only_the_compiler_reads(tmp_path: Path) -> None:
    ask = f"import sys; {ASK}; print('scipy.linalg' in sys.modules)"
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["EQUIPOISE_CACHE_DIR"] = str(tmp_path)
    command = [sys.executable, "-c", ask]
    first, later = (
        subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout.split()
        for _ in range(2)
    )
    assert first[0] == later[0]
    assert (first[1], later[1]) == ("True", "False")


def test_a_later_footprint_reads_no_compiler_s_libraries_nothing_that_draws_and_no_xarray() -> None:
    ask = f"""
import sys
from equipoise.cli import status_of
status_of({["footprint", "poland-czech-2007", "--json", "--region", "46,48,7,11", "--resolution", "1"]})
print([name for name in ("scipy.linalg", "numpy.f2py", "matplotlib", "xarray", "pandas") if name in sys.modules])"""
    command = [sys.executable, "-c", ask]
    runs = [subprocess.run(command, capture_output=True, text=True, check=True).stdout for _ in range(2)]
    assert runs[-1].splitlines()[-1] == "[]"


def told_by(ask: str, cache: Path | None = None) -> subprocess.Popen[str]:
    """Return a process that begins to run some lines, with a cache folder of its own where one is given."""
    environment = os.environ | ({} if cache is None else {"EQUIPOISE_CACHE_DIR": str(cache)})
    return subprocess.Popen([sys.executable, "-c", ask], env=environment, stdout=subprocess.PIPE, text=True)


def test_of_two_processes_that_want_a_law_one_compiles_it(tmp_path: Path) -> None:
    ask = f"{ASK}; print(sum(gravity.stats.cache_misses.values()))"
    both = [told_by(ask, tmp_path) for _ in range(2)]
    told = [process.communicate(timeout=120)[0].split() for process in both]
    assert told[0][0] == told[1][0]
    assert sorted(misses for _, misses in told) == ["0", "1"]


def test_what_is_compiled_ahead_is_what_a_footprint_runs() -> None:
    ask = f"""
from equipoise.cli import status_of
from equipoise.engagement import decide, envelope, longest, near, reach
laws = reach.reach_rows, decide.decide_rows, envelope.reachable_rows, near.reached_rows, near.seen_rows
longest.compile_longest()
ahead = [law.signatures for law in laws]
status_of({["footprint", "poland-czech-2007", "--json", "--region", "46,48,7,11", "--resolution", "1"]})
print([len(kinds) for kinds in ahead], [law.signatures for law in laws] == ahead)"""
    assert told_by(ask).communicate(timeout=300)[0].splitlines()[-1] == "[1, 1, 1, 1, 1] True"


def test_a_process_compiles_ahead_only_where_nothing_is_compiled_yet(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun_modules: list[str] = []
    monkeypatch.setattr(ahead, "begun", begun_modules.append)
    monkeypatch.setattr(ahead, "processors", lambda: 2)
    monkeypatch.setattr(ahead, "is_compiled", lambda: True)
    ahead.compile_ahead.__wrapped__()
    assert begun_modules == []
    monkeypatch.setattr(ahead, "is_compiled", lambda: False)
    ahead.compile_ahead.__wrapped__()
    assert begun_modules == [ahead.LONGEST]
    monkeypatch.setattr(ahead, "processors", lambda: 1)
    ahead.compile_ahead.__wrapped__()
    assert begun_modules == [ahead.LONGEST]
