"""Raid: so many missiles at once, who shoots at which, how many get through, and what is left in the magazines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import xarray as xr

from equipoise.analyses.coverage import Progress, threat_sets
from equipoise.analyses.raid_allocation import exhausted_at
from equipoise.analyses.raid_attack import BY_POPULATION, aims_of, attack_of, flights_in_turn
from equipoise.analyses.raid_counts import exact_chances, tallies
from equipoise.analyses.raid_defence import (
    Guard,
    Limits,
    batteries_by_id,
    game_of,
    guard_of,
    kill_probabilities,
    planned,
)
from equipoise.analyses.raid_looks import chances_of
from equipoise.analyses.raid_trials import Game, Tally
from equipoise.engagement.engage import default_workers
from equipoise.errors import Fault, InputError
from equipoise.results import Result, provenance
from equipoise.scenario import Scenario
from equipoise.systems.places import Place
from equipoise.systems.threats import ThreatSet

RULES = ("assigned", "first-come")
MOST_MISSILES, MOST_TRIALS = 1000, 1_000_000
LONGEST_WINDOW_S = 86_400.0
LARGEST_SOUGHT = 20_000  # missiles; a defence that serves them all is called not exhausted


class Options(NamedTuple):
    """What a raid is played with, apart from scenario and missiles."""

    aims: Sequence[Place] | str
    window_s: float
    kill_probability: np.ndarray  # (level, battery), in the scenario's order
    limits: Limits
    trials: int  # of each level
    seed: int
    workers: int


def raid(
    scenario: Scenario,
    missiles: int | Sequence[int] = 5,
    window_s: float = 60.0,
    threat: str | None = None,
    aims: Sequence[Place] | str = BY_POPULATION,
    *,
    kill_probability: Any = None,
    limits: Limits | None = None,
    trials: int = 10_000,
    seed: int = 0,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Result:
    """Return how many missiles of a raid get through, under two rules of the defence.

    The attack is what the analyst states; nothing in it is chosen with an eye to the defence. Under `first-come`
    each missile gets a full salvo from whoever can launch first, and another look after each miss. Under `assigned`
    the defender knows the raid beforehand and keeps interceptors for the first look at each missile, as the plan that
    stops most says; all others, and those that hits save, serve as under `first-come`.

    Parameters
    ----------
    scenario : Scenario
    missiles : int or sequence of int
        Size of the raid, or several sizes.
    window_s : float
        Time over which the missiles are launched, at equal intervals [s].
    threat : str, optional
        One threat set; by default all that reach the aims, a raid for each. Its missile types and launch points take
        turns.
    aims : sequence of Place, or "population"
        Aims that take turns, or the cities of the region in proportion to the people nearest to each.
    kill_probability : optional
        Of one shot [-]: None for the scenario's values, one number, a range (low, high), or "catalogue" for the
        catalogue's ranges. All values of a range count alike, and one holds for a whole raid.
    limits : Limits, optional
        Fire channels, tracks and reloading; by default none binds.
    trials, seed : int
        Trials (of all levels of the kill probability together), and the seed of their draws; 0 is a seed.
    workers, progress
        As in `footprint`; the number of threads changes nothing.

    Returns
    -------
    result : Result
        Dataset over (threat, missiles, rule, level, leakers, battery): `counted` trials, `exact` chances (NaN where
        the ways are too many to count), and by battery what is left, fired, and how often it ran dry, ran dry first.
        `exhausted_at` is the smallest raid in which some missile within reach gets no full look, interceptors being
        shared out in the best way and none saved; NaN for none up to 20,000.

    Raises
    ------
    InputError
        Where no missile reaches any aim, or a number is outside its limits.

    Validity
    --------
    Shots are independent. A look waits at most 5 s longer than it need. Engagements do not hinder each other but for
    magazines and the limits given; every missile seen is taken for a real one.

    References
    ----------
    [wilkening-1999] independent shots; [manne-1958] the assignment; [salmon-2011] the random numbers.

    Examples
    --------
    >>> from equipoise.catalogue import noun
    >>> from equipoise.scenario import load
    >>> capitals = [noun("places", name) for name in ("berlin", "london", "paris")]
    >>> found = raid(load("poland-czech-2007"), 5, threat="long-range", aims=capitals, trials=100)
    >>> int(found.data.exhausted_at[0])
    6
    """
    sizes = [missiles] if isinstance(missiles, int | np.integer) else list(missiles)
    require_numbers(sizes, window_s, trials, limits or Limits())
    chance = kill_probabilities(scenario, kill_probability)
    each = -(-trials // len(chance))
    options = Options(aims, window_s, chance, limits or Limits(), each, seed, workers or default_workers())
    raids = raids_of(scenario, threat, sizes, options, progress)
    data = xr.concat([raids[name] for name in raids], dim="threat").assign_coords(threat=list(raids))
    data.attrs["raids"] = {name: one.attrs for name, one in raids.items()}
    told = {
        "missiles": sizes,
        "window_s": window_s,
        "threat": threat,
        "aims": aims if isinstance(aims, str) else [place.id for place in aims],
        "kill_probability": kill_probability,
        "limits": vars(options.limits),
        "trials": each * len(chance),
        "seed": seed,
    }
    return Result("raid", data, provenance(scenario, **told))


def require_numbers(sizes: Sequence[int], window_s: float, trials: int, limits: Limits) -> None:
    """Raise an InputError where a number is outside its limits."""
    counted = (limits.fire_channels, limits.tracks)
    checks = [
        (
            "missiles",
            sizes,
            bool(sizes) and all(1 <= n <= MOST_MISSILES for n in sizes),
            f"1 to {MOST_MISSILES}",
        ),
        ("window", window_s, 0.0 <= window_s <= LONGEST_WINDOW_S, "0 s to a day"),
        ("trials", trials, 1 <= trials <= MOST_TRIALS, f"1 to {MOST_TRIALS}"),
        ("fire channels, tracks", counted, all(n is None or 1 <= n <= 10_000 for n in counted), "1 to 10000"),
        ("reload", limits.reload_s, limits.reload_s is None or limits.reload_s >= 0.0, "0 s or more"),
    ]
    for name, value, right, range_words in checks:
        if not right:
            raise InputError(Fault("", name, f"{value} is outside its limits", f"give {range_words}"))


def raids_of(
    scenario: Scenario, threat: str | None, sizes: Sequence[int], options: Options, progress: Progress | None
) -> dict[str, xr.Dataset]:
    """Return the raid of each threat set that reaches an aim, by the set's id."""
    places, weight = aims_of(options.aims, scenario.region)
    sets = {each.id: each for each in threat_sets(scenario, threat)}
    chances = {name: chances_of(scenario, each, places) for name, each in sets.items()}
    reaching = [name for name in sets if chances[name].flights]
    if not reaching:
        problem = "no missile reaches any of the aims from any of its launch points"
        raise InputError(
            Fault(scenario.path, " ".join(sets), problem, "choose other aims or another threat set")
        )
    raids: dict[str, xr.Dataset] = {}
    for name in reaching:
        guard = guard_of(scenario, chances[name], options.kill_probability)
        flights = flights_in_turn(guard.chances.flights, weight, LARGEST_SOUGHT)
        raids[name] = raid_of(scenario, guard, flights, sizes, options)
        raids[name].attrs |= told_attack(sets[name], guard, places, flights[: max(sizes)])
        if progress is not None:
            progress(len(raids), len(reaching))
    return raids


