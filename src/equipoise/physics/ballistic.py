"""Free flight on a sphere without air or rotation: the closed forms of the two-body problem.

They give first guesses to the numerical flights, and truths to hold those against. `radius_m` is the radius
of launch and impact; Q is speed squared times radius over GM: 1 on a circular orbit, 2 at escape.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from equipoise.constants import EARTH_GM_M3_S2, EARTH_MEAN_RADIUS_M
from equipoise.errors import EquipoiseError
from equipoise.kernels import law
from equipoise.physics.broadcasting import over_arrays

ROUNDING = 1e-13  # a speed short of the minimum by a smaller share than this is short by rounding alone
STRAIGHT_LINE = 1e-9  # sine of the transfer angle [rad] below which two positions span no plane
SMALLEST_STUMPFF_ARGUMENT = -1e5  # beyond any transfer slower than light between points near the Earth


@law
def conic_flight(speed_m_s, angle_deg, radius_m=EARTH_MEAN_RADIUS_M, gm=EARTH_GM_M3_S2):
    """Return (range_m, apogee_m, time_s) of the flight back to the launch radius; see `free_flight`."""
    q = speed_m_s * speed_m_s * radius_m / gm
    if not (q < 2.0 and 0.0 <= angle_deg <= 90.0):
        return math.nan, math.nan, math.nan
    sin_angle = math.sin(math.radians(angle_deg))
    cos_angle = math.cos(math.radians(angle_deg))
    to_apogee_rad = math.atan2(q * sin_angle * cos_angle, 1.0 - q * cos_angle * cos_angle)
    semi_major = radius_m / (2.0 - q)
    # Eccentricity times cosine and sine of the eccentric anomaly, both counted from apogee.
    e_cos, e_sin = 1.0 - q, math.sqrt(q * (2.0 - q)) * sin_angle
    eccentricity = math.hypot(sin_angle, e_cos * cos_angle)
    apogee = semi_major * (1.0 + eccentricity) - radius_m
    time = 2.0 * math.sqrt(semi_major**3 / gm) * (math.atan2(e_sin, e_cos) + e_sin)
    return 2.0 * to_apogee_rad * radius_m, apogee, time


@law
def minimum_energy_flight(range_m, radius_m=EARTH_MEAN_RADIUS_M, gm=EARTH_GM_M3_S2):
    """Return (speed_m_s, angle_deg, apogee_m, time_s) of the slowest flight; see `minimum_energy`."""
    central_angle = range_m / radius_m
    if not 0.0 <= central_angle <= math.pi:
        return math.nan, math.nan, math.nan, math.nan
    s, c = math.sin(0.5 * central_angle), math.cos(0.5 * central_angle)
    speed = math.sqrt(2.0 * gm / radius_m * s / (1.0 + s))
    angle_deg = 45.0 - math.degrees(central_angle) / 4.0
    apogee = 0.5 * radius_m * (c + s - 1.0)
    semi_major = 0.5 * radius_m * (1.0 + s)
    from_apogee_rad = math.atan2(math.sqrt(2.0 * s), math.sqrt(1.0 - s))
    mean_from_apogee_rad = from_apogee_rad + math.sqrt(2.0 * s * (1.0 - s)) / (1.0 + s)
    return speed, angle_deg, apogee, 2.0 * math.sqrt(semi_major**3 / gm) * mean_from_apogee_rad


@law
def angles_for_speed(range_m, speed_m_s, radius_m=EARTH_MEAN_RADIUS_M, gm=EARTH_GM_M3_S2):
    """Return the flatter and the steeper launch angle [deg] to a range; NaN where there is none."""
    central_angle = range_m / radius_m
    q = speed_m_s * speed_m_s * radius_m / gm
    if not (0.0 <= central_angle <= math.pi and q < 2.0):
        return math.nan, math.nan
    # The tangents of the two angles are the roots of  s x2 - q c x + s (1 - q) = 0.
    s, c = math.sin(0.5 * central_angle), math.cos(0.5 * central_angle)
    discriminant = q * q * c * c - 4.0 * s * s * (1.0 - q)
    if discriminant < -ROUNDING * (q * q * c * c + 2.0 * s * s * q):
        return math.nan, math.nan
    larger = q * c + math.sqrt(max(discriminant, 0.0))
    high_deg = math.degrees(math.atan2(larger, 2.0 * s))
    low_deg = math.degrees(math.atan2(2.0 * s * (1.0 - q), larger)) if q <= 1.0 else math.nan
    return low_deg, high_deg


@law
def flights_for_speed(range_m, speed_m_s, radius_m=EARTH_MEAN_RADIUS_M, gm=EARTH_GM_M3_S2):
    """Return angle [deg], apogee [m] and time [s] of the flatter flight, then of the steeper one."""
    low_deg, high_deg = angles_for_speed(range_m, speed_m_s, radius_m, gm)
    _, low_apogee, low_time = conic_flight(speed_m_s, low_deg, radius_m, gm)
    _, high_apogee, high_time = conic_flight(speed_m_s, high_deg, radius_m, gm)
    return low_deg, low_apogee, low_time, high_deg, high_apogee, high_time


@law
def stumpff(z):
    """Return the Stumpff functions C and S of z: (1 - cos r)/z and (r - sin r)/r3 with r the root of z."""
    if abs(z) < 1.0:
        c, s = 0.0, 0.0
        for k in range(9, -1, -1):
            c = (1.0 - z * c) / ((2 * k + 1) * (2 * k + 2))
            s = (1.0 - z * s) / ((2 * k + 2) * (2 * k + 3))
        return c, s
    root = math.sqrt(abs(z))
    if z > 0.0:
        return (1.0 - math.cos(root)) / z, (root - math.sin(root)) / root**3
    return (1.0 - math.cosh(root)) / z, (math.sinh(root) - root) / root**3


@law
def universal_anomaly(distance_m, radial_rate, inverse_semi_major, path):
    """Return the universal anomaly whose path length is `path`, by Laguerre's method.

    `radial_rate` is r.v over the root of GM, `path` the time times that root. The path grows with the
    anomaly, so there is one answer; Laguerre's steps reach it from anywhere.
    """
    anomaly = path * inverse_semi_major if inverse_semi_major > 0.0 else path / distance_m
    for _ in range(50):
        z = inverse_semi_major * anomaly * anomaly
        c, s = stumpff(z)
        u0, u1, u2, u3 = 1.0 - z * c, anomaly * (1.0 - z * s), anomaly**2 * c, anomaly**3 * s
        excess = distance_m * u1 + radial_rate * u2 + u3 - path
        slope = distance_m * u0 + radial_rate * u1 + u2
        bend = radial_rate * u0 + (1.0 - inverse_semi_major * distance_m) * u1
        root = math.sqrt(abs(16.0 * slope * slope - 20.0 * excess * bend))
        step = 5.0 * excess / (slope + root)
        anomaly -= step
        if abs(step) <= 1e-15 * abs(anomaly):
            break
    return anomaly


@law
def kepler_coast(x_m, y_m, z_m, vx_m_s, vy_m_s, vz_m_s, time_s, gm=EARTH_GM_M3_S2):
    """Return the inertial position and velocity (six numbers) after a time of two-body flight.

    Any conic, forward or backward in time. NaN at the centre of attraction.

    References
    ----------
    [vallado] chapter 2: universal variables, f and g.
    """
    root_gm = math.sqrt(gm)
    distance = math.sqrt(x_m * x_m + y_m * y_m + z_m * z_m)
    speed_squared = vx_m_s * vx_m_s + vy_m_s * vy_m_s + vz_m_s * vz_m_s
    radial_rate = (x_m * vx_m_s + y_m * vy_m_s + z_m * vz_m_s) / root_gm
    inverse_semi_major = 2.0 / distance - speed_squared / gm
    anomaly = universal_anomaly(distance, radial_rate, inverse_semi_major, root_gm * time_s)
    z = inverse_semi_major * anomaly * anomaly
    c, s = stumpff(z)
    u1, u2 = anomaly * (1.0 - z * s), anomaly * anomaly * c
    new_distance = distance * (1.0 - z * c) + radial_rate * u1 + u2
    f, g = 1.0 - u2 / distance, time_s - anomaly**3 * s / root_gm
    f_rate, g_rate = -root_gm * u1 / (distance * new_distance), 1.0 - u2 / new_distance
    return (
        f * x_m + g * vx_m_s,
        f * y_m + g * vy_m_s,
        f * z_m + g * vz_m_s,
        f_rate * x_m + g_rate * vx_m_s,
        f_rate * y_m + g_rate * vy_m_s,
        f_rate * z_m + g_rate * vz_m_s,
    )


@law
def transfer_path(z, distances_m, chord_term):
    """Return (path, y) of a Lambert transfer with Stumpff argument z; path is time times root GM.

    y is below zero where no transfer has this argument: the path asked for is then a longer one.
    """
    c, s = stumpff(z)
    y = distances_m + chord_term * (z * s - 1.0) / math.sqrt(c)
    if y < 0.0:
        return -1.0, y
    return (y / c) ** 1.5 * s + chord_term * math.sqrt(y), y


@law
def transfer_argument(path, distances_m, chord_term):
    """Return the Stumpff argument of the transfer of a given path, by bisection: the path grows with it."""
    low, high = -1.0, 4.0 * math.pi**2
    while low > SMALLEST_STUMPFF_ARGUMENT and transfer_path(low, distances_m, chord_term)[0] > path:
        low *= 2.0
    for _ in range(100):
        middle = 0.5 * (low + high)
        if middle in (low, high):
            break
        if transfer_path(middle, distances_m, chord_term)[0] < path:
            low = middle
        else:
            high = middle
    return low


@law
def lambert_velocities(start, end, time_s, long_way=False, gm=EARTH_GM_M3_S2):
    """Return start and end velocity (six numbers) of a transfer; see `lambert`. NaN along a straight line."""
    x1, y1, z1 = start
    x2, y2, z2 = end
    r1, r2 = math.sqrt(x1 * x1 + y1 * y1 + z1 * z1), math.sqrt(x2 * x2 + y2 * y2 + z2 * z2)
    cosine = (x1 * x2 + y1 * y2 + z1 * z2) / (r1 * r2)
    chord_term = math.sqrt(r1 * r2 * max(1.0 + cosine, 0.0))
    if long_way:
        chord_term = -chord_term
    argument = transfer_argument(math.sqrt(gm) * time_s, r1 + r2, chord_term)
    _, y = transfer_path(argument, r1 + r2, chord_term)
    f, g, g_rate = 1.0 - y / r1, chord_term * math.sqrt(y / gm), 1.0 - y / r2
    return (
        (x2 - f * x1) / g,
        (y2 - f * y1) / g,
        (z2 - f * z1) / g,
        (g_rate * x2 - x1) / g,
        (g_rate * y2 - y1) / g,
        (g_rate * z2 - z1) / g,
    )


def free_flight(speed_m_s: Any, angle_deg: Any, radius_m: Any = EARTH_MEAN_RADIUS_M) -> tuple[Any, Any, Any]:
    """Return range, apogee and time of a body thrown from a sphere, until it is back on it.

    Parameters
    ----------
    speed_m_s : float or array
        Speed at launch [m/s].
    angle_deg : float or array
        Angle above the local horizontal [deg], 0 to 90.
    radius_m : float or array
        Radius of the sphere [m].

    Returns
    -------
    range_m, apogee_m, time_s : float or array
        Ground range [m], greatest height [m] and time of flight [s] in the broadcast shape; NaN where the
        speed reaches escape or the angle is outside 0 to 90.

    Validity
    --------
    Two bodies, no air, no rotation.

    References
    ----------
    [wheelon-1959] range, apogee and time of free flight.

    Examples
    --------
    >>> range_m, apogee_m, time_s = free_flight(4864.996, 38.255088)
    >>> round(range_m / 1000.0)
    3000
    """
    range_m, apogee_m, time_s = over_arrays(conic_flight, 3, speed_m_s, angle_deg, radius_m, EARTH_GM_M3_S2)
    return range_m, apogee_m, time_s


def minimum_energy(range_m: Any, radius_m: Any = EARTH_MEAN_RADIUS_M) -> tuple[Any, Any, Any, Any]:
    """Return speed, angle, apogee and time of the slowest free flight to a range on a sphere.

    Parameters
    ----------
    range_m : float or array
        Ground range [m], at most half the circumference.
    radius_m : float or array
        Radius of the sphere [m].

    Returns
    -------
    speed_m_s, angle_deg, apogee_m, time_s : float or array
        Speed [m/s] and angle above the horizontal [deg] at launch, greatest height [m], time of flight [s];
        NaN where the range is negative or past the antipode.

    Validity
    --------
    Two bodies, no air, no rotation, launch and impact at the same radius.

    References
    ----------
    [wheelon-1959] the maximum-range trajectory.

    Examples
    --------
    >>> speed_m_s, angle_deg, apogee_m, time_s = minimum_energy(3e6)
    >>> round(speed_m_s, 3), round(angle_deg, 3), round(time_s, 1)
    (4864.996, 38.255, 895.0)
    """
    speed_m_s, angle_deg, apogee_m, time_s = over_arrays(
        minimum_energy_flight, 4, range_m, radius_m, EARTH_GM_M3_S2
    )
    return speed_m_s, angle_deg, apogee_m, time_s


def two_angles(
    range_m: Any, speed_m_s: Any, radius_m: Any = EARTH_MEAN_RADIUS_M
) -> tuple[tuple[Any, Any, Any], tuple[Any, Any, Any]]:
    """Return the depressed and the lofted free flight to a range at a given speed.

    Parameters
    ----------
    range_m : float or array
        Ground range [m], at most half the circumference.
    speed_m_s : float or array
        Speed at launch [m/s].
    radius_m : float or array
        Radius of the sphere [m].

    Returns
    -------
    low, high : tuple of (angle_deg, apogee_m, time_s)
        Angle above the horizontal [deg], greatest height [m], time of flight [s] of the two flights, in the
        broadcast shape; equal at the minimum energy. NaN where the range is out of reach; the low one also
        where the speed is above that of a circular orbit, since it would have to start downward.

    Validity
    --------
    As `minimum_energy`.

    References
    ----------
    [wheelon-1959] the two angles of a given range and speed.

    Examples
    --------
    >>> low, high = two_angles(1e6, 3200.0)
    >>> round(low[0], 3), round(high[0], 3)
    (28.55, 56.953)
    """
    values = over_arrays(flights_for_speed, 6, range_m, speed_m_s, radius_m, EARTH_GM_M3_S2)
    return values[:3], values[3:]


def lambert(
    start_m: Sequence[float], end_m: Sequence[float], time_s: float, long_way: bool = False
) -> tuple[np.ndarray, np.ndarray]:
    """Return the velocities at both ends of the free flight between two positions in a given time.

    Parameters
    ----------
    start_m, end_m : sequence of 3 floats
        Inertial positions from the Earth's centre [m].
    time_s : float
        Time of flight [s], above 0.
    long_way : bool
        Whether to go round by more than 180 degrees.

    Returns
    -------
    start_velocity_m_s, end_velocity_m_s : array of shape (3,)
        Inertial velocities [m/s].

    Raises
    ------
    EquipoiseError
        Where the positions lie on one straight line through the Earth's centre (a transfer of 0 or
        180 degrees, within 1e-9 rad), which leaves the plane of flight open; and where time is not positive.

    Validity
    --------
    Less than one revolution, any conic, speeds up to 20 km/s. It does not ask whether the flight stays above
    ground.

    References
    ----------
    [vallado] chapter 7: universal variables.

    Examples
    --------
    >>> start, end = lambert((15945340.0, 0.0, 0.0), (12214838.99, 10249467.31, 0.0), 4560.0)
    >>> [round(float(speed)) for speed in start]
    [2059, 2916, 0]
    """
    start, end = np.asarray(start_m, dtype=float), np.asarray(end_m, dtype=float)
    if not (time_s > 0.0 and math.isfinite(time_s)):
        raise EquipoiseError(f"lambert: a time of flight of {time_s} s\n  give a time above 0 s")
    span = float(np.linalg.norm(np.cross(start, end)))
    if not span > STRAIGHT_LINE * float(np.linalg.norm(start) * np.linalg.norm(end)):
        raise EquipoiseError(
            "lambert: the two positions and the Earth's centre lie on one straight line, so the plane of "
            "flight is open (a transfer of 0 or 180 degrees)\n  move one of the two positions to the side"
        )
    velocities = np.array(lambert_velocities(tuple(start), tuple(end), float(time_s), long_way))
    return velocities[:3], velocities[3:]
