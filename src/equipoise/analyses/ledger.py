"""Ledger: one row a state, how many of its people a threat set reaches and how many of those a plan protects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import xarray as xr

from equipoise.analyses.coverage import Progress, coverage, threat_sets
from equipoise.analyses.ledger_people import Crowd, crowd_of
from equipoise.geography import People, Window, states
from equipoise.results import Result, plain, provenance
from equipoise.scenario import Scenario
from equipoise.systems.threats import ThreatSet

SHOTS = (1, 2, 3)
COUNTED = (
    "population", "reachable_people", "protected_people", "protected_people_2", "protected_people_3",
)  # fmt: skip


def ledger(
    scenario: Scenario,
    threat: str | None = None,
    region: Window | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
    *,
    of: Sequence[str] | None = None,
    around: Window | None = None,
) -> Result:
    """Return people reached and people protected, state by state.

    A place is *unreachable* (no missile of the threat set reaches it), *protected* (every missile that reaches it,
    from every launch point, meets at least n shots) or *exposed*. People are those of places of 500 and more,
    scaled to national totals.

    Parameters
    ----------
    scenario, threat, region, workers, progress
        As in `footprint`.
    of : sequence of str, optional
        Codes of states: these, whole, and no others; with a region, their people inside it.
    around : Window, optional
        With `of`, a window whose people were asked about before: they are asked about again as they were, so that what
        was kept of them is found. No number depends on it.

    Returns
    -------
    result : Result
        Dataset over (threat, state): population (of the part of the state in the region), reachable_people,
        protected_people (1 shot or more), protected_people_2, protected_people_3, warning_s (least time from the
        first possible launch decision to impact, people weighted mean). Coordinates iso3, name, nato_europe_2007.

    Validity
    --------
    Give people to two digits; a single city is right within a third.

    References
    ----------
    GeoNames, CC BY 4.0, scaled to national totals of about 2018.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> from equipoise.scenario import load
    >>> alps = SimpleNamespace(lat_min_deg=46, lat_max_deg=47, lon_min_deg=7, lon_max_deg=8)
    >>> books = ledger(load("poland-czech-2007"), threat="long-range", region=alps)
    >>> float(books.data.protected_people.sum() / books.data.reachable_people.sum())
    1.0
    """
    crowd = crowd_of(scenario, region, of, around)
    sets = threat_sets(scenario, threat)
    books = [by_state(reach_of(scenario, each, crowd, workers, progress), crowd.people) for each in sets]
    data = xr.concat(books, dim=xr.DataArray([each.id for each in sets], dims="threat", name="threat"))
    return Result("ledger", data, provenance(scenario, threat=threat))


class Reach(NamedTuple):
    """What a coverage says of each row of people."""

    reaching: np.ndarray
    shots: np.ndarray
    warning_s: np.ndarray


def reach_of(
    scenario: Scenario, threat_set: ThreatSet, crowd: Crowd, workers: int | None, progress: Progress | None
) -> Reach:
    """Return whether a threat set reaches the people told of, and what the defence can do for them."""
    found = [
        coverage(scenario, threat_set, group.lat_deg, group.lon_deg, workers, progress)
        for group in crowd.groups
    ]
    return Reach(*(crowd.gathered([getattr(each, name) for each in found]) for name in Reach._fields))


def by_state(found: Reach, residents: People) -> xr.Dataset:
    """Return the sums of a coverage over the people of each state."""
    table, present = states(), np.unique(residents.state)
    count = len(table.iso3)

    def summed(chosen: np.ndarray) -> np.ndarray:
        return np.bincount(residents.state, residents.people * chosen, minlength=count)[present]

    reachable = found.reaching > 0
    warned = reachable & np.isfinite(found.warning_s)
    with np.errstate(invalid="ignore"):
        warning_s = summed(np.where(warned, found.warning_s, 0.0)) / summed(warned)
    columns = {
        "population": (summed(np.ones_like(reachable)), "people", "people in the region"),
        "reachable_people": (summed(reachable), "people", "people that some missile of the set reaches"),
    }
    for shots in SHOTS:
        name = "protected_people" if shots == 1 else f"protected_people_{shots}"
        meaning = f"people protected by {shots} shots or more at every missile that reaches them"
        columns[name] = (summed(found.shots >= shots), "people", meaning)
    columns["warning_s"] = (warning_s, "s", "mean time from the first possible launch decision to impact")
    return xr.Dataset(
        {
            name: (("state",), values, {"units": unit, "long_name": text})
            for name, (values, unit, text) in columns.items()
        },
        coords={
            "state": [table.iso3[n] for n in present],
            "name": ("state", [table.name[n] for n in present]),
            "nato_europe_2007": ("state", table.nato_europe_2007[present]),
        },
    )


def share(part: float, whole: float) -> float | None:
    """Return part over whole; None where there is nothing to share."""
    return part / whole if whole > 0 else None


def plain_rows(data: xr.Dataset) -> list[dict[str, Any]]:
    """Return for each state, of one threat set, its values by their names."""
    columns = {
        str(name): one.values.tolist() for name, one in data.variables.items() if one.dims == ("state",)
    }
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]


def totals(data: xr.Dataset) -> dict[str, dict[str, Any]]:
    """Return the sums over all states and over the NATO members in Europe of 2007, for one threat set."""
    groups = {"all": np.ones(data.sizes["state"], bool), "nato_europe_2007": data.nato_europe_2007.values}
    columns = {name: data[name].values for name in COUNTED}
    return {
        name: row_of({word: np.nansum(values[chosen]) for word, values in columns.items()})
        for name, chosen in groups.items()
    }


def row_of(one: Mapping[str, Any]) -> dict[str, Any]:
    """Return the numbers of one state or of several together, with shares."""
    population, reachable, protected, by_two, by_three = (float(one[name]) for name in COUNTED)
    return {
        "population": population,
        "reachable_people": reachable,
        "reachable_share": share(reachable, population),
        "protected_people": protected,
        "protected_share": share(protected, reachable),
        "protected_people_2_shots": by_two,
        "protected_people_3_shots": by_three,
    }


def as_json(result: Result) -> dict[str, Any]:
    """Return a ledger as plain data: one entry a threat set and state, and the totals of each set."""
    rows = []
    for threat in result.data.threat.values:
        for one in plain_rows(result.data.sel(threat=threat)):
            head = {"iso3": one["state"], "name": one["name"], "threat": str(threat)}
            warning = {word: one[word] for word in ("warning_s", "nato_europe_2007")}
            rows.append(head | row_of(one) | warning)
    names = [str(name) for name in result.data.threat.values]
    sums = {name: totals(result.data.sel(threat=name)) for name in names}
    return plain(
        {
            "scenario": result.provenance["scenario"],
            "threat": names[0] if len(names) == 1 else names,
            "states": rows,
            "totals": sums[names[0]] if len(names) == 1 else sums,
            "provenance": result.provenance,
        }
    )
