"""The Earth's shape, held against PROJ, against its own inverse and against brute force."""

import numpy as np
import pyproj
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from equipoise.constants import EARTH_EQUATORIAL_RADIUS_M, EARTH_FLATTENING, EARTH_POLAR_RADIUS_M
from equipoise.physics.earth import (
    ecef_of,
    ecef_to_geodetic,
    enu_axes,
    geocentric_altitude,
    geodetic_of,
    geodetic_to_ecef,
    line_of_sight_clear,
    normal_at,
)

GEODESIC = pyproj.Geod(ellps="WGS84")
TO_ECEF = pyproj.Transformer.from_crs(4979, 4978, always_xy=True)
SPHERE_M = 6371e3

latitudes = st.one_of(st.sampled_from([-90.0, -1e-9, 0.0, 90.0, 90.0 - 1e-7]), st.floats(-90, 90))
longitudes = st.one_of(st.sampled_from([-180.0, 180.0, 179.9999999]), st.floats(-180, 180))
heights = st.one_of(st.sampled_from([-5000.0, 0.0, 20_000e3]), st.floats(-5000, 20_000e3))


def test_agrees_with_proj_from_below_ground_to_geostationary_heights():
    lat, lon, height = np.meshgrid(
        [-90, -89.999, -45.3, 0, 12.3, 60, 90], [-180, -77.7, 0, 90, 180], [-5e3, 0, 1e5, 2e7]
    )
    ours = geodetic_to_ecef(lat, lon, height)
    np.testing.assert_allclose(ours, TO_ECEF.transform(lon, lat, height), rtol=0, atol=1e-7)


@settings(max_examples=300)
@given(latitudes, longitudes, heights)
def test_there_and_back_is_the_same_place(lat_deg, lon_deg, height_m):
    x, y, z = geodetic_to_ecef(lat_deg, lon_deg, height_m)
    lat, lon, height = ecef_to_geodetic(x, y, z)
    assert abs(lat - lat_deg) <= 1e-9
    assert abs(height - height_m) <= 1e-6
    assert abs(geocentric_altitude(x, y, z) - height_m) <= 1e-6
    turn = abs((lon - lon_deg + 180.0) % 360.0 - 180.0)
    assert turn * np.cos(np.radians(lat_deg)) <= 1e-9


@settings(max_examples=100)
@given(latitudes, longitudes, heights)
def test_there_and_back_on_a_sphere(lat_deg, lon_deg, height_m):
    x, y, z = ecef_of(lat_deg, lon_deg, height_m, SPHERE_M, 0.0)
    lat, _, height = geodetic_of(x, y, z, SPHERE_M, 0.0)
    assert np.hypot(np.hypot(x, y), z) == pytest.approx(SPHERE_M + height_m, rel=1e-14)
    assert lat == pytest.approx(lat_deg, abs=1e-9)
    assert height == pytest.approx(height_m, abs=1e-6)
    assert geocentric_altitude(x, y, z, SPHERE_M, 0.0) == pytest.approx(height_m, abs=1e-6)


@given(latitudes, heights)
def test_one_step_of_bowrings_formula_is_good_to_a_billionth_of_a_degree(lat_deg, height_m):
    x, _, z = geodetic_to_ecef(lat_deg, 0.0, height_m)
    cosine, sine = normal_at(abs(x), z, EARTH_EQUATORIAL_RADIUS_M, EARTH_FLATTENING, 1)
    assert np.degrees(np.arctan2(sine, cosine)) == pytest.approx(lat_deg, abs=5e-11)


def test_axis_has_longitude_zero_and_exact_latitude():
    assert ecef_to_geodetic(0.0, 0.0, -EARTH_POLAR_RADIUS_M - 7.0) == (-90.0, 0.0, pytest.approx(7, abs=1e-8))


@pytest.mark.parametrize(("azimuth_deg", "axis"), [(90.0, slice(0, 3)), (0.0, slice(3, 6))])
def test_axes_point_along_the_geodesics_of_the_map(azimuth_deg, axis):
    lat, lon = 52.3, -13.7
    ahead_lon, ahead_lat, _ = GEODESIC.fwd(lon, lat, azimuth_deg, 1.0)
    step = np.subtract(geodetic_to_ecef(ahead_lat, ahead_lon, 0.0), geodetic_to_ecef(lat, lon, 0.0))
    np.testing.assert_allclose(enu_axes(lat, lon)[axis], step, atol=2e-7)


