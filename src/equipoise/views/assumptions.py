"""The numbers behind a comparison, each told once: equal numbers of sister systems stand in one row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from equipoise.catalogue import Source
from equipoise.evidence import Evidence
from equipoise.scenario import Scenario
from equipoise.views.comparisons import LETTERS

GROUPS = {
    "threats": "Missiles and launch points",
    "sensors": "Sensors",
    "batteries": "Batteries and interceptors",
    "programme": "Programme: dates and costs",
    "fleet": "Ships and their means",
    "settings": "Earth model",
    "region": "Region",
    "date": "Day of the plan",
}


@dataclass(frozen=True)
class Assumption:
    """One number: its address, the things that share it, its evidence, and the letters of the plans that have it."""

    group: str
    things: tuple[str, ...]
    key: str
    evidence: Evidence
    plans: str

    @property
    def address(self) -> str:
        """The address, with a star where several things share the number."""
        thing = self.things[0] if len(self.things) == 1 else "*"
        return ".".join(part for part in (self.group, thing, self.key) if part)

    @property
    def span(self) -> str:
        """The stated range, empty where none is."""
        low, high = self.evidence.low, self.evidence.high
        return f"{low or '?'} to {high or '?'}" if low or high else ""


def joined(scenarios: Sequence[Scenario]) -> list[Assumption]:
    """Return all numbers of all plans, equal ones of several things joined."""
    found: dict[tuple[str, str, Evidence], dict[str, set[str]]] = {}
    for letter, scenario in zip(LETTERS, scenarios, strict=False):
        for address, evidence in scenario.evidence.items():
            group, thing, key = split(address)
            users = found.setdefault((group, key, evidence), {})
            users.setdefault(thing, set()).add(letter)
    return [
        Assumption(group, tuple(users), key, evidence, "".join(sorted(set().union(*users.values()))))
        for (group, key, evidence), users in found.items()
    ]


def assumptions(scenarios: Sequence[Scenario]) -> dict[str, dict[tuple[str, ...], list[Assumption]]]:
    """Return all numbers by group, and in a group by the things that share them."""
    found: dict[str, dict[tuple[str, ...], list[Assumption]]] = {group: {} for group in GROUPS}
    for row in joined(scenarios):
        found[row.group].setdefault(row.things, []).append(row)
    return {group: blocks for group, blocks in found.items() if blocks}


def split(address: str) -> tuple[str, str, str]:
    """Return group, thing and key of an address; a missile counts as a thing with its set."""
    parts = address.split(".")
    longest = {"threats": 3, "sensors": 2, "batteries": 2, "programme": 3}.get(parts[0], 1)
    size = max(1, min(longest, len(parts) - 1))
    return parts[0], ".".join(parts[1:size]), ".".join(parts[size:])


def disputed(scenarios: Sequence[Scenario]) -> list[Assumption]:
    """Return the numbers for which other values were published."""
    return [row for row in joined(scenarios) if row.evidence.alternatives]


def cited(scenarios: Sequence[Scenario]) -> dict[str, Source]:
    """Return the sources of all plans, by key."""
    return dict(
        sorted({key: each for scenario in scenarios for key, each in scenario.cited().items()}.items())
    )


def grade_counts(scenarios: Sequence[Scenario]) -> dict[str, int]:
    """Return how many numbers of all plans have each grade, a number that plans share counted once."""
    numbers = {(address, each) for scenario in scenarios for address, each in scenario.evidence.items()}
    grades = [each.grade for _, each in numbers]
    return {grade: grades.count(grade) for grade in ("official", "measured", "estimate", "assumption")}
