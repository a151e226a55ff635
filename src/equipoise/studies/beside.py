"""What an analysis is asked when it is run beside protection, and what it gives back for a table."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

Row = tuple[str, tuple[str, ...]]  # what is told, and a cell a plan


class Asked(NamedTuple):
    """The options of a comparison that an analysis may use."""

    threats: tuple[str, ...]
    workers: int | None
    progress: Callable[[int, int], None] | None
