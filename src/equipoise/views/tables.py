"""Tables for the terminal: at most 100 columns, aligned."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich import box
from rich.table import Table
from rich.text import Text

from equipoise.catalogue import Entry


def plain_table(
    *columns: str, numbers: Iterable[int] = (), whole: Iterable[int] = (), title: str = ""
) -> Table:
    """Return an empty table; the columns of `numbers` stand right, and they and the `whole` are never broken."""
    table = Table(
        box=box.SIMPLE_HEAD, title=Text(title) if title else None, title_justify="left", pad_edge=False
    )
    for place, heading in enumerate(columns):
        right = place in numbers
        unbroken = right or place in whole
        table.add_column(heading, justify="right" if right else "left", no_wrap=unbroken, overflow="fold")
    return table


def add_row(table: Table, *cells: str, strong: bool = False) -> None:
    """Add a row of texts that are taken as they are, brackets included."""
    table.add_row(*(Text(cell) for cell in cells), style="bold" if strong else "")


def catalogue_table(entries: Sequence[Entry]) -> Table:
    """Return the entries of a kind, one a row."""
    table = plain_table("id", "name")
    table.columns[0].min_width = min(32, max(len(entry.id) for entry in entries))
    for entry in entries:
        add_row(table, entry.id, entry.name)
    return table
