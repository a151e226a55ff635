"""Numbers that others have published, or that follow from a closed form at 30 digits, at stated tolerances.

Authorities: textbooks (Vallado, Curtis), the US Standard Atmosphere 1976, vendor tables, exact arithmetic.
"""

import numpy as np
import pytest

from equipoise.constants import (
    EARTH_ECCENTRICITY_SQUARED,
    EARTH_GM_M3_S2,
    EARTH_MEAN_RADIUS_M,
    EARTH_POLAR_RADIUS_M,
)
from equipoise.errors import EquipoiseError
from equipoise.physics.atmosphere import LAYER_PRESSURES_PA, us1976
from equipoise.physics.ballistic import kepler_coast, lambert, minimum_energy, two_angles
from equipoise.physics.earth import ecef_to_geodetic, geodetic_to_ecef
from equipoise.physics.kill import (
    clopper_pearson_interval,
    leakage,
    shots_needed,
    shots_per_warhead,
    wilson_interval,
)
from equipoise.physics.radar import (
    albersheim_snr_db,
    detection_range,
    horizon_arc,
    horizon_range,
    marcum_snr_db,
    swerling1_snr_db,
)


def last_digit(value, digits):
    """Return half a unit of the last of so many printed digits."""
    return 0.51 * 10.0 ** (np.floor(np.log10(abs(value))) - digits + 1)


def test_wgs84_derived_constants():
    assert abs(EARTH_POLAR_RADIUS_M - 6356752.314245179) < 1e-8
    assert abs(EARTH_ECCENTRICITY_SQUARED - 0.0066943799901413165) < 1e-16


def test_vallado_example_3_3_by_a_root_of_40_digits():
    """The book prints 34.352496 degrees and 5085.22 km; the root of its own equations is this one."""
    lat_deg, lon_deg, height_m = ecef_to_geodetic(6524834.0, 6862875.0, 6448296.0)
    assert lat_deg == pytest.approx(34.3524951508616, abs=1e-12)
    assert lon_deg == pytest.approx(46.4464168567900, abs=1e-12)
    assert height_m == pytest.approx(5085218.731092, abs=1e-6)


def test_a_mountain_station_in_earth_fixed_axes():
    expected_m = (-1275123.418890, -4797994.704493, 3994302.209581)
    assert geodetic_to_ecef(39.007, -104.883, 2194.56) == pytest.approx(expected_m, abs=2e-6)


BELOW_86_KM = [
    (0, 288.150, 101325, 1.2250, 340.294),
    (1, 281.651, 8.98763e4, 1.11166, 336.435),
    (5, 255.676, 5.40483e4, 0.736428, 320.545),
    (10, 223.252, 2.64999e4, 0.413510, 299.532),
    (20, 216.650, 5.52931e3, 8.89099e-2, 295.070),
    (30, 226.509, 1.19703e3, 1.84102e-2, 301.709),
    (40, 250.350, 2.87144e2, 3.99568e-3, 317.189),
    (50, 270.650, 7.97791e1, 1.02688e-3, 329.799),
    (60, 247.021, 2.19587e1, 3.09678e-4, 315.074),
    (70, 219.585, 5.22090, 8.28287e-5, 297.061),
    (80, 198.639, 1.05247, 1.84580e-5, 282.538),
]
FROM_86_KM = [
    (86, 186.87, 3.7338e-1, 6.958e-6),
    (100, 195.08, 3.2011e-2, 5.604e-7),
    (120, 360.00, 2.5382e-3, 2.222e-8),
    (200, 854.56, 8.4736e-5, 2.541e-10),
]


@pytest.mark.parametrize("row", BELOW_86_KM, ids=lambda row: f"{row[0]} km")
def test_standard_atmosphere_below_86_km(row):
    """0.01 K and 1e-4 are the budget; the table's own digits allow 5e-6."""
    altitude_km, temperature_k, pressure_pa, density_kg_m3, sound_speed_m_s = row
    ours = us1976(altitude_km * 1e3)
    assert ours[0] == pytest.approx(temperature_k, abs=1e-3)
    assert ours[1] == pytest.approx(pressure_pa, rel=5e-6)
    assert ours[2] == pytest.approx(density_kg_m3, rel=5e-6)
    assert ours[3] == pytest.approx(sound_speed_m_s, abs=1e-3)


