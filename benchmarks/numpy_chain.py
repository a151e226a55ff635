"""The chain fly, see, decide, reach as one would write it plainly in NumPy: all pairs at once, small fixed time steps.

Same laws and same descriptions as the engine: least-speed aims with J2, boost as a power law, cued radars, tracks with
gaps, look-shoot-look out of the same fly-out tables. What the engine finds by tables and root finding is found here by
halving, whole integrations and looking at every step. Arrays have time first, then component, then pair.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from equipoise.constants import EARTH_MEAN_RADIUS_M
from equipoise.engagement.outcomes import Outcome
from equipoise.engagement.rooms import Engagement, Pairs
from equipoise.physics.boost_path import pad
from equipoise.physics.earth import ecef_to_geodetic, geodetic_to_ecef

COAST_STEP_S = 5.0
BOOST_STEPS = 32
LOWEST_RAD, HIGHEST_RAD = math.radians(2.0), math.radians(65.0)
GOLDEN = 0.5 * (math.sqrt(5.0) - 1.0)
NEVER_S = -1.0e9


class Track(NamedTuple):
    """All flights: times and heights (step, pair), Earth-fixed places (step, 3, pair), burnout step, who reaches."""

    time_s: np.ndarray
    place: np.ndarray
    height_m: np.ndarray
    burnout: int
    reaches: np.ndarray


class Ground(NamedTuple):
    """The pads of all pairs: centre and radius of the fitting sphere, axes east, north, up."""

    centre: np.ndarray
    radius_m: np.ndarray
    east: np.ndarray
    north: np.ndarray
    up: np.ndarray


def dot(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    return (a * b).sum(axis=0)


def turned(place: np.ndarray, angle_rad: np.ndarray) -> np.ndarray:
    """Return places turned about the axis of the Earth."""
    c, s = np.cos(angle_rad), np.sin(angle_rad)
    return np.stack([c * place[0] - s * place[1], s * place[0] + c * place[1], place[2] + 0.0 * c])


def spun(place: np.ndarray, spin_rad_s: float) -> np.ndarray:
    """Return the velocity of the turning Earth at places."""
    return np.stack([-spin_rad_s * place[1], spin_rad_s * place[0], 0.0 * place[2]])


def gravity(place: np.ndarray, world: object) -> np.ndarray:
    """Return the acceleration of gravity with J2."""
    square = dot(place, place)
    central = -world.gm_m3_s2 / (square * np.sqrt(square))
    bulge = 1.5 * world.j2 * world.equatorial_radius_m**2 / square
    polar = 5.0 * place[2] ** 2 / square
    level = central * (1.0 + bulge * (1.0 - polar))
    return np.stack([level * place[0], level * place[1], central * (1.0 + bulge * (3.0 - polar)) * place[2]])


def grounds(launches: np.ndarray, index: np.ndarray, world: object) -> Ground:
    """Return the pads of the pairs."""
    pads = [pad(*launch, world) for launch in launches]
    axes = np.array([p[2] for p in pads])[index].T
    centre, radius_m = np.array([p[0] for p in pads])[index].T, np.array([p[1] for p in pads])[index]
    return Ground(centre, radius_m, axes[0:3], axes[3:6], axes[6:9])


def on_arc(ground: Ground, azimuth_rad: np.ndarray, downrange_m: float, altitude_m: float) -> tuple:
    """Return place, upward, forward and sideward directions after a ground arc."""
    ahead = np.sin(azimuth_rad) * ground.east + np.cos(azimuth_rad) * ground.north
    aside = np.cos(azimuth_rad) * ground.east - np.sin(azimuth_rad) * ground.north
    angle = downrange_m / ground.radius_m
    up = np.cos(angle) * ground.up + np.sin(angle) * ahead
    forward = np.cos(angle) * ahead - np.sin(angle) * ground.up
    return ground.centre + (ground.radius_m + altitude_m) * up, up, forward, aside


def hit(
    place: np.ndarray, target: np.ndarray, angle_rad: np.ndarray, gm: float
) -> tuple[np.ndarray, np.ndarray]:
    """Return velocity and time of the two-body flight between two points at a path angle."""
    r1, r2 = np.sqrt(dot(place, place)), np.sqrt(dot(target, target))
    cosine = dot(place, target) / (r1 * r2)
    sine = np.sqrt(np.maximum(1.0 - cosine * cosine, 1e-30))
    ca, sa = np.cos(angle_rad), np.sin(angle_rad)
    shape = r1 / r2 * ca - (ca * cosine - sa * sine)
    ratio = (1.0 - cosine) / (ca * shape)
    ratio = np.where((shape > 0.0) & (ratio < 2.0), ratio, np.nan)
    speed = np.sqrt(ratio * gm / r1)
    level = sa / ca * (1.0 - cosine) + (1.0 - ratio) * sine
    end = (1.0 - cosine) / (ratio * ca * ca) + (ca * cosine - sa * sine) / ca
    root = np.sqrt(2.0 / ratio - 1.0)
    sweep = np.arctan2(root, ca * sine / (1.0 - cosine) - sa)
    flight_s = r1 / (speed * ca) * (level / ((2.0 - ratio) * end) + 2.0 * ca / (ratio * root**3) * sweep)
    upward = place / r1
    across = target - dot(upward, target) * upward
    across = across / np.sqrt(dot(across, across))
    return speed * (sa * upward + ca * across), flight_s


def shot(
    engagement: Engagement, ground: Ground, aim: np.ndarray, start: tuple, angle_rad: np.ndarray
) -> tuple:
    """Return coast time, azimuth, burnout place, inertial velocity, relative speed; five passes settle them."""
    coast_s, azimuth_rad, offset = start
    missile, world = engagement.fleet.missile_rows[0], engagement.world
    for _ in range(5):
        place, _, forward, aside = on_arc(
            ground, azimuth_rad, missile["burnout_downrange_m"], missile["burnout_altitude_m"]
        )
        target = turned(aim, world.rotation_rad_s * coast_s) + offset
        velocity, coast_s = hit(place, target, angle_rad, world.gm_m3_s2)
        relative = velocity - spun(place, world.rotation_rad_s)
        azimuth_rad = azimuth_rad + np.arctan2(dot(relative, aside), dot(relative, forward))
    return coast_s, azimuth_rad, place, velocity, np.sqrt(dot(relative, relative))


def least_angle(engagement: Engagement, ground: Ground, aim: np.ndarray, start: tuple) -> np.ndarray:
    """Return the path angles of least relative speed, by golden sections."""
    low = np.full(aim.shape[1], LOWEST_RAD)
    high = np.full(aim.shape[1], HIGHEST_RAD)
    for _ in range(24):
        left, right = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
        slower = [shot(engagement, ground, aim, start, angle)[4] for angle in (left, right)]
        keep_low = np.where(np.isnan(slower[0]), False, ~(slower[0] > slower[1]))
        low, high = np.where(keep_low, low, left), np.where(keep_low, right, high)
    return 0.5 * (low + high)


def coasted(
    place: np.ndarray, velocity: np.ndarray, coast_s: np.ndarray, steps: int, world: object
) -> np.ndarray:
    """Return the inertial places of coasts at equal steps, classical Runge-Kutta."""
    h = coast_s / steps
    places = np.empty((steps + 1, *place.shape))
    places[0] = place
    for k in range(steps):
        a1 = gravity(place, world)
        v2 = velocity + 0.5 * h * a1
        a2 = gravity(place + 0.5 * h * velocity, world)
        v3 = velocity + 0.5 * h * a2
        a3 = gravity(place + 0.5 * h * v2, world)
        v4 = velocity + h * a3
        a4 = gravity(place + h * v3, world)
        place = place + h / 6.0 * (velocity + 2.0 * v2 + 2.0 * v3 + v4)
        velocity = velocity + h / 6.0 * (a1 + 2.0 * a2 + 2.0 * a3 + a4)
        places[k + 1] = place
    return places


def boosted(
    engagement: Engagement, ground: Ground, azimuth_rad: np.ndarray, relative: np.ndarray
) -> np.ndarray:
    """Return Earth-fixed places of the boost at equal steps, burnout left out."""
    missile = engagement.fleet.missile_rows[0]
    burn_s, altitude_m = missile["burn_time_s"], missile["burnout_altitude_m"]
    downrange_m = missile["burnout_downrange_m"]
    _, up, forward, _ = on_arc(ground, azimuth_rad, downrange_m, altitude_m)
    p = dot(relative, up) * burn_s / altitude_m
    q = dot(relative, forward) * ground.radius_m / (ground.radius_m + altitude_m) * burn_s / downrange_m
    shares = np.arange(BOOST_STEPS) / BOOST_STEPS
    return np.stack([on_arc(ground, azimuth_rad, downrange_m * s**q, altitude_m * s**p)[0] for s in shares])


def fly(engagement: Engagement, pairs: Pairs) -> Track:
    """Return all flights: aim, then integrate and move the aim by the miss three times."""
    missile, world = engagement.fleet.missile_rows[0], engagement.world
    ground = grounds(engagement.fleet.launches, pairs.launch_index, world)
    aim = np.array(geodetic_to_ecef(pairs.lat_deg, pairs.lon_deg, 0.0))
    away = aim - ground.centre
    bearing_rad = np.arctan2(dot(away, ground.east), dot(away, ground.north))
    range_m = ground.radius_m * np.arccos(dot(away, ground.up) / np.sqrt(dot(away, away)))
    start = (600.0, bearing_rad, np.zeros_like(aim))
    angle_rad = least_angle(engagement, ground, aim, start)
    coast_s, azimuth_rad, place, velocity, speed_m_s = shot(engagement, ground, aim, start, angle_rad)
    reaches = (speed_m_s <= missile["maximum_speed_m_s"]) & (range_m >= missile["minimum_range_m"])
    offset = np.zeros_like(aim)
    steps = max(2, math.ceil(np.nanmax(np.where(reaches, coast_s, 0.0)) / COAST_STEP_S))
    for _ in range(3):
        places = coasted(place, velocity, coast_s, steps, world)
        offset = offset - (places[-1] - turned(aim, world.rotation_rad_s * coast_s))
        coast_s, azimuth_rad, place, velocity, _ = shot(
            engagement, ground, aim, (coast_s, azimuth_rad, offset), angle_rad
        )
    places = coasted(place, velocity, coast_s, steps, world)
    elapsed_s = coast_s * np.arange(steps + 1)[:, None] / steps
    fixed = np.stack([turned(p, -world.rotation_rad_s * t) for p, t in zip(places, elapsed_s, strict=True)])
    relative = velocity - spun(place, world.rotation_rad_s)
    boost = boosted(engagement, ground, azimuth_rad, relative)
    burn_s = missile["burn_time_s"]
    burning_s = np.tile((burn_s * np.arange(BOOST_STEPS) / BOOST_STEPS)[:, None], (1, aim.shape[1]))
    everywhere = np.concatenate([boost, fixed])
    height_m = ecef_to_geodetic(everywhere[:, 0], everywhere[:, 1], everywhere[:, 2])[2]
    return Track(np.concatenate([burning_s, burn_s + elapsed_s]), everywhere, height_m, BOOST_STEPS, reaches)


def clear_of_ground(sensor: np.ndarray, place: np.ndarray, world: object) -> np.ndarray:
    """Return where the straight line from a sensor passes clear of the ellipsoid."""
    stretch = np.array([1.0, 1.0, 1.0 / (1.0 - world.flattening)])
    start = np.array([sensor["x_m"], sensor["y_m"], sensor["z_m"]]) * stretch
    delta = place * stretch[:, None] - start[:, None]
    squared, toward = (delta**2).sum(axis=1), -(start[:, None] * delta).sum(axis=1)
    nearest = (start**2).sum() - toward**2 / squared
    return (toward <= 0.0) | (toward >= squared) | (nearest >= world.equatorial_radius_m**2)


def radar_sees(sensor: np.ndarray, track: Track, range_m: np.ndarray, world: object) -> np.ndarray:
    """Return where a radar with ranges by step sees the flights."""
    delta = track.place - np.array([sensor["x_m"], sensor["y_m"], sensor["z_m"]])[:, None]
    distance_m = np.sqrt((delta**2).sum(axis=1))
    up = (delta * sensor["up"][:, None]).sum(axis=1)
    seen = (distance_m <= range_m) & (up >= sensor["lowest_sine"] * distance_m)
    seen &= up <= sensor["highest_sine"] * distance_m
    if sensor["sector_cosine"] > -1.0:
        east, north = (
            (delta * sensor["east"][:, None]).sum(axis=1),
            (delta * sensor["north"][:, None]).sum(axis=1),
        )
        facing = east * sensor["boresight_east"] + north * sensor["boresight_north"]
        seen &= facing >= sensor["sector_cosine"] * np.hypot(east, north)
    if sensor["lowest_sine"] < 0.0:
        seen &= clear_of_ground(sensor, track.place, world)
    return seen


def satellite_sees(sensor: np.ndarray, track: Track, world: object) -> np.ndarray:
    """Return where a satellite has reported a burning stage: seen for as long as its delay."""
    burning = np.arange(len(track.time_s))[:, None] <= track.burnout
    seen = burning & (track.height_m >= sensor["cloud_top_m"]) & clear_of_ground(sensor, track.place, world)
    first_s = np.where(
        seen.any(axis=0), np.take_along_axis(track.time_s, seen.argmax(axis=0)[None], 0)[0], np.inf
    )
    return seen & (track.time_s >= first_s + sensor["detection_delay_s"])


def see(engagement: Engagement, track: Track) -> list[np.ndarray]:
    """Return for each sensor where it sees the flights: alone at first, then cued by the earliest report."""
    coasting = (np.arange(len(track.time_s)) >= track.burnout).astype(int)[:, None]
    world, sensors = engagement.world, engagement.defence.sensors
    views, cue_s = [], np.full(track.time_s.shape[1], np.inf)
    for sensor in sensors:
        if sensor["infrared"]:
            views.append(satellite_sees(sensor, track, world))
        else:
            views.append(radar_sees(sensor, track, sensor["search_range_m"][coasting], world))
        cue_s = np.fmin(cue_s, firm_track_s(views[-1], track, sensor))
    for n, sensor in enumerate(sensors):
        if (sensor["cued_range_m"] > sensor["search_range_m"]).any():
            cued = track.time_s >= cue_s
            range_m = np.where(cued, sensor["cued_range_m"][coasting], sensor["search_range_m"][coasting])
            views[n] = radar_sees(sensor, track, range_m, world)
    return views


def firm_track_s(seen: np.ndarray, track: Track, sensor: np.ndarray) -> np.ndarray:
    """Return when a track is firm: seen for the track time, no gap longer than the coast time; NaN for never."""
    count = seen.shape[1]
    run_s, last_s, firm_s = np.full(count, np.nan), np.full(count, -np.inf), np.full(count, np.nan)
    for k in range(len(seen)):
        now_s = track.time_s[k]
        begins = seen[k] & ~(now_s - last_s <= np.maximum(sensor["coast_time_s"], 2.0 * COAST_STEP_S))
        run_s = np.where(begins, now_s, run_s)
        last_s = np.where(seen[k], now_s, last_s)
        firm = seen[k] & np.isnan(firm_s) & (now_s - run_s >= sensor["track_time_s"])
        firm_s = np.where(firm, now_s, firm_s)
    return firm_s


def decide(engagement: Engagement, track: Track, views: list[np.ndarray]) -> list[np.ndarray]:
    """Return for each battery when it may launch [s], NaN for never."""
    defence = engagement.defence
    commits = []
    for usable, battery in zip(defence.may_launch_on, defence.batteries, strict=True):
        commit_s = np.full(track.time_s.shape[1], np.nan)
        for n, sensor in enumerate(defence.sensors):
            if usable[n] and sensor["fire_control"]:
                commit_s = np.fmin(commit_s, firm_track_s(views[n], track, sensor))
        commits.append(commit_s + battery["decision_delay_s"])
    return commits


def flight_s(
    engagement: Engagement, battery: np.ndarray, place: np.ndarray, height_m: np.ndarray
) -> np.ndarray:
    """Return the interceptor's flight time to places by halving in its fly-out table; NaN out of reach."""
    tables, n = engagement.defence.flyouts, battery["flyout"]
    reach, last = tables.reach_m[n], tables.reach_m.shape[3] - 1
    site = np.array([battery["x_m"], battery["y_m"], battery["z_m"]])
    unit = place / np.sqrt((place**2).sum(axis=1, keepdims=True)) - (site / np.sqrt((site**2).sum()))[:, None]
    chord_m = EARTH_MEAN_RADIUS_M * np.sqrt((unit**2).sum(axis=1))
    distance_m = np.hypot(chord_m, height_m)
    direction = np.sqrt(np.clip(height_m / distance_m, 0.0, 1.0)) * (reach.shape[1] - 1)
    delta = place - site[:, None]
    east, north = (
        (delta * battery["east"][:, None]).sum(axis=1),
        (delta * battery["north"][:, None]).sum(axis=1),
    )
    turn = np.arctan2(east, north) * reach.shape[0] / (2.0 * np.pi)
    i, g = np.floor(turn).astype(int), np.minimum(direction.astype(int), reach.shape[1] - 2)
    wi, wg = turn - i, direction - g
    i0, i1 = i % reach.shape[0], (i + 1) % reach.shape[0]

    def mixed(k: np.ndarray | int) -> np.ndarray:
        near = (1.0 - wg) * reach[i0, g, k] + wg * reach[i0, g + 1, k]
        return (1.0 - wi) * near + wi * ((1.0 - wg) * reach[i1, g, k] + wg * reach[i1, g + 1, k])

    possible = (mixed(0) <= distance_m) & (distance_m <= mixed(last))
    low, high = np.zeros(i.shape, dtype=int), np.full(i.shape, last)
    while (high - low).max() > 1:
        middle = (low + high) // 2
        enough = mixed(middle) >= distance_m
        low, high = np.where(enough, low, middle), np.where(enough, middle, high)
    low_m, high_m = mixed(low), mixed(high)
    part = np.where(high_m > low_m, (distance_m - low_m) / np.where(high_m > low_m, high_m - low_m, 1.0), 0.0)
    return np.where(possible, tables.burn_time_s[n] + (low + part) * tables.time_step_s[n], np.nan)


