"""In what scenarios differ: things that only some have, and values that are not the same."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from equipoise.scenario import Scenario

MEMBERS = ("sensors", "batteries", "threats")
LABELS = ("id", "name", "title", "summary")
PROGRAMME = "programme."  # dates and costs: who is protected does not hang on them
ABSENT = None


@dataclass(frozen=True)
class Difference:
    """One address and what stands there in each scenario; None where a scenario has no such thing."""

    address: str
    values: tuple[str | None, ...]

    @property
    def group(self) -> str:
        """The part of the scenario it belongs to: sensors, batteries, threats, settings, region."""
        return self.address.split(".")[0]

    @property
    def is_thing(self) -> bool:
        """Whether a whole sensor, battery or threat is missing somewhere, not a value."""
        return self.address.count(".") == 1 and self.group in MEMBERS


def differences(scenarios: Sequence[Scenario]) -> tuple[Difference, ...]:
    """Return every difference between scenarios that bears on who is protected, a missing thing told once.

    Examples
    --------
    >>> from equipoise.scenario import load
    >>> plan = load("poland-czech-2007")
    >>> differences([plan, plan.replace("batteries.redzikowo.magazine", "20")])
    (Difference(address='batteries.redzikowo.magazine', values=('10', '20')),)
    """
    things = tuple(missing_things(scenarios))
    told = tuple(f"{thing.address}." for thing in things)
    own = [set(each.addresses()) for each in scenarios]
    addresses = dict.fromkeys(address for each in scenarios for address in each.addresses())
    values = [
        Difference(address, tuple(value_at(*each, address) for each in zip(scenarios, own, strict=True)))
        for address in addresses
        if not address.startswith((*told, PROGRAMME)) and address.rpartition(".")[2] not in LABELS
    ]
    return things + tuple(each for each in values if len(set(each.values)) > 1)


def missing_things(scenarios: Sequence[Scenario]) -> Iterator[Difference]:
    """Yield each sensor, battery and threat set that not every scenario has, with its name where it is."""
    for group in MEMBERS:
        by_id = [{member.id: member for member in getattr(each, group)} for each in scenarios]
        for name in dict.fromkeys(name for members in by_id for name in members):
            found = tuple(members[name].name if name in members else ABSENT for members in by_id)
            if ABSENT in found:
                yield Difference(f"{group}.{name}", found)


def value_at(scenario: Scenario, own: Collection[str], address: str) -> str | None:
    """Return a value as text, None where it is none of the scenario's own addresses."""
    return written(scenario.get(address)) if address in own else ABSENT


def written(value: Any) -> str:
    """Return a value as a file has it."""
    if isinstance(value, bool):
        return str(value).lower()
    return ", ".join(str(part) for part in value) if isinstance(value, tuple) else str(value)
