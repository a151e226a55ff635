"""Radar: how far it sees, by its power and by its horizon.

The range equation is that of one look: all the energy sent at the target while the beam rests on it counts,
as perfect coherent integration would have it. What signal a detection needs stands in `detection`.
"""

from __future__ import annotations

import math
from typing import Any

from equipoise.constants import BOLTZMANN_J_K, EARTH_MEAN_RADIUS_M, SPEED_OF_LIGHT_M_S
from equipoise.kernels import law
from equipoise.physics.broadcasting import over_arrays
from equipoise.physics.detection import albersheim_snr_db, marcum_snr_db, swerling1_snr_db

__all__ = [
    "albersheim_snr_db",
    "aperture_detection_range",
    "aperture_gain_db",
    "aperture_range",
    "detection_range",
    "horizon_arc",
    "horizon_ground_arc",
    "horizon_range",
    "horizon_slant_range",
    "marcum_snr_db",
    "radar_range",
    "range_scaled_by_cross_section",
    "scaled_range",
    "swerling1_snr_db",
    "thinned_array_area",
]


@law
def from_decibel(value_db):
    """Return the power ratio [-] of a value in decibels."""
    return 10.0 ** (value_db / 10.0)


@law
def radar_range(
    power_w, emission_s, gain_db, frequency_hz, cross_section_m2, snr_db, system_temperature_k, losses_db
):
    """Return the range [m] at which one look gives the signal-to-noise asked for; see `detection_range`."""
    wavelength = SPEED_OF_LIGHT_M_S / frequency_hz
    strength = power_w * emission_s * (from_decibel(gain_db) * wavelength) ** 2 * cross_section_m2
    noise = (4.0 * math.pi) ** 3 * BOLTZMANN_J_K * system_temperature_k
    return (strength / (noise * from_decibel(snr_db + losses_db))) ** 0.25


@law
def aperture_gain_db(effective_area_m2, frequency_hz):
    """Return the gain [dB] of an effective area: 4 pi area over wavelength squared."""
    wavelength = SPEED_OF_LIGHT_M_S / frequency_hz
    return 10.0 * math.log10(4.0 * math.pi * effective_area_m2 / wavelength**2)


@law
def thinned_array_area(element_count, frequency_hz):
    """Return the effective area [m2] of an array credited with half a wavelength squared an element."""
    wavelength = SPEED_OF_LIGHT_M_S / frequency_hz
    return element_count * (0.5 * wavelength) ** 2


@law
def aperture_range(
    power_w,
    emission_s,
    effective_area_m2,
    frequency_hz,
    cross_section_m2,
    snr_db,
    system_temperature_k,
    losses_db,
):
    """Return the range [m] of a radar given by its effective area; see `aperture_detection_range`."""
    gain_db = aperture_gain_db(effective_area_m2, frequency_hz)
    return radar_range(
        power_w, emission_s, gain_db, frequency_hz, cross_section_m2, snr_db, system_temperature_k, losses_db
    )


@law
def scaled_range(range_m, reference_cross_section_m2, cross_section_m2):
    """Return a range [m] carried to another cross-section; see `range_scaled_by_cross_section`."""
    return range_m * (cross_section_m2 / reference_cross_section_m2) ** 0.25


@law
def horizon_slant_range(
    antenna_height_m, target_altitude_m, refraction_factor=1.0, radius_m=EARTH_MEAN_RADIUS_M
):
    """Return the slant range [m] at which a target stands on the horizon; see `horizon_range`."""
    radius = radius_m * refraction_factor
    near = math.sqrt(antenna_height_m) * math.sqrt(2.0 * radius + antenna_height_m)
    return near + math.sqrt(target_altitude_m) * math.sqrt(2.0 * radius + target_altitude_m)


@law
def horizon_ground_arc(
    antenna_height_m, target_altitude_m, refraction_factor=1.0, radius_m=EARTH_MEAN_RADIUS_M
):
    """Return the ground arc [m] at which a target stands on the horizon; see `horizon_arc`."""
    radius = radius_m * refraction_factor
    near = math.sqrt(antenna_height_m) * math.sqrt(2.0 * radius + antenna_height_m)
    far = math.sqrt(target_altitude_m) * math.sqrt(2.0 * radius + target_altitude_m)
    return radius * (math.atan(near / radius) + math.atan(far / radius))


def detection_range(
    power_w: Any,
    pulse_s: Any,
    gain_db: Any,
    frequency_hz: Any,
    cross_section_m2: Any,
    snr_db: Any,
    system_temperature_k: Any,
    losses_db: Any = 0.0,
) -> Any:
    """Return the range at which a radar of a given gain detects a target.

    The energy sent is power times pulse length; one antenna sends and receives.

    Parameters
    ----------
    power_w, pulse_s : float or array
        Power while sending [W] and time of sending at the target [s]; or mean power and dwell.
    gain_db : float or array
        Antenna gain [dB].
    frequency_hz : float or array
        Frequency [Hz].
    cross_section_m2 : float or array
        Radar cross-section of the target [m2].
    snr_db : float or array
        Signal-to-noise ratio that a detection needs [dB], for example by `marcum_snr_db`.
    system_temperature_k : float or array
        Noise temperature of the receiving system [K].
    losses_db : float or array
        All losses [dB], positive.

    Returns
    -------
    range_m : float or array
        Range [m] in the broadcast shape; NaN where a factor is negative or NaN.

    Validity
    --------
    Free space: no clutter, no jamming, no horizon, pulses added coherently.

    References
    ----------
    [skolnik] chapter 1, the radar equation.

    Examples
    --------
    >>> round(detection_range(1e6, 10e-6, 20.0, 10e9, 1.0, 6.0, 290.0), 2)
    41056.57
    """
    return over_arrays(
        radar_range, 1,
        power_w, pulse_s, gain_db, frequency_hz, cross_section_m2, snr_db, system_temperature_k, losses_db,
    )  # fmt: skip


