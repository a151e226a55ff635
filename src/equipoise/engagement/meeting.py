"""One interceptor on its way: the flight of the fan that meets a body, found directly and not from the table."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from equipoise.engagement.flyout import Flyout, azimuth_to
from equipoise.physics.earth import ecef_of, enu_axes
from equipoise.physics.motion import coast_step, fixed_from_inertial
from equipoise.physics.world import World
from equipoise.systems.places import Place

STEP_S = 50.0
ROUGH_STEP_S = 150.0
ROUNDS = 25
CLOSE_ENOUGH_M = 1.0


class Meeting(NamedTuple):
    """The interceptor at the meeting: Earth-relative velocity, its own flight time, and the miss left [m]."""

    velocity_m_s: np.ndarray
    flight_s: float
    miss_m: float


def meeting(flyout: Flyout, place: Place, world: World, target: np.ndarray, guess_s: float) -> Meeting:
    """Return the interceptor flight through a point near a flight time, by Newton's method over the fan.

    Unknowns are launch azimuth, place in the fan, and flight time; the burnout states of the fan are mixed linearly.

    Parameters
    ----------
    target : array (3)
        Earth-fixed position of the body [m].
    guess_s : float
        Flight time by the table [s].
    """
    turned = rotated(target, -place.lon_deg)
    unknown = start(flyout, place, turned, guess_s, world)
    position, velocity = state(flyout, unknown, world)
    for _ in range(ROUNDS):
        miss = position - turned
        if np.linalg.norm(miss) < CLOSE_ENOUGH_M:
            break
        step = np.linalg.lstsq(slopes(flyout, unknown, position, world), -miss, rcond=None)[0]
        unknown = unknown + np.clip(step, [-2.0, -4.0, -60.0], [2.0, 4.0, 60.0])
        unknown[1] = min(max(unknown[1], 0.0), flyout.burnouts.shape[1] - 1.0)
        position, velocity = state(flyout, unknown, world)
    return Meeting(
        rotated(velocity, place.lon_deg), float(unknown[2]), float(np.linalg.norm(position - turned))
    )


def rotated(vector: np.ndarray, lon_deg: float) -> np.ndarray:
    """Return a vector turned about the Earth's axis."""
    c, s = math.cos(math.radians(lon_deg)), math.sin(math.radians(lon_deg))
    return np.array([c * vector[0] - s * vector[1], s * vector[0] + c * vector[1], vector[2]])


def burnout(flyout: Flyout, azimuth: float, steering: float) -> np.ndarray:
    """Return the inertial burnout state between the flights of the fan (numbers of azimuth and of steering)."""
    azimuths, steerings, _ = flyout.burnouts.shape
    i, j = math.floor(azimuth), min(int(steering), steerings - 2)
    wi, wj = azimuth - i, steering - j
    fan = flyout.burnouts
    low = (1 - wj) * fan[i % azimuths, j] + wj * fan[i % azimuths, j + 1]
    high = (1 - wj) * fan[(i + 1) % azimuths, j] + wj * fan[(i + 1) % azimuths, j + 1]
    return (1 - wi) * low + wi * high


def state(
    flyout: Flyout, unknown: np.ndarray, world: World, step_s: float = STEP_S
) -> tuple[np.ndarray, np.ndarray]:
    """Return Earth-fixed position and velocity of one flight of the fan at a time after its launch."""
    coast_s = max(unknown[2] - flyout.burn_time_s, 0.0)
    values = tuple(float(v) for v in burnout(flyout, unknown[0], unknown[1]))
    steps = max(1, math.ceil(coast_s / step_s))
    for _ in range(steps):
        values = coast_step(values, coast_s / steps, world)
    fixed = fixed_from_inertial(values, flyout.burn_time_s + coast_s, world.rotation_rad_s)
    return np.array(fixed[:3]), np.array(fixed[3:])


def slopes(flyout: Flyout, unknown: np.ndarray, position: np.ndarray, world: World) -> np.ndarray:
    """Return how the position changes with each unknown, by small differences."""
    columns = []
    for n, small in enumerate((1e-3, 1e-3 if unknown[1] < flyout.burnouts.shape[1] - 1.5 else -1e-3, 1e-2)):
        moved = unknown.copy()
        moved[n] += small
        columns.append((state(flyout, moved, world)[0] - position) / small)
    return np.stack(columns, axis=1)


def start(flyout: Flyout, place: Place, target: np.ndarray, guess_s: float, world: World) -> np.ndarray:
    """Return the flight of the fan that passes nearest at the guessed time, of those launched about towards it."""
    azimuths, steerings, _ = flyout.burnouts.shape
    site = ecef_of(place.lat_deg, 0.0, place.height_m, world.equatorial_radius_m, world.flattening)
    axes = np.array(enu_axes(place.lat_deg, 0.0))
    bearing_rad = azimuth_to(target[0], target[1], target[2], site, axes[0:3], axes[3:6])
    towards = round(bearing_rad * azimuths / (2.0 * math.pi))
    candidates = [
        np.array([float(i), float(j), guess_s])
        for i in (towards - 1, towards, towards + 1)
        for j in range(0, steerings, 3)
    ]
    return min(
        candidates,
        key=lambda unknown: float(np.linalg.norm(state(flyout, unknown, world, ROUGH_STEP_S)[0] - target)),
    )
