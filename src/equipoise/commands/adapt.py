"""The options of `adapt`, as typer reads them; nothing heavy is imported here."""

from __future__ import annotations

from typing import Annotated

import typer

from equipoise.cli import perform
from equipoise.commands.signatures import (
    AsJson,
    OutFolder,
    Overrides,
    RegionText,
    ScenarioName,
    ThreatName,
    Workers,
    started,
)

__all__ = ["adapt", "started"]

Change = Annotated[
    str | None,
    typer.Option(
        "--threat-change",
        metavar="CHANGE",
        help="'[+]MISSILE[,MISSILE] [from PLACE[,PLACE]]': what the threat is from day 0 on; + adds to it.",
    ),
]
Years = Annotated[
    str | None,
    typer.Option("--by-year", metavar="FIRST-LAST", help="Years of the three estimates, such as 2008-2020."),
]
Closed = Annotated[
    str | None,
    typer.Option("--closed", metavar="STRAITS", help="Straits that ships may not use, with commas between."),
]
Further = Annotated[
    int,
    typer.Option("--further-ships", metavar="N", help="Ships that leave the home port on day 0 as well."),
]
AtOnce = Annotated[
    bool,
    typer.Option(
        "--at-once", help="All ships leave on day 0, even where fewer are protected while they sail."
    ),
]
Cells = Annotated[
    float, typer.Option("--resolution", metavar="DEG", help="Side of the cells of people in degrees.")
]


def adapt(
    name: ScenarioName,
    *,
    overrides: Overrides = None,
    threat_change: Change = None,
    threat: ThreatName = None,
    by_year: Years = None,
    closed: Closed = None,
    further_ships: Further = 0,
    at_once: AtOnce = False,
    region: RegionText = None,
    resolution: Cells = 0.5,
    workers: Workers = None,
    as_json: AsJson = False,
    out: OutFolder = None,
) -> None:
    """Let the threat change and the ships of a plan sail to better stations: coverage by day; --out draws it."""
    perform("adapt_work", "adapt", locals())
