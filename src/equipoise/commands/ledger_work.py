"""ledger: the equal-security ledger of one plan, or of two as before and after."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from equipoise.analyses.deterrent_force import KnownForce
from equipoise.analyses.deterrent_force import force as force_named
from equipoise.analyses.ledger_cost import require_key
from equipoise.analyses.ledger_states import chosen_states
from equipoise.analyses.treaty import day_asked
from equipoise.cli import perform
from equipoise.commands.console import as_text, note, progress_bar, screen, show, show_json
from equipoise.commands.given import plans_of, region_of, writable_folder
from equipoise.errors import Fault, InputError
from equipoise.studies.equal_security import EqualSecurity, equal_security
from equipoise.studies.ledger_words import ledger_words
from equipoise.views.exports import csv_text
from equipoise.views.ledger_columns import column_names, require_column
from equipoise.views.ledger_tables import Layout, ledger_parts, table_rows
from equipoise.writing import write_text

LEAST = ":least"
MOST_PLANS = 2


def ledger(
    names: list[str],
    *,
    overrides: list[str] | None,
    states: str | None,
    group: str | None,
    region: str | None,
    columns: str | None,
    sort: str | None,
    force: str | None,
    as_json: bool,
    out: Path | None,
    **others: Any,
) -> None:
    """Compute the ledger, print it, and write data, table and map into the folder asked for."""
    require_few(names)
    require_key(others["key"])
    folder, layout = writable_folder(out), layout_of(columns, sort, len(names), states is not None)
    told_of = None if states is None and group is None and region is not None else asked_states(states, group)
    plans = plans_of(names, overrides or ())
    for plan in plans:
        day_asked(plan, others["date"])
    options: dict[str, Any] = {"region": region_of(region), "of": told_of, "force": force_of(force, told_of)}
    with progress_bar() as tell:
        book = equal_security(*plans, **options, **others, progress=tell)
    data = book.as_json() | ledger_words(book)
    if as_json:
        show_json(data)
    else:
        show(*ledger_parts(book, layout))
    if folder is not None:
        write_files(folder, book, data, layout)


def require_few(names: list[str]) -> None:
    """Raise an InputError where there are more plans than before and after."""
    if len(names) > MOST_PLANS:
        problem = f"{len(names)} scenarios are too many"
        raise InputError(Fault("", "ledger", problem, "give one, or two: before and after"))


def asked_states(names: str | None, group: str | None) -> tuple[str, ...]:
    """Return the codes of the states that a list and a group name."""
    return chosen_states(None if names is None else names.split(","), group)


def force_of(name: str | None, told_of: tuple[str, ...] | None) -> KnownForce | None:
    """Return the force that stands in for its state's shipped one; raise an InputError for a state not told of."""
    if name is None:
        return None
    own = force_named(name)
    if told_of is not None and own.force.state not in told_of:
        problem = f"it is a force of {own.force.state}, which is not among the states told of"
        raise InputError(Fault("--force", name, problem, f"add --states {own.force.state}"))
    return own


def layout_of(columns: str | None, sort: str | None, plans: int, every: bool) -> Layout:
    """Return how the table is laid out; raise an InputError before any work where there is no such column."""
    asked = None if columns is None else [name.strip() for name in columns.split(",")]
    by = None if sort is None else sort.removesuffix(LEAST)
    column_names(asked, plans)
    if by not in (None, "name"):
        require_column(by, "--sort", plans)
    return Layout(asked, by, sort is not None and sort.endswith(LEAST), screen().width, every)


def write_files(folder: Path, book: EqualSecurity, data: dict[str, Any], layout: Layout) -> None:
    """Write the answer as JSON, the table as CSV, and a map for each threat set and plan."""
    write_text(folder / "ledger.json", as_text(data))
    write_text(folder / "ledger.csv", csv_text(table_rows(book.books, book.threats)))
    column = layout.sort if layout.sort not in (None, "name") else "protected"
    perform("maps_work", "ledger_maps_written", {"folder": folder, "book": book, "column": column})
    note(f"The ledger, its table and its maps lie in {folder}")
