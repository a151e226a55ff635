"""The Earth's shape: geodetic and geocentric positions, local axes, and what the ground hides.

Scalar laws take the ellipsoid as `equatorial_radius_m` and `flattening` (WGS 84 unless given; a
flattening of 0 is a sphere). The functions at the end are the same laws over arrays, on WGS 84.
"""

from __future__ import annotations

import math
from typing import Any

from equipoise.constants import EARTH_EQUATORIAL_RADIUS_M, EARTH_FLATTENING
from equipoise.kernels import inlined_law, law
from equipoise.physics.broadcasting import over_arrays
from equipoise.physics.elementary import sine_cosine

WGS84 = (EARTH_EQUATORIAL_RADIUS_M, EARTH_FLATTENING)


@inlined_law
def ecef_of(
    lat_deg, lon_deg, height_m, equatorial_radius_m=EARTH_EQUATORIAL_RADIUS_M, flattening=EARTH_FLATTENING
):
    """Return the Earth-fixed position (x, y, z) [m] of a geodetic position."""
    sin_lat, cos_lat = sine_cosine(math.radians(lat_deg))
    sin_lon, cos_lon = sine_cosine(math.radians(lon_deg))
    eccentricity_squared = flattening * (2.0 - flattening)
    prime_vertical = equatorial_radius_m / math.sqrt(1.0 - eccentricity_squared * sin_lat * sin_lat)
    from_axis = (prime_vertical + height_m) * cos_lat
    z = (prime_vertical * (1.0 - eccentricity_squared) + height_m) * sin_lat
    return from_axis * cos_lon, from_axis * sin_lon, z


@inlined_law
def normal_at(from_axis_m, z_m, equatorial_radius_m, flattening, steps):
    """Return (cos, sin) of the geodetic latitude by Bowring's formula, applied `steps` times.

    Up to 20,000 km one step is good to 1e-7 m of height, since the height depends on the square of the
    latitude's error; two reach the last digit of the latitude too.
    """
    polar_radius = equatorial_radius_m * (1.0 - flattening)
    eccentricity_squared = flattening * (2.0 - flattening)
    second_eccentricity_squared = eccentricity_squared / (1.0 - flattening) ** 2
    distance = math.sqrt(from_axis_m * from_axis_m + z_m * z_m)
    cos_reduced = from_axis_m
    sin_reduced = z_m * (1.0 - flattening) * (1.0 + second_eccentricity_squared * polar_radius / distance)
    cos_lat, sin_lat = 1.0, 0.0
    for _ in range(steps):
        reduced = math.sqrt(cos_reduced * cos_reduced + sin_reduced * sin_reduced)
        share = 1.0 / reduced
        cos_cubed = (cos_reduced * share) ** 3
        sin_cubed = (sin_reduced * share) ** 3
        cos_lat = from_axis_m - eccentricity_squared * equatorial_radius_m * cos_cubed
        sin_lat = z_m + second_eccentricity_squared * polar_radius * sin_cubed
        cos_reduced, sin_reduced = cos_lat, (1.0 - flattening) * sin_lat
    share = 1.0 / math.sqrt(cos_lat * cos_lat + sin_lat * sin_lat)
    return cos_lat * share, sin_lat * share


@inlined_law
def height_along_normal(from_axis_m, z_m, cos_lat, sin_lat, equatorial_radius_m, flattening):
    """Return the height above the ellipsoid [m] along a normal of known direction; good at the poles."""
    eccentricity_squared = flattening * (2.0 - flattening)
    support = equatorial_radius_m * math.sqrt(1.0 - eccentricity_squared * sin_lat * sin_lat)
    return from_axis_m * cos_lat + z_m * sin_lat - support


@law
def geodetic_of(x_m, y_m, z_m, equatorial_radius_m=EARTH_EQUATORIAL_RADIUS_M, flattening=EARTH_FLATTENING):
    """Return the geodetic position (lat_deg, lon_deg, height_m) of an Earth-fixed one.

    Longitude is in (-180, 180], and 0 on the axis.
    """
    from_axis = math.sqrt(x_m * x_m + y_m * y_m)
    cos_lat, sin_lat = normal_at(from_axis, z_m, equatorial_radius_m, flattening, 2)
    height = height_along_normal(from_axis, z_m, cos_lat, sin_lat, equatorial_radius_m, flattening)
    lat_deg = math.degrees(math.atan2(sin_lat, cos_lat))
    return lat_deg, math.degrees(math.atan2(y_m, x_m)), height


