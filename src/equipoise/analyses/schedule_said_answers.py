"""What was said of the time at which a plan works as plain data: one plan's, and several plans held against each other.

The luck that the parts of a plan share is shared by all plans that are asked together, and so is that of elements of
one name; the ends of the range are slips that have nothing to do with each other, and one piece of luck for all.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import xarray as xr

from equipoise.analyses.completion import DAYS_A_YEAR, chance_before, completion_years
from equipoise.analyses.readiness import SECONDS_A_YEAR
from equipoise.analyses.schedule_said import CHANCES, READ_AS, date_of
from equipoise.dates import text_of
from equipoise.scenario import Scenario
from equipoise.systems.programmes import Programme, Promise, Reading

NAMES = ("chance", "independent", "together")
ENDS = ("low", "median", "high")
CORRELATIONS = (None, 0.0, 1.0)  # the programme's own, and both ends


def said_as_json(data: xr.Dataset, scenario: Scenario, promise: Promise) -> dict[str, Any]:
    """Return something said: who, where, in what words, when what it speaks of comes, and the chance of each date."""
    programme = scenario.programme
    assert programme is not None
    said = scenario.evidence[f"programme.promises.{promise.id}.said"]
    one = data.sel(sentence=promise.id)
    return {
        "id": promise.id,
        "name": promise.name,
        "speaker": promise.speaker,
        "said": text_of(promise.said_year),
        "source": said.source,
        "grade": said.grade,
        "claim": promise.claim,
        "wording": promise.wording,
        "date": None if promise.date_year is None else text_of(promise.date_year),
        **chances_of(data, promise.id),
        "elements": promise.elements,
        "in_plan": promise.in_plan,
        "comes": float(one.comes),
        "of_all": when_of(one.ready_year.values, programme),
        "of_those": when_of(one.ready_year_if.values, programme),
        "readings": [reading_as_json(data, programme, promise, each) for each in promise.readings],
    }


def chances_of(data: xr.Dataset, name: str) -> dict[str, float | None]:
    """Return the three chances of a date; None where there is no such date."""
    if name not in data.promise.values:
        return dict.fromkeys(NAMES)
    one = data.sel(promise=name)
    return {told: float(one[column]) for told, column in zip(NAMES, CHANCES, strict=True)}


def when_of(years: np.ndarray, programme: Programme) -> dict[str, Any]:
    """Return the 5, 50 and 95 % dates, decimal years and days from the decision; None for never or none."""
    start = programme.decided_year
    told: dict[str, Any] = {name: day_of(year) for name, year in zip(ENDS, years.tolist(), strict=True)}
    days = years * math.nan if start is None else (years - start) * DAYS_A_YEAR
    return told | {f"{name}_days": plain_number(one) for name, one in zip(ENDS, days.tolist(), strict=True)}


def day_of(year: float) -> float | None:
    """Return a decimal year to a day; None for never or none."""
    return round(year, 3) if math.isfinite(year) else None


def plain_number(days: float) -> int | None:
    """Return whole days; None for never or none."""
    return round(days) if math.isfinite(days) else None


def reading_as_json(
    data: xr.Dataset, programme: Programme, promise: Promise, reading: Reading
) -> dict[str, Any]:
    """Return one way to take a sentence with its chance; one that hangs on another plan has none of its own."""
    year = date_of(programme, reading)
    return {
        "id": reading.id,
        "name": reading.name,
        "date": None if year is None else day_of(year),
        "lead_days": None
        if reading.lead_s is None
        else round(reading.lead_s / SECONDS_A_YEAR * DAYS_A_YEAR, 1),
        **chances_of(data, f"{promise.id}{READ_AS}{reading.id}"),
        "against": [],
    }


class Held:
    """Plans that are asked together, and when each comes to what a sentence speaks of, trial by trial."""

    def __init__(self, answers: Sequence[dict[str, Any]], programmes: Sequence[Programme]) -> None:
        self.answers = answers
        self.programmes = programmes
        self.dates: dict[tuple, np.ndarray] = {}

    def years(self, place: int, name: str, correlation: float | None) -> np.ndarray:
        """Return the dates on which what a sentence speaks of works, each set of elements looked at once."""
        answer, programme = self.answers[place], self.programmes[place]
        meant = programme.meant_by(next(each for each in programme.promises if each.id == name))
        key = (place, meant, correlation)
        if key not in self.dates:
            self.dates[key] = completion_years(
                programme, meant, answer["trials"], answer["seed"], correlation
            )
        return self.dates[key]

    def ahead(self, place: int, name: str, lead_days: float) -> list[dict[str, Any]]:
        """Return the chances that one plan is so far ahead of each other one that has a part of what is spoken of."""
        told = []
        for other, answer in enumerate(self.answers):
            if other != place and any(each["id"] == name and each["in_plan"] for each in answer["promises"]):
                pairs = [(self.years(place, name, one), self.years(other, name, one)) for one in CORRELATIONS]
                chances = [chance_before(own, its, lead_days / DAYS_A_YEAR) for own, its in pairs]
                told.append({"plan": answer["scenario"], **dict(zip(NAMES, chances, strict=True))})
        return told


def held_together(answers: Sequence[dict[str, Any]], programmes: Sequence[Programme]) -> list[dict[str, Any]]:
    """Return answers of several plans in which each reading that hangs on another plan has its chances."""
    held = Held(answers, programmes)
    return [
        answer | {"promises": [beside(each, place, held) for each in answer["promises"]]}
        for place, answer in enumerate(answers)
    ]


def beside(promise: dict[str, Any], place: int, held: Held) -> dict[str, Any]:
    """Return something said with the chances of those of its readings that hang on other plans."""
    readings = [
        each
        if each["lead_days"] is None
        else each | {"against": held.ahead(place, promise["id"], each["lead_days"])}
        for each in promise["readings"]
    ]
    return promise | {"readings": readings}
