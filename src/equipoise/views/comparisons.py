"""A comparison as tables and sentences for the terminal: totals first, then the states that change most."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

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
from equipoise.views.ledger_tables import ledger_parts
from equipoise.views.tables import add_row, plain_table

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
MOST_STATES = 12
LEAST_CHANGE = 0.01
MOST_SHOTS = 3
MOST_UNBROKEN = 4  # plans beside which the words of a row still fit in one line
SPREAD_NOTE = " Spread: people whom one plan protects and another does not, the most less the fewest."
TEXT_WIDTH = 98
GAP = 3  # letters between columns
PROTECTION = "protection"
MORE = (
    "All of it stands in the report, with maps, every assumption and its source. Here on the screen: --full, or "
    f"--section with one of {PROTECTION}, {', '.join(SECTIONS)}."
)


def brief_parts(comparison: Comparison) -> Iterator[RenderableType]:
    """Yield what fits on a screen: who is compared, the key numbers of all analyses, and a sentence or two of each."""
    yield Text("\n".join(heading_lines(comparison)))
    yield brief_table(comparison)
    yield Text("\n".join([*sentence_lines(brief_sentences(comparison)), "", *wrapped(MORE)]))


class KeyGroup(NamedTuple):
    """The key numbers of one analysis: its name, its heading, rows with a cell a plan."""

    name: str
    heading: str
    rows: list[Row]


def key_groups(comparison: Comparison) -> list[KeyGroup]:
    """Return the key numbers of a comparison, protection first."""
    protected = [row for threat in comparison.threats for row in protection_rows(comparison, threat)]
    return [
        KeyGroup(PROTECTION, "Whom it protects", protected),
        *(
            KeyGroup(name, SECTIONS[name].heading, comparison.section_rows(name, short=True))
            for name in comparison.sections
        ),
    ]


def brief_table(comparison: Comparison) -> Table:
    """Return the key numbers, a column a plan, in a group for each analysis."""
    letters = LETTERS[: len(comparison.scenarios)]
    whole = (0,) if len(letters) <= MOST_UNBROKEN else ()
    table = plain_table("", *letters, numbers=range(1, len(letters) + 1), whole=whole)
    for group in key_groups(comparison):
        add_row(table, f"{group.name}: {group.heading}", *[""] * len(letters), strong=True)
        for words, cells in group.rows:
            add_row(table, f" {words}", *cells)
    return table


def protection_rows(comparison: Comparison, threat: str) -> list[Row]:
    """Return the shares of the people in reach whom each plan protects, of NATO Europe and of all in the region."""
    totals = comparison.totals(threat)
    allies, everyone = (max(one["reachable_people"] for one in totals[group]) for group in GROUPS)
    return [
        (
            f"{threat}: of {people(allies)} in NATO Europe (2007)",
            tuple(percent(one["protected_share"]) for one in totals["nato_europe_2007"]),
        ),
        (
            f"   of all {people(everyone)} in the region",
            tuple(percent(one["protected_share"]) for one in totals["all"]),
        ),
    ]


def brief_sentences(comparison: Comparison) -> list[str]:
    """Return the sentences for which a screen has room, each with the name of what it belongs to."""
    told = [
        f"{threat}: {sentence[0].lower() + sentence[1:]}"
        for threat in comparison.threats
        for sentence in comparison.sentences(threat, short=True)
    ]
    for name in comparison.sections:
        words = comparison.section_sentences(name, short=True)
        told += [f"{name}: {' '.join(words)}"] if words else []
    return told


def full_parts(comparison: Comparison, names: Sequence[str]) -> Iterator[RenderableType]:
    """Yield who is compared, and in full protection and those analyses that are named."""
    yield Text("\n".join(heading_lines(comparison)))
    if PROTECTION in names:
        yield from protection_parts(comparison)
    for name in comparison.sections:
        if name in names:
            yield from section_parts(comparison, name)


def protection_parts(comparison: Comparison) -> Iterator[RenderableType]:
    """Yield for each threat set people protected by state and what that says."""
    for threat in comparison.threats:
        name = comparison.scenarios[0].threat_set(threat).name
        yield Text(f"\n{threat}: {name}" if name != threat else f"\n{threat}", style="bold")
        yield ledger_table(comparison, threat)
        yield Text("\n".join(sentence_lines(comparison.sentences(threat))))
    yield Text(
        f"\n{SHARES_NOTE}\n1+, 2+, 3+: by so many shots at least."
        + SPREAD_NOTE * (len(comparison.scenarios) > 2)
    )


def section_parts(comparison: Comparison, name: str) -> Iterator[RenderableType]:
    """Yield one analysis beside protection: its numbers plan by plan, what it says, what it leaves out."""
    section = SECTIONS[name]
    yield Text(f"\n{name}: {section.heading}", style="bold")
    rows = comparison.section_rows(name)
    if rows:
        yield section_table(rows)
    yield Text("\n".join(sentence_lines(comparison.section_sentences(name))))
    if name == "ledger":
        yield from joined_ledger_parts(comparison)
    if rows:
        yield Text("\n".join(wrapped(f"Here: {section.economy}")))


def joined_ledger_parts(comparison: Comparison) -> Iterator[RenderableType]:
    """Yield the joined ledger state by state: of the only plan, or of the first and each later one."""
    for book in comparison.equal_security:
        yield from ledger_parts(book, sentences=False)


def section_table(rows: Sequence[Row]) -> Table:
    """Return the numbers of one analysis, a column a plan."""
    letters = LETTERS[: len(rows[0][1])]
    whole = (0,) if breadth_of(rows) <= TEXT_WIDTH else ()
    table = plain_table("", *letters, numbers=range(1, len(letters) + 1), whole=whole)
    for words, cells in rows:
        add_row(table, words, *cells)
    return table


def breadth_of(rows: Sequence[Row]) -> int:
    """Return how many letters a table needs in which no words are broken."""
    cells = [max(len(cell) for cell in column) for column in zip(*(cells for _, cells in rows), strict=True)]
    return max(len(words) for words, _ in rows) + sum(cells) + GAP * len(cells)


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
