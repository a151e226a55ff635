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
    rows = []
    for n in range(data.sizes["finding"]):
        row: dict[str, Any] = {name: data[name].values[n].item() for name in MEANINGS}
        rows.append(row | {name: [part for part in row[name].split(SEPARATOR) if part] for name in LISTS})
    return rows


def headroom_rows(data: xr.Dataset) -> list[dict[str, Any]]:
    """Return headroom, one row a ceiling, state, category and year for which a holding is known."""
    rows = []
    for ceiling, state, category, year in np.argwhere(np.isfinite(data.headroom.values)):
        one = data.isel(ceiling=ceiling, state=state, category=category, year=year)
        rows.append(
            {
                "ceiling": str(one.ceiling.values),
                "treaty": STATE_CEILINGS[str(one.ceiling.values)],
                "state": str(one.state.values),
                "category": str(one.category.values),
                "year": int(one.year),
                "limit": int(one.limit),
                "holding": int(one.holding),
                "headroom": int(one.headroom),
                "headroom_share": float(one.headroom_share),
            }
        )
    return rows


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
