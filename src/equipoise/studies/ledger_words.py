"""The ledger in plain words that any party could sign: who is protected, who is not, what is gained and touched."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from equipoise.analyses.deterrent_words import share
from equipoise.analyses.ledger_cost import KEYS
from equipoise.analyses.ledger_equality import Equality, is_in_reach
from equipoise.analyses.ledger_rows import Books
from equipoise.geography import states
from equipoise.studies.equal_security import EqualSecurity
from equipoise.studies.sentences import inside, phrases
from equipoise.studies.words import counted, listing, minutes, people, percent

MOST_NAMES = 8
NEARLY_ALL = 0.99
CAVEAT = "The figures follow from the stated inputs, many of them disputed; a shot is a chance, not a kill."


def ledger_words(book: EqualSecurity) -> dict[str, Any]:
    """Return all words of a ledger: a paragraph for each threat set, and sentences about forces, treaties and cost."""
    return {
        "paragraphs": {threat: paragraph(book, threat) for threat in book.threats},
        "sentences": [*touched_sentences(book), *open_sentences(book), *cost_sentences(book)],
    }


def paragraph(book: EqualSecurity, threat: str) -> str:
    """Return one paragraph about a threat set: each plan in the same words, and the change between two.

    Examples
    --------
    >>> from equipoise.scenario import load
    >>> from equipoise.studies.equal_security import equal_security
    >>> book = equal_security(load("poland-czech-2007"), threat="long-range", of=("LUX", "MLT"))
    >>> paragraph(book, "long-range").split(". ")[0]
    'Missiles of the set long-range reach 1.1 M people in 2 states'
    """
    names = phrases([each.scenario for each in book.books])
    told = [reach_sentence(book.before, threat)]
    for name, each in zip(names, book.books, strict=True):
        told += plan_sentences(name, each, threat)
    told += change_sentences(names, book, threat)
    return " ".join([*told, CAVEAT])


def reach_sentence(books: Books, threat: str) -> str:
    """Return whom the missiles reach."""
    reached = [row for row in books.rows(threat) if row["reachable_people"] > 0]
    if not reached:
        return f"No missile of the set {threat} reaches anybody in the states told of."
    total = sum(row["reachable_people"] for row in reached)
    return f"Missiles of the set {threat} reach {people(total)} people in {counted(len(reached), 'state')}."


def plan_sentences(name: str, books: Books, threat: str) -> list[str]:
    """Return what a plan does for those in reach."""
    total = books.totals(threat)["all"]
    if not total["reachable_people"] > 0:
        return []
    rows = [row for row in books.rows(threat) if is_in_reach(row)]
    twice = total["protected_people_2_shots"] / total["reachable_people"]
    head = (
        f"{capital(name)} protects {people(total['protected_people'])} of them ({percent(total['protected_share'])}), "
        f"{percent(twice)} with two shots or more."
    )
    return [head, *spread_sentences(rows, books.equality(threat)), warning_sentence(total)]


def spread_sentences(rows: Sequence[dict[str, Any]], found: Equality) -> list[str]:
    """Return in how many states all or none are protected, and how evenly it is spread."""
    full = [row for row in rows if row["protected_share"] >= NEARLY_ALL]
    bare = [row["name"] for row in rows if row["protected_share"] == 0]
    all_in = counted(len(full), "state") if full else "no state"
    told = [f"All or nearly all are protected in {all_in}; nobody in {names_or_count(bare)}."]
    if math.isfinite(found.gini):
        worst = (
            f", least in {name_of(found.worst_off)} ({percent(found.worst_share)})" if found.worst_off else ""
        )
        told.append(f"Spread over states: Gini {found.gini:.2f} (0: all alike){worst}.")
    return told


def names_or_count(names: Sequence[str]) -> str:
    """Return names, their number where they are many."""
    if not names:
        return "none"
    return listing(names) if len(names) <= MOST_NAMES else f"{len(names)} states"


def name_of(iso3: str | None) -> str:
    """Return the name of a state."""
    table = states()
    return table.name[table.index(iso3)] if iso3 else "none"


def warning_sentence(total: dict[str, Any]) -> str:
    """Return how long before impact people hear of a missile, and what others' sensors add."""
    return (
        f"The first report comes {minutes(total['alarm_s'])} before impact on average; the sensors of other states "
        f"give {minutes(total['alarm_gained_s'])} of it."
    )


def change_sentences(names: Sequence[str], book: EqualSecurity, threat: str) -> list[str]:
    """Return who gains and who loses from the first plan to the second; nothing for one plan."""
    moving = book.shift(threat)
    if moving is None:
        return []
    if not moving.gain and not moving.lose:
        return [f"Between {names[0]} and {names[1]} no state gains or loses protection."]
    parts = [
        f"{amount} more people are protected in {names_or_count(list(map(name_of, codes)))}"
        if word == "gain"
        else f"{amount} fewer in {names_or_count(list(map(name_of, codes)))}"
        for word, codes, amount in (
            ("gain", moving.gain, people(moving.gained_people)),
            ("lose", moving.lose, people(moving.lost_people)),
        )
        if codes
    ]
    return [f"From {names[0]} to {names[1]}, {listing(parts)}: {moving.verdict}."]


