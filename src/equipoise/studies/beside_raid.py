"""Raids beside protection: how many of so many missiles get through each plan, and when its magazines are exhausted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from equipoise.analyses.raid import raid
from equipoise.results import Result
from equipoise.scenario import Scenario
from equipoise.studies.beside import Asked, Row, answer_of
from equipoise.studies.words import counted

SIZES = (1, 2, 3, 5, 7, 10, 15, 20)
TOLD = (5, 20)
TRIALS = 2_000
WINDOW_S = 60.0
ECONOMY = (
    f"{TRIALS:,} trials a raid, cities in proportion to people, all launches within {WINDOW_S:.0f} s. "
    "In full, with other aims, sizes and limits: 'equipoise raid PLAN'."
)


def run(scenario: Scenario, asked: Asked) -> Result:
    """Return raids of several sizes against a scenario, by all its threat sets that reach a city."""
    return raid(
        scenario,
        SIZES,
        window_s=WINDOW_S,
        threat=asked.only_threat,
        trials=TRIALS,
        workers=asked.workers,
        progress=asked.progress,
    )


def raids_by_threat(results: Sequence[Result]) -> dict[str, list[dict[str, Any]]]:
    """Return for each threat set that all plans have a raid of, the raids in the order of the plans."""
    answers = [{one["threat"]: one for one in answer_of(result)["raids"]} for result in results]
    shared = [name for name in answers[0] if all(name in each for each in answers)]
    return {name: [each[name] for each in answers] for name in shared}


def rows(results: Sequence[Result]) -> list[Row]:
    """Return interceptors, leakers of two raids, and the raid that exhausts, a cell a plan."""
    by_threat = raids_by_threat(results)
    first = next(iter(by_threat.values()), [])
    told: list[Row] = [("interceptors", tuple(str(magazine_of(one)) for one in first))]
    for threat, raids in by_threat.items():
        for size in TOLD:
            known = [size_of(one, size)["assigned"] for one in raids]
            told.append(
                (f"{threat}: of {size} get through, mean", tuple(f"{one['mean']:.1f}" for one in known))
            )
            spans = ["{}-{}".format(*one["interval_95"]) for one in known]
            told.append(("   in 95 of 100 raids", tuple(spans)))
        told.append((f"{threat}: exhausted by a raid of", tuple(exhausted_words(one) for one in raids)))
    return told


def sentences(names: Sequence[str], results: Sequence[Result]) -> list[str]:
    """Return what the comparison says about raids, and what that hangs on."""
    told = []
    for threat, raids in raids_by_threat(results).items():
        told += [sentence(name, threat, one) for name, one in zip(names, raids, strict=True)]
    return [*told, what_decides(results)]


def key_rows(results: Sequence[Result]) -> list[Row]:
    """Return how many of each raid get through on average."""
    return [row for row in rows(results) if row[0].endswith("mean")]


def verdicts(names: Sequence[str], results: Sequence[Result]) -> list[str]:
    """Return in short what the numbers of raids hang on."""
    return [
        f"hangs on the kill probability of a shot ({chance_words(results)} here) and on who is in reach; no decoys."
    ]


def what_decides(results: Sequence[Result]) -> str:
    """Return what the numbers of raids hang on."""
    return (
        f"this hangs on the kill probability of a shot ({chance_words(results)} here, ranges among the assumptions), "
        "on who is in reach, and on the raid being known in time; decoys, of which there are none here, would count "
        "as missiles."
    )


def chance_words(results: Sequence[Result]) -> str:
    """Return the kill probabilities of the plans, from the least to the greatest."""
    chances = sorted(
        {float(chance) for result in results for chance in result.data.kill_probability.values.flat}
    )
    return f"{chances[0]:g}" if chances[0] == chances[-1] else f"{chances[0]:g} to {chances[-1]:g}"


def sentence(name: str, threat: str, one: dict[str, Any]) -> str:
    """Return what a raid of each size told does to one plan."""
    small, large = (size_of(one, size) for size in TOLD)
    within = max(battery["missiles_within_reach"] for battery in one["batteries"])
    amount = (
        f"of {counted(TOLD[0], f'{threat} missile')} at once {small['assigned']['mean']:.1f} get through {name} on "
        f"average, and {large['assigned']['mean']:.1f} of {TOLD[1]}"
    )
    if within == 0:
        return f"{amount}: none of them comes within reach of its interceptors."
    if small["assigned"]["mean"] == TOLD[0]:
        amount += (
            f"; none of the {TOLD[0]} and {within} of the {TOLD[1]} are within reach of one of its batteries"
        )
    size = one["exhausted_at"]
    if size is None:
        return (
            f"{amount}; too few of them come within its reach to exhaust its {magazine_of(one)} interceptors."
        )
    return f"{amount}; a raid of {size} exhausts its {magazine_of(one)} interceptors, shared out in the best way."


def size_of(one: dict[str, Any], size: int) -> dict[str, Any]:
    """Return the raid of one size."""
    return next(row for row in one["sizes"] if row["missiles"] == size)


def magazine_of(one: dict[str, Any]) -> int:
    """Return the interceptors of all batteries."""
    return sum(battery["magazine"] for battery in one["batteries"])


def exhausted_words(one: dict[str, Any]) -> str:
    """Return the size of the raid that exhausts the magazines."""
    return "none" if one["exhausted_at"] is None else str(one["exhausted_at"])
