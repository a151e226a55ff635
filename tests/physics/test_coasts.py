"""Many coasts at once: each body the same bits alone and among others, and where an integration not ours has it."""

import math

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from equipoise.errors import EquipoiseError
from equipoise.physics.broadcasting import as_columns
from equipoise.physics.coasts import LONGEST_FLIGHT_S, Pace, coast_until
from equipoise.physics.earth import ecef_to_geodetic
from equipoise.physics.flight import coast
from equipoise.physics.lanes import LANES
from equipoise.physics.motion import fall_step
from equipoise.physics.world import WGS84
from rig import EQUATOR_M, OMEGA_RAD_S, fixed_position, inertial, pull, turned

KEYS = ("time_s", "lat_deg", "lon_deg", "speed_m_s", "apogee_m")
IN_VACUUM = math.inf

# Latitude, longitude, height, speed, elevation, azimuth, ballistic coefficient, stop altitude. One more than two blocks
# of the kinds that could disturb each other: long and short, through the air, downward, escaping, never as high.
KINDS = [
    (35.0, 45.0, 100e3, 3000.0, 40.0, 300.0, IN_VACUUM, 0.0),
    (30.0, 50.0, 100e3, 3000.0, -42.0, 290.0, 5000.0, 0.0),
    (0.0, 0.0, 200e3, 11_500.0, 60.0, 90.0, IN_VACUUM, 200e3),
    (90.0, 0.0, 0.0, 1500.0, 89.0, 0.0, 800.0, 0.0),
    (-20.0, 170.0, 300e3, 6000.0, -30.0, 200.0, IN_VACUUM, 10e3),
    (50.0, 20.0, 0.0, 900.0, 45.0, 10.0, IN_VACUUM, 100e3),
    (50.0, 20.0, 0.0, 3900.0, 80.0, 10.0, 12_000.0, 100e3),
    (10.0, -75.0, 0.0, 10.0, 0.2, 120.0, IN_VACUUM, 0.0),
    (-60.0, 300.0, 200e3, 7000.0, 24.0, 300.0, IN_VACUUM, 200e3),
    (0.0, 0.0, 400e3, 9_900.0, 50.0, 0.0, 3000.0, 0.0),
]
MANY = np.array((KINDS * 4)[: 2 * LANES + 1])


def flown(throws):
    """What `coast` tells of some throws, one a row."""
    *start, beta_kg_m2, stop_m = np.asarray(throws, float).T
    told = coast(*start, ballistic_coefficient_kg_m2=beta_kg_m2, stop_altitude_m=stop_m)
    return np.stack([told[key] for key in KEYS], axis=-1)


# ----------------------------------------------------------------------------------------------- alone and with others


def test_each_body_is_the_same_bits_alone():
    together = flown(MANY)
    for throw, told in zip(MANY, together, strict=True):
        np.testing.assert_array_equal(flown(throw[None, :])[0], told)
        *start, beta_kg_m2, stop_m = throw.tolist()
        alone = coast(*start, ballistic_coefficient_kg_m2=beta_kg_m2, stop_altitude_m=stop_m)
        np.testing.assert_array_equal([alone[key] for key in KEYS], told)


def test_order_and_neighbours_do_not_matter():
    together = flown(MANY)
    rng = np.random.default_rng(3)
    for _ in range(5):
        order = rng.permutation(len(MANY))
        np.testing.assert_array_equal(flown(MANY[order]), together[order])
    for count in (1, 2, LANES - 1, LANES, LANES + 1):
        np.testing.assert_array_equal(flown(MANY[:count]), together[:count])


def test_only_those_that_do_not_come_down_or_never_were_so_high_are_nan():
    lost = np.isnan(flown(KINDS))
    assert (lost.all(axis=1) == lost.any(axis=1)).all()
    assert np.flatnonzero(lost[:, 0]).tolist() == [2, 5, 9]


# --------------------------------------------------------------------------------------------------------- truth


