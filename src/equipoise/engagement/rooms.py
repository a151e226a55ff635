"""The four rooms for one threat and one defence, a chunk of pairs at a time."""

from __future__ import annotations

import math
from threading import Lock
from typing import Any, NamedTuple

import numpy as np

from equipoise.engagement.abreast import room_abreast
from equipoise.engagement.ahead import compile_ahead
from equipoise.engagement.aim_table import aim_table
from equipoise.engagement.aiming import COAST_STEP_S
from equipoise.engagement.decide import decide_rows
from equipoise.engagement.defence import defence_of, known_flyout, missile_rows, pad_of, world_of
from equipoise.engagement.fly import fly_rows
from equipoise.engagement.judging import MEETING_FIELDS
from equipoise.engagement.outcomes import Outcome
from equipoise.engagement.path import most_looks
from equipoise.engagement.reach import reach_rows
from equipoise.engagement.reentry import reentered
from equipoise.engagement.see import first_track_s, look_rows, room_to_watch, watch_rows
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
    FlyoutTables,
    Found,
    Looks,
    Seen,
)
from equipoise.physics.ballistic import minimum_energy
from equipoise.physics.world import World
from equipoise.scenario import Scenario
from equipoise.systems.threats import Threat

MOST_EDGES = 32
MOST_RIMS = 8
TERMINAL_ALTITUDE_M = 60_000.0  # above it drag takes less than a thousandth of the speed
LONGEST_OVER_MINIMUM_ENERGY = 1.5  # a flight lofted by 20 degrees lasts half as long again


class Pairs(NamedTuple):
    """Pairs of launch point (a number in the threat's list) and aim."""

    launch_index: np.ndarray
    lat_deg: np.ndarray
    lon_deg: np.ndarray


class Engagement:
    """One threat against one defence, made ready: descriptions as rows, fly-out tables built.

    A plain holder of what the rooms need, so that many chunks, and `explain`, run the same code on the same rows.
    """

    def __init__(self, scenario: Scenario, threat: Threat) -> None:
        compile_ahead()
        self.world: World = world_of(scenario)
        self.threat = threat
        self.defence: Defence = defence_of(scenario, threat, self.world)
        self.missile = missile_rows(threat, self.world)
        self.segments = coast_segments(threat, self.missile)
        self.flyout_keys = tuple(known_flyout(pad_of(b), self.world)[0] for b in scenario.batteries)
        self.made: Fleet | None = None
        self.making = Lock()
        lowest_m = min(battery.interceptor.minimum_altitude_m for battery in scenario.batteries)
        self.falls_through_air = lowest_m < TERMINAL_ALTITUDE_M and self.world.air == 1.0

    @property
    def fleet(self) -> Fleet:
        """The missile with its launch points and aim tables, made when the first flight is wanted."""
        with self.making:
            if self.made is None:
                self.made = fleet_of(self.threat, self.world)[0]
            return self.made

    def fly(self, pairs: Pairs) -> Flown:
        """Return the flights of a chunk of pairs."""
        fleet = self.fleet

        def in_vacuum(lat_deg: np.ndarray, lon_deg: np.ndarray) -> Flown:
            aimed = Pairs(pairs.launch_index, lat_deg, lon_deg)
            return flown_rows(fleet, aimed, self.segments, self.world)

        if not self.falls_through_air:
            return in_vacuum(pairs.lat_deg, pairs.lon_deg)
        coefficient = self.threat.missile.ballistic_coefficient_kg_m2
        return reentered(in_vacuum, pairs.lat_deg, pairs.lon_deg, coefficient, self.world)

    def see(self, flown: Flown) -> tuple[Looks, Seen]:
        """Return the looks at each flight of a chunk, and when each sensor sees it.

        The earliest report or track of any sensor alone is the cue with which radars look that see further when
        pointed.
        """
        sensors, pairs = self.defence.sensors, len(flown.reaches)
        looks = no_looks(pairs, self.segments)
        look_rows(flown, flown.reaches, looks, self.world)
        cue_s = np.full(pairs, math.inf)
        views: dict[int, Seen] = {}
        for n in unlike(sensors, 1):
            views[n] = self.watch(n, flown, looks, cue_s)
            np.minimum(cue_s, first_track_s(sensors[n], views[n], cue_s), out=cue_s)
        for n in unlike(sensors, 0):
            np.minimum(cue_s, self.warn(n, flown, looks, cue_s), out=cue_s)
        for n in unlike(sensors, 0):
            views[n] = self.watch(n, flown, looks, cue_s)
        alike = [views[int(sensor["same_as"])] for sensor in sensors]
        return looks, Seen(*(np.stack(columns, axis=1) for columns in zip(*alike, strict=True)))

    def warn(self, n: int, flown: Flown, looks: Looks, warned_s: np.ndarray) -> np.ndarray:
        """Return when one sensor alone has a track of each flight [s]; infinity where later than warned."""
        sensors = self.defence.sensors
        most = MAX_SIGHTINGS if sensors[n]["infrared"] == 1 else 1
        seen, room = no_sightings(len(flown.reaches), most), room_to_watch(looks.rows.shape[2])
        times = np.full(len(flown.reaches), math.inf), warned_s - sensors[n]["track_time_s"]
        watch_rows(sensors, n, flown, looks, times, self.world, room, seen)
        return first_track_s(sensors[n], seen, warned_s)

    def watch(self, n: int, flown: Flown, looks: Looks, cue_s: np.ndarray) -> Seen:
        """Return when one sensor, cued at given times, sees each flight: tables without the sensor's axis."""
        seen, room = no_sightings(len(flown.reaches), MAX_SIGHTINGS), room_to_watch(looks.rows.shape[2])
        times = cue_s, np.full(len(flown.reaches), math.inf)
        watch_rows(self.defence.sensors, n, flown, looks, times, self.world, room, seen)
        return seen

    def decide(self, flown: Flown, seen: Seen) -> Committed:
        """Return when each battery may launch at each flight of a chunk."""
        return decided(self.defence, flown, seen)

    def reach(self, flown: Flown, looks: Looks, seen: Seen, committed: Committed) -> Found:
        """Return what each battery can do to each flight of a chunk."""
        return reached(self.defence, flown, looks, seen, committed)


