"""Footprints and ledgers as tables for the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import xarray as xr
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from equipoise.analyses.footprint import denied, summary
from equipoise.analyses.ledger import row_of, totals
from equipoise.results import Result
from equipoise.studies.words import minutes, people, percent
from equipoise.views.tables import add_row, plain_table

LARGEST = 20
GROUPS = {"nato_europe_2007": "NATO Europe (2007)", "all": "All in the region"}
SHARES = ("protected", "2+ shots", "3+ shots")
SHARES_NOTE = "Protected: of the people in reach, those whom every missile that reaches them meets a shot."


def sets_of(result: Result) -> Iterator[tuple[str, xr.Dataset]]:
    """Yield the name and the data of each threat set of a result."""
    for name in result.data.threat.values:
        yield str(name), result.data.sel(threat=name)


def ledger_parts(result: Result) -> list[RenderableType]:
    """Return a ledger: for each threat set the totals, then the largest states."""
    tables: list[RenderableType] = [ledger_table(name, data, result) for name, data in sets_of(result)]
    return [*tables, Text(SHARES_NOTE)]


def ledger_table(name: str, data: xr.Dataset, result: Result) -> Table:
    """Return the ledger of one threat set; small states are left to the data."""
    title = f"{result.provenance['scenario']} against {name}"
    headings = ("state", "people", "in reach", *SHARES, "warning")
    table = plain_table(*headings, numbers=range(1, len(headings)), title=title)
    sums = totals(data)
    for key, words in GROUPS.items():
        add_row(table, words, *ledger_cells(sums[key]), "", strong=True)
    for row in np.argsort(-data.reachable_people.values, kind="stable")[:LARGEST]:
        one = data.isel(state=row)
        if one.reachable_people > 0:
            add_row(table, str(one["name"].values), *ledger_cells(row_of(one)), minutes(float(one.warning_s)))
    return table


def ledger_cells(row: dict[str, Any]) -> list[str]:
    """Return people, people in reach and the shares of those protected, as words."""
    reachable = row["reachable_people"]
    counts = [row["protected_people"], row["protected_people_2_shots"], row["protected_people_3_shots"]]
    shares = [count / reachable if reachable > 0 else None for count in counts]
    return [people(row["population"]), people(reachable), *(percent(share) for share in shares)]


def footprint_parts(result: Result) -> list[RenderableType]:
    """Return the area defended by threat set, why not the rest, and what each launch point is denied."""
    headings = ("threat set", "in reach", "defended", "mostly not because")
    title = f"{result.provenance['scenario']}: area in reach of the threat, and defended"
    table = plain_table(*headings, numbers=(1, 2), title=title)
    for name, data in sets_of(result):
        sums = summary(data)
        reachable = f"{sums['reachable_cells']} cells"
        reasons = reason_words(sums["undefended_because"])
        add_row(table, name, reachable, percent(sums["defended_share"]), reasons)
    return [table, launch_table(result)]


def reason_words(reasons: dict[str, int]) -> str:
    """Return the commonest reasons with their share of the cells that are not defended."""
    whole = sum(reasons.values())
    ranked = sorted(((count, word) for word, count in reasons.items() if count), reverse=True)
    return ", ".join(f"{word.replace('-', ' ')} {percent(count / whole)}" for count, word in ranked[:3])


def launch_table(result: Result) -> Table:
    """Return how much of what each missile reaches from each launch point meets a shot."""
    rows = denied(result.data)
    points = list(dict.fromkeys(row["launch"] for row in rows))
    title = "Share of the cells in its reach where a missile meets a shot, by launch point"
    table = plain_table("missile", *points, numbers=range(1, len(points) + 1), title=title)
    missiles = dict.fromkeys((row["threat"], row["missile"]) for row in rows)
    for threat, missile in missiles:
        shares = {r["launch"]: r["share"] for r in rows if (r["threat"], r["missile"]) == (threat, missile)}
        add_row(table, f"{missile} ({threat})", *(percent(shares.get(point)) for point in points))
    return table
