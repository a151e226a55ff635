"""When each ship leaves: all on the first day, or so that no fewer are protected meanwhile than if nothing moved.

The order found here is the first one of the search through all orders in `adapt_orders`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from equipoise.analyses.adapt_voyages import Voyage

SAME = 1e-9  # share of the people below which two shares are taken as equal


class Passage(NamedTuple):
    """One ship's way: the number of its group, its station in the end, the voyage, when it leaves."""

    group: int
    station: str
    voyage: Voyage
    leaves_s: float = 0.0

    @property
    def arrives_s(self) -> float:
        """When it is on its station, from the day of the change on; a notice may make it wait."""
        return max(self.leaves_s + self.voyage.sailing_s, self.voyage.time_s)


Share = Callable[
    [Sequence[Passage], float], float
]  # protected at a moment, by ships not yet gone and ships arrived


def staggered(passages: Sequence[Passage], share_at: Share, least: float) -> list[Passage]:
    """Return when each ship leaves so that the share protected never falls below the least.

    At the change and whenever a ship arrives, or a notice has run long enough, those leave who can be spared, the
    longest passages first. Where none can be spared and none is under way, the one leaves that is missed least.
    """
    plan = [each._replace(leaves_s=float("inf")) if each.voyage.moves else each for each in passages]
    now_s = 0.0
    while waiting := [place for place, each in enumerate(plan) if each.leaves_s == float("inf")]:
        ready = [place for place in waiting if plan[place].voyage.wait_s <= now_s]
        for place in sorted(ready, key=lambda place: -plan[place].voyage.sailing_s):
            gone = [*plan[:place], plan[place]._replace(leaves_s=now_s), *plan[place + 1 :]]
            if share_at(gone, now_s) >= least - SAME:
                plan = gone
        left = [place for place in waiting if plan[place].leaves_s == float("inf")]
        later = [moment_s for each in plan for moment_s in moments_of(each) if moment_s > now_s]
        if left and not later:
            plan = missed_least(plan, left, share_at, now_s)
            later = [moment_s for each in plan for moment_s in moments_of(each) if moment_s > now_s]
        now_s = min(later, default=now_s)
    return plan


def moments_of(passage: Passage) -> tuple[float, ...]:
    """Return when a ship arrives, or, where it has not left, when its notice lets it."""
    return (passage.voyage.wait_s,) if passage.leaves_s == float("inf") else (passage.arrives_s,)


def missed_least(plan: list[Passage], left: list[int], share_at: Share, now_s: float) -> list[Passage]:
    """Return the plan with that ship under way whose leaving costs the fewest people."""

    def without(place: int) -> list[Passage]:
        return [*plan[:place], plan[place]._replace(leaves_s=now_s), *plan[place + 1 :]]

    return max((without(place) for place in left), key=lambda gone: share_at(gone, now_s))
