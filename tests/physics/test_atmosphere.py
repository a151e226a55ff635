"""The 1976 standard atmosphere between the rows of its tables, at its ends, and inside its own laws."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from equipoise.physics.atmosphere import air, air_density, air_pressure, speed_of_sound, us1976

# Rows of table I that the interpolation does not use: altitude [km], and density [kg/m3] or pressure [Pa].
DENSITIES_LEFT_OUT = [
    (87, 5.824e-6), (89, 4.081e-6), (92, 2.393e-6), (94, 1.670e-6), (96, 1.162e-6), (98, 8.071e-7),
    (102, 3.935e-7), (104, 2.769e-7), (106, 1.954e-7), (108, 1.381e-7), (124, 1.428e-8), (128, 9.717e-9),
    (136, 5.074e-9), (144, 2.958e-9), (155, 1.585e-9), (175, 6.339e-10), (210, 1.846e-10), (250, 6.073e-11),
    (290, 2.378e-11), (310, 1.552e-11), (525, 3.509e-13), (575, 1.637e-13), (625, 7.998e-14),
    (675, 4.148e-14), (725, 2.318e-14), (775, 1.410e-14), (825, 9.339e-15), (925, 5.038e-15),
    (975, 3.968e-15),
]  # fmt: skip
PRESSURES_LEFT_OUT = [
    (87, 3.1259e-1), (89, 2.1919e-1), (101, 2.7192e-2), (103, 1.9742e-2), (107, 1.0751e-2), (109, 8.1142e-3),
    (111, 6.2614e-3), (115, 4.0096e-3), (119, 2.7615e-3), (125, 1.7354e-3), (145, 5.6691e-4),
    (210, 6.4756e-5), (250, 2.4767e-5), (310, 7.2285e-6), (350, 3.4498e-6), (450, 6.4468e-7),
    (525, 2.1200e-7), (575, 1.1028e-7), (625, 6.2601e-8), (725, 2.6611e-8), (825, 1.5051e-8),
    (925, 9.8635e-9), (975, 8.2043e-9),
]  # fmt: skip
# Mean molecular mass [kg/kmol] and kinetic temperature [K] of table I.
MOLECULAR_MASSES = [
    (90, 28.91, 186.87), (110, 27.27, 240.00), (120, 26.20, 360.00), (150, 24.10, 634.39),
    (200, 21.30, 854.56), (300, 17.73, 976.01), (400, 15.98, 995.83), (500, 14.33, 999.24),
    (700, 8.00, 999.97), (1000, 3.94, 1000.00),
]  # fmt: skip


@pytest.mark.parametrize(("altitude_km", "density_kg_m3"), DENSITIES_LEFT_OUT)
def test_density_between_the_rows(altitude_km, density_kg_m3):
    assert air_density(altitude_km * 1e3) == pytest.approx(density_kg_m3, rel=4e-3)


@pytest.mark.parametrize(("altitude_km", "pressure_pa"), PRESSURES_LEFT_OUT)
def test_pressure_between_the_rows(altitude_km, pressure_pa):
    assert air_pressure(altitude_km * 1e3) == pytest.approx(pressure_pa, rel=4e-3)


@pytest.mark.parametrize(("altitude_km", "mass_kg_kmol", "temperature_k"), MOLECULAR_MASSES)
def test_three_columns_obey_the_gas_law_with_the_published_molecular_mass(
    altitude_km, mass_kg_kmol, temperature_k
):
    temperature, pressure, density, _ = us1976(altitude_km * 1e3)
    assert temperature == pytest.approx(temperature_k, abs=0.01)
    assert pressure * mass_kg_kmol / (8314.32 * temperature) == pytest.approx(density, rel=2e-3)


@pytest.mark.parametrize("altitude_m", [-4000.0, 500.0, 15e3, 25e3, 45e3, 49e3, 65e3, 75e3, 83e3])
def test_pressure_carries_the_air_above_it(altitude_m):
    step_m = 1.0
    slope = (air_pressure(altitude_m + step_m) - air_pressure(altitude_m - step_m)) / (2 * step_m)
    gravity_m_s2 = 9.80665 * (6356766.0 / (6356766.0 + altitude_m)) ** 2
    assert -slope == pytest.approx(air_density(altitude_m) * gravity_m_s2, rel=1e-6)


@pytest.mark.parametrize("altitude_m", [11.019e3, 20.063e3, 47.35e3, 71.802e3, 86e3, 91e3, 110e3, 120e3])
def test_nothing_jumps_where_one_formula_hands_over_to_the_next(altitude_m):
    below, above = us1976(np.nextafter([altitude_m] * 2, [0, 1e9]))[0]
    assert above == pytest.approx(below, abs=1e-3)  # the printed coefficients jump by 0.0003 K at 110 km
    for law in (air_pressure, air_density, speed_of_sound):
        assert law(altitude_m + 1e-6) == pytest.approx(law(altitude_m - 1e-6), rel=1e-6)


@given(st.floats(-5e3, 1e6), st.floats(1.0, 1e5))
def test_air_thins_upward(altitude_m, rise_m):
    higher_m = min(altitude_m + rise_m, 1e6)
    assert air_density(higher_m) <= air_density(altitude_m)
    assert air_pressure(higher_m) <= air_pressure(altitude_m)


@given(st.floats(-1e5, 2e6))
def test_single_laws_are_the_columns_of_the_whole(altitude_m):
    _, pressure, density, sound_speed = air(altitude_m)
    assert (air_pressure(altitude_m), speed_of_sound(altitude_m)) == pytest.approx(
        (pressure, sound_speed), rel=1e-14
    )
    assert air_density(altitude_m) == pytest.approx(density, rel=1e-14)


def test_ends_of_the_standard():
    assert us1976(-9000.0) == us1976(-5000.0)
    assert air_density(-5000.0) == pytest.approx(1.9311, abs=1e-4)  # [us1976] table I
    temperature, pressure, density, sound_speed = us1976(1000e3 + 1)
    assert (pressure, density) == (0.0, 0.0)
    assert (temperature, sound_speed) == (us1976(1000e3)[0], us1976(1000e3)[3])
    assert us1976(np.inf)[2] == 0.0


def test_shapes_and_missing_numbers():
    columns = us1976([[0.0, np.nan], [50e3, 1e6]])
    assert [column.shape for column in columns] == [(2, 2)] * 4
    assert all(np.isnan(column[0, 1]) and np.isfinite(column.flat[[0, 2, 3]]).all() for column in columns)
    assert [column.shape for column in us1976([])] == [(0,)] * 4
    assert all(isinstance(value, float) for value in us1976(np.array(100)))
    assert np.isnan([air_density(np.nan), air_pressure(np.nan), speed_of_sound(np.nan)]).all()
