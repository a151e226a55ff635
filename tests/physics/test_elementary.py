"""Sine, cosine, arc tangent and exponential against the library's, in extended precision where there is one."""

import math

import numpy as np
import pytest

from equipoise.physics.elementary import arc_tangent, exponential, sine_cosine

RNG = np.random.default_rng(31)


@pytest.mark.parametrize("largest_rad", [0.8, 7.0, 1e5])
def test_sine_and_cosine_are_good_to_the_last_place(largest_rad):
    angles = RNG.uniform(-largest_rad, largest_rad, 2000)
    found = np.array([sine_cosine(float(angle)) for angle in angles])
    exact = np.longdouble(angles)
    assert np.abs(found[:, 0] - np.sin(exact)).max() < 2e-16
    assert np.abs(found[:, 1] - np.cos(exact)).max() < 2e-16


def test_quarter_turns_come_out_in_their_quadrants():
    for quarter in range(-8, 9):
        sine, cosine = sine_cosine(quarter * math.pi / 2.0)
        assert (round(sine), round(cosine)) == ((0, 1, 0, -1)[quarter % 4], (1, 0, -1, 0)[quarter % 4])


def test_the_arc_tangent_is_good_in_every_direction_and_at_every_length():
    y, x = RNG.normal(size=(2, 4000)) * 10.0 ** RNG.uniform(-9.0, 9.0, (2, 4000))
    found = np.array([arc_tangent(*pair) for pair in zip(y.tolist(), x.tolist(), strict=True)])
    exact = np.arctan2(np.longdouble(y), np.longdouble(x))
    assert np.abs(found / exact - 1.0).max() < 6e-16


@pytest.mark.parametrize("y", [0.0, -0.0, 1.0, -1.0])
@pytest.mark.parametrize("x", [0.0, 1.0, -1.0])
def test_the_arc_tangent_along_the_axes_is_the_library_s(y, x):
    assert arc_tangent(y, x) == pytest.approx(math.atan2(y, x), abs=5e-16)


@pytest.mark.parametrize(("largest", "allowed"), [(8.0, 4e-14), (40.0, 4e-13)])
def test_the_exponential_is_good_to_thirteen_digits(largest, allowed):
    powers = RNG.uniform(-largest, largest, 2000)
    found = np.array([exponential(float(power)) for power in powers])
    assert np.abs(found / np.exp(np.longdouble(powers)) - 1.0).max() < allowed


def test_the_exponential_stands_still_beyond_its_ends():
    assert exponential(-1e9) == exponential(-40.0) < 5e-18
    assert exponential(1e9) == exponential(40.0)


def test_no_number_stays_no_number():
    assert all(math.isnan(part) for part in sine_cosine(math.nan))
    assert math.isnan(arc_tangent(math.nan, 1.0))
