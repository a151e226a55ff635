"""The adapt analysis as tables for the terminal, at most 100 columns wide."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import xarray as xr
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from equipoise.analyses.adapt_words import findings
from equipoise.catalogue.adaptation import estimates
from equipoise.results import Result
from equipoise.sea_routes import METRES_A_MILE
from equipoise.views.tables import add_row, plain_table

NOTE = (
    "Share: of the people reached by some missile, those for whom every missile and launch point meets a shot. A ship "
    "under way counts for nothing. Needed: ships in the rotation that keep one or more on the station."
)
STATION = "Ship station, "


def adapt_parts(result: Result) -> list[RenderableType]:
    """Return the change, ships and their passages, stations, coverage by day and by year, and sentences."""
    data = result.data
    parts: list[RenderableType] = [Text(heading(result)), day_table(data)]
    if data.attrs["moves"]:
        parts += [ship_table(data), station_table(data)]
    if "year" in data.coords:
        parts.append(year_table(data))
    return [*parts, *(Text(finding["text"]) for finding in findings(data)), Text(NOTE)]


def heading(result: Result) -> str:
    """Return plan and threat in a line or two."""
    threats = "; ".join(
        f"{one['missile']} from {', '.join(one['launch'])}" for one in result.data.attrs["threats"]
    )
    shut = result.data.attrs["closed"]
    closed = f"\nStraits closed: {', '.join(shut)}" if shut else ""
    return f"{result.provenance['scenario']} against {threats}{closed}"


def day_table(data: xr.Dataset) -> Table:
    """Return the shares on the days on which they change."""
    table = plain_table("day", "ships moved, %", "plan as it stood, %", numbers=(0, 1, 2), title="Protected")
    add_row(table, "before", percent(data.attrs["before"]), percent(data.attrs["before"]))
    for place in steps_of(data.adapted.values):
        day = float(data.day[place])
        add_row(table, f"{day:g}", percent(float(data.adapted[place])), percent(float(data.fixed[place])))
    return table


def steps_of(values: np.ndarray) -> list[int]:
    """Return the first place and those at which a series differs from the one before."""
    turns = np.flatnonzero(np.abs(np.diff(np.nan_to_num(values, nan=-1.0))) > 0.0) + 1
    return [0, *turns.tolist()]


def ship_table(data: xr.Dataset) -> Table:
    """Return each ship with its passage."""
    table = plain_table("from", "to", "nmi", "day", "straits", "carries", numbers=(2, 3), title="Ships")
    for move in data.attrs["moves"]:
        miles = f"{move['length_m'] / METRES_A_MILE:,.0f}" if move["moves"] else "stays"
        day = day_words(move) if move["moves"] else ""
        names = [short(move[key]) for key in ("from", "to")]
        carries = ", ".join(name.replace("Standard Missile 3 ", "SM-3 ") for name in move["carries"])
        add_row(table, *names, miles, day, ", ".join(move["straits"]), carries)
    return table


def day_words(move: dict[str, Any]) -> str:
    """Return the day on which a ship is there, with that on which it leaves where it waits."""
    there = f"{move['arrives_day']:.1f}"
    return f"{move['leaves_day']:.1f} to {there}" if move["leaves_day"] > 0.0 else there


def station_table(data: xr.Dataset) -> Table:
    """Return each station in the end with its ships, and how many keep them there."""
    title = "Ships that it takes to keep the stations for good"
    headings = ("station", "on station", "needed, forward port", "needed, home port")
    table = plain_table(*headings, numbers=(1, 2, 3), title=title)
    for row in data.attrs["stations"]:
        needed = [number(row[key]) for key in ("needed_from_forward_port", "needed_from_home_port")]
        add_row(table, short(row["name"]), str(row["ships"]), *needed)
    return table


def year_table(data: xr.Dataset) -> Table:
    """Return by year the ships kept on station, and under each estimate ships moved and plan as drawn."""
    names = {each.id: each.name.lower() for each in estimates()}
    headings = [f"{names[str(name)]}, %" for name in data.estimate.values]
    title = "By year: ships of the year on their best stations / plan as drawn"
    table = plain_table("year", "ships", *headings, numbers=range(2 + len(headings)), title=title)
    for column, year in enumerate(data.year.values):
        ships = float(data.ships_by_year[column])
        pairs = [
            f"{percent(float(moved))} / {percent(float(fixed))}"
            for moved, fixed in zip(
                data.adapted_by_year[:, column], data.fixed_by_year[:, column], strict=True
            )
        ]
        add_row(table, str(year), "-" if math.isnan(ships) else f"{ships:.0f}", *pairs)
    return table


def short(place: str) -> str:
    """Return the name of a station without the word that all of them share."""
    return place.removeprefix(STATION)


def number(ships: float) -> str:
    """Return a number of ships, a dash where no number does."""
    return "-" if math.isinf(ships) else f"{ships:.1f}"


def percent(share: float) -> str:
    """Return a share in per cent with two figures, a dash for none."""
    if math.isnan(share):
        return "-"
    return f"{100 * share:.0f}" if share >= 0.0995 or share == 0.0 else f"{100 * share:.2g}"
