"""A stack of rocket stages: what it weighs, what speed it holds, and its burn cut into steps.

Stages burn one after the other without a pause; each drops its inert mass when its propellant is spent. Thrust is
the mean in vacuum, the flow of propellant is steady.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any, NamedTuple, Protocol

import numpy as np

from equipoise.constants import STANDARD_GRAVITY_M_S2

RISE_STEP_S = 2.5
FIRST_STEP_S = 0.4  # just after the kick, where the path bends fastest
LONGEST_STEP_S = 3.0
STEP_GROWTH = 0.1  # a step may last this share of the time since the kick
MOST_LIGHTENING = 0.15  # a step may burn this share of the mass
OVERBURN_S = 1.0  # the last stage may burn on in thought, so that a solver can look past its end

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
