"""Powered flight of a staged rocket: thrust against gravity and air, in the rotating frame where the air rests.

The rocket rises upright for a stated time. Then it is kicked: its velocity is turned by a small angle towards the
azimuth, in no time and at no cost. From there on it thrusts along its Earth-relative velocity, and gravity alone
bends the path (a gravity turn). Stages burn without a pause; each drops its inert mass when its propellant is spent.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any, NamedTuple, Protocol

import numpy as np

from equipoise.constants import STANDARD_GRAVITY_M_S2
from equipoise.kernels import law
from equipoise.physics.atmosphere import air
from equipoise.physics.earth import geocentric_altitude
from equipoise.physics.motion import DRAG_CEILING_M, pull

RISE_STEP_S = 2.5
FIRST_STEP_S = 0.4  # just after the kick, where the path bends fastest
LONGEST_STEP_S = 3.0
STEP_GROWTH = 0.1  # a step may last this share of the time since the kick
MOST_LIGHTENING = 0.15  # a step may burn this share of the mass
OVERBURN_S = 1.0  # the last stage may burn on in thought, so that a solver can look past its end
DEEPEST_M = -500.0  # below this a flight has ended in the ground
SLOWEST_TURN_M_S = 1.0

STEP_ROW = np.dtype(
    [
        ("start_s", "f8"),
        ("length_s", "f8"),
        ("mass_kg", "f8"),  # at the start of the step
        ("flow_kg_s", "f8"),
        ("thrust_n", "f8"),  # in vacuum
        ("nozzle_area_m2", "f8"),
        ("body_area_m2", "f8"),
    ]
)


class Motor(NamedTuple):
    """The burning stage during one step; the mass is that of the whole rocket at the start of the step."""

    mass_kg: float
    flow_kg_s: float
    thrust_n: float
    nozzle_area_m2: float
    body_area_m2: float


class StageLike(Protocol):
    """What the laws ask of a stage; thrust is the mean in vacuum."""

    @property
    def propellant_mass_kg(self) -> float: ...
    @property
    def inert_mass_kg(self) -> float: ...
    @property
    def thrust_n(self) -> float: ...
    @property
    def burn_time_s(self) -> float: ...
    @property
    def diameter_m(self) -> float: ...
    @property
    def nozzle_exit_area_m2(self) -> float: ...


class Rocket(NamedTuple):
    """A staged vehicle as compiled laws read it: a row of STEP_ROW for each step of its burn, and its drag.

    The first `rise_steps` steps are the upright rise; the last one burns on past the end by OVERBURN_S.
    """

    steps: Any
    rise_steps: int
    burn_time_s: float
    drag_machs: Any
    drag_coefficients: Any


def mass_flow(thrust_n: float, specific_impulse_s: float) -> float:
    """Return the propellant that a motor burns in a second [kg/s], from thrust [N] and specific impulse [s].

    Examples
    --------
    >>> round(mass_flow(98066.5, 200.0), 6)
    50.0
    """
    return thrust_n / (specific_impulse_s * STANDARD_GRAVITY_M_S2)


def ideal_speed(specific_impulse_s: float, initial_mass_kg: float, final_mass_kg: float) -> float:
    """Return the speed that one burn gives without gravity and air [m/s] (Tsiolkovsky).

    Examples
    --------
    >>> round(ideal_speed(360.0, 314.0, 134.0), 3)
    3006.318
    """
    return specific_impulse_s * STANDARD_GRAVITY_M_S2 * math.log(initial_mass_kg / final_mass_kg)


def ideal_stack_speed(stages: Sequence[StageLike], payload_mass_kg: float) -> float:
    """Return the speed that all stages together give without gravity and air [m/s]."""
    total_m_s = 0.0
    for stage, mass_kg in zip(stages, ignition_masses(stages, payload_mass_kg), strict=True):
        impulse_s = stage.thrust_n * stage.burn_time_s / (stage.propellant_mass_kg * STANDARD_GRAVITY_M_S2)
        total_m_s += ideal_speed(impulse_s, mass_kg, mass_kg - stage.propellant_mass_kg)
    return total_m_s


def ignition_masses(stages: Sequence[StageLike], payload_mass_kg: float) -> list[float]:
    """Return the mass of all that is left when each stage ignites [kg]."""
    masses = []
    above_kg = payload_mass_kg
    for stage in reversed(stages):
        above_kg += stage.propellant_mass_kg + stage.inert_mass_kg
        masses.append(above_kg)
    return masses[::-1]


def step_times(first_s: float, last_s: float, kick_s: float, empty_s: float) -> np.ndarray:
    """Return the times that cut a stretch of the burn into steps [s].

    Steps grow with the time since the kick, and shrink towards the time at which nothing would be left of the mass.
    """
    times = [first_s]
    while times[-1] < last_s:
        wanted_s = max(FIRST_STEP_S, STEP_GROWTH * (times[-1] - kick_s)) if first_s >= kick_s else RISE_STEP_S
        lighter_s = MOST_LIGHTENING * (empty_s - times[-1])
        times.append(times[-1] + min(LONGEST_STEP_S, wanted_s, lighter_s))
    return first_s + (np.array(times) - first_s) * ((last_s - first_s) / (times[-1] - first_s))


def rocket_of(
    stages: Sequence[StageLike],
    payload_mass_kg: float,
    drag: Iterable[tuple[float, float]],
    vertical_rise_s: float,
) -> Rocket:
    """Return a staged vehicle in the form that the laws of powered flight take.

    Parameters
    ----------
    stages : sequence
        Stages in the order of burning; any objects with the attributes of `StageLike`.
    payload_mass_kg : float
        Mass carried after the last burnout [kg].
    drag : iterable of (Mach number, drag coefficient)
        Straight lines between, constant beyond; on the cross-section of the burning stage's body.
    vertical_rise_s : float
        Time of upright rise [s]; at most the burn time.
    """
    burn_time_s = sum(stage.burn_time_s for stage in stages)
    rise_s = min(vertical_rise_s, burn_time_s)
    rows: list[tuple[float, ...]] = []
    start_s = 0.0
    for stage, mass_kg in zip(stages, ignition_masses(stages, payload_mass_kg), strict=True):
        end_s = start_s + stage.burn_time_s
        empty_s = start_s + mass_kg * stage.burn_time_s / stage.propellant_mass_kg
        for first_s, last_s in ((start_s, min(end_s, rise_s)), (max(start_s, rise_s), end_s)):
            if last_s > first_s:
                times_s = step_times(first_s, last_s, rise_s, empty_s)
                rows += stretch_rows(stage, mass_kg, start_s, times_s)
        start_s = end_s
    rise_steps = sum(row[0] < rise_s for row in rows)
    rows += stretch_rows(
        stages[-1],
        ignition_masses(stages, payload_mass_kg)[-1],
        burn_time_s - stages[-1].burn_time_s,
        np.array([burn_time_s, burn_time_s + OVERBURN_S]),
    )
    table = np.array(list(drag), dtype=float)
    return Rocket(
        np.array(rows, dtype=STEP_ROW), rise_steps, burn_time_s, table[:, 0].copy(), table[:, 1].copy()
    )


def stretch_rows(
    stage: StageLike, ignition_mass_kg: float, ignition_s: float, times_s: np.ndarray
) -> list[tuple[float, ...]]:
    """Return the rows of the steps between neighbouring times within one stage's burn."""
    flow_kg_s = stage.propellant_mass_kg / stage.burn_time_s
    body_area_m2 = math.pi / 4.0 * stage.diameter_m**2
    return [
        (
            start_s,
            end_s - start_s,
            ignition_mass_kg - flow_kg_s * (start_s - ignition_s),
            flow_kg_s,
            stage.thrust_n,
            stage.nozzle_exit_area_m2,
            body_area_m2,
        )
        for start_s, end_s in pairwise(times_s)
    ]


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
