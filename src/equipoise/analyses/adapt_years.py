"""A threat that grows by year along published estimates, met by the ships that each year has."""

from __future__ import annotations

import math

import numpy as np
import xarray as xr

from equipoise import catalogue
from equipoise.analyses.adapt_change import launch_points
from equipoise.analyses.adapt_options import Pairings, joined
from equipoise.analyses.adapt_stations import best_moves, demands_of
from equipoise.analyses.adapt_task import Task
from equipoise.analyses.coverage import Progress
from equipoise.catalogue.adaptation import Estimate, estimates
from equipoise.systems import Threat

SHARE = {"units": "1", "long_name": "share of the people reached who are protected"}


def by_years(
    task: Task,
    before: tuple[Threat, ...],
    years: tuple[int, int],
    workers: int | None,
    progress: Progress | None,
) -> xr.Dataset:
    """Return for each estimate and year the coverage of the plan as drawn, and of its ships on their best stations."""
    launch = launch_points(before)
    names = dict.fromkeys(ready.id for each in estimates() for ready in each.missiles)
    tables = {
        name: task.table(task.menu, (threat_of(name, before, launch),), workers, progress) for name in names
    }
    axis = np.arange(years[0], years[1] + 1)
    shape = (len(estimates()), len(axis))
    adapted, fixed = np.full(shape, math.nan), np.full(shape, math.nan)
    for row, estimate in enumerate(estimates()):
        for column, year in enumerate(axis.tolist()):
            adapted[row, column], fixed[row, column] = in_year(task, tables, estimate, year)
    return xr.Dataset(
        {
            "adapted_by_year": (("estimate", "year"), adapted, SHARE),
            "fixed_by_year": (("estimate", "year"), fixed, SHARE),
            "ships_by_year": (
                ("year",),
                ships_by_year(task, axis),
                {"units": "1", "long_name": "ships kept"},
            ),
        },
        coords={"estimate": [each.id for each in estimates()], "year": axis},
        attrs={"launch": [place.id for place in launch]},
    )


def threat_of(name: str, before: tuple[Threat, ...], launch: tuple) -> Threat:
    """Return a missile of the estimates from the plan's launch points; the plan's own numbers come first."""
    own = {threat.missile.id: threat.missile for threat in before}
    return Threat(id=name, missile=own.get(name) or catalogue.noun("missiles", name), launch=launch)


def in_year(task: Task, tables: dict[str, Pairings], estimate: Estimate, year: int) -> tuple[float, float]:
    """Return the coverage of the ships on their best stations and of the plan as drawn; NaN with no missile ready."""
    ready = estimate.by(year)
    if not ready:
        return math.nan, math.nan
    table = joined(tables[name] for name in ready)
    fixed = task.share(table, task.present(task.menu))
    kept = kept_in(task, year)
    if kept is None:
        return math.nan, fixed
    return task.share(table, best_columns(task, table, kept)), fixed


def best_columns(task: Task, table: Pairings, kept: int) -> tuple[int, ...]:
    """Return the columns of the fixed part and of so many ships on their best stations, sailing left aside."""
    moves = task.moves()
    columns = sorted({column for move in moves for column in move.columns})
    place = {column: k for k, column in enumerate(columns)}
    narrow = [move.with_columns(tuple(place[column] for column in move.columns)) for move in moves]
    spare = max(0, kept - sum(group.size for group in task.groups))
    sizes = [group.size + spare for group in task.groups]
    demands = demands_of(table, task.aims.people, task.menu.fixed, columns)
    counts, _ = best_moves(demands, narrow, sizes, most=kept, berths=task.berths())
    used = [move for move, count in zip(moves, counts, strict=True) if count]
    return (*task.menu.fixed, *(column for move in used for column in move.columns))


def kept_in(task: Task, year: int) -> int | None:
    """Return how many ships the fleet can keep on station in a year; None where no number is stated."""
    fleet = task.scenario.fleet
    return 0 if fleet is None else fleet.kept_on_station(year)


def ships_by_year(task: Task, years: np.ndarray) -> np.ndarray:
    """Return the ships kept on station by year, NaN where no number is stated."""
    kept = (kept_in(task, year) for year in years.tolist())
    return np.array([math.nan if number is None else float(number) for number in kept])
