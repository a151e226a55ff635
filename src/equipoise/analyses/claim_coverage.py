"""Quantities of public claims that ask whom a plan covers, and what its sensors see.

Aims are coarse on purpose: the people of a state gathered in blocks, so that all claims run in a minute.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np

from equipoise.analyses.claim_arithmetic import plan_of
from equipoise.analyses.coverage import Coverage, coverage, pairs_of
from equipoise.engagement.engage import Engaged, engage
from equipoise.engagement.outcomes import Outcome
from equipoise.engagement.rooms import Engagement, Pairs
from equipoise.errors import Fault, InputError
from equipoise.geography import people, states
from equipoise.scenario import Scenario, load
from equipoise.systems.places import Place
from equipoise.systems.settings import Region
from equipoise.systems.threats import Threat, ThreatSet

BLOCK_DEG = 1.5
LARGE_PLACE = 250_000


class Aims(NamedTuple):
    """People gathered in blocks, one row a block and state; a row stands where its people are on average."""

    lat_deg: np.ndarray
    lon_deg: np.ndarray
    people: np.ndarray
    state: np.ndarray


@cache
def aims_in(codes: tuple[str, ...], region: Region) -> Aims:
    """Return the people of some states inside a region: large places alone, the others in blocks of 1.5 degrees."""
    table, residents = states(), people(region)
    chosen = np.isin(residents.state, [table.index(code) for code in codes])
    lat_deg, lon_deg, weight, state = (
        values[chosen] for values in (residents.lat_deg, residents.lon_deg, residents.people, residents.state)
    )
    alone = np.where(weight >= LARGE_PLACE, np.arange(len(weight)), -1)
    keys = np.stack([state, np.floor(lat_deg / BLOCK_DEG), np.floor(lon_deg / BLOCK_DEG), alone])
    _, block = np.unique(keys.astype(np.int64), axis=1, return_inverse=True)
    block = block.ravel()
    total = np.bincount(block, weight)
    lat_deg, lon_deg, state = (
        np.bincount(block, weight * each) / total for each in (lat_deg, lon_deg, state)
    )
    return Aims(lat_deg, lon_deg, total, state)


def covered(defence: Scenario, threat_set: ThreatSet, codes: tuple[str, ...]) -> Coverage:
    """Return what a defence can do for the people of some states against a threat set."""
    aims = aims_in(codes, defence.region)
    return coverage(defence, threat_set, aims.lat_deg, aims.lon_deg)


def shares(
    defence: Scenario, threat_set: ThreatSet, codes: tuple[str, ...], shots: int, apart: bool
) -> np.ndarray:
    """Return people protected over people in reach, of each state apart or of all; NaN where none is in reach."""
    found, aims = covered(defence, threat_set, codes), aims_in(codes, defence.region)
    _, group = (
        np.unique(aims.state.round(), return_inverse=True) if apart else (0, np.zeros(len(aims.people), int))
    )
    reachable = np.bincount(group, aims.people * (found.reaching > 0))
    protected = np.bincount(group, aims.people * (found.shots >= shots))
    with np.errstate(invalid="ignore"):
        return protected / reachable


def protected_share(
    plan: Scenario | None,
    *,
    threat: str,
    states: tuple[str, ...],
    shots: int = 1,
    missile: str | None = None,
) -> float:
    """Return the people protected in all states together, as a share of those in reach of the set or one missile."""
    plan = plan_of(plan)
    return float(shares(plan, only(plan.threat_set(threat), missile), states, shots, apart=False)[0])


def only(threat_set: ThreatSet, missile: str | None) -> ThreatSet:
    """Return a threat set with one of its missiles alone; as it is where none is named."""
    if missile is None:
        return threat_set
    chosen = tuple(threat for threat in threat_set.threats if threat.id == missile)
    if not chosen:
        known = ", ".join(threat.id for threat in threat_set.threats)
        raise InputError(
            Fault("", "missile", f"there is no missile '{missile}' in the set", f"it has {known}")
        )
    return threat_set.model_copy(update={"threats": chosen})


def least_protected_share(
    plan: Scenario | None, *, threat: str, states: tuple[str, ...], shots: int = 1
) -> float:
    """Return the share of people protected in the state worst off; NaN where no state is in reach."""
    plan = plan_of(plan)
    return finite(shares(plan, plan.threat_set(threat), states, shots, apart=True), np.min)


def greatest_protected_share(
    plan: Scenario | None, *, threat: str, states: tuple[str, ...], shots: int = 1
) -> float:
    """Return the share of people protected in the state best off; NaN where no state is in reach."""
    plan = plan_of(plan)
    return finite(shares(plan, plan.threat_set(threat), states, shots, apart=True), np.max)


def finite(values: np.ndarray, chosen) -> float:
    """Return the least or greatest of the values that are numbers; NaN where none is."""
    numbers = values[np.isfinite(values)]
    return float(chosen(numbers)) if numbers.size else np.nan


def protected_share_lead(
    plan: Scenario | None, *, threat: str, states: tuple[str, ...], others: tuple[str, ...]
) -> float:
    """Return the share of people protected less that of the best of other plans, all against the same threat."""
    plan = plan_of(plan)
    threat_set = plan.threat_set(threat)
    rest = [other_share(name, threat_set, states) for name in others]
    return float(shares(plan, threat_set, states, 1, apart=False)[0]) - max(rest)


@lru_cache(maxsize=256)
def other_share(name: str, threat_set: ThreatSet, codes: tuple[str, ...]) -> float:
    """Return the share of people that a shipped plan protects against a threat set."""
    return float(shares(shipped(name), threat_set, codes, 1, apart=False)[0])


@cache
def shipped(name: str) -> Scenario:
    """Return a shipped scenario, read once."""
    return load(name)


def site_lead(
    plan: Scenario | None, *, threat: str, states: tuple[str, ...], battery: str, places: tuple[Place, ...]
) -> float:
    """Return the share of people protected less that with a battery at the best of other places."""
    plan = plan_of(plan)
    threat_set = plan.threat_set(threat)
    own, *rest = (
        float(shares(moved, threat_set, states, 1, apart=False)[0])
        for moved in (plan, *(at_place(plan, battery, place) for place in places))
    )
    return lead(own, rest)


def lead(own: float, rest: list[float]) -> float:
    """Return by how much one share exceeds the best of the rest; NaN where all are none, and nothing to compare."""
    return own - max(rest) if max(own, *rest) > 0.0 else np.nan


def at_place(plan: Scenario, battery: str, place: Place) -> Scenario:
    """Return a scenario with a battery moved to a place of the catalogue, its own radar with it."""
    radar = plan.battery(battery).radar
    moved = plan.replace(f"batteries.{battery}.place", place.id)
    return moved if radar is None else moved.replace(f"sensors.{radar}.place", place.id)


def engaged_share(
    plan: Scenario | None, *, threat: str, aims: tuple[Place, ...], battery: str | None = None
) -> float:
    """Return the flights to some places that meet a shot, by any battery or by one; NaN where none reaches."""
    plan = plan_of(plan)
    return share_engaged(plan, plan.threat_set(threat), aims, battery)


def engaged_share_lead(
    plan: Scenario | None, *, threat: str, aims: tuple[Place, ...], others: tuple[str, ...]
) -> float:
    """Return the share of flights that meet a shot, less that of the best of other plans, against one threat."""
    plan = plan_of(plan)
    threat_set = plan.threat_set(threat)
    rest = [other_engaged(name, threat_set, aims) for name in others]
    return share_engaged(plan, threat_set, aims, None) - max(rest)


@lru_cache(maxsize=256)
def other_engaged(name: str, threat_set: ThreatSet, aims: tuple[Place, ...]) -> float:
    """Return the share of the flights of a threat set that a shipped plan can engage."""
    return share_engaged(shipped(name), threat_set, aims, None)


def site_engaged_lead(
    plan: Scenario | None, *, threat: str, aims: tuple[Place, ...], battery: str, places: tuple[Place, ...]
) -> float:
    """Return the share of flights that a battery can engage, less that from the best of other places."""
    plan = plan_of(plan)
    threat_set = plan.threat_set(threat)
    rest = [share_engaged(at_place(plan, battery, place), threat_set, aims, battery) for place in places]
    return lead(share_engaged(plan, threat_set, aims, battery), rest)


def share_engaged(
    defence: Scenario, threat_set: ThreatSet, aims: tuple[Place, ...], battery: str | None
) -> float:
    """Return the flights of a threat set that a defence, or one battery, can engage, as a share of all that reach."""
    outcomes = [
        outcome_column(defence, engaged, battery) for engaged in flights_to(defence, threat_set, aims)
    ]
    outcome = np.concatenate(outcomes)
    reaches = outcome != Outcome.OUT_OF_RANGE
    return float((outcome == Outcome.ENGAGED).sum() / reaches.sum()) if reaches.any() else np.nan


def flights_to(defence: Scenario, threat_set: ThreatSet, aims: tuple[Place, ...]) -> list[Engaged]:
    """Return what a defence can do to every flight of a threat set to some places."""
    lat_deg, lon_deg = (np.array([getattr(aim, name) for aim in aims]) for name in ("lat_deg", "lon_deg"))
    return [engage(defence, threat, pairs_of(threat, lat_deg, lon_deg)) for threat in threat_set.threats]


def outcome_column(defence: Scenario, engaged: Engaged, battery: str | None) -> np.ndarray:
    """Return the outcome of each flight, for all batteries or for one."""
    if battery is None:
        return engaged.outcome
    row = [each.id for each in defence.batteries].index(defence.battery(battery).id)
    return engaged.battery_outcome[:, row]


def seen_share(
    plan: Scenario | None, *, threat: str, states: tuple[str, ...], sensor: str, time_s: float
) -> float:
    """Return the flights that a sensor sees for so long after burnout, as a share of all; people do not weigh."""
    plan = plan_of(plan)
    row = sensor_row(plan, sensor)
    long_enough = [
        (sighted.after_burnout_s[:, row] >= time_s)[sighted.reaches]
        for sighted in (sighted_by(plan, each, states) for each in plan.threat_set(threat).threats)
    ]
    return float(np.concatenate(long_enough).mean())


def first_sight_s(
    plan: Scenario | None, *, threat: str, states: tuple[str, ...], sensors: tuple[str, ...]
) -> float:
    """Return the time by which one of the sensors has seen half of the flights [s]; infinite where it never has."""
    plan = plan_of(plan)
    rows = [sensor_row(plan, sensor) for sensor in sensors]
    firsts = [
        np.fmin.reduce(sighted.first_s[:, rows], axis=1)[sighted.reaches]
        for sighted in (sighted_by(plan, each, states) for each in plan.threat_set(threat).threats)
    ]
    return float(np.median(np.nan_to_num(np.concatenate(firsts), nan=np.inf)))


class Sighted(NamedTuple):
    """When each sensor first sees each flight [s], NaN for never, and for how long after burnout [s]."""

    reaches: np.ndarray
    first_s: np.ndarray
    after_burnout_s: np.ndarray


def sighted_by(plan: Scenario, threat: Threat, codes: tuple[str, ...]) -> Sighted:
    """Return what the sensors of a plan see of the flights of a threat to the people of some states."""
    aims, engagement = aims_in(codes, plan.region), Engagement(plan, threat)
    pairs: Pairs = pairs_of(threat, aims.lat_deg, aims.lon_deg)
    flown = engagement.fly(pairs)
    _, seen = engagement.see(flown)
    burnout_s = flown.times[:, 0][:, None, None]
    length_s = np.nan_to_num(seen.ends - np.maximum(seen.starts, burnout_s)).clip(min=0.0)
    return Sighted(np.asarray(flown.reaches), seen.starts[:, :, 0], length_s.sum(axis=2))


def sensor_row(plan: Scenario, sensor: str) -> int:
    """Return the number of a sensor in a scenario."""
    known = [each.id for each in plan.sensors]
    if sensor not in known:
        raise InputError(Fault("", "sensor", f"there is no sensor '{sensor}'", f"it has {', '.join(known)}"))
    return known.index(sensor)
