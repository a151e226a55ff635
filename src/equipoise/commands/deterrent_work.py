"""deterrent: one plan against the long-range missiles of a force."""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path
from typing import Any

from equipoise.analyses.deterrent import deterrent as deterrent_result
from equipoise.analyses.deterrent_answers import as_json as answer_of
from equipoise.commands.console import as_text, note, progress_bar, show, show_json
from equipoise.commands.given import numbers_of, place_of, scenario_of, writable_folder
from equipoise.errors import Fault, InputError
from equipoise.results import Result
from equipoise.systems.places import Place
from equipoise.views.deterrent_figure import draw_deterrent
from equipoise.views.deterrent_tables import deterrent_parts
from equipoise.views.exports import put_in_place
from equipoise.writing import write_text


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
        "targets": targets_of(targets),
        "delays_s": delays_of(delays),
        "workers": workers,
    }
    with progress_bar() as report:
        result = deterrent_result(scenario, **asked, progress=partial(report, f"{scenario.name}: deterrent"))
    if as_json:
        show_json(answer_of(result))
    else:
        show(*deterrent_parts(result))
    if folder is not None:
        write_files(folder, result)


def write_files(folder: Path, result: Result) -> None:
    """Write the answer and its figure."""
    write_text(folder / "deterrent.json", as_text(answer_of(result)))
    with tempfile.TemporaryDirectory(dir=folder, prefix=".unfinished-") as staging:
        files = draw_deterrent(result, [Path(staging) / f"deterrent.{form}" for form in ("png", "svg")])
        put_in_place(folder, list(files))
    note(f"The answer and its figure lie in {folder}")


def targets_of(text: str | None) -> tuple[Place, ...] | None:
    """Return the places of a list; two numbers in a row are a place. None for no text."""
    if text is None:
        return None
    words = [word.strip() for word in text.split(",")]
    places: list[Place] = []
    while words:
        count = 2 if numbers_of(words[0]) and len(words) > 1 else 1
        places.append(place_of("--targets", ",".join(words[:count])))
        words = words[count:]
    return tuple(places)


def delays_of(text: str) -> tuple[float, ...]:
    """Return the delays of a list of seconds."""
    delays_s = numbers_of(text)
    if not delays_s:
        remedy = "write seconds with commas between, for example 60,90,120"
        raise InputError(Fault("--delays", text, "these are no numbers", remedy))
    return tuple(delays_s)