def aperture_detection_range(
    power_w: Any,
    emission_s: Any,
    effective_area_m2: Any,
    frequency_hz: Any,
    cross_section_m2: Any,
    snr_db: Any,
    system_temperature_k: Any,
    losses_db: Any = 0.0,
) -> Any:
    """Return the range at which a radar of a given antenna area detects a target.

    The gain is 4 pi area over wavelength squared. The effective area of a full aperture is its area times its
    efficiency; critics of thinned arrays credit `thinned_array_area` instead.

    Parameters
    ----------
    power_w, emission_s : float or array
        Pulse power [W] and seconds of emission on the target [s]; or mean power and dwell.
    effective_area_m2 : float or array
        Effective area of the antenna, sending and receiving [m2].
    frequency_hz, cross_section_m2, snr_db, system_temperature_k, losses_db : float or array
        As in `detection_range` [Hz, m2, dB, K, dB].

    Returns
    -------
    range_m : float or array
        Range [m] in the broadcast shape; NaN where a factor is negative or NaN.

    Validity
    --------
    As `detection_range`.

    References
    ----------
    [skolnik] chapter 1, the radar equation with antenna area.

    Examples
    --------
    The European Midcourse Radar of 2007, 170 kW taken as pulse power, full aperture:

    >>> range_m = aperture_detection_range(170e3, 0.02, 105.0 * 0.6, 10e9, 0.01, 13.0, 500.0, 8.0)
    >>> round(range_m / 1000.0)
    1926
    """
    return over_arrays(
        aperture_range, 1,
        power_w, emission_s, effective_area_m2, frequency_hz, cross_section_m2, snr_db, system_temperature_k,
        losses_db,
    )  # fmt: skip


def range_scaled_by_cross_section(
    range_m: Any, reference_cross_section_m2: Any, cross_section_m2: Any
) -> Any:
    """Return a detection range carried to another cross-section by the fourth root.

    Parameters
    ----------
    range_m : float or array
        Range stated for the reference [m].
    reference_cross_section_m2, cross_section_m2 : float or array
        Cross-section that the range was stated for, and the one asked for [m2].

    Returns
    -------
    range_m : float or array
        Range [m] in the broadcast shape; NaN where the cross-sections differ in sign.

    Validity
    --------
    Ranges limited by noise, not by the horizon or by a range gate.

    References
    ----------
    [skolnik] chapter 1: range goes with the fourth root of the cross-section.

    Examples
    --------
    >>> range_scaled_by_cross_section(1000.0, 0.01, 0.16)
    2000.0
    """
    return over_arrays(scaled_range, 1, range_m, reference_cross_section_m2, cross_section_m2)


def horizon_range(antenna_height_m: Any, target_altitude_m: Any, refraction_factor: Any = 1.0) -> Any:
    """Return the slant range at which a target rises above a smooth-Earth horizon.

    Two tangent segments meet at the horizon of a sphere whose radius is the Earth's times
    `refraction_factor`; their lengths add.

    Parameters
    ----------
    antenna_height_m, target_altitude_m : float or array
        Height above the sphere [m].
    refraction_factor : float or array
        Effective-Earth-radius factor [-]: 1 for targets in space, 4/3 in the lower atmosphere.

    Returns
    -------
    range_m : float or array
        Slant range [m] in the broadcast shape; NaN where a height is negative.

    Validity
    --------
    4/3 describes a ray inside the troposphere; at 100 km altitude it overstates the range by 15 %.

    References
    ----------
    [fs1037c] "radio horizon range", the low-altitude limit of this formula.

    Examples
    --------
    >>> round(horizon_range(10.0, 1000.0, 4.0 / 3.0))
    143381
    """
    heights = antenna_height_m, target_altitude_m
    return over_arrays(horizon_slant_range, 1, *heights, refraction_factor, EARTH_MEAN_RADIUS_M)


def horizon_arc(antenna_height_m: Any, target_altitude_m: Any, refraction_factor: Any = 1.0) -> Any:
    """Return the distance along the ground at which a target rises above a smooth-Earth horizon.

    Parameters
    ----------
    antenna_height_m, target_altitude_m, refraction_factor : float or array
        As in `horizon_range` [m, m, -].

    Returns
    -------
    arc_m : float or array
        Arc on the ground [m] in the broadcast shape; NaN where a height is negative.

    Validity
    --------
    As `horizon_range`.

    References
    ----------
    [fs1037c] "radio horizon range", the low-altitude limit of this formula.

    Examples
    --------
    >>> round(horizon_arc(10.0, 1000.0))
    124161
    """
    heights = antenna_height_m, target_altitude_m
    return over_arrays(horizon_ground_arc, 1, *heights, refraction_factor, EARTH_MEAN_RADIUS_M)
