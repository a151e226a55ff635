"""The options of `cost`, as typer reads them; nothing heavy is imported here."""

from __future__ import annotations

from typing import Annotated

import typer

from equipoise.commands.signatures import (
    AsJson,
    OutFolder,
    Overrides,
    RegionText,
    ScenarioNames,
    Seed,
    ThreatName,
    Trials,
    Workers,
    perform_for_several,
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
    perform_for_several("cost_work", "cost", locals())