def raid_of(
    scenario: Scenario, guard: Guard, flights: np.ndarray, sizes: Sequence[int], options: Options
) -> xr.Dataset:
    """Return the raids of all sizes by one threat set."""
    order = batteries_by_id(guard, scenario)
    largest = max(sizes)
    raids = []
    for size in sizes:
        attack = attack_of(flights[:size], options.window_s)
        kept, stopped = planned(guard, game_of(guard, attack, options.limits))
        games = {
            "assigned": game_of(guard, attack, options.limits, kept),
            "first-come": game_of(guard, attack, options.limits),
        }
        rules = [played(games[rule], guard, options, order, largest) for rule in RULES]
        one = xr.concat(rules, dim=xr.DataArray(list(RULES), dims="rule", name="rule"))
        raids.append(one.assign(planned_leakers=size - stopped))
    data = xr.concat(raids, dim=xr.DataArray(list(sizes), dims="missiles", name="missiles"))
    data["planned_leakers"].attrs |= {
        "units": "missiles",
        "long_name": "mean leakers by the plan's first looks alone",
    }
    return data.assign(exhausted(guard, flights)).assign_coords(battery_columns(scenario, options))


def exhausted(guard: Guard, flights: np.ndarray) -> dict[str, Any]:
    """Return the smallest raid of these flights that the batteries cannot give a full look each."""
    reaches = np.isfinite(guard.chances.launch_s[:, :, 0])
    salvo = np.where(reaches, guard.column("shots_per_look"), 0).max(axis=1)
    last = exhausted_at(guard.column("magazine"), reaches, salvo, flights)
    within = np.nan if last is None else float(reaches.any(axis=1)[flights[:last]].sum())
    size = np.nan if last is None else float(last)
    rows = {
        "exhausted_at": (size, "smallest raid in which some missile within reach gets no full look"),
        "exhausted_within_reach": (within, "missiles of that raid that some battery can shoot at"),
    }
    return {
        name: ((), value, {"units": "missiles", "long_name": meaning})
        for name, (value, meaning) in rows.items()
    }


