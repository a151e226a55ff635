"""Fly-out tables: how far an interceptor gets in a time, from one site, in every direction.

For an azimuth and a direction in the vertical plane, the table holds the greatest distance reached by any flight
of the fan within each time after launch. It never falls with time, since an interceptor may be launched later; read
the other way round it is the shortest flight time to a point. Distances are measured in a flattened plane: the
chord between unit verticals times the mean radius across, the height above the ellipsoid upward.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from equipoise.constants import EARTH_MEAN_RADIUS_M
from equipoise.engagement.staged_fan import staged_burn_time_s, staged_burnouts
from equipoise.kept import kept
from equipoise.kernels import code_hash, inlined_law, law
from equipoise.physics.climb import (
    burnout_state,
    elevation_for_angle_rad,
    reference_thrust_m_s2,
    thrust_direction,
)
from equipoise.physics.earth import ecef_of, enu_axes, geocentric_altitude
from equipoise.physics.elementary import arc_tangent
from equipoise.physics.motion import coast_step, fixed_from_inertial
from equipoise.physics.world import World
from equipoise.systems.interceptors import Interceptor, ParametricInterceptor, StagedInterceptor
from equipoise.threads import threads

AZIMUTHS = 24
ELEVATIONS = 81
DIRECTIONS = 65
TIMES = 181
TOO_CLOSE = -1.0
ENDED_M = -300_000.0


@dataclass(frozen=True)
class Flyout:
    """The reach of one interceptor from one latitude.

    `reach_m[azimuth, direction, time]` is the distance [m]; azimuths divide the circle, directions are the square
    root of height over distance from 0 (level) to 1 (straight up), times run from burnout in equal steps. The first
    number of each row is the nearest distance at which any flight crosses the direction after burnout.
    """

    reach_m: np.ndarray
    burn_time_s: float
    time_step_s: float
    burnouts: (
        np.ndarray
    )  # inertial burnout states of the fan, (azimuth, steering, 6), from the meridian of Greenwich


@inlined_law
def chord_to(x, y, z, site):
    """Return the chord between the unit verticals of two points, times the mean radius [m]."""
    stretch = 1.0 / math.sqrt(x * x + y * y + z * z)
    site_stretch = 1.0 / math.sqrt(site[0] * site[0] + site[1] * site[1] + site[2] * site[2])
    dx = x * stretch - site[0] * site_stretch
    dy = y * stretch - site[1] * site_stretch
    dz = z * stretch - site[2] * site_stretch
    return EARTH_MEAN_RADIUS_M * math.sqrt(dx * dx + dy * dy + dz * dz)


@inlined_law
def azimuth_to(x, y, z, site, east_axis, north_axis):
    """Return the azimuth of a point from a site, clockwise from north [rad]."""
    dx, dy, dz = x - site[0], y - site[1], z - site[2]
    east = dx * east_axis[0] + dy * east_axis[1] + dz * east_axis[2]
    north = dx * north_axis[0] + dy * north_axis[1] + dz * north_axis[2]
    return arc_tangent(east, north)


@law
def fly_fan(burnouts, site, axes, burn_time_s, time_step_s, world, fan):
    """Fill fan[azimuth, elevation, time] = (azimuth, chord, height) of every flight from its burnout state.

    A flight that is over is NaN; it is followed a little below the ground, so that the front reaches down to it.
    """
    spin = world.rotation_rad_s
    for i in range(fan.shape[0]):
        for j in range(fan.shape[1]):
            b = burnouts[i, j]
            state = (b[0], b[1], b[2], b[3], b[4], b[5])
            for k in range(fan.shape[2]):
                if k > 0 and not fan[i, j, k - 1, 2] > ENDED_M:
                    fan[i, j, k] = math.nan
                    continue
                elapsed_s = burn_time_s + k * time_step_s
                fx, fy, fz, _, _, _ = fixed_from_inertial(state, elapsed_s, spin)
                fan[i, j, k, 0] = azimuth_to(fx, fy, fz, site, axes[0:3], axes[3:6])
                fan[i, j, k, 1] = chord_to(fx, fy, fz, site)
                fan[i, j, k, 2] = geocentric_altitude(fx, fy, fz, world.equatorial_radius_m, world.flattening)
                state = coast_step(state, time_step_s, world)


@law
def straightened(fan, i, j, k):
    """Return (chord, height) of the flight that has azimuth number i at this elevation and time.

    The turning Earth carries flights sideways; the two neighbours in launch azimuth are mixed so that the mixture
    lies in the azimuth of the table. A flight nearly overhead has no azimuth worth correcting.
    """
    count = fan.shape[0]
    chord_m, height_m = fan[i, j, k, 1], fan[i, j, k, 2]
    if chord_m < 0.1 * abs(height_m):
        return chord_m, height_m
    wanted = 2.0 * math.pi * i / count
    difference = fan[i, j, k, 0] - wanted
    drift = difference - 2.0 * math.pi * math.floor(difference / (2.0 * math.pi) + 0.5)
    shift = -drift * count / (2.0 * math.pi)
    base = math.floor(shift)
    part = shift - base
    low = fan[(i + int(base)) % count, j, k]
    high = fan[(i + int(base) + 1) % count, j, k]
    return low[1] + part * (high[1] - low[1]), low[2] + part * (high[2] - low[2])


@inlined_law
def direction_and_distance(chord_m, height_m):
    """Return the square root of height over distance, with the sign of the height, and the distance [m]."""
    distance_m = math.sqrt(chord_m * chord_m + height_m * height_m)
    if distance_m == 0.0:
        return 0.0, 0.0
    return math.copysign(math.sqrt(abs(height_m) / distance_m), height_m), distance_m


@law
def mark_segment(reach, k, u1, d1, u2, d2):
    """Raise the reach at time k where the line between two flights of the fan crosses a direction."""
    last = reach.shape[0] - 1
    low, high = min(u1, u2), max(u1, u2)
    for g in range(max(0, math.ceil(low * last)), min(last, math.floor(high * last)) + 1):
        part = (g / last - u1) / (u2 - u1) if u2 != u1 else 0.0
        reach[g, k] = max(reach[g, k], d1 + part * (d2 - d1))


@law
def keep_reached(reach):
    """Let reach never fall with time, and put the nearest crossing of each direction first.

    The lowest flights of the fan fall through the directions below them only far out; nearer than that no flight
    ever passes. What is not crossed at burnout keeps a reach of 0 until it is, behind that first number.
    """
    for g in range(reach.shape[0]):
        first = 0
        while first < reach.shape[1] - 1 and reach[g, first] == 0.0:
            first += 1
        reach[g, 0] = reach[g, first]
        for k in range(first + 1, reach.shape[1]):
            reach[g, k] = max(reach[g, k], reach[g, k - 1])


@law
def widen_front(fan, reach):
    """Fill reach[azimuth, direction, time] from the fan: the furthest flight so far in each direction."""
    for i in range(reach.shape[0]):
        for k in range(reach.shape[2]):
            top = -1.0
            u1, d1 = -2.0, 0.0
            top_distance = 0.0
            for j in range(fan.shape[1]):
                chord_m, height_m = straightened(fan, i, j, k)
                u2, d2 = direction_and_distance(chord_m, height_m)
                if math.isnan(height_m):
                    u1 = math.nan
                    continue
                if j > 0 and not math.isnan(u1):
                    mark_segment(reach[i], k, u1, d1, u2, d2)
                if u2 > top:
                    top, top_distance = u2, d2
                u1, d1 = u2, d2
            if top >= 0.0:
                for g in range(math.ceil(top * (reach.shape[1] - 1)), reach.shape[1]):
                    reach[i, g, k] = max(reach[i, g, k], top_distance)
        keep_reached(reach[i])


def elevations_rad(interceptor: ParametricInterceptor, thrust_m_s2: float, world: World) -> np.ndarray:
    """Return the thrust elevations of the fan [rad]: from the one with the lowest path angle at burnout to 90 deg."""
    lowest_rad = math.radians(interceptor.minimum_launch_elevation_deg)
    start_rad = elevation_for_angle_rad(lowest_rad, thrust_m_s2, interceptor.burn_time_s, world)
    return np.linspace(start_rad, 0.5 * math.pi, ELEVATIONS)


def parametric_burnouts(
    interceptor: ParametricInterceptor, site: tuple, axes: tuple, world: World
) -> np.ndarray:
    """Return the inertial burnout states of the fan, (azimuth, elevation, 6)."""
    thrust_m_s2 = reference_thrust_m_s2(interceptor.burnout_speed_m_s, interceptor.burn_time_s, world)
    return fan_of_burnouts(
        elevations_rad(interceptor, thrust_m_s2, world),
        thrust_m_s2,
        site,
        axes,
        interceptor.burn_time_s,
        world,
        AZIMUTHS,
    )


@law
def fan_of_burnouts(elevations, thrust_m_s2, site, axes, burn_time_s, world, azimuths):
    """Return the inertial burnout states of all flights of a parametric fan."""
    spin = world.rotation_rad_s
    start = (-spin * site[1], spin * site[0], 0.0)
    states = np.empty((azimuths, len(elevations), 6))
    for i in range(azimuths):
        for j in range(len(elevations)):
            ux, uy, uz = thrust_direction(axes, 2.0 * math.pi * i / azimuths, elevations[j])
            thrust = (thrust_m_s2 * ux, thrust_m_s2 * uy, thrust_m_s2 * uz)
            state = burnout_state(site, start, thrust, burn_time_s, world)
            for n in range(6):
                states[i, j, n] = state[n]
    return states


def flyout(interceptor: Interceptor, lat_deg: float, height_m: float, world: World) -> Flyout:
    """Return the fly-out table of an interceptor at a latitude, made once and kept on disk.

    By symmetry the longitude does not matter.
    """
    told = repr((interceptor, lat_deg, height_m, world)).encode()

    def made() -> bytes:
        return as_bytes(computed_flyout(interceptor, lat_deg, height_m, world))

    return from_bytes(kept((b"fly-out table", code_hash().encode(), told), made))


def as_bytes(table: Flyout) -> bytes:
    """Return a fly-out table as bytes, the same bits."""
    times_s = np.array([table.burn_time_s, table.time_step_s])
    return times_s.tobytes() + table.reach_m.tobytes() + table.burnouts.tobytes()


def from_bytes(stored: bytes) -> Flyout:
    """Return the fly-out table of its bytes."""
    numbers, cells = np.frombuffer(stored).copy(), AZIMUTHS * DIRECTIONS * TIMES
    reach_m, burnouts = np.split(numbers[2:], [cells])
    return Flyout(
        reach_m.reshape(AZIMUTHS, DIRECTIONS, TIMES),
        float(numbers[0]),
        float(numbers[1]),
        burnouts.reshape(AZIMUTHS, -1, 6),
    )


def computed_flyout(interceptor: Interceptor, lat_deg: float, height_m: float, world: World) -> Flyout:
    """Return the fly-out table of an interceptor at a latitude, computed."""
    site = ecef_of(lat_deg, 0.0, height_m, world.equatorial_radius_m, world.flattening)
    axes = enu_axes(lat_deg, 0.0)
    if isinstance(interceptor, StagedInterceptor):
        burn_time_s = staged_burn_time_s(interceptor)
        burnouts = staged_burnouts(interceptor, site, axes, world, (AZIMUTHS, ELEVATIONS))
    else:
        burn_time_s = interceptor.burn_time_s
        burnouts = parametric_burnouts(interceptor, site, axes, world)
    time_step_s = (interceptor.maximum_flight_time_s - burn_time_s) / (TIMES - 1)
    fan = np.empty((AZIMUTHS, ELEVATIONS, TIMES, 3))

    def fly_half(half: slice) -> None:
        fly_fan(burnouts[half], site, axes, burn_time_s, time_step_s, world, fan[half])

    with threads(2) as pool:  # each flight is alone, so the numbers are the same bits
        list(pool.map(fly_half, (slice(0, AZIMUTHS // 2), slice(AZIMUTHS // 2, AZIMUTHS))))
    reach_m = np.zeros((AZIMUTHS, DIRECTIONS, TIMES))
    widen_front(fan, reach_m)
    return Flyout(reach_m, burn_time_s, time_step_s, burnouts)
