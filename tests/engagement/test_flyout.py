"""Fly-out tables: against direct flights of the interceptor in both senses, and what `burnout speed` means."""

import math
from functools import cache

import numpy as np
import pytest
from scipy.integrate import solve_ivp
from scipy.optimize import brentq, least_squares

from equipoise.engagement.flyout import (
    azimuth_to,
    chord_to,
    computed_flyout,
    direction_and_distance,
    elevations_rad,
    flyout,
)
from equipoise.engagement.fronts import shortest_flight_s
from equipoise.physics.climb import reference_thrust_m_s2
from equipoise.physics.earth import ecef_to_geodetic
from equipoise.physics.world import WGS84, world
from rig import GBI, GM_M3_S2, OMEGA_RAD_S, SM3, fixed_position, pull, turned

TIME_S = 1.0  # promised inside the envelope
REACH = 0.01
# As slow as the deterrent analysis looks at the Polish interceptor.
SLOW, SLOWER = (GBI.model_copy(update={"burnout_speed_m_s": speed_m_s}) for speed_m_s in (4250.0, 3000.0))
CASES = [(GBI, 54.47), (GBI, 10.0), (SM3, 35.8), (SM3, -50.0), (SLOW, 54.47), (SLOWER, 54.47)]
NAMES = ["gbi north", "gbi tropics", "sm3 north", "sm3 south", "gbi at 4.25 km/s", "gbi at 3 km/s"]


@cache
def site_axes(lat_deg):
    """Site on the meridian of Greenwich, and its east, north and up, from PROJ by differences."""
    site = fixed_position(lat_deg, 0.0)
    up = fixed_position(lat_deg, 0.0, 1000.0) - site
    up /= np.linalg.norm(up)
    east = np.array([0.0, 1.0, 0.0])
    return site, east, np.cross(up, east), up


def direct(interceptor, lat_deg, azimuth_rad, elevation_rad, times_s):
    """Earth-fixed positions of one flight at times after launch: DOP853, thrust constant in inertial axes."""
    site, east, north, up = site_axes(lat_deg)
    size = reference_thrust_m_s2(interceptor.burnout_speed_m_s, interceptor.burn_time_s, WGS84)
    level = math.cos(elevation_rad)
    thrust = size * (
        level * (math.sin(azimuth_rad) * east + math.cos(azimuth_rad) * north) + math.sin(elevation_rad) * up
    )

    def burning(t, s):
        rate = np.array(pull(t, s))
        rate[3:] += thrust
        return rate

    start = np.concatenate([site, np.cross([0.0, 0.0, OMEGA_RAD_S], site)])
    boost = solve_ivp(burning, (0.0, interceptor.burn_time_s), start, "DOP853", rtol=1e-9, atol=1e-3)
    coast = solve_ivp(
        pull,
        (interceptor.burn_time_s, times_s[-1] + 1e-6),
        boost.y[:, -1],
        "DOP853",
        times_s,
        rtol=1e-9,
        atol=1e-3,
    )
    return np.array([turned(p, -OMEGA_RAD_S * t) for p, t in zip(coast.y[:3].T, times_s, strict=True)])


@cache
def lowest_elevation_rad(interceptor):
    """Thrust elevation of the flight with the lowest path angle at burnout."""
    size = reference_thrust_m_s2(interceptor.burnout_speed_m_s, interceptor.burn_time_s, WGS84)
    return float(elevations_rad(interceptor, size, WGS84)[0])


def looked_up(table, lat_deg, point_m, share=1.0, lower=0.0):
    """Flight time by the table to a point, nearer or lower than it by so much, and the point's height."""
    site, east, north, _ = site_axes(lat_deg)
    height_m = float(ecef_to_geodetic(*point_m)[2])
    direction, distance_m = direction_and_distance(chord_to(*point_m, tuple(site)), height_m)
    azimuth_rad = azimuth_to(*point_m, tuple(site), tuple(east), tuple(north))
    time_s = shortest_flight_s(
        table.reach_m,
        table.burn_time_s,
        table.time_step_s,
        azimuth_rad,
        direction - lower,
        distance_m * share,
    )
    return time_s, height_m


