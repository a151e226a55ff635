"""The US Standard Atmosphere 1976, from 5 km below to 1000 km above sea level.

Below 86 km the standard is closed form: the molecular temperature is piecewise linear in geopotential
altitude. Above, it is defined by diffusion of the single gases; pressure and density are interpolated in its
published table, temperature follows its formulas. Altitudes here are geometric.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from equipoise.constants import (
    AIR_GAS_CONSTANT_J_KG_K,
    AIR_HEAT_CAPACITY_RATIO,
    STANDARD_GRAVITY_M_S2,
    US1976_EARTH_RADIUS_M,
    US1976_SEA_LEVEL_PRESSURE_PA,
    US1976_SEA_LEVEL_TEMPERATURE_K,
)
from equipoise.kernels import law
from equipoise.physics.broadcasting import over_arrays

LOWEST_M = -5000.0
TURBOPAUSE_M = 86e3
HIGHEST_M = 1000e3

LAYER_BASES_M = np.array([0.0, 11e3, 20e3, 32e3, 47e3, 51e3, 71e3])  # geopotential
LAYER_LAPSES_K_M = np.array([-6.5e-3, 0.0, 1e-3, 2.8e-3, 0.0, -2.8e-3, -2e-3])

# Mean molecular mass over its sea-level value from 80 to 86 km, each 0.5 km: [us1976] table 8.
MOLECULAR_MASS_RATIO = np.array(
    [
        1.0, 0.999996, 0.999989, 0.999971, 0.999941, 0.999909, 0.999870,
        0.999829, 0.999786, 0.999741, 0.999694, 0.999641, 0.999579,
    ]
)  # fmt: skip
UPPER_BASE_TEMPERATURE_K = 186.8673

# Geometric altitude [km], pressure [Pa], density [kg/m3]: [us1976] table I. The first row has more digits
# than the table prints, from the closed form, so that nothing jumps at 86 km.
UPPER_TABLE = np.array(
    [
        (86, 3.733805e-1, 6.957824e-6), (88, 2.6173e-1, 4.875e-6), (90, 1.8359e-1, 3.416e-6),
        (91, 1.5381e-1, 2.860e-6), (93, 1.0801e-1, 2.000e-6), (95, 7.5966e-2, 1.393e-6),
        (97, 5.3571e-2, 9.685e-7), (99, 3.7948e-2, 6.725e-7), (100, 3.2011e-2, 5.604e-7),
        (105, 1.4477e-2, 2.325e-7), (110, 7.1042e-3, 9.708e-8), (112, 5.5547e-3, 6.838e-8),
        (114, 4.4473e-3, 4.975e-8), (116, 3.6312e-3, 3.720e-8), (118, 3.0144e-3, 2.847e-8),
        (120, 2.5382e-3, 2.222e-8), (130, 1.2505e-3, 8.152e-9), (140, 7.2028e-4, 3.831e-9),
        (150, 4.5422e-4, 2.076e-9), (160, 3.0395e-4, 1.233e-9), (170, 2.1210e-4, 7.815e-10),
        (180, 1.5271e-4, 5.194e-10), (190, 1.1266e-4, 3.581e-10), (200, 8.4736e-5, 2.541e-10),
        (220, 5.0149e-5, 1.367e-10), (240, 3.1059e-5, 7.858e-11), (260, 1.9894e-5, 4.742e-11),
        (280, 1.3076e-5, 2.971e-11), (300, 8.7704e-6, 1.916e-11), (320, 5.9796e-6, 1.264e-11),
        (340, 4.1320e-6, 8.503e-12), (360, 2.8878e-6, 5.805e-12), (380, 2.0384e-6, 4.013e-12),
        (400, 1.4518e-6, 2.803e-12), (420, 1.0427e-6, 1.975e-12), (440, 7.5517e-7, 1.402e-12),
        (460, 5.5155e-7, 1.002e-12), (480, 4.0642e-7, 7.208e-13), (500, 3.0236e-7, 5.215e-13),
        (550, 1.5137e-7, 2.384e-13), (600, 8.2130e-8, 1.137e-13), (650, 4.8865e-8, 5.712e-14),
        (700, 3.1908e-8, 3.070e-14), (750, 2.2599e-8, 1.788e-14), (800, 1.7036e-8, 1.136e-14),
        (850, 1.3415e-8, 7.824e-15), (900, 1.0873e-8, 5.759e-15), (950, 8.9816e-9, 4.453e-15),
        (1000, 7.5138e-9, 3.561e-15),
    ]
)  # fmt: skip


def _layer_base_values() -> tuple[np.ndarray, np.ndarray]:
    """Return molecular temperature [K] and pressure [Pa] at the base of each layer."""
    temperatures, pressures = [US1976_SEA_LEVEL_TEMPERATURE_K], [US1976_SEA_LEVEL_PRESSURE_PA]
    for lapse, thickness in zip(LAYER_LAPSES_K_M[:-1], np.diff(LAYER_BASES_M), strict=True):
        base, top = temperatures[-1], temperatures[-1] + lapse * thickness
        weight = STANDARD_GRAVITY_M_S2 / AIR_GAS_CONSTANT_J_KG_K
        exponent = math.log(top / base) / lapse if lapse else thickness / base
        pressures.append(pressures[-1] * math.exp(-weight * exponent))
        temperatures.append(top)
    return np.array(temperatures), np.array(pressures)


LAYER_TEMPERATURES_K, LAYER_PRESSURES_PA = _layer_base_values()


@law
def molecular_temperature_and_pressure(altitude_m):
    """Return the molecular temperature [K] and the pressure [Pa] below 86 km."""
    geopotential = US1976_EARTH_RADIUS_M * altitude_m / (US1976_EARTH_RADIUS_M + altitude_m)
    layer = LAYER_BASES_M.size - 1
    while layer > 0 and geopotential < LAYER_BASES_M[layer]:
        layer -= 1
    base_temperature = LAYER_TEMPERATURES_K[layer]
    lapse = LAYER_LAPSES_K_M[layer]
    rise = geopotential - LAYER_BASES_M[layer]
    temperature = base_temperature + lapse * rise
    weight = STANDARD_GRAVITY_M_S2 / AIR_GAS_CONSTANT_J_KG_K
    isothermal = lapse == 0.0
    exponent = rise / base_temperature if isothermal else math.log(temperature / base_temperature) / lapse
    return temperature, LAYER_PRESSURES_PA[layer] * math.exp(-weight * exponent)


@law
def molecular_mass_ratio(altitude_m):
    """Return the mean molecular mass over its sea-level value [-], at most 86 km up."""
    if altitude_m <= 80e3:
        return 1.0
    place = (altitude_m - 80e3) / 500.0
    below = min(int(place), MOLECULAR_MASS_RATIO.size - 2)
    step = MOLECULAR_MASS_RATIO[below + 1] - MOLECULAR_MASS_RATIO[below]
    return MOLECULAR_MASS_RATIO[below] + (place - below) * step


@law
def upper_temperature(altitude_m):
    """Return the kinetic temperature [K] from 86 to 1000 km: [us1976] eqs. 25, 27, 29, 31."""
    altitude_km = altitude_m / 1000.0
    if altitude_km < 91.0:
        return UPPER_BASE_TEMPERATURE_K
    if altitude_km < 110.0:
        return 263.1905 - 76.3232 * math.sqrt(1.0 - ((altitude_km - 91.0) / 19.9429) ** 2)
    if altitude_km < 120.0:
        return 240.0 + 12.0 * (altitude_km - 110.0)
    radius_km = US1976_EARTH_RADIUS_M / 1000.0
    reduced = (altitude_km - 120.0) * (radius_km + 120.0) / (radius_km + altitude_km)
    return 1000.0 - 640.0 * math.exp(-0.01875 * reduced)


UPPER_ALTITUDES_M = UPPER_TABLE[:, 0] * 1000.0
UPPER_LOGARITHMS = np.log(UPPER_TABLE[:, 1:])
UPPER_SLOPES = np.gradient(UPPER_LOGARITHMS, UPPER_ALTITUDES_M, axis=0, edge_order=2)


@law
def from_upper_table(altitude_m, column):
    """Return pressure (column 0) or density (column 1) from 86 to 1000 km: cubic in the logarithm."""
    low, high = 0, UPPER_ALTITUDES_M.size - 1
    while high - low > 1:
        middle = (low + high) // 2
        if altitude_m < UPPER_ALTITUDES_M[middle]:
            high = middle
        else:
            low = middle
    width = UPPER_ALTITUDES_M[high] - UPPER_ALTITUDES_M[low]
    t = (altitude_m - UPPER_ALTITUDES_M[low]) / width
    rise = UPPER_LOGARITHMS[high, column] - UPPER_LOGARITHMS[low, column]
    start_bend = UPPER_SLOPES[low, column] * width - rise
    end_bend = rise - UPPER_SLOPES[high, column] * width
    bend = t * (1.0 - t) * ((1.0 - t) * start_bend + t * end_bend)
    return math.exp(UPPER_LOGARITHMS[low, column] + t * rise + bend)


@law
def within_standard(altitude_m):
    """Return the altitude [m] held between the ends of the standard; NaN stays NaN."""
    if altitude_m < LOWEST_M:
        return LOWEST_M
    return HIGHEST_M if altitude_m > HIGHEST_M else altitude_m


@law
def air_pressure(altitude_m):
    """Return the pressure [Pa]; 0 above 1000 km, the value at -5 km below it."""
    if altitude_m > HIGHEST_M:
        return 0.0
    altitude = within_standard(altitude_m)
    if altitude < TURBOPAUSE_M:
        return molecular_temperature_and_pressure(altitude)[1]
    return from_upper_table(altitude, 0)


@law
def air_density(altitude_m):
    """Return the density [kg/m3]; 0 above 1000 km, the value at -5 km below it."""
    if altitude_m > HIGHEST_M:
        return 0.0
    altitude = within_standard(altitude_m)
    if altitude < TURBOPAUSE_M:
        temperature, pressure = molecular_temperature_and_pressure(altitude)
        return pressure / (AIR_GAS_CONSTANT_J_KG_K * temperature)
    return from_upper_table(altitude, 1)


@law
def speed_of_sound(altitude_m):
    """Return the speed of sound [m/s], by the gas law also above 86 km, where the standard gives none."""
    altitude = within_standard(altitude_m)
    return math.sqrt(AIR_HEAT_CAPACITY_RATIO * air_pressure(altitude) / air_density(altitude))


@law
def air(altitude_m):
    """Return (temperature_k, pressure_pa, density_kg_m3, sound_speed_m_s); see `us1976`."""
    altitude = within_standard(altitude_m)
    if altitude < TURBOPAUSE_M:
        molecular_temperature, pressure = molecular_temperature_and_pressure(altitude)
        pressure_over_density = AIR_GAS_CONSTANT_J_KG_K * molecular_temperature
        temperature = molecular_temperature * molecular_mass_ratio(altitude)
    else:
        temperature = upper_temperature(altitude)
        pressure = from_upper_table(altitude, 0)
        pressure_over_density = pressure / from_upper_table(altitude, 1)
    sound_speed = math.sqrt(AIR_HEAT_CAPACITY_RATIO * pressure_over_density)
    if altitude_m > HIGHEST_M:
        pressure = 0.0
    return temperature, pressure, pressure / pressure_over_density, sound_speed


def us1976(altitude_m: Any) -> tuple[Any, Any, Any, Any]:
    """Return temperature, pressure, density and speed of sound of the US Standard Atmosphere 1976.

    Parameters
    ----------
    altitude_m : float or array
        Geometric altitude above sea level [m].

    Returns
    -------
    temperature_k, pressure_pa, density_kg_m3, sound_speed_m_s : float or array
        Kinetic temperature [K], pressure [Pa], density [kg/m3] and speed of sound [m/s] in the shape of the
        argument; NaN only where the altitude is NaN.

    Validity
    --------
    -5 to 1000 km. Lower altitudes give the air at -5 km. Above 1000 km pressure and density are 0 and the
    rest is as at 1000 km. Above 86 km the standard names no speed of sound; here it goes on as the square
    root of 1.4 times pressure over density, so that a Mach number exists everywhere.

    References
    ----------
    [us1976] part 1 for the formulas, table I for pressure and density above 86 km.

    Examples
    --------
    >>> temperature_k, pressure_pa, density_kg_m3, sound_speed_m_s = us1976(11000.0)
    >>> round(temperature_k, 2), round(density_kg_m3, 4)
    (216.77, 0.3648)
    """
    temperature_k, pressure_pa, density_kg_m3, sound_speed_m_s = over_arrays(air, 4, altitude_m)
    return temperature_k, pressure_pa, density_kg_m3, sound_speed_m_s
