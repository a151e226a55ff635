"""Maps for a command that draws them only when asked: matplotlib is read here and not before."""

from __future__ import annotations

from pathlib import Path

from equipoise.results import Result
from equipoise.scenario import Scenario
from equipoise.views.map_files import write_maps


def maps_written(folder: Path, scenario: Scenario, result: Result) -> None:
    """Draw the maps of one footprint into a folder."""
    write_maps(folder, (scenario,), (result,))