def solved(throw):
    """Time, Earth-fixed place and apogee by DOP853 with events; the axes of the place come from PROJ."""
    lat_deg, lon_deg, height_m, speed_m_s, elevation_deg, azimuth_deg, _, stop_m = throw
    here = fixed_position(lat_deg, lon_deg, height_m)
    up = fixed_position(lat_deg, lon_deg, height_m + 1e5) - here
    up /= np.linalg.norm(up)
    east = np.cross([0.0, 0.0, 1.0], up)
    east /= np.linalg.norm(east)
    bearing, elevation = math.radians(azimuth_deg), math.radians(elevation_deg)
    ahead = math.sin(bearing) * east + math.cos(bearing) * np.cross(up, east)
    start = inertial(here, speed_m_s * (math.cos(elevation) * ahead + math.sin(elevation) * up))

    def below(_, state):
        return ecef_to_geodetic(*state[:3])[2] - stop_m

    def climb(_, state):
        lat, lon = np.radians(ecef_to_geodetic(*state[:3])[:2])
        return state[3:] @ [math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)]

    below.direction, below.terminal, climb.direction = -1.0, True, -1.0
    path = solve_ivp(
        pull, (0.0, LONGEST_FLIGHT_S), start, "DOP853", events=[below, climb], rtol=1e-12, atol=1e-6
    )
    time_s, end = path.t_events[0][0], path.y_events[0][0]
    heights_m = [ecef_to_geodetic(*state[:3])[2] for state in path.y_events[1]]
    return time_s, turned(end[:3], -OMEGA_RAD_S * time_s), max([height_m, *heights_m])


@pytest.mark.parametrize(
    "throw", [k for k in KINDS if k[6] == IN_VACUUM and k[3] not in (11_500.0, 900.0, 10.0)]
)
def test_against_an_integration_that_is_not_ours(throw):
    """A millimetre, a microsecond."""
    time_s, lat_deg, lon_deg, _, apogee_m = flown([throw])[0]
    true_s, there_m, top_m = solved(throw)
    assert time_s == pytest.approx(true_s, abs=1e-6)
    assert np.linalg.norm(fixed_position(lat_deg, lon_deg, throw[7]) - there_m) < 1e-3
    assert apogee_m == pytest.approx(top_m, abs=1e-3)


def test_steps_of_ninety_seconds_miss_by_less_than_a_centimetre():
    states = np.array([inertial_free(throw) for throw in KINDS[:1]])
    fine, coarse = (
        coast_until(states, np.zeros(1), np.full(1, math.inf), Pace(step_s, 0.05, WGS84))
        for step_s in (5.0, 90.0)
    )
    assert np.linalg.norm(coarse[0, 2:5] - fine[0, 2:5]) < 0.01
    assert coarse[0, 1] == pytest.approx(fine[0, 1], abs=0.01)


def inertial_free(throw):
    """Earth-fixed state of a body thrown straight up from a place, as `coast_until` takes it."""
    place = fixed_position(*throw[:3])
    return np.concatenate([place, throw[3] * place / np.linalg.norm(place)])


def test_a_drop_through_the_air_ends_where_its_own_steps_end():
    """Without the moments inside steps: single steps of the equation of motion until the height of the stop."""
    state = (EQUATOR_M + 30e3, 0.0, 0.0, -400.0, 100.0, 0.0)
    beta_kg_m2, stop_m, step_s = 2000.0, 5e3, 0.05
    (end,) = coast_until(
        np.array([state]), np.array([stop_m]), np.array([beta_kg_m2]), Pace(20.0, step_s, WGS84)
    )
    for _ in range(int(end[0] / step_s)):
        state = fall_step(state, step_s, beta_kg_m2, WGS84)
    state = fall_step(state, end[0] % step_s, beta_kg_m2, WGS84)
    np.testing.assert_allclose(end[2:], state, rtol=0, atol=1e-6)
    assert ecef_to_geodetic(*state[:3])[2] == pytest.approx(stop_m, abs=1e-4)


