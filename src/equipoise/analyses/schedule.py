"""Schedule: the chance that each element and the whole works by the end of a year, and who is protected then."""

from __future__ import annotations

from typing import Any

import numpy as np
import xarray as xr

from equipoise.analyses.coverage import threat_sets
from equipoise.analyses.luck import require_trials
from equipoise.analyses.readiness import Readiness, readiness
from equipoise.analyses.schedule_answers import keep_at_hand
from equipoise.analyses.schedule_coverage import Progress, protected_people, stages_of
from equipoise.analyses.schedule_said import by_said, dated_of
from equipoise.errors import Fault, InputError
from equipoise.geography import Window, people
from equipoise.results import Result, provenance
from equipoise.scenario import Scenario
from equipoise.systems.programmes import Programme

YEARS = (2007, 2025)
TRIALS = 20_000
LONGEST = 100  # years
MEANINGS = {
    "own": "chance that the element alone is ready",
    "chance": "chance that the element works: it and all that it needs are ready",
    "independent": "the same, exact, if slips have nothing to do with each other",
    "together": "the same, exact, if one piece of luck rules all slips",
}


def schedule(
    scenario: Scenario,
    *,
    threat: str | None = None,
    years: tuple[int, int] = YEARS,
    coverage: bool = True,
    region: Window | None = None,
    trials: int = TRIALS,
    seed: int = 0,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Result:
    """Return when a plan is likely to work, element by element and as a whole, and whom it protects by then.

    Each element has a planned date and a record of what became of such plans. Its slip is drawn from the record, and
    it works when it and all that it needs are ready. Sensors that no element provides stand from the start.

    Parameters
    ----------
    scenario : Scenario
        With a programme in which every element has a planned date.
    threat : str, optional
        One threat set; by default all, each apart.
    years : tuple of int
        First and last year; a year's answer is that of its last day.
    coverage : bool
        Whether people protected are counted, which takes most of the time.
    region : window, optional
        Whose people are counted; by default the scenario's window.
    trials, seed : int
        Trials of the chance, and their seed.
    workers : int, optional
        Threads; the numbers do not depend on it.
    progress : callable, optional
        Called with architectures done and architectures in all.

    Returns
    -------
    result : Result
        Dataset over (element, year): own, chance, independent, together [1]; over year whole, whole_independent,
        whole_together; over (threat, year) coverage (expected share of reachable people protected) and
        protected_people; over threat full_coverage, reachable_people; over promise the chance that what was said works
        by its date; over sentence comes [1], over (sentence, quantile) ready_year and, of the trials in which it
        comes, ready_year_if [decimal years, infinite for never].

    Validity
    --------
    A few cases are no law; the cases, their spread and the prior are numbers of the scenario. The two exact columns
    stand for the ends of what is not known, how far slips go together. Chances to about one part in a hundred.

    References
    ----------
    [salmon-2011] the generator of the trials; [gao-14-314], [crs-rl34051] the record.

    Examples
    --------
    >>> from equipoise.scenario import load
    >>> found = schedule(load("poland-czech-2007"), coverage=False, trials=1000)
    >>> float(found.data.whole.sel(year=2010))
    0.0
    """
    programme = dated_programme(scenario)
    keep_at_hand(scenario)
    require_years(years)
    require_trials(trials, seed)
    span = np.arange(years[0], years[1] + 1)
    dated = dated_of(programme)
    dates = np.concatenate([span + 1.0, [each.year for each in dated]])
    found = readiness(programme, dates, trials, seed)
    data = by_element(found, span).merge(by_said(found, dated, len(span), trials, seed))
    if coverage:
        data = data.merge(by_threat(scenario, found, span, threat, region, workers, progress))
    options = {"threat": threat, "years": list(years), "coverage": coverage, "trials": trials, "seed": seed}
    data.attrs = {"trials": trials, "seed": seed, "correlation": programme.slip_correlation}
    return Result("schedule", data, provenance(scenario, **options))


def dated_programme(scenario: Scenario) -> Programme:
    """Return the programme of a scenario; raise an InputError where a date is missing, for none is made up."""
    programme = scenario.programme
    if programme is None:
        problem = "the scenario has no programme, so nothing is known of its dates"
        remedy = "write 'programme:' with its elements, as the shipped plans have it; see docs/schedule.md"
        raise InputError(Fault(scenario.path, "programme", problem, remedy))
    faults = [
        Fault(
            scenario.path,
            f"programme.elements.{each.id}.planned",
            "the element has no planned date, for none was published",
            f"give your own: --set programme.elements.{each.id}.planned=2015 "
            f"--set programme.elements.{each.id}.slip=european-sites",
        )
        for each in programme.elements
        if each.planned_year is None
    ]
    provided = {name for each in programme.elements for name in each.provides}
    faults += [
        Fault(
            scenario.path,
            f"batteries.{battery.id}",
            "no element of the programme provides this battery",
            f"add it to 'provides' of an element: provides: [{battery.id}]",
        )
        for battery in scenario.batteries
        if battery.id not in provided
    ]
    if faults:
        raise InputError(*faults)
    return programme


def require_years(years: tuple[int, int]) -> None:
    """Raise an InputError for years that make no sense."""
    first, last = years
    if not (1900 <= first <= last < 2200 and last - first < LONGEST):
        problem = f"{first} to {last} is no span of years"
        raise InputError(Fault("--years", "", problem, f"give at most {LONGEST} years, such as 2007-2025"))


def by_element(found: Readiness, span: np.ndarray) -> xr.Dataset:
    """Return the chances of each element and of the whole, year by year."""
    elements = found.programme.elements
    count = len(span)
    closures = [found.closure(each) for each in elements]
    rows = {
        "own": found.own[:count].T,
        "chance": found.works[:count].mean(axis=1).T,
        "independent": np.stack([found.independent(places)[:count] for places in closures]),
        "together": np.stack([found.together(places)[:count] for places in closures]),
    }
    every = list(range(len(elements)))
    whole = {
        "whole": found.ready[:count].all(axis=2).mean(axis=1),
        "whole_independent": found.independent(every)[:count],
        "whole_together": found.together(every)[:count],
    }
    columns: dict[str, Any] = {
        name: (("element", "year"), values, {"units": "1", "long_name": MEANINGS[name]})
        for name, values in rows.items()
    }
    for name, values in whole.items():
        columns[name] = ("year", values, {"units": "1", "long_name": "chance that every element is ready"})
    coords = {
        "element": [each.id for each in elements],
        "element_name": ("element", [each.name for each in elements]),
        "year": span,
    }
    return xr.Dataset(columns, coords=coords)


def by_threat(
    scenario: Scenario,
    found: Readiness,
    span: np.ndarray,
    threat: str | None,
    region: Window | None,
    workers: int | None,
    progress: Progress | None,
) -> xr.Dataset:
    """Return the people expected to be protected, year by year, against each threat set."""
    stages = stages_of(scenario, found)
    residents = people(region or scenario.region)
    sets = threat_sets(scenario, threat)
    total = len(stages.scenarios) * len(sets)
    rows = []
    for place, each in enumerate(sets):
        before = place * len(stages.scenarios)

        def report(part: int, _: int, before: int = before) -> None:
            if progress is not None:
                progress(before + part, total)

        rows.append(protected_people(stages, each, residents, workers, report))
    weights = stages.weights[: len(span)]
    expected = np.stack([weights @ protected for protected, _ in rows])
    full = np.array([protected[0] for protected, _ in rows])
    reachable = np.array([reached for _, reached in rows])
    with np.errstate(invalid="ignore", divide="ignore"):
        share, full_share = expected / reachable[:, None], full / reachable
    names = {"threat": [each.id for each in sets]}
    both, one = ("threat", "year"), ("threat",)
    return xr.Dataset(
        {
            "coverage": (both, share, unit("1", "expected share of the reachable people who are protected")),
            "protected_people": (both, expected, unit("people", "people expected to be protected")),
            "full_coverage": (one, full_share, unit("1", "the same share once everything works")),
            "full_people": (one, full, unit("people", "people protected once everything works")),
            "reachable_people": (
                one,
                reachable,
                unit("people", "people whom some missile of the set reaches"),
            ),
            "stages": ((), len(stages.scenarios), unit("1", "distinct architectures that were computed")),
        },
        coords=names,
    )


def unit(symbol: str, meaning: str) -> dict[str, str]:
    """Return the attributes of a variable."""
    return {"units": symbol, "long_name": meaning}
