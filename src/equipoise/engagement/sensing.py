"""By how much a sensor sees a body at a moment: what every look and every edge asks."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

from equipoise.engagement.path import height_of, place_at
from equipoise.kernels import inlined_law, law
from equipoise.physics.earth import line_of_sight_clear


class Eye(NamedTuple):
    """A sensor as plain numbers, which loops over many looks can hold in registers."""

    infrared: Any
    x_m: Any
    y_m: Any
    z_m: Any
    up: Any  # unit vectors, Earth-fixed
    boresight: Any  # level
    sector_cosine: Any
    lowest_sine: Any
    highest_sine: Any
    cued_range_m: Any  # while burning, while coasting
    search_range_m: Any
    cloud_top_m: Any


@law
def eye_of(sensor):
    """Return the numbers of a sensor's row."""
    east, north, up = sensor.east, sensor.north, sensor.up
    to_east, to_north = sensor.boresight_east, sensor.boresight_north
    boresight = (
        to_east * east[0] + to_north * north[0],
        to_east * east[1] + to_north * north[1],
        to_east * east[2] + to_north * north[2],
    )
    cued_m, search_m = sensor.cued_range_m, sensor.search_range_m
    return Eye(
        sensor.infrared, sensor.x_m, sensor.y_m, sensor.z_m, (up[0], up[1], up[2]), boresight,
        sensor.sector_cosine, sensor.lowest_sine, sensor.highest_sine, (cued_m[0], cued_m[1]),
        (search_m[0], search_m[1]), sensor.cloud_top_m,
    )  # fmt: skip


@inlined_law
def range_at_m(eye, burns, cued):
    """Return how far a radar sees a body that burns or coasts, when the network points it or not [m]."""
    burning_m = eye.cued_range_m[0] if cued else eye.search_range_m[0]
    coasting_m = eye.cued_range_m[1] if cued else eye.search_range_m[1]
    return burning_m if burns else coasting_m


@inlined_law
def radar_visibility_m(eye, x, y, z, range_m, world):
    """Return by how much a radar sees a point [m]: the least of what range, elevation and sector have to spare.

    Negative where it does not see it.
    """
    dx, dy, dz = x - eye.x_m, y - eye.y_m, z - eye.z_m
    square = dx * dx + dy * dy + dz * dz
    distance_m = math.sqrt(square)
    up = dx * eye.up[0] + dy * eye.up[1] + dz * eye.up[2]
    above_m = min(up - eye.lowest_sine * distance_m, eye.highest_sine * distance_m - up)
    spare_m = min(range_m - distance_m, above_m)
    if eye.sector_cosine > -1.0:
        facing = dx * eye.boresight[0] + dy * eye.boresight[1] + dz * eye.boresight[2]
        spare_m = min(spare_m, facing - eye.sector_cosine * math.sqrt(max(square - up * up, 0.0)))
    if eye.lowest_sine < 0.0:
        clear = line_of_sight_clear(
            eye.x_m, eye.y_m, eye.z_m, x, y, z, world.equatorial_radius_m, world.flattening
        )
        spare_m = spare_m if clear else min(spare_m, -1.0)
    return spare_m


@inlined_law
def satellite_visibility_m(eye, x, y, z, height_m, world):
    """Return by how much a burning stage stands above the clouds [m]; negative also behind the Earth."""
    clear = line_of_sight_clear(
        eye.x_m, eye.y_m, eye.z_m, x, y, z, world.equatorial_radius_m, world.flattening
    )
    return height_m - eye.cloud_top_m if clear else -1.0


@law
def visibility_at(eye, flight, time_s, cue_s, world):
    """Return by how much a sensor sees a flight at a time; `cue_s` is when the network can point it."""
    place = place_at(flight, time_s)
    burns = time_s < flight.burnout_s
    if eye.infrared == 1:
        if time_s > flight.burnout_s:
            return -1.0
        return satellite_visibility_m(eye, place[0], place[1], place[2], height_of(place, world), world)
    range_m = range_at_m(eye, burns, time_s >= cue_s)
    return radar_visibility_m(eye, place[0], place[1], place[2], range_m, world)
