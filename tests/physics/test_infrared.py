"""What a geostationary satellite can see."""

import numpy as np
import pytest

from equipoise.constants import EARTH_GM_M3_S2, EARTH_ROTATION_RAD_S
from equipoise.physics.earth import ecef_of
from equipoise.physics.infrared import geostationary_position, in_view_of_geostationary, sees_burning_stage


def test_the_orbit_keeps_pace_with_the_earth():
    x, y, z = geostationary_position(35.0)
    rate = np.sqrt(EARTH_GM_M3_S2 / np.linalg.norm([x, y, z]) ** 3)
    assert rate == pytest.approx(EARTH_ROTATION_RAD_S, rel=1e-5)
    assert (np.degrees(np.arctan2(y, x)), z) == pytest.approx((35.0, 0.0))


@pytest.mark.parametrize("direction", ["north", "south", "east", "west"])
def test_view_ends_81_degrees_from_the_point_below(direction):
    """arccos(6378 / 42 164) = 81.30 degrees on the equator; the flattening moves it little."""
    for angle_deg, seen in ((81.0, True), (81.6, False)):
        place = {
            "north": (angle_deg, 20.0), "south": (-angle_deg, 20.0),
            "east": (0.0, 20.0 + angle_deg), "west": (0.0, 20.0 - angle_deg),
        }[direction]  # fmt: skip
        assert in_view_of_geostationary(*ecef_of(*place, 0.0), 20.0) == seen


def test_height_brings_a_stage_into_view_on_a_sphere_too():
    low, high = (ecef_of(0.0, 83.0, height_m, 6371e3, 0.0) for height_m in (1e3, 50e3))
    assert not in_view_of_geostationary(*low, 0.0, 6371e3, 0.0)
    assert in_view_of_geostationary(*high, 0.0, 6371e3, 0.0)
    assert not in_view_of_geostationary(np.nan, 0.0, 0.0, 0.0)


def test_clouds_hide_what_is_below_their_top():
    heights_m = (0.0, 9999.9, 10e3, 60e3, np.nan)
    assert [sees_burning_stage(height_m, 10e3) for height_m in heights_m] == [False, False, True, True, False]
