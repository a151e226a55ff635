"""Arithmetic of shots: who leaks through, how many shots it takes, what a test record says."""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import Any

import numpy as np

from equipoise.errors import EquipoiseError
from equipoise.kernels import law
from equipoise.physics.broadcasting import over_arrays

ROUNDING = 1e-9  # a number of shots this close above a whole one is that whole one


@law
def binomial_distribution(trials, probability):
    """Return the chances of 0, 1, ... successes, adding one trial at a time: only sums of positive terms."""
    chances = np.zeros(trials + 1)
    chances[0] = 1.0
    for trial in range(1, trials + 1):
        for count in range(trial, 0, -1):
            chances[count] = chances[count] * (1.0 - probability) + chances[count - 1] * probability
        chances[0] *= 1.0 - probability
    return chances


@law
def shots_per_warhead(warheads, kill_probability, confidence):
    """Return the smallest real number of shots at each warhead; see `shots_needed`."""
    inside = warheads > 0.0 and 0.0 <= kill_probability <= 1.0 and 0.0 <= confidence <= 1.0
    if not inside:
        return 0.0 if warheads == 0.0 and 0.0 <= confidence <= 1.0 else math.nan
    if confidence == 0.0 or kill_probability == 1.0:
        return 0.0
    if confidence == 1.0 or kill_probability == 0.0:
        return math.inf
    leak_allowed = -math.expm1(math.log(confidence) / warheads)
    return math.log(leak_allowed) / math.log1p(-kill_probability)


@law
def whole_shots(warheads, kill_probability, confidence):
    """Return the smallest whole number of shots at each warhead; see `shots_needed`."""
    shots = shots_per_warhead(warheads, kill_probability, confidence)
    least = 1.0 if warheads > 0.0 and confidence > 0.0 else 0.0
    if not math.isfinite(shots):
        return shots
    return max(least, math.ceil(shots - ROUNDING) * 1.0)


@law
def upper_tail(successes, trials, probability):
    """Return the chance of at least so many successes, where that many is above the mean."""
    failures = trials - successes
    ways = math.lgamma(trials + 1.0) - math.lgamma(successes + 1.0) - math.lgamma(failures + 1.0)
    term = math.exp(ways + successes * math.log(probability) + failures * math.log1p(-probability))
    total = term
    odds = probability / (1.0 - probability)
    while successes < trials and term > 1e-17 * total:
        term *= (trials - successes) / (successes + 1.0) * odds
        total += term
        successes += 1.0
    return total


@law
def chance_of_at_least(successes, trials, probability):
    """Return the chance of at least so many successes, by whichever tail is the smaller."""
    if successes > trials * probability:
        return upper_tail(successes, trials, probability)
    return 1.0 - upper_tail(trials - successes + 1.0, trials, 1.0 - probability)


@law
def exact_lower_bound(successes, trials, tail):
    """Return the probability of success at which so many or more happen with chance `tail`."""
    if successes == 0.0:
        return 0.0
    low, high = 0.0, 1.0
    for _ in range(100):
        middle = 0.5 * (low + high)
        if middle in (low, high):
            break
        if chance_of_at_least(successes, trials, middle) < tail:
            low = middle
        else:
            high = middle
    return low


@law
def is_record(successes, trials):
    """Return whether these are whole numbers of successes and of one or more trials."""
    whole = successes == math.floor(successes) and trials == math.floor(trials)
    return whole and 0.0 <= successes <= trials and trials >= 1.0


@law
def clopper_pearson_bounds(successes, trials, tail):
    """Return (low, high) of the exact interval; see `clopper_pearson_interval`."""
    if not is_record(successes, trials):
        return math.nan, math.nan
    low = exact_lower_bound(successes, trials, tail)
    return low, 1.0 - exact_lower_bound(trials - successes, trials, tail)


@law
def wilson_bounds(successes, trials, quantile):
    """Return (low, high) of Wilson's interval; see `wilson_interval`."""
    if not is_record(successes, trials):
        return math.nan, math.nan
    share, spread = successes / trials, quantile * quantile / trials
    middle = share + 0.5 * spread
    half_width = math.sqrt(share * (1.0 - share) * spread + 0.25 * spread * spread)
    low = 0.0 if successes == 0.0 else (middle - half_width) / (1.0 + spread)
    high = 1.0 if successes == trials else (middle + half_width) / (1.0 + spread)
    return low, high


def _whole(name: str, value: Any) -> int:
    """Return a count as an integer, or say that it is none."""
    number = isinstance(value, int | float | np.integer | np.floating) and math.isfinite(value)
    if not (number and value >= 0 and value == math.floor(value)):
        raise EquipoiseError(f"{name}: {value!r} is not a count\n  give a whole number, 0 or more")
    return int(value)


