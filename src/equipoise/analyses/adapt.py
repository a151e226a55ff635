"""Adapt: the threat changes on day 0; sites stay, ships sail to better stations. Coverage against days, and by year."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from functools import cache, partial
from typing import Any, NamedTuple

import numpy as np
import xarray as xr

from equipoise.analyses.adapt_change import threats_after, threats_before
from equipoise.analyses.adapt_dataset import Shares, dataset, told
from equipoise.analyses.adapt_departures import SAME, Passage, staggered
from equipoise.analyses.adapt_options import Pairings, moved_to
from equipoise.analyses.adapt_orders import ARRIVED, WAITS, States, best_order, state_of
from equipoise.analyses.adapt_rivals import SPEEDS_M_S, rivals_of
from equipoise.analyses.adapt_stations import best_moves, demands_of, fewest
from equipoise.analyses.adapt_task import Task, aims_of
from equipoise.analyses.adapt_voyages import DAY_S
from equipoise.analyses.adapt_years import by_years
from equipoise.analyses.coverage import Progress, coverage
from equipoise.catalogue.adaptation import sources_used
from equipoise.errors import Fault, InputError
from equipoise.geography import Window
from equipoise.results import Result, provenance
from equipoise.scenario import Scenario
from equipoise.sea_routes import bits_of
from equipoise.systems import Threat, ThreatSet

FINEST_DEG, COARSEST_DEG = 0.25, 5.0
LONGEST_DAYS = 60
STEP_DAYS = 0.25
SHORTEST_DAYS = 10.0
MOST_FURTHER_SHIPS = 50
FIRST_YEAR, LAST_YEAR = 2000, 2040


class Leave(NamedTuple):
    """How ships leave, and the burnout speeds tried for a plan that stays."""

    at_once: bool
    speeds_m_s: tuple[float, ...]


def adapt(
    scenario: Scenario,
    change: str | None = None,
    *,
    threat: str | None = None,
    by_year: tuple[int, int] | None = None,
    closed: Iterable[str] = (),
    further_ships: int = 0,
    at_once: bool = False,
    speeds_m_s: Iterable[float] = SPEEDS_M_S,
    region: Window | None = None,
    resolution_deg: float = 0.5,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Result:
    """Return how a plan's coverage follows a changed threat, day by day, and by year along three estimates.

    Sites stay. Ships sail along sea routes, at the fleet's speed, with legs within its endurance, to the stations
    at which the plan protects the most people; of plans that protect as many, the one with the fewest days of sailing.

    Parameters
    ----------
    scenario : Scenario
        The plan; its section `fleet` gives the means of its ships, and without one nothing moves.
    change : str, optional
        "[+]MISSILE[,MISSILE] [from PLACE-OR-AREA[,PLACE]]"; with a plus the earlier threat stays. None: no change.
    threat : str, optional
        The threat set before the change; by default all sets of the plan together.
    by_year : tuple of int, optional
        First and last year of the three estimates; each year's ships are those that the fleet can keep on station.
    closed : iterable of str
        Straits that the ships may not use, see `equipoise.sea_routes.strait_ids`.
    further_ships : int
        Ships like the plan's first one that leave the home port on day 0.
    at_once : bool
        Whether all ships leave on day 0. By default they leave in the order that falls least below the plan as it
        stood, and of such orders the one under which the fewest people wait for the moved ships' cover.
    speeds_m_s : iterable of float
        Burnout speeds tried for a plan that stays where it is [m/s].
    region : Window, optional
        Limits of the people counted [deg]; by default the scenario's region.
    resolution_deg : float
        Side of the cells in which people are gathered [deg].
    workers : int, optional
        Threads; the numbers do not depend on it.
    progress : callable, optional
        Called with pairs done and pairs in all, threat by threat.

    Returns
    -------
    result : Result
        Dataset over day: adapted and fixed, the shares of the people reached who are protected; over (estimate, year)
        adapted_by_year, fixed_by_year and ships_by_year; attributes before, settled, moves, stations, match, people.
        NaN where the threat reaches nobody, or where no number of ships is known.

    Validity
    --------
    A ship under way protects nobody. A battery uses its own radar and those ashore, no other ship's, so that what ships
    do adds up exactly; `checked` is the share with all networks as in the plan.

    References
    ----------
    The maximal covering location problem of Church and ReVelle (1974), solved by scipy's milp.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> from equipoise.scenario import load
    >>> alps = SimpleNamespace(lat_min_deg=46, lat_max_deg=47, lon_min_deg=7, lon_max_deg=8)
    >>> flat = adapt(load("poland-czech-2007"), threat="long-range", region=alps)
    >>> float(flat.data.adapted.min()), float(flat.data.fixed.max())
    (1.0, 1.0)
    """
    shut = tuple(dict.fromkeys(closed))
    require_options(shut, further_ships, resolution_deg, by_year)
    before = threats_before(scenario, threat)
    after = threats_after(scenario, before, change)
    aims = aims_of(region or scenario.region, resolution_deg)
    if len(aims.people) == 0:
        raise InputError(Fault("", "region", "nobody lives in it", "widen the region"))
    task = Task(scenario, aims, shut, further_ships)
    leave = Leave(at_once, tuple(speeds_m_s))
    data = over_days(task, before, after, leave, workers, progress)
    if by_year is not None:
        data = data.merge(by_years(task, before, by_year, workers, progress), combine_attrs="no_conflicts")
    data.attrs.update(change=change, threats=[told(one) for one in after], closed=list(shut))
    data.attrs.update(further_ships=further_ships, resolution_deg=resolution_deg)
    origin = provenance(
        scenario,
        change=change,
        threat=threat,
        by_year=list(by_year) if by_year else None,
        closed=list(shut),
        further_ships=further_ships,
        at_once=at_once,
        resolution_deg=resolution_deg,
    )
    origin["sources"] = sorted({*origin["sources"], *sources_used()})
    return Result("adapt", data, origin)


def require_options(
    closed: tuple[str, ...], further_ships: int, resolution_deg: float, by_year: tuple[int, int] | None
) -> None:
    """Raise an InputError for an option that makes no sense."""
    bits_of(closed)
    if not 0 <= further_ships <= MOST_FURTHER_SHIPS:
        remedy = f"write 0 to {MOST_FURTHER_SHIPS}"
        raise InputError(Fault("", "further ships", f"{further_ships} is no number of further ships", remedy))
    if not FINEST_DEG <= resolution_deg <= COARSEST_DEG:
        remedy = f"write {FINEST_DEG} to {COARSEST_DEG:g} deg"
        raise InputError(Fault("", "resolution", f"{resolution_deg} deg is outside the limits", remedy))
    if by_year is not None and not FIRST_YEAR <= by_year[0] <= by_year[1] <= LAST_YEAR:
        remedy = f"write FIRST-LAST within {FIRST_YEAR} and {LAST_YEAR}, for example 2008-2020"
        raise InputError(Fault("", "by year", f"{by_year[0]}-{by_year[1]} is no range of years", remedy))


def over_days(
    task: Task,
    before: tuple[Threat, ...],
    after: tuple[Threat, ...],
    leave: Leave,
    workers: int | None,
    progress: Progress | None,
) -> xr.Dataset:
    """Return the coverage by day after the change, with the moves that bring it."""
    present = task.present(task.present_menu)
    earlier = task.share(task.table(task.present_menu, before, workers, progress), present)
    if before == after:
        days = days_of([])
        return dataset(task, [], Shares(days, earlier, np.full(len(days), earlier), earlier), None)
    table = task.table(task.menu, after, workers, progress)
    fixed = task.share(table, task.present(task.menu))
    at_once = chosen_moves(task, table)
    one_by_one = staggered(at_once, partial(share_at, task, table), fixed)
    kept, every_order = best_order(one_by_one, shares_of(task, table, at_once), fixed)
    chosen, other = (at_once, kept) if leave.at_once else (kept, at_once)
    days = days_of([*chosen, *other])
    adapted, otherwise = (
        np.array([share_at(task, table, one, day * DAY_S) for day in days]) for one in (chosen, other)
    )
    shares, match = Shares(days, earlier, adapted, fixed), match_of(task, table, float(adapted[-1]), earlier)
    data = dataset(task, chosen, shares, match)
    goal = match["goal"] if fixed < match["goal"] - SAME else math.nan
    match["other_means"] = rivals_of(task, after, goal, leave.speeds_m_s, workers)
    data.attrs.update(checked=checked(task, chosen, after, workers), at_once=leave.at_once)
    data.attrs["every_order"] = every_order
    data.attrs["otherwise"] = otherwise_of(other, otherwise, fixed, days)
    return data


def otherwise_of(
    passages: Sequence[Passage], share: np.ndarray, fixed: float, days: np.ndarray
) -> dict[str, float]:
    """Return what the other way of leaving comes to: the last arrival, the lowest share, days below the plan."""
    below = share < fixed - SAME
    return {
        "last_day": max((each.arrives_s / DAY_S for each in passages), default=0.0),
        "lowest": float(np.nanmin(share)) if np.isfinite(share).any() else math.nan,
        "days_below": float(below.sum() * (days[1] - days[0])),
    }


def chosen_moves(task: Task, table: Pairings) -> list[Passage]:
    """Return for each ship its best station and the passage there, all leaving at once; others stay."""
    moves = task.moves()
    columns = sorted({column for move in moves for column in move.columns})
    place = {column: k for k, column in enumerate(columns)}
    narrow = [move.with_columns(tuple(place[column] for column in move.columns)) for move in moves]
    demands = demands_of(table, task.aims.people, task.menu.fixed, columns)
    counts, _ = best_moves(demands, narrow, [group.size for group in task.groups], berths=task.berths())
    chosen: list[Passage] = []
    for move, count in zip(moves, counts, strict=True):
        chosen += [Passage(move.group, move.place, task.voyages[move.group, move.place])] * int(count)
    return chosen + staying(task, chosen)


def staying(task: Task, chosen: Sequence[Passage]) -> list[Passage]:
    """Return the ships whom no move would help: they stay on the stations they have."""
    left = {number: group.size for number, group in enumerate(task.groups) if group in task.starting}
    for each in chosen:
        if each.group in left:
            left[each.group] -= 1
    return [
        Passage(number, name, task.voyages[number, name])
        for number, count in left.items()
        for name in [task.groups[number].start.id] * count
    ]


def share_at(task: Task, table: Pairings, passages: Sequence[Passage], now_s: float) -> float:
    """Return the share protected at a moment by the fixed part, ships not yet gone and ships arrived."""
    states = tuple(state_of(each, now_s) for each in passages)
    return task.share(table, columns_in(task, passages, states))


def columns_in(task: Task, passages: Sequence[Passage], states: States) -> list[int]:
    """Return the columns of the fixed part and of the ships that are at a place, in the end or in the beginning."""
    columns = list(task.menu.fixed)
    for each, state in zip(passages, states, strict=True):
        if state == ARRIVED:
            columns += task.columns(task.menu, each.group, each.station)
        elif state == WAITS and task.groups[each.group] in task.starting:
            columns += task.columns(task.menu, each.group, task.groups[each.group].start.id)
    return columns


def shares_of(task: Task, table: Pairings, passages: Sequence[Passage]) -> Callable[[States], float]:
    """Return the share protected by what each ship does, each set of columns looked at once."""

    @cache
    def share(columns: frozenset[int]) -> float:
        return task.share(table, sorted(columns))

    return lambda states: share(frozenset(columns_in(task, passages, states)))


def days_of(passages: Sequence[Passage]) -> np.ndarray:
    """Return the days to report: quarter days until some days after the last arrival."""
    last = max((each.arrives_s / DAY_S for each in passages), default=0.0)
    end = min(max(SHORTEST_DAYS, math.ceil(last) + 2.0), LONGEST_DAYS)
    return np.arange(0.0, end + STEP_DAYS / 2, STEP_DAYS)


def match_of(task: Task, table: Pairings, settled: float, earlier: float) -> dict[str, Any]:
    """Return how many further land sites would do as well as the ships, or restore what there was."""
    moves = task.site_moves()
    columns = sorted({column for move in moves for column in move.columns})
    place = {column: k for k, column in enumerate(columns)}
    narrow = [move.with_columns(tuple(place[column] for column in move.columns)) for move in moves]
    demands = demands_of(table, task.aims.people, task.menu.fixed, columns)
    follows_ships = bool(task.groups) and settled > 0.0
    goal = settled if follows_ships else earlier
    found = None if math.isnan(goal) else fewest(demands, narrow, goal * demands.total)
    return {
        "goal": goal,
        "goal_is_of": "the moved ships" if follows_ships else "before",
        "further_sites": found,
        "candidates": [place.name for place in task.sites],
        "holding": [task.scenario.battery(make).interceptor.name for make in task.land_makes],
        "all_candidates": task.share(table, (*task.menu.fixed, *columns)),
    }


def checked(task: Task, chosen: Sequence[Passage], after: tuple[Threat, ...], workers: int | None) -> float:
    """Return the share protected once all have arrived, computed anew with every network as in the plan.

    NaN with further ships, whom the plan's networks do not know.
    """
    if len(task.starting) != len(task.groups):
        return math.nan
    waiting = {number: list(group.ships) for number, group in enumerate(task.groups)}
    places = [(waiting[each.group].pop(0), task.stations[each.station]) for each in chosen]
    moved = moved_to(task.scenario, places)
    aims = task.aims
    threats = ThreatSet(id="after", name="After the change", threats=named_apart(after))
    found = coverage(moved, threats, aims.lat_deg, aims.lon_deg, workers)
    whole = float(aims.people[found.reaching > 0].sum())
    return float(aims.people[found.shots > 0].sum()) / whole if whole else math.nan


def named_apart(threats: tuple[Threat, ...]) -> tuple[Threat, ...]:
    """Return threats with ids that differ."""
    return tuple(
        threat.model_copy(update={"id": f"{n}-{threat.id}"[:64]}) for n, threat in enumerate(threats)
    )
