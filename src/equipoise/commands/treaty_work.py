"""treaty: one plan against the rules of the treaties, on a day."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from equipoise.analyses.treaty import treaty as treaty_result
from equipoise.analyses.treaty_answers import as_json as answer_of
from equipoise.analyses.treaty_findings import Stationing
from equipoise.commands.given import scenario_of, writable_folder
from equipoise.commands.several import give
from equipoise.errors import Fault, InputError
from equipoise.geography import states
from equipoise.views.treaty_figure import draw_treaty
from equipoise.views.treaty_tables import treaty_parts

MOST_OF_A_KIND = 100_000
FORM = "write OWNER:HOST:TANKS,ACV,ARTILLERY, for example USA:POL:0,116,20"


def treaty(
    name: str,
    *,
    overrides: list[str] | None,
    date: str | None,
    treaty: str | None,
    stations: list[str] | None,
    as_json: bool,
    out: Path | None,
) -> None:
    """Judge the plan, print the findings, and write data and figure into the folder asked for."""
    folder, scenario = writable_folder(out), scenario_of(name, overrides)
    result = treaty_result(scenario, date=date, treaty=treaty, stationings=stationings_of(stations or ()))
    draw = partial(draw_treaty, result)
    give("treaty", [result], [answer_of(result)], treaty_parts, lambda _, files: draw(files), as_json, folder)


def stationings_of(texts: Sequence[str]) -> tuple[Stationing, ...]:
    """Return the stationings that texts such as USA:POL:0,116,20 describe."""
    return tuple(stationing_of(text) for text in texts)


def stationing_of(text: str) -> Stationing:
    """Return one stationing; an InputError tells what is wrong with its text."""
    parts = [part.strip() for part in text.split(":")]
    if len(parts) != 3:
        raise InputError(Fault("--station", text, "this is no stationing", FORM))
    owner, host, amounts = parts
    for code in (owner, host):
        if code not in states().iso3:
            raise InputError(Fault("--station", text, f"there is no state '{code}'", FORM))
    if owner == host:
        raise InputError(Fault("--station", text, "owner and host are one state", FORM))
    numbers = [int(part) if part.strip().isdecimal() else -1 for part in amounts.split(",")]
    if len(numbers) != 3 or not all(0 <= number <= MOST_OF_A_KIND for number in numbers):
        raise InputError(Fault("--station", text, f"'{amounts}' is not three whole numbers", FORM))
    return Stationing(owner, host, tuple(numbers))
