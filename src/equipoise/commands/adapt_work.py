"""adapt: one plan under a changed threat."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path
from typing import Any

from equipoise.analyses.adapt import adapt as adapt_result
from equipoise.analyses.adapt_answers import as_json as answer_of
from equipoise.commands.console import progress_bar
from equipoise.commands.given import region_of, scenario_of, writable_folder
from equipoise.commands.several import give
from equipoise.errors import Fault, InputError
from equipoise.views.adapt_figure import draw_adapt
from equipoise.views.adapt_tables import adapt_parts


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
    draw = partial(draw_adapt, result)
    give("adapt", [result], [answer_of(result)], adapt_parts, lambda _, files: draw(files), as_json, folder)


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