@pytest.mark.parametrize("row", FROM_86_KM, ids=lambda row: f"{row[0]} km")
def test_standard_atmosphere_from_86_km(row):
    altitude_km, temperature_k, pressure_pa, density_kg_m3 = row
    ours = us1976(altitude_km * 1e3)
    assert ours[0] == pytest.approx(temperature_k, abs=0.01)
    assert ours[1] == pytest.approx(pressure_pa, rel=1e-4)
    assert ours[2] == pytest.approx(density_kg_m3, rel=1e-4)


def test_standard_atmosphere_layer_bases():
    for ours, published in zip(
        LAYER_PRESSURES_PA[1:], (22632, 5474.9, 868.02, 110.91, 66.939, 3.9564), strict=True
    ):
        assert ours == pytest.approx(published, abs=last_digit(published, 5))


def test_vallado_example_2_4_kepler_coast():
    start = (1131340.0, -2282343.0, 6672423.0, -5643.05, 4303.33, 2428.79)
    position_m = (-4219752.7377956975, 4363029.1771808, -3958766.6166030)
    velocity_m_s = (3689.8660250525, -1916.7347770873, -6112.5111000007)
    ours = kepler_coast(*start, 2400.0)
    assert ours[:3] == pytest.approx(position_m, abs=1e-6)
    assert ours[3:] == pytest.approx(velocity_m_s, abs=1e-9)


def test_curtis_kepler_example_from_perigee():
    """Mean anomaly 0.62749 at eccentricity 0.24649 is true anomaly 1.00220 (printed to five figures)."""
    eccentricity, perigee_m = 0.24649, 7000e3
    mean_motion_rad_s = np.sqrt(EARTH_GM_M3_S2 * ((1 - eccentricity) / perigee_m) ** 3)
    perigee_speed_m_s = np.sqrt(EARTH_GM_M3_S2 * (1 + eccentricity) / perigee_m)
    x, y, *_ = kepler_coast(perigee_m, 0.0, 0.0, 0.0, perigee_speed_m_s, 0.0, 0.62749 / mean_motion_rad_s)
    assert np.arctan2(y, x) == pytest.approx(1.00220, abs=1e-5)


@pytest.mark.parametrize(
    ("start_km", "end_km", "time_s", "start_km_s", "end_km_s"),
    [
        (
            (15945.34, 0, 0), (12214.83899, 10249.46731, 0), 4560.0,
            (2.0589133537, 2.9159643516, 0), (-3.4515648447, 0.9103142481, 0),
        ),
        (
            (5000, 10000, 2100), (-14600, 2500, 7000), 3600.0,
            (-5.9924950201, 1.9253667142, 3.2456380505), (-3.3124585030, -4.1966190078, -0.3852890598),
        ),
    ],
    ids=["Vallado 7-5", "Curtis 5.2"],
)  # fmt: skip
def test_lambert_textbook_examples(start_km, end_km, time_s, start_km_s, end_km_s):
    ours = lambert(1e3 * np.array(start_km), 1e3 * np.array(end_km), time_s)
    np.testing.assert_allclose(ours, 1e3 * np.array([start_km_s, end_km_s]), rtol=0, atol=2e-7)


def test_lambert_chain_to_the_minimum_energy_flight():
    angle_rad = 3e6 / EARTH_MEAN_RADIUS_M
    end = EARTH_MEAN_RADIUS_M * np.array([np.cos(angle_rad), np.sin(angle_rad), 0.0])
    velocity_m_s, _ = lambert((EARTH_MEAN_RADIUS_M, 0.0, 0.0), end, 895.0356)
    assert np.linalg.norm(velocity_m_s) == pytest.approx(4864.996, abs=1e-3)
    assert np.degrees(np.arctan2(velocity_m_s[0], velocity_m_s[1])) == pytest.approx(38.25509, abs=1e-5)


