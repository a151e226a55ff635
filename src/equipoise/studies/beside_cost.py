"""Costs beside protection: what each plan takes, after the growth that such programmes showed, and a person's part."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from equipoise.analyses.cost import cost
from equipoise.results import Result
from equipoise.scenario import Scenario
from equipoise.studies.beside import Asked, Row, answer_of, shared_names
from equipoise.studies.sentences import inside
from equipoise.studies.words import NOTHING, counted, listing

FEW_PLANS = 3
ECONOMY = "Nothing is left out. In full, line by line: 'equipoise cost PLAN'."


def run(scenario: Scenario, asked: Asked) -> Result:
    """Return the budget of a scenario, the cost of a person protected included."""
    return cost(
        scenario,
        threat=asked.only_threat,
        region=asked.region,
        workers=asked.workers,
        progress=asked.progress,
    )


def rows(results: Sequence[Result]) -> list[Row]:
    """Return the sums of the plans and the dollars a person, a cell a plan."""
    answers = [answer_of(result) for result in results]
    year = answers[0]["budget"]["price_year"]
    totals = [answer["total"] for answer in answers]
    told: list[Row] = [
        (f"before growth, billion $ of {year}", tuple(billions(one["base_usd"]) for one in totals)),
        ("after growth, middle", tuple(billions(one["p50_usd"]) for one in totals)),
        ("   5 to 95 %", tuple(f"{billions(one['p05_usd'])}-{billions(one['p95_usd'])}" for one in totals)),
        ("parts without a published price", tuple(str(len(answer["unpriced"])) for answer in answers)),
    ]
    for threat in shared_names([answer["per_person"] or {} for answer in answers]):
        cells = tuple(dollars(answer["per_person"][threat]["person_usd"]) for answer in answers)
        told.append((f"{threat}: $ a person protected", cells))
    return told


def sentences(names: Sequence[str], results: Sequence[Result]) -> list[str]:
    """Return what the plans cost beside what was published, and what that hangs on."""
    told = []
    for name, result in zip(names, results, strict=True):
        answer = answer_of(result)
        told += [sum_words(name, answer), *published_words(answer), *unpriced_words(name, answer)]
    return [*told, hangs_words(results)]


def key_rows(results: Sequence[Result]) -> list[Row]:
    """Return the sum after growth with its span, and the dollars a person protected."""
    year = answer_of(results[0])["budget"]["price_year"]
    told = [row for row in rows(results) if not row[0].startswith(("before growth", "parts"))]
    return [(f"{told[0][0]}, billion $ of {year}", told[0][1]), *told[1:]]


def verdicts(names: Sequence[str], results: Sequence[Result]) -> list[str]:
    """Return what was published beside few plans, and which sums are lower bounds."""
    told = []
    if len(names) <= FEW_PLANS:
        for result in results:
            told += [short_words(each) for each in answer_of(result)["estimates"]]
    return told


def sum_words(name: str, answer: dict[str, Any]) -> str:
    """Return the sum of a plan."""
    total, budget = answer["total"], answer["budget"]
    return (
        f"{name} costs {billions(total['p50_usd'])} billion dollars of {budget['price_year']}, operation over "
        f"{budget['operation_years']} years included ({billions(total['p05_usd'])} to {billions(total['p95_usd'])} "
        f"after growth, {billions(total['base_usd'])} before)."
    )


def published_words(answer: dict[str, Any]) -> list[str]:
    """Return each published estimate beside ours of the same scope."""
    return [
        f"{each['speaker']}: {each['least_usd'] / 1e9:g} to {each['most_usd'] / 1e9:g} billion dollars "
        f"({each['name'].lower() if each['name'].startswith('The ') else each['name']}); here "
        f"{billions(each['base_usd'])} before growth for the same. Why they differ: {each['reason']}"
        for each in answer["estimates"]
    ]


def short_words(published: dict[str, Any]) -> str:
    """Return a published estimate beside ours in a line."""
    span = f"{published['least_usd'] / 1e9:g} to {published['most_usd'] / 1e9:g}"
    who = published["speaker"].split(",")[0]
    return f"{inside(who)} {span} billion $ before growth, here {billions(published['base_usd'])}."


def unpriced_words(name: str, answer: dict[str, Any]) -> list[str]:
    """Return what a plan's sum leaves out."""
    missing = [each["what"] for each in answer["unpriced"]]
    return (
        [f"the sum of {name} is a lower bound: no price was published for {listing(missing)}."]
        if missing
        else []
    )


def hangs_words(results: Sequence[Result]) -> str:
    """Return what the sums hang on."""
    answers = [answer_of(result) for result in results]
    budget = answers[0]["budget"]
    lower = sum(bool(answer["unpriced"]) for answer in answers)
    rest = (
        f"; {counted(lower, 'sum')} of {len(answers)} a lower bound, some parts having no price"
        if lower
        else ""
    )
    return (
        f"the sums hang on operation over {budget['operation_years']} years, on growth (median "
        f"{budget['growth_median']:g}), and on what was published at all{rest}."
    )


def billions(value_usd: float) -> str:
    """Return a sum in billions, two or three figures of it."""
    return f"{value_usd / 1e9:.2f}" if value_usd < 0.995e9 else f"{value_usd / 1e9:.1f}"


def dollars(value_usd: float | None) -> str:
    """Return dollars; a dash where there is nobody."""
    return NOTHING if value_usd is None else f"{value_usd:,.0f}"
