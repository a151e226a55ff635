"""What must hold of any flight, and where it need not."""

import math

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from equipoise.engagement.tables import BOOST_SEGMENTS
from equipoise.physics.flight import coast
from equipoise.physics.world import WGS84, world
from rig import IRBM, burnout_angle_deg, burnout_speed_m_s, flight

FEW = settings(max_examples=30, deadline=None, derandomize=True)
MANY = settings(max_examples=200, deadline=None, derandomize=True)
STILL_SPHERE = world("sphere", rotation=False)
RADIUS_M = 6371000.0

LAUNCHES = st.tuples(st.floats(-60.0, 60.0), st.floats(-170.0, 170.0))
BEARINGS = st.floats(0.0, 360.0)
RANGES_M = st.floats(1000e3, 2800e3)


def aim_from(launch, bearing_deg, range_m):
    """A point at a bearing and distance, on a sphere."""
    lat, arc, bearing = math.radians(launch[0]), range_m / RADIUS_M, math.radians(bearing_deg)
    sine = math.sin(lat) * math.cos(arc) + math.cos(lat) * math.sin(arc) * math.cos(bearing)
    east = math.atan2(math.sin(bearing) * math.sin(arc) * math.cos(lat), math.cos(arc) - math.sin(lat) * sine)
    return math.degrees(math.asin(sine)), wrapped(launch[1] + math.degrees(east))


def wrapped(lon_deg):
    return (lon_deg + 180.0) % 360.0 - 180.0


def reached(launch, bearing_deg, range_m, earth=WGS84, **shape):
    found = flight(IRBM, launch, aim_from(launch, bearing_deg, range_m), earth, **shape)
    assume(found.reaches)
    return found


def numbers(found):
    """What does not depend on where the axes point."""
    heights_m = np.linalg.norm(found.nodes[:, 0:3], axis=1)
    return np.array([found.impact_s, burnout_speed_m_s(found), burnout_angle_deg(found), *heights_m])


@given(LAUNCHES, BEARINGS, RANGES_M, st.floats(-180.0, 180.0))
@FEW
def test_longitudes_shift_together(launch, bearing_deg, range_m, shift_deg):
    """P4: all longitudes moved by the same: same times, speeds, heights. Not valid with land masks and borders."""
    here = reached(launch, bearing_deg, range_m)
    aim = here.aim
    there = flight(
        IRBM, (launch[0], wrapped(launch[1] + shift_deg)), (aim.lat_deg, wrapped(aim.lon_deg + shift_deg))
    )
    assert np.allclose(numbers(here), numbers(there), rtol=1e-9)


@given(LAUNCHES, BEARINGS, RANGES_M)
@FEW
def test_north_and_south_are_mirrors(launch, bearing_deg, range_m):
    """P5: all latitudes negated. Not valid with terrain, or gravity terms odd in latitude (none here)."""
    here = reached(launch, bearing_deg, range_m)
    there = flight(IRBM, (-launch[0], launch[1]), (-here.aim.lat_deg, here.aim.lon_deg))
    assert np.allclose(numbers(here), numbers(there), rtol=1e-9)


@given(LAUNCHES, BEARINGS, RANGES_M)
@FEW
def test_east_and_west_are_mirrors_if_the_earth_turns_the_other_way(launch, bearing_deg, range_m):
    """P6: all longitudes and the rotation negated. Not valid for longitudes alone."""
    here = reached(launch, bearing_deg, range_m)
    back = WGS84._replace(rotation_rad_s=-WGS84.rotation_rad_s)
    there = flight(IRBM, (launch[0], -launch[1]), (here.aim.lat_deg, -here.aim.lon_deg), back)
    assert np.allclose(numbers(here), numbers(there), rtol=1e-9)


@given(LAUNCHES, BEARINGS, RANGES_M)
@FEW
def test_there_and_back_ask_for_the_same_speed_on_a_still_sphere(launch, bearing_deg, range_m):
    """P7: A to B as B to A. Not valid on a turning or flattened Earth."""
    here = reached(launch, bearing_deg, range_m, STILL_SPHERE)
    back = flight(IRBM, (here.aim.lat_deg, here.aim.lon_deg), launch, STILL_SPHERE)
    assert np.allclose(numbers(here)[:3], numbers(back)[:3], rtol=1e-6)


@given(BEARINGS, RANGES_M, st.floats(-60.0, 60.0), st.floats(-60.0, 60.0))
@FEW
def test_a_still_sphere_has_no_preferred_place_or_direction(bearing_deg, range_m, lat_deg, other_deg):
    """Range alone decides time and speed. Not valid on a turning or flattened Earth."""
    here = reached((lat_deg, 10.0), bearing_deg, range_m, STILL_SPHERE)
    there = reached((other_deg, -40.0), 0.0, range_m, STILL_SPHERE)
    assert np.allclose(numbers(here)[:3], numbers(there)[:3], rtol=1e-6)


