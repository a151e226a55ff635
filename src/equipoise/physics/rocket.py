"""Powered flight of a staged rocket: thrust against gravity and air, in the rotating frame where the air rests.

The rocket rises upright for a stated time. Then it is kicked: its velocity is turned by a small angle towards the
azimuth, in no time and at no cost. From there on it thrusts along its Earth-relative velocity, and gravity alone
bends the path (a gravity turn). The steps of the burn come from `stack`.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from equipoise.kernels import law
from equipoise.physics.atmosphere import air
from equipoise.physics.earth import geocentric_altitude
from equipoise.physics.motion import DRAG_CEILING_M, pull

DEEPEST_M = -500.0  # below this a flight has ended in the ground
SLOWEST_TURN_M_S = 1.0


class Motor(NamedTuple):
    """The burning stage during one step; the mass is that of the whole rocket at the start of the step."""

    mass_kg: float
    flow_kg_s: float
    thrust_n: float
    nozzle_area_m2: float
    body_area_m2: float


@law
def drag_coefficient(mach, machs, coefficients):
    """Return the drag coefficient at a Mach number: straight lines between the table's points, constant beyond."""
    last = len(machs) - 1
    if mach <= machs[0]:
        return coefficients[0]
    for n in range(last):
        if mach < machs[n + 1]:
            part = (mach - machs[n]) / (machs[n + 1] - machs[n])
            return coefficients[n] + part * (coefficients[n + 1] - coefficients[n])
    return coefficients[last]


@law
def powered_acceleration(place, velocity, burnt_s, motor, drag, held, world):
    """Return the acceleration in the rotating frame [m/s2], `burnt_s` after the start of a step.

    Thrust is the vacuum thrust less ambient pressure on the nozzle exit. It points along the velocity, or along
    `held` while the body is held upright (a length of 1) or too slow to have a direction. NaN in the ground.
    """
    x, y, z = place
    vx, vy, vz = velocity
    spin = world.rotation_rad_s
    ax, ay, az = pull(x, y, z, world)
    ax += spin * (2.0 * vy + spin * x)
    ay += spin * (spin * y - 2.0 * vx)
    height_m = geocentric_altitude(x, y, z, world.equatorial_radius_m, world.flattening)
    if height_m < DEEPEST_M:
        return math.nan, math.nan, math.nan
    speed_m_s = math.sqrt(vx * vx + vy * vy + vz * vz)
    mass_kg = motor.mass_kg - motor.flow_kg_s * burnt_s
    thrust_n = motor.thrust_n
    drag_rate = 0.0
    if world.air != 0.0 and height_m < DRAG_CEILING_M:
        _, pressure, density, sound_m_s = air(height_m)
        thrust_n -= pressure * motor.nozzle_area_m2
        coefficient = drag_coefficient(speed_m_s / sound_m_s, drag[0], drag[1])
        drag_rate = 0.5 * density * speed_m_s * coefficient * motor.body_area_m2 / mass_kg
    push = thrust_n / mass_kg
    if held[3] > 0.0 or speed_m_s < SLOWEST_TURN_M_S:
        return (
            ax + push * held[0] - drag_rate * vx,
            ay + push * held[1] - drag_rate * vy,
            az + push * held[2] - drag_rate * vz,
        )
    rate = push / speed_m_s - drag_rate
    return ax + rate * vx, ay + rate * vy, az + rate * vz


@law
def ahead_of(first, second, time_s):
    """Return three numbers moved along their rates for a time."""
    return first[0] + time_s * second[0], first[1] + time_s * second[1], first[2] + time_s * second[2]


