"""Quantities of public claims that a line of arithmetic or a closed form gives."""

from __future__ import annotations

import math

from equipoise.engagement.defence import reference_range_m
from equipoise.engagement.flights import ground_range_m
from equipoise.errors import Fault, InputError
from equipoise.physics.ballistic import minimum_energy
from equipoise.physics.kill import shots_needed
from equipoise.physics.radar import range_scaled_by_cross_section
from equipoise.scenario import Scenario
from equipoise.systems.places import Place
from equipoise.systems.sensors import Radar


def plan_of(plan: Scenario | None) -> Scenario:
    """Return the scenario of a claim whose quantity needs one."""
    if plan is None:
        raise InputError(Fault("", "scenario", "this quantity needs a scenario", "add 'scenario: NAME'"))
    return plan


def radar_range_m(plan: Scenario | None, *, sensor: str, cross_section_m2: float) -> float:
    """Return the range at which a radar of the scenario detects a cross-section with a cue [m]."""
    radar = plan_of(plan).sensor(sensor)
    if not isinstance(radar, Radar):
        raise InputError(Fault("", f"sensors.{sensor}", "this is no radar", "name a radar"))
    return float(
        range_scaled_by_cross_section(
            reference_range_m(radar), radar.reference_cross_section_m2, cross_section_m2
        )
    )


def flight_time_s(plan: Scenario | None, *, launch: Place, aim: Place, boost_time_s: float) -> float:
    """Return the time of a flight of least energy over a round Earth, and of the boost before it [s].

    Examples
    --------
    >>> from equipoise import catalogue
    >>> poland, moscow = catalogue.noun("places", "redzikowo"), catalogue.noun("places", "moscow")
    >>> round(flight_time_s(None, launch=poland, aim=moscow, boost_time_s=0.0) / 60, 1)
    9.2
    """
    return float(minimum_energy(ground_range_m(launch, aim))[3]) + boost_time_s


def apogee_m(plan: Scenario | None, *, range_m: float) -> float:
    """Return the highest point of a flight of least energy over a round Earth [m]."""
    return float(minimum_energy(range_m)[2])


def share_of_force(
    plan: Scenario | None, *, force: int, shots: int = 1, kill_probability: float = 1.0
) -> float:
    """Return the expected kills with all interceptors of a scenario, as a share of a force.

    Every interceptor is used, so many at each target as `shots` says; what is left over stays unused. Whether a
    target can be reached is not asked here.

    Examples
    --------
    >>> from equipoise.scenario import load
    >>> round(100 * share_of_force(load("poland-czech-2007"), force=415), 1)
    2.4
    """
    targets = interceptors(plan_of(plan)) // shots
    return min(targets, force) * (1.0 - (1.0 - kill_probability) ** shots) / force


def missiles_engaged(plan: Scenario | None, *, batteries: tuple[str, ...] = ()) -> float:
    """Return the missiles at which the magazines allow a full look each: of all batteries, or of those named.

    Examples
    --------
    >>> from equipoise.scenario import load
    >>> missiles_engaged(load("poland-czech-2007"))
    5.0
    """
    plan = plan_of(plan)
    chosen = [plan.battery(name) for name in batteries] or plan.batteries
    return float(sum(battery.magazine // battery.shots_per_look for battery in chosen))


def expected_leakers(plan: Scenario | None, *, missiles: int, kill_probability: float) -> float:
    """Return the missiles of a raid expected through when all interceptors are shared out evenly.

    Examples
    --------
    >>> from equipoise.scenario import load
    >>> round(expected_leakers(load("poland-czech-2007"), missiles=5, kill_probability=0.6), 6)
    0.8
    """
    shots, more = divmod(interceptors(plan_of(plan)), missiles)
    leak = 1.0 - kill_probability
    return more * leak ** (shots + 1) + (missiles - more) * leak**shots


def shots_needed_at_one(plan: Scenario | None, *, kill_probability: float, confidence: float) -> float:
    """Return the shots at one missile that stop it with a confidence; infinite where no number does."""
    shots = float(shots_needed(1, kill_probability, confidence))
    return shots if math.isfinite(shots) else math.inf


def interceptors(plan: Scenario) -> int:
    """Return the interceptors in all magazines of a scenario."""
    return sum(battery.magazine for battery in plan.batteries)
