"""The batteries as a raid knows them: in an order of their own, their kill probabilities, who is kept for what."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from equipoise.analyses.raid_allocation import Plan, Supply, best_plan
from equipoise.analyses.raid_attack import Attack
from equipoise.analyses.raid_looks import Chances
from equipoise.analyses.raid_trials import Game, most_looks_at
from equipoise.errors import Fault, InputError
from equipoise.scenario import Scenario
from equipoise.systems.batteries import Battery
from equipoise.units import parse_quantity

LEVELS = 21  # equal slices of a range of kill probabilities, each taken at its middle
CATALOGUE = "catalogue"


@dataclass(frozen=True)
class Limits:
    """What else may bind the defence; None for no limit.

    `fire_channels` is how many looks a battery may have under way at once, `tracks` how many missiles the whole
    defence may follow at once, `reload_s` the time after which an empty magazine is full again.
    """

    fire_channels: int | None = None
    tracks: int | None = None
    reload_s: float | None = None


@dataclass(frozen=True, eq=False)
class Guard:
    """The batteries in the order of what they can do, so that neither their order nor their names matter."""

    batteries: tuple[Battery, ...]
    chances: Chances
    kill_probability: np.ndarray  # (level, battery)
    group: np.ndarray  # (battery): twins have one number

    @property
    def middle(self) -> np.ndarray:
        """The kill probabilities that the defender plans with."""
        return self.kill_probability[len(self.kill_probability) // 2]

    def column(self, name: str) -> np.ndarray:
        """Return one number of each battery."""
        return np.array([getattr(battery, name) for battery in self.batteries])


def guard_of(scenario: Scenario, chances: Chances, kill_probability: np.ndarray) -> Guard:
    """Return the batteries of a scenario, sorted by their looks, kill probabilities and salvos, twins by their ids.

    So twins are used up one after the other, and neither the order of a file nor a name changes who leaks.
    """
    keys = [twin_key(b, n, chances, kill_probability) for n, b in enumerate(scenario.batteries)]
    order = sorted(range(len(keys)), key=lambda n: (keys[n], scenario.batteries[n].id))
    distinct = sorted(set(keys))
    sorted_chances = Chances(
        chances.flights,
        chances.impact_s,
        np.ascontiguousarray(chances.commit_s[:, order]),
        np.ascontiguousarray(chances.launch_s[:, order]),
        np.ascontiguousarray(chances.hit_s[:, order]),
    )
    return Guard(
        tuple(scenario.batteries[n] for n in order),
        sorted_chances,
        np.ascontiguousarray(kill_probability[:, order]),
        np.array([distinct.index(keys[n]) for n in order]),
    )


def twin_key(battery: Battery, number: int, chances: Chances, kill_probability: np.ndarray) -> bytes:
    """Return what a battery can do, as bytes: twins, and they alone, have the same."""
    doctrine = np.array([battery.shots_per_look, battery.assessment_time_s])
    tables = (chances.commit_s[:, number], chances.launch_s[:, number], chances.hit_s[:, number])
    return b"".join(
        np.ascontiguousarray(part).tobytes() for part in (*tables, kill_probability[:, number], doctrine)
    )


def kill_probabilities(scenario: Scenario, asked: Any) -> np.ndarray:
    """Return the kill probability of each battery's shot, one row a level of what is not known.

    Parameters
    ----------
    asked : None, float, (low, high) or "catalogue"
        None takes the scenario's values, a number one value for all, a range every value of it alike, "catalogue" the
        range that the catalogue gives each interceptor. All interceptors stand at the same part of their range at once.
    """
    own = [battery.interceptor.kill_probability for battery in scenario.batteries]
    if asked is None:
        low = high = np.array(own)
    elif isinstance(asked, str):
        low, high = catalogue_range(scenario, asked)
    else:
        ends = np.broadcast_to(np.asarray(asked, float), (2,))
        low, high = (np.full(len(own), end) for end in ends)
    if not (np.all(low >= 0.0) and np.all(low <= high) and np.all(high <= 1.0)):
        remedy = "give a number from 0 to 1, a range as 0.3..0.8, or 'catalogue'"
        raise InputError(
            Fault("", "kill_probability", f"{asked} is no probability and no range of them", remedy)
        )
    if np.all(low == high):
        return low[None, :]
    part = (np.arange(LEVELS) + 0.5) / LEVELS
    return low + part[:, None] * (high - low)


def catalogue_range(scenario: Scenario, word: str) -> tuple[np.ndarray, np.ndarray]:
    """Return low and high of each battery's kill probability; its value where no range is given."""
    if word != CATALOGUE:
        problem, remedy = f"'{word}' is no probability", "give a number, a range as 0.3..0.8, or 'catalogue'"
        raise InputError(Fault("", "kill_probability", problem, remedy))
    ends = []
    for battery in scenario.batteries:
        known = scenario.evidence[f"batteries.{battery.id}.interceptor.kill_probability"]
        texts = (known.low or known.value, known.high or known.value)
        ends.append([parse_quantity(text, "probability") for text in texts])
    low, high = np.array(ends).T
    return low, high


def game_of(guard: Guard, attack: Attack, limits: Limits, reserved: np.ndarray | None = None) -> Game:
    """Return a raid ready to be played; without a plan nothing is kept for any missile: first come, first served."""
    if reserved is None:
        reserved = np.zeros((len(guard.batteries), len(attack.flight)), dtype=np.int64)
    return Game(
        flight=attack.flight,
        moment_s=attack.moment_s,
        commit_s=guard.chances.commit_s,
        launch_s=guard.chances.launch_s,
        hit_s=guard.chances.hit_s,
        shots_per_look=guard.column("shots_per_look"),
        assessment_s=guard.column("assessment_time_s"),
        magazine=guard.column("magazine"),
        group=guard.group,
        reserved=reserved,
        tracks=limits.tracks or 0,
        reload_s=math.inf if limits.reload_s is None else limits.reload_s,
    )


def looks_allowed(game: Game) -> np.ndarray:
    """Return how many looks all batteries in turn may have at each missile of a raid."""
    return np.array([most_looks_at(game, n) for n in range(len(game.flight))], dtype=np.int64)


def planned(guard: Guard, game: Game) -> Plan:
    """Return how a defender who knows the raid beforehand shares out its interceptors over the first looks.

    What is left over is kept for no missile, and serves for second looks as they are needed.
    """
    launch_s = guard.chances.launch_s[game.flight, :, 0].T
    salvos = np.where(np.isfinite(launch_s), game.shots_per_look[:, None], 0)
    supply = Supply(
        magazine=game.magazine,
        group=guard.group,
        kill_probability=guard.middle,
        most_shots=salvos,
        most_shots_at=salvos.max(axis=0),
        launch_s=launch_s,
    )
    return best_plan(supply)


def batteries_by_id(guard: Guard, scenario: Scenario) -> Sequence[int]:
    """Return where each battery of the scenario stands in the guard."""
    place = {battery.id: n for n, battery in enumerate(guard.batteries)}
    return [place[battery.id] for battery in scenario.batteries]
