"""The raid as the analyst states it: which missile goes when, from where, to which aim.

Nothing here looks at the defence: aims are taken in turn from a list, or in proportion to people.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from equipoise.analyses.footprint import cities_in
from equipoise.analyses.raid_looks import Flight
from equipoise.constants import EARTH_MEAN_RADIUS_M
from equipoise.errors import Fault, InputError
from equipoise.geography import Window, people
from equipoise.systems.places import Place

BY_POPULATION = "population"
NEAR_M = 500_000.0  # people further than that from every city are counted for none


@dataclass(frozen=True, eq=False)
class Attack:
    """Missile by missile: the number of its flight, and when it is launched [s]."""

    flight: np.ndarray
    moment_s: np.ndarray


def aims_of(aims: Sequence[Place] | str, region: Window) -> tuple[tuple[Place, ...], np.ndarray]:
    """Return the aims and the weight of each: an analyst's list weighs alike, cities by their people."""
    if isinstance(aims, str):
        if aims != BY_POPULATION:
            raise InputError(
                Fault("", "aims", f"'{aims}' is no list of places", "list them, or 'population'")
            )
        cities = cities_in(region)
        return cities, people_near(cities, region)
    if not aims:
        raise InputError(Fault("", "aims", "there is none", "list places, or write 'population'"))
    return tuple(aims), np.ones(len(aims))


def people_near(cities: Sequence[Place], region: Window) -> np.ndarray:
    """Return the people of a region to whom each city is the nearest."""
    if not cities:
        raise InputError(Fault("", "region", "no city of the catalogue lies in it", "list the aims"))
    residents = people(region)
    towns = directions([city.lat_deg for city in cities], [city.lon_deg for city in cities])
    cosine = directions(residents.lat_deg, residents.lon_deg) @ towns.T
    near = cosine.max(axis=1) > np.cos(NEAR_M / EARTH_MEAN_RADIUS_M)
    return np.bincount(cosine.argmax(axis=1)[near], residents.people[near], minlength=len(cities))


def directions(lat_deg: Sequence[float] | np.ndarray, lon_deg: Sequence[float] | np.ndarray) -> np.ndarray:
    """Return unit vectors towards places on a round Earth, one a row."""
    lat, lon = np.radians(lat_deg), np.radians(lon_deg)
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)


def aims_in_turn(weight: np.ndarray, missiles: int) -> np.ndarray:
    """Return the aim of each missile, so that every first n of them are spread in proportion to the weights.

    Each goes where the missiles so far are fewest for the weight (the rule of Sainte-Lague); equal weights take
    turns in the order of the list.
    """
    total = weight.sum()
    if missiles == 0 or total == 0.0:
        return np.zeros(missiles, dtype=np.int64)
    most = weight / total * (missiles + 0.5 * len(weight)) + 2.0  # none gets more by this rule
    aim = np.repeat(np.arange(len(weight)), most.astype(np.int64))
    nth = np.arange(len(aim)) - np.searchsorted(aim, aim)
    claim = weight[aim] / (2.0 * nth + 1.0)
    return aim[np.argsort(-claim, kind="stable")[:missiles]]


def flights_in_turn(flights: Sequence[Flight], weight: np.ndarray, missiles: int) -> np.ndarray:
    """Return the flight of each missile: its aim by weight, missile types and launch points in turn.

    Aims that no flight reaches are left out.
    """
    ways: dict[int, list[int]] = {}
    for number, flight in enumerate(flights):
        ways.setdefault(flight.aim, []).append(number)
    reached = np.array([float(aim in ways) for aim in range(len(weight))])
    aims = aims_in_turn(weight * reached, missiles)
    return np.array([ways[aim][n % len(ways[aim])] for n, aim in enumerate(aims.tolist())], dtype=np.int64)


def attack_of(flight: np.ndarray, window_s: float) -> Attack:
    """Return the raid of these flights, launched at equal intervals over a window; a single one goes at once."""
    return Attack(flight, np.linspace(0.0, window_s, len(flight)) if len(flight) > 1 else np.zeros(1))
