"""Gravity, held against published normal gravity and against its own potential."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from equipoise.constants import (
    EARTH_EQUATORIAL_RADIUS_M,
    EARTH_GM_M3_S2,
    EARTH_POLAR_RADIUS_M,
    EARTH_ROTATION_RAD_S,
)
from equipoise.physics.gravity import gravity, gravity_potential

coordinates = st.floats(-2e7, 2e7)
positions = st.tuples(coordinates, coordinates, coordinates).filter(lambda p: np.linalg.norm(p) > 6e6)


def test_normal_gravity_of_wgs84_at_equator_and_pole():
    """9.7803253359 and 9.8321849378 m/s2 [wgs84]; the terms past J2 that we leave out are worth 5e-5."""
    centrifugal = EARTH_ROTATION_RAD_S**2 * EARTH_EQUATORIAL_RADIUS_M
    equator, _, _ = gravity(EARTH_EQUATORIAL_RADIUS_M, 0.0, 0.0)
    _, _, pole = gravity(0.0, 0.0, EARTH_POLAR_RADIUS_M)
    assert -equator - centrifugal == pytest.approx(9.7803253359, abs=6e-5)
    assert -pole == pytest.approx(9.8321849378, abs=1.2e-4)


@given(positions)
def test_without_the_bulge_it_is_newtons(position):
    newton = -EARTH_GM_M3_S2 * np.array(position) / np.linalg.norm(position) ** 3
    np.testing.assert_allclose(gravity(*position, EARTH_GM_M3_S2, 0.0), newton, rtol=1e-13, atol=1e-13)


def gradient(function, position, step_m):
    """Return the central differences of a function of three coordinates, by rows."""
    steps = step_m * np.eye(3)
    position = np.array(position)
    return np.array(
        [
            (np.array(function(*(position + s))) - np.array(function(*(position - s)))) / (2 * step_m)
            for s in steps
        ]
    )


@given(positions)
def test_it_is_the_slope_of_the_potential(position):
    slope = gradient(gravity_potential, position, 100.0)
    np.testing.assert_allclose(gravity(*position), -slope, atol=2e-8)


@given(positions)
def test_it_has_neither_source_nor_curl_outside_the_earth(position):
    tensor = gradient(gravity, position, 100.0)
    assert np.trace(tensor) == pytest.approx(0.0, abs=1e-14)
    np.testing.assert_allclose(tensor, tensor.T, atol=1e-14)


@given(positions, st.floats(0, 2 * np.pi))
def test_it_turns_with_the_place_about_the_axis(position, angle_rad):
    turn = np.array(
        [[np.cos(angle_rad), -np.sin(angle_rad), 0], [np.sin(angle_rad), np.cos(angle_rad), 0], [0, 0, 1]]
    )
    np.testing.assert_allclose(gravity(*(turn @ position)), turn @ gravity(*position), atol=1e-13)


def test_missing_numbers():
    assert np.isnan(gravity(np.nan, 0.0, 7e6)).all()
    assert np.isnan(gravity_potential(np.nan, 0.0, 7e6))
