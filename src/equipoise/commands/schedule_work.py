"""schedule: by when a plan is likely to work, for one scenario or more."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from rich.console import RenderableType

from equipoise.analyses.schedule import schedule as schedule_result
from equipoise.analyses.schedule_answers import as_json as answer_of
from equipoise.analyses.schedule_answers import programme_of
from equipoise.analyses.schedule_said_answers import held_together
from equipoise.commands.console import progress_bar
from equipoise.commands.given import plans_of, region_of, writable_folder
from equipoise.commands.several import give, require_few
from equipoise.errors import Fault, InputError
from equipoise.results import Result
from equipoise.views.said_figure import draw_said
from equipoise.views.said_tables import beside_table
from equipoise.views.schedule_figure import draw_schedule
from equipoise.views.schedule_tables import schedule_parts

MOST_SCENARIOS = 4  # that a figure can tell apart


def schedule(
    names: list[str], overrides: list[str] | None, as_json: bool, out: Path | None, told: dict[str, Any]
) -> None:
    """Compute the schedule of each scenario, print the answers, and write them into the folder asked for."""
    require_few("schedule", names, MOST_SCENARIOS)
    folder = writable_folder(out)
    options = told | {"years": years_of(told["years"]), "region": region_of(told["region"])}
    results = []
    with progress_bar() as report:
        for scenario in plans_of(names, overrides or ()):
            words = partial(report, f"{scenario.name}: schedule")
            results.append(schedule_result(scenario, **options, progress=words))
    programmes = [programme_of(result) for result in results]
    answers = held_together([answer_of(result) for result in results], programmes)
    give("schedule", results, answers, partial(parts_of, results, answers), draw_both, as_json, folder)


def draw_both(answers: Sequence[dict[str, Any]], files: Iterable[Path]) -> tuple[Path, ...]:
    """Draw the chances by year, and what was said of them, into files beside each other; return their paths."""
    paths = tuple(files)
    said = [path.with_name(f"{path.stem}-said{path.suffix}") for path in paths]
    return (*draw_schedule(answers, paths), *(draw_said(answers, said) if has_sentences(answers) else ()))


def has_sentences(answers: Sequence[dict[str, Any]]) -> bool:
    """Return whether anything was said of the plans."""
    return any(answer["promises"] for answer in answers)


def parts_of(results: list[Result], answers: list[dict[str, Any]], result: Result) -> list[RenderableType]:
    """Return the tables of one plan; after the last of several, what was said beside all of them."""
    place = next(number for number, each in enumerate(results) if each is result)
    parts = schedule_parts(result, answers[place])
    return [*parts, beside_table(answers)] if 0 < place == len(results) - 1 else parts


def years_of(text: str) -> tuple[int, int]:
    """Return the first and last year of a text such as 2007-2025."""
    match = re.fullmatch(r"(\d{4})-(\d{4})", text.strip(), re.ASCII)
    if match is None:
        remedy = "write two years with a hyphen between, for example 2007-2025"
        raise InputError(Fault("--years", text, "this is no span of years", remedy))
    return int(match[1]), int(match[2])