# ------------------------------------------------------------------------------------------------- edges and shapes


@pytest.mark.parametrize("beta_kg_m2", [IN_VACUUM, 1000.0])
@pytest.mark.parametrize("height_m", [0.0, 50e3, 120e3])
def test_a_body_thrown_down_from_its_altitude_is_there_already(height_m, beta_kg_m2):
    end = coast(20.0, 30.0, height_m, 500.0, -35.0, 60.0, ballistic_coefficient_kg_m2=beta_kg_m2)
    assert end["time_s"] == pytest.approx(0.0, abs=1e-6)
    assert end["lat_deg"] == pytest.approx(20.0, abs=1e-8)
    assert end["speed_m_s"] == pytest.approx(500.0, abs=1e-3)
    assert end["apogee_m"] == pytest.approx(height_m, abs=1e-4)


@pytest.mark.parametrize("beta_kg_m2", [IN_VACUUM, 20_000.0])
def test_a_stop_above_the_start_is_met_on_the_way_down_or_not_at_all(beta_kg_m2):
    """Met just beneath the apogee, and not at all just above it; never by a body that is thrown down."""
    throw = (20.0, 30.0, 10e3, 2500.0, 70.0, 60.0)
    told = coast(*throw, ballistic_coefficient_kg_m2=beta_kg_m2)
    apogee_m, whole_s = told["apogee_m"], told["time_s"]
    stops_m = np.array([apogee_m - 1.0, apogee_m - 1e-3, apogee_m + 1e-3, apogee_m + 1.0, 900e3])
    times_s = coast(*throw, ballistic_coefficient_kg_m2=beta_kg_m2, stop_altitude_m=stops_m)["time_s"]
    assert np.isnan(times_s).tolist() == [False, False, True, True, True]
    assert 0.0 < times_s[1] < times_s[0] < whole_s
    assert times_s[0] - times_s[1] == pytest.approx(math.sqrt(2.0 / 8.9) * (1.0 - math.sqrt(1e-3)), rel=0.06)
    down = coast(20.0, 30.0, 10e3, 2500.0, -70.0, 60.0, stop_altitude_m=20e3)
    assert all(math.isnan(number) for number in down.values())


@pytest.mark.filterwarnings(
    "error"
)  # numpy warns of a broadcast array that is asked whether it may be written to
@pytest.mark.parametrize("numbers", [1.0, [], [2.0, 3.0], [[2.0], [3.0]]])
def test_columns_are_plain_arrays_of_their_own(numbers):
    _, columns = as_columns(35.0, numbers)
    assert all(column.flags.writeable and column.flags.owndata and column.ndim == 1 for column in columns)


def test_arrays_broadcast_and_numbers_give_numbers():
    azimuths_deg, speeds_m_s = np.arange(0.0, 360.0, 90.0), np.array([[1000.0], [2000.0], [3000.0]])
    told = coast(35.0, 45.0, 100e3, speeds_m_s, 40.0, azimuths_deg)
    assert {told[key].shape for key in KEYS} == {(3, 4)}
    one = coast(35.0, 45.0, 100e3, 2000.0, 40.0, 270.0)
    assert all(type(one[key]) is float and one[key] == told[key][1, 3] for key in KEYS)
    assert coast(35.0, 45.0, 100e3, np.array([]), 40.0, 0.0)["time_s"].shape == (0,)


def test_one_number_of_an_array_that_is_none_is_refused():
    with pytest.raises(EquipoiseError, match="speed_m_s"):
        coast(0.0, 0.0, 0.0, np.array([3000.0, math.nan]), 45.0, 90.0)
    with pytest.raises(EquipoiseError, match="ballistic_coefficient_kg_m2"):
        coast(0.0, 0.0, 0.0, 3000.0, 45.0, 90.0, ballistic_coefficient_kg_m2=[1000.0, 0.0])
