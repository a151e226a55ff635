"""Results as files that other programs read: CSV, KML, CZML, GeoJSON."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from equipoise.analyses.ledger import as_json as ledger_as_json
from equipoise.results import Result

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
LEDGER_COLUMNS = (
    "scenario",
    "threat",
    "iso3",
    "name",
    "nato_europe_2007",
    "population",
    "reachable_people",
    "reachable_share",
    "protected_people",
    "protected_share",
    "protected_people_2_shots",
    "protected_people_3_shots",
    "warning_s",
)


def csv_text(rows: Iterable[Iterable[Any]]) -> str:
    """Return rows as CSV; a text that a spreadsheet would take for a formula gets an apostrophe before it.

    Examples
    --------
    >>> csv_text([["=1+1", -2.5, None]])
    "'=1+1,-2.5,\\r\\n"
    """
    stream = io.StringIO()
    csv.writer(stream).writerows([safe_cell(cell) for cell in row] for row in rows)
    return stream.getvalue()


def safe_cell(cell: Any) -> Any:
    """Return a cell that no spreadsheet runs."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell


def ledger_csv(ledgers: Iterable[Result]) -> str:
    """Return the rows of one or more ledgers as CSV."""
    rows: list[Iterable[Any]] = [LEDGER_COLUMNS]
    for ledger in ledgers:
        data = ledger_as_json(ledger)
        for row in data["states"]:
            cells = {"scenario": data["scenario"]} | row
            rows.append([cells[column] for column in LEDGER_COLUMNS])
    return csv_text(rows)


def put_in_place(folder: Path, files: Iterable[Path]) -> list[Path]:
    """Move finished files into a folder under their own names."""
    placed = []
    for file in files:
        os.replace(file, folder / file.name)
        placed.append(folder / file.name)
    return placed
