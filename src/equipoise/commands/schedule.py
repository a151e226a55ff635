"""The options of `schedule`, as typer reads them; nothing heavy is imported here."""

from __future__ import annotations

from typing import Annotated

import typer

from equipoise.cli import perform
from equipoise.commands.signatures import (
    AsJson,
    OutFolder,
    Overrides,
    RegionText,
    ThreatName,
    Workers,
    started,
)

__all__ = ["schedule", "started"]

ScenarioNames = Annotated[
    list[str], typer.Argument(metavar="A [B ...]", help="One scenario or more, shipped or files.")
]
Years = Annotated[str, typer.Option(metavar="FROM-TO", help="First and last year.")]
Trials = Annotated[int, typer.Option(metavar="N", help="Trials of the chance.")]
Seed = Annotated[int, typer.Option(metavar="N", help="Seed of the trials; 0 is a seed.")]
Coverage = Annotated[
    bool,
    typer.Option(
        "--coverage/--no-coverage", help="Count the people protected, which takes most of the time."
    ),
]


def schedule(
    names: ScenarioNames,
    *,
    overrides: Overrides = None,
    threat: ThreatName = None,
    years: Years = "2007-2025",
    coverage: Coverage = True,
    region: RegionText = None,
    trials: Trials = 20_000,
    seed: Seed = 0,
    workers: Workers = None,
    as_json: AsJson = False,
    out: OutFolder = None,
) -> None:
    """Tell by when a plan is likely to work, part by part, and whom it protects by then."""
    given = locals()
    frame = {word: given.pop(word) for word in ("names", "overrides", "as_json", "out")}
    perform("schedule_work", "schedule", frame | {"told": given})
