"""Footprint: which places a plan defends against a threat set, how surely, and why the others are not."""

from __future__ import annotations

from typing import Any

import numpy as np
import xarray as xr

from equipoise.analyses.coverage import Coverage, Progress, coverage, threat_sets
from equipoise.catalogue.cities import cities
from equipoise.engagement.outcomes import SENTENCES, Outcome
from equipoise.errors import Fault, InputError
from equipoise.geography import Window, land_cells
from equipoise.results import Result, plain, provenance
from equipoise.scenario import Scenario
from equipoise.systems.places import Place
from equipoise.systems.threats import ThreatSet

FINEST_DEG = 0.02
MOST_CELLS = 1_000_000
VARIABLES = {
    "shots": ("1", "shots at the worst missile and launch point; -1 where nothing reaches"),
    "margin_s": ("s", "time to spare before the last useful launch, at worst"),
    "outcome": ("1", "end of the pair furthest from an intercept"),
    "share": ("1", "share of missiles and launch points that reach the place and can be shot at"),
    "reaching": ("1", "missiles and launch points that reach the place"),
}


def footprint(
    scenario: Scenario,
    threat: str | None = None,
    region: Window | None = None,
    resolution_deg: float = 0.5,
    land_only: bool = False,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Result:
    """Return the area that a plan defends, cell by cell.

    A cell is *defended* where every missile of the threat set that reaches it, from every launch point, meets at
    least one shot.

    Parameters
    ----------
    scenario : Scenario
        The plan and its threats.
    threat : str, optional
        One threat set; by default each of them, apart.
    region : Window, optional
        Limits of the grid [deg]; by default the scenario's region.
    resolution_deg : float
        Side of a cell [deg].
    land_only : bool
        Leave out cells whose centre is at sea.
    workers : int, optional
        Threads; the numbers do not depend on it.
    progress : callable, optional
        Called with pairs done and pairs in all.

    Returns
    -------
    result : Result
        Dataset over (threat, lat, lon): shots, margin_s, outcome, share, reaching; and over (threat, launch)
        launch_share, the mirror: the share of the cells it reaches that are denied to a missile at a launch
        point. Cells that are not computed have shots -1 and reaching 0; margin_s and share are NaN where nothing
        reaches or no launch could ever be in time. The cities of the catalogue in the region
        have the same variables over (threat, city), named city_shots and so on.

    Validity
    --------
    Point masses, idealised sensors; aims at the ellipsoid. See docs of the models.

    References
    ----------
    [wilkening-1999] for the notion of the defended area.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> from equipoise.scenario import load
    >>> alps = SimpleNamespace(lat_min_deg=46, lat_max_deg=48, lon_min_deg=7, lon_max_deg=11)
    >>> area = footprint(load("poland-czech-2007"), threat="long-range", region=alps, resolution_deg=1)
    >>> bool((area.data.shots > 0).all())
    True
    """
    window = region or scenario.region
    require_grid(window, resolution_deg)
    cells = land_cells(window, resolution_deg)
    wanted = cells.on_land if land_only else np.ones_like(cells.on_land)
    row, column = np.nonzero(wanted)
    lat_deg, lon_deg = cells.lat_deg[row], cells.lon_deg[column]
    sets = threat_sets(scenario, threat)
    towns = cities_in(window)
    grids = []
    pairs = [len(lat_deg) * sum(len(threat.launch) for threat in each.threats) for each in sets]
    for number, each in enumerate(sets):
        report = overall(progress, sum(pairs[:number]), sum(pairs))
        found = coverage(scenario, each, lat_deg, lon_deg, workers, report)
        grid = on_grid(found, wanted, cells.lat_deg, cells.lon_deg)
        grids.append(grid.merge(of_cities(scenario, each, towns, workers)))
    data = xr.concat(
        grids, dim=xr.DataArray([each.id for each in sets], dims="threat", name="threat"), join="outer"
    )
    data.attrs.update(resolution_deg=resolution_deg, launch=launch_points(sets))
    origin = provenance(scenario, threat=threat, resolution_deg=resolution_deg, land_only=land_only)
    return Result("footprint", data, origin)


def overall(progress: Progress | None, before: int, total: int) -> Progress | None:
    """Return what tells the pairs done of one threat set as part of those of all sets."""
    return None if progress is None else lambda done, _: progress(before + done, total)


def require_grid(window: Window, resolution_deg: float) -> None:
    """Raise an InputError where the grid is too fine, too large or empty."""
    if not resolution_deg >= FINEST_DEG:
        problem = f"{resolution_deg} deg is finer than the model bears"
        raise InputError(Fault("", "resolution", problem, f"write {FINEST_DEG} deg or more"))
    high = (window.lat_max_deg - window.lat_min_deg) / resolution_deg
    wide = (window.lon_max_deg - window.lon_min_deg) / resolution_deg
    if high * wide > MOST_CELLS:
        problem = f"{high * wide:.3g} cells are more than {MOST_CELLS:,}"
        raise InputError(Fault("", "resolution", problem, "take larger cells or a smaller region"))


def on_grid(found: Coverage, wanted: np.ndarray, lat_deg: np.ndarray, lon_deg: np.ndarray) -> xr.Dataset:
    """Return a coverage of the wanted cells as a labelled grid."""
    empty: dict[str, Any] = {
        "shots": -1,
        "margin_s": np.nan,
        "outcome": int(Outcome.OUT_OF_RANGE),
        "share": np.nan,
    }
    variables: dict[str, Any] = {}
    for name, (unit, meaning) in VARIABLES.items():
        values = getattr(found, name)
        grid = np.full(wanted.shape, empty.get(name, 0), dtype=values.dtype)
        grid[wanted] = values
        variables[name] = (("lat", "lon"), grid, {"units": unit, "long_name": meaning})
    labels = [
        f"{missile} from {point}"
        for missile, point in zip(found.launch_missile, found.launch_point, strict=True)
    ]
    meaning = "share of the cells it reaches that meet a shot"
    variables["launch_share"] = (("launch",), found.launch_share, {"units": "1", "long_name": meaning})
    coordinates = {"lat": lat_deg, "lon": lon_deg, "launch": labels}
    return xr.Dataset(variables, coords=coordinates)


def cities_in(window: Window) -> tuple[Place, ...]:
    """Return the cities of the catalogue that lie in a window."""
    return tuple(
        city
        for city in cities()
        if window.lat_min_deg <= city.lat_deg <= window.lat_max_deg
        and window.lon_min_deg <= city.lon_deg <= window.lon_max_deg
    )


def of_cities(
    scenario: Scenario, threat_set: ThreatSet, towns: tuple[Place, ...], workers: int | None
) -> xr.Dataset:
    """Return the coverage of cities as labelled columns."""
    if not towns:
        return xr.Dataset(coords={"city": np.array([], dtype=str)})
    lat_deg, lon_deg = (np.array([getattr(town, name) for town in towns]) for name in ("lat_deg", "lon_deg"))
    found = coverage(scenario, threat_set, lat_deg, lon_deg, workers)
    columns = {
        f"city_{name}": (("city",), getattr(found, name), {"units": unit, "long_name": meaning})
        for name, (unit, meaning) in VARIABLES.items()
    }
    coordinates = {
        "city": [town.id for town in towns],
        "city_name": ("city", [town.name for town in towns]),
        "city_lat": ("city", lat_deg),
        "city_lon": ("city", lon_deg),
    }
    return xr.Dataset(columns, coords=coordinates)


def cities_as_json(data: xr.Dataset) -> list[dict[str, Any]]:
    """Return the coverage of cities as plain rows, one a threat set and city."""
    if "city_shots" not in data:
        return []
    columns = [data[f"city_{name}"].values.tolist() for name in ("name", "lat", "lon")]
    places = list(zip(data.city.values.tolist(), *columns, strict=True))
    found = [data[f"city_{name}"].values.tolist() for name in ("shots", "margin_s", "outcome", "share")]
    return [
        {
            "threat": threat,
            "id": city,
            "name": name,
            "lat_deg": lat_deg,
            "lon_deg": lon_deg,
            "shots": shots,
            "margin_s": margin_s,
            "outcome": Outcome(outcome).word,
            "share": share,
        }
        for threat, *columns in zip(data.threat.values.tolist(), *found, strict=True)
        for (city, name, lat_deg, lon_deg), shots, margin_s, outcome, share in zip(
            places, *columns, strict=True
        )
    ]


def launch_points(sets: tuple[ThreatSet, ...]) -> list[dict[str, Any]]:
    """Return each launch point once, with the missiles that use it."""
    points: dict[str, dict[str, Any]] = {}
    for each in sets:
        for threat in each.threats:
            for place in threat.launch:
                point = points.setdefault(
                    place.id,
                    {
                        "id": place.id,
                        "name": place.name,
                        "lat_deg": place.lat_deg,
                        "lon_deg": place.lon_deg,
                        "missiles": [],
                    },
                )
                point["missiles"].append(f"{each.id}.{threat.id}")
    return list(points.values())


def as_json(result: Result) -> dict[str, Any]:
    """Return a footprint as plain data: one entry a threat set and cell."""
    data = result.data
    shape = data.shots.shape
    threat, lat, lon = np.meshgrid(data.threat.values, data.lat.values, data.lon.values, indexing="ij")
    words = np.array([outcome.word for outcome in Outcome])
    cells = {
        "threat": threat.ravel(),
        "lat_deg": lat.ravel(),
        "lon_deg": lon.ravel(),
        "shots": data.shots.values.ravel(),
        "margin_s": data.margin_s.values.ravel(),
        "outcome": words[data.outcome.values.ravel()],
        "share": data.share.values.ravel(),
    }
    return plain(
        {
            "scenario": result.provenance["scenario"],
            "cells": cells,
            "grid_shape": shape,
            "cities": cities_as_json(data),
            "launch_points": data.attrs["launch"],
            "launch_denied": denied(data),
            "summary": {str(name): summary(data.sel(threat=name)) for name in data.threat.values},
            "outcomes": {outcome.word: SENTENCES[outcome] for outcome in Outcome},
            "provenance": result.provenance,
        }
    )


def denied(data: xr.Dataset) -> list[dict[str, Any]]:
    """Return the mirror: for each missile and launch point, the share of the cells it reaches that meet a shot."""
    rows = []
    for threat in data.threat.values:
        for launch, share in zip(
            data.launch.values, data.launch_share.sel(threat=threat).values, strict=True
        ):
            missile, point = str(launch).split(" from ")
            rows.append({"threat": str(threat), "missile": missile, "launch": point, "share": share})
    return [row for row in rows if not np.isnan(row["share"])]


def summary(data: xr.Dataset) -> dict[str, Any]:
    """Return cells and shares of one threat set: reachable, defended, and the reasons where not."""
    reachable = data.reaching.values > 0
    defended = data.shots.values > 0
    reasons = {
        outcome.word: int(((data.outcome.values == outcome) & reachable & ~defended).sum())
        for outcome in Outcome
        if outcome not in (Outcome.ENGAGED, Outcome.OUT_OF_RANGE)
    }
    weight = np.broadcast_to(np.cos(np.radians(data.lat.values))[:, None], reachable.shape)
    area = float((weight * reachable).sum())
    return {
        "cells": int(reachable.size),
        "reachable_cells": int(reachable.sum()),
        "defended_cells": int(defended.sum()),
        "defended_share": float((weight * defended).sum()) / area if area > 0 else None,
        "undefended_because": reasons,
    }
