"""Schedules as tables for the terminal, at most 100 columns wide."""

from __future__ import annotations

from typing import Any

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from equipoise.analyses.schedule_answers import as_json
from equipoise.results import Result
from equipoise.studies.words import NOTHING, counted, people, percent
from equipoise.views.said_tables import said_table, sea_table, when_table
from equipoise.views.tables import add_row, plain_table

MOST_YEARS = 9  # columns of a table of years
NOTE = (
    "Chances are those of the last day of a year. An element works when it and all that it needs are ready; its slip "
    "is drawn from the record named beside it, few cases each. 'apart' and 'together' are exact: slips that have "
    "nothing to do with each other, and slips that one piece of luck rules; to be ahead of another plan has no exact "
    "form. A sentence that compares two plans is held against each alike, whichever it was said of, and where it "
    "names no date the readings are this program's."
)


def schedule_parts(result: Result, answer: dict[str, Any] | None = None) -> list[RenderableType]:
    """Return a schedule: elements, the whole, people protected, what was said, and the record.

    `answer` is that of the result held together with those of other plans; by default its own.
    """
    data = as_json(result) if answer is None else answer
    parts: list[RenderableType] = [
        element_table(data),
        whole_table(data),
        said_table(data),
        when_table(data),
        sea_table(data),
        record_table(data),
    ]
    return [*(part for part in parts if not isinstance(part, Table) or part.row_count), Text(NOTE)]


def chosen_years(years: list[int]) -> list[int]:
    """Return the places of at most nine years, the last among them, evenly spread."""
    step = -(-len(years) // MOST_YEARS)
    return sorted({*range(len(years) - 1, -1, -step)})


def short(year: int) -> str:
    """Return a year as a narrow heading."""
    return f"'{year % 100:02d}"


def share(value: float | None) -> str:
    """Return a chance as whole per cent, without the sign."""
    return percent(value).removesuffix(" %")


def element_table(data: dict[str, Any]) -> Table:
    """Return the chance of each element by year."""
    places = chosen_years(data["years"])
    headings = ("element works, %", "planned", "record", *(short(data["years"][place]) for place in places))
    title = f"{data['scenario']}: chance that each element works by the end of a year"
    table = plain_table(*headings, numbers=range(3, len(headings)), whole=(1, 2), title=title)
    for item in data["items"]:
        cells = [share(item["chance"][place]) for place in places]
        add_row(table, item["id"], item["planned"], item["slip"], *cells)
    return table


def whole_table(data: dict[str, Any]) -> Table:
    """Return the chance of the whole, and the people expected to be protected, by year."""
    places = chosen_years(data["years"])
    headings = ("the whole plan", "", *(short(data["years"][place]) for place in places), "all works")
    title = f"The whole plan, and the people expected to be protected; {data['trials']:,} trials, seed {data['seed']}"
    table = plain_table(*headings, numbers=range(2, len(headings)), title=title)
    words = {"chance": "works, %", "independent": "slips apart, %", "together": "slips together, %"}
    for name, text in words.items():
        add_row(table, text, "", *(share(data["whole"][name][place]) for place in places), NOTHING)
    for threat, one in (data["coverage"] or {}).items():
        cells = [share(one["share"][place]) for place in places]
        add_row(table, "protected, %", threat, *cells, share(one["full_share"]))
        cells = [people(one["protected_people"][place]) for place in places]
        add_row(table, "people", threat, *cells, people(one["full_people"]))
    return table


def record_table(data: dict[str, Any]) -> Table:
    """Return the records of slips that were drawn from."""
    headings = ("record", "cases and their slips in years", "never")
    title = "What became of such plans; 'never': chance that it does not come, the prior included"
    table = plain_table(*headings, numbers=(2,), whole=(0,), title=title)
    for record in data["slips"]:
        cases = ", ".join(f"{case['id']} {slip_words(case['slip_years'])}" for case in record["cases"])
        add_row(
            table,
            record["id"],
            f"{counted(len(record['cases']), 'case')}: {cases}",
            percent(record["chance_never"]),
        )
    return table


def slip_words(slip_years: float | None) -> str:
    """Return a slip with its sign; a word for none."""
    return "cancelled" if slip_years is None else f"{slip_years:+.1f}"
