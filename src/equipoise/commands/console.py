"""What a command writes: tables and words on stdout, progress and notes on stderr."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console, RenderableType
from rich.panel import Panel
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from equipoise.kept import is_compiled

WIDTH = 100
READY, COMPILING = "Making ready", "Compiling, this once: about 20 seconds"


def screen(stderr: bool = False) -> Console:
    """Return a console of at most 100 columns; a pipe or a file gets the full width and no colour."""
    stream = sys.stderr if stderr else sys.stdout
    console = Console(stderr=stderr, highlight=False, markup=False, emoji=False)
    return Console(
        stderr=stderr,
        width=min(WIDTH, console.width) if stream.isatty() else WIDTH,
        highlight=False,
        markup=False,
        emoji=False,
    )


def show(*parts: RenderableType) -> None:
    """Print tables and words."""
    screen().print(*parts, sep="\n")


def show_json(data: Any) -> None:
    """Print plain data as one JSON text; NaN is refused, for it is no JSON."""
    print(as_text(data), end="")


def as_text(data: Any) -> str:
    """Return plain data as the text of a JSON file."""
    return json.dumps(data, allow_nan=False) + "\n"


def note(words: str) -> None:
    """Tell the person at the terminal something that is no part of the answer."""
    print(words, file=sys.stderr)


def framed(message: str) -> None:
    """Print an error in a frame on stderr."""
    screen(stderr=True).print(
        Panel(Text(message), title="equipoise", title_align="left", border_style="red", expand=False)
    )


@contextmanager
def progress_bar() -> Iterator[Callable[[str, int, int], None]]:
    """Yield what long work calls with its words, the steps done and the steps in all.

    A bar with the time left stands on stderr while it is a terminal; elsewhere nothing is written.
    """
    if not sys.stderr.isatty():
        yield lambda words, done, total: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn(compact=True))
    with Progress(*columns, console=screen(stderr=True), transient=True) as bar:
        task = bar.add_task(READY if is_compiled() else COMPILING, total=None)

        def report(words: str, done: int, total: int) -> None:
            if done == 0 and bar.tasks[0].completed == 0:
                return  # what stands there at first is true until something is done
            if done < bar.tasks[0].completed or total != bar.tasks[0].total:
                bar.reset(task, total=total)
            bar.update(task, description=words, completed=done)

        yield report
