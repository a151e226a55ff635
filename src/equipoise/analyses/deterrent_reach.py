"""Flights of a force against a plan: what its sensors allow, and what an interceptor of any speed could do.

Two questions, answered by the same rooms. *With the plan's sensors*: see and decide say when a battery may launch.
*At a stated delay*: the interceptor leaves so many seconds after the missile and some sensor guides it at the end, so
that only flights and speeds decide. The latest useful launch answers it for all delays at once. It is asked twice: for
meetings while the missile still rises, which is what the quarrel over a tail chase is about, and for all meetings.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from pyproj import Geod

from equipoise.analyses.deterrent_force import Base
from equipoise.engagement.defence import defence_of
from equipoise.engagement.engage import Engaged, summed
from equipoise.engagement.flights import Trajectory, first_of
from equipoise.engagement.outcomes import Outcome
from equipoise.engagement.rooms import Engagement, Pairs
from equipoise.engagement.staged_fan import reference_burnout_speed_m_s
from equipoise.engagement.tables import BOOST_SEGMENTS, Committed, Defence, Flown, Looks, Seen
from equipoise.physics.world import World
from equipoise.scenario import Scenario
from equipoise.systems.interceptors import Interceptor, ParametricInterceptor, StagedInterceptor
from equipoise.systems.places import Place

RISING, WHOLE = 0, 1
TRACK_STEP_S = 2.0
LIGHTEST_KG, HEAVIEST_KG = 1.0, 5000.0
MASS_HALVINGS = 24
ROUGHLY, LEAST_ARC_RAD = 1.03, 1e-4  # a sphere finds which points of a track can be the nearest


@dataclass(frozen=True)
class Flights:
    """The flights of one base to all targets; `highest_s` is when each is highest, NaN out of range."""

    base: Base
    engagement: Engagement
    flown: Flown
    looks: Looks
    paths: tuple[Trajectory, ...]
    highest_s: np.ndarray
    planned: Engaged


def flights_of(scenario: Scenario, base: Base, targets: tuple[Place, ...]) -> Flights:
    """Return the flights of a base through the four rooms, as the plan stands."""
    engagement = Engagement(scenario, base)
    lat_deg, lon_deg = (np.array([getattr(aim, name) for aim in targets]) for name in ("lat_deg", "lon_deg"))
    flown = engagement.fly(Pairs(np.zeros(len(targets), dtype=np.int64), lat_deg, lon_deg))
    looks, seen = engagement.see(flown)
    committed = engagement.decide(flown, seen)
    planned = summed(engagement.defence, flown, committed, engagement.reach(flown, looks, seen, committed))
    paths = tuple(
        first_of(Flown(*(column[n : n + 1] for column in flown)), base, aim, engagement.world)
        for n, aim in enumerate(targets)
    )
    highest_s = np.array([highest_of(path) for path in paths])
    return Flights(base, engagement, flown, looks, paths, highest_s, planned)


def engaging(scenario: Scenario, force: Sequence[Flights]) -> list[str]:
    """Return the ids of the batteries that can engage some flight of a base that holds missiles, as the plan stands."""
    manned = [each.planned.battery_outcome for each in force if each.base.count > 0]
    able = (np.concatenate(manned) == int(Outcome.ENGAGED)).any(axis=0)
    return [battery.id for battery, engages in zip(scenario.batteries, able, strict=True) if engages]


def engaged_by(force: Sequence[Flights]) -> np.ndarray:
    """Return whether each battery can engage some flight of each base as the plan stands, (base, battery)."""
    return np.array([(each.planned.battery_outcome == int(Outcome.ENGAGED)).any(axis=0) for each in force])


def highest_of(path: Trajectory) -> float:
    """Return when a flight is highest [s], where its distance from the Earth's centre stops growing."""
    if not path.reaches:
        return math.nan
    coast = slice(BOOST_SEGMENTS, BOOST_SEGMENTS + path.segments + 1)
    rate = np.einsum("ij,ij->i", path.nodes[coast, 0:3], path.nodes[coast, 3:6])
    return float(np.interp(0.0, -rate, path.node_times_s()[coast]))


def latest_launch_s(flights: Flights, defence: Defence, until_s: np.ndarray) -> np.ndarray:
    """Return the last useful moment for each battery to launch at each flight, (target, battery) [s].

    Counted from the missile's launch; NaN where the flight is out of reach. The commit is set to the missile's launch
    and every sensor sees the flight until `until_s`, so that the margin of room 4 is the latest launch.
    """
    pairs, sensors, batteries = len(flights.flown.reaches), len(defence.sensors), len(defence.batteries)
    ends_s = np.broadcast_to(until_s[:, None, None], (pairs, sensors, 1)).copy()
    seen = Seen(np.zeros((pairs, sensors, 1)), ends_s, np.ones((pairs, sensors), np.int64))
    at_once = Committed(np.zeros((pairs, batteries)), np.zeros((pairs, batteries), np.int64))
    guided = copy.copy(flights.engagement)
    guided.defence = defence._replace(may_support=np.ones_like(defence.may_support))
    return guided.reach(flights.flown, flights.looks, seen, at_once).margin_s


