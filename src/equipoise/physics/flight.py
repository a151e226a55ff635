"""Unpowered flight: where a thrown body comes down, and the state of a falling one after a time."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from equipoise.constants import EARTH_GM_M3_S2, EARTH_ROTATION_RAD_S
from equipoise.errors import EquipoiseError, Fault, InputError
from equipoise.kernels import law
from equipoise.physics.broadcasting import as_columns
from equipoise.physics.coasts import COAST_STEP_S, FALL_STEP_S, Pace, coast_until
from equipoise.physics.earth import ecef_of, enu_axes, geodetic_of
from equipoise.physics.motion import fall_step
from equipoise.physics.world import WGS84, World

NESC_SPHERE_RADIUS_M = 6371007.1809


@law
def fall_for(state, duration_s, step_s, ballistic_coefficient, world):
    """Return the Earth-fixed state after a time in air, in equal steps of at most `step_s`."""
    steps = math.ceil(duration_s / step_s)
    for _ in range(steps):
        state = fall_step(state, duration_s / steps, ballistic_coefficient, world)
    return state


@law
def launch_state(lat_deg, lon_deg, altitude_m, velocity_enu_m_s, world):
    """Return the Earth-fixed state (position and Earth-relative velocity) of a body at a place [m, m/s]."""
    x, y, z = ecef_of(lat_deg, lon_deg, altitude_m, world.equatorial_radius_m, world.flattening)
    axes = enu_axes(lat_deg, lon_deg)
    east_m_s, north_m_s, up_m_s = velocity_enu_m_s
    return (
        x,
        y,
        z,
        east_m_s * axes[0] + north_m_s * axes[3] + up_m_s * axes[6],
        east_m_s * axes[1] + north_m_s * axes[4] + up_m_s * axes[7],
        east_m_s * axes[2] + north_m_s * axes[5] + up_m_s * axes[8],
    )


@law
def thrown_states(throws, world):
    """Return the Earth-fixed states of thrown bodies, one a row; throws are columns in the order of `coast`."""
    lat_deg, lon_deg, altitude_m, speed_m_s, elevation_deg, azimuth_deg = throws
    states = np.empty((len(lat_deg), 6))
    for n in range(len(lat_deg)):
        elevation, azimuth = math.radians(elevation_deg[n]), math.radians(azimuth_deg[n])
        level_m_s = speed_m_s[n] * math.cos(elevation)
        north_m_s, east_m_s = level_m_s * math.cos(azimuth), level_m_s * math.sin(azimuth)
        enu_m_s = (east_m_s, north_m_s, speed_m_s[n] * math.sin(elevation))
        state = launch_state(lat_deg[n], lon_deg[n], altitude_m[n], enu_m_s, world)
        for column in range(6):
            states[n, column] = state[column]
    return states


@law
def thrown_coasts(throws, stop_altitude_m, ballistic_coefficient_kg_m2, pace):
    """Return rows of time_s, lat_deg, lon_deg, speed_m_s, apogee_m, what `coast` tells, one column a thrown body."""
    world, states = pace.world, thrown_states(throws, pace.world)
    ends = coast_until(states, stop_altitude_m, ballistic_coefficient_kg_m2, pace)
    told = np.empty((5, len(ends)))
    for n in range(len(ends)):
        x, y, z, vx, vy, vz = ends[n, 2], ends[n, 3], ends[n, 4], ends[n, 5], ends[n, 6], ends[n, 7]
        lat_deg, lon_deg, _ = geodetic_of(x, y, z, world.equatorial_radius_m, world.flattening)
        speed_m_s = math.sqrt(vx * vx + vy * vy + vz * vz)
        told[0, n], told[1, n], told[2, n] = ends[n, 0], lat_deg, lon_deg
        told[3, n], told[4, n] = speed_m_s, ends[n, 1]
    return told


def coast(
    lat_deg: Any,
    lon_deg: Any,
    altitude_m: Any,
    speed_m_s: Any,
    elevation_deg: Any,
    azimuth_deg: Any,
    *,
    ballistic_coefficient_kg_m2: Any = math.inf,
    j2: bool = True,
    rotation: bool = True,
    stop_altitude_m: Any = None,
) -> dict[str, Any]:
    """Return where and when a body thrown from a place comes down through an altitude, or many bodies at once.

    A point mass in free flight over the WGS-84 Earth; with a finite ballistic coefficient the US 1976 air
    below 86 km slows it.

    Parameters
    ----------
    lat_deg, lon_deg, altitude_m : float or array
        Geodetic place of the start [deg, m]; arrays broadcast.
    speed_m_s, elevation_deg, azimuth_deg : float or array
        Earth-relative velocity [m/s]: elevation above the local horizontal, azimuth from north over east [deg].
    ballistic_coefficient_kg_m2 : float or array
        Mass over drag area [kg/m2]; infinite for no drag.
    j2, rotation : bool
        Leave out the Earth's oblateness in gravity, or its spin.
    stop_altitude_m : float or array, optional
        Altitude at which the flight ends on the way down [m]; by default the altitude of the start.

    Returns
    -------
    dict
        time_s, lat_deg, lon_deg, speed_m_s (Earth-relative), apogee_m, in the broadcast shape. All NaN where
        a body does not come down within two hours, or never was as high as it should stop.

    Validity
    --------
    Against an independent integration at 1e-12: below 1 mm and 1 microsecond at 1000 km, below 1 cm at
    10,000 km. Drag above 86 km is left out (6e-6 of the speed).

    References
    ----------
    [albrecht-1955]; [us1976]; [nesc-tm-2015-218675] for gravity and frame.

    Examples
    --------
    >>> flight = coast(35, 45, 100e3, 3000, 40, 300)
    >>> round(flight["time_s"], 3), round(flight["lat_deg"], 5)
    (451.109, 39.16361)
    >>> coast(35, 45, 100e3, [2000, 3000], 40, 300)["time_s"].round(3)
    array([281.801, 451.109])
    """
    require_finite(lat_deg=lat_deg, lon_deg=lon_deg, altitude_m=altitude_m, speed_m_s=speed_m_s)
    require_positive(ballistic_coefficient_kg_m2=ballistic_coefficient_kg_m2)
    spin_rad_s = EARTH_ROTATION_RAD_S if rotation else 0.0
    earth = WGS84._replace(j2=WGS84.j2 if j2 else 0.0, rotation_rad_s=spin_rad_s)
    stop_m = altitude_m if stop_altitude_m is None else stop_altitude_m
    throw = (lat_deg, lon_deg, altitude_m, speed_m_s, elevation_deg, azimuth_deg)
    shape, columns = as_columns(*throw, stop_m, ballistic_coefficient_kg_m2)
    told = thrown_coasts(tuple(columns[:6]), *columns[6:], Pace(COAST_STEP_S, FALL_STEP_S, earth))
    names = ("time_s", "lat_deg", "lon_deg", "speed_m_s", "apogee_m")
    answers = told.reshape(5, *shape)
    return {name: answer if shape else float(answer) for name, answer in zip(names, answers, strict=True)}


def fall(
    lat_deg: float,
    lon_deg: float,
    altitude_m: float,
    v_north_m_s: float,
    v_east_m_s: float,
    v_down_m_s: float,
    duration_s: float,
    *,
    ballistic_coefficient_kg_m2: float,
    earth: str = "wgs84",
    j2: bool = True,
    rotation: bool = True,
) -> dict[str, float]:
    """Return the state of a falling body after a time, in the form of NASA's check cases.

    Parameters
    ----------
    lat_deg, lon_deg, altitude_m : float
        Geodetic place of the start [deg, m].
    v_north_m_s, v_east_m_s, v_down_m_s : float
        Earth-relative velocity [m/s]; down is positive down.
    duration_s : float
        Time of the fall [s].
    ballistic_coefficient_kg_m2 : float
        Mass over drag area [kg/m2]; infinite for no drag.
    earth : "wgs84" or "sphere"
        The sphere is NASA's: radius 6371007.1809 m, gravity by 1/r2.
    j2, rotation : bool
        Leave out the Earth's oblateness in gravity (WGS-84 only), or its spin.

    Returns
    -------
    dict
        altitude_m, lat_deg, lon_deg and Earth-relative v_north_m_s, v_east_m_s, v_down_m_s.

    References
    ----------
    [nesc-tm-2015-218675] atmospheric check cases 1, 4, 5 and 9.

    Examples
    --------
    >>> drop = fall(0, 0, 9144, 0, 0, 0, 30, ballistic_coefficient_kg_m2=math.inf)
    >>> round(drop["altitude_m"], 3)
    4754.546
    """
    require_finite(lat_deg=lat_deg, lon_deg=lon_deg, altitude_m=altitude_m, duration_s=duration_s)
    require_positive(ballistic_coefficient_kg_m2=ballistic_coefficient_kg_m2)
    planet = fall_world(earth, j2, rotation)
    enu_m_s = (float(v_east_m_s), float(v_north_m_s), -float(v_down_m_s))
    state = launch_state(float(lat_deg), float(lon_deg), float(altitude_m), enu_m_s, planet)
    end = fall_for(state, float(duration_s), FALL_STEP_S, float(ballistic_coefficient_kg_m2), planet)
    end_lat_deg, end_lon_deg, end_altitude_m = geodetic_of(
        end[0], end[1], end[2], planet.equatorial_radius_m, planet.flattening
    )
    east, north, up = np.array(enu_axes(end_lat_deg, end_lon_deg)).reshape(3, 3) @ np.array(end[3:])
    return {
        "altitude_m": end_altitude_m,
        "lat_deg": end_lat_deg,
        "lon_deg": end_lon_deg,
        "v_north_m_s": float(north),
        "v_east_m_s": float(east),
        "v_down_m_s": -float(up),
    }


def fall_world(earth: str, j2: bool, rotation: bool) -> World:
    """Return the Earth of a NASA check case."""
    if earth not in ("wgs84", "sphere"):
        raise InputError(Fault("", "earth", f"unknown Earth {earth!r}", 'write "wgs84" or "sphere"'))
    spin_rad_s = EARTH_ROTATION_RAD_S if rotation else 0.0
    if earth == "sphere":
        return World(EARTH_GM_M3_S2, 0.0, NESC_SPHERE_RADIUS_M, 0.0, spin_rad_s, 1.0)
    return WGS84._replace(j2=WGS84.j2 if j2 else 0.0, rotation_rad_s=spin_rad_s)


def require_finite(**numbers: Any) -> None:
    """Raise an EquipoiseError that names the first number, or array, that is not finite."""
    for name, number in numbers.items():
        if not np.isfinite(number).all():
            raise EquipoiseError(f"{name}: {number} is not a finite number")


def require_positive(**numbers: Any) -> None:
    """Raise an EquipoiseError that names the first number, or array, that is not above zero."""
    for name, number in numbers.items():
        if not np.greater(number, 0.0).all():
            raise EquipoiseError(f"{name}: {number} is not above zero")
