"""The scenario of 2007 and its variations, as pairs and engagements."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

import arcs

import equipoise as eq
from equipoise.engagement.rooms import Engagement, Pairs

NAME = "poland-czech-2007"
RESOLUTION_DEG = 0.5
TIMED_PAIRS = 1024


def scenario() -> Any:
    """Return the scenario of 2007."""
    return eq.load(NAME)


def threats(plan: Any) -> Iterator[Any]:
    """Yield every missile of every threat set."""
    for threat_set in plan.threats:
        yield from threat_set.threats


def with_launches(threat: Any, count: int) -> Any:
    """Return a threat launched from so many points, spread over the country of the first one."""
    first = threat.launch[0]
    across = max(1, round((1.5 * count) ** 0.5))
    points = tuple(
        first.model_copy(
            update={"id": f"p{n}", "lat_deg": 27.0 + 0.9 * (n // across), "lon_deg": 46.0 + n % across}
        )
        for n in range(count)
    )
    return threat.model_copy(update={"launch": points})


def with_batteries(plan: Any, count: int) -> Any:
    """Return the plan with so many batteries, each some way east of the one before and a little further south."""
    first = plan.batteries[0]
    batteries = []
    for n in range(count):
        place = first.place.model_copy(
            update={"lon_deg": first.place.lon_deg + 1.5 * n, "lat_deg": first.place.lat_deg - 0.7 * n}
        )
        batteries.append(first.model_copy(update={"id": f"site{n}", "place": place}))
    return dataclasses.replace(plan, batteries=tuple(batteries))


def with_battery_moved(plan: Any, battery: str, east_deg: float, north_deg: float) -> Any:
    """Return the plan with a battery elsewhere; a ship takes its radar along."""
    moving = plan.battery(battery)
    there = shifted(moving.place, east_deg, north_deg)
    aboard = moving.radar if moving.platform == "ship" else None
    return dataclasses.replace(
        plan,
        batteries=tuple(at_place(each, there) if each.id == battery else each for each in plan.batteries),
        sensors=tuple(at_place(each, there) if each.id == aboard else each for each in plan.sensors),
    )


def with_sensor_moved(plan: Any, sensor: str, east_deg: float) -> Any:
    """Return the plan with a radar further east."""
    return dataclasses.replace(
        plan,
        sensors=tuple(
            at_place(each, shifted(each.place, east_deg, 0.0)) if each.id == sensor else each
            for each in plan.sensors
        ),
    )


def shifted(place: Any, east_deg: float, north_deg: float) -> Any:
    """Return a place some way from another."""
    update = {"lat_deg": place.lat_deg + north_deg, "lon_deg": place.lon_deg + east_deg}
    return place.model_copy(update=update)


def at_place(thing: Any, place: Any) -> Any:
    """Return a battery or radar at another place."""
    return thing.model_copy(update={"place": place})


def pairs_of(plan: Any, threat: Any, resolution_deg: float = RESOLUTION_DEG) -> Pairs:
    """Return all pairs of a threat on the map of the plan."""
    return arcs.field_pairs(threat, plan.region, resolution_deg)


def warmed(plan: Any, threat: Any, pairs: Pairs) -> Engagement:
    """Return an engagement whose rooms are compiled."""
    engagement = Engagement(plan, threat)
    part = next(chunks(pairs))
    flown = engagement.fly(part)
    looks, seen = engagement.see(flown)
    engagement.reach(flown, looks, seen, engagement.decide(flown, seen))
    return engagement


def chunks(pairs: Pairs) -> Iterator[Pairs]:
    """Yield pairs as many at a time as the rooms are timed on."""
    for start in range(0, len(pairs.launch_index), TIMED_PAIRS):
        yield Pairs(*(column[start : start + TIMED_PAIRS] for column in pairs))
