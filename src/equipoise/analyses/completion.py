"""When some elements of a programme and all that they need are ready: a date in each trial, and what they come to.

The luck is that of `readiness`, so that the share of trials that are ready by a date is the chance told there.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from scipy.special import ndtr

from equipoise.analyses.luck import luck
from equipoise.analyses.readiness import SECONDS_A_YEAR, chance_by
from equipoise.systems.programmes import Element, Programme

NEVER = np.inf
SPREADS = 7.0  # standard deviations beyond which no slip is looked for
DAYS_A_YEAR = 365.25
QUANTILES = (0.05, 0.5, 0.95)


def completion_years(
    programme: Programme, names: Collection[str], trials: int, seed: int, correlation: float | None = None
) -> np.ndarray:
    """Return in each trial the date by which some elements and all that they need are ready, to a day.

    Infinite where one of them never comes, and where no element is named, for then nothing does. The slips of any two
    elements are correlated as the programme says, or as is asked.
    """
    if not names:
        return np.full(trials, NEVER)
    needed = set(names).union(*(programme.needed_by(name) for name in names))
    elements = [each for each in programme.elements if each.id in needed]
    shared = programme.slip_correlation if correlation is None else correlation
    drawn = ndtr(luck([each.id for each in elements], shared, trials, seed))
    dates = [dates_of(programme, each, drawn[:, place]) for place, each in enumerate(elements)]
    return np.max(dates, axis=0)


def dates_of(programme: Programme, element: Element, drawn: np.ndarray) -> np.ndarray:
    """Return the dates on which an element is ready for some draws between 0 and 1."""
    days = possible_days(programme, element)
    assert element.slip is not None and element.planned_year is not None
    chance = chance_by(programme.slip_record(element.slip), element.planned_year, days)
    chance = np.where(chance >= 1.0, NEVER, chance)  # sure, whatever is drawn
    return np.append(days, NEVER)[np.searchsorted(chance, drawn, side="right")]


def possible_days(programme: Programme, element: Element) -> np.ndarray:
    """Return every day on which an element may come, those that the record names without a spread among them."""
    assert element.slip is not None and element.planned_year is not None
    record = programme.slip_record(element.slip)
    came = np.array(
        [element.planned_year + one.slip_years for one in record.cases if one.slip_years is not None]
    )
    room = SPREADS * record.spread_s / SECONDS_A_YEAR
    days = np.arange(came.min() - room, came.max() + room, 1.0 / DAYS_A_YEAR)
    return np.union1d(days, came)


def spread_of(years: np.ndarray) -> np.ndarray:
    """Return the dates by which 5, 50 and 95 % of the trials are ready; NaN of no trials.

    Examples
    --------
    >>> spread_of(np.array([2011.0, 2012.0, 2013.0, np.inf])).tolist()
    [2011.0, 2012.0, inf]
    """
    if years.size == 0:
        return np.full(len(QUANTILES), np.nan)
    return np.quantile(years, QUANTILES, method="inverted_cdf")


def chance_before(years: np.ndarray, others: np.ndarray, lead_years: float = 0.0) -> float:
    """Return the share of trials in which one thing is ready so long before another, which may never come.

    Examples
    --------
    >>> chance_before(np.array([2011.0, 2012.0, np.inf]), np.array([np.inf, 2012.0, np.inf]))
    0.3333333333333333
    """
    return float((np.isfinite(years) & (years + lead_years < others)).mean())