@pytest.mark.parametrize("interceptor, lat_deg", CASES, ids=NAMES)
def test_no_direct_flight_is_earlier_than_the_table(interceptor, lat_deg):
    """Azimuths, elevations and times between those of the fan: within a second, or within 1 % of the distance.

    Not valid at the rim of the envelope: within a degree of the lowest elevation, in the last two seconds, and outside
    the altitudes of an intercept. Where a flight slows down near its top, a second is less than 1 % of the distance.
    """
    table = flyout(interceptor, lat_deg, 0.0, WGS84)
    rng = np.random.default_rng(1)
    late_s = []
    for _ in range(80):
        elevation_rad = math.radians(rng.uniform(math.degrees(lowest_elevation_rad(interceptor)) + 1.0, 88.0))
        times_s = np.sort(
            rng.uniform(interceptor.burn_time_s + 2.0, interceptor.maximum_flight_time_s - 2.0, 6)
        )
        points_m = direct(interceptor, lat_deg, rng.uniform(-math.pi, math.pi), elevation_rad, times_s)
        for time_s, point_m in zip(times_s, points_m, strict=True):
            by_table_s, height_m = looked_up(table, lat_deg, point_m)
            if not interceptor.minimum_altitude_m < height_m < interceptor.maximum_altitude_m:
                continue
            nearer_s, _ = looked_up(table, lat_deg, point_m, 1.0 - REACH)
            late_s.append(np.nanmin([by_table_s, nearer_s + TIME_S]) - time_s)
            assert not by_table_s > time_s + 4.0 * TIME_S
    late_s = np.array(late_s)
    assert len(late_s) > 150
    assert late_s.max() < TIME_S


def flight_through(interceptor, lat_deg, point_m, guess_s):
    """The direct flight nearest to a point within three seconds of a flight time: (miss [m], time [s])."""
    site, east, north, up = site_axes(lat_deg)
    line = point_m - site
    azimuth_rad = math.atan2(line @ east, line @ north)
    lowest = lowest_elevation_rad(interceptor)
    best = (math.inf, math.nan)
    climb = math.asin(line @ up / np.linalg.norm(line))
    for start in (climb + 0.15, climb + 0.5, lowest + 0.02):
        found = least_squares(
            lambda u: (direct(interceptor, lat_deg, u[0], u[1], [u[2] * 1e3])[0] - point_m) / 1e3,
            [azimuth_rad, min(max(start, lowest + 1e-6), 1.57), guess_s / 1e3],
            bounds=(
                [azimuth_rad - 0.5, lowest, max(guess_s - 30.0, interceptor.burn_time_s) / 1e3],
                [azimuth_rad + 0.5, math.pi / 2 + 0.05, (guess_s + 30.0) / 1e3],
            ),
            diff_step=1e-5,
            xtol=1e-6,
            max_nfev=25,
        )
        best = min(best, (float(np.linalg.norm(found.fun)) * 1e3, float(found.x[2] * 1e3)))
        if best[0] < 100.0:
            break
    return best


@pytest.mark.parametrize("interceptor, lat_deg", CASES, ids=NAMES)
def test_the_table_promises_no_flight_that_cannot_be_made(interceptor, lat_deg):
    """Random points that the table says are reached: a direct flight goes there, at that time to a second.

    This is what keeps a footprint from being too large. Not valid at the rim beneath the lowest flights, within about
    one step of direction of the table: there one point in forty may be such.
    """
    table = flyout(interceptor, lat_deg, 0.0, WGS84)
    site, east, north, _ = site_axes(lat_deg)
    rng = np.random.default_rng(6)
    missed, off_s, tried = 0, [], 0
    while tried < 40:
        arc = rng.uniform(0.02, 0.35)
        azimuth = rng.uniform(-math.pi, math.pi)
        ahead = math.sin(azimuth) * east + math.cos(azimuth) * north
        height_m = rng.uniform(interceptor.minimum_altitude_m, 600e3)
        point_m = (6371e3 + height_m) * (math.cos(arc) * site / np.linalg.norm(site) + math.sin(arc) * ahead)
        point_m += site * (1.0 - 6371e3 / np.linalg.norm(site))
        time_s, _ = looked_up(table, lat_deg, point_m)
        below_s, _ = looked_up(table, lat_deg, point_m, 1.0, 1.0 / (table.reach_m.shape[1] - 1))
        if math.isnan(time_s) or math.isnan(below_s):
            continue
        tried += 1
        miss_m, direct_s = flight_through(interceptor, lat_deg, point_m, time_s)
        missed += miss_m > 0.01 * np.linalg.norm(point_m - site)
        if miss_m < 100.0:
            off_s.append(direct_s - time_s)
    assert missed <= 1, f"{missed} of {tried} points lie where no flight goes"
    assert np.percentile(np.abs(off_s), 95) < TIME_S


