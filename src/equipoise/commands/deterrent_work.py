"""deterrent: one plan against the long-range missiles of a force."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from equipoise.analyses.deterrent import deterrent as deterrent_result
from equipoise.analyses.deterrent_answers import as_json as answer_of
from equipoise.commands.console import progress_bar
from equipoise.commands.given import numbers_of, places_of, scenario_of, writable_folder
from equipoise.commands.several import give
from equipoise.errors import Fault, InputError
from equipoise.views.deterrent_figure import draw_deterrent
from equipoise.views.deterrent_tables import deterrent_parts


def deterrent(
    name: str,
    *,
    overrides: list[str] | None,
    targets: str | None,
    force: str | None,
    delays: str,
    workers: int | None,
    as_json: bool,
    out: Path | None,
) -> None:
    """Compute the analysis, print it, and write data and figure into the folder asked for."""
    folder, scenario = writable_folder(out), scenario_of(name, overrides)
    asked: dict[str, Any] = {
        "force": force,
        "targets": None if targets is None else places_of("--targets", targets),
        "delays_s": delays_of(delays),
        "workers": workers,
    }
    with progress_bar() as report:
        result = deterrent_result(scenario, **asked, progress=partial(report, f"{scenario.name}: deterrent"))
    draw = partial(draw_deterrent, result)
    give(
        "deterrent",
        [result],
        [answer_of(result)],
        deterrent_parts,
        lambda _, files: draw(files),
        as_json,
        folder,
    )


def delays_of(text: str) -> tuple[float, ...]:
    """Return the delays of a list of seconds."""
    delays_s = numbers_of(text)
    if not delays_s:
        remedy = "write seconds with commas between, for example 60,90,120"
        raise InputError(Fault("--delays", text, "these are no numbers", remedy))
    return tuple(delays_s)
