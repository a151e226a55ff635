"""Unpowered flight: whole coasts and falls, made of steps of the equation of motion."""

from __future__ import annotations

import math

import numpy as np

from equipoise.constants import EARTH_GM_M3_S2, EARTH_ROTATION_RAD_S
from equipoise.errors import EquipoiseError, Fault, InputError
from equipoise.kernels import law
from equipoise.physics.earth import ecef_of, enu_axes, geodetic_of, height_along_normal, normal_at
from equipoise.physics.motion import DRAG_CEILING_M, fall_step, free_step
from equipoise.physics.world import WGS84, World

NESC_SPHERE_RADIUS_M = 6371007.1809
COAST_STEP_S = 20.0
FALL_STEP_S = 0.05
LONGEST_FLIGHT_S = 7200.0
SAME_MOMENT_S = 1e-6  # a last correction as small as this is off by its square
APOGEE_MOMENT_S = 1e-4
MOST_TRIES = 60


@law
def climb_and_height(state, world):
    """Return the rate of climb [m/s] and the height above the ellipsoid [m].

    The Earth turns about its axis of symmetry, so the rate is the same in the inertial and in the rotating frame.
    """
    x, y, z, vx, vy, vz = state
    radius_m, flattening = world.equatorial_radius_m, world.flattening
    from_axis_m = math.sqrt(x * x + y * y)
    cos_lat, sin_lat = normal_at(from_axis_m, z, radius_m, flattening, 1)
    height_m = height_along_normal(from_axis_m, z, cos_lat, sin_lat, radius_m, flattening)
    away_m_s = (x * vx + y * vy) / from_axis_m if from_axis_m > 0.0 else 0.0
    return away_m_s * cos_lat + vz * sin_lat, height_m


@law
def part_of_step_to_height(state, low_s, high_s, target_m, ballistic_coefficient, world):
    """Return the part of a step after which the body falls through a height [s].

    Newton's rule from the end, where the body is below: its rate is the climb. On a path that bends down it never
    jumps past the answer; where drag bends it up, halving catches it.
    """
    time_s = high_s
    for _ in range(MOST_TRIES):
        following = free_step(state, time_s, ballistic_coefficient, world)
        climb_m_s, height_m = climb_and_height(following, world)
        if height_m > target_m:
            low_s = time_s
        else:
            high_s = time_s
        change_s = (target_m - height_m) / climb_m_s
        if abs(change_s) < SAME_MOMENT_S:
            return time_s + change_s
        time_s += change_s
        if not low_s < time_s < high_s:
            time_s = 0.5 * (low_s + high_s)
    return time_s


@law
def part_of_step_to_apogee(state, step_s, first_climb_m_s, last_climb_m_s, ballistic_coefficient, world):
    """Return the part of a step after which the climb ends [s], by false position (Illinois), and the height there.

    Near the apogee a moment counts as found within a tenth of a millisecond: 0.1 um of height.
    """
    low_s, low, high_s, high = 0.0, first_climb_m_s, step_s, last_climb_m_s
    time_s, apogee_m = 0.0, 0.0
    for _ in range(MOST_TRIES):
        before_s, time_s = time_s, (low_s * high - high_s * low) / (high - low)
        following = free_step(state, time_s, ballistic_coefficient, world)
        climb_m_s, apogee_m = climb_and_height(following, world)
        if abs(time_s - before_s) < APOGEE_MOMENT_S:
            break
        if climb_m_s > 0.0:
            low_s, low, high = time_s, climb_m_s, 0.5 * high
        else:
            high_s, high, low = time_s, climb_m_s, 0.5 * low
    return time_s, apogee_m


@law
def free_step_length(climb_m_s, height_m, coast_step_s, fall_step_s, ballistic_coefficient, world):
    """Return a step that is long in vacuum, short in air, and does not jump far into the air [s]."""
    if world.air == 0.0 or ballistic_coefficient == math.inf:
        return coast_step_s
    above_air_m = height_m - DRAG_CEILING_M
    if above_air_m <= 0.0:
        return fall_step_s
    if climb_m_s >= 0.0:
        return coast_step_s
    return min(coast_step_s, max(fall_step_s, 0.5 * above_air_m / (20.0 - climb_m_s)))


@law
def coast_until(state, stop_altitude_m, coast_step_s, fall_step_s, ballistic_coefficient, world):
    """Return (time_s, final state, apogee_m): free flight until the body falls through an altitude.

    The time is NaN where the body does not come down within two hours.
    """
    time_s = 0.0
    climb_m_s, height_m = climb_and_height(state, world)
    apogee_m = height_m
    while time_s < LONGEST_FLIGHT_S:
        step_s = free_step_length(
            climb_m_s, height_m, coast_step_s, fall_step_s, ballistic_coefficient, world
        )
        following = free_step(state, step_s, ballistic_coefficient, world)
        next_climb_m_s, next_height_m = climb_and_height(following, world)
        apogee_s = 0.0
        if climb_m_s > 0.0 and next_climb_m_s <= 0.0:
            apogee_s, apogee_m = part_of_step_to_apogee(
                state, step_s, climb_m_s, next_climb_m_s, ballistic_coefficient, world
            )
        if next_height_m < stop_altitude_m and next_climb_m_s < 0.0:
            last_s = part_of_step_to_height(
                state, apogee_s, step_s, stop_altitude_m, ballistic_coefficient, world
            )
            return time_s + last_s, free_step(state, last_s, ballistic_coefficient, world), apogee_m
        state, climb_m_s, height_m = following, next_climb_m_s, next_height_m
        time_s += step_s
    return math.nan, state, apogee_m


