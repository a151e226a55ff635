"""What an analysis is asked when it is run beside protection, and what it gives back for a table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from equipoise.analyses import ANALYSES
from equipoise.geography import Window
from equipoise.results import Result

Row = tuple[str, tuple[str, ...]]  # what is told, and a cell a plan


class Asked(NamedTuple):
    """The options of a comparison that an analysis may use."""

    threats: tuple[str, ...]
    region: Window | None
    workers: int | None
    progress: Callable[[int, int], None] | None
    ledger: Result | None = None  # of the same scenario, which the comparison has already


@lru_cache(maxsize=128)
def answer_of(result: Result) -> dict[str, Any]:
    """Return a result as plain data, made once and not to be changed."""
    return ANALYSES[result.analysis].as_json(result)


def shared_names(groups: Sequence[Iterable[str]]) -> list[str]:
    """Return the names that all groups have, in the order of the first."""
    return [name for name in groups[0] if all(name in group for group in groups)] if groups else []
