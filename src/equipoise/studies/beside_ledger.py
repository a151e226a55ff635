"""The joined ledger beside protection: what each state gets and gives, how evenly, and who loses while others gain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from equipoise.analyses.ledger_deterrent import Touched
from equipoise.analyses.ledger_equality import Equality, Shift, is_in_reach
from equipoise.analyses.ledger_rows import Books, books_of
from equipoise.analyses.ledger_states import chosen_states
from equipoise.results import plain
from equipoise.scenario import Scenario
from equipoise.studies.beside import Asked, Row, picked, shared_names
from equipoise.studies.equal_security import EqualSecurity
from equipoise.studies.ledger_words import NEARLY_ALL, ledger_words, name_of
from equipoise.studies.words import NOTHING, minutes, people, percent, small_percent

LEAST_SHARE = 0.005
ECONOMY = (
    "Nothing is left out: all of Europe with Russia and Turkey, and the United States, whole; with --region, people "
    "inside it. In full, with other states, columns, keys and days: 'equipoise ledger A B'."
)


def run(scenario: Scenario, asked: Asked) -> Books:
    """Return the whole ledger of a scenario, out of what the comparison has already."""
    window = None if asked.whole_states else asked.region
    return books_of(
        scenario,
        threat=asked.only_threat,
        region=window,
        of=chosen_states() if window is None else None,
        around=asked.region,
        deterrent=asked.found.get("deterrent"),
        workers=asked.workers,
    )


def books_in_pairs(books: Sequence[Books]) -> tuple[EqualSecurity, ...]:
    """Return the ledger of the only plan, or of the first and each later one as before and after."""
    if not books:
        return ()
    threats = tuple(shared_names([each.threats for each in books]))
    if len(books) == 1:
        return (EqualSecurity((books[0],), threats),)
    return tuple(EqualSecurity((books[0], later), threats) for later in books[1:])


def as_json(books: Books) -> dict[str, Any]:
    """Return sums and equality of one plan by threat set as plain data."""
    return plain(
        {
            threat: {"totals": books.totals(threat), "equality": asdict(books.equality(threat))}
            for threat in books.threats
        }
    )


def rows(results: Sequence[Books]) -> list[Row]:
    """Return protection and how evenly it lies, warning, forces, treaties and who pays, a cell a plan."""
    told: list[Row] = []
    for threat in shared_names([each.threats for each in results]):
        sums = [each.totals(threat)["all"] for each in results]
        found = [each.equality(threat) for each in results]
        warned = [f"{minutes(one['alarm_s'])}, {minutes(one['alarm_gained_s'])}" for one in sums]
        twice = [share_of(one, "protected_people_2_shots") for one in sums]
        told += [
            (f"{threat}: protected, of all in reach", tuple(percent(one["protected_share"]) for one in sums)),
            ("   with two shots or more", tuple(map(percent, twice))),
            ("   states: all protected, nobody", tuple(full_and_bare(each, threat) for each in results)),
            ("   least protected state", tuple(worst_words(one) for one in found)),
            ("   Gini of protection (0: all alike)", tuple(gini_words(one) for one in found)),
            ("   warning; of it by others' sensors", tuple(warned)),
        ]
    return [*told, *force_rows(results), *state_rows(results)]


def key_rows(results: Sequence[Books]) -> list[Row]:
    """Return states protected and bare, the Gini coefficient, and who pays."""
    told: list[Row] = []
    for threat in shared_names([each.threats for each in results]):
        cells = tuple(full_and_bare(each, threat) for each in results)
        ginis = tuple(gini_words(each.equality(threat)) for each in results)
        told += [(f"{threat}: states all protected, nobody", cells), ("   Gini (0: all alike)", ginis)]
    return [*told, *picked(state_rows(results), "cost")]


def force_rows(results: Sequence[Books]) -> list[Row]:
    """Return what the plans could do to each force that some battery of one of them opposes."""
    told: list[Row] = []
    for iso3 in shared_names([each.touched for each in results]):
        forces = [each.touched[iso3] for each in results]
        if any(force.interceptors for force in forces):
            told += [
                (f"missiles of {name_of(iso3)}: expected to be stopped", tuple(map(expected_words, forces))),
                ("   were all in reach, each shot a hit", tuple(map(bound_words, forces))),
            ]
    return told


def expected_words(force: Touched) -> str:
    """Return the share of a force that a plan is expected to stop, from its lowest to its highest kill probability."""
    if not force.interceptors:
        return NOTHING
    low, high = (small_percent(force.expected[end]["share_of_missiles"]) for end in (0, -1))
    return high if low == high else f"{low.removesuffix(' %')} to {high}"


def bound_words(force: Touched) -> str:
    """Return the share of a force that the public arithmetic allows at most; a dash where no battery opposes it."""
    return small_percent(force.at_most["share_of_missiles"]) if force.interceptors else NOTHING


def state_rows(results: Sequence[Books]) -> list[Row]:
    """Return how many states have open treaty findings, and who pays."""
    opened = [[row["name"] for row in first_rows(each) if row["treaty"]["open_count"]] for each in results]
    return [
        ("states with an open treaty finding", tuple(str(len(names)) for names in opened)),
        ("cost borne by", tuple(payers_words(each) for each in results)),
    ]


def first_rows(books: Books) -> list[dict[str, Any]]:
    """Return the rows against the first threat set, for what no threat set decides."""
    return books.rows(books.threats[0])


def payers_words(books: Books) -> str:
    """Return which states bear the cost, with their shares."""
    shares = {row["iso3"]: row["cost"]["share"] for row in first_rows(books) if row["cost"]}
    paying = sorted((iso3 for iso3 in shares if shares[iso3] >= LEAST_SHARE), key=lambda iso3: -shares[iso3])
    return ", ".join(f"{iso3} {percent(shares[iso3])}" for iso3 in paying) or NOTHING


def share_of(sums: dict[str, Any], key: str) -> float | None:
    """Return a count as a share of the people in reach, None where nobody is."""
    return sums[key] / sums["reachable_people"] if sums["reachable_people"] > 0 else None


def full_and_bare(books: Books, threat: str) -> str:
    """Return in how many states all or nearly all are protected, and in how many nobody."""
    reached = [row for row in books.rows(threat) if is_in_reach(row)]
    full = sum(row["protected_share"] >= NEARLY_ALL for row in reached)
    return f"{full}, {sum(row['protected_people'] == 0 for row in reached)}"


def sentences(names: Sequence[str], results: Sequence[Books]) -> list[str]:
    """Return who gains and loses, and what no threat set decides: forces, treaties, cost."""
    told = verdicts(names, results)
    for pair in books_in_pairs(results):
        told += [words for words in ledger_words(pair)["sentences"] if words not in told]
    return told


def verdicts(names: Sequence[str], results: Sequence[Books]) -> list[str]:
    """Return whether any state loses while another gains, from the first plan to each later one."""
    pairs = books_in_pairs(results) if len(results) > 1 else ()
    return [change_words((names[0], later), pair) for later, pair in zip(names[1:], pairs, strict=True)]


def change_words(names: tuple[str, str], pair: EqualSecurity) -> str:
    """Return who gains and who loses between two plans, by threat set."""
    moving = [(threat, found) for threat in pair.threats if (found := pair.shift(threat)) is not None]
    return f"from {names[0]} to {names[1]}: {'; '.join(shift_words(*one) for one in moving)}."


def shift_words(threat: str, found: Shift) -> str:
    """Return who gains and who loses against one threat set."""
    return (
        f"{threat}, {found.verdict} ({len(found.gain)} gain, {people(found.gained_people)} people more protected; "
        f"{len(found.lose)} lose, {people(found.lost_people)} fewer)"
    )


def gini_words(found: Equality) -> str:
    """Return the Gini coefficient; a dash where nobody is protected."""
    return NOTHING if found.gini != found.gini else f"{found.gini:.2f}"


def worst_words(found: Equality) -> str:
    """Return the state worst off with its share."""
    return NOTHING if found.worst_off is None else f"{found.worst_off} {percent(found.worst_share)}"