def nearest_track(path: Trajectory, sites: Sequence[Place]) -> tuple[float, float]:
    """Return how near the ground track of a flight comes to any of some sites, and how far downrange that is [m].

    NaN where the aim is out of range.
    """
    if not path.reaches:
        return math.nan, math.nan
    times_s = np.arange(0.0, path.impact_s, TRACK_STEP_S)
    lat_deg, lon_deg, _ = path.track(times_s)
    ground = ellipsoid(path.world)
    roughly = np.array([arcs_rad(lat_deg, lon_deg, site) for site in sites])
    near = np.flatnonzero((roughly <= ROUGHLY * roughly.min() + LEAST_ARC_RAD).any(axis=0))
    lat_deg, lon_deg = lat_deg[near], lon_deg[near]
    away_m = np.min([distances_m(ground, lat_deg, lon_deg, site) for site in sites], axis=0)
    nearest = int(np.argmin(away_m))
    downrange_m = ground.inv(path.launch.lon_deg, path.launch.lat_deg, lon_deg[nearest], lat_deg[nearest])[2]
    return float(away_m[nearest]), float(downrange_m)


def arcs_rad(lat_deg: np.ndarray, lon_deg: np.ndarray, site: Place) -> np.ndarray:
    """Return how far points of a track are from a site on a sphere [rad]: within 1 % of the ellipsoid's."""
    lat, lat_site = np.radians(lat_deg), math.radians(site.lat_deg)
    across = np.sin(0.5 * np.radians(lon_deg - site.lon_deg))
    half = np.sin(0.5 * (lat - lat_site)) ** 2 + np.cos(lat) * math.cos(lat_site) * across**2
    return np.asarray(2.0 * np.arcsin(np.sqrt(np.minimum(half, 1.0))))


def distances_m(ground: Geod, lat_deg: np.ndarray, lon_deg: np.ndarray, site: Place) -> np.ndarray:
    """Return how far points of a track are from a site over the ground [m]."""
    here = np.full(len(lat_deg), site.lon_deg), np.full(len(lat_deg), site.lat_deg)
    return np.asarray(ground.inv(lon_deg, lat_deg, *here)[2])


def ellipsoid(world: World) -> Geod:
    """Return the figure of the Earth that distances over the ground are measured on."""
    return Geod(a=world.equatorial_radius_m, f=world.flattening)


def speed_of(interceptor: Interceptor, world: World) -> float:
    """Return the burnout speed of an interceptor on the reference flight [m/s], stated or out of its stages."""
    if isinstance(interceptor, ParametricInterceptor):
        return interceptor.burnout_speed_m_s
    return reference_burnout_speed_m_s(interceptor, world)


def at_speed(interceptor: Interceptor, speed_m_s: float, world: World) -> Interceptor | None:
    """Return an interceptor with another burnout speed; None where no front end gives it.

    Of a parametric interceptor the speed is changed and nothing else; of a staged one, the mass of its front end.
    """
    if isinstance(interceptor, ParametricInterceptor):
        return interceptor.model_copy(update={"burnout_speed_m_s": speed_m_s})
    mass_kg = front_end_for(interceptor, speed_m_s, world)
    return None if math.isnan(mass_kg) else interceptor.model_copy(update={"front_end_mass_kg": mass_kg})


def front_end_for(interceptor: StagedInterceptor, speed_m_s: float, world: World) -> float:
    """Return the mass of the front end with which a staged interceptor has a burnout speed [kg], by halving.

    NaN where even the lightest front end leaves it slower, or the heaviest faster.
    """

    def speed_with(mass_kg: float) -> float:
        return reference_burnout_speed_m_s(
            interceptor.model_copy(update={"front_end_mass_kg": mass_kg}), world
        )

    light_kg, heavy_kg = LIGHTEST_KG, HEAVIEST_KG
    if not speed_with(light_kg) >= speed_m_s or speed_with(heavy_kg) > speed_m_s:
        return math.nan
    for _ in range(MASS_HALVINGS):
        middle_kg = math.sqrt(light_kg * heavy_kg)
        if speed_with(middle_kg) >= speed_m_s:
            light_kg = middle_kg
        else:
            heavy_kg = middle_kg
    return light_kg


def launches_at(scenario: Scenario, force: tuple[Flights, ...], speed_m_s: float, window: int) -> np.ndarray:
    """Return what `launches_of` gives for a window with interceptors of another burnout speed."""
    earth = force[0].engagement.world
    changed = [(battery, at_speed(battery.interceptor, speed_m_s, earth)) for battery in scenario.batteries]
    able = tuple(b.model_copy(update={"interceptor": one}) for b, one in changed if one is not None)
    if not able:
        return np.full((len(force), len(force[0].paths)), math.nan)
    return launches_of(replace(scenario, batteries=able), force, window)


def launches_of(scenario: Scenario, force: tuple[Flights, ...], window: int) -> np.ndarray:
    """Return the latest useful launch of any battery at each flight, (base, target) [s].

    Window RISING counts meetings before the flight is highest, WHOLE all of them.
    """
    return np.asarray(np.fmax.reduce(launches_by(scenario, force, window), axis=2))


def launches_by(scenario: Scenario, force: tuple[Flights, ...], window: int) -> np.ndarray:
    """Return the latest useful launch of each battery at each flight, (base, target, battery) [s]."""
    earth = force[0].engagement.world
    found = []
    for each in force:
        until_s = each.highest_s if window == RISING else np.full(len(each.paths), np.inf)
        found.append(latest_launch_s(each, defence_of(scenario, each.base, earth), until_s))
    return np.array(found)