@law
def powered_step(place, velocity, time_s, step, rocket, held, world):
    """Return Earth-fixed position and velocity at a time within a step (classical Runge-Kutta, fourth order)."""
    motor = Motor(step.mass_kg, step.flow_kg_s, step.thrust_n, step.nozzle_area_m2, step.body_area_m2)
    drag = (rocket.drag_machs, rocket.drag_coefficients)
    rate, push = velocity, (0.0, 0.0, 0.0)
    moved, sped = place, velocity
    for look in range(4):
        part_s = (0.0, 0.5 * time_s, 0.5 * time_s, time_s)[look]
        weight_s = (time_s / 6.0, time_s / 3.0, time_s / 3.0, time_s / 6.0)[look]
        looked_at = ahead_of(place, rate, part_s)
        rate = ahead_of(velocity, push, part_s)
        push = powered_acceleration(looked_at, rate, part_s, motor, drag, held, world)
        moved, sped = ahead_of(moved, rate, weight_s), ahead_of(sped, push, weight_s)
    return moved, sped


@law
def launch_direction(axes, azimuth_rad, from_vertical_rad):
    """Return the unit vector at an angle from the vertical towards an azimuth."""
    level, up = math.sin(from_vertical_rad), math.cos(from_vertical_rad)
    e, n = level * math.sin(azimuth_rad), level * math.cos(azimuth_rad)
    return (
        e * axes[0] + n * axes[3] + up * axes[6],
        e * axes[1] + n * axes[4] + up * axes[7],
        e * axes[2] + n * axes[5] + up * axes[8],
    )


@law
def held_direction(k, rocket, axes, azimuth_rad, kick_rad):
    """Return the direction in which the body is held in step k, and 1 where it is held upright."""
    if k < rocket.rise_steps:
        return axes[6], axes[7], axes[8], 1.0
    x, y, z = launch_direction(axes, azimuth_rad, kick_rad)
    return x, y, z, 0.0


@law
def boost_into(states, rocket, site, axes, azimuth_rad, kick_rad, world):
    """Fill the Earth-fixed state at the start of every step of a burn; the last row is the end of the last step."""
    place, velocity = site, (0.0, 0.0, 0.0)
    for k in range(len(rocket.steps)):
        held = held_direction(k, rocket, axes, azimuth_rad, kick_rad)
        if k == rocket.rise_steps:
            speed_m_s = math.sqrt(velocity[0] ** 2 + velocity[1] ** 2 + velocity[2] ** 2)
            velocity = (speed_m_s * held[0], speed_m_s * held[1], speed_m_s * held[2])
        states[k, 0], states[k, 1], states[k, 2] = place
        states[k, 3], states[k, 4], states[k, 5] = velocity
        step = rocket.steps[k]
        place, velocity = powered_step(place, velocity, step.length_s, step, rocket, held, world)
    states[-1, 0], states[-1, 1], states[-1, 2] = place
    states[-1, 3], states[-1, 4], states[-1, 5] = velocity


@law
def boost_at(states, time_s, rocket, axes, azimuth_rad, kick_rad, world):
    """Return Earth-fixed position and velocity at any time of a burn whose states are filled."""
    low, high = 0, len(rocket.steps)
    while high - low > 1:
        middle = (low + high) // 2
        if rocket.steps[middle].start_s <= time_s:
            low = middle
        else:
            high = middle
    step = rocket.steps[low]
    held = held_direction(low, rocket, axes, azimuth_rad, kick_rad)
    place = (states[low, 0], states[low, 1], states[low, 2])
    velocity = (states[low, 3], states[low, 4], states[low, 5])
    return powered_step(place, velocity, time_s - step.start_s, step, rocket, held, world)


@law
def path_angle(place, velocity):
    """Return the angle of a velocity above the plane square to the line from the Earth's centre [rad]."""
    radius_m = math.sqrt(place[0] ** 2 + place[1] ** 2 + place[2] ** 2)
    climb_m_s = (place[0] * velocity[0] + place[1] * velocity[1] + place[2] * velocity[2]) / radius_m
    speed_squared = velocity[0] ** 2 + velocity[1] ** 2 + velocity[2] ** 2
    return math.atan2(climb_m_s, math.sqrt(max(speed_squared - climb_m_s * climb_m_s, 0.0)))
