"""Deterrent: which missiles of a force a plan could engage, by how much, and what share of the force that touches."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import xarray as xr

from equipoise.analyses.deterrent_force import KnownForce
from equipoise.analyses.deterrent_force import force as known_force
from equipoise.analyses.deterrent_reach import (
    RISING,
    WHOLE,
    Flights,
    engaged_by,
    engaging,
    flights_of,
    launches_by,
    nearest_track,
    speed_of,
)
from equipoise.analyses.deterrent_salvos import arms
from equipoise.analyses.deterrent_sides import default_force, forces_opposed, opposed
from equipoise.analyses.deterrent_speeds import FINE, Launches, Scan, critical_speeds
from equipoise.engagement.defence import world_of
from equipoise.engagement.engage import Progress
from equipoise.engagement.flights import Trajectory, ground_range_m
from equipoise.engagement.outcomes import Outcome
from equipoise.errors import Fault, InputError
from equipoise.results import Result, provenance
from equipoise.scenario import Scenario
from equipoise.systems.interceptors import StagedInterceptor
from equipoise.systems.places import Place
from equipoise.units import parse_quantity

DELAYS_S = (30.0, 60.0, 90.0, 120.0, 150.0, 180.0)
DISPUTED_SPEEDS_M_S = (
    5400.0,
    6300.0,
    7700.0,
    8300.0,
    9000.0,
)  # of the Polish interceptor, spacenews-2007, afp-2007
PLANNED = {
    "outcome": ("1", "end with the plan's sensors; see the outcomes"),
    "margin_s": (
        "s",
        "time to spare with the plan's sensors; negative: how much earlier the track must come",
    ),
    "commit_s": ("s", "earliest launch with the plan's sensors, from the missile's launch"),
    "shots": ("1", "shots with the plan's sensors"),
}
LONGEST_DELAY_S = 3600.0
MOST_TARGETS = 50


def deterrent(
    scenario: Scenario,
    *,
    force: str | None = None,
    targets: tuple[Place, ...] | None = None,
    delays_s: tuple[float, ...] = DELAYS_S,
    scan: Scan = FINE,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Result:
    """Return what a plan could do to the long-range missiles of a force, base by base.

    Two answers stand side by side. *With the plan's sensors*: outcome and margin as in a footprint. *At a stated
    delay*: the interceptor leaves so many seconds after the missile and is guided to the end, whoever tracks;
    the least burnout speed that still serves is the critical speed.

    Parameters
    ----------
    scenario : Scenario
        The plan; its threat sets are not used.
    force : str, optional
        A shipped force or a file of that form; by default the one that goes with the scenario. Batteries and sensors
        of its owner and the owner's allies are left out.
    targets : tuple of Place, optional
        Cities the missiles are flown to; by default those of the force.
    delays_s : tuple of float
        Launch delays [s], from the missile's launch to the interceptor's.
    scan : Scan
        The burnout speeds looked at: `FINE`, or `QUICK` for an answer in a quarter of the time.
    workers : int, optional
        Threads; the numbers do not depend on it.
    progress : callable, optional
        Called with steps done and steps in all.

    Returns
    -------
    result : Result
        Dataset over (base, target): outcome, margin_s, commit_s, shots, range_m, nearest_track_m, downrange_m,
        latest_launch_s (rising flight, own interceptor), latest_launch_whole_s; over (base, target, delay)
        critical_speed_m_s; over (base, target, speed) rival_launch_s, rival_launch_whole_s; over (base, target, scan)
        scan_launch_s; over base count, warheads_each; over (base, defender) engaged_by, latest_launch_by_s,
        latest_launch_whole_by_s: the same for each battery alone. NaN where a flight is out of range, never seen, or
        out of reach.

    Validity
    --------
    Interceptors keep their burn time when the speed changes, so the region before burnout grows with the speed; a
    much faster one may overshoot what a slower one meets. Meetings after the missile's burnout only. Idealised
    guidance, no decoys.
    Critical speeds to about 20 m/s (quick scan: 100 m/s), launches to about a second.

    References
    ----------
    [spacenews-2007], [afp-2007] the rival speeds; [rf08] the force; [thetech-2007] both sides' reasons.

    Examples
    --------
    >>> from equipoise import catalogue
    >>> from equipoise.scenario import load
    >>> washington = catalogue.noun("places", "washington")
    >>> found = deterrent(load("poland-czech-2007"), targets=(washington,), delays_s=(60.0,))
    >>> float(found.data.critical_speed_m_s.sel(base="vypolzovo").item()) > 5000
    True
    """
    known = default_force(scenario) if force is None else known_force(force)
    plan = opposed(scenario, known)
    aims = targets or known.force.aims
    require_options(aims, delays_s)
    flights = tuple(flights_of(plan, base, aims) for base in known.force.bases)
    launches = Launches(plan, flights, workers, progress)
    data = as_planned(plan, flights, aims).merge(at_delays(plan, launches, delays_s, scan))
    data = data.assign_coords(coordinates(plan, known, aims, delays_s, scan))
    others = ", ".join(name for name in forces_opposed(scenario) if name != known.force.id)
    data.attrs.update(attributes(plan, known), engaging=engaging(plan, flights), other_forces=others)
    names = [aim.id if aim.id != "point" else aim.name for aim in aims]
    told = {"force": known.force.id, "targets": names, "delays_s": list(delays_s), "scan": scan._asdict()}
    origin = provenance(scenario, **told)
    origin["sources"] = sorted({*origin["sources"], *known.sources})
    return Result("deterrent", data, origin)


def require_options(aims: tuple[Place, ...], delays_s: tuple[float, ...]) -> None:
    """Raise an InputError for targets or delays that make no sense."""
    if not 0 < len(aims) <= MOST_TARGETS:
        problem = f"{len(aims)} targets"
        raise InputError(Fault("--targets", "", problem, f"give 1 to {MOST_TARGETS}, with commas between"))
    if not delays_s or not all(0.0 <= delay_s <= LONGEST_DELAY_S for delay_s in delays_s):
        problem = f"{', '.join(f'{delay_s:g}' for delay_s in delays_s) or 'no delay'} is outside 0 to 3600 s"
        raise InputError(Fault("--delays", "", problem, "give delays in seconds, with commas between"))
    labels = [aim.id if aim.id != "point" else aim.name for aim in aims]
    if len(set(labels)) < len(labels) or len(set(delays_s)) < len(delays_s):
        raise InputError(Fault("deterrent", "", "a target or delay stands twice", "leave one out"))


def coordinates(
    scenario: Scenario, known: KnownForce, aims: tuple[Place, ...], delays_s: tuple[float, ...], scan: Scan
) -> dict[str, Any]:
    """Return the labels of all dimensions."""
    return {
        "base": [base.id for base in known.force.bases],
        "base_name": ("base", [base.name for base in known.force.bases]),
        "missile": ("base", [base.missile.id for base in known.force.bases]),
        "defender": [battery.id for battery in scenario.batteries],
        "target": [aim.id if aim.id != "point" else aim.name for aim in aims],
        "target_name": ("target", [aim.name for aim in aims]),
        "delay": ("delay", list(delays_s), {"units": "s"}),
        "speed": ("speed", rival_speeds_m_s(scenario), {"units": "m/s"}),
        "scan": ("scan", scan.speeds_m_s, {"units": "m/s"}),
    }


def as_planned(scenario: Scenario, flights: tuple[Flights, ...], aims: tuple[Place, ...]) -> xr.Dataset:
    """Return what the plan's own sensors and interceptors allow, and how the flights pass its batteries."""
    tracks = np.array([[nearest_of(scenario, path) for path in each.paths] for each in flights])
    best = [[best_battery(scenario, each, n) for n in range(len(aims))] for each in flights]
    rising_s, whole_s = (launches_by(scenario, flights, window) for window in (RISING, WHOLE))
    planned = {name: np.array([getattr(each.planned, name) for each in flights]) for name in PLANNED}
    columns = {name: (planned[name], *meaning) for name, meaning in PLANNED.items()} | {
        "nearest_track_m": (
            tracks[..., 0],
            "m",
            "least distance of the ground track from the nearest battery",
        ),
        "downrange_m": (tracks[..., 1], "m", "distance from the base at which the track is nearest"),
        "range_m": (tracks[..., 2], "m", "ground range"),
        "latest_launch_s": (
            np.fmax.reduce(rising_s, axis=2),
            "s",
            "latest launch that meets the rising flight, guided to the end",
        ),
        "latest_launch_whole_s": (
            np.fmax.reduce(whole_s, axis=2),
            "s",
            "latest launch that meets the flight anywhere",
        ),
        "battery": (np.array(best), "", "battery nearest to an intercept"),
    }
    pairs = {
        name: (("base", "target"), values, {"units": unit, "long_name": text})
        for name, (values, unit, text) in columns.items()
    }
    return xr.Dataset(pairs | of_bases(flights, rising_s, whole_s))


