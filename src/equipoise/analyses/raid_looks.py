"""What each battery can do to each missile of a raid, however late it starts: asked of the engagement's rooms."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from equipoise.engagement.rooms import Engagement, Pairs
from equipoise.engagement.tables import Committed
from equipoise.scenario import Scenario
from equipoise.systems.places import Place
from equipoise.systems.threats import ThreatSet

READY_STEP_S = 5.0  # a battery that could launch between two steps waits for the next


@dataclass(frozen=True)
class Flight:
    """One way to attack an aim: which missile of the set, from which of its launch points, at which aim."""

    threat: int
    launch: int
    aim: int


@dataclass(frozen=True, eq=False)
class Chances:
    """The looks of all batteries at all flights, in seconds after the missile's launch; NaN where there is none.

    `launch_s` and `hit_s` hold, at step g, the earliest intercept for a battery that is ready g steps after its
    first commit.
    """

    flights: tuple[Flight, ...]
    impact_s: np.ndarray  # (flight)
    commit_s: np.ndarray  # (flight, battery)
    launch_s: np.ndarray  # (flight, battery, step)
    hit_s: np.ndarray


def chances_of(scenario: Scenario, threat_set: ThreatSet, aims: Sequence[Place]) -> Chances:
    """Return what each battery can do to every flight of a threat set that reaches an aim.

    Parameters
    ----------
    scenario : Scenario
    threat_set : ThreatSet
    aims : sequence of Place

    Returns
    -------
    chances : Chances
        One row a missile, launch point and aim; those out of range are left out.
    """
    parts = [
        chances_of_one(Engagement(scenario, threat), n, len(threat.launch), aims)
        for n, threat in enumerate(threat_set.threats)
    ]
    flights = tuple(flight for part in parts for flight in part.flights)
    steps = max(part.launch_s.shape[2] for part in parts)
    return Chances(
        flights,
        np.concatenate([part.impact_s for part in parts]),
        np.concatenate([part.commit_s for part in parts]),
        np.concatenate([lengthened(part.launch_s, steps) for part in parts]),
        np.concatenate([lengthened(part.hit_s, steps) for part in parts]),
    )


def chances_of_one(engagement: Engagement, threat: int, launches: int, aims: Sequence[Place]) -> Chances:
    """Return the looks at the flights of one missile type."""
    lat_deg, lon_deg = (np.array([getattr(aim, name) for aim in aims]) for name in ("lat_deg", "lon_deg"))
    every = Pairs(
        np.repeat(np.arange(launches), len(aims)), np.tile(lat_deg, launches), np.tile(lon_deg, launches)
    )
    reaches = engagement.fly(every).reaches
    pairs = Pairs(every.launch_index[reaches], every.lat_deg[reaches], every.lon_deg[reaches])
    numbers = np.nonzero(reaches)[0]
    flights = tuple(Flight(threat, int(n) // len(aims), int(n) % len(aims)) for n in numbers)
    return looks_at(engagement, pairs, flights)


def looks_at(engagement: Engagement, pairs: Pairs, flights: tuple[Flight, ...]) -> Chances:
    """Return the looks at some flights: the last room is asked again and again, each time with a later commit."""
    flown = engagement.fly(pairs)
    looks, seen = engagement.see(flown)
    committed = engagement.decide(flown, seen)
    launches: list[np.ndarray] = []
    hits: list[np.ndarray] = []
    while True:
        late_s = committed.time_s + READY_STEP_S * len(launches)
        found = engagement.reach(flown, looks, seen, Committed(late_s, committed.by_sensor))
        launches.append(found.launch_s[:, :, 0])
        hits.append(found.hit_s[:, :, 0])
        if not (found.looks > 0).any():
            break
    return Chances(
        flights,
        flown.times[:, 1].copy(),
        committed.time_s,
        np.stack(launches, axis=2),
        np.stack(hits, axis=2),
    )


def lengthened(times_s: np.ndarray, steps: int) -> np.ndarray:
    """Return a table of looks with as many steps as others have, the new ones without a look."""
    missing = steps - times_s.shape[2]
    return np.pad(times_s, ((0, 0), (0, 0), (0, missing)), constant_values=math.nan)
