"""The options of `cost`, as typer reads them; nothing heavy is imported here."""

from __future__ import annotations

from typing import Annotated

import typer

from equipoise.cli import perform
from equipoise.commands.schedule import ScenarioNames, Seed, Trials
from equipoise.commands.signatures import (
    AsJson,
    OutFolder,
    Overrides,
    RegionText,
    ThreatName,
    Workers,
    started,
)

__all__ = ["cost", "started"]

PerPerson = Annotated[
    bool,
    typer.Option("--people/--no-people", help="Count the people protected, which takes most of the time."),
]


def cost(
    names: ScenarioNames,
    *,
    overrides: Overrides = None,
    threat: ThreatName = None,
    per_person: PerPerson = True,
    region: RegionText = None,
    trials: Trials = 20_000,
    seed: Seed = 0,
    workers: Workers = None,
    as_json: AsJson = False,
    out: OutFolder = None,
) -> None:
    """Tell what a plan costs, line by line, with growth, and for each person protected."""
    given = locals()
    frame = {word: given.pop(word) for word in ("names", "overrides", "as_json", "out")}
    perform("cost_work", "cost", frame | {"told": given})
