"""Infrared satellites: whether a burning stage can be seen from geostationary orbit."""

from __future__ import annotations

import math

from equipoise.constants import EARTH_EQUATORIAL_RADIUS_M, EARTH_FLATTENING, GEOSTATIONARY_RADIUS_M
from equipoise.kernels import law
from equipoise.physics.earth import line_of_sight_clear


@law
def geostationary_position(longitude_deg):
    """Return the Earth-fixed position (x, y, z) [m] of a satellite above a longitude of the equator."""
    longitude = math.radians(longitude_deg)
    return GEOSTATIONARY_RADIUS_M * math.cos(longitude), GEOSTATIONARY_RADIUS_M * math.sin(longitude), 0.0


@law
def in_view_of_geostationary(
    x_m,
    y_m,
    z_m,
    longitude_deg,
    equatorial_radius_m=EARTH_EQUATORIAL_RADIUS_M,
    flattening=EARTH_FLATTENING,
):
    """Return whether the Earth leaves the line free from a point to a satellite above a longitude."""
    satellite_x, satellite_y, satellite_z = geostationary_position(longitude_deg)
    return line_of_sight_clear(
        x_m, y_m, z_m, satellite_x, satellite_y, satellite_z, equatorial_radius_m, flattening
    )


@law
def sees_burning_stage(altitude_m, cloud_top_m):
    """Return whether a burning stage stands clear of the clouds; below their top its light is lost."""
    return altitude_m >= cloud_top_m
