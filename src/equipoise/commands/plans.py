"""compare, run: the processes that share their work; nothing heavy is read here, so that they all begin at once."""

from __future__ import annotations

from typing import Any

from equipoise.cli import perform
from equipoise.hands import MOST_PROCESSES, hands, processors


def compare(*, workers: int | None, **options: Any) -> None:
    """Compare plans, with as many threads in all as asked for."""
    threads = workers or processors()
    processes = min(threads, MOST_PROCESSES)
    share = {"workers": -(-threads // processes)}
    with hands(processes - 1, "equipoise.commands.plans_beside") as helpers:
        perform("plans_work", "compare", options | share | {"helpers": helpers})


def run(name: str, **options: Any) -> None:
    """Run all analyses of one plan."""
    compare(names=[name], **options)
