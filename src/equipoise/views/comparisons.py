"""A comparison as tables and sentences for the terminal: totals first, then the states that change most."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import Any

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from equipoise.studies.beside import Row
from equipoise.studies.comparison import Comparison
from equipoise.studies.rows import StateRow
from equipoise.studies.sections import SECTIONS
from equipoise.studies.sentences import FEWEST_PEOPLE
from equipoise.studies.words import people, percent, signed_people
from equipoise.views.answers import GROUPS, SHARES_NOTE
from equipoise.views.tables import add_row, plain_table

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
MOST_STATES = 12
LEAST_CHANGE = 0.01
MOST_SHOTS = 3
MOST_UNBROKEN = 4  # plans beside which the words of a row still fit in one line
SPREAD_NOTE = " Spread: people whom one plan protects and another does not, the most less the fewest."
TEXT_WIDTH = 98


def comparison_parts(comparison: Comparison) -> Iterator[RenderableType]:
    """Yield who is compared, then for each threat set its ledger and what it says."""
    yield Text("\n".join(heading_lines(comparison)))
    for threat in comparison.threats:
        name = comparison.scenarios[0].threat_set(threat).name
        yield Text(f"\n{threat}: {name}" if name != threat else f"\n{threat}", style="bold")
        yield ledger_table(comparison, threat)
        yield Text("\n".join(sentence_lines(comparison.sentences(threat))))
    yield Text(
        f"\n{SHARES_NOTE}\n1+, 2+, 3+: by so many shots at least."
        + SPREAD_NOTE * (len(comparison.scenarios) > 2)
    )
    for name in comparison.sections:
        yield from section_parts(comparison, name)


def section_parts(comparison: Comparison, name: str) -> Iterator[RenderableType]:
    """Yield one analysis beside protection: its numbers plan by plan, what it says, what it leaves out."""
    section = SECTIONS[name]
    yield Text(f"\n{name}: {section.heading}", style="bold")
    rows = comparison.section_rows(name)
    if rows:
        yield section_table(rows)
    yield Text("\n".join(sentence_lines(comparison.section_sentences(name, short=True))))
    if rows:
        yield Text("\n".join(wrapped(f"Here: {section.economy}")))


def section_table(rows: Sequence[Row]) -> Table:
    """Return the numbers of one analysis, a column a plan."""
    letters = LETTERS[: len(rows[0][1])]
    whole = (0,) if len(letters) <= MOST_UNBROKEN else ()
    table = plain_table("", *letters, numbers=range(1, len(letters) + 1), whole=whole)
    for words, cells in rows:
        add_row(table, words, *cells)
    return table


def heading_lines(comparison: Comparison) -> list[str]:
    """Return a line or more for each scenario, with the letter of its columns."""
    lines = []
    for letter, label, scenario in zip(LETTERS, comparison.labels, comparison.scenarios, strict=False):
        lines += wrapped(f"{letter}  {label}: {scenario.title}")
    return lines


def ledger_table(comparison: Comparison, threat: str) -> Table:
    """Return the ledger of all scenarios side by side."""
    count = len(comparison.scenarios)
    levels = ("1+", "2+", "3+") if count <= 3 else ("1+",)
    columns = [f"{letter} {level}" for letter in LETTERS[:count] for level in levels]
    change = ("change",) if count == 2 else ("spread",) if count > 2 else ()
    headings = ("state", "in reach", *columns, *change)
    table = plain_table(*headings, numbers=range(1, len(headings)))
    for group, words in reversed(list(comparison.totals(threat).items())):
        add_row(table, GROUPS[group], *cells_of(words, len(levels)), strong=True)
        for level in range(len(levels), MOST_SHOTS):
            shares = [share_words(cell)[level] for cell in words]
            add_row(table, f"   by {level + 1} shots or more", "", *shares, "")
    for row in chosen_rows(comparison.rows(threat), count):
        add_row(table, row.name, *cells_of(row.cells, len(levels)))
    return table


def chosen_rows(rows: Sequence[StateRow], scenarios: int) -> list[StateRow]:
    """Return the states of NATO Europe that change most, or those of most people for a single scenario."""
    allies = [row for row in rows if row.nato_europe_2007 and row.reachable_people >= FEWEST_PEOPLE]
    if scenarios > 1:
        allies = [row for row in allies if row.spread_people >= LEAST_CHANGE * row.reachable_people] or allies
    return allies[:MOST_STATES]


def cells_of(cells: Sequence[dict[str, Any]], levels: int) -> list[str]:
    """Return people in reach, the shares protected by each scenario, and the change in people."""
    reachable = max(cell["reachable_people"] for cell in cells)
    shares = [share for cell in cells for share in share_words(cell)[:levels]]
    return [people(reachable), *shares, *change_words([cell["protected_people"] for cell in cells])]


def change_words(protected: Sequence[float]) -> list[str]:
    """Return what the second of two plans adds, or how far more plans lie apart; nothing for one alone."""
    if len(protected) == 2:
        return [signed_people(protected[1] - protected[0])]
    return [people(max(protected) - min(protected))] if len(protected) > 2 else []


def share_words(cell: dict[str, Any]) -> list[str]:
    """Return the shares of the people in reach who are protected by 1, 2 and 3 shots or more."""
    reachable = cell["reachable_people"]
    counts = (cell["protected_people"], cell["protected_people_2_shots"], cell["protected_people_3_shots"])
    return [percent(count / reachable if reachable > 0 else None) for count in counts]


def sentence_lines(sentences: Sequence[str]) -> list[str]:
    """Return sentences as a list with marks, broken into lines."""
    return [line for sentence in sentences for line in wrapped(sentence, "- ")]


def wrapped(text: str, first: str = "") -> list[str]:
    """Return a text broken into lines, later lines set in under the first."""
    hanging = " " * (len(first) or 3)
    return textwrap.wrap(text, TEXT_WIDTH, initial_indent=first, subsequent_indent=hanging)
