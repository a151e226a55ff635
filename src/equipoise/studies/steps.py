"""The progress of several pieces of work as one, so that the time left is that of the whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

TICKS = 1000


class Steps:
    """Passes on how much of the whole is done, while one piece of work after another tells its own progress."""

    def __init__(self, progress: Callable[[str, int, int], None] | None, weight: float) -> None:
        self.progress, self.weight = progress, weight
        self.done = 0.0

    @contextmanager
    def step(self, words: str, weight: float) -> Iterator[Callable[[int, int], None]]:
        """Yield what a piece of work calls with its steps done and in all; a part told twice does not go back."""
        before, furthest = self.done, 0.0

        def report(done: int, total: int) -> None:
            nonlocal furthest
            furthest = max(furthest, done / max(total, 1))
            self.tell(words, before + weight * furthest)

        self.tell(words, before)
        yield report
        self.done = before + weight

    def tell(self, words: str, done: float) -> None:
        """Pass on the part done of the whole."""
        if self.progress is not None:
            self.progress(words, round(TICKS * done), round(TICKS * self.weight))
