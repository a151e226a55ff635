"""Free flight, held against integration by scipy and against the laws of the two-body problem."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from equipoise.constants import EARTH_GM_M3_S2 as GM
from equipoise.constants import EARTH_MEAN_RADIUS_M as RADIUS_M
from equipoise.errors import EquipoiseError
from equipoise.physics.ballistic import (
    free_flight,
    kepler_coast,
    lambert,
    lambert_velocities,
    minimum_energy,
    two_angles,
)

ranges = st.floats(1e3, 0.999 * np.pi * RADIUS_M)


def integrate(state, time_s):
    """Return a two-body state after a time, by scipy, and when and where it fell through RADIUS_M."""

    def descends(_, s):
        return np.linalg.norm(s[:3]) - RADIUS_M

    descends.direction = -1
    flight = solve_ivp(
        lambda _, s: np.concatenate([s[3:], -GM * s[:3] / np.linalg.norm(s[:3]) ** 3]),
        (0.0, time_s), state, method="DOP853", rtol=1e-13, atol=1e-6, events=descends,
    )  # fmt: skip
    return flight.y[:, -1], flight.t_events[0], flight.y_events[0]


@pytest.mark.parametrize(
    ("speed_m_s", "angle_deg"), [(2000.0, 60.0), (5000.0, 35.0), (7000.0, 80.0), (7800.0, 15.0)]
)
def test_free_flight_agrees_with_integration(speed_m_s, angle_deg):
    range_m, apogee_m, time_s = free_flight(speed_m_s, angle_deg)
    angle = np.radians(angle_deg)
    start = np.array([RADIUS_M, 0, 0, speed_m_s * np.sin(angle), speed_m_s * np.cos(angle), 0])
    _, times, impacts = integrate(start, 1.01 * time_s)
    assert times[-1] == pytest.approx(time_s, abs=1e-5)
    central_angle = np.arctan2(impacts[-1][1], impacts[-1][0]) % (2 * np.pi)
    assert range_m == pytest.approx(central_angle * RADIUS_M, abs=0.1)
    top, _, _ = integrate(start, 0.5 * time_s)
    assert np.linalg.norm(top[:3]) - RADIUS_M == pytest.approx(apogee_m, abs=0.01)


@given(ranges)
def test_minimum_energy_flight_lands_at_its_range(range_m):
    speed, angle, apogee, time = minimum_energy(range_m)
    assert angle == pytest.approx(45.0 - np.degrees(range_m / RADIUS_M) / 4.0, rel=1e-14)
    assert free_flight(speed, angle) == pytest.approx((range_m, apogee, time), rel=1e-8)


@given(st.floats(1e3, 19.9e6))  # nearer the antipode the speed is that of a circular orbit
def test_no_slower_flight_reaches(range_m):
    speed, angle, _, _ = minimum_energy(range_m)
    assert np.isnan(two_angles(range_m, speed * (1 - 1e-6))).all()
    low, high = two_angles(range_m, speed * (1 + 1e-6))
    assert low[0] < angle < high[0]


@given(ranges, st.floats(1.001, 1.4))
def test_both_flights_land_and_the_steeper_is_higher_and_longer(range_m, excess):
    speed, _, apogee, time = minimum_energy(range_m)
    assume(speed * excess < 0.999 * np.sqrt(GM / RADIUS_M))
    low, high = two_angles(range_m, speed * excess)
    for angle_deg, apogee_m, time_s in (low, high):
        assert free_flight(speed * excess, angle_deg) == pytest.approx((range_m, apogee_m, time_s), rel=1e-7)
    assert low[1] < apogee < high[1]
    assert low[2] < time < high[2]


def test_flights_at_the_edges():
    low, high = two_angles(0.0, 3200.0)
    assert low == (0.0, 0.0, 0.0)
    straight_up_m = 1.0 / (1.0 / RADIUS_M - 3200.0**2 / (2.0 * GM)) - RADIUS_M
    assert high[:2] == pytest.approx((90.0, straight_up_m), rel=1e-9)
    half_turn_s = np.pi * np.sqrt(RADIUS_M**3 / GM)
    assert minimum_energy(np.pi * RADIUS_M)[3] == pytest.approx(half_turn_s, rel=1e-12)
    assert np.isnan(minimum_energy(np.pi * RADIUS_M * 1.001)).all()
    assert np.isnan(minimum_energy(-1.0)).all()
    assert np.isnan(free_flight(11_200.0, 45.0)).all()  # faster than escape
    assert np.isnan(free_flight(3000.0, -1.0)).all()


def test_above_circular_speed_only_the_lofted_flight_is_left():
    low, high = two_angles(5e6, 8500.0)
    assert np.isnan(low).all()
    assert free_flight(8500.0, high[0])[0] == pytest.approx(5e6, rel=1e-9)


def test_shapes_and_missing_numbers():
    low, high = two_angles([[1e6], [np.nan]], [3200.0, 3300.0, 100.0])
    assert all(values.shape == (2, 3) for values in low + high)
    assert np.isnan(high[0]).tolist() == [[False, False, True], [True, True, True]]
    assert [values.shape for values in minimum_energy([])] == [(0,)] * 4
    assert all(isinstance(value, float) for value in minimum_energy(np.array(1e6)))
    assert np.isnan(free_flight(np.nan, 45.0)).all()


unit = st.floats(-1, 1)
directions = st.tuples(unit, unit, unit).filter(lambda v: np.linalg.norm(v) > 0.1)


def states(direction, heading, radius_m, speed_m_s):
    """Return position and velocity as six floats."""
    position = radius_m * np.array(direction) / np.linalg.norm(direction)
    return np.concatenate([position, speed_m_s * np.array(heading) / np.linalg.norm(heading)])


@settings(max_examples=200)
@given(directions, directions, st.floats(6.4e6, 2e7), st.floats(100, 15_000), st.floats(-3000, 3000))
def test_kepler_coast_keeps_energy_and_momentum_and_runs_back(
    direction, heading, radius_m, speed_m_s, time_s
):
    start = states(direction, heading, radius_m, speed_m_s)
    momentum = np.cross(start[:3], start[3:])
    semi_latus = momentum @ momentum / GM
    assume(semi_latus > 1e5)  # a plunge through the centre has no well-kept phase
    end = np.array(kepler_coast(*start, time_s))
    energy = 0.5 * speed_m_s**2 - GM / radius_m
    scale = 0.5 * end[3:] @ end[3:] + GM / np.linalg.norm(end[:3])
    assert 0.5 * end[3:] @ end[3:] - GM / np.linalg.norm(end[:3]) == pytest.approx(energy, abs=1e-10 * scale)
    np.testing.assert_allclose(
        np.cross(end[:3], end[3:]), momentum, rtol=0, atol=1e-10 * np.linalg.norm(momentum)
    )
    back = kepler_coast(*end, -time_s)
    np.testing.assert_allclose(back, start, rtol=1e-7, atol=1e-3)


@pytest.mark.parametrize("speed_m_s", [3000.0, 7500.0, 10_000.0, 14_000.0])
def test_kepler_coast_agrees_with_integration(speed_m_s):
    start = states((1, 2, 3), (3, -1, 1.5), 7e6, speed_m_s)
    expected, _, _ = integrate(start, 600.0)
    np.testing.assert_allclose(kepler_coast(*start, 600.0), expected, rtol=0, atol=1e-3)


@settings(max_examples=200)
@given(
    directions, directions, st.floats(6.4e6, 1e7), st.floats(6.4e6, 1e7), st.floats(100, 6000), st.booleans()
)
def test_lambert_velocity_coasts_to_the_other_end(first, second, r1, r2, time_s, long_way):
    start, end = states(first, first, r1, 0)[:3], states(second, second, r2, 0)[:3]
    sine = np.linalg.norm(np.cross(start, end)) / (r1 * r2)
    assume(sine > 0.05)
    start_velocity, end_velocity = lambert(start, end, time_s, long_way)
    momentum = np.cross(start, start_velocity)
    assume(np.linalg.norm(start_velocity) < 20_000.0)
    assume(momentum @ momentum / GM > 1e4)  # nearly straight falls through the centre amplify rounding
    arrival = kepler_coast(*start, *start_velocity, time_s)
    np.testing.assert_allclose(arrival[:3], end, rtol=0, atol=10.0)
    assert (np.dot(momentum, np.cross(start, end)) < 0) == long_way
    np.testing.assert_allclose(arrival[3:], end_velocity, rtol=1e-4, atol=0.5)


@pytest.mark.parametrize("end", [(-7e6, 0.0, 0.0), (7e6, 0.0, 0.0), (9e6, 1e-3, 0.0)])
def test_lambert_says_that_a_straight_line_leaves_the_plane_open(end):
    with pytest.raises(EquipoiseError, match="straight line"):
        lambert((7e6, 0.0, 0.0), end, 3000.0)


@pytest.mark.parametrize("time_s", [0.0, -1.0, np.nan, np.inf])
def test_lambert_refuses_a_time_that_is_none(time_s):
    with pytest.raises(EquipoiseError, match="time of flight"):
        lambert((7e6, 0.0, 0.0), (0.0, 7e6, 0.0), time_s)


def test_lambert_law_gives_nan_for_nan():
    assert np.isnan(lambert_velocities((7e6, 0.0, 0.0), (np.nan, 7e6, 0.0), 1000.0)[0])
