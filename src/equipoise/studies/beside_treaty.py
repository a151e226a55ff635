"""Treaties beside protection: what the law of its day finds of a plan's parts, and treaties that are not law."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from equipoise.analyses.treaty import treaty
from equipoise.results import Result
from equipoise.scenario import Scenario
from equipoise.studies.beside import Asked, Row, answer_of
from equipoise.studies.words import NOTHING, listing

AGAINST = ("prohibited", "above")
OPEN = ("hangs on the value", "disputed", "left to each party")
FOR = ("exempt", "within", "kept")
NOTABLE = (*AGAINST, *OPEN, *FOR)
OWN_PARTS = ("batteries.", "sensors.")
MOST_PARTS = 3
ECONOMY = (
    "Findings on the plan's own batteries and sensors; no legal opinion; what is marked * rests on memory. "
    "In full, with headroom of states and both readings of what is disputed: 'equipoise treaty PLAN'."
)


def run(scenario: Scenario, asked: Asked) -> Result:
    """Return the findings on a scenario on its day."""
    return treaty(scenario)


def rows(results: Sequence[Result]) -> list[Row]:
    """Return how many rules, law on the day or not, find what of each plan's parts, a cell a plan."""
    answers = [answer_of(result) for result in results]
    told: list[Row] = [("day asked about", tuple(answer["date"] for answer in answers))]
    for words, binds in (("law that day", True), ("not law, yardstick", False)):
        for kind, outcomes in (("against it", AGAINST), ("open", OPEN), ("for it", FOR)):
            cells = tuple(str(count_of(answer, outcomes, binds)) for answer in answers)
            told.append((f"{words}: rules {kind}", cells))
    return told


def sentences(names: Sequence[str], results: Sequence[Result]) -> list[str]:
    """Return what the treaties find of each plan, law and yardstick apart, and what is disputed whatever the plan."""
    told = []
    for name, result in zip(names, results, strict=True):
        answer = answer_of(result)
        told += [law_words(name, answer), *yardstick_words(name, answer)]
    return [*told, *disputed_words(results)]


def key_rows(results: Sequence[Result]) -> list[Row]:
    """Return in a line each how many rules, law on the day or not, are against, open and for each plan."""
    answers = [answer_of(result) for result in results]
    return [
        (f"{words}: rules against, open, for", tuple(triple_of(answer, binds) for answer in answers))
        for words, binds in (("law on its day", True), ("not law then", False))
    ]


def triple_of(answer: dict[str, Any], binds: bool) -> str:
    """Return how many rules are against a plan, open and for it."""
    return ", ".join(str(count_of(answer, outcomes, binds)) for outcomes in (AGAINST, OPEN, FOR))


def verdicts(names: Sequence[str], results: Sequence[Result]) -> list[str]:
    """Return what is law on the day of each plan."""
    return [law_words(name, answer_of(result)) for name, result in zip(names, results, strict=True)]


def own_findings(answer: dict[str, Any], binds: bool) -> list[dict[str, Any]]:
    """Return the notable findings on a plan's own parts, law on the day or not."""
    return [
        each
        for each in answer["findings"]
        if each["binds"] == binds and each["result"] in NOTABLE and each["subject"].startswith(OWN_PARTS)
    ]


def count_of(answer: dict[str, Any], outcomes: Sequence[str], binds: bool) -> int:
    """Return how many rules find one of some outcomes of any part of a plan."""
    return len({each["rule"] for each in own_findings(answer, binds) if each["result"] in outcomes})


def law_words(name: str, answer: dict[str, Any]) -> str:
    """Return what the law of the day finds of a plan."""
    found = own_findings(answer, binds=True)
    against = [each for each in found if each["result"] in AGAINST]
    detail = f": {grouped(found, answer)}" if found else ""
    if against:
        return f"on {answer['date']} some rule in force speaks against {name}{detail}."
    return f"on {answer['date']} no rule in force, of those kept here, speaks against any part of {name}{detail}."


def yardstick_words(name: str, answer: dict[str, Any]) -> list[str]:
    """Return what treaties that were not law on the day find of a plan."""
    found = own_findings(answer, binds=False)
    return (
        [f"by treaties that were not law then, {name} measures: {grouped(found, answer)}."] if found else []
    )


def grouped(found: Sequence[dict[str, Any]], answer: dict[str, Any]) -> str:
    """Return findings by treaty, article and result, with the parts they are about."""
    known = {each["id"]: each["name"].split(" (")[0] for each in answer["treaties"]}
    groups: dict[tuple[str, str, str], list[str]] = {}
    for each in found:
        mark = "*" if each["confidence"] == "assumption" else ""
        key = (known.get(each["treaty"], each["treaty"]), each["article"], each["result"] + mark)
        groups.setdefault(key, []).append(each["subject"].rpartition(".")[2])
    return "; ".join(
        f"{name} {article} {result} ({parts_words(own)})" for (name, article, result), own in groups.items()
    )


def parts_words(parts: Sequence[str]) -> str:
    """Return a few parts by name, more of them by their number."""
    own = list(dict.fromkeys(parts))
    return listing(own) if len(own) <= MOST_PARTS else f"{len(own)} parts"


def disputed_words(results: Sequence[Result]) -> list[str]:
    """Return the rules that the parties dispute whatever the plan."""
    titles = {
        f"{each['article']} {each['title']}".strip(): None
        for result in results
        for each in answer_of(result)["findings"]
        if each["result"] == "disputed" and not each["subject"].startswith(OWN_PARTS)
    }
    if not titles:
        return []
    return [
        f"disputed between the parties whatever the plan, and resolved for neither: {'; '.join(titles) or NOTHING}."
    ]