@pytest.mark.parametrize("interceptor", [GBI, SM3, GBI.model_copy(update={"burnout_speed_m_s": 9000.0})])
def test_burnout_speed_is_that_of_the_flight_at_45_degrees_on_a_still_earth(interceptor):
    """The quarrel is partly about this word: Earth-relative, path 45 degrees above the horizontal at burnout."""
    size = reference_thrust_m_s2(interceptor.burnout_speed_m_s, interceptor.burn_time_s, WGS84)
    radius_m = WGS84.equatorial_radius_m

    def at_burnout(elevation_rad):
        thrust = size * np.array([math.cos(elevation_rad), math.sin(elevation_rad)])

        def rate(_, s):
            return [*s[2:], *(thrust - GM_M3_S2 / np.hypot(*s[:2]) ** 3 * s[:2])]

        start = [0.0, radius_m, 0.0, 0.0]
        end = solve_ivp(rate, (0.0, interceptor.burn_time_s), start, "DOP853", rtol=1e-11, atol=1e-6).y[:, -1]
        speed = float(np.hypot(*end[2:]))
        return speed, math.asin(end[:2] @ end[2:] / np.hypot(*end[:2]) / speed)

    elevation = brentq(lambda e: at_burnout(e)[1] - math.pi / 4, 0.3, 1.5, xtol=1e-12)
    assert at_burnout(elevation)[0] == pytest.approx(interceptor.burnout_speed_m_s, abs=1e-3)


def test_reach_grows_with_time_and_starts_at_burnout():
    table = flyout(SM3, 40.0, 0.0, WGS84)
    assert table.burn_time_s == SM3.burn_time_s
    assert table.burn_time_s + table.time_step_s * (table.reach_m.shape[2] - 1) == SM3.maximum_flight_time_s
    assert np.all(np.diff(table.reach_m[:, :, 1:], axis=2) >= 0.0)
    assert np.all(table.reach_m[:, :, 0] <= table.reach_m[:, :, -1])


def test_on_a_still_sphere_all_azimuths_and_latitudes_are_alike():
    still = world("sphere", rotation=False)
    here, there = (flyout(SM3, lat_deg, 0.0, still).reach_m for lat_deg in (0.0, 60.0))
    assert np.allclose(here, here[:1], rtol=1e-9, atol=1e-3)
    assert np.allclose(here, there, rtol=1e-9, atol=1e-3)


def test_east_and_west_mirror_when_the_earth_turns_the_other_way():
    """Azimuth number i is mirrored to number -i; directions and times stay."""
    ahead = flyout(SM3, 40.0, 0.0, WGS84).reach_m
    back = flyout(SM3, 40.0, 0.0, WGS84._replace(rotation_rad_s=-WGS84.rotation_rad_s)).reach_m
    assert np.allclose(back[(-np.arange(len(back))) % len(back)], ahead, rtol=1e-9, atol=1e-3)


def test_out_of_the_envelope_there_is_no_time():
    table = flyout(SM3, 40.0, 0.0, WGS84)
    for direction, distance_m in ((0.7, 1e7), (0.7, 10.0), (0.0, 100e3)):
        time_s = shortest_flight_s(table.reach_m, 70.0, table.time_step_s, 0.3, direction, distance_m)
        assert math.isnan(time_s)


def test_a_kept_table_is_the_computed_one_bit_for_bit(tmp_path, monkeypatch):
    monkeypatch.setenv("EQUIPOISE_CACHE_DIR", str(tmp_path))
    computed = computed_flyout(GBI, 54.47, 0.0, WGS84)
    for kept in (flyout(GBI, 54.47, 0.0, WGS84), flyout(GBI, 54.47, 0.0, WGS84)):
        np.testing.assert_array_equal(kept.reach_m, computed.reach_m)
        np.testing.assert_array_equal(kept.burnouts, computed.burnouts)
        assert (kept.burn_time_s, kept.time_step_s) == (computed.burn_time_s, computed.time_step_s)
    assert len(list((tmp_path / "kept").iterdir())) == 1
    flyout(GBI, 54.48, 0.0, WGS84)
    assert len(list((tmp_path / "kept").iterdir())) == 2