@given(st.floats(3000.0, 6500.0), st.floats(20.0, 45.0), st.floats(1.0, 60.0))
@MANY
def test_a_shot_to_the_east_goes_further_than_one_to_the_west(speed_m_s, elevation_deg, off_deg):
    """P8: at the equator, same Earth-relative speed. Not valid for azimuths near the poles, or steep shots, whose
    long flight lets the ground turn away under them."""
    ends = [
        coast(0.0, 0.0, 100e3, speed_m_s, elevation_deg, azimuth_deg)
        for azimuth_deg in (90.0 - off_deg / 2, 270.0 + off_deg / 2)
    ]
    east_deg, west_deg = (math.hypot(end["lat_deg"], end["lon_deg"]) for end in ends)
    assert east_deg > west_deg


@given(LAUNCHES, BEARINGS, RANGES_M, st.floats(2.0, 12.0))
@FEW
def test_apogee_and_time_follow_the_shape(launch, bearing_deg, range_m, angle_deg):
    """P9: depressed, minimum-energy, lofted. Not valid past half the Earth, or where a shape is out of range."""
    least = reached(launch, bearing_deg, range_m)
    low = reached(launch, bearing_deg, range_m, shape="depressed", shape_angle_deg=angle_deg)
    high = reached(launch, bearing_deg, range_m, shape="lofted", shape_angle_deg=angle_deg)
    assert low.peak()[1] < least.peak()[1] < high.peak()[1]
    assert low.impact_s < least.impact_s < high.impact_s


@given(LAUNCHES, BEARINGS, RANGES_M, st.floats(1.02, 1.3))
@FEW
def test_a_longer_range_takes_more_speed_and_time(launch, bearing_deg, range_m, factor):
    """In one direction, from one place. Not valid between directions on the turning Earth, nor past half of it."""
    assume(range_m * factor < 2900e3)
    near = reached(launch, bearing_deg, range_m)
    far = reached(launch, bearing_deg, range_m * factor)
    assert burnout_speed_m_s(near) < burnout_speed_m_s(far)
    assert near.impact_s < far.impact_s


@given(LAUNCHES, BEARINGS, RANGES_M, st.floats(1.0, 2.0))
@FEW
def test_a_missile_of_longer_range_reaches_all_that_one_of_shorter_range_does(
    launch, bearing_deg, range_m, factor
):
    """Same burn, same burnout point, no least range. Not valid for missiles that differ in these."""
    aim = aim_from(launch, bearing_deg, range_m)
    short = IRBM.model_copy(update={"maximum_range_m": 2000e3, "minimum_range_m": 0.0})
    long = short.model_copy(update={"maximum_range_m": 2000e3 * factor})
    if flight(short, launch, aim).reaches:
        assert flight(long, launch, aim).reaches


@given(LAUNCHES, BEARINGS, RANGES_M)
@FEW
def test_no_flight_dives_before_its_apogee_or_climbs_after_it(launch, bearing_deg, range_m):
    """Heights rise to one top and fall. Not valid for shapes so depressed that they burn out descending."""
    found = reached(launch, bearing_deg, range_m)
    heights_m = [found.geodetic(t)[2] for t in np.linspace(0.0, found.impact_s, 200)]
    top = int(np.argmax(heights_m))
    assert np.all(np.diff(heights_m[: top + 1]) > 0.0) and np.all(np.diff(heights_m[top:]) < 0.0)


@given(LAUNCHES, BEARINGS, RANGES_M)
@FEW
def test_the_coast_keeps_its_energy_with_the_bulge(launch, bearing_deg, range_m):
    """P2, at the nodes of an aimed flight, in inertial axes: 1e-9. Not valid in the burn, or in air."""
    found = reached(launch, bearing_deg, range_m)
    nodes = found.nodes[BOOST_SEGMENTS : BOOST_SEGMENTS + found.segments + 1]
    place, moving = nodes[:, 0:3], nodes[:, 3:6] + np.cross([0.0, 0.0, WGS84.rotation_rad_s], nodes[:, 0:3])
    r2 = np.sum(place**2, axis=1)
    bulge = 0.5 * WGS84.j2 * WGS84.equatorial_radius_m**2 / r2 * (3.0 * place[:, 2] ** 2 / r2 - 1.0)
    energy = 0.5 * np.sum(moving**2, axis=1) - WGS84.gm_m3_s2 / np.sqrt(r2) * (1.0 - bulge)
    assert np.ptp(energy) < 1e-9 * abs(energy[0])


@given(
    st.floats(3000.0, 6500.0), st.floats(20.0, 80.0), st.sampled_from([90.0, 270.0]), st.floats(100e3, 300e3)
)
@MANY
def test_along_a_still_equator_a_body_comes_back_to_its_height_with_its_speed(
    speed_m_s, elevation_deg, azimuth_deg, height_m
):
    """Without rotation and J2. Not valid on the turning Earth, nor off the equator, where equal height over the
    ellipsoid is not equal distance from the centre."""
    end = coast(0.0, 0.0, height_m, speed_m_s, elevation_deg, azimuth_deg, j2=False, rotation=False)
    assert abs(end["speed_m_s"] - speed_m_s) < 1e-6
