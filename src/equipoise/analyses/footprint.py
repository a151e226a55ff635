"""Footprint: which places a plan defends against a threat set, how surely, and why the others are not."""

from __future__ import annotations

from typing import Any

import numpy as np

from equipoise.analyses.coverage import Progress, coverages, threat_sets
from equipoise.analyses.footprint_grids import CITY_AXES, of_cells, of_cities, positions
from equipoise.catalogue.cities import cities
from equipoise.engagement.outcomes import SENTENCES, Outcome
from equipoise.errors import Fault, InputError
from equipoise.geography import Window, land_cells
from equipoise.labelled import Labelled, joined
from equipoise.results import Result, plain, provenance
from equipoise.scenario import Scenario
from equipoise.systems.places import Place
from equipoise.systems.threats import ThreatSet

FINEST_DEG = 0.02
MOST_CELLS = 1_000_000


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
    grids = coverages(scenario, sets, (lat_deg, lon_deg), workers, progress)
    columns = coverages(scenario, sets, positions(towns), workers) if towns else []
    told = {"resolution_deg": resolution_deg, "launch": launch_points(sets)}
    data = joined(of_cells(grids, sets, cells, wanted), of_cities(columns, towns), told)
    origin = provenance(scenario, threat=threat, resolution_deg=resolution_deg, land_only=land_only)
    return Result("footprint", data, origin)


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


def cities_in(window: Window) -> tuple[Place, ...]:
    """Return the cities of the catalogue that lie in a window."""
    return tuple(
        city
        for city in cities()
        if window.lat_min_deg <= city.lat_deg <= window.lat_max_deg
        and window.lon_min_deg <= city.lon_deg <= window.lon_max_deg
    )


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
    data = labelled(result)
    axes = [data.labels(name) for name in ("threat", "lat", "lon")]
    threat, lat, lon = np.meshgrid(*axes, indexing="ij")
    words = np.array([outcome.word for outcome in Outcome])
    cells = {
        "threat": threat.ravel(),
        "lat_deg": lat.ravel(),
        "lon_deg": lon.ravel(),
        "shots": data.values("shots").ravel(),
        "margin_s": data.values("margin_s").ravel(),
        "outcome": words[data.values("outcome").ravel()],
        "share": data.values("share").ravel(),
    }
    return plain(
        {
            "scenario": result.provenance["scenario"],
            "cells": cells,
            "grid_shape": threat.shape,
            "cities": cities_as_json(data),
            "launch_points": data.attributes["launch"],
            "launch_denied": denied(result),
            "summary": {name: summary(result, name) for name in set_names(result)},
            "outcomes": {outcome.word: SENTENCES[outcome] for outcome in Outcome},
            "provenance": result.provenance,
        }
    )


def labelled(result: Result) -> Labelled:
    """Return what a footprint found, as plain arrays."""
    assert isinstance(result.found, Labelled)
    return result.found


def set_names(result: Result) -> list[str]:
    """Return the names of the threat sets of a footprint."""
    return [str(name) for name in labelled(result).labels("threat")]


def cities_as_json(data: Labelled) -> list[dict[str, Any]]:
    """Return the coverage of cities as plain rows, one a threat set and city."""
    if "city_shots" not in data.variables:
        return []
    places = list(zip(*(data.labels(name).tolist() for name in CITY_AXES), strict=True))
    found = [data.values(f"city_{name}").tolist() for name in ("shots", "margin_s", "outcome", "share")]
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
        for threat, *columns in zip(data.labels("threat").tolist(), *found, strict=True)
        for (city, name, lat_deg, lon_deg), shots, margin_s, outcome, share in zip(
            places, *columns, strict=True
        )
    ]


def denied(result: Result) -> list[dict[str, Any]]:
    """Return the mirror: for each missile and launch point, the share of the cells it reaches that meet a shot."""
    data, rows = labelled(result), []
    for threat, shares in zip(set_names(result), data.values("launch_share"), strict=True):
        for launch, share in zip(data.labels("launch"), shares, strict=True):
            missile, point = str(launch).split(" from ")
            rows.append({"threat": threat, "missile": missile, "launch": point, "share": share})
    return [row for row in rows if not np.isnan(row["share"])]


def summary(result: Result, threat: str) -> dict[str, Any]:
    """Return cells and shares of one threat set: reachable, defended, and the reasons where not."""
    data, n = labelled(result), set_names(result).index(threat)
    outcomes = data.values("outcome")[n]
    reachable, defended = data.values("reaching")[n] > 0, data.values("shots")[n] > 0
    reasons = {
        outcome.word: int(((outcomes == outcome) & reachable & ~defended).sum())
        for outcome in Outcome
        if outcome not in (Outcome.ENGAGED, Outcome.OUT_OF_RANGE)
    }
    weight = np.broadcast_to(np.cos(np.radians(data.labels("lat")))[:, None], reachable.shape)
    area = float((weight * reachable).sum())
    return {
        "cells": int(reachable.size),
        "reachable_cells": int(reachable.sum()),
        "defended_cells": int(defended.sum()),
        "defended_share": float((weight * defended).sum()) / area if area > 0 else None,
        "undefended_because": reasons,
    }