def of_bases(flights: tuple[Flights, ...], rising_s: np.ndarray, whole_s: np.ndarray) -> dict[str, Any]:
    """Return what is held at each base, and what each battery alone can do to its flights."""
    base, each_of = "base", ("base", "defender")
    missiles, warheads = "missiles", "warheads counted on each missile"
    launch = {"units": "s", "long_name": "latest launch of the battery that meets a flight"}
    return {
        "count": (base, [each.base.count for each in flights], {"units": "1", "long_name": missiles}),
        "warheads_each": (
            base,
            [each.base.warheads_each for each in flights],
            {"units": "1", "long_name": warheads},
        ),
        "engaged_by": (each_of, engaged_by(flights), {"units": "1", "long_name": "by the plan's sensors"}),
        "latest_launch_by_s": (each_of, np.fmax.reduce(rising_s, axis=1), launch),
        "latest_launch_whole_by_s": (each_of, np.fmax.reduce(whole_s, axis=1), launch),
    }


def at_delays(scenario: Scenario, launches: Launches, delays_s: tuple[float, ...], scan: Scan) -> xr.Dataset:
    """Return critical speeds by delay, and latest launches by speed."""
    speeds_m_s = rival_speeds_m_s(scenario)
    critical_m_s = critical_speeds(launches, delays_s, scan, speeds_m_s)
    launch = {"units": "s", "long_name": "latest launch that meets the rising flight"}
    whole = {"units": "s", "long_name": "latest launch that meets the flight anywhere"}
    critical = {"units": "m/s", "long_name": "least burnout speed that meets the rising flight"}
    by_speed, by_scan = ("speed", "base", "target"), ("scan", "base", "target")
    return xr.Dataset(
        {
            "critical_speed_m_s": (("base", "target", "delay"), critical_m_s, critical),
            "rival_launch_s": (by_speed, launches.at(speeds_m_s, RISING), launch),
            "rival_launch_whole_s": (by_speed, launches.at(speeds_m_s, WHOLE), whole),
            "scan_launch_s": (by_scan, launches.at(scan.speeds_m_s, RISING), launch),
        }
    )


