"""Equal security beside protection: how evenly a plan protects, who is worst off, and who loses while others gain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from equipoise.analyses.ledger_equality import Equality, Shift, equality, shift
from equipoise.geography import states
from equipoise.results import Result, plain
from equipoise.scenario import Scenario
from equipoise.studies.beside import Asked, Row, answer_of
from equipoise.studies.words import NOTHING, counted, listing, people, percent

MOST_NAMES = 8
ECONOMY = (
    "Protection alone, from the ledger above, of the people inside the region. In full, state by state, with warning "
    "gained, own deterrent touched, treaties and share of the cost: 'equipoise ledger A B'."
)


def run(scenario: Scenario, asked: Asked) -> Result:
    """Return the ledger that the comparison has already."""
    assert asked.ledger is not None
    return asked.ledger


def as_json(result: Result) -> dict[str, Any]:
    """Return the equality of one plan by threat set as plain data."""
    return plain({threat: asdict(equality(rows)) for threat, rows in rows_by_threat(result).items()})


def rows_by_threat(result: Result) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of a ledger by threat set."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in answer_of(result)["states"]:
        found.setdefault(row["threat"], []).append(row)
    return found


def rows(results: Sequence[Result]) -> list[Row]:
    """Return evenness, the state worst off and the states left bare, a cell a plan."""
    told: list[Row] = []
    for threat, books in by_threat(results).items():
        found = [equality(book) for book in books]
        told.append((f"{threat}: Gini (0: all alike)", tuple(gini_words(one) for one in found)))
        told.append(("   least protected state", tuple(worst_words(one) for one in found)))
        told.append(
            ("   states in reach with nobody protected", tuple(str(len(one.unprotected)) for one in found))
        )
    return told


def by_threat(results: Sequence[Result]) -> dict[str, list[list[dict[str, Any]]]]:
    """Return for each threat set the ledgers of the plans in their order."""
    books = [rows_by_threat(result) for result in results]
    return {threat: [book[threat] for book in books] for threat in books[0]}


def sentences(names: Sequence[str], results: Sequence[Result]) -> list[str]:
    """Return whether any state loses while another gains between plans, and who is left bare by all of them."""
    told = []
    for threat, books in by_threat(results).items():
        for later in range(1, len(books)):
            told.append(shift_words(names, later, threat, shift(books[0], books[later])))
        told.append(bare_words(threat, [equality(book) for book in books]))
    return told


def in_short(names: Sequence[str], results: Sequence[Result]) -> list[str]:
    """Return the verdict on the change between few plans."""
    return sentences(names, results) if len(names) <= 2 else []


def shift_words(names: Sequence[str], later: int, threat: str, found: Shift) -> str:
    """Return who gains and who loses between the first plan and a later one."""
    return (
        f"{threat}, from {names[0]} to {names[later]}: {found.verdict}; {counted(len(found.gain), 'state')} gain, "
        f"{people(found.gained_people)} people more protected; {counted(len(found.lose), 'state')} lose, "
        f"{people(found.lost_people)} fewer."
    )


def bare_words(threat: str, found: Sequence[Equality]) -> str:
    """Return which states have nobody protected by any of the plans."""
    shared = [code for code in found[0].unprotected if all(code in one.unprotected for one in found)]
    if not shared:
        return f"{threat}: no state in reach is left without anybody protected by every plan."
    table = states()
    names = [table.name[table.index(code)] for code in shared]
    words = listing(names) if len(names) <= MOST_NAMES else f"{len(names)} states"
    return f"{threat}: nobody is protected by any of the plans in {words}."


def gini_words(found: Equality) -> str:
    """Return the Gini coefficient; a dash where nobody is protected."""
    return NOTHING if found.gini != found.gini else f"{found.gini:.2f}"


def worst_words(found: Equality) -> str:
    """Return the state worst off with its share."""
    return NOTHING if found.worst_off is None else f"{found.worst_off} {percent(found.worst_share)}"
