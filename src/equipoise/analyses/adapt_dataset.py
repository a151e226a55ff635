"""What `adapt` found as labelled data: shares by day, with ships, passages and stations as plain rows beside."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import xarray as xr

from equipoise.analyses.adapt_departures import Passage
from equipoise.analyses.adapt_task import Aims, Task
from equipoise.analyses.adapt_voyages import DAY_S, ships_needed
from equipoise.systems import Threat


class Shares(NamedTuple):
    """The days told of, and the shares protected: before the change, on those days, and if nothing moves."""

    days: np.ndarray
    earlier: float
    adapted: np.ndarray
    fixed: float


def dataset(
    task: Task, chosen: Sequence[Passage], shares: Shares, match: dict[str, Any] | None
) -> xr.Dataset:
    """Return the shares by day as labelled data, with what stands behind them as attributes."""
    share = {"units": "1", "long_name": "share of the people reached who are protected"}
    return xr.Dataset(
        {
            "adapted": (("day",), shares.adapted, share),
            "fixed": (("day",), np.full(shares.days.shape, shares.fixed), share),
        },
        coords={"day": ("day", shares.days, {"units": "day"})},
        attrs={
            "before": shares.earlier,
            "settled": float(shares.adapted[-1]),
            "checked": math.nan,
            "moves": [move_row(task, ship, passage) for ship, passage in named(task, chosen)],
            "stations": station_rows(task, chosen),
            "match": match or {},
            "people": people_of(task.aims),
        },
    )


def named(task: Task, chosen: Sequence[Passage]) -> list[tuple[str, Passage]]:
    """Return each chosen passage with the name of a ship of its group."""
    waiting = {number: list(group.ships) for number, group in enumerate(task.groups)}
    return [(waiting[passage.group].pop(0).name, passage) for passage in chosen]


def move_row(task: Task, ship: str, passage: Passage) -> dict[str, Any]:
    """Return one ship's passage as plain data."""
    group, voyage = task.groups[passage.group], passage.voyage
    return {
        "ship": ship,
        "carries": [task.scenario.battery(make).interceptor.name for make in group.makes],
        "from": group.start.name,
        "to": task.stations[passage.station].name,
        "station": passage.station,
        "moves": group.start.id != passage.station,
        "length_m": voyage.length_m,
        "leaves_day": passage.leaves_s / DAY_S,
        "arrives_day": passage.arrives_s / DAY_S,
        "straits": list(voyage.straits),
        "fuel_stops": max(len(voyage.legs) - 1, 0),
        "route": [
            [lat, lon] for leg in voyage.legs for lat, lon in zip(leg.lat_deg, leg.lon_deg, strict=True)
        ],
    }


def station_rows(task: Task, chosen: Sequence[Passage]) -> list[dict[str, Any]]:
    """Return ships on each station in the end, and how many it takes to keep them there."""
    fleet = task.scenario.fleet
    rows = []
    for name in dict.fromkeys(passage.station for passage in chosen):
        assert fleet is not None
        count = sum(passage.station == name for passage in chosen)
        needed = ships_needed(fleet, task.stations[name], task.closed)
        rows.append(
            {
                "station": name,
                "name": task.stations[name].name,
                "ships": count,
                "needed_from_forward_port": count * needed,
                "needed_from_home_port": count * fleet.rotation_home,
            }
        )
    return rows


def people_of(aims: Aims) -> float:
    """Return the people counted."""
    return float(aims.people.sum())


def told(threat: Threat) -> dict[str, Any]:
    """Return a threat as plain data."""
    return {
        "missile": threat.missile.id,
        "launch": [place.id for place in threat.launch],
        "launch_points": [[place.lat_deg, place.lon_deg] for place in threat.launch],
    }
