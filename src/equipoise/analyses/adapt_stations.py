"""Where ships should stand and how many sites would do as well: maximal covering, solved exactly by scipy's milp."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix, hstack, identity, vstack

from equipoise.analyses.adapt_options import Pairings, reached

TIE = 1e-9  # share of the people below which two plans are taken as equal


@dataclass(frozen=True, eq=False)
class Demands:
    """People whose protection asks for the same things: (demands) weights, and rows of the columns that each needs.

    A demand is met where every one of its rows has a chosen column. `owner` is the demand of each row.
    """

    people: np.ndarray
    row: np.ndarray
    owner: np.ndarray
    sure: float
    total: float


@dataclass(frozen=True)
class Move:
    """One choice: a thing of a group put at a place, with the columns that it brings and what it costs."""

    group: int
    place: str
    columns: tuple[int, ...]
    cost: float

    def with_columns(self, columns: tuple[int, ...]) -> Move:
        """Return the same choice by other numbers of its columns."""
        return replace(self, columns=columns)


def demands_of(table: Pairings, people: np.ndarray, fixed: Sequence[int], columns: Sequence[int]) -> Demands:
    """Return the people that the fixed part leaves exposed, gathered by what would protect them."""
    within = reached(table, len(people))
    met = table.met[:, list(fixed)].any(axis=1) if fixed else np.zeros(len(table.aim), bool)
    open_ = table.reaches & ~met
    exposed = np.unique(table.aim[open_])
    sure = float(people[within].sum() - people[exposed].sum())
    wanted = table.met[:, list(columns)][open_]
    hopeless = np.unique(table.aim[open_][~wanted.any(axis=1)])
    kept = ~np.isin(table.aim[open_], hopeless)
    kind, which = np.unique(wanted[kept], axis=0, return_inverse=True)
    asked: dict[frozenset[int], float] = {}
    for aim, kinds in kinds_by_aim(table.aim[open_][kept], which.ravel()).items():
        asked[kinds] = asked.get(kinds, 0.0) + float(people[aim])
    owner = np.repeat(np.arange(len(asked)), [len(kinds) for kinds in asked])
    rows = [kind[list(kinds)] for kinds in asked]
    row = np.concatenate(rows) if rows else np.zeros((0, len(columns)), bool)
    return Demands(np.array(list(asked.values())), row, owner, sure, float(people[within].sum()))


def kinds_by_aim(aim: np.ndarray, kind: np.ndarray) -> dict[int, frozenset[int]]:
    """Return for each aim the kinds of its flights."""
    found: dict[int, set[int]] = {}
    for one, which in np.unique(np.column_stack([aim, kind]), axis=0).tolist():
        found.setdefault(one, set()).add(which)
    return {one: frozenset(kinds) for one, kinds in found.items()}


def best_moves(
    demands: Demands,
    moves: Sequence[Move],
    sizes: Sequence[int],
    most: int | None = None,
    berths: Mapping[str, int] | None = None,
) -> tuple[np.ndarray, float]:
    """Return how many of each move to make for the most people, of these plans the cheapest; and the people.

    `sizes` holds how many things each group has, `most` how many may be used in all, `berths` how many a place takes.
    """
    if not moves:
        return np.zeros(0, np.int64), demands.sure
    limits = [one_place_each(demands, moves, sizes)]
    if most is not None:
        limits.append(limit(moves, demands, np.ones(len(moves)), 0.0, -np.inf, most))
    for place, room in (berths or {}).items():
        there = np.array([float(move.place == place) for move in moves])
        limits.append(limit(moves, demands, there, 0.0, -np.inf, room))
    cost = np.array([move.cost for move in moves])
    gain = solved(demands, moves, sizes, limits, -1.0, np.zeros(len(moves)))
    people = float(demands.people @ gain[len(moves) :])
    limits.append(limit(moves, demands, np.zeros(len(moves)), 1.0, people - TIE * demands.total, np.inf))
    cheap = solved(demands, moves, sizes, limits, 0.0, cost)
    return np.round(cheap[: len(moves)]).astype(np.int64), demands.sure + people


def fewest(demands: Demands, moves: Sequence[Move], people: float) -> int | None:
    """Return how few of the moves protect so many people; None where all of them together do not."""
    if people <= demands.sure + TIE * demands.total:
        return 0
    sizes = [1] * len(moves)
    if not moves or best_moves(demands, moves, sizes)[1] < people - TIE * demands.total:
        return None
    least = limit(
        moves, demands, np.zeros(len(moves)), 1.0, people - demands.sure - TIE * demands.total, np.inf
    )
    chosen = solved(demands, moves, sizes, [least], 0.0, np.ones(len(moves)))
    return int(np.round(chosen[: len(moves)]).sum())


def solved(
    demands: Demands,
    moves: Sequence[Move],
    sizes: Sequence[int],
    limits: list[LinearConstraint],
    worth: float,
    cost: np.ndarray,
) -> np.ndarray:
    """Return counts of moves and then shares of demands met, at least cost; people in shares of the total."""
    scale = max(demands.total, 1.0)
    objective = np.concatenate([cost, worth * demands.people / scale])
    whole = np.concatenate([np.ones(len(moves)), np.zeros(len(demands.people))])
    upper = np.concatenate([[sizes[move.group] for move in moves], np.ones(len(demands.people))])
    constraints = [*limits, covering(demands, moves)]
    found = milp(
        objective,
        integrality=whole,
        bounds=Bounds(np.zeros(len(upper)), upper),
        constraints=[one for one in constraints if one.A.shape[0]],
        options={"mip_rel_gap": 0.0},
    )
    if found.x is None:
        raise RuntimeError(f"the covering problem was not solved: {found.message}")
    return found.x


def covering(demands: Demands, moves: Sequence[Move]) -> LinearConstraint:
    """Return that a demand counts only where each of its rows has a column that some move brings."""
    brings = np.array([[column in move.columns for move in moves] for column in range(demands.row.shape[1])])
    helps = csr_matrix((demands.row.astype(float) @ brings.reshape(-1, len(moves)) > 0).astype(float))
    owns = identity(len(demands.people), format="csr")[demands.owner] if len(demands.owner) else None
    if owns is None:
        return LinearConstraint(csr_matrix((0, len(moves) + len(demands.people))), [], [])
    return LinearConstraint(hstack([helps, -owns]).tocsr(), 0.0, np.inf)


def one_place_each(demands: Demands, moves: Sequence[Move], sizes: Sequence[int]) -> LinearConstraint:
    """Return that each thing of a group is at one place at most."""
    rows = [
        csr_matrix([[float(move.group == group) for move in moves] + [0.0] * len(demands.people)])
        for group in range(len(sizes))
    ]
    return LinearConstraint(vstack(rows).tocsr(), -np.inf, np.array(sizes, float))


def limit(
    moves: Sequence[Move], demands: Demands, weights: np.ndarray, on_people: float, low: float, high: float
) -> LinearConstraint:
    """Return a limit on a weighted number of moves, or (in shares of the total) on people."""
    scale = max(demands.total, 1.0) if on_people else 1.0
    row = np.concatenate([weights, on_people * demands.people / scale])
    return LinearConstraint(csr_matrix(row[None, :]), low / scale, high / scale)