@inlined_law
def geocentric_altitude(
    x_m, y_m, z_m, equatorial_radius_m=EARTH_EQUATORIAL_RADIUS_M, flattening=EARTH_FLATTENING
):
    """Return the height above the ellipsoid [m] of a geocentric position, without its latitude."""
    from_axis = math.sqrt(x_m * x_m + y_m * y_m)
    cos_lat, sin_lat = normal_at(from_axis, z_m, equatorial_radius_m, flattening, 1)
    return height_along_normal(from_axis, z_m, cos_lat, sin_lat, equatorial_radius_m, flattening)


@law
def enu_axes(lat_deg, lon_deg):
    """Return the unit vectors east, north and up of a place: nine numbers, Earth-fixed x, y, z of each."""
    lat = math.radians(lat_deg)
    lon = math.radians(lon_deg)
    sin_lat, cos_lat = math.sin(lat), math.cos(lat)
    sin_lon, cos_lon = math.sin(lon), math.cos(lon)
    east = (-sin_lon, cos_lon, 0.0)
    north = (-sin_lat * cos_lon, -sin_lat * sin_lon, cos_lat)
    up = (cos_lat * cos_lon, cos_lat * sin_lon, sin_lat)
    return east + north + up


@inlined_law
def line_of_sight_clear(
    x1_m, y1_m, z1_m, x2_m, y2_m, z2_m,
    equatorial_radius_m=EARTH_EQUATORIAL_RADIUS_M, flattening=EARTH_FLATTENING,
):  # fmt: skip
    """Return whether the straight segment between two points passes clear of the ellipsoid.

    Stretching z makes the ellipsoid a sphere and leaves straight lines straight. Both ends count as above
    ground, so that rounding cannot blind an antenna at height 0. False where a number is NaN.
    """
    stretch = 1.0 / (1.0 - flattening)
    z1, z2 = z1_m * stretch, z2_m * stretch
    dx, dy, dz = x2_m - x1_m, y2_m - y1_m, z2 - z1
    length_squared = dx * dx + dy * dy + dz * dz
    toward_centre = -(x1_m * dx + y1_m * dy + z1 * dz)
    start_squared = x1_m * x1_m + y1_m * y1_m + z1 * z1
    nearest_squared = start_squared - toward_centre * toward_centre / length_squared
    outside = nearest_squared >= equatorial_radius_m * equatorial_radius_m
    return (toward_centre <= 0.0) | (toward_centre >= length_squared) | outside


def geodetic_to_ecef(lat_deg: Any, lon_deg: Any, height_m: Any) -> tuple[Any, Any, Any]:
    """Return the Earth-fixed position of a geodetic one, on WGS 84.

    Parameters
    ----------
    lat_deg, lon_deg : float or array
        Geodetic latitude and longitude [deg]; arrays broadcast.
    height_m : float or array
        Height above the ellipsoid [m].

    Returns
    -------
    x_m, y_m, z_m : float or array
        Earth-fixed position [m] in the broadcast shape; NaN where an argument is NaN.

    Validity
    --------
    Any finite position.

    References
    ----------
    [wgs84] the defining parameters; [vallado] chapter 3.

    Examples
    --------
    >>> x_m, y_m, z_m = geodetic_to_ecef(0.0, 90.0, 1000.0)
    >>> round(y_m)
    6379137
    """
    x_m, y_m, z_m = over_arrays(ecef_of, 3, lat_deg, lon_deg, height_m, *WGS84)
    return x_m, y_m, z_m


def ecef_to_geodetic(x_m: Any, y_m: Any, z_m: Any) -> tuple[Any, Any, Any]:
    """Return the geodetic position of an Earth-fixed one, on WGS 84.

    Parameters
    ----------
    x_m, y_m, z_m : float or array
        Earth-fixed position [m]; arrays broadcast.

    Returns
    -------
    lat_deg, lon_deg, height_m : float or array
        Geodetic latitude and longitude [deg] and height above the ellipsoid [m] in the broadcast
        shape; NaN where an argument is NaN.

    Validity
    --------
    1e-9 deg and 1e-6 m from 5 km below to 20,000 km above the ellipsoid; meaningless within 50 km of
    the Earth's centre.

    References
    ----------
    [bowring-1976] the formula in the reduced latitude, here twice.

    Examples
    --------
    >>> lat_deg, lon_deg, height_m = ecef_to_geodetic(0.0, 0.0, 6356752.314245179)
    >>> lat_deg, round(height_m, 6) + 0.0
    (90.0, 0.0)
    """
    lat_deg, lon_deg, height_m = over_arrays(geodetic_of, 3, x_m, y_m, z_m, *WGS84)
    return lat_deg, lon_deg, height_m
