"""raid: so many missiles at once, for one scenario or more."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from equipoise.analyses.raid import raid as raid_result
from equipoise.analyses.raid_answers import as_json as answer_of
from equipoise.analyses.raid_attack import BY_POPULATION
from equipoise.analyses.raid_defence import CATALOGUE, Limits
from equipoise.commands.console import progress_bar
from equipoise.commands.given import places_of, plans_of, writable_folder
from equipoise.commands.several import as_one, both_forms, give, require_few, write_answer
from equipoise.errors import Fault, InputError
from equipoise.results import Result
from equipoise.units import UnitError, parse_quantity
from equipoise.views.raid_figure import draw_raid
from equipoise.views.raid_tables import raid_parts

MOST_SIZES = 12  # raids of a figure
MOST_SCENARIOS = 4


def raid(
    names: list[str], overrides: list[str] | None, as_json: bool, out: Path | None, told: dict[str, Any]
) -> None:
    """Play the raid against each scenario, print the answers, and draw them into the folder asked for."""
    require_few("raid", names, MOST_SCENARIOS)
    folder = writable_folder(out)
    options = options_of(told)
    largest = told["missiles"]
    sizes = [largest] if folder is None else sizes_up_to(largest)
    results = []
    with progress_bar() as report:
        for scenario in plans_of(names, overrides or ()):
            words = f"{scenario.name}: raid"
            results.append(raid_result(scenario, sizes, **options, progress=partial(report, words)))
    answers = [answer_of(result) for result in results]
    give("raid", results, answers, raid_parts, None, as_json, None)
    if folder is not None:
        write_answer(folder, "raid", as_one(answers), partial(drawn, results, answers))


def drawn(results: list[Result], answers: list[dict[str, Any]], folder: Path) -> list[Path]:
    """Draw a figure for each threat set that all scenarios have."""
    names = [str(name) for name in results[0].data.threat.values]
    shared = [name for name in names if all(name in result.data.threat.values for result in results)]
    return [file for name in shared for file in draw_raid(answers, both_forms(folder, f"raid-{name}"), name)]


def sizes_up_to(largest: int) -> list[int]:
    """Return the sizes of raids that a figure shows: all, or a dozen evenly spread with the largest among them."""
    step = -(-largest // MOST_SIZES)
    return sorted({*range(largest, 0, -step), 1, largest})


def options_of(told: dict[str, Any]) -> dict[str, Any]:
    """Return the options of the analysis from the texts of the command line."""
    return {
        "window_s": time_of("--window", told["window"]),
        "threat": told["threat"],
        "aims": BY_POPULATION if told["aims"] == BY_POPULATION else list(places_of("--aims", told["aims"])),
        "kill_probability": kill_probability_of(told["kill_probability"]),
        "limits": limits_of(told["limits"] or ()),
        "trials": told["trials"],
        "seed": told["seed"],
    }


def limits_of(texts: Sequence[str]) -> Limits:
    """Return what binds the defence, from texts such as fire-channels=4."""
    values: dict[str, Any] = {}
    for text in texts:
        name, _, value = text.partition("=")
        if name == "reload":
            values["reload_s"] = time_of("--limit", value)
        elif name in ("fire-channels", "tracks") and value.isdecimal():
            values[name.replace("-", "_")] = int(value)
        else:
            remedy = "write fire-channels=N, tracks=N or reload=TIME, for example reload=30min"
            raise InputError(Fault("--limit", text, "this is no limit", remedy))
    return Limits(**values)


def time_of(option: str, text: str) -> float:
    """Return the seconds that a text tells."""
    try:
        return parse_quantity(text, "time")
    except UnitError as error:
        raise InputError(
            Fault(option, text, str(error), "write a time with its unit, such as '60 s'")
        ) from None


def kill_probability_of(text: str | None) -> Any:
    """Return None, a number, a range (low, high) or the word for the catalogue's ranges."""
    if text is None or text == CATALOGUE:
        return text
    try:
        ends = [parse_quantity(part, "probability") for part in text.split("..")]
    except UnitError:
        ends = []
    if len(ends) not in (1, 2):
        remedy = f"write a number from 0 to 1, a range as 0.3..0.8, or '{CATALOGUE}'"
        raise InputError(Fault("--kill-probability", text, "this is no probability", remedy))
    return ends[0] if len(ends) == 1 else (ends[0], ends[1])
