"""The coverage of cells and of cities, threat set by threat set, as labelled arrays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce

import numpy as np

from equipoise.analyses.coverage import Coverage
from equipoise.engagement.outcomes import Outcome
from equipoise.geography import LandCells
from equipoise.labelled import Labelled, Variable
from equipoise.systems.places import Place
from equipoise.systems.threats import ThreatSet

VARIABLES = {
    "shots": ("1", "shots at the worst missile and launch point; -1 where nothing reaches"),
    "margin_s": ("s", "time to spare before the last useful launch, at worst"),
    "outcome": ("1", "end of the pair furthest from an intercept"),
    "share": ("1", "share of missiles and launch points that reach the place and can be shot at"),
    "reaching": ("1", "missiles and launch points that reach the place"),
}
NOT_COMPUTED = {"shots": -1, "margin_s": np.nan, "outcome": int(Outcome.OUT_OF_RANGE), "share": np.nan}
CITY_AXES = ("city", "city_name", "city_lat", "city_lon")
LAUNCH_SHARE = {"units": "1", "long_name": "share of the cells it reaches that meet a shot"}


def of_cells(
    found: Sequence[Coverage], sets: Sequence[ThreatSet], cells: LandCells, wanted: np.ndarray
) -> Labelled:
    """Return the coverage of the wanted cells as grids, one a threat set, and what each launch point is denied."""
    launch = launch_labels(found)
    denied = np.stack([share_by_launch(each, launch) for each in found])
    coordinates = {
        "threat": ("threat", np.array([each.id for each in sets])),
        "lat": ("lat", cells.lat_deg),
        "lon": ("lon", cells.lon_deg),
        "launch": ("launch", launch),
    }
    variables: dict[str, Variable] = {}
    for name, said in told():
        grids = np.stack([on_grid(getattr(each, name), wanted, name) for each in found])
        variables[name] = (("threat", "lat", "lon"), grids, said)
    variables["launch_share"] = (("threat", "launch"), denied, LAUNCH_SHARE)
    return Labelled(variables, coordinates, {})


def told() -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the name of each variable with its unit and meaning."""
    for name, (unit, meaning) in VARIABLES.items():
        yield name, {"units": unit, "long_name": meaning}


def on_grid(values: np.ndarray, wanted: np.ndarray, name: str) -> np.ndarray:
    """Return the values of the wanted cells on a grid, and what stands for the others."""
    grid = np.full(wanted.shape, NOT_COMPUTED.get(name, 0), dtype=values.dtype)
    grid[wanted] = values
    return grid


def launch_labels(found: Sequence[Coverage]) -> np.ndarray:
    """Return the labels of all launches: in their order where the threat sets have the same ones, else by name."""
    each = [labels_of(one) for one in found]
    return np.array(reduce(lambda one, other: one if one == other else sorted({*one, *other}), each))


def labels_of(found: Coverage) -> list[str]:
    """Return the label of each launch: a missile from a launch point."""
    pairs = zip(found.launch_missile, found.launch_point, strict=True)
    return [f"{missile} from {point}" for missile, point in pairs]


def share_by_launch(found: Coverage, launch: np.ndarray) -> np.ndarray:
    """Return for all launches the share denied to them; NaN for those that are not of this threat set."""
    known = dict(zip(labels_of(found), found.launch_share, strict=True))
    return np.array([known.get(str(label), np.nan) for label in launch])


def of_cities(found: Sequence[Coverage], towns: Sequence[Place]) -> Labelled:
    """Return the coverage of cities as columns, one row a threat set; only their empty axis where there are none."""
    if not towns:
        return Labelled({}, {"city": ("city", np.array([], dtype=str))}, {})
    columns: dict[str, Variable] = {
        f"city_{name}": (("threat", "city"), np.stack([getattr(each, name) for each in found]), said)
        for name, said in told()
    }
    names = (np.array([getattr(town, part) for town in towns]) for part in ("id", "name"))
    axes = zip(CITY_AXES, (*names, *positions(towns)), strict=True)
    return Labelled(columns, {axis: ("city", values) for axis, values in axes}, {})


def positions(towns: Sequence[Place]) -> tuple[np.ndarray, np.ndarray]:
    """Return latitudes and longitudes [deg]."""
    return np.array([town.lat_deg for town in towns]), np.array([town.lon_deg for town in towns])
