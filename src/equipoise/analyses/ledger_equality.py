"""Equality: how evenly protection lies over states, who has least of it, and who wins and loses by a change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

LEAST_CHANGE = 0.01  # of a state's people in reach: population and protection are told to two digits
# In reach; where fewer are, a single town of the table or a far territory would speak for the state.
FEWEST_PEOPLE, LEAST_SHARE = 10_000.0, 0.01


def gini(share: ArrayLike, weight: ArrayLike) -> float:
    """Return the Gini coefficient of shares weighted by people: 0 where all are alike, near 1 where few have all.

    Half the mean difference between two people drawn at random, over the mean: each person is given the share of
    the state in which she lives.

    Parameters
    ----------
    share : array
        Share protected of each state [-], not negative.
    weight : array
        People of each state that the share is a share of [people]; states with none do not count.

    Returns
    -------
    gini : float
        From 0 to 1; NaN where nobody is counted and where nobody is protected, for nothing is shared out then.

    Validity
    --------
    Between states only: inside a state everybody counts as protected alike.

    References
    ----------
    [gini-1912] the measure.

    Examples
    --------
    >>> gini([0.0, 1.0], [3.0, 1.0])
    0.75
    """
    values, people = np.asarray(share, float), np.asarray(weight, float)
    counted = people > 0
    order = np.argsort(values[counted], kind="stable")
    held, people = values[counted][order], people[counted][order]
    whole = held @ people
    if not whole > 0:
        return float("nan")
    # Area between the diagonal and the Lorenz curve, by trapezia.
    curve = np.concatenate([[0.0], np.cumsum(held * people) / whole])
    return float(1.0 - (curve[1:] + curve[:-1]) @ (people / people.sum()))


@dataclass(frozen=True)
class Equality:
    """How evenly one plan protects against one threat set.

    `worst_off` is the state with the least share protected, of several the one with most people exposed;
    `unprotected` are the states of whose people in reach not one is protected.
    """

    gini: float
    worst_off: str | None
    worst_share: float
    unprotected: tuple[str, ...]


def equality(rows: Sequence[dict[str, Any]]) -> Equality:
    """Return how evenly the rows of a ledger are protected; states hardly in reach count in the Gini alone."""
    reached = [row for row in rows if row["reachable_people"] > 0]
    shares = [row["protected_people"] / row["reachable_people"] for row in reached]
    people = [row["reachable_people"] for row in reached]
    named = sorted((row for row in reached if is_in_reach(row)), key=by_protection)
    nobody = tuple(sorted(row["iso3"] for row in named if row["protected_people"] == 0))
    worst, least = (named[0]["iso3"], named[0]["protected_share"]) if named else (None, float("nan"))
    return Equality(gini(shares, people), worst, least, nobody)


def is_in_reach(row: dict[str, Any]) -> bool:
    """Return whether enough of a state's people are in reach to speak of the state."""
    return row["reachable_people"] >= max(FEWEST_PEOPLE, LEAST_SHARE * row["population"])


def by_protection(row: dict[str, Any]) -> tuple[float, float]:
    """Return what sorts the least protected first, of several the one with most people exposed."""
    return row["protected_share"], row["protected_people"] - row["reachable_people"]


@dataclass(frozen=True)
class Shift:
    """Who wins and who loses protection from one plan to another, as codes of states.

    A state wins or loses where the people protected change by a hundredth of its people in reach or more; states
    hardly in reach are left out.
    """

    gain: tuple[str, ...]
    lose: tuple[str, ...]
    gained_people: float
    lost_people: float

    @property
    def verdict(self) -> str:
        """The change in one phrase."""
        if self.gain and self.lose:
            return "some states gain while others lose"
        if self.gain:
            return "some states gain and none loses"
        return "some states lose and none gains" if self.lose else "no state gains or loses"


def shift(before: Sequence[dict[str, Any]], after: Sequence[dict[str, Any]]) -> Shift:
    """Return who wins and who loses between two ledgers of the same states."""
    moved = {
        row["iso3"]: (later["protected_people"] - row["protected_people"], most_in_reach(row, later))
        for row, later in zip(before, after, strict=True)
        if is_in_reach(row) or is_in_reach(later)
    }
    gain = tuple(iso3 for iso3, (change, reach) in moved.items() if change >= LEAST_CHANGE * reach)
    lose = tuple(iso3 for iso3, (change, reach) in moved.items() if -change >= LEAST_CHANGE * reach)
    changes = np.array([change for change, _ in moved.values()])
    return Shift(gain, lose, float(changes[changes > 0].sum()), float(-changes[changes < 0].sum()))


def most_in_reach(before: dict[str, Any], after: dict[str, Any]) -> float:
    """Return the people in reach; the more, where the threats of two scenarios differ."""
    return max(before["reachable_people"], after["reachable_people"])
