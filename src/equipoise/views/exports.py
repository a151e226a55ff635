"""Results as files that other programs read: CSV, KML, CZML, GeoJSON; and maps as pictures."""

from __future__ import annotations

import csv
import io
import os
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from equipoise.analyses.ledger import as_json as ledger_as_json
from equipoise.catalogue import launch_areas
from equipoise.results import Result
from equipoise.scenario import Scenario
from equipoise.views.maps import draw, draw_comparison

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
MAP_ENDINGS = (".png", ".svg")
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


def write_maps(folder: Path, scenarios: Sequence[Scenario], footprints: Sequence[Result]) -> list[Path]:
    """Draw every threat set that the footprints share, as PNG and SVG; return the files, each whole or not there."""
    names = [str(name) for name in footprints[0].data.threat.values]
    shared = [name for name in names if all(name in each.data.threat.values for each in footprints)]
    return [file for name in shared for file in map_files(folder, scenarios, footprints, name)]


def map_files(
    folder: Path, scenarios: Sequence[Scenario], footprints: Sequence[Result], threat: str
) -> list[Path]:
    """Draw one threat set: two plans side by side, any other number one by one."""
    areas = launch_areas()
    with tempfile.TemporaryDirectory(dir=folder, prefix=".maps-") as staging:
        if len(scenarios) == 2:
            paths = [Path(staging, f"map-{threat}{ending}") for ending in MAP_ENDINGS]
            pair = (footprints[0], footprints[1])
            draw_comparison(pair, paths, scenarios=(scenarios[0], scenarios[1]), threat=threat, areas=areas)
            return put_in_place(folder, paths)
        drawn: list[Path] = []
        for scenario, footprint in zip(scenarios, footprints, strict=True):
            own = [Path(staging, f"map-{threat}-{scenario.name}{ending}") for ending in MAP_ENDINGS]
            drawn += draw(footprint, own, scenario=scenario, threat=threat, areas=areas)
        return put_in_place(folder, drawn)


def put_in_place(folder: Path, files: Iterable[Path]) -> list[Path]:
    """Move finished files into a folder under their own names."""
    placed = []
    for file in files:
        os.replace(file, folder / file.name)
        placed.append(folder / file.name)
    return placed
