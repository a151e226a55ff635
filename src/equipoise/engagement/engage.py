"""The four rooms in a row, over any number of pairs, in chunks shared among threads."""

from __future__ import annotations

import os
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from equipoise.engagement.fold import Gathered, Sums, fold_rows, nothing_yet, summed_over_batteries
from equipoise.engagement.remembered import KEPT, content
from equipoise.engagement.rooms import Engagement, Pairs
from equipoise.engagement.tables import Committed, Defence, Flown, Found
from equipoise.engagement.walk import Ends, Field, Plan, Walk, shots_of
from equipoise.scenario import Scenario
from equipoise.systems.threats import Threat
from equipoise.threads import threads

CHUNK_PAIRS = 4096
MANY_CHUNKS = 8

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Engaged:
    """What all batteries together can do to each pair, one value a pair; per-battery columns beside.

    `outcome` is that of the battery nearest to an intercept; `shots` and `looks` add over batteries; `margin_s` is
    the best battery's: how much later the track might come (negative: how much earlier it must), NaN for never.
    """

    outcome: np.ndarray
    shots: np.ndarray
    looks: np.ndarray
    margin_s: np.ndarray
    commit_s: np.ndarray
    impact_s: np.ndarray
    battery_outcome: np.ndarray
    battery_margin_s: np.ndarray


class ListedPairs:
    """Pairs as a field of the rooms."""

    def __init__(self, pairs: Pairs) -> None:
        self.pairs = pairs
        self.key: Hashable = content(*pairs)

    def __len__(self) -> int:
        return len(self.pairs.launch_index)

    def part(self, start: int, stop: int) -> Pairs:
        """Return some of the pairs."""
        return Pairs(*(column[start:stop] for column in self.pairs))


class CrossedPairs:
    """Every pair of some launch points and some aims, launch point by launch point, without writing them down."""

    def __init__(self, launches: int, lat_deg: np.ndarray, lon_deg: np.ndarray) -> None:
        self.launches, self.lat_deg, self.lon_deg = launches, lat_deg, lon_deg
        self.key: Hashable = content(lat_deg, lon_deg)

    def __len__(self) -> int:
        return self.launches * len(self.lat_deg)

    def part(self, start: int, stop: int) -> Pairs:
        """Return some of the pairs."""
        launch_index, aim = np.divmod(np.arange(start, stop), len(self.lat_deg))
        return Pairs(launch_index, self.lat_deg[aim], self.lon_deg[aim])


def summed(defence: Defence, flown: Flown, committed: Committed, found: Found) -> Engaged:
    """Return what all batteries together can do, from what the rooms found."""
    each = [
        shots_of(found.outcome[:, b], found.looks[:, b], found.margin_s[:, b], committed.time_s[:, b])
        for b in range(len(defence.batteries))
    ]
    sums = summed_over_batteries(defence, each, len(flown.reaches))
    return Engaged(*sums, flown.times[:, 1].copy(), found.outcome, found.margin_s)


def chunk_bounds(pairs: int) -> list[tuple[int, int]]:
    """Return the first pair of each chunk of a field and the one after its last.

    Many pairs go in chunks twice as long, which asks Python half as often; few are cut finer, so that threads share
    them.
    """
    size = CHUNK_PAIRS if pairs < MANY_CHUNKS * CHUNK_PAIRS else 2 * CHUNK_PAIRS
    return [(start, min(start + size, pairs)) for start in range(0, pairs, size)]


def default_workers() -> int:
    """Return the number of threads used when none is asked for: the processors this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def walks(
    campaign: Sequence[tuple[Engagement, Field]], workers: int | None, progress: Progress | None
) -> Iterator[tuple[int, int, Ends]]:
    """Yield how the pairs of each chunk end, with the numbers of its engagement and of its first pair, in order.

    Threads go on from one engagement's field to the next without waiting for each other.
    """
    call, plans = KEPT.call(), [Plan(engagement) for engagement, _ in campaign]
    parts = [(n, *part) for n, (_, field) in enumerate(campaign) for part in chunk_bounds(len(field))]
    done, total = 0, sum(len(field) for _, field in campaign)

    def ends_of(part: tuple[int, int, int]) -> Ends:
        number, start, stop = part
        return Walk(plans[number], campaign[number][1], start, stop, call).ends()

    with threads(workers or default_workers()) as pool:
        for (number, start, stop), ends in zip(parts, pool.map(ends_of, parts), strict=True):
            yield number, start, ends
            if progress is not None:
                done += stop - start
                progress(done, total)


def worst_of_aims(
    scenario: Scenario,
    threats: Sequence[Threat],
    aims: tuple[np.ndarray, np.ndarray],
    workers: int | None = None,
    progress: Progress | None = None,
) -> list[Gathered]:
    """Return the worst over the launch points of each threat for each aim; memory does not grow with the pairs.

    `aims` are latitudes and longitudes [deg].
    """
    campaign = [(Engagement(scenario, threat), CrossedPairs(len(threat.launch), *aims)) for threat in threats]
    gathered = [nothing_yet(len(aims[0]), len(threat.launch)) for threat in threats]
    for number, start, ends in walks(campaign, workers, progress):
        fold_rows(ends.rows + start, ends.sums, ends.impact_s, gathered[number])
    return gathered


def engage(
    scenario: Scenario,
    threat: Threat,
    pairs: Pairs,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Engaged:
    """Return what a scenario's defence can do to every pair of one threat.

    Each chunk is computed alone and put back in its place, so the numbers do not depend on the number of threads.

    Parameters
    ----------
    pairs : Pairs
        Launch point numbers and aims [deg]; arrays of one length.
    workers : int, optional
        Threads; by default the processors at hand.
    progress : callable, optional
        Called with pairs done and pairs in all, from one thread at a time.
    """
    engagement, field = Engagement(scenario, threat), ListedPairs(pairs)
    engaged = unengaged(len(field), len(scenario.batteries))
    for _, start, ends in walks([(engagement, field)], workers, progress):
        write_ends(engaged, ends, start)
    return engaged


def unengaged(pairs: int, batteries: int) -> Engaged:
    """Return the table of pairs that are all out of range."""
    count, never_s = np.zeros(pairs, dtype=np.int64), np.full(pairs, np.nan)
    return Engaged(
        outcome=count,
        shots=count.copy(),
        looks=count.copy(),
        margin_s=never_s,
        commit_s=never_s.copy(),
        impact_s=never_s.copy(),
        battery_outcome=np.zeros((pairs, batteries), dtype=np.int64),
        battery_margin_s=np.full((pairs, batteries), np.nan),
    )


def write_ends(engaged: Engaged, ends: Ends, start: int) -> None:
    """Write how the pairs of a chunk end into the table of all."""
    rows = ends.rows + start
    for name, column in zip(Sums._fields, ends.sums, strict=True):
        getattr(engaged, name)[rows] = column
    engaged.impact_s[rows] = ends.impact_s
    for b, shots in enumerate(ends.shots):
        engaged.battery_outcome[rows, b] = shots.outcome
        engaged.battery_margin_s[rows, b] = shots.margin_s
