"""Quantities of public claims that ask where on the ground a missile flies over: great circles, no rotation."""

from __future__ import annotations

import numpy as np

from equipoise.engagement.flights import GEODESIC
from equipoise.errors import Fault, InputError
from equipoise.geography import states, states_on_grid
from equipoise.scenario import Scenario
from equipoise.systems.places import Place

STEP_M = 10_000.0


def track(launch: Place, aim: Place) -> tuple[np.ndarray, np.ndarray]:
    """Return latitudes and longitudes [deg] along the geodesic between two places, ends included."""
    length_m = GEODESIC.inv(launch.lon_deg, launch.lat_deg, aim.lon_deg, aim.lat_deg)[2]
    between = GEODESIC.npts(
        launch.lon_deg, launch.lat_deg, aim.lon_deg, aim.lat_deg, max(1, int(length_m / STEP_M))
    )
    points = np.array([(launch.lon_deg, launch.lat_deg), *between, (aim.lon_deg, aim.lat_deg)])
    return points[:, 1], points[:, 0]


def tracks_between(launch: tuple[Place, ...], aims: tuple[Place, ...]) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return the track of every pair of a launch place and an aim."""
    return [track(start, end) for start in launch for end in aims]


def length_over_m(lat_deg: np.ndarray, lon_deg: np.ndarray, row: int) -> float:
    """Return the length of a track above a state [m], to two steps."""
    order = np.argsort(lon_deg)
    by_lat = np.argsort(lat_deg)
    grid = states_on_grid(lat_deg[by_lat], lon_deg[order])
    place_of_lat, place_of_lon = np.empty(len(by_lat), int), np.empty(len(order), int)
    place_of_lat[by_lat], place_of_lon[order] = np.arange(len(by_lat)), np.arange(len(order))
    return float((grid[place_of_lat, place_of_lon] == row).sum() * STEP_M)


def row_of(state: str) -> int:
    """Return the row of a state's code; raise an InputError where there is none."""
    table = states()
    if state not in table.iso3:
        raise InputError(Fault("", "state", f"there is no state '{state}'", "write a code such as POL"))
    return table.index(state)


def track_over_state_m(
    plan: Scenario | None, *, launch: tuple[Place, ...], aims: tuple[Place, ...], state: str
) -> float:
    """Return the longest stretch of a ground track above a state [m]."""
    row = row_of(state)
    return max(length_over_m(*each, row) for each in tracks_between(launch, aims))


def crossing_share(
    plan: Scenario | None, *, launch: tuple[Place, ...], aims: tuple[Place, ...], state: str
) -> float:
    """Return the ground tracks that cross a state, as a share of all."""
    row = row_of(state)
    return float(np.mean([length_over_m(*each, row) > 0 for each in tracks_between(launch, aims)]))


def track_distance_m(
    plan: Scenario | None, *, launch: tuple[Place, ...], aims: tuple[Place, ...], site: Place
) -> float:
    """Return the least distance along the ground between a site and the ground tracks [m]."""
    return min(distance_m(*each, site) for each in tracks_between(launch, aims))


def distance_m(lat_deg: np.ndarray, lon_deg: np.ndarray, site: Place) -> float:
    """Return the distance of a site from a track [m]."""
    lons, lats = np.full_like(lon_deg, site.lon_deg), np.full_like(lat_deg, site.lat_deg)
    return float(np.min(GEODESIC.inv(lon_deg, lat_deg, lons, lats)[2]))
