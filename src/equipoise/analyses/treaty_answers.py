"""The treaty analysis as plain data, and what it has on one state for the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import xarray as xr

from equipoise.analyses.treaty import MEANINGS, SEPARATOR
from equipoise.analyses.treaty_headroom import STATE_CEILINGS
from equipoise.results import Result, plain

LISTS = ("states", "sources")
HEADROOM_AXES = ("ceiling", "state", "category", "year")
HEADROOM_NUMBERS = ("limit", "holding", "headroom", "headroom_share")


def as_json(result: Result) -> dict[str, Any]:
    """Return findings, the standing of each treaty, and headroom (`items`) as plain data."""
    data = result.data
    return plain(
        {
            "scenario": result.provenance["scenario"],
            "date": data.attrs["date"],
            "date_from": data.attrs["date_from"],
            "treaties": data.attrs["treaties"],
            "findings": findings_of(result),
            "items": headroom_rows(data),
            "stationings": data.attrs["stationings"],
            "provenance": result.provenance,
        }
    )


def findings_of(result: Result) -> list[dict[str, Any]]:
    """Return the findings, one dict each, states and sources as lists."""
    data = result.data
    columns = {name: data[name].values.tolist() for name in MEANINGS}
    rows = []
    for values in zip(*columns.values(), strict=True):
        row: dict[str, Any] = dict(zip(columns, values, strict=True))
        rows.append(row | {name: [part for part in row[name].split(SEPARATOR) if part] for name in LISTS})
    return rows


def headroom_rows(data: xr.Dataset) -> list[dict[str, Any]]:
    """Return headroom, one row a ceiling, state, category and year for which a holding is known."""
    names = {name: [str(value) for value in data[name].values] for name in ("ceiling", "state", "category")}
    numbers = {name: values_in(data, name) for name in HEADROOM_NUMBERS}
    rows = []
    for ceiling, state, category, year in np.argwhere(np.isfinite(numbers["headroom"])):
        place = ceiling, state, category, year
        rows.append(
            {
                "ceiling": names["ceiling"][ceiling],
                "treaty": STATE_CEILINGS[names["ceiling"][ceiling]],
                "state": names["state"][state],
                "category": names["category"][category],
                "year": int(data.year.values[year]),
                "limit": int(numbers["limit"][place]),
                "holding": int(numbers["holding"][place]),
                "headroom": int(numbers["headroom"][place]),
                "headroom_share": float(numbers["headroom_share"][place]),
            }
        )
    return rows


def values_in(data: xr.Dataset, name: str) -> np.ndarray:
    """Return a number for each ceiling, state, category and year, repeated along axes that it does not hang on."""
    return data[name].broadcast_like(data.headroom).transpose(*HEADROOM_AXES).values


def headroom_of(result: Result, iso3: str) -> dict[str, Any]:
    """Return the least headroom of a state in the last year for which its holdings are known, and its findings.

    Parameters
    ----------
    result : Result
        Of the treaty analysis.
    iso3 : str
        Code of the state.

    Returns
    -------
    row : dict
        iso3, ceiling, category, year, limit, holding, headroom, headroom_share (None where nothing is published), and
        findings, those that concern the state as owner, host or holder.

    Validity
    --------
    Against the national levels of the treaty of 1990, whether or not they bind on the day.

    References
    ----------
    As the findings say.

    Examples
    --------
    >>> from equipoise.analyses.treaty import treaty
    >>> from equipoise.scenario import load
    >>> row = headroom_of(treaty(load("poland-czech-2007")), "GRC")
    >>> row["category"], row["year"], row["headroom"]
    ('tanks', 1995, 0)
    """
    return of_state(headroom_rows(result.data), findings_of(result), iso3)


def of_state(
    rooms: Sequence[dict[str, Any]], findings: Sequence[dict[str, Any]], iso3: str
) -> dict[str, Any]:
    """Return what `headroom_of` tells, out of all headroom and findings, for many states at once."""
    rows = [
        row for row in rooms if row["state"] == iso3 and row["ceiling"] == "levels-1990" and row["limit"] > 0
    ]
    last = max((row["year"] for row in rows), default=None)
    latest = [row for row in rows if row["year"] == last]
    least = min(latest, key=lambda row: row["headroom_share"], default={})
    keys = ("ceiling", "category", "year", "limit", "holding", "headroom", "headroom_share")
    own = [row for row in findings if iso3 in row["states"]]
    return {"iso3": iso3, **{key: least.get(key) for key in keys}, "findings": own}
