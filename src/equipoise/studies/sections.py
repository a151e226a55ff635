"""What stands beside protection in a comparison: one line an analysis, and the same code for every plan.

To add an analysis: write a module like `beside_cost` with `run`, `rows`, `sentences`, `key_rows`, `verdicts` and
`ECONOMY`, add a line to SECTIONS, and if it draws, a line to FIGURES in `views.section_figures`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from equipoise.errors import InputError
from equipoise.scenario import Scenario
from equipoise.studies import (
    beside_adapt,
    beside_cost,
    beside_deterrent,
    beside_ledger,
    beside_raid,
    beside_schedule,
    beside_treaty,
)
from equipoise.studies.beside import Asked, Row, answer_of
from equipoise.studies.words import listing


class Section(NamedTuple):
    """One analysis as a comparison carries it; `run` is an economical form of it, and `economy` says which.

    `rows` and `sentences` tell all of it, the few `key_rows` and `verdicts` what fits on a screen with the others.
    What `run` gives is a `Result`, that of the joined ledger `Books`.
    """

    heading: str
    run: Callable[[Scenario, Asked], Any]
    rows: Callable[[Sequence[Any]], list[Row]]
    sentences: Callable[[Sequence[str], Sequence[Any]], list[str]]
    key_rows: Callable[[Sequence[Any]], list[Row]]
    verdicts: Callable[[Sequence[str], Sequence[Any]], list[str]]
    economy: str
    as_json: Callable[[Any], dict[str, Any]]
    together: Callable[
        [Sequence[Any]], list[dict[str, Any]]
    ]  # as plain data, with what hangs on the other plans
    weight: (
        float  # seconds it takes for one plan, more or less: for the time left, and for what is begun first
    )
    counts_people: bool  # asks for flights and shots that were kept when people were counted
    uses: tuple[str, ...]  # what stands in `Asked.found`


def section_of(
    module: Any, heading: str, weight: float, counts_people: bool = False, uses: tuple[str, ...] = ()
) -> Section:
    """Return the section that a module like `beside_cost` describes."""
    functions = (module.run, module.rows, module.sentences, module.key_rows, module.verdicts)
    as_json = getattr(module, "as_json", answer_of)
    together = getattr(module, "together", lambda results: [as_json(result) for result in results])
    return Section(heading, *functions, module.ECONOMY, as_json, together, weight, counts_people, uses)


SECTIONS = {
    "deterrent": section_of(beside_deterrent, "Whose long-range missiles it could engage", 0.9),
    "raid": section_of(beside_raid, "Many missiles at once", 1.1),
    "schedule": section_of(beside_schedule, "By when it works", 0.4, counts_people=True),
    "adapt": section_of(beside_adapt, "When the threat changes", 1.0),
    "cost": section_of(beside_cost, "What it costs", 0.05, counts_people=True),
    "treaty": section_of(beside_treaty, "What the treaties say", 0.05),
    "ledger": section_of(
        beside_ledger, "Equal security, state by state", 0.5, counts_people=True, uses=("deterrent",)
    ),
}


class Part(NamedTuple):
    """One analysis of one scenario: its result, or None and why there is none."""

    result: Any | None
    refusal: str = ""


def part_of(
    name: str,
    scenario: Scenario,
    asked: Asked,
    used: Sequence[str] = (),
    *parts: Part,
    progress: Callable[[int, int], None] | None = None,
) -> Part:
    """Return what one analysis finds for a scenario, or why it cannot be made for it; `parts` are those it uses."""
    section = SECTIONS[name]
    found = {other: part.result for other, part in zip(used, parts, strict=True) if part.result is not None}
    try:
        result = section.run(scenario, asked._replace(found=found, progress=progress))
        section.as_json(result)  # kept with the result, and made where others may be working beside
        return Part(result)
    except InputError as error:
        return Part(None, "; ".join(fault.problem for fault in error.faults))


def told_beside(name: str, names: Sequence[str], parts: Sequence[Part], short: bool) -> tuple[str, ...]:
    """Return what one analysis says about the plans, in short or in full, and for which of them it cannot be made."""
    section = SECTIONS[name]
    words = section.verdicts if short else section.sentences
    able = [(plan, part.result) for plan, part in zip(names, parts, strict=True) if part.result is not None]
    told = words([plan for plan, _ in able], [result for _, result in able]) if able else []
    refused: dict[str, list[str]] = {}
    for plan, part in zip(names, parts, strict=True):
        if part.result is None:
            refused.setdefault(part.refusal, []).append(plan)
    told += [f"for {listing(plans)} there is no such answer: {why}." for why, plans in refused.items()]
    return tuple(sentence[0].upper() + sentence[1:] for sentence in told)


def rows_beside(name: str, parts: Sequence[Part], nothing: str, short: bool) -> list[Row]:
    """Return the rows of one analysis, a cell a plan; the cells of plans without an answer hold `nothing`."""
    rows = SECTIONS[name].key_rows if short else SECTIONS[name].rows
    results = [part.result for part in parts if part.result is not None]
    if not results:
        return []
    return [(words, placed(cells, parts, nothing)) for words, cells in rows(results)]


def placed(cells: Sequence[str], parts: Sequence[Part], nothing: str) -> tuple[str, ...]:
    """Return the cells of those plans that have an answer, each in the column of its plan."""
    left = iter(cells)
    return tuple(nothing if part.result is None else next(left) for part in parts)


def sections_as_json(sections: dict[str, tuple[Part, ...]], labels: Sequence[str]) -> dict[str, Any]:
    """Return the analyses beside protection as plain data, one entry a plan."""
    return {
        name: {
            "heading": SECTIONS[name].heading,
            "economy": SECTIONS[name].economy,
            "plans": dict(zip(labels, plans_as_json(name, parts), strict=True)),
        }
        for name, parts in sections.items()
    }


def plans_as_json(name: str, parts: Sequence[Part]) -> list[dict[str, Any]]:
    """Return one analysis of each plan as plain data, or why there is none."""
    results = [part.result for part in parts if part.result is not None]
    answers = iter(SECTIONS[name].together(results) if results else ())
    return [{"refusal": part.refusal} if part.result is None else next(answers) for part in parts]
