"""A schedule as plain data, and what it says in a few sentences."""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from weakref import WeakValueDictionary

import xarray as xr

from equipoise.analyses.readiness import chance_never
from equipoise.analyses.schedule_said_answers import said_as_json
from equipoise.analyses.schedule_sea import days_at_sea
from equipoise.dates import text_of
from equipoise.results import Result, plain
from equipoise.scenario import Scenario, from_text
from equipoise.systems.programmes import Programme, SlipRecord

CHANCES = ("own", "chance", "independent", "together")
AT_HAND: WeakValueDictionary[str, Scenario] = WeakValueDictionary()


def as_json(result: Result) -> dict[str, Any]:
    """Return a schedule as plain data: years, chances of each element and of the whole, people protected."""
    data, scenario, programme = result.data, scenario_of(result), programme_of(result)
    return plain(
        {
            "scenario": result.provenance["scenario"],
            "years": data.year.values,
            "items": [element_as_json(data, programme, str(name)) for name in data.element.values],
            "whole": {
                "chance": data.whole.values,
                "independent": data.whole_independent.values,
                "together": data.whole_together.values,
            },
            "coverage": coverage_as_json(data),
            "decided": None if programme.decided_year is None else text_of(programme.decided_year),
            "days_at_sea": days_at_sea(scenario),
            "promises": [said_as_json(data, scenario, each) for each in programme.promises],
            "slips": [record_as_json(each) for each in programme.slips],
            "trials": data.attrs["trials"],
            "seed": data.attrs["seed"],
            "slip_correlation": data.attrs["correlation"],
            "provenance": result.provenance,
        }
    )


def programme_of(result: Result) -> Programme:
    """Return the programme that a result was made of, read from its own record."""
    programme = scenario_of(result).programme
    assert programme is not None
    return programme


def scenario_of(result: Result) -> Scenario:
    """Return the scenario that a result was made of: the one at hand, or read from the result's own record."""
    text = result.provenance["scenario_text"]
    at_hand = AT_HAND.get(text)
    return scenario_again(text, result.provenance["scenario"]) if at_hand is None else at_hand


def keep_at_hand(scenario: Scenario) -> None:
    """Remember a scenario while somebody holds it: to read its record again takes half a second."""
    AT_HAND[scenario.canonical_text()] = scenario


@lru_cache(maxsize=32)
def scenario_again(text: str, name: str) -> Scenario:
    """Return the scenario of a record, read once for the figure, the table and the plain data."""
    return from_text(text, name)


def element_as_json(data: xr.Dataset, programme: Programme, name: str) -> dict[str, Any]:
    """Return one element: what it is, and its chances by year."""
    element, one = programme.element(name), data.sel(element=name)
    assert element.planned_year is not None
    return {
        "id": name,
        "name": element.name,
        "planned": text_of(element.planned_year),
        "slip": element.slip,
        "needs": element.needs,
        "provides": element.provides,
        **{chance: one[chance].values for chance in CHANCES},
    }


def coverage_as_json(data: xr.Dataset) -> dict[str, Any] | None:
    """Return who is expected to be protected, by threat set; None where nobody was counted."""
    if "coverage" not in data:
        return None
    found = {}
    for name in data.threat.values:
        one = data.sel(threat=name)
        found[str(name)] = {
            "share": one.coverage.values,
            "protected_people": one.protected_people.values,
            "full_share": float(one.full_coverage),
            "full_people": float(one.full_people),
            "reachable_people": float(one.reachable_people),
        }
    return found


def record_as_json(record: SlipRecord) -> dict[str, Any]:
    """Return a record of slips with what is drawn from it."""
    cases = [
        {
            "id": case.id,
            "name": case.name,
            "planned": text_of(case.planned_year),
            "actual": None if case.actual_year is None else text_of(case.actual_year),
            "slip_years": case.slip_years,
        }
        for case in record.cases
    ]
    return {
        "id": record.id,
        "name": record.name,
        "cases": cases,
        "chance_never": chance_never(record),
        "spread_s": record.spread_s,
    }
