"""The joined ledger as grids for the report: every state in reach, and what no threat set decides."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from equipoise.studies.equal_security import EqualSecurity
from equipoise.studies.ledger_words import paragraph
from equipoise.views.ledger_columns import COLUMNS, OF_STATE, Row, sorted_rows
from equipoise.views.ledger_tables import GROUPS, columns_of, concerned, tells, unreached_words

PROTECTION = ("reach", "protected", "two-shots", "three-shots", "change", "warning", "gained")


class Line(NamedTuple):
    """One state or sum: its name, its cells, whether it is a sum."""

    name: str
    cells: tuple[str, ...]
    is_sum: bool


class Grid(NamedTuple):
    """One table: its heading, what it says in plain words, its columns and what they mean, its lines."""

    heading: str
    words: str
    columns: tuple[str, ...]
    meanings: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...]


def grids_of(book: EqualSecurity) -> list[Grid]:
    """Return a grid for each threat set, and one of forces, treaties and cost."""
    return [*(threat_grid(book, threat) for threat in book.threats), state_grid(book)]


def threat_grid(book: EqualSecurity, threat: str) -> Grid:
    """Return protection and warning of each state in reach of a threat set, sums first."""
    plans, sums = len(book.books), book.totals(threat)
    names = [name for name in PROTECTION if plans > 1 or name != "change"]
    rows = sorted_rows([row for row in book.rows(threat) if concerned(row)], None, plans)
    whole = [*(sums[name] | {"name": words} for name, words in GROUPS.items()), *rows]
    words = " ".join([paragraph(book, threat), unreached_words(book, threat)]).strip()
    return grid(f"Against {threat} missiles", words, names, whole, plans, len(GROUPS))


def state_grid(book: EqualSecurity) -> Grid:
    """Return forces, treaty findings and headroom, and cost of the states of which they tell something."""
    rows = sorted_rows(book.rows(book.threats[0]), "name", len(book.books))
    telling = [row for row in rows if tells(row, OF_STATE) or tells(row.get("after") or row, OF_STATE)]
    words = "The same against every threat set. States of which nothing here is stated are left out."
    return grid("Forces, treaties, cost", words, OF_STATE, telling, len(book.books), 0)


def grid(heading: str, words: str, names: Sequence[str], rows: Sequence[Row], plans: int, sums: int) -> Grid:
    """Return a grid of some columns; the first rows are sums."""
    shown = [column for name in names for column in columns_of(name, rows, plans)]
    lines = (
        Line(row["name"], tuple(column.cells[place] for column in shown), place < sums)
        for place, row in enumerate(rows)
    )
    meanings = tuple((COLUMNS[name].heading, COLUMNS[name].meaning) for name in names)
    return Grid(heading, words, tuple(column.heading for column in shown), meanings, tuple(lines))
