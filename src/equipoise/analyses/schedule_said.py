"""What was said of the time at which a plan works, beside its programme: when it comes, and the chance of each date.

Dates that were named and readings of sentences stand in one list; `READ_AS` joins a sentence and its reading.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import xarray as xr

from equipoise.analyses.completion import QUANTILES, completion_years, spread_of
from equipoise.analyses.readiness import SECONDS_A_YEAR, Readiness
from equipoise.systems.programmes import Programme, Promise, Reading

READ_AS = "/"
CHANCES = ("promised", "promised_independent", "promised_together")


class Dated(NamedTuple):
    """A date to which something said is held: the one that was named, or that of a reading."""

    name: str
    promise: Promise
    year: float


def dated_of(programme: Programme) -> list[Dated]:
    """Return every date to which something said is held, sentence by sentence."""
    found = []
    for each in programme.promises:
        if each.date_year is not None:
            found.append(Dated(each.id, each, each.date_year))
        for reading in each.readings:
            year = date_of(programme, reading)
            if year is not None:
                found.append(Dated(f"{each.id}{READ_AS}{reading.id}", each, year))
    return found


def date_of(programme: Programme, reading: Reading) -> float | None:
    """Return the date of a reading; None for one that hangs on another plan."""
    if reading.within_s is None:
        return reading.date_year
    assert programme.decided_year is not None
    return programme.decided_year + reading.within_s / SECONDS_A_YEAR


def by_said(found: Readiness, dated: Sequence[Dated], first: int, trials: int, seed: int) -> xr.Dataset:
    """Return the chance of each date, and of each thing said when it comes; dates begin at a place of `found`."""
    return by_date(found, dated, first).merge(by_sentence(found.programme, trials, seed))


def by_date(found: Readiness, dated: Sequence[Dated], first: int) -> xr.Dataset:
    """Return the chance that what is spoken of works by each date; nought where the plan has no part of it."""
    rows = []
    for place, each in enumerate(dated, start=first):
        meant = found.programme.meant_by(each.promise)
        needed = sorted({n for name in meant for n in found.closure(found.programme.element(name))})
        chance = found.ready[place][:, needed].all(axis=1).mean()
        row = (
            (chance, found.independent(needed)[place], found.together(needed)[place])
            if needed
            else (0.0,) * 3
        )
        rows.append(row)
    values = np.array(rows).reshape(-1, len(CHANCES))
    note = {"units": "1", "long_name": "chance that what was spoken of works by that date"}
    columns = {name: ("promise", values[:, n], note) for n, name in enumerate(CHANCES)}
    return xr.Dataset(columns, coords={"promise": [each.name for each in dated]})


def by_sentence(programme: Programme, trials: int, seed: int) -> xr.Dataset:
    """Return for each thing said how often it comes, and when: of all trials, and of those in which it comes."""
    comes, of_all, of_those = [], [], []
    parts = [programme.meant_by(each) for each in programme.promises]
    dates = {part: completion_years(programme, part, trials, seed) for part in dict.fromkeys(parts)}
    for part in parts:
        years = dates[part]
        comes.append(np.isfinite(years).mean())
        of_all.append(spread_of(years))
        of_those.append(spread_of(years[np.isfinite(years)]))
    both, year = ("sentence", "quantile"), "decimal year; infinite for never"
    shape = (-1, len(QUANTILES))
    return xr.Dataset(
        {
            "comes": ("sentence", np.array(comes), {"units": "1", "long_name": "chance that it ever works"}),
            "ready_year": (
                both,
                np.array(of_all).reshape(shape),
                {"units": year, "long_name": "date, of all trials"},
            ),
            "ready_year_if": (
                both,
                np.array(of_those).reshape(shape),
                {"units": year, "long_name": "date, of the trials in which it comes"},
            ),
        },
        coords={"sentence": [each.id for each in programme.promises], "quantile": list(QUANTILES)},
    )
