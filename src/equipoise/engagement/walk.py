"""A chunk of pairs on its way through the rooms, in which nothing is computed that is kept from before.

A flight depends on the missile, its launch points, its aim and the Earth; what a sensor sees, on the flights and the
sensor, and where it sees further when cued, on the moment of the cue; what a battery can do, on the flights, the
battery and the sightings of the sensors that it uses. Each of these is asked for by the hash of just that, and looked
for again only where it is not kept.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable
from functools import cached_property
from threading import local
from typing import Any, NamedTuple, Protocol

import numpy as np

from equipoise.engagement.envelope import furthest_from, reachable
from equipoise.engagement.fold import Sums, summed_over_batteries
from equipoise.engagement.near import Dome, dome_of, near_battery, near_sensor
from equipoise.engagement.outline import Outline, kept_flights
from equipoise.engagement.remembered import Call, content
from equipoise.engagement.rooms import (
    Engagement,
    Pairs,
    decided,
    looks_shape,
    reached,
    unlike,
    with_one_battery,
)
from equipoise.engagement.see import look_rows, sees_further_when_cued
from equipoise.engagement.tables import Defence, Flown, Looks, Seen


class Field(Protocol):
    """Many pairs, a part of which can be had; `key` stands for all of them."""

    key: Hashable

    def __len__(self) -> int: ...

    def part(self, start: int, stop: int) -> Pairs: ...


class Flights(NamedTuple):
    """The pairs of a chunk that are in range, by number, and their flights, without the rows of the others."""

    rows: np.ndarray
    flown: Flown
    outline: Outline


class Shots(NamedTuple):
    """What one battery can do to each flight."""

    outcome: np.ndarray
    looks: np.ndarray
    margin_s: np.ndarray
    commit_s: np.ndarray


NO_SHOTS = Shots(*(np.empty(0, dtype=kind) for kind in (np.int8, np.int8, float, float)))


class Ends(NamedTuple):
    """How the pairs of a chunk that are in range end: their numbers, the impact, what each battery can do, and all."""

    rows: np.ndarray
    impact_s: np.ndarray
    shots: tuple[Shots, ...]
    sums: Sums


class Alone(NamedTuple):
    """One battery with the sensors that it uses, and how far it reaches at all, for the questions asked first."""

    defence: Defence
    dome: Dome
    furthest_m: np.ndarray


class Plan:
    """One threat against one defence, with the hash of everything in it that may change apart."""

    def __init__(self, engagement: Engagement) -> None:
        self.engagement = engagement
        defence = engagement.defence
        self.flight_key = flight_key(engagement)
        self.sensor_keys = row_keys(defence.sensors, "same_as")
        self.battery_keys = [
            content(key, flyout)
            for key, flyout in zip(
                row_keys(defence.batteries, "same_as", "flyout"), engagement.flyout_keys, strict=True
            )
        ]
        self.used = [sensors_used(defence, b) for b in range(len(defence.batteries))]
        self.further_when_cued = [sees_further_when_cued(sensor) for sensor in defence.sensors]
        self.shots_keys = [self.shots_key(b) for b in range(len(defence.batteries))]
        self.shots_hang_on_cue = [any(self.further_when_cued[n] for n in used) for used in self.used]
        self.satellites, self.radars = unlike(defence.sensors, 1), unlike(defence.sensors, 0)
        self.apart: dict[int, Alone] = {}

    def alone(self, b: int) -> Alone:
        """Return a battery by itself, made when it is first asked for."""
        if b not in self.apart:
            defence = with_one_battery(self.engagement.defence, b, self.used[b])
            self.apart[b] = Alone(defence, dome_of(defence), furthest_from(defence))
        return self.apart[b]

    def shots_key(self, b: int) -> bytes:
        """Return the hash of a battery and of the sensors that it uses, with what it uses each for."""
        defence = self.engagement.defence
        read = [
            (self.sensor_keys[n], int(defence.may_launch_on[b, n]), int(defence.may_support[b, n]))
            for n in self.used[b]
        ]
        return content(self.battery_keys[b], read)


def flight_key(engagement: Engagement) -> bytes:
    """Return the hash of all that flights depend on besides their pairs."""
    threat, world = engagement.threat, engagement.world
    places = [(p.lat_deg, p.lon_deg, p.height_m) for p in threat.launch]
    drag = threat.missile.ballistic_coefficient_kg_m2 if engagement.falls_through_air else None
    missile = (
        content(*engagement.missile)
        if isinstance(engagement.missile, tuple)
        else engagement.missile.tobytes()
    )
    return content(world, places, missile, threat.missile.maximum_range_m, engagement.segments, drag)


def row_keys(rows: np.ndarray, *without: str) -> list[bytes]:
    """Return the hash of each row of a description table, without the columns that only number rows."""
    plain = rows.copy()
    for name in without:
        plain[name] = 0
    return [content(row.tobytes()) for row in plain]


def sensors_used(defence: Any, b: int) -> list[int]:
    """Return the sensors whose sightings a battery reads, those that are alike once."""
    flags = list(
        zip(defence.sensors["same_as"], defence.may_launch_on[b], defence.may_support[b], strict=True)
    )
    return [n for n, flag in enumerate(flags) if (flag[1] or flag[2]) and flags.index(flag) == n]


class LooksRoom(local):
    """Room for the looks of one walk at a time of this thread, used again by the next: new memory is slow to write."""

    def __init__(self) -> None:
        self.owner: Walk | None = None
        self.numbers = np.empty(0)

    def no_looks(self, owner: Walk, flights: int, segments: int) -> Looks:
        """Return room for the looks at so many flights of so many coast segments, none looked at yet."""
        self.owner = owner
        shape = looks_shape(flights, segments)
        wanted = math.prod(shape)
        if len(self.numbers) < wanted:
            self.numbers = np.empty(wanted)
        return Looks(self.numbers[:wanted].reshape(shape), np.zeros(flights, dtype=np.int64))


ROOM = LooksRoom()


class Walk:
    """One chunk's walk; every answer is found once, here or before."""

    def __init__(self, plan: Plan, field: Field, start: int, stop: int, call: Call) -> None:
        self.plan, self.call = plan, call
        self.engagement = plan.engagement
        self.chunk = (plan.flight_key, field.key, start, stop)
        self.known: dict[Hashable, Any] = {}
        self.near: dict[bytes, np.ndarray] = {}
        self.looks: Looks | None = None
        self.flights: Flights = self.answer(
            ("flights",), lambda: in_range(self.engagement.fly(field.part(start, stop)))
        )

    def answer(self, question: tuple, make: Callable[[], Any]) -> Any:
        """Return the answer to a question about this chunk: already here, kept from before, or made."""
        if question not in self.known:
            self.known[question] = self.call.found((*self.chunk, *question), make)
        return self.known[question]

    def ends(self) -> Ends:
        """Return how the pairs in range end."""
        flights = self.flights
        batteries = range(len(self.plan.battery_keys))
        shots = [self.shots(b) if len(flights.rows) else NO_SHOTS for b in batteries]
        sums = summed_over_batteries(self.engagement.defence, shots, len(flights.rows))
        return Ends(flights.rows, flights.flown.times[:, 1].copy(), tuple(shots), sums)

    def shots(self, b: int) -> Shots:
        """Return what a battery can do; beside its sensors that hangs on the cue where one of them sees further."""
        cue_key = self.cue[0] if self.plan.shots_hang_on_cue[b] else None
        return self.answer(("shots", self.plan.shots_keys[b], cue_key), lambda: self.new_shots(b))

    def new_shots(self, b: int) -> Shots:
        """Find what a battery can do."""
        (defence, dome, furthest_m), flown = self.plan.alone(b), self.flights.flown
        seen = side_by_side([self.view(n) for n in self.plan.used[b]], len(flown.times))
        committed = decided(defence, flown, seen)
        wanted = near_battery(self.flights.outline, dome) & ~np.isnan(committed.time_s[:, 0])
        looks = reachable(defence, furthest_m, wanted, self.looked(wanted))
        found = reached(defence, flown, looks, seen, committed)
        return shots_of(found.outcome[:, 0], found.looks[:, 0], found.margin_s[:, 0], committed.time_s[:, 0])

    def view_question(self, n: int) -> tuple:
        """Return what a sensor's final view depends on besides the flights."""
        cued = self.plan.further_when_cued[n]
        return ("view", self.plan.sensor_keys[n], self.cue[0] if cued else None)

    def view(self, n: int) -> Seen:
        """Return when a sensor sees each flight, cued where that helps."""
        return self.answer(self.view_question(n), lambda: trimmed(self.watched(n)))

    def watched(self, n: int) -> Seen:
        """Look with one sensor at the flights that come near it."""
        flown = self.flights.flown
        cued = self.plan.further_when_cued[n]
        cue_s = self.cue[1] if cued else np.full(len(flown.times), math.inf)
        return self.engagement.watch(n, flown, self.looked(self.near_to(n)), cue_s)

    def near_to(self, n: int) -> np.ndarray:
        """Return which flights come near a sensor."""
        key = self.plan.sensor_keys[n]
        if key not in self.near:
            self.near[key] = near_sensor(self.flights.outline, self.engagement.defence.sensors[n])
        return self.near[key]

    @cached_property
    def cue(self) -> tuple[bytes, np.ndarray]:
        """When the network can point its radars at each flight [s], with its hash.

        Satellites report first; after that no radar need be asked, since it would warn nobody.
        """
        unwarned = b"", np.full(len(self.flights.rows), math.inf)
        return self.warned(self.plan.radars, self.warned(self.plan.satellites, unwarned))

    def warned(self, numbers: list[int], before: tuple[bytes, np.ndarray]) -> tuple[bytes, np.ndarray]:
        """Return the earliest track or report of some sensors and those asked before them [s], with its hash."""

        def make() -> tuple[bytes, np.ndarray]:
            earliest_s = np.minimum.reduce([before[1], *(self.tracked(n, before) for n in numbers)])
            return content(earliest_s), earliest_s

        keys = frozenset(self.plan.sensor_keys[n] for n in numbers)
        return self.answer(("cue", before[0], keys), make)

    def tracked(self, n: int, before: tuple[bytes, np.ndarray]) -> np.ndarray:
        """Return when a sensor alone has a track or reports, where that is before a warning [s]."""
        return self.answer(
            ("track", self.plan.sensor_keys[n], before[0]),
            lambda: self.engagement.warn(n, self.flights.flown, self.looked(self.near_to(n)), before[1]),
        )

    def looked(self, wanted: np.ndarray) -> Looks:
        """Return the looks at those flights that are wanted, none at the others."""
        flown = self.flights.flown
        if self.looks is None or ROOM.owner is not self:
            segments = int(flown.times[:, 3].max())
            self.looks = ROOM.no_looks(self, len(flown.times), segments)
        look_rows(flown, wanted, self.looks, self.engagement.world)
        return Looks(self.looks.rows, np.where(wanted, self.looks.count, 0))