def nearest_of(scenario: Scenario, path: Trajectory) -> tuple[float, float, float]:
    """Return distance of the track from the nearest battery, how far downrange, and the range of the flight [m]."""
    near = nearest_track(path, [battery.place for battery in scenario.batteries])
    return *near, ground_range_m(path.launch, path.aim) if path.reaches else math.nan


def best_battery(scenario: Scenario, flights: Flights, target: int) -> str:
    """Return the id of the battery nearest to an intercept of a flight; empty where the target is out of range."""
    outcomes, margins_s = flights.planned.battery_outcome[target], flights.planned.battery_margin_s[target]
    rank = [
        (int(o), -math.inf if math.isnan(m) else float(m)) for o, m in zip(outcomes, margins_s, strict=True)
    ]
    best = max(range(len(rank)), key=lambda n: rank[n])
    return "" if rank[best][0] == Outcome.OUT_OF_RANGE else scenario.batteries[best].id


def rival_speeds_m_s(scenario: Scenario) -> list[float]:
    """Return the burnout speeds that are disputed: each interceptor's own and its rivals', rising [m/s].

    A staged interceptor has no stated speed; its own stands beside those said of the Polish one.
    """
    speeds: set[float] = set()
    earth = world_of(scenario)
    for battery in scenario.batteries:
        speeds.add(round(speed_of(battery.interceptor, earth), 1))
        stated = scenario.evidence.get(f"batteries.{battery.id}.interceptor.burnout_speed")
        if stated is not None:
            speeds.update(parse_quantity(rival.value, "speed") for rival in stated.alternatives)
        if isinstance(battery.interceptor, StagedInterceptor):
            speeds.update(DISPUTED_SPEEDS_M_S)
    return sorted(speed for speed in speeds if math.isfinite(speed))


def attributes(scenario: Scenario, known: KnownForce) -> dict[str, Any]:
    """Return what the counting of warheads needs: the force as a whole, and what each battery has for it."""
    whole, earth = known.force, world_of(scenario)
    return {
        "force": whole.id,
        "force_name": whole.name,
        "force_date": whole.date,
        "force_summary": known.summary,
        "force_missiles": whole.missiles,
        "force_warheads": whole.warheads,
        **arms(scenario),
        "own_speed_m_s": max(speed_of(battery.interceptor, earth) for battery in scenario.batteries),
    }
