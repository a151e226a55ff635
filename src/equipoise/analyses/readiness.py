"""When the elements of a programme are ready: chances from the record of slips, alone and all that they need together.

An element is ready at a date where its planned date and its slip lie before it. The slip is drawn from the record: each
case that came is a normal curve of the stated spread, all of equal weight; the cases that never came, with the prior,
are the chance that the element never comes. An element works where it and all that it needs are ready.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from equipoise.analyses.luck import luck
from equipoise.systems.programmes import Element, Programme, SlipRecord

SECONDS_A_YEAR = 365.25 * 86400.0


def chance_never(record: SlipRecord) -> float:
    """Return the chance that what is planned never comes: the share of such cases, drawn towards a half by the prior.

    Examples
    --------
    >>> from equipoise.systems.programmes import SlipCase
    >>> came = SlipCase(id="a", name="a", planned_year=2010.0, actual_year=2011.0)
    >>> lost = SlipCase(id="b", name="b", planned_year=2010.0)
    >>> chance_never(SlipRecord(id="r", name="r", cases=(came, came, lost), spread_s=0.0, prior=1.0))
    0.375
    """
    lost = sum(case.actual_year is None for case in record.cases)
    return (lost + 0.5 * record.prior) / (len(record.cases) + record.prior)


def chance_by(record: SlipRecord, planned_year: float, years: np.ndarray) -> np.ndarray:
    """Return the chance that what is planned for a date is ready at each of some dates [decimal years]."""
    slips = np.array([case.slip_years for case in record.cases if case.slip_years is not None])
    late = np.asarray(years)[:, None] - planned_year - slips
    spread_years = record.spread_s / SECONDS_A_YEAR
    # A date is whole days, so two that are meant to be equal may differ in the last bit.
    came = ndtr(late / spread_years) if spread_years > 0.0 else (late > -1e-9).astype(float)
    return (1.0 - chance_never(record)) * came.mean(axis=1)


@dataclass(frozen=True, eq=False)
class Readiness:
    """Chances over (date, element): `own` of an element alone, the others of it with all that it needs.

    `ready` holds the trials, over (date, trial, element); `independent` and `together` are exact.
    """

    programme: Programme
    own: np.ndarray
    ready: np.ndarray

    @property
    def works(self) -> np.ndarray:
        """Whether each element works, over (date, trial, element): it and all that it needs are ready."""
        rows = [self.ready[:, :, self.closure(each)].all(axis=2) for each in self.programme.elements]
        return np.stack(rows, axis=2)

    def closure(self, element: Element) -> list[int]:
        """Return the places of an element and of all that it needs."""
        names = self.programme.needed_by(element.id) | {element.id}
        return [place for place, each in enumerate(self.programme.elements) if each.id in names]

    def independent(self, places: list[int]) -> np.ndarray:
        """Return the chance that some elements are all ready, if their slips have nothing to do with each other."""
        return self.own[:, places].prod(axis=1)

    def together(self, places: list[int]) -> np.ndarray:
        """Return the chance that some elements are all ready, if one piece of luck rules all of them."""
        return self.own[:, places].min(axis=1)


def readiness(programme: Programme, years: np.ndarray, trials: int, seed: int) -> Readiness:
    """Return which elements are ready at some dates, in trials that share one part of their luck."""
    own = np.stack([_chances(programme, each, years) for each in programme.elements], axis=1)
    names = [each.id for each in programme.elements]
    drawn = ndtr(luck(names, programme.slip_correlation, trials, seed))
    ready = (drawn[None, :, :] < own[:, None, :]) | (own[:, None, :] >= 1.0)
    return Readiness(programme, own, ready)


def _chances(programme: Programme, element: Element, years: np.ndarray) -> np.ndarray:
    assert element.planned_year is not None and element.slip is not None
    return chance_by(programme.slip_record(element.slip), element.planned_year, years)
