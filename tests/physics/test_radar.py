"""Radar range, horizon and detection, held against units, exact geometry and scipy."""

import numpy as np
import pint
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from equipoise.physics.earth import ecef_of, line_of_sight_clear
from equipoise.physics.radar import (
    albersheim_snr_db,
    aperture_detection_range,
    aperture_gain_db,
    detection_range,
    horizon_arc,
    horizon_range,
    marcum_snr_db,
    range_scaled_by_cross_section,
    swerling1_snr_db,
    thinned_array_area,
)

ASSUMED = {"snr_db": 13.0, "system_temperature_k": 500.0, "losses_db": 8.0}
X_BAND_HZ = 299792458.0 / 0.03
MIDCOURSE_RADAR = {"power_w": 170e3, "emission_s": 0.02, "frequency_hz": X_BAND_HZ, **ASSUMED}
SMALL_RADAR = {
    "power_w": 10e3,
    "pulse_s": 1e-3,
    "gain_db": 40.0,
    "frequency_hz": 3e9,
    "cross_section_m2": 0.1,
}
factors = st.floats(1e-3, 1e3)


@pytest.mark.parametrize(
    ("power_w", "area_m2", "ranges_km"),
    [
        (170e3, 105.0 * 0.6, {0.001: 1080, 0.01: 1920, 0.1: 3420}),
        (170e3, thinned_array_area(16896, X_BAND_HZ), {0.001: 270, 0.01: 470, 0.1: 840}),
        (5e6, 105.0 * 0.6, {0.001: 2520, 0.01: 4480}),
    ],
)
def test_the_quarrel_over_the_czech_radar(power_w, area_m2, ranges_km):
    """Each side's range comes out of its own inputs, to the 10 km that they are printed to."""
    given_radar = MIDCOURSE_RADAR | {"power_w": power_w, "effective_area_m2": area_m2}
    for cross_section_m2, range_km in ranges_km.items():
        ours_m = aperture_detection_range(cross_section_m2=cross_section_m2, **given_radar)
        assert ours_m == pytest.approx(range_km * 1e3, rel=0.02)


@pytest.mark.parametrize(
    ("cross_section_m2", "range_km"), [(0.001, 460), (0.01, 817), (0.1, 1450), (1.0, 2580)]
)
def test_the_forward_based_radar_by_its_critics_inputs(cross_section_m2, range_km):
    """Mean power 81 kW over a dwell of 100 ms, 9.2 m2 at 80 %: a re-computation of Lewis and Postol 2012."""
    ours_m = aperture_detection_range(81e3, 0.1, 9.2 * 0.8, X_BAND_HZ, cross_section_m2, **ASSUMED)
    assert ours_m == pytest.approx(range_km * 1e3, rel=0.005)


def test_units_of_the_range_equation_cancel():
    unit = pint.UnitRegistry()
    strength = (
        10 * unit.kW * 1 * unit.ms * 1e4**2 * (unit.speed_of_light / (3 * unit.GHz)) ** 2 * 0.1 * unit.m**2
    )
    noise = (4 * np.pi) ** 3 * unit.boltzmann_constant * 500 * unit.K * 10**1.3 * 10**0.8
    expected_m = ((strength / noise) ** 0.25).to("m").magnitude
    assert detection_range(**SMALL_RADAR, **ASSUMED) == pytest.approx(expected_m, rel=1e-12)


def test_gain_of_an_aperture():
    """A dish of 1 m2 at 3 cm wavelength: 4 pi / 0.0009 = 13 963, which is 41.45 dB."""
    assert aperture_gain_db(1.0, X_BAND_HZ) == pytest.approx(41.4497, abs=1e-4)
    by_area = aperture_detection_range(1e4, 1e-3, 2.0, X_BAND_HZ, 0.1, **ASSUMED)
    by_gain = detection_range(1e4, 1e-3, 41.4497 + 10 * np.log10(2), X_BAND_HZ, 0.1, **ASSUMED)
    assert by_area == pytest.approx(by_gain, rel=1e-5)


@given(st.sampled_from(["power_w", "pulse_s", "cross_section_m2"]), factors)
def test_range_goes_with_the_fourth_root(name, factor):
    """Valid where noise limits the range, not the horizon."""
    base = detection_range(**SMALL_RADAR, **ASSUMED)
    changed = detection_range(**(SMALL_RADAR | {name: SMALL_RADAR[name] * factor}), **ASSUMED)
    assert changed == pytest.approx(base * factor**0.25, rel=1e-12)


@given(st.sampled_from(sorted(ASSUMED)), st.floats(0.1, 100.0))
def test_more_noise_loss_or_demand_never_sees_farther(name, more):
    base = detection_range(**SMALL_RADAR, **ASSUMED)
    assert detection_range(**SMALL_RADAR, **(ASSUMED | {name: ASSUMED[name] + more})) < base


