"""The equal-security ledger as tables for the terminal, no wider than it is."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from equipoise.analyses.ledger_cost import PROTECTED
from equipoise.analyses.ledger_equality import most_in_reach
from equipoise.analyses.ledger_rows import Books
from equipoise.studies.equal_security import EqualSecurity
from equipoise.studies.ledger_words import ledger_words, paragraph
from equipoise.studies.sentences import FEWEST_PEOPLE
from equipoise.studies.words import NOTHING, counted, listing
from equipoise.views.ledger_columns import COLUMNS, OF_STATE, Row, column_names, sorted_rows
from equipoise.views.tables import add_row, plain_table

GROUPS = {"all": "All states", "nato_europe_2007": "NATO Europe (2007)"}
LETTERS = "AB"
FILE_HEADS = ("iso3", "name", "nato_europe_2007")
FILE_COLUMNS = (
    "population",
    "reachable_people",
    "reachable_share",
    "protected_people",
    "protected_share",
    "protected_people_2_shots",
    "protected_people_3_shots",
    "warning_s",
    "alarm_s",
    "alarm_own_s",
    "alarm_gained_s",
)
FILE_FORCE = {
    "force_share_expected": "force",
    "force_share_at_most": "force-at-most",
    "warhead_share_at_most": "warheads-at-most",
    "treaty_findings_open": "open",
    "treaty_room_share": "room",
    "cost_share": "cost",
    "cost_base_usd": "cost-usd",
}
GAP = 2  # between two columns
WIDEST_NAME = 20
FULL_WIDTH = 100


class Layout(NamedTuple):
    """How a ledger is laid out: columns by name (None for the usual), sorting, room, whether small states show."""

    columns: Sequence[str] | None = None
    sort: str | None = None
    least_first: bool = False
    width: int = FULL_WIDTH
    every: bool = False


class Shown(NamedTuple):
    """One column as it stands in the table: whose numbers, its heading, its cells from the top."""

    name: str
    heading: str
    cells: list[str]


def ledger_parts(
    book: EqualSecurity, layout: Layout | None = None, *, sentences: bool = True
) -> list[RenderableType]:
    """Return a ledger: for each threat set a table and a paragraph in plain words; then what no threat set decides."""
    layout = layout or Layout()
    names = first_sorted(column_names(layout.columns, len(book.books)), layout.sort)
    parts: list[RenderableType] = [Text("\n".join(heading_lines(book)))]
    for threat in book.threats:
        parts += threat_parts(book, threat, layout, [name for name in names if by_threat(name, book)])
    parts += state_parts(book, layout, [name for name in names if not by_threat(name, book)])
    if sentences:
        parts.append(Text("\n" + "\n".join(ledger_words(book)["sentences"])))
    return [*parts, Text("\n" + meanings(names))]


def first_sorted(names: Sequence[str], sort: str | None) -> list[str]:
    """Return the columns with that by which the table is sorted in front, so that there is room for it."""
    return [sort, *(name for name in names if name != sort)] if sort in COLUMNS else list(names)


def by_threat(name: str, book: EqualSecurity) -> bool:
    """Return whether a column hangs on the threat set."""
    return name not in OF_STATE or (name.startswith("cost") and book.before.key == PROTECTED)


def heading_lines(book: EqualSecurity) -> list[str]:
    """Return the plans, with letters where there are two."""
    titles = [f"{each.scenario.name}: {each.scenario.title}" for each in book.books]
    if len(titles) == 1:
        return titles
    return [f"{letter}  {title}" for letter, title in zip(LETTERS, titles, strict=True)]


def threat_parts(
    book: EqualSecurity, threat: str, layout: Layout, names: Sequence[str]
) -> list[RenderableType]:
    """Return the ledger of one threat set."""
    rows = [row for row in book.rows(threat) if concerned(row) and (layout.every or not is_small(row))]
    rows = sorted_rows(rows, layout.sort, len(book.books), layout.least_first)
    sums = book.totals(threat)
    whole = [*(sums[name] | {"name": words} for name, words in GROUPS.items()), *rows]
    title = f"\n{threat}: {book.before.scenario.threat_set(threat).name}"
    table, left_out = table_of(title, whole, names, layout, len(book.books))
    small = 0 if layout.every else sum(concerned(row) and is_small(row) for row in book.rows(threat))
    notes = [unreached_words(book, threat), small_words(small), left_out_words(left_out)]
    return [table, Text("\n".join([*(words for words in notes if words), paragraph(book, threat)]))]


def state_parts(book: EqualSecurity, layout: Layout, names: Sequence[str]) -> list[RenderableType]:
    """Return what no threat set decides: forces, treaties and cost of the states of which they tell something."""
    rows = sorted_rows(book.rows(book.threats[0]), layout.sort or "name", len(book.books), layout.least_first)
    telling = [row for row in rows if tells(row, names) or (row.get("after") and tells(row["after"], names))]
    if not telling:
        return []
    title = "\nForces, treaties, cost: the same against every threat set"
    table, left_out = table_of(title, telling, names, layout, len(book.books), sums=0)
    note = "Not in this table: states of which nothing here is stated, and those with no open finding and no cost."
    return [table, Text("\n".join([words for words in (left_out_words(left_out), note) if words]))]


def tells(row: Row, names: Sequence[str]) -> bool:
    """Return whether a row has a number other than zero, or a force, in some of the columns."""
    return row["deterrent"] is not None or any(COLUMNS[name].number(row) for name in names)


def table_of(
    title: str, rows: Sequence[Row], names: Sequence[str], layout: Layout, plans: int, sums: int = len(GROUPS)
) -> tuple[Table, list[str]]:
    """Return a table of those columns that fit, and the names of the others; the first rows are sums."""
    shown, left_out = fitting(names, rows, layout, plans)
    headings = ["state", *(column.heading for column in shown)]
    table = plain_table(*headings, numbers=range(1, len(headings)), title=title)
    table.padding = (0, 1, 0, 0)
    for place, row in enumerate(rows):
        cells = [column.cells[place] for column in shown]
        add_row(table, shortened(row["name"]), *cells, strong=place < sums)
    return table, left_out


def concerned(row: Row) -> bool:
    """Return whether a threat set or a plan has to do with a state: somebody in reach, or a force it could touch."""
    return most_in_reach(row, row.get("after") or row) > 0 or row["deterrent"] is not None


def is_small(row: Row) -> bool:
    """Return whether so few people are in reach that a row would say little, and no force is told of."""
    return most_in_reach(row, row.get("after") or row) < FEWEST_PEOPLE and row["deterrent"] is None


def small_words(count: int) -> str:
    """Return the line about states that are counted and not shown."""
    if not count:
        return ""
    return f"Counted but not shown: {counted(count, 'state')} with fewer than 100,000 people in reach."


def fitting(
    names: Sequence[str], rows: Sequence[Row], layout: Layout, plans: int
) -> tuple[list[Shown], list[str]]:
    """Return the columns that fit into the width, and the names of those that do not."""
    room = layout.width - max(len(shortened(row["name"])) for row in rows)
    shown: list[Shown] = []
    left_out: list[str] = []
    for name in names:
        group = columns_of(name, rows, plans)
        needed = sum(max(map(len, [each.heading, *each.cells])) + GAP for each in group)
        if needed <= room and not (left_out and layout.columns is None):
            room -= needed
            shown += group
        else:
            left_out.append(name)
    return shown, left_out


def columns_of(name: str, rows: Sequence[Row], plans: int) -> list[Shown]:
    """Return a column of the table, or the two of two plans."""
    column = COLUMNS[name]
    if plans == 1 or not column.paired:
        return [Shown(name, column.heading, [column.words(column.number(row)) for row in rows])]
    return [
        Shown(name, heading, [column.words(column.number(row)) for row in own])
        for heading, own in zip(
            (f"{column.heading} {LETTERS[0]}", LETTERS[1]),
            (rows, [row["after"] for row in rows]),
            strict=True,
        )
    ]


def shortened(name: str) -> str:
    """Return a name that leaves room for numbers."""
    return name if len(name) <= WIDEST_NAME else f"{name[: WIDEST_NAME - 1]}."


def unreached_words(book: EqualSecurity, threat: str) -> str:
    """Return the line about states of which nobody is in reach."""
    names = [row["name"] for row in book.rows(threat) if not concerned(row)]
    if not names:
        return ""
    return (
        f"Not in reach: {listing(names)}." if len(names) <= 12 else f"Not in reach: {len(names)} more states."
    )


def left_out_words(names: Sequence[str]) -> str:
    """Return the line about columns for which there is no room."""
    return f"No room for the columns {listing(names)}; choose with --columns." if names else ""


def meanings(names: Sequence[str]) -> str:
    """Return what the columns mean."""
    lines = [f"{COLUMNS[name].heading}: {COLUMNS[name].meaning}." for name in names if name != "people"]
    return "\n".join(
        [*lines, f"{NOTHING}: nobody in reach, or nothing is published or stated; it does not mean zero."]
    )


def table_rows(books: Sequence[Books], threats: Sequence[str]) -> list[list[Any]]:
    """Return ledgers as rows for a file, the first one the headings: one row a plan, threat set and state."""
    rows: list[list[Any]] = [["scenario", "threat", *FILE_HEADS, *FILE_COLUMNS, *FILE_FORCE]]
    for each in books:
        for threat in threats:
            for row in each.rows(threat):
                cells = [finite(row[key]) for key in FILE_COLUMNS]
                force = [COLUMNS[name].number(row) for name in FILE_FORCE.values()]
                rows.append([each.scenario.name, threat, *(row[key] for key in FILE_HEADS), *cells, *force])
    return rows


def finite(value: float | None) -> float | None:
    """Return a number, nothing for none."""
    return None if value is None or not math.isfinite(value) else value
