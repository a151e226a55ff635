"""Cost: what a plan takes to develop, buy, build and run for its years, and what that is for each person protected."""

from __future__ import annotations

from typing import Any

import numpy as np
import xarray as xr

from equipoise.analyses.budget import KINDS, LEVELS, Line, grown, line_levels, lines_of, mean_and_deviation
from equipoise.analyses.coverage import coverage, threat_sets
from equipoise.analyses.luck import require_trials
from equipoise.analyses.schedule_answers import keep_at_hand
from equipoise.engagement.engage import Progress
from equipoise.errors import Fault, InputError
from equipoise.geography import Window, people
from equipoise.results import Result, provenance
from equipoise.scenario import Scenario
from equipoise.systems.programmes import Budget, Programme

TRIALS = 20_000


def cost(
    scenario: Scenario,
    *,
    threat: str | None = None,
    per_person: bool = True,
    region: Window | None = None,
    trials: int = TRIALS,
    seed: int = 0,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Result:
    """Return what a plan costs, line by line and in all, before and after the growth that such programmes showed.

    Every line is brought to the prices of one year, operation counted over the years that the budget says. Growth is
    log-normal with the budget's median and sigma, the logarithms of any two lines correlated alike.

    Parameters
    ----------
    scenario : Scenario
        With a programme that has a budget and at least one priced line.
    threat : str, optional
        One threat set for the cost of a person protected; by default all, each apart.
    per_person : bool
        Whether people protected are counted, which takes most of the time.
    region : window, optional
        Whose people are counted; by default the scenario's window.
    trials, seed : int
        Trials of the growth, and their seed.
    workers : int, optional
        Threads; the numbers do not depend on it.
    progress : callable, optional
        Called with pairs done and pairs in all.

    Returns
    -------
    result : Result
        Dataset over line: base_usd (before growth) and, over level (5, 50, 95 %), grown_usd; over (kind, level)
        kind_usd and over (element, level) element_usd; over level total_usd; mean_usd and deviation_usd, exact; over
        threat protected_people. All in US dollars of the budget's price year.

    Validity
    --------
    No better than the published figures, most of them one and rounded; lines without a price are left out and named,
    and the sum is then a lower bound. Levels of sums to about one part in a hundred.

    References
    ----------
    [derived-cost-growth] the growth of five programmes; [bea-deflator] prices.

    Examples
    --------
    >>> from equipoise.scenario import load
    >>> found = cost(load("poland-czech-2007"), per_person=False, trials=1000)
    >>> round(float(found.data.base_usd.sum()) / 1e9, 1) > 4.0
    True
    """
    programme, budget = budgeted_programme(scenario)
    keep_at_hand(scenario)
    require_trials(trials, seed)
    lines = lines_of(scenario, programme, budget)
    data = in_dollars(programme, budget, lines, trials, seed)
    if per_person:
        data = data.merge(by_threat(scenario, threat, region, workers, progress))
    data.attrs = {"trials": trials, "seed": seed}
    options = {"threat": threat, "per_person": per_person, "trials": trials, "seed": seed}
    return Result("cost", data, provenance(scenario, **options))


def budgeted_programme(scenario: Scenario) -> tuple[Programme, Budget]:
    """Return the programme and budget of a scenario; raise an InputError where there is none, or no price."""
    programme = scenario.programme
    if programme is None:
        problem = "the scenario has no programme, so nothing is known of its cost"
        remedy = "write 'programme:' with its elements, as the shipped plans have it; see docs/cost.md"
        raise InputError(Fault(scenario.path, "programme", problem, remedy))
    if programme.budget is None:
        problem = "the programme does not say in which prices and for how many years to count"
        raise InputError(Fault(scenario.path, "programme.budget", problem, "add 'budget: united-states'"))
    if not any(element.costs for element in programme.elements):
        problem = "no element of the programme has a price"
        raise InputError(Fault(scenario.path, "programme.elements", problem, "add 'costs:' to an element"))
    return programme, programme.budget


def in_dollars(
    programme: Programme, budget: Budget, lines: tuple[Line, ...], trials: int, seed: int
) -> xr.Dataset:
    """Return the sums by line, kind and element, and in all."""
    sums_usd = grown(lines, budget, trials, seed)
    base_usd = np.array([line.base_usd for line in lines])
    elements = [each.id for each in programme.elements if each.costs]
    in_kind = np.array([[line.cost.kind == kind for line in lines] for kind in KINDS])
    in_element = np.array([[line.element.id == name for line in lines] for name in elements])
    mean_usd, deviation_usd = mean_and_deviation(base_usd, budget)
    exact = np.array([line_levels(each, budget) for each in base_usd])
    columns: dict[str, Any] = {
        "base_usd": ("line", base_usd, dollars("before growth")),
        "grown_usd": (("line", "level"), exact, dollars("after growth, exact")),
        "kind_base_usd": ("kind", in_kind @ base_usd, dollars("before growth")),
        "kind_usd": (("kind", "level"), levels_of(sums_usd, in_kind), dollars("after growth")),
        "element_base_usd": ("element", in_element @ base_usd, dollars("before growth")),
        "element_usd": (("element", "level"), levels_of(sums_usd, in_element), dollars("after growth")),
        "total_usd": ("level", levels_of(sums_usd, np.ones((1, len(lines))))[0], dollars("after growth")),
        "mean_usd": ((), mean_usd, dollars("mean of the sum after growth, exact")),
        "deviation_usd": ((), deviation_usd, dollars("standard deviation of the sum, exact")),
    }
    coords = {"line": [line.name for line in lines], "kind": list(KINDS), "element": elements}
    return xr.Dataset(columns, coords={**coords, "level": list(LEVELS)})


def levels_of(sums_usd: np.ndarray, groups: np.ndarray) -> np.ndarray:
    """Return the levels of the sums of groups of lines over (group, level) [USD]."""
    return np.quantile(sums_usd @ groups.T, LEVELS, axis=0).T


def dollars(meaning: str) -> dict[str, str]:
    """Return the attributes of a sum of money."""
    return {"units": "USD", "long_name": f"cost {meaning}, in the prices of the budget's year"}


def by_threat(
    scenario: Scenario,
    threat: str | None,
    region: Window | None,
    workers: int | None,
    progress: Progress | None,
) -> xr.Dataset:
    """Return the people whom the whole plan protects, by threat set."""
    residents = people(region or scenario.region)
    sets = threat_sets(scenario, threat)
    protected = []
    for each in sets:
        found = coverage(scenario, each, residents.lat_deg, residents.lon_deg, workers, progress)
        protected.append(float(residents.people @ (found.shots >= 1)))
    meaning = {"units": "people", "long_name": "people whom the whole plan protects"}
    coords = {"threat": [each.id for each in sets]}
    return xr.Dataset({"protected_people": ("threat", protected, meaning)}, coords=coords)
