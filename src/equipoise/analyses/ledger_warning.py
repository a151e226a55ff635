"""Warning: how long before impact a state hears of a missile, with everybody's sensors and with its own alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from equipoise.analyses.coverage import Progress
from equipoise.analyses.treaty_facts import state_at
from equipoise.engagement.decide import report_rows
from equipoise.engagement.engage import CrossedPairs, chunk_bounds, default_workers
from equipoise.engagement.remembered import KEPT
from equipoise.engagement.rooms import Engagement, unlike
from equipoise.engagement.walk import Plan, Walk, side_by_side
from equipoise.geography import People, States
from equipoise.scenario import Scenario
from equipoise.systems.sensors import Radar, Sensor
from equipoise.systems.threats import Threat, ThreatSet
from equipoise.threads import threads

NO_REPORT_S = 0.0  # who hears of a missile from nobody hears of it when it comes down


def own_sensors(scenario: Scenario, iso3: str) -> tuple[Sensor, ...]:
    """Return the sensors that a state has without anybody's help: those it owns, and radars on its soil.

    Examples
    --------
    >>> from equipoise.scenario import load
    >>> [sensor.id for sensor in own_sensors(load("gabala-armavir-added"), "RUS")]
    ['armavir', 'gabala']
    """
    return tuple(sensor for sensor in scenario.sensors if iso3 in (sensor.owner, host_of(sensor)))


def host_of(sensor: Sensor) -> str | None:
    """Return the code of the state on whose soil a radar stands; None at sea and in orbit."""
    return state_at(sensor.place) if isinstance(sensor, Radar) else None


def unowned(scenario: Scenario) -> tuple[str, ...]:
    """Return the ids of sensors for which nobody stated an owner."""
    return tuple(sensor.id for sensor in scenario.sensors if sensor.owner is None)


def alarm_s(
    scenario: Scenario,
    threat_set: ThreatSet,
    lat_deg: np.ndarray,
    lon_deg: np.ndarray,
    workers: int | None = None,
    progress: Progress | None = None,
) -> np.ndarray:
    """Return the time from the first report by any sensor to impact, for each aim [s].

    The least over all missiles and launch points that reach it; 0 where no sensor reports one of them, NaN where
    nothing reaches. A radar reports when its track is firm, a satellite after its delay.
    """
    least_s = np.full(len(lat_deg), np.inf)
    for done, threat in enumerate(threat_set.threats):
        for pair, warned_s in warned_pairs(scenario, threat, (lat_deg, lon_deg), workers):
            np.minimum.at(least_s, pair % len(lat_deg), warned_s)
        if progress is not None:
            progress(done + 1, len(threat_set.threats))
    return np.where(np.isfinite(least_s), least_s, np.nan)


def warned_pairs(
    scenario: Scenario, threat: Threat, aims: tuple[np.ndarray, np.ndarray], workers: int | None
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield, chunk by chunk, the numbers of the pairs in range and the time from first report to impact of each [s].

    The chunks are those of a coverage of the same aims, so that flights and sightings kept from it are taken.
    """
    engagement, field = Engagement(scenario, threat), CrossedPairs(len(threat.launch), *aims)
    plan, call = Plan(engagement), KEPT.call()

    def warned_between(bounds: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
        walk = Walk(plan, field, *bounds, call)
        return walk.flights.rows + bounds[0], warned_s(walk)

    with threads(workers or default_workers()) as pool:
        yield from pool.map(warned_between, chunk_bounds(len(field)))


def warned_s(walk: Walk) -> np.ndarray:
    """Return the time from the first report of any sensor to impact for the flights of a chunk [s]."""
    sensors, flown = walk.engagement.defence.sensors, walk.flights.flown
    impact_s = flown.times[:, 1]
    if not len(sensors) or not len(impact_s):
        return np.full(len(impact_s), NO_REPORT_S)
    told = [*unlike(sensors, 1), *unlike(sensors, 0)]
    seen = side_by_side([walk.view(n) for n in told], len(impact_s))
    report_s = np.empty(seen.counts.shape)
    report_rows(sensors[told], flown, seen, report_s)
    return np.nan_to_num(impact_s - np.fmin.reduce(report_s, axis=1), nan=NO_REPORT_S)


def own_alarm_s(
    scenario: Scenario, threat_set: ThreatSet, residents: People, table: States, workers: int | None = None
) -> np.ndarray:
    """Return the alarm that each place would have from the sensors of its own state alone [s].

    NaN where nothing reaches is left to `alarm_s`: a state without sensors has `NO_REPORT_S` everywhere.
    """
    alone_s = np.full(len(residents.people), NO_REPORT_S)
    for here, sensors in with_own(scenario, residents, table):
        alone = replace(scenario, sensors=sensors)
        lat_deg, lon_deg = residents.lat_deg[here], residents.lon_deg[here]
        alone_s[here] = alarm_s(alone, threat_set, lat_deg, lon_deg, workers)
    return alone_s


def with_own(
    scenario: Scenario, residents: People, table: States
) -> Iterator[tuple[np.ndarray, tuple[Sensor, ...]]]:
    """Yield the rows of each state that has sensors of its own, with those sensors."""
    for state in np.unique(residents.state):
        sensors = own_sensors(scenario, table.iso3[state])
        if sensors:
            yield residents.state == state, sensors
