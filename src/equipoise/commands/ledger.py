"""The options of `ledger`, as typer reads them; nothing heavy is imported here."""

from __future__ import annotations

from typing import Annotated

import typer

from equipoise.cli import perform
from equipoise.commands.signatures import (
    AsJson,
    Day,
    ForceName,
    OutFolder,
    Overrides,
    RegionText,
    ThreatName,
    Workers,
    started,
)

__all__ = ["ledger", "started"]

Plans = Annotated[
    list[str],
    typer.Argument(
        metavar="A [B]", help="A scenario, shipped or a file; with a second one: before and after."
    ),
]
States = Annotated[
    str | None,
    typer.Option("--states", metavar="NAMES", help="Codes or names of states, with commas between."),
]
Group = Annotated[
    str | None,
    typer.Option(
        metavar="GROUP",
        help="europe-and-us (the default), europe, nato-europe-2007, nato-2007, csto-2007 or world.",
    ),
]
Columns = Annotated[
    str | None, typer.Option(metavar="NAMES", help="Columns of the table, with commas between.")
]
Sort = Annotated[
    str | None,
    typer.Option(
        metavar="COLUMN",
        help="Sort the table by a column and map it; COLUMN:least for the least first; or name.",
    ),
]


CostKey = Annotated[
    str,
    typer.Option(
        "--key", metavar="KEY", help="How the cost is shared: owner-pays, nato-population or protected."
    ),
]


def ledger(
    names: Plans,
    *,
    overrides: Overrides = None,
    threat: ThreatName = None,
    states: States = None,
    group: Group = None,
    region: RegionText = None,
    columns: Columns = None,
    sort: Sort = None,
    key: CostKey = "owner-pays",
    date: Day = None,
    force: ForceName = None,
    workers: Workers = None,
    as_json: AsJson = False,
    out: OutFolder = None,
) -> None:
    """Tell for each state what a plan means: protection, warning, deterrent touched; with B, before and after."""
    perform("ledger_work", "ledger", locals())
