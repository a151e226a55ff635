"""Maps of a footprint, as PNG and SVG, in a real projection.

The bytes of a file depend on the result alone: no date is written, and identifiers inside an SVG are fixed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.figure import Figure

from equipoise.errors import EquipoiseError
from equipoise.results import Result
from equipoise.scenario import Scenario
from equipoise.systems.places import LaunchArea
from equipoise.views import furniture, palette
from equipoise.views.labels import place_labels
from equipoise.views.layers import draw_base, draw_classes, draw_graticule, draw_scale_bar
from equipoise.views.names import write_state_names
from equipoise.views.pictures import DPI, write_figure
from equipoise.views.projection import Frame, frame_around
from equipoise.views.sites import (
    Site,
    draw_launch_areas,
    draw_radar_sectors,
    draw_sites,
    marks_of,
    positions,
    radars_of,
    sites_of,
)

Paths = str | Path | Iterable[str | Path]
UNREACHABLE = -1


@dataclass(frozen=True)
class Panel:
    """One map: the class of each cell (-1 unpainted), what the classes are, and what stands on it."""

    title: str
    lat_deg: np.ndarray
    lon_deg: np.ndarray
    cell_class: np.ndarray
    classes: tuple[palette.MapClass, ...]
    heading: str
    defended_from: int
    scenario: Scenario | None
    threat: str
    areas: tuple[LaunchArea, ...] = ()

    @property
    def resolution_deg(self) -> float:
        """Side of a cell; half a degree where the grid is a single cell."""
        steps = [*np.diff(self.lat_deg), *np.diff(self.lon_deg)]
        return float(min(steps)) if steps else 0.5

    @property
    def subtitle(self) -> str:
        sets = self.scenario.threats if self.scenario is not None else ()
        names = [f": {one.name}" for one in sets if one.id == self.threat and one.name]
        return f"Threat set {self.threat}" + "".join(names)

    @property
    def sites(self) -> list[Site]:
        return sites_of(self.scenario, self.threat) if self.scenario is not None else []


def draw(
    result: Result,
    paths: Paths,
    *,
    scenario: Scenario | None = None,
    threat: str | None = None,
    title: str | None = None,
    areas: Sequence[LaunchArea] = (),
) -> tuple[Path, ...]:
    """Draw the defended area of a footprint: how many shots each point gets in the worst case.

    Parameters
    ----------
    result : Result
        A footprint.
    paths : path, or several
        Files to write; the endings .png and .svg choose the form.
    scenario : Scenario, optional
        Adds its batteries, ships, radars and launch points.
    threat : str, optional
        The threat set to show; needed where the result holds several.
    title : str, optional
        Headline; without it, the scenario's title.
    areas : sequence of LaunchArea
        Launch areas to outline.

    Returns
    -------
    paths : tuple of Path
        The files written.

    Validity
    --------
    Regions up to about a hemisphere; the projection (Lambert azimuthal equal-area) keeps areas true.

    References
    ----------
    Natural Earth 4.1 for coasts and borders, drawn as the data set draws them.
    """
    return _write(paths, [_shots_panel(result, scenario, threat, title, areas)], [result])


def draw_margin_map(
    result: Result,
    paths: Paths,
    *,
    scenario: Scenario | None = None,
    threat: str | None = None,
    title: str | None = None,
    areas: Sequence[LaunchArea] = (),
) -> tuple[Path, ...]:
    """Draw how many seconds each point has to spare for a first shot, in the worst case; see `draw`."""
    panel = _shots_panel(result, scenario, threat, title, areas)
    margin_s = _threat_data(result, panel.threat)["margin_s"].values
    inner = np.searchsorted(palette.MARGIN_LIMITS_S, margin_s, side="right")
    never_or_inner = np.where(np.isfinite(margin_s), inner, 0)
    marginal = replace(
        panel,
        cell_class=np.where(panel.cell_class == UNREACHABLE, UNREACHABLE, never_or_inner),
        classes=palette.MARGIN_CLASSES,
        heading="Seconds to spare for a first shot, worst case (below zero: too late)",
        defended_from=palette.MARGIN_LIMITS_S.index(0.0) + 1,
    )
    return _write(paths, [marginal], [result])


def draw_comparison(
    results: tuple[Result, Result],
    paths: Paths,
    *,
    scenarios: tuple[Scenario | None, Scenario | None] = (None, None),
    threat: str | None = None,
    titles: tuple[str | None, str | None] = (None, None),
    areas: Sequence[LaunchArea] = (),
) -> tuple[Path, ...]:
    """Draw two footprints side by side, with the same colours and the same frame; see `draw`."""
    rows = zip(results, scenarios, titles, strict=True)
    panels = [_shots_panel(result, scenario, threat, title, areas) for result, scenario, title in rows]
    return _write(paths, panels, list(results))


def _shots_panel(
    result: Result,
    scenario: Scenario | None,
    threat: str | None,
    title: str | None,
    areas: Sequence[LaunchArea],
) -> Panel:
    chosen = _chosen_threat(result, threat)
    data = _threat_data(result, chosen)
    return Panel(
        title=title or str(result.provenance.get("scenario_title") or result.provenance["scenario"]),
        lat_deg=data["lat"].values.astype(float),
        lon_deg=data["lon"].values.astype(float),
        cell_class=np.clip(data["shots"].values, UNREACHABLE, len(palette.SHOT_CLASSES) - 1),
        classes=palette.SHOT_CLASSES,
        heading="Shots at a missile bound for this point, worst case",
        defended_from=1,
        scenario=scenario,
        threat=chosen,
        areas=tuple(areas),
    )


def _chosen_threat(result: Result, threat: str | None) -> str:
    names = [str(name) for name in np.atleast_1d(result.data["threat"].values)]
    if threat is None and len(names) == 1:
        return names[0]
    if threat not in names:
        problem = (
            f"no threat set '{threat}' in this result" if threat else "this result holds several threat sets"
        )
        raise EquipoiseError(f"map: {problem}\n  choose one of: {', '.join(names)}")
    return str(threat)


def _threat_data(result: Result, threat: str) -> Any:
    data = result.data
    return data.sel(threat=threat) if "threat" in data.dims else data


def _write(paths: Paths, panels: list[Panel], results: list[Result]) -> tuple[Path, ...]:
    files = [Path(paths)] if isinstance(paths, str | Path) else [Path(path) for path in paths]
    for file in files:
        if file.suffix.lower() not in (".png", ".svg"):
            raise EquipoiseError(f"map: cannot write '{file.name}'\n  end the name in .png or .svg")
    return write_figure(lambda: _figure(panels, results), files)


def _figure(panels: list[Panel], results: list[Result]) -> Figure:
    frame = _common_frame(panels)
    sheet = furniture.sheet_for(len(panels), frame.height_over_width)
    figure = Figure(figsize=(sheet.width_in, sheet.height_in), dpi=DPI)
    renderer = FigureCanvasAgg(figure).get_renderer()
    for number, panel in enumerate(panels):
        axes = figure.add_axes(sheet.map_box(number))
        _draw_panel(renderer, axes, panel, frame, sheet.is_small)
        title = panel.title.split(":")[0] if sheet.is_small else panel.title
        furniture.write_title(figure, sheet, number, title, panel.subtitle)
    told = [mark for panel in panels if panel.scenario for mark in marks_of(panel.scenario, panel.threat)]
    marks = list(dict.fromkeys(told))
    has_areas = any(panel.areas for panel in panels)
    furniture.write_legends(figure, sheet, panels[0].heading, panels[0].classes, marks, has_areas)
    furniture.write_caption(figure, sheet, results, panels[0].threat)
    return figure


def _common_frame(panels: list[Panel]) -> Frame:
    lat = np.unique(np.concatenate([panel.lat_deg for panel in panels]))
    lon = np.unique(np.concatenate([panel.lon_deg for panel in panels]))
    held = [point for panel in panels for point in positions(panel.sites, panel.areas)]
    return frame_around(lat, lon, held)


def _draw_panel(renderer: RendererAgg, axes: Axes, panel: Panel, frame: Frame, small: bool) -> None:
    axes.set(xlim=(frame.west_m, frame.east_m), ylim=(frame.south_m, frame.north_m), xticks=[], yticks=[])
    axes.set_facecolor(palette.SEA)
    for spine in axes.spines.values():
        spine.set(edgecolor=palette.FRAME, linewidth=0.7, zorder=10)
    draw_base(axes, frame, lambda: draw_classes(axes, frame, panel))
    draw_graticule(axes, frame)
    if panel.scenario is not None:
        draw_radar_sectors(axes, frame, radars_of(panel.scenario))
    draw_launch_areas(axes, frame, panel.areas)
    labels, markers = draw_sites(axes, frame, panel.sites, small)
    blocked = draw_scale_bar(axes, frame)
    taken = place_labels(axes, renderer, labels, [*markers, *blocked])
    if not small:
        write_state_names(axes, renderer, frame, taken)
