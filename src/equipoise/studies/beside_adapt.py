"""A changed threat beside protection: what stays of a plan's coverage, what its ships bring back, in how many days."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from equipoise.analyses.adapt import adapt
from equipoise.errors import Fault, InputError
from equipoise.results import Result
from equipoise.scenario import Scenario
from equipoise.studies.beside import Asked, Row, answer_of
from equipoise.studies.words import NOTHING, percent

RESOLUTION_DEG = 1.0
TOLD = ("coverage", "ships", "black-sea", "fixed", "means")
SAID = (
    "the Secretary of Defense in September 2009, for the ships: 'greater flexibility to adapt as new threats develop "
    "and old ones recede'."
)
ECONOMY = (
    "People in cells of 1 degree. The threat turns from the last common set to the first; where one set was chosen, "
    "from that to another of the plan. Faster interceptors as another means of a plan that stays are not tried here. "
    "In full, with them, with any change, closed straits and years: 'equipoise adapt PLAN --threat-change ...'."
)


def run(scenario: Scenario, asked: Asked) -> Result:
    """Return what becomes of a plan when one of its threat sets turns into another."""
    before, after = turn_of(scenario, asked)
    missiles = dict.fromkeys(each.missile.id for each in scenario.threat_set(after).threats)
    found = adapt(
        scenario,
        ",".join(missiles),
        threat=before,
        speeds_m_s=(),
        region=asked.region,
        resolution_deg=RESOLUTION_DEG,
        workers=asked.workers,
        progress=asked.progress,
    )
    found.data.attrs["turn"] = (before, after)
    return found


def turn_of(scenario: Scenario, asked: Asked) -> tuple[str, str]:
    """Return the threat sets before and after the change."""
    if len(asked.threats) > 1:
        return asked.threats[-1], asked.threats[0]
    others = [each.id for each in scenario.threats if each.id != asked.threats[0]]
    if not others:
        problem = "the plan has one threat set, which turns into no other"
        raise InputError(Fault("", "threats", problem, "ask 'equipoise adapt' with --threat-change"))
    return asked.threats[0], others[0]


def rows(results: Sequence[Result]) -> list[Row]:
    """Return shares before and after, ships and days, a cell a plan."""
    answers = [answer_of(result) for result in results]
    coverage = [answer["coverage"] for answer in answers]
    return [
        ("protected before the change", tuple(percent(one["before"]) for one in coverage)),
        ("after it, nothing moved", tuple(percent(one["fixed"][0]) for one in coverage)),
        ("after it, ships at their best stations", tuple(percent(one["settled"]) for one in coverage)),
        ("ships that move", tuple(moving_words(answer) for answer in answers)),
        ("the last is there on day", tuple(last_day(answer) for answer in answers)),
    ]


def key_rows(results: Sequence[Result]) -> list[Row]:
    """Return shares before and after, which ships move, and by when."""
    return rows(results)


def sentences(names: Sequence[str], results: Sequence[Result]) -> list[str]:
    """Return what was said of flexibility, and for each plan what is computed."""
    told = [SAID, *verdicts(names, results)]
    for name, result in zip(names, results, strict=True):
        texts = [each["text"] for each in answer_of(result)["findings"] if each["id"] in TOLD]
        told.append(f"{name}: {' '.join(texts)}")
    return told


def verdicts(names: Sequence[str], results: Sequence[Result]) -> list[str]:
    """Return which threat turns into which; the rows hold what is computed."""
    turns = dict.fromkeys(result.data.attrs["turn"] for result in results)
    return [f"the threat turns from {before} to {after}; sites stay, ships sail." for before, after in turns]


def moves_of(answer: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the ships that leave their station."""
    return [move for move in answer["items"] if move["moves"]]


def moving_words(answer: dict[str, Any]) -> str:
    """Return how many of the ships move; a dash for a plan without ships."""
    return f"{len(moves_of(answer))} of {len(answer['items'])}" if answer["items"] else NOTHING


def last_day(answer: dict[str, Any]) -> str:
    """Return the day on which the last ship arrives; a dash where none moves."""
    days = [move["arrives_day"] for move in moves_of(answer)]
    return f"{max(days):.1f}" if days else NOTHING
