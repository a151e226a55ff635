"""Room 1: that a flight ends where it is aimed, is the one asked for, and is no other for where it lies."""

import math

import numpy as np
import pytest

from equipoise.engagement.tables import BOOST_SEGMENTS
from equipoise.physics.ballistic import minimum_energy
from equipoise.physics.world import WGS84, world
from rig import (
    ICBM,
    IRBM,
    burnout_angle_deg,
    burnout_speed_m_s,
    fixed_position,
    flight,
    inertial,
    integrated,
    turned,
)

STILL_SPHERE = world("sphere", rotation=False)
GM_M3_S2, RADIUS_M = 3.986004418e14, 6371000.0


def random_flights(count, seed, missile=None, **shape):
    """Flights between random points all over the Earth that are in range."""
    rng = np.random.default_rng(seed)
    while count:
        one = missile or (IRBM, ICBM)[int(rng.integers(2))]
        launch = (float(rng.uniform(-75, 75)), float(rng.uniform(-180, 180)))
        aim = beyond(launch, rng.uniform(one.minimum_range_m * 1.1, one.maximum_range_m * 0.85), rng)
        found = flight(one, launch, aim, **shape)
        assert found.reaches
        count -= 1
        yield found, aim


def beyond(launch, range_m, rng):
    """A point at a distance in a random direction, on a sphere."""
    angle, azimuth, lat = range_m / RADIUS_M, rng.uniform(0, 2 * math.pi), math.radians(launch[0])
    sine = math.sin(lat) * math.cos(angle) + math.cos(lat) * math.sin(angle) * math.cos(azimuth)
    east = math.atan2(
        math.sin(azimuth) * math.sin(angle) * math.cos(lat), math.cos(angle) - math.sin(lat) * sine
    )
    return math.degrees(math.asin(sine)), (launch[1] + math.degrees(east) + 180.0) % 360.0 - 180.0


def miss_m(found, aim):
    """By how much the independent integration of the burnout state misses the aim."""
    node = found.nodes[BOOST_SEGMENTS]
    coast_s = found.impact_s - found.burnout_s
    end = integrated(inertial(node[0:3], node[3:6]), coast_s)
    return float(np.linalg.norm(turned(end[:3], -7.292115e-5 * coast_s) - fixed_position(*aim)))


@pytest.mark.parametrize(
    "shape",
    [{}, {"shape": "lofted", "shape_angle_deg": 10.0}, {"shape": "depressed", "shape_angle_deg": 8.0}],
    ids=["minimum-energy", "lofted", "depressed"],
)
def test_the_burnout_state_flies_to_the_aim(shape):
    """The figure promised is 10 m; half a metre is asked of it, by another integrator in inertial axes."""
    missile = IRBM if shape else None
    misses = [miss_m(found, aim) for found, aim in random_flights(20, 7, missile, **shape)]
    assert max(misses) < 0.5


@pytest.mark.parametrize("range_m", [1000e3, 3000e3, 9000e3])
def test_from_the_ground_of_a_still_sphere_it_is_the_closed_form(range_m):
    """With the burnout at the pad, speed, height and time are those of the free flight over the sphere."""
    missile = ICBM.model_copy(
        update={"burnout_altitude_m": 0.01, "burnout_downrange_m": 0.0, "minimum_range_m": 1.0}
    )
    found = flight(missile, (0.0, 0.0), (0.0, math.degrees(range_m / RADIUS_M)), STILL_SPHERE)
    speed_m_s, angle_deg, apogee_m, time_s = minimum_energy(range_m)
    assert burnout_speed_m_s(found) == pytest.approx(speed_m_s, rel=1e-6)
    assert burnout_angle_deg(found) == pytest.approx(angle_deg, abs=0.02)
    assert found.impact_s - found.burnout_s == pytest.approx(time_s, rel=5e-4)
    assert found.peak()[1] == pytest.approx(apogee_m, rel=1e-3)


def test_on_a_still_sphere_the_burnout_speed_is_that_of_the_least_ellipse():
    """Least speed between two points: the ellipse whose long axis is half the triangle's perimeter."""
    for aim_deg in (8.0, 20.0, 31.0):
        found = flight(IRBM, (0.0, 0.0), (0.0, aim_deg), STILL_SPHERE)
        start = found.nodes[BOOST_SEGMENTS, 0:3]
        end = RADIUS_M * np.array([math.cos(math.radians(aim_deg)), math.sin(math.radians(aim_deg)), 0.0])
        r1_m, chord_m = np.linalg.norm(start), np.linalg.norm(end - start)
        least_m_s = math.sqrt(GM_M3_S2 * (2.0 / r1_m - 4.0 / (r1_m + RADIUS_M + chord_m)))
        assert burnout_speed_m_s(found) == pytest.approx(least_m_s, rel=1e-6)


def test_no_other_burnout_angle_asks_for_less_speed():
    """On the turning, flattened Earth too; the angle is found to where speed is flat, 0.01 m/s and no more."""
    rng = np.random.default_rng(3)
    for _ in range(25):
        launch = (float(rng.uniform(-60, 60)), float(rng.uniform(-180, 180)))
        aim = beyond(launch, rng.uniform(900e3, 2900e3), rng)
        least_m_s = burnout_speed_m_s(flight(IRBM, launch, aim))
        for angle_deg, margin_m_s in ((0.3, -0.02), (1.5, 0.3)):
            for shape in ("lofted", "depressed"):
                other_m_s = burnout_speed_m_s(flight(IRBM, launch, aim, WGS84, shape, angle_deg))
                assert other_m_s > least_m_s + margin_m_s


