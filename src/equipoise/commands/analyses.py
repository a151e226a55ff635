"""footprint: one analysis of one scenario."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from equipoise.analyses import ANALYSES
from equipoise.cli import perform
from equipoise.commands.console import as_text, note, progress_bar, show, show_json
from equipoise.commands.given import region_of, scenario_of, writable_folder
from equipoise.results import Result
from equipoise.scenario import Scenario
from equipoise.views.answers import footprint_parts
from equipoise.writing import write_text


def footprint(
    name: str,
    overrides: list[str] | None,
    threat: str | None,
    region: str | None,
    resolution: float,
    workers: int | None,
    as_json: bool,
    out: Path | None,
) -> None:
    """Tell which places a plan defends."""
    folder, scenario = writable_folder(out), scenario_of(name, overrides)
    options = {
        "threat": threat,
        "region": region_of(region),
        "resolution_deg": resolution,
        "workers": workers,
    }
    result = analysed("footprint", scenario, options)
    answer("footprint", result, as_json, folder, footprint_parts)
    if folder is not None:
        perform("maps_work", "maps_written", {"folder": folder, "scenario": scenario, "result": result})
        note(f"Maps and data lie in {folder}")


def analysed(analysis: str, scenario: Scenario, options: dict[str, Any]) -> Result:
    """Return what an analysis finds, with a progress bar while it works."""
    with progress_bar() as report:
        words = f"{scenario.name}: {analysis}"
        return ANALYSES[analysis].run(scenario, **options, progress=partial(report, words))


def answer(
    analysis: str, result: Result, as_json: bool, folder: Path | None, parts: Callable[[Result], list[Any]]
) -> None:
    """Print a result as tables or as JSON, and write the JSON into the folder asked for."""
    data = ANALYSES[analysis].as_json(result) if as_json or folder is not None else {}
    if as_json:
        show_json(data)
    else:
        show(*parts(result))
    if folder is not None:
        write_text(folder / f"{analysis}.json", as_text(data))