@given(latitudes, longitudes)
def test_axes_are_a_right_handed_frame_with_up_along_the_plumb_line(lat_deg, lon_deg):
    axes = np.array(enu_axes(lat_deg, lon_deg)).reshape(3, 3)
    np.testing.assert_allclose(axes @ axes.T, np.eye(3), atol=1e-15)
    np.testing.assert_allclose(np.cross(axes[0], axes[1]), axes[2], atol=1e-15)
    rise = np.subtract(geodetic_to_ecef(lat_deg, lon_deg, 1000.0), geodetic_to_ecef(lat_deg, lon_deg, 0.0))
    np.testing.assert_allclose(axes[2] * 1000.0, rise, atol=1e-8)


def passes_outside(start, end):
    """Return whether 4001 points of a segment all lie outside the ellipsoid, ends left out."""
    share = np.linspace(0, 1, 4001)[1:-1, None]
    x, y, z = (start + share * (end - start)).T
    level = (x**2 + y**2) / EARTH_EQUATORIAL_RADIUS_M**2 + z**2 / EARTH_POLAR_RADIUS_M**2
    return level.min() - 1.0


def test_line_of_sight_agrees_with_points_walked_along_the_line():
    random = np.random.default_rng(7)
    verdicts = []
    for _ in range(300):
        lat, lon = random.uniform(-90, 90, 2), np.cumsum(random.uniform(-60, 60, 2))
        start, end = np.transpose(geodetic_to_ecef(lat, lon, 10 ** random.uniform(2, 6.5, 2)))
        clearance = passes_outside(start, end)
        if abs(clearance) < 1e-6:  # closer to grazing than the walk can tell
            continue
        verdicts.append(line_of_sight_clear(*start, *end))
        assert verdicts[-1] == (clearance > 0)
        assert line_of_sight_clear(*end, *start) == verdicts[-1]
    assert 40 < sum(verdicts) < len(verdicts) - 40


def test_line_of_sight_ends_at_the_horizon_of_a_sphere():
    horizon_deg = np.degrees(np.arccos(SPHERE_M / (SPHERE_M + 10)) + np.arccos(SPHERE_M / (SPHERE_M + 1e5)))
    antenna = ecef_of(0.0, 0.0, 10.0, SPHERE_M, 0.0)
    nearer = ecef_of(horizon_deg - 1e-6, 0.0, 1e5, SPHERE_M, 0.0)
    farther = ecef_of(horizon_deg + 1e-6, 0.0, 1e5, SPHERE_M, 0.0)
    assert line_of_sight_clear(*antenna, *nearer, SPHERE_M, 0.0)
    assert not line_of_sight_clear(*antenna, *farther, SPHERE_M, 0.0)


def test_antenna_on_the_ground_sees_up_and_not_down():
    ground = ecef_of(40.0, 20.0, 0.0)
    assert line_of_sight_clear(*ground, *ecef_of(40.0, 20.0, 1e5))
    assert line_of_sight_clear(*ground, *ecef_of(41.0, 21.0, 1e5))
    assert not line_of_sight_clear(*ground, *ecef_of(-40.0, -160.0, 1e5))
    assert not line_of_sight_clear(*ground, np.nan, 0.0, 0.0)


def test_shapes_and_missing_numbers():
    x, y, z = geodetic_to_ecef([10.0, 20.0], [[1.0], [2.0], [3.0]], 0)
    assert x.shape == y.shape == z.shape == (3, 2)
    assert all(isinstance(value, float) for value in ecef_to_geodetic(np.array(7e6), 0, 0))
    assert [value.shape for value in geodetic_to_ecef([], 1.0, 2.0)] == [(0,)] * 3
    assert np.isnan(ecef_to_geodetic(np.nan, 1.0, 1.0)).all()
    lat, _, _ = ecef_to_geodetic([7e6, np.nan], 0.0, 0.0)
    np.testing.assert_array_equal(lat, [0.0, np.nan])
