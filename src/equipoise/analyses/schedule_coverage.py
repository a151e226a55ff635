"""Who is protected while an architecture is built: each distinct set of working parts, weighed by its chance."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from equipoise.analyses.coverage import coverage
from equipoise.analyses.readiness import Readiness
from equipoise.geography import People
from equipoise.scenario import Scenario
from equipoise.systems.batteries import Battery
from equipoise.systems.threats import ThreatSet

Progress = Callable[[int, int], None]


class Stages(NamedTuple):
    """The distinct architectures that may stand at some date, None for nothing; their chances over (date, stage)."""

    scenarios: tuple[Scenario | None, ...]
    weights: np.ndarray


def stages_of(scenario: Scenario, found: Readiness) -> Stages:
    """Return what may stand at each date: the whole first, then every other set of working parts that occurs."""
    works = found.works
    bits = 1 << np.arange(works.shape[2], dtype=np.int64)
    codes = works @ bits
    elements = found.programme.elements
    everything = working_part(scenario, {each.id for each in elements})
    scenarios: dict[tuple, Scenario | None] = {key_of(everything): everything}
    columns: dict[tuple, np.ndarray] = {}
    for code in np.unique(codes):
        part = working_part(scenario, {each.id for place, each in enumerate(elements) if code >> place & 1})
        key = key_of(part)
        scenarios.setdefault(key, part)
        columns[key] = columns.get(key, 0.0) + (codes == code).mean(axis=1)
    never = np.zeros(len(codes))
    weights = np.stack([columns.get(key, never) for key in scenarios], axis=1)
    return Stages(tuple(scenarios.values()), weights)


def key_of(part: Scenario | None) -> tuple:
    """Return what tells one architecture from another: its batteries as they stand and its sensors."""
    return () if part is None else (part.batteries, tuple(sensor.id for sensor in part.sensors))


def working_part(scenario: Scenario, elements: set[str]) -> Scenario | None:
    """Return a scenario with what some elements provide and what needs no element; None where no battery can fire."""
    assert scenario.programme is not None
    absent = {
        name for each in scenario.programme.elements if each.id not in elements for name in each.provides
    }
    sensors = tuple(sensor for sensor in scenario.sensors if sensor.id not in absent)
    known = {sensor.id for sensor in sensors}
    standing = [battery for battery in scenario.batteries if battery.id not in absent]
    batteries = tuple(
        left for battery in standing if (left := with_sensors(battery, known, scenario)) is not None
    )
    return replace(scenario, sensors=sensors, batteries=batteries) if batteries else None


def with_sensors(battery: Battery, known: set[str], scenario: Scenario) -> Battery | None:
    """Return a battery with the sensors that work; None where none is left that its rule lets it fire on."""
    radar = battery.radar if battery.radar in known else None
    network = tuple(name for name in battery.network if name in known)
    if battery.rule != "engage-on-remote" and radar is None:
        return None
    tracking = [name for name in (radar, *network) if name is not None]
    if not any(scenario.sensor(name).kind == "radar" for name in tracking):
        return None
    return battery.model_copy(update={"radar": radar, "network": network})


def protected_people(
    stages: Stages,
    threat_set: ThreatSet,
    residents: People,
    workers: int | None,
    progress: Progress | None,
) -> tuple[np.ndarray, float]:
    """Return the people whom each stage protects, and those whom the threat set reaches."""
    protected = np.zeros(len(stages.scenarios))
    reachable = 0.0
    for place, part in enumerate(stages.scenarios):
        if part is not None:
            each = coverage(part, threat_set, residents.lat_deg, residents.lon_deg, workers)
            reachable = float(residents.people @ (each.reaching > 0))
            protected[place] = float(residents.people @ (each.shots >= 1))
        if progress is not None:
            progress(place + 1, len(stages.scenarios))
    return protected, reachable