def test_shapes_keep_their_order_and_their_angle():
    """Lofted is higher, longer and steeper by the stated degrees, depressed the other way."""
    for angle_deg in (3.0, 10.0):
        for launch, aim in (((35.0, 50.0), (50.0, 20.0)), ((-20.0, 10.0), (-20.0, 30.0))):
            low, least, high = (
                flight(IRBM, launch, aim, WGS84, shape, angle)
                for shape, angle in (
                    ("depressed", angle_deg),
                    ("minimum-energy", 0.0),
                    ("lofted", angle_deg),
                )
            )
            assert low.peak()[1] < least.peak()[1] < high.peak()[1]
            assert low.impact_s < least.impact_s < high.impact_s
            assert burnout_angle_deg(high) - burnout_angle_deg(least) == pytest.approx(angle_deg, abs=0.03)
            assert burnout_angle_deg(least) - burnout_angle_deg(low) == pytest.approx(angle_deg, abs=0.03)


def last_reached_m(missile, step_deg, earth, low_m, high_m):
    """The longest range along the equator that is reached, by bisection; step +1 east or -1 west."""
    radius_m = earth.equatorial_radius_m
    while high_m - low_m > 10.0:
        middle_m = 0.5 * (low_m + high_m)
        aim = (0.0, step_deg * math.degrees(middle_m / radius_m))
        if flight(missile, (0.0, 0.0), aim, earth).reaches:
            low_m = middle_m
        else:
            high_m = middle_m
    return low_m


@pytest.mark.parametrize("missile", [IRBM, ICBM], ids=["3500 km", "11000 km"])
def test_the_stated_range_is_reached_on_a_still_sphere_and_nothing_beyond(missile):
    stated_m = missile.maximum_range_m
    reached_m = last_reached_m(missile, 1.0, STILL_SPHERE, 0.9 * stated_m, 1.1 * stated_m)
    assert reached_m == pytest.approx(stated_m, rel=1e-3)


def test_the_turning_earth_carries_eastward_flights_further():
    east_m, west_m = (
        last_reached_m(IRBM, step, WGS84, 0.8 * IRBM.maximum_range_m, 1.3 * IRBM.maximum_range_m)
        for step in (1.0, -1.0)
    )
    assert west_m < IRBM.maximum_range_m < east_m
    assert 150e3 < east_m - west_m < 700e3


def test_out_of_range_is_a_result_and_its_numbers_are_nan():
    for aim in ((35.0, 110.0), (35.5, 50.5), (-35.0, -130.0), (35.0, 50.0)):
        found = flight(IRBM, (35.0, 50.0), aim)
        assert not found.reaches
        assert all(math.isnan(number) for number in (found.burnout_s, found.impact_s))


def test_the_boost_leaves_the_pad_at_rest_and_joins_the_coast():
    """Heights rise all the way, and the velocities of the nodes are the slopes of the path through them."""
    for found, _ in random_flights(10, 11):
        boost = found.nodes[: BOOST_SEGMENTS + 1]
        launch = found.launch
        assert np.linalg.norm(boost[0, 0:3] - fixed_position(launch.lat_deg, launch.lon_deg)) < 1e-3
        assert np.linalg.norm(boost[0, 3:6]) < 1.0
        heights_m = [found.geodetic(k * found.burnout_s / BOOST_SEGMENTS)[2] for k in range(9)]
        assert np.all(np.diff(heights_m) > 0.0)
        assert heights_m[-1] == pytest.approx(found.threat.missile.burnout_altitude_m, rel=0.02)
        before, after = (found.position_m(found.burnout_s + d) for d in (-0.01, 0.01))
        assert (after - before) / 0.02 == pytest.approx(boost[-1, 3:6], abs=1.0)


def test_positions_between_nodes_are_within_a_centimetre_of_the_integrated_flight():
    rng = np.random.default_rng(5)
    for found, _ in random_flights(12, 13):
        node = found.nodes[BOOST_SEGMENTS]
        times_s = np.sort(rng.uniform(0.0, found.impact_s - found.burnout_s, 40))
        states = integrated(inertial(node[0:3], node[3:6]), times_s[-1], times_s=times_s)
        there = np.array([turned(s[:3], -7.292115e-5 * t) for s, t in zip(states, times_s, strict=True)])
        ours = np.array([found.position_m(found.burnout_s + t) for t in times_s])
        allowed_m = 0.01 if found.threat.missile.id == "irbm" else 0.05
        assert np.abs(there - ours).max() < allowed_m


def test_the_peak_is_where_the_climb_ends():
    """Found to a second; a body that falls with g is then at most 5 m lower, and its climb is below 10 m/s."""
    for found, _ in random_flights(10, 17):
        time_s, height_m = found.peak()
        around_m = [found.geodetic(time_s + d)[2] for d in (-1.0, 1.0)]
        assert max(around_m) < height_m + 1e-6
        assert abs(found.geodetic(time_s + 0.5)[2] - found.geodetic(time_s - 0.5)[2]) < 10.0
