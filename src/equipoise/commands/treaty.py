"""The options of `treaty`, as typer reads them; nothing heavy is imported here."""

from __future__ import annotations

from typing import Annotated

import typer

from equipoise.cli import perform
from equipoise.commands.signatures import AsJson, Day, OutFolder, Overrides, ScenarioName, started

__all__ = ["started", "treaty"]

TreatyName = Annotated[
    str | None,
    typer.Option(
        "--treaty", metavar="ID", help="One treaty ('equipoise list treaties'), or a file; by default all."
    ),
]
Stationed = Annotated[
    list[str] | None,
    typer.Option(
        "--station",
        metavar="OWNER:HOST:TANKS,ACV,ARTILLERY",
        help="Station ground equipment abroad, such as USA:POL:0,116,20; may be given several times.",
    ),
]


def treaty(
    name: ScenarioName,
    *,
    overrides: Overrides = None,
    date: Day = None,
    treaty: TreatyName = None,
    stations: Stationed = None,
    as_json: AsJson = False,
    out: OutFolder = None,
) -> None:
    """Hold a plan against INF, ABM, New START and CFE on a day: findings, both readings, headroom."""
    perform("treaty_work", "treaty", locals())
