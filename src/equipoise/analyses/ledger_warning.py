"""Warning: how long before impact a state hears of a missile, with everybody's sensors and with its own alone."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np

from equipoise.analyses.coverage import Progress, pairs_of
from equipoise.engagement.decide import report_rows
from equipoise.engagement.engage import chunks, default_workers
from equipoise.engagement.rooms import Engagement, Pairs
from equipoise.geography import SEA, People, States, states_on_grid
from equipoise.scenario import Scenario
from equipoise.systems.sensors import Radar, Sensor
from equipoise.systems.threats import Threat, ThreatSet

NO_REPORT_S = 0.0  # who hears of a missile from nobody hears of it when it comes down


def own_sensors(scenario: Scenario, iso3: str, table: States) -> tuple[Sensor, ...]:
    """Return the sensors that a state has without anybody's help: those it owns, and radars on its soil.

    Examples
    --------
    >>> from equipoise.geography import states
    >>> from equipoise.scenario import load
    >>> [sensor.id for sensor in own_sensors(load("gabala-armavir-added"), "RUS", states())]
    ['armavir', 'gabala']
    """
    return tuple(
        sensor for sensor in scenario.sensors if sensor.owner == iso3 or host_of(sensor, table) == iso3
    )


def host_of(sensor: Sensor, table: States) -> str | None:
    """Return the code of the state on whose soil a radar stands; None at sea and in orbit."""
    if not isinstance(sensor, Radar):
        return None
    state = int(states_on_grid([sensor.place.lat_deg], [sensor.place.lon_deg])[0, 0])
    return None if state == SEA else table.iso3[state]


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
        rows_s = warned_rows_s(scenario, threat, pairs_of(threat, lat_deg, lon_deg), workers)
        least_s = np.fmin(least_s, np.fmin.reduce(rows_s.reshape(-1, len(lat_deg)), axis=0))
        if progress is not None:
            progress(done + 1, len(threat_set.threats))
    return np.where(np.isfinite(least_s), least_s, np.nan)


def warned_rows_s(scenario: Scenario, threat: Threat, pairs: Pairs, workers: int | None) -> np.ndarray:
    """Return the time from first report to impact of each pair [s]; NaN where the aim is out of range."""
    engagement = Engagement(scenario, threat)
    with ThreadPoolExecutor(max_workers=workers or default_workers()) as pool:
        return np.concatenate(
            list(pool.map(lambda part: warned_chunk_s(engagement, part), chunks(pairs))) or [np.empty(0)]
        )


def warned_chunk_s(engagement: Engagement, pairs: Pairs) -> np.ndarray:
    """Return the time from first report to impact for a chunk of pairs [s]."""
    flown = engagement.fly(pairs)
    impact_s = flown.times[:, 1]
    if not len(engagement.defence.sensors):
        return np.where(flown.reaches, NO_REPORT_S, np.nan)
    _, seen = engagement.see(flown)
    report_s = np.empty(seen.counts.shape)
    report_rows(engagement.defence.sensors, flown, seen, report_s)
    warned_s = impact_s - np.fmin.reduce(report_s, axis=1)
    return np.where(flown.reaches, np.where(np.isnan(warned_s), NO_REPORT_S, warned_s), np.nan)


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
        sensors = own_sensors(scenario, table.iso3[state], table)
        if sensors:
            yield residents.state == state, sensors
