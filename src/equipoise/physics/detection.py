"""What signal a detection needs: the chance to see a target against the chance of a false alarm.

One pulse, or one look added coherently to the same effect.
"""

from __future__ import annotations

import math
from typing import Any

from equipoise.kernels import law
from equipoise.physics.broadcasting import over_arrays

LONGEST_SUM = 100_000  # terms of the Marcum sum; about 200 serve the probabilities met in practice


@law
def marcum_q(signal, threshold):
    """Return Marcum's Q of the first order: the chance that signal plus noise passes the threshold.

    The signal's energy is a Poisson mixture of noise-like terms; all terms are positive, so nothing cancels.
    Both arguments in units of the noise's standard deviation per component, at most 35.
    """
    half_signal, half_threshold = 0.5 * signal * signal, 0.5 * threshold * threshold
    weight = math.exp(-half_signal)
    term = math.exp(-half_threshold)
    tail = term
    chance, weights = weight * tail, weight
    for k in range(1, LONGEST_SUM):
        weight *= half_signal / k
        term *= half_threshold / k
        tail += term
        chance += weight * tail
        weights += weight
        if k > half_signal and weight <= 1e-17 * weights:
            break
    return chance


@law
def marcum_snr(detection_probability, false_alarm_probability):
    """Return the signal-to-noise ratio [-] of a steady target in one pulse; see `marcum_snr_db`."""
    if not 0.0 < false_alarm_probability <= detection_probability < 1.0:
        return math.nan
    if detection_probability == false_alarm_probability:
        return 0.0
    threshold = math.sqrt(-2.0 * math.log(false_alarm_probability))
    low, high = 0.0, threshold + 9.0
    for _ in range(100):
        middle = 0.5 * (low + high)
        if middle in (low, high):
            break
        if marcum_q(middle, threshold) < detection_probability:
            low = middle
        else:
            high = middle
    return 0.5 * low * low


@law
def marcum_decibel(detection_probability, false_alarm_probability):
    """Return the signal-to-noise ratio [dB] of a steady target in one pulse; see `marcum_snr_db`."""
    return 10.0 * math.log10(marcum_snr(detection_probability, false_alarm_probability))


@law
def swerling1_decibel(detection_probability, false_alarm_probability):
    """Return the mean signal-to-noise ratio [dB] of a slowly fading target; see `swerling1_snr_db`."""
    if not 0.0 < false_alarm_probability <= detection_probability < 1.0:
        return math.nan
    ratio = math.log(false_alarm_probability) / math.log(detection_probability) - 1.0
    return 10.0 * math.log10(ratio)


@law
def albersheim_decibel(detection_probability, false_alarm_probability, pulses):
    """Return Albersheim's signal-to-noise ratio [dB] of one of several pulses; see `albersheim_snr_db`."""
    a = math.log(0.62 / false_alarm_probability)
    b = math.log(detection_probability / (1.0 - detection_probability))
    slope = 6.2 + 4.54 / math.sqrt(pulses + 0.44)
    return -5.0 * math.log10(pulses) + slope * math.log10(a + 0.12 * a * b + 1.7 * b)


def marcum_snr_db(pd: Any, pfa: Any) -> Any:
    """Return the signal-to-noise ratio that one pulse needs to detect a steady target (Swerling 0).

    Parameters
    ----------
    pd, pfa : float or array
        Probability of detection and of false alarm [-].

    Returns
    -------
    snr_db : float or array
        Signal-to-noise ratio [dB] in the broadcast shape; minus infinity where `pd` equals `pfa`, NaN where
        `pd` is below `pfa` or either is not between 0 and 1.

    Validity
    --------
    Exact: Marcum's Q, inverted to 1e-6 dB for `pfa` from 1e-30 and `pd` up to 1 - 1e-9.

    References
    ----------
    [marcum-1960] the Q function of the first order.

    Examples
    --------
    >>> round(marcum_snr_db(0.9, 1e-6), 4)
    13.1835
    """
    return over_arrays(marcum_decibel, 1, pd, pfa)


def swerling1_snr_db(pd: Any, pfa: Any) -> Any:
    """Return the mean signal-to-noise ratio that one pulse needs to detect a fading target (Swerling 1).

    Parameters
    ----------
    pd, pfa : float or array
        Probability of detection and of false alarm [-].

    Returns
    -------
    snr_db : float or array
        Mean signal-to-noise ratio [dB] in the broadcast shape; NaN as in `marcum_snr_db`.

    Validity
    --------
    Exact for a cross-section of exponential distribution that is constant during the look.

    References
    ----------
    [swerling-1960] case 1.

    Examples
    --------
    >>> round(swerling1_snr_db(0.9, 1e-6), 4)
    21.1436
    """
    return over_arrays(swerling1_decibel, 1, pd, pfa)


def albersheim_snr_db(pd: Any, pfa: Any, pulses: Any = 1) -> Any:
    """Return Albersheim's approximation of the signal-to-noise ratio that each of several pulses needs.

    Parameters
    ----------
    pd, pfa : float or array
        Probability of detection and of false alarm [-].
    pulses : float or array
        Number of pulses added after a linear detector [-].

    Returns
    -------
    snr_db : float or array
        Signal-to-noise ratio of one pulse [dB] in the broadcast shape; NaN where the logarithms have none.

    Validity
    --------
    A steady target. One pulse: within 0.1 dB of the exact value for `pd` 0.4 to 0.95 and `pfa` 1e-8 to 1e-3;
    at `pd` 0.1 it is too low by 0.7 dB or more. Use `marcum_snr_db` where it can be used.

    References
    ----------
    [skolnik] Albersheim's closed form.

    Examples
    --------
    >>> round(albersheim_snr_db(0.9, 1e-6), 4)
    13.1145
    """
    return over_arrays(albersheim_decibel, 1, pd, pfa, pulses)
