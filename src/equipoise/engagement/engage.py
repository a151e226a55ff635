"""The four rooms in a row, over any number of pairs, in chunks shared among threads."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from equipoise.engagement.aim_table import aim_table
from equipoise.engagement.aiming import COAST_STEP_S
from equipoise.engagement.decide import decide_rows
from equipoise.engagement.defence import defence_of, missile_rows, world_of
from equipoise.engagement.fly import fly_rows
from equipoise.engagement.outcomes import Outcome
from equipoise.engagement.path import most_looks
from equipoise.engagement.reach import reach_rows
from equipoise.engagement.reentry import reentered
from equipoise.engagement.see import cue_rows, look_rows, sees_further_when_cued, watch_rows
from equipoise.engagement.staged import StagedThreat, fly_staged, longest_coast_s
from equipoise.engagement.tables import (
    BOOST_SEGMENTS,
    MAX_LOOKS,
    MAX_SIGHTINGS,
    NODE_FIELDS,
    REENTRY_SEGMENTS,
    Committed,
    Defence,
    Fleet,
    Flown,
    Found,
    Looks,
    Seen,
)
from equipoise.physics.ballistic import minimum_energy
from equipoise.physics.world import World
from equipoise.scenario import Scenario
from equipoise.systems.threats import Threat

CHUNK_PAIRS = 1024
MOST_EDGES = 32
MOST_RIMS = 8
TERMINAL_ALTITUDE_M = 60_000.0  # above it drag takes less than a thousandth of the speed
LONGEST_OVER_MINIMUM_ENERGY = 1.5  # a flight lofted by 20 degrees lasts half as long again

Progress = Callable[[int, int], None]


class Pairs(NamedTuple):
    """Pairs of launch point (a number in the threat's list) and aim."""

    launch_index: np.ndarray
    lat_deg: np.ndarray
    lon_deg: np.ndarray


@dataclass(frozen=True)
class Engaged:
    """What all batteries together can do to each pair, one value a pair; per-battery columns beside.

    `outcome` is that of the battery nearest to an intercept; `shots` and `looks` add over batteries; `margin_s` is
    the best battery's: how much later the track might come (negative: how much earlier it must), NaN for never.
    """

    outcome: np.ndarray
    shots: np.ndarray
    looks: np.ndarray
    margin_s: np.ndarray
    commit_s: np.ndarray
    impact_s: np.ndarray
    battery_outcome: np.ndarray
    battery_margin_s: np.ndarray


class Engagement:
    """One threat against one defence, made ready: descriptions as rows, fly-out tables built.

    A plain holder of what the rooms need, so that many chunks, and `explain`, run the same code on the same rows.
    """

    def __init__(self, scenario: Scenario, threat: Threat) -> None:
        self.world: World = world_of(scenario)
        self.threat = threat
        self.defence: Defence = defence_of(scenario, threat, self.world)
        self.fleet, self.segments = fleet_of(threat, self.world)
        lowest_m = min(battery.interceptor.minimum_altitude_m for battery in scenario.batteries)
        self.falls_through_air = lowest_m < TERMINAL_ALTITUDE_M and self.world.air == 1.0

    def fly(self, pairs: Pairs) -> Flown:
        """Return the flights of a chunk of pairs."""

        def in_vacuum(lat_deg: np.ndarray, lon_deg: np.ndarray) -> Flown:
            aimed = Pairs(pairs.launch_index, lat_deg, lon_deg)
            return flown_rows(self.fleet, aimed, self.segments, self.world)

        if not self.falls_through_air:
            return in_vacuum(pairs.lat_deg, pairs.lon_deg)
        coefficient = self.threat.missile.ballistic_coefficient_kg_m2
        return reentered(in_vacuum, pairs.lat_deg, pairs.lon_deg, coefficient, self.world)

    def see(self, flown: Flown) -> tuple[Looks, Seen]:
        """Return the looks at each flight of a chunk, and when each sensor sees it.

        First every sensor looks alone; the earliest report or track is the cue with which radars that see further
        when pointed look again.
        """
        sensors, pairs = self.defence.sensors, len(flown.reaches)
        looks = self.no_looks(pairs)
        look_rows(flown, flown.reaches, looks, self.world)
        cue_s = np.full(pairs, math.inf)
        views: list[Seen] = []
        for n, sensor in enumerate(sensors):
            views.append(self.watch(n, flown, looks) if sensor["same_as"] == n else views[sensor["same_as"]])
            cue_rows(sensors, n, views[n], cue_s)
        for n, sensor in enumerate(sensors):
            if sees_further_when_cued(sensor):
                like = sensor["same_as"]
                views[n] = self.watch(n, flown, looks, cue_s) if like == n else views[like]
        return looks, Seen(*(np.stack(columns, axis=1) for columns in zip(*views, strict=True)))

    def no_looks(self, pairs: int) -> Looks:
        """Return room for the looks at so many flights, none looked at yet."""
        return Looks(np.empty((pairs, 5, most_looks(self.segments))), np.zeros(pairs, dtype=np.int64))

    def watch(self, n: int, flown: Flown, looks: Looks, cue_s: np.ndarray | None = None) -> Seen:
        """Return when one sensor sees each flight of a chunk, alone or cued: tables without the sensor's axis."""
        pairs = len(flown.reaches)
        seen = Seen(
            np.full((pairs, MAX_SIGHTINGS), math.nan),
            np.full((pairs, MAX_SIGHTINGS), math.nan),
            np.zeros(pairs, dtype=np.int64),
        )
        cued_s = np.full(pairs, math.inf) if cue_s is None else cue_s
        spare = np.empty(looks.rows.shape[2])
        watch_rows(self.defence.sensors, n, flown, looks, cued_s, self.world, spare, seen)
        return seen

    def decide(self, flown: Flown, seen: Seen) -> Committed:
        """Return when each battery may launch at each flight of a chunk."""
        shape = (len(flown.reaches), len(self.defence.batteries))
        committed = Committed(np.empty(shape), np.empty(shape, dtype=np.int64))
        decide_rows(self.defence, flown, seen, committed)
        return committed

    def reach(self, flown: Flown, looks: Looks, seen: Seen, committed: Committed) -> Found:
        """Return what each battery can do to each flight of a chunk."""
        shape = (len(flown.reaches), len(self.defence.batteries))
        found = Found(
            np.zeros(shape, dtype=np.int64),
            np.zeros(shape, dtype=np.int64),
            np.empty(shape),
            np.full((*shape, MAX_LOOKS), math.nan),
            np.full((*shape, MAX_LOOKS), math.nan),
        )
        meetings = np.empty((looks.rows.shape[2] + MOST_EDGES + MOST_RIMS, 3))
        room = (np.empty(MOST_EDGES), meetings, np.empty(len(Outcome)))
        reach_rows(self.defence, flown, looks, seen, committed, room, found)
        return found

    def run(self, pairs: Pairs) -> Engaged:
        """Return what the defence can do to a chunk of pairs."""
        flown = self.fly(pairs)
        looks, seen = self.see(flown)
        committed = self.decide(flown, seen)
        return summed(self.defence, flown, committed, self.reach(flown, looks, seen, committed))


def fleet_of(threat: Threat, world: World) -> tuple[Fleet, int]:
    """Return a threat's missile with its launch points and tables, and the most segments of its coast."""
    launches = np.array([[p.lat_deg, p.lon_deg, p.height_m] for p in threat.launch])
    missile = missile_rows(threat, world)
    segments = coast_segments(threat, missile)
    if isinstance(missile, StagedThreat):
        return Fleet(launches, missile, None), segments
    table = aim_table(launches, missile, segments, threat.missile.maximum_range_m, world)
    return Fleet(launches, missile, table), segments


def flown_rows(fleet: Fleet, pairs: Pairs, segments: int, world: World) -> Flown:
    """Return the flights of pairs."""
    count = len(pairs.launch_index)
    nodes = np.empty((count, BOOST_SEGMENTS + segments + REENTRY_SEGMENTS + 1, NODE_FIELDS))
    flown = Flown(np.zeros(count, dtype=np.bool_), np.full((count, 5), float(segments)), nodes)
    if isinstance(fleet.missile_rows, StagedThreat):
        fly_staged(fleet.launches, fleet.missile_rows, pairs, segments, world, flown)
    else:
        states = np.empty((segments + 1, 6))
        fly_rows(fleet, pairs.launch_index, pairs.lat_deg, pairs.lon_deg, states, world, flown)
    flown.times[:, 4] = flown.times[:, 1]
    return flown


def coast_segments(threat: Threat, missile: Any) -> int:
    """Return how many equal steps a coast may have, so that hardly any is longer than COAST_STEP_S."""
    if isinstance(missile, StagedThreat):
        longest_s = longest_coast_s(missile)
    else:
        longest_s = LONGEST_OVER_MINIMUM_ENERGY * minimum_energy(threat.missile.maximum_range_m)[3]
    return max(6, math.ceil(longest_s / COAST_STEP_S))


def summed(defence: Defence, flown: Flown, committed: Committed, found: Found) -> Engaged:
    """Return the sums over batteries of a chunk."""
    shots_per_look = np.array([battery["shots_per_look"] for battery in defence.batteries], dtype=np.int64)
    return Engaged(
        outcome=found.outcome.max(axis=1),
        shots=(found.looks * shots_per_look).sum(axis=1),
        looks=found.looks.sum(axis=1),
        margin_s=np.fmax.reduce(found.margin_s, axis=1),
        commit_s=np.fmin.reduce(committed.time_s, axis=1),
        impact_s=flown.times[:, 1].copy(),
        battery_outcome=found.outcome,
        battery_margin_s=found.margin_s,
    )


def chunks(pairs: Pairs) -> Iterator[Pairs]:
    """Yield the pairs in chunks of equal size; the last may be shorter."""
    for start in range(0, len(pairs.launch_index), CHUNK_PAIRS):
        part = slice(start, start + CHUNK_PAIRS)
        yield Pairs(pairs.launch_index[part], pairs.lat_deg[part], pairs.lon_deg[part])


def default_workers() -> int:
    """Return the number of threads used when none is asked for: the processors this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def engage(
    scenario: Scenario,
    threat: Threat,
    pairs: Pairs,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Engaged:
    """Return what a scenario's defence can do to every pair of one threat.

    Each chunk is computed alone and put back in its place, so the numbers do not depend on the number of threads.

    Parameters
    ----------
    pairs : Pairs
        Launch point numbers and aims [deg]; arrays of one length.
    workers : int, optional
        Threads; by default the processors at hand.
    progress : callable, optional
        Called with pairs done and pairs in all, from one thread at a time.
    """
    engagement = Engagement(scenario, threat)
    total = len(pairs.launch_index)
    if total == 0:
        return engagement.run(pairs)
    parts: list[Engaged] = []
    with ThreadPoolExecutor(max_workers=workers or default_workers()) as pool:
        for part in pool.map(engagement.run, chunks(pairs)):
            parts.append(part)
            if progress is not None:
                progress(min(total, len(parts) * CHUNK_PAIRS), total)
    return joined(parts)


def joined(parts: list[Any]) -> Engaged:
    """Return the chunks as one table."""
    return Engaged(
        **{
            name: np.concatenate([getattr(part, name) for part in parts])
            for name in Engaged.__dataclass_fields__
        }
    )
