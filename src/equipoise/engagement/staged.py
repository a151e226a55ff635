"""Room 1 for staged missiles: the real burn, cut off early enough to end its coast on the aim."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from equipoise.engagement.aiming import ground_range_m
from equipoise.engagement.fly import write_coast, write_node
from equipoise.engagement.staged_aim import StagedFleet, aimed
from equipoise.engagement.staged_tables import COAST, ShotTable, shot_table
from equipoise.engagement.tables import BOOST_SEGMENTS, Flown
from equipoise.kernels import law
from equipoise.physics.boost_path import pad
from equipoise.physics.earth import ecef_of
from equipoise.physics.rocket import boost_at
from equipoise.physics.stack import Rocket, rocket_of
from equipoise.physics.world import WGS84, World
from equipoise.systems.missiles import StagedMissile


class StagedThreat(NamedTuple):
    """A staged missile and how far from minimum energy it is flown: what `missile_rows` gives for such a missile."""

    missile: StagedMissile
    shape_angle_rad: float


@law
def write_burn(nodes, burn, cutoff_s, world):
    """Write the boost nodes, at equal times up to the cut-off; the node of the cut-off itself belongs to the coast."""
    for k in range(BOOST_SEGMENTS):
        time_s = cutoff_s * k / BOOST_SEGMENTS
        p, v = boost_at(
            burn.states, time_s, burn.rocket, burn.ground[2], burn.azimuth_rad, burn.kick_rad, world
        )
        write_node(nodes[k], (p[0], p[1], p[2], v[0], v[1], v[2]), world)


@law
def fly_staged_pair(launch, launch_number, fleet, lat_deg, lon_deg, rooms, nodes, world):
    """Fly one pair; fill `nodes` and return (cut-off, impact, apogee, segments), NaN where the aim is out of range."""
    boost_states, coast_states = rooms
    out_of_range = (math.nan, math.nan, math.nan, math.nan)
    ground = pad(launch[0], launch[1], launch[2], world)
    aim = ecef_of(lat_deg, lon_deg, 0.0, world.equatorial_radius_m, world.flattening)
    if ground_range_m(ground, aim) < fleet.minimum_range_m:
        return out_of_range
    burn, shot = aimed(fleet, launch_number, ground, aim, boost_states, coast_states, world)
    if not shot.cutoff_s <= fleet.rocket.burn_time_s:
        return out_of_range
    apogee_m = write_coast(nodes, coast_states, shot.segments, shot.coast_s, world)
    write_burn(nodes, burn, shot.cutoff_s, world)
    return shot.cutoff_s, shot.cutoff_s + shot.coast_s, apogee_m, float(shot.segments)


@law
def fly_staged_rows(launches, fleet, launch_index, lat_deg, lon_deg, rooms, world, flown):
    """Fly every row of a chunk; `rooms` holds the states of one burn and of one coast."""
    for row in range(len(launch_index)):
        number = launch_index[row]
        times = fly_staged_pair(
            launches[number], number, fleet, lat_deg[row], lon_deg[row], rooms, flown.nodes[row], world
        )
        for n in range(len(times)):
            flown.times[row, n] = times[n]
        flown.reaches[row] = not math.isnan(times[0])
        if not flown.reaches[row]:
            flown.nodes[row] = math.nan


def missile_rocket(missile: StagedMissile) -> Rocket:
    """Return a staged missile in the form that the laws of powered flight take."""
    return rocket_of(missile.stages, missile.payload_mass_kg, missile.drag, missile.vertical_rise_s)


@lru_cache(maxsize=512)
def kept_shots(threat: StagedThreat, lat_deg: float, height_m: float, earth: World) -> ShotTable:
    """Return the shot table of a missile at a latitude, made once; the longitude does not matter."""
    return shot_table(missile_rocket(threat.missile), lat_deg, height_m, threat.shape_angle_rad, earth)


@lru_cache(maxsize=16)
def kept_fleet(threat: StagedThreat, pads: tuple[tuple[float, float], ...], earth: World) -> StagedFleet:
    """Return a staged missile made ready to fly from pads of given latitude and height."""
    tables = [kept_shots(threat, lat_deg, height_m, earth) for lat_deg, height_m in pads]
    shots = np.stack([table.shots for table in tables])
    missile = threat.missile
    return StagedFleet(missile_rocket(missile), missile.minimum_range_m, tables[0].cutoffs_s, shots)


def longest_coast_s(threat: StagedThreat) -> float:
    """Return the time from cut-off to impact of the longest flight [s]: from the equator, by the whole burn."""
    coasts = kept_shots(threat, 0.0, 0.0, WGS84).shots[..., COAST]
    return float(np.fmax.reduce(coasts, axis=None, initial=0.0))


def fly_staged(
    launches: np.ndarray, threat: StagedThreat, pairs: Any, segments: int, world: World, flown: Flown
) -> None:
    """Fill the flights of a chunk of pairs of launch point (latitude, longitude, height) number and aim.

    A coast gets at most so many `segments`.
    """
    pads = tuple((float(lat_deg), float(height_m)) for lat_deg, _, height_m in launches)
    fleet = kept_fleet(threat, pads, world)
    rooms = (np.empty((len(fleet.rocket.steps) + 1, 6)), np.empty((segments + 1, 6)))
    fly_staged_rows(launches, fleet, pairs.launch_index, pairs.lat_deg, pairs.lon_deg, rooms, world, flown)
