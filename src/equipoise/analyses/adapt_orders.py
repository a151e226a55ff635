"""The best order in which ships leave: of all orders, the one under which the fewest people are without cover.

A ship may leave at the change, when another arrives, or when a notice has run long enough. Between such moments nothing
changes, so that an order comes to two sums over time: what the share falls below that of the plan as it stood, which
counts first, and what it lacks to that of all ships arrived. Every order is looked at but those that cannot do better
than one already found, and ships alike in start, station and passage are not told apart.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise, product
from typing import NamedTuple

from equipoise.analyses.adapt_departures import Passage
from equipoise.analyses.adapt_voyages import DAY_S

WAITS, SAILS, ARRIVED = range(3)
AT_ONCE_S = 1.0  # moments nearer than this are one
MOST_STEPS = 5_000
SAME = 1e-9  # share times days
States = tuple[int, ...]
Share = Callable[[States], float]  # protected while each ship waits, sails or has arrived


class Lack(NamedTuple):
    """What an order costs [share times days]: what is below the plan as it stood, what is below all arrived."""

    below: float
    missed: float

    def add(self, share: float, least: float, goal: float, days: float) -> Lack:
        """Return the sum with some days at a share."""
        return Lack(self.below + max(least - share, 0.0) * days, self.missed + (goal - share) * days)

    def beats(self, other: Lack) -> bool:
        """Return whether it is better by more than rounding."""
        if abs(self.below - other.below) > SAME:
            return self.below < other.below
        return self.missed < other.missed - SAME


def state_of(passage: Passage, now_s: float) -> int:
    """Return whether a ship waits, sails or has arrived at a moment."""
    if passage.arrives_s <= now_s + AT_ONCE_S:
        return ARRIVED
    return WAITS if passage.leaves_s > now_s else SAILS


def lack_of(plan: Sequence[Passage], share: Share, least: float) -> Lack:
    """Return what an order costs until all have arrived."""
    moments = sorted({0.0, *(moment for each in plan for moment in (each.leaves_s, each.arrives_s))})
    goal = share((ARRIVED,) * len(plan))
    lack = Lack(0.0, 0.0)
    for now_s, then_s in pairwise(moments):
        states = tuple(state_of(each, now_s) for each in plan)
        lack = lack.add(share(states), least, goal, (then_s - now_s) / DAY_S)
    return lack


def best_order(first: Sequence[Passage], share: Share, least: float) -> tuple[list[Passage], bool]:
    """Return the best order of leaving, at worst the first one, and whether all were looked at."""
    if math.isnan(least) or not any(each.voyage.moves for each in first):
        return list(first), True
    search = Search(first, share, least)
    search.go_on(0.0, tuple(each._replace(leaves_s=leaves_of(each)) for each in first), Lack(0.0, 0.0))
    return list(search.best), search.steps < MOST_STEPS


def leaves_of(passage: Passage) -> float:
    """Return that a ship that moves has not left yet."""
    return math.inf if passage.voyage.moves else 0.0


class Search:
    """A search through all orders, depth first, with the best one found so far."""

    def __init__(self, first: Sequence[Passage], share: Share, least: float) -> None:
        self.share = share
        self.least = least
        self.goal = share((ARRIVED,) * len(first))
        self.best = tuple(first)
        self.lack = lack_of(first, share, least)
        self.steps = 0

    def go_on(self, now_s: float, plan: tuple[Passage, ...], lack: Lack) -> None:
        """Look at every way to go on from a moment at which some ships have left."""
        if self.steps >= MOST_STEPS or not lack.beats(self.lack):
            return
        self.steps += 1
        for gone in departures(plan, now_s):
            moments = [each for each in map(next_moment, gone) if now_s + AT_ONCE_S < each < math.inf]
            if moments:
                then_s = min(moments)
                share = self.share(tuple(state_of(each, now_s) for each in gone))
                self.go_on(then_s, gone, lack.add(share, self.least, self.goal, (then_s - now_s) / DAY_S))
            elif all(each.leaves_s < math.inf for each in gone) and lack.beats(self.lack):
                self.best, self.lack = gone, lack


def next_moment(passage: Passage) -> float:
    """Return when a ship arrives, or, where it has not left, when its notice lets it."""
    return passage.voyage.wait_s if passage.leaves_s == math.inf else passage.arrives_s


def departures(plan: tuple[Passage, ...], now_s: float) -> Iterator[tuple[Passage, ...]]:
    """Yield the plan with each choice of ships that may leave now: most of them first, of like ships only how many."""
    alike: dict[tuple, list[int]] = {}
    for place, each in enumerate(plan):
        if each.leaves_s == math.inf and each.voyage.wait_s <= now_s + AT_ONCE_S:
            alike.setdefault((each.group, each.station), []).append(place)
    for counts in product(*(range(len(places), -1, -1) for places in alike.values())):
        leaving = {
            place for places, count in zip(alike.values(), counts, strict=True) for place in places[:count]
        }
        yield tuple(
            each._replace(leaves_s=now_s) if place in leaving else each for place, each in enumerate(plan)
        )
