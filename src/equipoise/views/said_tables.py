"""What was said of the time at which plans work, as tables for the terminal, at most 100 columns wide."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.table import Table

from equipoise.studies.said import (
    NOT_FOUND,
    UNKNOWN,
    by_time,
    day_count,
    month_of,
    sentence_rows,
)
from equipoise.studies.words import NOTHING, digits, percent
from equipoise.views.tables import add_row, plain_table

CHANCES = ("chance", "independent", "together")
ENDS = ("low", "median", "high")
LETTERS = "ABCD"


def said_table(data: dict[str, Any]) -> Table:
    """Return what was said in public, each date and reading of it with its chance."""
    headings = ("", "said in public", "by (source, grade)", "by when", "chance", "apart", "together")
    title = f"What was said, and the chance of it; numbers for the table below; plan: {data['scenario']}"
    table = plain_table(*headings, numbers=(0, 4, 5, 6), title=title)
    for number, each in enumerate(by_time(data["promises"]), start=1):
        head = (str(number), claim_of(each), f"{each['speaker']} ({each['source']}, {each['grade']})")
        for place, (by_when, chances) in enumerate(held_to(each)):
            add_row(table, *(head if place == 0 else ("", "", "")), by_when, *chances)
    return table


def claim_of(promise: dict[str, Any]) -> str:
    """Return what was said, marked where nobody is known to have said it in these words."""
    return f"{promise['claim']} [{NOT_FOUND}]" if promise["wording"] == UNKNOWN else promise["claim"]


def held_to(promise: dict[str, Any]) -> list[tuple[str, list[str]]]:
    """Return each date and reading with its three chances; one line without chances where there is neither."""
    told = [] if promise["date"] is None else [(promise["date"], chances_of(promise))]
    for each in promise["readings"]:
        if each["lead_days"] is None:
            told.append((each["name"], chances_of(each)))
        elif not each["against"]:
            told.append((f"{each['name']}: ask both", [NOTHING] * len(CHANCES)))
        told += [(ahead_of(each, one), chances_of(one)) for one in each["against"]]
    return told or [(NOTHING, [NOTHING] * len(CHANCES))]


def ahead_of(reading: dict[str, Any], other: dict[str, Any]) -> str:
    """Return a reading that hangs on another plan with the name of that plan."""
    return reading["name"].replace("the other plan", other["plan"])


def chances_of(held: dict[str, Any]) -> list[str]:
    """Return three chances in per cent."""
    return [percent(held[name]) for name in CHANCES]


def when_table(data: dict[str, Any]) -> Table:
    """Return when what the sentences speak of comes, those of the same parts together: of all trials, and of some."""
    start = data["decided"]
    since = f"days from the decision, {start}" if start else "no days, for the decision has no date"
    title = f"When it comes: of all trials, and of those in which it does; {since}"
    headings = ("", "what it is", "trials", "5 %", "median", "95 %", "5 %", "median", "95 %")
    table = plain_table(*headings, numbers=range(2, 9), whole=(1,), title=title)
    for numbers, each in same_parts(data["promises"]):
        add_row(table, numbers, part_of(each), "all", *cells_of(each["of_all"], each["in_plan"]))
        if each["in_plan"] and each["of_those"]["median"] is not None:
            add_row(table, "", "", percent(each["comes"]), *cells_of(each["of_those"], True))
    return table


def same_parts(promises: Sequence[dict[str, Any]]) -> list[tuple[str, dict[str, Any]]]:
    """Return the numbers of the sentences that speak of the same parts, with the first of them."""
    groups: dict[tuple, list[tuple[int, dict[str, Any]]]] = {}
    for number, each in enumerate(by_time(promises), start=1):
        groups.setdefault((tuple(each["elements"]), each["in_plan"]), []).append((number, each))
    return [(numbers_of([number for number, _ in group]), group[0][1]) for group in groups.values()]


def numbers_of(numbers: Sequence[int]) -> str:
    """Return ascending numbers, those that follow each other as a span.

    Examples
    --------
    >>> numbers_of([1, 3, 4, 5, 8])
    '1, 3-5, 8'
    """
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)


def part_of(promise: dict[str, Any]) -> str:
    """Return what a sentence is held against, a line each."""
    if not promise["in_plan"]:
        return "not in this plan"
    return "\n".join(promise["elements"]) or "all of it"


def cells_of(when: dict[str, Any], in_plan: bool) -> list[str]:
    """Return months and days, low, median and high."""
    if not in_plan:
        return [NOTHING] * 2 * len(ENDS)
    undated = when["low"] is not None and when["low_days"] is None
    days = [NOTHING if undated else day_count(when[f"{end}_days"]) for end in ENDS]
    return [*(month_of(when[end]) for end in ENDS), *days]


def sea_table(data: dict[str, Any]) -> Table:
    """Return how many days the ships sail to their stations; an empty table without ships."""
    ports = [data["days_at_sea"][0][port] for port in ("home_port", "forward_port") if data["days_at_sea"]]
    title = "Days until a ship is on station, once it is sent; a notice that some waters ask for included"
    table = plain_table("station", *(f"from {port}" for port in ports), numbers=(1, 2), title=title)
    for one in data["days_at_sea"]:
        days = [one["home_port_days"], one["forward_port_days"]]
        add_row(table, one["station"], *(NOTHING if each is None else digits(each) for each in days))
    return table


def beside_table(answers: Sequence[dict[str, Any]]) -> Table:
    """Return the sentences that are held against all plans, a column a plan; an empty table where none is."""
    letters = LETTERS[: len(answers)]
    named = ", ".join(
        f"{letter} {answer['scenario']}" for letter, answer in zip(letters, answers, strict=True)
    )
    title = f"What was said to compare them, beside all of them: {named}"
    table = plain_table("", *letters, numbers=range(1, len(letters) + 1), title=title)
    for words, cells in sentence_rows(answers):
        add_row(table, words, *cells, strong=not words.startswith(" "))
    return table