def battery_columns(scenario: Scenario, options: Options) -> dict[str, Any]:
    """Return what stands beside each battery: its id, its magazine, its kill probability at each level."""
    return {
        "battery": [battery.id for battery in scenario.batteries],
        "magazine": ("battery", [battery.magazine for battery in scenario.batteries]),
        "kill_probability": (("level", "battery"), options.kill_probability),
    }


def played(game: Game, guard: Guard, options: Options, order: Sequence[int], largest: int) -> xr.Dataset:
    """Return what the trials of one raid under one rule count, and the exact chances where there are any."""
    channels = options.limits.fire_channels or 0
    survival = 1.0 - guard.kill_probability
    sums = tallies(game, channels, survival, options.seed, options.trials, options.workers)
    exact = exact_chances(game, channels, survival)
    levels, size = len(survival), len(game.flight)
    missing = largest - size
    counted = np.pad([tally.leakers for tally in sums], ((0, 0), (0, missing)))
    if exact is None:
        exact = np.full((levels, size + 1), np.nan)
    by_leakers = {
        "counted": (counted, "trials", "trials in which so many missiles got through"),
        "exact": (
            np.pad(exact, ((0, 0), (0, missing))),
            "1",
            "exact chance that so many missiles get through",
        ),
    }
    columns: dict[str, Any] = {
        name: (("level", "leakers"), values, {"units": unit, "long_name": meaning})
        for name, (values, unit, meaning) in by_leakers.items()
    }
    return xr.Dataset(columns | battery_sums(sums, options.trials, order))


def battery_sums(sums: Sequence[Tally], trials: int, order: Sequence[int]) -> dict[str, Any]:
    """Return what the trials leave to each battery, on average over all levels."""
    meanings = {
        "left": ("interceptors", "interceptors left"),
        "fired": ("interceptors", "interceptors launched"),
        "empty": ("1", "share of trials in which it ran dry"),
        "first_dry": ("1", "share of trials in which it was the first to run dry"),
    }
    whole = trials * len(sums)
    return {
        name: (
            ("battery",),
            np.sum([getattr(tally, name) for tally in sums], axis=0)[list(order)] / whole,
            {"units": unit, "long_name": meaning},
        )
        for name, (unit, meaning) in meanings.items()
    }


def told_attack(
    threat_set: ThreatSet, guard: Guard, places: Sequence[Place], flights: np.ndarray
) -> dict[str, Any]:
    """Return the raid in words: each missile with its aim and who may shoot at it; the aims out of range."""
    known = guard.chances.flights
    rows = []
    for number in flights.tolist():
        flight = known[number]
        threat = threat_set.threats[flight.threat]
        able = np.isfinite(guard.chances.launch_s[number, :, 0])
        rows.append(
            {
                "missile": threat.missile.id,
                "launch": threat.launch[flight.launch].id,
                "aim": places[flight.aim].id,
                "aim_name": places[flight.aim].name,
                "impact_s": float(guard.chances.impact_s[number]),
                "batteries": sorted(b.id for b, yes in zip(guard.batteries, able, strict=True) if yes),
            }
        )
    reached = {flight.aim for flight in known}
    beyond = [place.name for n, place in enumerate(places) if n not in reached]
    return {"attack": rows, "out_of_range": beyond}
