"""The options of `claims`, as typer reads them; nothing heavy is imported here."""

from __future__ import annotations

from typing import Annotated

import typer

from equipoise.cli import perform
from equipoise.commands.signatures import AsJson, OutFolder, started

__all__ = ["claims", "started"]

ClaimNames = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[ID ...]", help="Claims to tell one by one, or files of your own.", show_default=False
    ),
]


def claims(names: ClaimNames = None, *, as_json: AsJson = False, out: OutFolder = None) -> None:
    """Work out the public claims: all of them in a table, or a page each with its figure (--out)."""
    perform("claims_work", "claims", {"names": names or [], "as_json": as_json, "out": out})