def touched_sentences(book: EqualSecurity) -> list[str]:
    """Return what each plan could do to each force that a file tells of, and a sentence for the rest."""
    told = [sentence for name, books in named_books(book) for sentence in force_sentences(name, books)]
    return [
        *told,
        f"No file tells of a force of {'any other' if told else 'these'} state{'' if told else 's'}.",
    ]


def force_sentences(name: str, books: Books) -> list[str]:
    """Return what one plan could do to each force that some battery of it opposes, and whose nobody does."""
    forces = {iso3: force.as_dict(books.scenario) for iso3, force in books.touched.items()}
    told = [touched_sentence(name, iso3, force) for iso3, force in forces.items() if force["opposed"]]
    friends = [name_of(iso3) for iso3, force in forces.items() if not force["opposed"]]
    if friends:
        whose = f"the force{'s' if len(friends) > 1 else ''} of {listing(friends)}"
        told.append(f"{name}, {whose}: every battery is an owner's or an ally's, so that none opposes them.")
    return told


def named_books(book: EqualSecurity) -> list[tuple[str, Books]]:
    """Return the ledgers, each with what its plan is called at the head of a sentence."""
    names = phrases([each.scenario for each in book.books])
    return [(capital(name), books) for name, books in zip(names, book.books, strict=True)]


def touched_sentence(name: str, iso3: str, force: dict[str, Any]) -> str:
    """Return what a plan could do to one force that it opposes."""
    head = (
        f"{name}, the force of {name_of(iso3)} ({force['missiles']:,} missiles, "
        f"{force['warheads']:,} warheads, {force['force_date']})"
    )
    return f"{head}: {expected_words(force)}; {bound_words(force)}."


def expected_words(force: dict[str, Any]) -> str:
    """Return what the plan's own sensors allow."""
    low, high = force["expected"][0], force["expected"][-1]
    if not force["by"]:
        return "with the plan's own sensors no battery reaches any of them"
    who = listing([f"{inside(each['name'])} ({each['owner'] or 'owner not stated'})" for each in force["by"]])
    shots, chances = (
        f"{low['shots_per_missile']:.2g}",
        f"{low['kill_probability']:g} to {high['kill_probability']:g}",
    )
    missiles = f"{low['missiles']:.2g} to {high['missiles']:.2g}"
    shares = f"{share(low['share_of_missiles'])} to {share(high['share_of_missiles'])} of the missiles"
    return (
        f"with the plan's own sensors {who} reaches {low['missiles_in_reach']} of them, and {force['interceptors']} "
        f"interceptors, {shots} at each, stop {missiles} at kill probabilities of {chances} ({shares})"
    )


def bound_words(force: dict[str, Any]) -> str:
    """Return the bound of the public arithmetic."""
    bound = force["at_most"]
    return (
        f"were all in reach and every interceptor a hit, {bound['missiles']:.0f} of {force['missiles']:,} missiles "
        f"({share(bound['share_of_missiles'])}), {share(bound['share_of_warheads_low'])} of the warheads at one a hit"
    )


def capital(name: str) -> str:
    """Return a phrase with a large first letter."""
    return name[:1].upper() + name[1:]


def open_sentences(book: EqualSecurity) -> list[str]:
    """Return for each plan which treaty findings bind on its day and stay open, by rule."""
    return [open_sentence(name, books) for name, books in named_books(book)]


def open_sentence(name: str, books: Books) -> str:
    """Return the treaty findings of one plan that bind and stay open."""
    found: dict[tuple[str, str, str], set[str]] = {}
    rows = books.rows(books.threats[0])
    for row in rows:
        for finding in row["treaty"]["open"]:
            said = (finding["treaty"].upper(), finding["article"], finding["result"])
            found.setdefault(said, set()).add(row["name"])
    day = books.treaties.data.attrs["date"]
    if not found:
        return f"{name}, treaties on {day}: no finding that binds these states is open."
    told = [
        f"{one} {article} {result} ({listing(sorted(who))})" for (one, article, result), who in found.items()
    ]
    return f"{name}, treaties on {day}, open: {'; '.join(told)}."


def cost_sentences(book: EqualSecurity) -> list[str]:
    """Return for each plan what it costs and by which key it is shared."""
    return [cost_sentence(name, books) for name, books in named_books(book)]


def cost_sentence(name: str, books: Books) -> str:
    """Return what one plan costs and by which key it is shared."""
    charge = books.charge
    if charge is None:
        return f"{name}, cost: not stated; its scenario has no programme with prices."
    missing = f"; not priced: {listing(charge.unpriced)}" if charge.unpriced else ""
    return (
        f"{name}, cost: {people(charge.base_usd)} dollars of {charge.price_year} before growth, "
        f"{people(charge.grown_usd)} with it at an even chance{missing}. Key {books.key}: {KEYS[books.key]}."
    )