@pytest.mark.parametrize("end_m", [(-7e6, 0.0, 0.0), (7e6, 0.0, 0.0)], ids=["180 degrees", "zero"])
def test_lambert_without_a_plane_is_an_error(end_m):
    with pytest.raises(EquipoiseError, match="180 degrees"):
        lambert((7e6, 0.0, 0.0), end_m, 3000.0)


@pytest.mark.parametrize(
    ("range_km", "speed_km_s", "angle_deg", "apogee_km", "time_s"),
    [
        (300, 1.696481, 44.325509, 74.1102, 251.0348),
        (1000, 3.016118, 42.751696, 239.9384, 474.3601),
        (3000, 4.864996, 38.255088, 655.2065, 895.0356),
        (10000, 7.198084, 22.516960, 1319.4765, 1930.9565),
    ],
)
def test_minimum_energy_free_flight(range_km, speed_km_s, angle_deg, apogee_km, time_s):
    expected = (1e3 * speed_km_s, angle_deg, 1e3 * apogee_km, time_s)
    assert minimum_energy(range_km * 1e3) == pytest.approx(expected, rel=1e-6)


def test_both_flights_over_1000_km_at_3200_m_s():
    low, high = two_angles(1e6, 3200.0)
    assert low == pytest.approx((28.550253, 139063.4, 366.1590), rel=1e-6)
    assert high == pytest.approx((56.953139, 409167.5, 622.7436), rel=1e-6)


def test_range_equation_vendor_case():
    """10 GHz, 1 MW, 10 microseconds, 20 dB gain, 1 m2, 6 dB, 290 K, no losses."""
    assert detection_range(1e6, 10e-6, 20.0, 10e9, 1.0, 6.0, 290.0) == pytest.approx(41056.57, abs=0.01)


def test_signal_needed_for_90_percent_at_one_false_alarm_in_a_million():
    assert marcum_snr_db(0.9, 1e-6) == pytest.approx(13.1835, abs=1e-4)
    assert albersheim_snr_db(0.9, 1e-6) == pytest.approx(13.1145, abs=1e-4)
    assert swerling1_snr_db(0.9, 1e-6) == pytest.approx(21.1436, abs=1e-4)


def test_horizon_of_a_10_m_antenna_for_a_target_at_1000_m():
    """The parabola of the 4/3 Earth, 143.377 km, lies between the exact arc and the exact slant range."""
    assert horizon_arc(10.0, 1000.0) == pytest.approx(124161, abs=0.5)
    arc_m, slant_m = horizon_arc(10.0, 1000.0, 4 / 3), horizon_range(10.0, 1000.0, 4 / 3)
    assert arc_m < 143377 < slant_m
    assert slant_m - arc_m < 11.0


@pytest.mark.parametrize(
    ("warheads", "shots", "kill_probability", "none", "mean"),
    [(10, 2, 0.8, 0.6648326, 0.4), (4, 4, 0.5, 0.7724762, 0.25)],
)
def test_leakage(warheads, shots, kill_probability, none, mean):
    chances = leakage(warheads, shots, kill_probability)
    assert chances[0] == pytest.approx(none, abs=1e-7)
    assert chances @ np.arange(warheads + 1) == pytest.approx(mean, rel=1e-12)


def test_shots_for_four_warheads():
    assert shots_per_warhead(4.0, 0.5, 0.8) == pytest.approx(4.2040, abs=1e-4)
    assert shots_needed(4, 0.5, 0.8) == 5


@pytest.mark.parametrize(
    ("successes", "trials", "wilson", "clopper_pearson"),
    [(81, 263, (0.255289, 0.366210), (0.252737, 0.367622)), (0, 20, (0, 0.161125), (0, 0.168433))],
)
def test_intervals_of_a_test_record(successes, trials, wilson, clopper_pearson):
    assert wilson_interval(successes, trials) == pytest.approx(wilson, abs=1e-6)
    assert clopper_pearson_interval(successes, trials) == pytest.approx(clopper_pearson, abs=1e-6)
