"""Maps of footprints as files, each whole or not there."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from equipoise.catalogue import launch_areas
from equipoise.pieces import Report
from equipoise.results import Result
from equipoise.scenario import Scenario
from equipoise.unfinished import folder_inside
from equipoise.views.exports import put_in_place
from equipoise.views.maps import draw, draw_comparison

MAP_ENDINGS = (".png", ".svg")


def write_maps(folder: Path, scenarios: Sequence[Scenario], footprints: Sequence[Result]) -> list[Path]:
    """Draw every threat set that the footprints share, as PNG and SVG; return the files, each whole or not there."""
    names = [str(name) for name in footprints[0].data.threat.values]
    shared = [name for name in names if all(name in each.data.threat.values for each in footprints)]
    return [file for name in shared for file in map_files(folder, scenarios, name, *footprints)]


def map_files(
    folder: Path,
    scenarios: Sequence[Scenario],
    threat: str,
    *footprints: Result,
    progress: Report | None = None,
) -> list[Path]:
    """Draw one threat set: two plans side by side, any other number one by one."""
    areas = launch_areas()
    with folder_inside(folder) as staging:
        if len(scenarios) == 2:
            paths = [staging / f"map-{threat}{ending}" for ending in MAP_ENDINGS]
            pair = (footprints[0], footprints[1])
            draw_comparison(pair, paths, scenarios=(scenarios[0], scenarios[1]), threat=threat, areas=areas)
            return put_in_place(folder, paths)
        drawn: list[Path] = []
        for scenario, footprint in zip(scenarios, footprints, strict=True):
            own = [staging / f"map-{threat}-{scenario.name}{ending}" for ending in MAP_ENDINGS]
            drawn += draw(footprint, own, scenario=scenario, threat=threat, areas=areas)
        return put_in_place(folder, drawn)