def unlike(sensors: np.ndarray, infrared: int) -> list[int]:
    """Return the numbers of the satellites, or of the radars, those that are alike once."""
    return [
        n for n, sensor in enumerate(sensors) if sensor["same_as"] == n and sensor["infrared"] == infrared
    ]


def no_looks(flights: int, segments: int) -> Looks:
    """Return room for the looks at so many flights of so many coast segments, none looked at yet."""
    return Looks(np.empty(looks_shape(flights, segments)), np.zeros(flights, dtype=np.int64))


def looks_shape(flights: int, segments: int) -> tuple[int, int, int]:
    """Return the shape of the table of looks at so many flights of so many coast segments."""
    return flights, 5, most_looks(segments)


def no_sightings(flights: int, most: int) -> Seen:
    """Return room for so many sightings of each flight by one sensor."""
    starts, ends = (np.full((flights, most), math.nan) for _ in range(2))
    return Seen(starts, ends, np.zeros(flights, dtype=np.int64))


def with_one_battery(defence: Defence, b: int, sensors: list[int]) -> Defence:
    """Return a defence of one battery, with the rows of some sensors."""
    batteries = defence.batteries[b : b + 1].copy()
    table = int(batteries["flyout"][0])
    batteries["same_as"], batteries["flyout"] = 0, 0
    return Defence(
        sensors=defence.sensors[sensors],
        batteries=batteries,
        may_launch_on=defence.may_launch_on[b][sensors].reshape(1, -1),
        may_support=defence.may_support[b][sensors].reshape(1, -1),
        flyouts=FlyoutTables(*(column[table : table + 1] for column in defence.flyouts)),
        world=defence.world,
    )


def decided(defence: Defence, flown: Flown, seen: Seen) -> Committed:
    """Return when each battery of a defence may launch at each flight of a chunk."""
    shape = (len(flown.reaches), len(defence.batteries))
    committed = Committed(np.empty(shape), np.empty(shape, dtype=np.int64))
    decide_rows(defence, flown, seen, committed)
    return committed


def reached(defence: Defence, flown: Flown, looks: Looks, seen: Seen, committed: Committed) -> Found:
    """Return what each battery of a defence can do to each flight; one without looks is out of reach."""
    shape = (len(flown.reaches), len(defence.batteries))
    found = Found(
        np.zeros(shape, dtype=np.int64),
        np.zeros(shape, dtype=np.int64),
        np.empty(shape),
        np.full((*shape, MAX_LOOKS), math.nan),
        np.full((*shape, MAX_LOOKS), math.nan),
    )
    meetings = np.empty((looks.rows.shape[2] + MOST_EDGES + MOST_RIMS, MEETING_FIELDS))
    room = (np.empty(MOST_EDGES), meetings, np.empty(len(Outcome)))
    reach_rows(defence, flown, looks, seen, committed, room, found)
    return found


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
        fly_rows(fleet, pairs, room_abreast(segments), world, flown)
    flown.times[:, 4] = flown.times[:, 1]
    return flown


def coast_segments(threat: Threat, missile: Any) -> int:
    """Return how many equal steps a coast may have, so that hardly any is longer than COAST_STEP_S."""
    if isinstance(missile, StagedThreat):
        longest_s = longest_coast_s(missile)
    else:
        longest_s = LONGEST_OVER_MINIMUM_ENERGY * minimum_energy(threat.missile.maximum_range_m)[3]
    return max(6, math.ceil(longest_s / COAST_STEP_S))
