"""The options of `deterrent`, as typer reads them; nothing heavy is imported here."""

from __future__ import annotations

from typing import Annotated

import typer

from equipoise.cli import perform
from equipoise.commands.signatures import (
    AsJson,
    ForceName,
    OutFolder,
    Overrides,
    ScenarioName,
    Workers,
    started,
)

__all__ = ["deterrent", "started"]

Targets = Annotated[
    str | None,
    typer.Option(
        metavar="PLACES", help="Cities flown to, with commas between; by default those of the force."
    ),
]
Delays = Annotated[
    str, typer.Option(metavar="SECONDS", help="Launch delays in seconds, with commas between.")
]


def deterrent(
    name: ScenarioName,
    *,
    overrides: Overrides = None,
    targets: Targets = None,
    force: ForceName = None,
    delays: Delays = "30,60,90,120,150,180",
    workers: Workers = None,
    as_json: AsJson = False,
    out: OutFolder = None,
) -> None:
    """Tell which long-range missiles a plan could engage, and at which interceptor speed; --out draws it."""
    perform("deterrent_work", "deterrent", locals())
