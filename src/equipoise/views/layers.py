"""The layers of a map: land and sea, the classes of cells, graticule and scale."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.patches import PathPatch

from equipoise.views import palette
from equipoise.views.outlines import cells_path, compound, edges_of, land_and_lines
from equipoise.views.projection import Floats, Frame, meridians, outline_of, parallels, scale_bar_length

SEA_VEIL = 0.45
SCALE_BAR_KM = 500
LABEL_ROOM = 0.04


def draw_base(axes: Axes, frame: Frame, draw_cells: Callable[[], None]) -> None:
    """Draw land, then the cells, then a veil that pales them at sea, then coasts and borders."""
    land, coast, borders = land_and_lines(frame, axes.get_window_extent().width)
    axes.add_artist(PathPatch(compound(land), facecolor=palette.LAND, edgecolor="none", zorder=1))
    draw_cells()
    veil = compound([_frame_ring(frame), *land])
    axes.add_artist(PathPatch(veil, facecolor=palette.SEA, edgecolor="none", alpha=SEA_VEIL, zorder=3))
    axes.add_artist(LineCollection(borders, colors=palette.BORDER, linewidths=0.45, zorder=4))
    axes.add_artist(LineCollection(coast, colors=palette.COAST, linewidths=0.55, zorder=4))


def _frame_ring(frame: Frame) -> Floats:
    """Return the frame clockwise, so that land rings, which run the other way, are holes in it."""
    west, east, south, north = frame.west_m, frame.east_m, frame.south_m, frame.north_m
    return np.array([[west, south], [west, north], [east, north], [east, south], [west, south]])


def draw_classes(axes: Axes, frame: Frame, panel: Any) -> None:
    """Draw each class of cells as one shape, the edge of the defended area, and the limit of the grid."""
    lat_edges = edges_of(panel.lat_deg, panel.resolution_deg)
    lon_edges = edges_of(panel.lon_deg, panel.resolution_deg)
    for number, one in enumerate(panel.classes):
        path = cells_path(panel.cell_class == number, lat_edges, lon_edges, frame)
        fill = {"facecolor": one.colour, "edgecolor": one.colour, "linewidth": 0.3, "zorder": 2}
        axes.add_artist(PathPatch(path, **fill))
        if one.hatch:
            stripes = {"facecolor": "none", "edgecolor": palette.HATCH, "linewidth": 0.0, "zorder": 2.1}
            axes.add_artist(PathPatch(path, hatch=one.hatch, **stripes))
    defended = cells_path(panel.cell_class >= panel.defended_from, lat_edges, lon_edges, frame)
    line = {"facecolor": "none", "edgecolor": palette.DEFENDED_LINE, "linewidth": 1.0, "zorder": 4.5}
    axes.add_artist(PathPatch(defended, **line))
    limits = frame.project(*outline_of(lat_edges, lon_edges))
    axes.plot(*limits.T, color=palette.QUIET_INK, linewidth=0.5, linestyle=(0, (6, 3)), zorder=4.4)


def draw_graticule(axes: Axes, frame: Frame) -> None:
    """Draw parallels and meridians, with their degrees where they leave the frame on the left and below."""
    edge = 0.012 * (frame.east_m - frame.west_m)
    for lat, line in parallels(frame):
        at = _entry(frame, line, axis=0)
        _graticule_line(
            axes, line, f"{abs(lat):.0f}°{'N' if lat >= 0 else 'S'}", at, (edge * 0.4, edge * 0.3)
        )
    for lon, line in meridians(frame):
        at = _entry(frame, line, axis=1)
        half = "E" if lon > 0 else "W" if lon < 0 else ""
        _graticule_line(axes, line, f"{abs(lon):.0f}°{half}", at, (edge * 0.3, edge * 0.4))


def _graticule_line(
    axes: Axes, line: Floats, words: str, at: Floats | None, shift: tuple[float, float]
) -> None:
    axes.plot(*line.T, color=palette.GRATICULE, linewidth=0.4, zorder=3.5)
    if at is not None:
        x, y = at + shift
        axes.text(x, y, words, fontsize=5.2, color=palette.QUIET_INK, zorder=4.6, va="bottom")


def _entry(frame: Frame, line: Floats, axis: int) -> Floats | None:
    """Return where a line crosses the left (axis 0) or lower (axis 1) edge of the frame, or None."""
    edge = (frame.west_m, frame.south_m)[axis]
    for before, after in pairwise(line):
        if before[axis] <= edge < after[axis]:
            share = (edge - before[axis]) / (after[axis] - before[axis])
            at = before + share * (after - before)
            room_m = LABEL_ROOM * (frame.east_m - frame.west_m)
            is_low = at[1] < frame.north_m - room_m / 2.0
            has_room = frame.holds(at[None] + 1.0)[0] and at[0] < frame.east_m - room_m and is_low
            return at if has_room else None
    return None


def draw_scale_bar(axes: Axes, frame: Frame) -> list[tuple[float, float]]:
    """Draw a bar of 500 km, true where it stands, in the lower right; return points that labels avoid."""
    width = frame.east_m - frame.west_m
    length = scale_bar_length(frame, frame.east_m - 0.15 * width, frame.south_m, SCALE_BAR_KM * 1000.0)
    right, y = frame.east_m - 0.025 * width, frame.south_m + 0.03 * width
    left, tick = right - length, 0.006 * width
    xs, ys = [left, left, right, right], [y + tick, y, y, y + tick]
    axes.plot(xs, ys, color=palette.INK, linewidth=0.9, solid_joinstyle="miter", zorder=9)
    words: dict[str, Any] = {
        "fontsize": 6.0,
        "color": palette.INK,
        "ha": "center",
        "va": "bottom",
        "zorder": 9,
        "bbox": palette.BACKING,
    }
    axes.text((left + right) / 2, y + 0.6 * tick, f"{SCALE_BAR_KM} km", **words)
    return [(float(x), y + lift) for x in np.linspace(left, right, 12) for lift in (0, 2.5 * tick, 5 * tick)]
