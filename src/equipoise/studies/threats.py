"""The threat sets that several plans share."""

from __future__ import annotations

from collections.abc import Sequence

from equipoise.errors import Fault, InputError
from equipoise.scenario import Scenario


def shared_threats(scenarios: Sequence[Scenario], threat: str | None) -> tuple[str, ...]:
    """Return the threat sets that all scenarios have, or the one asked for."""
    if not scenarios:
        raise InputError(Fault("", "compare", "no scenario was given", "give one or more"))
    if threat is not None:
        return tuple({scenario.threat_set(threat).id: None for scenario in scenarios})
    shared = [
        each.id
        for each in scenarios[0].threats
        if all(each.id in [other.id for other in scenario.threats] for scenario in scenarios)
    ]
    if not shared:
        remedy = "give the scenarios a threat set with the same id"
        raise InputError(Fault("", "threats", "the scenarios have no threat set in common", remedy))
    return tuple(shared)
