"""adapt: one plan under a changed threat."""

from __future__ import annotations

import re
import tempfile
from functools import partial
from pathlib import Path
from typing import Any

from equipoise.analyses.adapt import adapt as adapt_result
from equipoise.analyses.adapt_answers import as_json as answer_of
from equipoise.commands.console import as_text, note, progress_bar, show, show_json
from equipoise.commands.given import region_of, scenario_of, writable_folder
from equipoise.errors import Fault, InputError
from equipoise.results import Result
from equipoise.views.adapt_figure import draw_adapt
from equipoise.views.adapt_tables import adapt_parts
from equipoise.views.exports import put_in_place
from equipoise.writing import write_text


def adapt(
    name: str,
    *,
    overrides: list[str] | None,
    threat_change: str | None,
    by_year: str | None,
    closed: str | None,
    region: str | None,
    resolution: float,
    as_json: bool,
    out: Path | None,
    **others: Any,
) -> None:
    """Compute the analysis, print it, and write data and figure into the folder asked for."""
    folder, scenario = writable_folder(out), scenario_of(name, overrides)
    asked: dict[str, Any] = {
        "by_year": years_of(by_year),
        "closed": names_of(closed),
        "region": region_of(region),
        "resolution_deg": resolution,
        **others,
    }
    with progress_bar() as report:
        shown = partial(report, f"{scenario.name}: adapt")
        result = adapt_result(scenario, threat_change, **asked, progress=shown)
    if as_json:
        show_json(answer_of(result))
    else:
        show(*adapt_parts(result))
    if folder is not None:
        write_files(folder, result)


def write_files(folder: Path, result: Result) -> None:
    """Write the answer and its figure."""
    write_text(folder / "adapt.json", as_text(answer_of(result)))
    with tempfile.TemporaryDirectory(dir=folder, prefix=".unfinished-") as staging:
        files = draw_adapt(result, [Path(staging) / f"adapt.{form}" for form in ("png", "svg")])
        put_in_place(folder, list(files))
    note(f"The answer and its figure lie in {folder}")


def years_of(text: str | None) -> tuple[int, int] | None:
    """Return the first and the last year of a text; None for no text."""
    if text is None:
        return None
    said = re.fullmatch(r"\s*(\d{4})\s*(?:-\s*(\d{4})\s*)?", text)
    if said is None:
        raise InputError(
            Fault("--by-year", text, "these are no years", "write FIRST-LAST, such as 2008-2020")
        )
    return int(said[1]), int(said[2] or said[1])


def names_of(text: str | None) -> tuple[str, ...]:
    """Return the names between the commas of a text."""
    return tuple(part.strip() for part in text.split(",") if part.strip()) if text else ()
