"""The options of `schedule`, as typer reads them; nothing heavy is imported here."""

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

__all__ = ["schedule", "started"]

Years = Annotated[str, typer.Option(metavar="FROM-TO", help="First and last year.")]
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
    perform_for_several("schedule_work", "schedule", locals())