@given(st.floats(1e3, 1e7), factors, factors)
def test_scaling_by_cross_section_agrees_with_the_range_equation(range_m, reference_m2, cross_section_m2):
    scaled = range_scaled_by_cross_section(range_m, reference_m2, cross_section_m2)
    by_equation = [
        detection_range(**(SMALL_RADAR | {"cross_section_m2": area_m2}), **ASSUMED)
        for area_m2 in (cross_section_m2, reference_m2)
    ]
    assert scaled == pytest.approx(range_m * by_equation[0] / by_equation[1], rel=1e-12)
    assert range_scaled_by_cross_section(range_m, reference_m2, 16 * reference_m2) == pytest.approx(
        2 * range_m
    )


@given(st.floats(0.0, 3000.0), st.floats(1.0, 1e6))
def test_horizon_is_where_the_ground_takes_the_line_of_sight(antenna_height_m, target_altitude_m):
    radius_m = 6371e3
    arc_deg = np.degrees(horizon_arc(antenna_height_m, target_altitude_m) / radius_m)
    antenna = np.array(ecef_of(0.0, 0.0, antenna_height_m, radius_m, 0.0))
    nearer, target, farther = (
        np.array(ecef_of(arc_deg * share, 0.0, target_altitude_m, radius_m, 0.0))
        for share in (0.999, 1.0, 1.001)
    )
    assert line_of_sight_clear(*antenna, *nearer, radius_m, 0.0)
    assert not line_of_sight_clear(*antenna, *farther, radius_m, 0.0)
    slant_m = np.linalg.norm(target - antenna)
    assert horizon_range(antenna_height_m, target_altitude_m) == pytest.approx(slant_m, rel=1e-6)


@given(st.floats(1.001e-9, 0.999999), st.floats(-30, -3))
def test_marcum_is_inverted_as_scipy_has_it(detection, logarithm):
    """A steady target in noise is a non-central chi-square of two degrees of freedom."""
    false_alarm = max(10.0**logarithm, 1e-30)
    if detection <= false_alarm:
        return
    ratio = 10 ** (marcum_snr_db(detection, false_alarm) / 10)
    threshold = -2.0 * np.log(false_alarm)
    if detection < 0.5 or logarithm > -20:
        assert stats.ncx2.sf(threshold, 2, 2 * ratio) == pytest.approx(detection, rel=1e-8)
    assert stats.ncx2.cdf(threshold, 2, 2 * ratio) == pytest.approx(1 - detection, rel=1e-6)


@given(st.floats(0.01, 0.99), st.floats(1e-9, 1e-3))
def test_swerling1_is_the_chance_that_an_exponential_signal_passes(detection, false_alarm):
    ratio = 10 ** (swerling1_snr_db(detection, false_alarm) / 10)
    assert stats.expon.sf(-np.log(false_alarm), scale=1 + ratio) == pytest.approx(detection, rel=1e-9)


@given(st.floats(0.4, 0.95), st.floats(-8, -3))
def test_albersheim_is_within_a_tenth_of_a_decibel_of_marcum(detection, logarithm):
    exact_db = marcum_snr_db(detection, 10.0**logarithm)
    assert albersheim_snr_db(detection, 10.0**logarithm) == pytest.approx(exact_db, abs=0.1)


def test_probabilities_that_are_none():
    for needed in (marcum_snr_db, swerling1_snr_db):
        values = needed([0.9, 0.9, 1.0, 1e-7, np.nan, -0.1, 0.9], [0.0, 1.0, 1e-6, 1e-6, 1e-6, 1e-6, np.nan])
        assert np.isnan(values).all()
        assert needed(1e-6, 1e-6) == -np.inf


def test_shapes_and_missing_numbers():
    ranges_m = detection_range(**(SMALL_RADAR | {"power_w": [1e3, np.nan, -1.0, 0.0]}), **ASSUMED)
    assert np.isnan(ranges_m).tolist() == [False, True, True, False]
    assert ranges_m[3] == 0.0
    table_m = detection_range(
        **(SMALL_RADAR | {"cross_section_m2": [[0.1], [1.0]], "power_w": [1e3, 1e4, 1e5]}), **ASSUMED
    )
    assert table_m.shape == (2, 3)
    assert np.isnan(horizon_range([-1.0, 1.0, np.nan], [1.0, -1.0, 1.0])).all()
    assert horizon_arc([], 10.0).shape == (0,)
    assert isinstance(range_scaled_by_cross_section(np.array(1000), 1, 2), float)
    assert np.isnan(range_scaled_by_cross_section(1000.0, 0.01, -1.0))