def _probability(name: str, value: float, *, ends: bool) -> float:
    """Return a probability, or say that it is none."""
    inside = 0.0 <= value <= 1.0 if ends else 0.0 < value < 1.0
    if not (inside or math.isnan(value)):
        limits = "from 0 to 1" if ends else "between 0 and 1"
        raise EquipoiseError(f"{name}: {value!r} is no probability\n  give a number {limits}")
    return float(value)


def leakage(warheads: int, shots: int, kill_probability: float) -> np.ndarray:
    """Return the probability of each number of warheads that get through.

    Every shot at every warhead succeeds with the same probability, independently of all others.

    Parameters
    ----------
    warheads : int
        Number of warheads.
    shots : int
        Shots at each warhead.
    kill_probability : float
        Probability that one shot kills [-], 0 to 1.

    Returns
    -------
    chances : array of shape (warheads + 1,)
        Probability [-] that 0, 1, ... warheads get through; NaN where the kill probability is NaN.

    Raises
    ------
    EquipoiseError
        Where a count is negative or broken, or the probability is outside 0 to 1.

    Validity
    --------
    Independent shots. A fault common to all shots (a decoy believed, a radar lost) breaks this.

    References
    ----------
    [wilkening-1999] the binomial model of independent shots.

    Examples
    --------
    >>> chances = leakage(10, 2, 0.8)
    >>> round(float(chances[0]), 7)
    0.6648326
    """
    count, salvo = _whole("warheads", warheads), _whole("shots", shots)
    leak_probability = (1.0 - _probability("kill_probability", kill_probability, ends=True)) ** salvo
    return binomial_distribution(count, leak_probability)


def shots_needed(warheads: Any, kill_probability: Any, confidence: Any) -> Any:
    """Return the shots at each warhead that let none through with a given confidence.

    Parameters
    ----------
    warheads : float or array
        Number of warheads.
    kill_probability : float or array
        Probability that one shot kills [-].
    confidence : float or array
        Probability wanted that no warhead gets through [-].

    Returns
    -------
    shots : float or array
        Smallest whole number of shots a warhead, in the broadcast shape; infinite where no number is enough,
        NaN where a probability is outside 0 to 1.

    Validity
    --------
    Independent shots, the same number at each warhead.

    References
    ----------
    [wilkening-1999] shots for a wanted probability that none leaks.

    Examples
    --------
    >>> shots_needed(4, 0.5, 0.8)
    5.0
    """
    return over_arrays(whole_shots, 1, warheads, kill_probability, confidence)


def wilson_interval(successes: Any, trials: Any, confidence: float = 0.95) -> tuple[Any, Any]:
    """Return Wilson's interval for a probability of success from a test record.

    Parameters
    ----------
    successes, trials : float or array
        Whole numbers of successes and of trials.
    confidence : float
        Confidence level [-], above 0 and below 1.

    Returns
    -------
    low, high : float or array
        Ends of the interval [-] in the broadcast shape; NaN where the record is none.

    Validity
    --------
    Covers the true value about as often as it says on average, at any number of trials.

    References
    ----------
    [wilson-1927] the score interval.

    Examples
    --------
    >>> low, high = wilson_interval(81, 263)
    >>> round(low, 6), round(high, 6)
    (0.255289, 0.36621)
    """
    quantile = NormalDist().inv_cdf(0.5 + 0.5 * _probability("confidence", confidence, ends=False))
    low, high = over_arrays(wilson_bounds, 2, successes, trials, quantile)
    return low, high


def clopper_pearson_interval(successes: Any, trials: Any, confidence: float = 0.95) -> tuple[Any, Any]:
    """Return the exact (Clopper-Pearson) interval for a probability of success from a test record.

    Parameters
    ----------
    successes, trials : float or array
        Whole numbers of successes and of trials.
    confidence : float
        Confidence level [-], above 0 and below 1.

    Returns
    -------
    low, high : float or array
        Ends of the interval [-] in the broadcast shape; NaN where the record is none.

    Validity
    --------
    Covers the true value at least as often as it says; wider than Wilson's.

    References
    ----------
    [clopper-pearson-1934] the two binomial tails.

    Examples
    --------
    >>> low, high = clopper_pearson_interval(0, 20)
    >>> round(low, 6), round(high, 6)
    (0.0, 0.168433)
    """
    tail = 0.5 - 0.5 * _probability("confidence", confidence, ends=False)
    low, high = over_arrays(clopper_pearson_bounds, 2, successes, trials, tail)
    return low, high