@law
def fall_for(state, duration_s, step_s, ballistic_coefficient, world):
    """Return the Earth-fixed state after a time in air, in equal steps of at most `step_s`."""
    steps = math.ceil(duration_s / step_s)
    for _ in range(steps):
        state = fall_step(state, duration_s / steps, ballistic_coefficient, world)
    return state


def launch_state(
    lat_deg: float,
    lon_deg: float,
    altitude_m: float,
    velocity_enu_m_s: tuple[float, float, float],
    world: World,
):
    """Return the Earth-fixed state (position and Earth-relative velocity) of a body at a place [m, m/s]."""
    x, y, z = ecef_of(lat_deg, lon_deg, altitude_m, world.equatorial_radius_m, world.flattening)
    axes = np.array(enu_axes(lat_deg, lon_deg)).reshape(3, 3)
    vx, vy, vz = (float(component) for component in np.asarray(velocity_enu_m_s) @ axes)
    return x, y, z, vx, vy, vz


def coast(
    lat_deg: float,
    lon_deg: float,
    altitude_m: float,
    speed_m_s: float,
    elevation_deg: float,
    azimuth_deg: float,
    *,
    ballistic_coefficient_kg_m2: float = math.inf,
    j2: bool = True,
    rotation: bool = True,
    stop_altitude_m: float | None = None,
) -> dict[str, float]:
    """Return where and when a body thrown from a place comes down through an altitude.

    A point mass in free flight over the WGS-84 Earth; with a finite ballistic coefficient the US 1976 air
    below 86 km slows it.

    Parameters
    ----------
    lat_deg, lon_deg, altitude_m : float
        Geodetic place of the start [deg, m].
    speed_m_s, elevation_deg, azimuth_deg : float
        Earth-relative velocity [m/s]: elevation above the local horizontal, azimuth from north over east [deg].
    ballistic_coefficient_kg_m2 : float
        Mass over drag area [kg/m2]; infinite for no drag.
    j2, rotation : bool
        Leave out the Earth's oblateness in gravity, or its spin.
    stop_altitude_m : float, optional
        Altitude at which the flight ends on the way down [m]; by default the altitude of the start.

    Returns
    -------
    dict
        time_s, lat_deg, lon_deg, speed_m_s (Earth-relative), apogee_m. All NaN where the body does not come
        down within two hours.

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
    """
    require_finite(lat_deg=lat_deg, lon_deg=lon_deg, altitude_m=altitude_m, speed_m_s=speed_m_s)
    require_positive(ballistic_coefficient_kg_m2=ballistic_coefficient_kg_m2)
    earth = WGS84._replace(
        j2=WGS84.j2 if j2 else 0.0, rotation_rad_s=EARTH_ROTATION_RAD_S if rotation else 0.0
    )
    elevation, azimuth = math.radians(elevation_deg), math.radians(azimuth_deg)
    level_m_s = speed_m_s * math.cos(elevation)
    enu = (level_m_s * math.sin(azimuth), level_m_s * math.cos(azimuth), speed_m_s * math.sin(elevation))
    state = launch_state(lat_deg, lon_deg, altitude_m, enu, earth)
    stop_m = altitude_m if stop_altitude_m is None else stop_altitude_m
    beta = float(ballistic_coefficient_kg_m2)
    time_s, end, apogee_m = coast_until(state, float(stop_m), COAST_STEP_S, FALL_STEP_S, beta, earth)
    if math.isnan(time_s):
        return dict.fromkeys(("time_s", "lat_deg", "lon_deg", "speed_m_s", "apogee_m"), math.nan)
    end_lat_deg, end_lon_deg, _ = geodetic_of(
        end[0], end[1], end[2], earth.equatorial_radius_m, earth.flattening
    )
    end_speed_m_s = math.hypot(end[3], end[4], end[5])
    return {
        "time_s": time_s,
        "lat_deg": end_lat_deg,
        "lon_deg": end_lon_deg,
        "speed_m_s": end_speed_m_s,
        "apogee_m": apogee_m,
    }


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
    state = launch_state(lat_deg, lon_deg, altitude_m, (v_east_m_s, v_north_m_s, -v_down_m_s), planet)
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


def require_finite(**numbers: float) -> None:
    """Raise an EquipoiseError that names the first number that is not finite."""
    for name, number in numbers.items():
        if not math.isfinite(number):
            raise EquipoiseError(f"{name}: {number} is not a finite number")


def require_positive(**numbers: float) -> None:
    """Raise an EquipoiseError that names the first number that is not above zero."""
    for name, number in numbers.items():
        if not number > 0.0:
            raise EquipoiseError(f"{name}: {number} is not above zero")
