"""Trials shared among threads, the exact answer where all ways can be counted, and what both say about leakers."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from equipoise.analyses.raid_defence import looks_allowed
from equipoise.analyses.raid_trials import (
    MOST_LOOKS,
    Game,
    Tally,
    count_trials,
    count_ways,
    new_play,
    new_tally,
)
from equipoise.physics.random_numbers import uniform_draws
from equipoise.threads import threads

BATCH = 250  # trials; how they are cut never changes a count
MOST_WAYS = 20_000  # at all levels together: about a second


class Batch(NamedTuple):
    """Trials that follow each other under one level of kill probability."""

    level: int
    first: int
    trials: int


def batches(levels: int, trials: int, size: int) -> Iterator[Batch]:
    """Yield the trials of every level in batches."""
    for level in range(levels):
        for first in range(0, trials, size):
            yield Batch(level, first, min(size, trials - first))


def tallies(
    game: Game, channels: int, survival: np.ndarray, seed: int, trials: int, workers: int, size: int = BATCH
) -> list[Tally]:
    """Return what was counted in so many trials of each level of kill probability.

    Parameters
    ----------
    game : Game
    channels : int
        Looks under way at once in a battery; 0 for any number.
    survival : array (level, battery)
        Chance that a missile survives one shot.
    seed, trials : int
        The draws of trial n of level k depend on seed, k and n alone.
    workers, size : int
        Threads and trials in a batch: neither changes a count.
    """
    missiles, batteries = len(game.flight), len(game.magazine)

    def counted(batch: Batch) -> tuple[int, Tally]:
        width = missiles * MOST_LOOKS
        draws = uniform_draws(seed, batch.level, batch.first, batch.trials, width)
        tally = new_tally(missiles, batteries)
        play = new_play(missiles, batteries, channels)
        cube = draws.reshape(batch.trials, missiles, MOST_LOOKS)
        count_trials(game, play, survival[batch.level], cube, tally)
        return batch.level, tally

    sums = [new_tally(missiles, batteries) for _ in survival]
    with threads(workers) as pool:
        for level, tally in pool.map(counted, batches(len(survival), trials, size)):
            for total, part in zip(sums[level], tally, strict=True):
                total += part
    return sums


def exact_chances(game: Game, channels: int, survival: np.ndarray) -> np.ndarray | None:
    """Return the exact chance of each number of leakers (level, leakers); None where the ways are too many."""
    most = looks_allowed(game)
    if len(survival) * math.prod(int(looks) + 1 for looks in most) > MOST_WAYS:
        return None
    missiles = len(most)
    play = new_play(missiles, len(game.magazine), channels)
    chances = np.zeros((len(survival), missiles + 1))
    for level, survives in enumerate(survival):
        count_ways(game, play, survives, most, np.ones((missiles, MOST_LOOKS)), chances[level])
    return chances


def interval_95(counts: np.ndarray) -> tuple[int, int]:
    """Return the numbers between which 95 of a hundred lie, given how often each number was counted."""
    total = np.cumsum(counts) / np.sum(counts)
    low, high = (int(np.argmax(total >= part - 1e-12)) for part in (0.025, 0.975))
    return low, high


def mean_of(counts: np.ndarray) -> float:
    """Return the mean number, given how often each number was counted."""
    return float(np.arange(counts.shape[-1]) @ counts / counts.sum())


def variance_of(counts: np.ndarray) -> float:
    """Return the variance of a number, given how often each number was counted."""
    return float(np.arange(counts.shape[-1]) ** 2 @ counts / counts.sum()) - mean_of(counts) ** 2
