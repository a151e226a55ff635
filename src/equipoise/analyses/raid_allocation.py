"""The defender's interceptors shared out over a raid: which battery keeps how many for which missile.

Both questions are flows from batteries to missiles, whose linear programs have whole numbers at their corners; the
dual simplex method of HiGHS, through scipy, ends at a corner.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array

TIE_BREAK = 1e-6  # of a shot's value, for each battery that can launch before


class Plan(NamedTuple):
    """Interceptors kept by each battery for each missile, and how many missiles these would stop on average."""

    reserved: np.ndarray  # (battery, missile)
    stopped: float


class Supply(NamedTuple):
    """What the batteries have and can do; twins, whose looks and interceptors are the same, share a group."""

    magazine: np.ndarray  # (battery)
    group: np.ndarray  # (battery): the group's number, ascending
    kill_probability: np.ndarray  # (battery)
    most_shots: np.ndarray  # (battery, missile): shots that its group may keep for a missile
    most_shots_at: np.ndarray  # (missile): shots that all groups together may keep for it
    launch_s: np.ndarray  # (battery, missile): first launch after that of the missile; NaN for none


def best_plan(supply: Supply) -> Plan:
    """Return the plan that stops most missiles on average, if all is known beforehand and nothing is saved.

    The j-th shot at a missile adds p (1 - p)**(j - 1) to the missiles stopped. That is exact where all batteries
    that share a missile have the same kill probability p; else each shot counts by its own. Among plans as good as
    each other, the batteries that can launch first are taken.

    Parameters
    ----------
    supply : Supply

    Returns
    -------
    plan : Plan
        `stopped` is the exact mean for these interceptors, whatever the kill probabilities.

    References
    ----------
    [manne-1958] the assignment of weapons to targets as a transportation problem.
    """
    groups, first = np.unique(supply.group, return_index=True)
    magazine = np.bincount(supply.group, supply.magazine)[groups]
    most, chance = supply.most_shots[first], supply.kill_probability[first]
    group, missile, shot = np.nonzero(possible_shots(most, supply.most_shots_at))
    value = chance[group] * (1.0 - chance[group]) ** shot
    value *= 1.0 - TIE_BREAK * np.argsort(np.argsort(supply.launch_s[first], axis=0), axis=0)[group, missile]
    worth = value > 0.0
    group, missile, shot, value = group[worth], missile[worth], shot[worth], value[worth]
    missiles, slots = most.shape[1], int(supply.most_shots_at.max(initial=0))
    limits = [
        (group, magazine),
        (group * missiles + missile, most.ravel()),
        (missile * slots + shot, np.ones(missiles * slots)),
    ]
    flow = largest_flow(value, limits)
    by_group = np.zeros(most.shape, dtype=np.int64)
    np.add.at(by_group, (group, missile), flow)
    reserved = among_twins(by_group, supply, groups)
    leak = np.prod((1.0 - supply.kill_probability)[:, None] ** reserved, axis=0)
    return Plan(reserved, float(missiles - leak.sum()))


def possible_shots(most: np.ndarray, most_at: np.ndarray) -> np.ndarray:
    """Return whether a group (first axis) may fire the j-th shot (last axis) at a missile."""
    shots = np.arange(int(most_at.max(initial=0)))
    return (most[:, :, None] > 0) & (shots < most_at[:, None])


def largest_flow(value: np.ndarray, limits: list[tuple[np.ndarray, np.ndarray]]) -> np.ndarray:
    """Return how often to take each column, for the greatest sum of values.

    Each limit numbers its row for every column, and says how much the columns of a row may come to together.
    """
    if len(value) == 0:
        return np.zeros(0, dtype=np.int64)
    columns = np.arange(len(value))
    blocks, bounds, height = [], [], 0
    for row, bound in limits:
        blocks.append(row + height)
        bounds.append(bound)
        height += len(bound)
    rows = np.concatenate(blocks)
    matrix = csr_array(
        (np.ones(len(rows)), (rows, np.tile(columns, len(limits)))), shape=(height, len(value))
    )
    best = linprog(-value, A_ub=matrix, b_ub=np.concatenate(bounds), bounds=(0, None), method="highs-ds")
    return np.rint(best.x).astype(np.int64)


def among_twins(by_group: np.ndarray, supply: Supply, groups: np.ndarray) -> np.ndarray:
    """Return the interceptors of each battery, given those of its group: twins are used up one after the other."""
    reserved = np.zeros((len(supply.magazine), by_group.shape[1]), dtype=np.int64)
    for number, group in enumerate(groups):
        wanted = by_group[number].copy()
        for battery in np.nonzero(supply.group == group)[0]:
            before = np.concatenate([[0], np.cumsum(wanted)[:-1]])
            given = np.clip(supply.magazine[battery] - before, 0, wanted)
            reserved[battery] = given
            wanted -= given
    return reserved


def serves(magazine: np.ndarray, reaches: np.ndarray, demand: np.ndarray) -> bool:
    """Return whether the batteries can meet the demand of every flight.

    Parameters
    ----------
    magazine : array (battery)
    reaches : array (flight, battery)
        Whether a battery has a look at a flight.
    demand : array (flight)
        Interceptors wanted; those at flights that no battery reaches are left out.
    """
    flight, battery = np.nonzero(reaches & (demand > 0)[:, None])
    wanted = demand[reaches.any(axis=1)].sum()
    flow = largest_flow(np.ones(len(flight)), [(battery, magazine), (flight, demand)])
    return bool(flow.sum() >= wanted)


def exhausted_at(
    magazine: np.ndarray, reaches: np.ndarray, salvo: np.ndarray, flight_of_missile: np.ndarray
) -> int | None:
    """Return the smallest raid in which some missile within reach cannot be given one full look.

    Interceptors are shared out in the best way, one look a missile, none saved.

    Parameters
    ----------
    magazine : array (battery)
    reaches : array (flight, battery)
    salvo : array (flight)
        Interceptors of one look.
    flight_of_missile : array (missile)
        The flights of the missiles of a growing raid.

    Returns
    -------
    missiles : int or None
        None where even the largest raid of the list is served.
    """

    def served(missiles: int) -> bool:
        count = np.bincount(flight_of_missile[:missiles], minlength=len(salvo))
        return serves(magazine, reaches, count * salvo)

    low, high = 0, len(flight_of_missile)
    if served(high):
        return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if served(middle) else (low, middle)
    return high
