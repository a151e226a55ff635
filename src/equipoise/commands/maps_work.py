"""Maps for a command that draws them only when asked: matplotlib is read here and not before."""

from __future__ import annotations

from pathlib import Path

from equipoise.results import Result
from equipoise.scenario import Scenario
from equipoise.studies.equal_security import EqualSecurity
from equipoise.unfinished import folder_inside
from equipoise.views.exports import put_in_place
from equipoise.views.ledger_figure import draw_ledger
from equipoise.views.map_files import MAP_ENDINGS, write_maps


def maps_written(folder: Path, scenario: Scenario, result: Result) -> None:
    """Draw the maps of one footprint into a folder."""
    write_maps(folder, (scenario,), (result,))


def ledger_maps_written(folder: Path, book: EqualSecurity, column: str) -> None:
    """Draw one column of a ledger as a map for each threat set into a folder, each file whole or not there."""
    with folder_inside(folder) as staging:
        for threat in book.threats:
            paths = [staging / f"ledger-{threat}{ending}" for ending in MAP_ENDINGS]
            put_in_place(folder, draw_ledger(book, paths, threat=threat, column=column))