def in_range(flown: Flown) -> Flights:
    """Return the flights that reach, in no more room than they need."""
    rows = np.flatnonzero(flown.reaches).astype(np.int32)
    return Flights(rows, *kept_flights(flown, rows))


def trimmed(seen: Seen) -> Seen:
    """Return the sightings of one sensor with no more columns than there are."""
    most = int(seen.counts.max(initial=0))
    return Seen(seen.starts[:, :most].copy(), seen.ends[:, :most].copy(), seen.counts.astype(np.int8))


def shots_of(outcome: np.ndarray, looks: np.ndarray, margin_s: np.ndarray, commit_s: np.ndarray) -> Shots:
    """Return what one battery can do, in no more room than it needs."""
    return Shots(outcome.astype(np.int8), looks.astype(np.int8), margin_s.copy(), commit_s.copy())


def side_by_side(views: list[Any], flights: int) -> Seen:
    """Return the sightings of some sensors as one table."""
    most = max((view.starts.shape[1] for view in views), default=0)
    starts, ends = (np.full((flights, len(views), most), math.nan) for _ in range(2))
    counts = np.zeros((flights, len(views)), dtype=np.int64)
    for n, view in enumerate(views):
        columns = view.starts.shape[1]
        starts[:, n, :columns], ends[:, n, :columns], counts[:, n] = view.starts, view.ends, view.counts
    return Seen(starts, ends, counts)
