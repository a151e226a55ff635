"""The worst of all pairs at each aim, gathered chunk by chunk so that no pair need be remembered."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np

from equipoise.engagement.outcomes import Outcome
from equipoise.kernels import law, uncounted

MOST_SHOTS = np.iinfo(np.int64).max


class Worst(NamedTuple):
    """One row an aim: pairs that reach it, pairs that meet a shot, and the least of what the defence can do."""

    reaching: Any
    shot_at: Any
    shots: Any
    outcome: Any
    margin_s: Any  # minus infinity where a pair has none
    warning_s: Any  # from the first possible launch to the impact; NaN where a pair has none


class Gathered(NamedTuple):
    """The worst at each aim, and for each launch point how many aims it reaches and how many of them meet a shot."""

    worst: Worst
    launch_reaching: Any
    launch_shot_at: Any


class Sums(NamedTuple):
    """What all batteries together can do to each of some pairs."""

    outcome: np.ndarray
    shots: np.ndarray
    looks: np.ndarray
    margin_s: np.ndarray
    commit_s: np.ndarray


@law
def fold_rows(numbers, sums, impact_s, gathered):
    """Fold some pairs, numbered aim by aim within launch point by launch point, into the worst of their aims."""
    worst = gathered.worst
    aims = len(worst.reaching)
    for k in range(len(numbers)):
        launch, aim = numbers[k] // aims, numbers[k] % aims
        shots = sums.shots[k]
        worst.reaching[aim] += 1
        gathered.launch_reaching[launch] += 1
        if shots > 0:
            worst.shot_at[aim] += 1
            gathered.launch_shot_at[launch] += 1
        worst.shots[aim] = min(worst.shots[aim], shots)
        worst.outcome[aim] = min(worst.outcome[aim], sums.outcome[k])
        margin_s = -math.inf if math.isnan(sums.margin_s[k]) else sums.margin_s[k]
        worst.margin_s[aim] = min(worst.margin_s[aim], margin_s)
        warning_s = impact_s[k] - sums.commit_s[k]
        if math.isnan(warning_s) or warning_s < worst.warning_s[aim]:
            worst.warning_s[aim] = warning_s


def nothing_yet(aims: int, launches: int) -> Gathered:
    """Return the worst of no pairs."""
    worst = Worst(
        np.zeros(aims, dtype=np.int64),
        np.zeros(aims, dtype=np.int64),
        np.full(aims, MOST_SHOTS),
        np.full(aims, int(Outcome.ENGAGED), dtype=np.int64),
        np.full(aims, math.inf),
        np.full(aims, math.inf),
    )
    return Gathered(worst, np.zeros(launches, dtype=np.int64), np.zeros(launches, dtype=np.int64))


@law
def add_battery(shots_per_look, shots, total):
    """Add what one battery can do to each of some pairs to what those before it can; made in lanes."""
    shots, total = uncounted(shots), uncounted(total)
    for k in range(len(total.outcome)):
        looks, margin_s, commit_s = shots.looks[k], shots.margin_s[k], shots.commit_s[k]
        best_s, first_s = total.margin_s[k], total.commit_s[k]
        total.outcome[k] = max(total.outcome[k], shots.outcome[k])
        total.looks[k] += looks
        total.shots[k] += looks * shots_per_look
        total.margin_s[k] = margin_s if (margin_s > best_s) | math.isnan(best_s) else best_s
        total.commit_s[k] = commit_s if (commit_s < first_s) | math.isnan(first_s) else first_s


def summed_over_batteries(defence: Any, shots: Any, pairs: int) -> Sums:
    """Return the sums over batteries of what each can do to some pairs: a sequence of Shots, battery by battery."""
    total = Sums(
        np.zeros(pairs, dtype=np.int64), np.zeros(pairs, dtype=np.int64), np.zeros(pairs, dtype=np.int64),
        np.full(pairs, math.nan), np.full(pairs, math.nan),
    )  # fmt: skip
    for battery, each in zip(defence.batteries, shots, strict=True):
        add_battery(int(battery["shots_per_look"]), each, total)
    return total
