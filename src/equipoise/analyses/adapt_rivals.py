"""By what else a plan that stays where it is could match moved ships: tracks of more radars, faster interceptors.

Each is the plan as it stands with one thing changed, through the same rooms against the same flights.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from equipoise.analyses.adapt_options import movable_radars
from equipoise.analyses.adapt_task import Task
from equipoise.analyses.deterrent_reach import at_speed, speed_of
from equipoise.catalogue.adaptation import forward_radar
from equipoise.engagement.defence import world_of
from equipoise.scenario import Scenario, load
from equipoise.systems import Battery, Radar, Threat

SPEEDS_M_S = (4000.0, 5000.0, 6000.0, 7000.0, 8000.0, 9000.0, 10_000.0)
ENOUGH = 1e-9  # share of the people below which two shares are taken as equal


def rivals_of(
    task: Task,
    after: tuple[Threat, ...],
    goal: float,
    speeds_m_s: Sequence[float] = SPEEDS_M_S,
    workers: int | None = None,
) -> list[dict[str, Any]]:
    """Return for each other means the share that the plan as it stands reaches with it, and whether that is the goal.

    Nothing where there is no goal, for the plan reaches it without them.

    Of interceptor speeds, tried upwards, the least that reaches the goal is told, or the one that protects most. Where
    an interceptor is as fast already, it stays as it is; nothing else of it changes with its speed. Both together are
    tried where more tracks alone do not reach it.
    """
    if math.isnan(goal) or not task.scenario.batteries:
        return []
    shared = with_tracks(task.scenario)
    forward = with_forward_radar(task.scenario)
    told = [row_of("tracks", share_of(task, shared, after, workers), goal)]
    if forward is not None:
        told.append(row_of("forward-radar", share_of(task, with_tracks(forward), after, workers), goal))
    plans = [("speed", task.scenario)]
    if not any(row["reaches"] for row in told):
        plans.append(("speed-and-tracks", with_tracks(forward or task.scenario)))
    for name, plan in plans:
        faster = at_speeds(plan, speeds_m_s)
        told += fastest_of(name, faster, lambda one: share_of(task, one, after, workers), goal)
    return told


def row_of(name: str, share: float, goal: float, speed_m_s: float | None = None) -> dict[str, Any]:
    """Return one means as plain data."""
    return {"means": name, "share": share, "reaches": share >= goal - ENOUGH, "speed_m_s": speed_m_s}


def fastest_of(
    name: str, plans: Iterable[tuple[float, Scenario]], share: Callable[[Scenario], float], goal: float
) -> list[dict[str, Any]]:
    """Return the least of the speeds that reaches the goal, or of all the one that protects most; none of none."""
    tried: list[dict[str, Any]] = []
    for speed_m_s, plan in plans:
        tried.append(row_of(name, share(plan), goal, speed_m_s))
        if tried[-1]["reaches"]:
            break
    if not tried:
        return []
    best = tried[-1] if tried[-1]["reaches"] else max(tried, key=lambda row: row["share"])
    return [best | {"tried_m_s": [row["speed_m_s"] for row in tried]}]


def at_speeds(plan: Scenario, speeds_m_s: Iterable[float]) -> list[tuple[float, Scenario]]:
    """Return the plan with faster interceptors, upwards; speeds at which none is faster are left out."""
    plans = [(speed_m_s, with_speed(plan, speed_m_s)) for speed_m_s in sorted(speeds_m_s)]
    return [(speed_m_s, faster) for speed_m_s, faster in plans if faster is not plan]


def share_of(task: Task, plan: Scenario, after: Iterable[Threat], workers: int | None) -> float:
    """Return the share of the people reached whom a plan protects where it stands."""
    there = Task(plan, task.aims, task.closed)
    menu = there.present_menu
    return there.share(there.table(menu, after, workers, None), there.present(menu))


def with_tracks(plan: Scenario) -> Scenario:
    """Return a plan each of whose batteries may launch and engage on the track of every radar ashore.

    Ships' radars stay with their own ships, as everywhere in `adapt`.
    """
    afloat = movable_radars(plan)
    sensors = tuple(
        sensor.model_copy(update={"role": "fire-control"})
        if isinstance(sensor, Radar) and sensor.id not in afloat
        else sensor
        for sensor in plan.sensors
    )
    ashore = tuple(each.id for each in sensors if isinstance(each, Radar) and each.id not in afloat)
    batteries = tuple(on_tracks(battery, ashore) for battery in plan.batteries)
    return replace(plan, sensors=sensors, batteries=batteries)


def on_tracks(battery: Battery, radars: tuple[str, ...]) -> Battery:
    """Return a battery that may launch and engage on the tracks of some radars beside those of its network."""
    network = tuple(dict.fromkeys((*battery.network, *radars)))
    return battery.model_copy(update={"network": network, "rule": "engage-on-remote"})


def with_forward_radar(plan: Scenario) -> Scenario | None:
    """Return a plan with the forward radar that the catalogue names; None where it has a radar at that place."""
    chosen = forward_radar()
    radar = load(chosen.plan).sensor(chosen.sensor)
    assert isinstance(radar, Radar)
    if any(isinstance(each, Radar) and each.place.id == radar.place.id for each in plan.sensors):
        return None
    return replace(plan, sensors=(*plan.sensors, radar.model_copy(update={"id": "added-forward-radar"})))


def with_speed(plan: Scenario, speed_m_s: float) -> Scenario:
    """Return a plan whose slower interceptors have a burnout speed; the same plan where none is slower."""
    batteries = tuple(faster(battery, plan, speed_m_s) for battery in plan.batteries)
    unchanged = all(new is old for new, old in zip(batteries, plan.batteries, strict=True))
    return plan if unchanged else replace(plan, batteries=batteries)


def faster(battery: Battery, plan: Scenario, speed_m_s: float) -> Battery:
    """Return a battery whose interceptor has a burnout speed; itself where it is as fast or none could be."""
    earth = world_of(plan)
    if speed_of(battery.interceptor, earth) >= speed_m_s:
        return battery
    changed = at_speed(battery.interceptor, speed_m_s, earth)
    return battery if changed is None else battery.model_copy(update={"interceptor": changed})