def gates(battery: np.ndarray, track: Track, supported: np.ndarray) -> np.ndarray:
    """Return which gate stands before a meeting at each step of the coast."""
    height_m = track.height_m[track.burnout :]
    gate = np.where(supported[track.burnout :], int(Outcome.ENGAGED), int(Outcome.NO_SUPPORT))
    gate = np.where(height_m > battery["maximum_altitude_m"], int(Outcome.TOO_HIGH), gate)
    return np.where(height_m < battery["minimum_altitude_m"], int(Outcome.TOO_LOW), gate)


def looks_taken(
    battery: np.ndarray, launch_s: np.ndarray, open_s: np.ndarray, commit_s: np.ndarray
) -> np.ndarray:
    """Return how many looks flight and magazine allow: shoot at the first meeting, assess, shoot again."""
    looks = np.zeros(len(commit_s), dtype=int)
    ready_s, after_s = commit_s, np.full(len(commit_s), NEVER_S)
    for _ in range(min(6, int(battery["magazine"] // battery["shots_per_look"]))):
        able = (open_s > after_s) & (launch_s >= ready_s)
        taken = able.any(axis=0)
        meeting_s = np.take_along_axis(open_s, able.argmax(axis=0)[None], 0)[0]
        looks += taken
        after_s = np.where(taken, meeting_s, np.inf)
        ready_s = after_s + battery["assessment_time_s"]
    return looks


def reach(engagement: Engagement, track: Track, views: list[np.ndarray], commits: list[np.ndarray]) -> tuple:
    """Return outcome and shots of every pair, over all batteries."""
    outcome = np.zeros(track.time_s.shape[1], dtype=int)
    shots = np.zeros(track.time_s.shape[1], dtype=int)
    defence, coast = engagement.defence, slice(track.burnout, None)
    for n, battery in enumerate(defence.batteries):
        supported = np.zeros(track.time_s.shape, dtype=bool)
        for k in np.flatnonzero(defence.may_support[n]):
            supported |= views[k]
        ever = np.zeros(track.time_s.shape[1], dtype=bool)
        for k in np.flatnonzero(defence.may_launch_on[n]):
            ever |= views[k].any(axis=0)
        gate = gates(battery, track, supported)
        takes_s = flight_s(engagement, battery, track.place[coast], track.height_m[coast])
        launch_s = np.where(np.isnan(takes_s), NEVER_S, track.time_s[coast] - takes_s)
        open_s = np.where(gate == int(Outcome.ENGAGED), track.time_s[coast], -np.inf)
        looks = looks_taken(battery, launch_s, open_s, commits[n])
        outcome = np.maximum(outcome, outcomes(gate, launch_s, commits[n], looks, ever))
        shots += looks * int(battery["shots_per_look"])
    return np.where(track.reaches, outcome, int(Outcome.OUT_OF_RANGE)), np.where(track.reaches, shots, 0)


def outcomes(
    gate: np.ndarray, launch_s: np.ndarray, commit_s: np.ndarray, looks: np.ndarray, ever: np.ndarray
) -> np.ndarray:
    """Return the outcome of one battery: the gate that stands nearest to an intercept where there is no shot."""
    best = {
        o: np.where(gate == int(o), launch_s, NEVER_S).max(axis=0)
        for o in set(Outcome) - {Outcome.OUT_OF_RANGE}
    }
    meets = np.maximum(best[Outcome.NO_SUPPORT], best[Outcome.ENGAGED]) > NEVER_S
    result = np.where(meets, int(Outcome.SEEN_TOO_LATE), int(Outcome.OUT_OF_REACH))
    for stop in (Outcome.TOO_LOW, Outcome.TOO_HIGH, Outcome.NO_SUPPORT):
        result = np.where(best[stop] >= commit_s, int(stop), result)
    result = np.where(looks > 0, int(Outcome.ENGAGED), result)
    blind = np.where(ever, int(Outcome.SEEN_TOO_LATE), int(Outcome.NOT_SEEN))
    return np.where(np.isnan(commit_s), blind, result)
