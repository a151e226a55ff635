"""Work in pieces, of which some need others: done here one after the other, or at the same time by other processes.

The order of the pieces is the order in which they are begun, as far as what they need is there. What comes out does not
depend on who does which.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, islice
from threading import Condition, Thread
from typing import Any, NamedTuple, Protocol

TICKS = 1000

Progress = Callable[[str, int, int], None]
Report = Callable[[int, int], None]


class Piece(NamedTuple):
    """One piece of work: `run` is called with what the pieces that it needs gave, and `progress` to tell its steps.

    To be done by another process, `run` must be a function of a module, or a `functools.partial` of one. A piece `near`
    another is done by the same process, which has kept what both ask for.
    """

    name: str
    run: Callable[..., Any]
    needs: tuple[str, ...] = ()
    near: str = ""
    weight: float = 1.0  # seconds it takes, more or less: for the time left, and for what is begun first
    words: str = ""


class Helper(Protocol):
    """Somebody who does pieces of work beside this process."""

    def work(self, board: Board) -> None:
        """Do pieces until none is left."""

    def close(self) -> None:
        """End at once, whatever is being done."""


class Board:
    """Which pieces are open, taken and done; safe with threads, and deaf to what comes after the first failure."""

    def __init__(self, pieces: Iterable[Piece], progress: Progress | None = None) -> None:
        self.open = list(pieces)
        self.taken: dict[str, float] = {}  # how much of each is done
        self.found: dict[str, Any] = {}
        self.doers: dict[str, object] = {}  # who did each
        self.failure: BaseException | None = None
        self.changed = Condition()
        self.progress, self.words = progress, ""
        self.weights = {piece.name: piece.weight for piece in self.open}

    def left(self, doer: object) -> Iterator[Piece]:
        """Yield one piece after the other as somebody can begin it, until all are done or one has failed."""
        while True:
            with self.changed:
                self.changed.wait_for(lambda: self.failure or self.ready(doer) or self.is_done())
                piece = None if self.failure else self.ready(doer)
                if piece is None:
                    return
                self.open.remove(piece)
                self.taken[piece.name] = 0.0
                self.doers[piece.name] = doer
            yield piece

    def is_done(self) -> bool:
        """Return whether nothing is left and nothing being done."""
        return not self.open and not self.taken

    def ready(self, doer: object) -> Piece | None:
        """Return the first open piece that somebody can begin now."""
        able = (piece for piece in self.open if all(name in self.found for name in piece.needs))
        return next((piece for piece in able if self.doers.get(piece.near, doer) is doer), None)

    def needed(self, piece: Piece) -> list[Any]:
        """Return what the pieces that one needs gave."""
        return [self.found[name] for name in piece.needs]

    @contextmanager
    def change(self) -> Iterator[None]:
        """Hold the board while something is written on it, and wake all who wait for it."""
        with self.changed:
            yield
            self.changed.notify_all()

    def put(self, piece: Piece, value: Any) -> None:
        """Write down what a piece gave."""
        with self.change():
            self.found[piece.name] = value
            del self.taken[piece.name]

    def put_back(self, piece: Piece) -> None:
        """Leave a piece to the others, and what is near to what its doer did."""
        with self.change():
            gone = self.doers[piece.name]
            self.doers = {name: doer for name, doer in self.doers.items() if doer is not gone}
            self.open.insert(0, piece)
            del self.taken[piece.name]

    def fail(self, failure: BaseException) -> None:
        """Have everybody stop who asks for the next piece."""
        with self.change():
            self.failure = self.failure or failure

    def report(self, piece: Piece) -> Report:
        """Return what a piece calls with its steps done and in all; a part told twice does not go back."""

        def told(done: int, total: int) -> None:
            self.taken[piece.name] = max(self.taken.get(piece.name, 0.0), done / max(total, 1))
            self.tell()

        return told

    def tell(self, words: str = "") -> None:
        """Pass on the part done of the whole; the words are those of this process until it takes another piece."""
        self.words = words or self.words
        if self.progress is not None:
            done = [self.weights[name] * part for name, part in self.taken.copy().items()]
            done += [self.weights[name] for name in self.found.copy()]
            self.progress(self.words, round(TICKS * sum(done)), round(TICKS * sum(self.weights.values())))


def longest_first(pieces: Sequence[Piece]) -> list[Piece]:
    """Return pieces in the order in which they should be begun: first those on which the longest chain of work hangs.

    A chain goes from a piece to those that need it, or are to be done near it. What stays to the end is short, so that
    nobody waits long for the others.
    """
    chain_s: dict[str, float] = {}
    for piece in reversed(pieces):
        later = [other.name for other in pieces if piece.name in (other.near, *other.needs)]
        chain_s[piece.name] = piece.weight + max((chain_s.get(name, 0.0) for name in later), default=0.0)
    return sorted(pieces, key=lambda piece: -chain_s[piece.name])


def all_done(
    pieces: Iterable[Piece], helpers: Sequence[Helper] = (), progress: Progress | None = None
) -> dict[str, Any]:
    """Return what all pieces gave, by their names; a piece stands after those that it needs.

    This process takes the first, and what is to be done near it; helpers take a part of the others. A failure of any
    piece is raised here, and ends the helpers.
    """
    board = Board(pieces, progress)
    own = board.left(None)
    try:
        first = list(islice(own, 1))
        for helper in helpers:
            Thread(target=helper.work, args=(board,), daemon=True).start()
        for piece in chain(first, own):
            board.tell(piece.words)
            board.put(piece, piece.run(*board.needed(piece), progress=board.report(piece)))
        if board.failure is not None:
            raise board.failure
    except BaseException as failure:
        board.fail(failure)
        for helper in helpers:
            helper.close()
        raise
    return board.found
