"""The map of a ledger: each state in the colour of one column, one plan or two side by side."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.patches import Patch, PathPatch
from matplotlib.patheffects import withStroke

from equipoise import geography
from equipoise.analyses.ledger_equality import is_in_reach
from equipoise.studies.equal_security import EqualSecurity
from equipoise.studies.ledger_words import capital
from equipoise.studies.sentences import phrases
from equipoise.studies.words import NOTHING
from equipoise.views import furniture, palette
from equipoise.views.layers import draw_graticule, draw_scale_bar
from equipoise.views.ledger_columns import COLUMNS, OF_STATE, Row
from equipoise.views.ledger_scales import Scale, scale_of
from equipoise.views.names import largest_parts, write_state_names
from equipoise.views.outlines import (
    BEYOND,
    DEVIATION_PIXELS,
    clamped,
    compound,
    land_and_lines,
    rings_in,
    thinned,
)
from equipoise.views.pictures import DPI, write_figure
from equipoise.views.projection import Floats, Frame, frame_around

EUROPE_DEG = {"lat": (33.0, 72.0), "lon": (-13.0, 52.0)}
FEW_BEYOND = 6
FEWEST_BEYOND = 10_000  # people in reach
HALO = "#ffffffb0"


def draw_ledger(
    book: EqualSecurity,
    paths: Sequence[Path],
    *,
    threat: str | Sequence[str] | None = None,
    column: str = "protected",
) -> tuple[Path, ...]:
    """Draw one column of a ledger as a map of Europe's states; states beyond its frame are told below.

    States of which hardly anybody is in reach stay bare, so that a far territory does not colour the whole.

    Parameters
    ----------
    book : EqualSecurity
        The ledger of one plan, or of two, which stand side by side; `change` is one map.
    paths : sequence of Path
        Files to write; the endings .png and .svg choose the form.
    threat : str or sequence of str, optional
        The threat set, or several, which stand side by side; by default the first.
    column : str
        A column of the ledger.

    Returns
    -------
    paths : tuple of Path
        The files written.
    """
    return write_figure(lambda: figure_of(book, told_of(book, threat), column), paths)


def told_of(book: EqualSecurity, threat: str | Sequence[str] | None) -> tuple[str, ...]:
    """Return the threat sets to be drawn."""
    return (threat,) if isinstance(threat, str) else tuple(threat or book.threats[:1])


def figure_of(book: EqualSecurity, threats: Sequence[str], column: str) -> Figure:
    """Return the figure, not yet written."""
    panels = [(threat, *panel) for threat in threats for panel in panels_of(book, threat, column)]
    scale = scale_of(column)
    if column.startswith("cost"):
        scale = scale._replace(heading=f"{scale.heading.partition(' by the key')[0]}; key {book.before.key}")
    frame = frame_around(np.array(EUROPE_DEG["lat"]), np.linspace(*EUROPE_DEG["lon"], 60), [])
    sheet = furniture.sheet_for(len(panels), frame.height_over_width)
    figure = Figure(figsize=(sheet.width_in, sheet.height_in), dpi=DPI)
    renderer = FigureCanvasAgg(figure).get_renderer()
    for number, (threat, title, rows) in enumerate(panels):
        name = book.before.scenario.threat_set(threat).name
        axes = figure.add_axes(sheet.map_box(number))
        told = [
            row
            for row in rows
            if column in OF_STATE or is_in_reach(row) or is_in_reach(row.get("after", row))
        ]
        draw_states(axes, renderer, frame, told, scale, sheet.is_small)
        furniture.write_title(figure, sheet, number, title, f"Threat set {threat}: {name}")
    write_legend(figure, sheet, scale)
    beyond = beyond_words(frame, [rows for _, _, rows in panels], column)
    left, y = furniture.MARGIN / sheet.width_in, (furniture.CAPTION + 0.02) / sheet.height_in
    figure.text(left, y, beyond, fontsize=6.4, color=palette.INK, va="bottom")
    furniture.write_caption(figure, sheet, [each.people for each in book.books], " and ".join(threats))
    return figure


def panels_of(book: EqualSecurity, threat: str, column: str) -> list[tuple[str, list[Row]]]:
    """Return title and rows of each map."""
    if book.after is None:
        return [(book.before.scenario.title, book.rows(threat))]
    names = phrases([each.scenario for each in book.books])
    if not COLUMNS[column].paired:
        return [(f"From {names[0]} to {names[1]}", book.rows(threat))]
    return [(capital(name), each.rows(threat)) for name, each in zip(names, book.books, strict=True)]


def draw_states(
    axes: Axes, renderer: RendererAgg, frame: Frame, rows: Sequence[Row], scale: Scale, small: bool
) -> None:
    """Draw the states in the colours of their classes; those without a number stay as bare land."""
    axes.set(xlim=(frame.west_m, frame.east_m), ylim=(frame.south_m, frame.north_m), xticks=[], yticks=[])
    axes.set_facecolor(palette.SEA)
    for spine in axes.spines.values():
        spine.set(edgecolor=palette.FRAME, linewidth=0.7, zorder=10)
    width = axes.get_window_extent().width
    land, coast, borders = land_and_lines(frame, width)
    axes.add_artist(PathPatch(compound(land), facecolor=palette.LAND, edgecolor="none", zorder=1))
    shapes = shapes_by_state(frame, width)
    for row in rows:
        place, rings = scale.class_of(row), shapes.get(row["iso3"])
        if place is not None and rings:
            fill_state(axes, rings, scale.classes[place])
    axes.add_artist(LineCollection(borders, colors=palette.BORDER, linewidths=0.45, zorder=4))
    axes.add_artist(LineCollection(coast, colors=palette.COAST, linewidths=0.55, zorder=4))
    draw_graticule(axes, frame)
    draw_scale_bar(axes, frame)
    if not small:
        write_state_names(axes, renderer, frame, [])
        for text in axes.texts:  # names stand on dark colours too
            text.set_path_effects([withStroke(linewidth=1.4, foreground=HALO)])


def fill_state(axes: Axes, rings: list[Floats], one: palette.MapClass) -> None:
    """Fill one state; a hatch is the second sign of the classes to look out for."""
    path = compound(rings)
    axes.add_artist(PathPatch(path, facecolor=one.colour, edgecolor=one.colour, linewidth=0.3, zorder=2))
    if one.hatch:
        stripes: dict[str, Any] = {"facecolor": "none", "edgecolor": palette.HATCH, "linewidth": 0.0}
        axes.add_artist(PathPatch(path, hatch=one.hatch, zorder=2.1, **stripes))


@lru_cache(maxsize=4)
def shapes_by_state(frame: Frame, width_pixels: float) -> dict[str, list[Floats]]:
    """Return the rings of each state in the frame, in projected metres; not to be changed."""
    base, codes = geography.base_map(), geography.states().iso3
    grain_m = DEVIATION_PIXELS * (frame.east_m - frame.west_m) / width_pixels
    shapes: dict[str, list[Floats]] = {}
    for ring, points in rings_in(frame):
        rings = shapes.setdefault(codes[int(base.ring_state[ring])], [])
        rings.append(thinned(clamped(points, frame, BEYOND), grain_m))
    return shapes


def write_legend(figure: Figure, sheet: furniture.Sheet, scale: Scale) -> None:
    """Write the classes below the map."""
    handles = [
        Patch(
            facecolor=one.colour,
            edgecolor=palette.PAPER if one.hatch else palette.FRAME,
            hatch=one.hatch * 2 or None,
            linewidth=0.0,
            label=one.label,
        )
        for one in scale.classes
    ]
    handles.append(
        Patch(facecolor=palette.LAND, linewidth=0.0, label="not reached (or under 1 %), not told of")
    )
    corner = (
        furniture.MARGIN / sheet.width_in,
        (furniture.LEGEND + furniture.CAPTION - 0.05) / sheet.height_in,
    )
    look: dict[str, Any] = {"frameon": False, "fontsize": 6.6, "title_fontsize": 7.2, "alignment": "left"}
    room: dict[str, Any] = {"borderpad": 0, "borderaxespad": 0, "handletextpad": 0.5, "columnspacing": 1.2}
    legend = figure.legend(
        handles=handles, title=scale.heading, loc="upper left", bbox_to_anchor=corner, ncols=7, **look, **room
    )
    legend.get_title().set_color(palette.INK)


def beyond_words(frame: Frame, panels: Sequence[list[Row]], column: str) -> str:
    """Return the numbers of the states that are too small or too far to be seen."""
    codes = geography.states().iso3
    visible = {codes[state] for state in largest_parts(frame)}
    told: dict[str, list[str]] = {}
    for rows in panels:
        for row in rows:
            if row["iso3"] not in visible and (
                column in OF_STATE or row["reachable_people"] >= FEWEST_BEYOND
            ):
                words = COLUMNS[column].words(COLUMNS[column].number(row))
                told.setdefault(row["name"], []).append(words)
    known = [f"{name} {', then '.join(words)}" for name, words in told.items() if set(words) != {NOTHING}]
    shown = 0 < len(known) <= FEW_BEYOND
    return (
        f"Too small or too far to be seen ({COLUMNS[column].heading}): {'; '.join(known)}." if shown else ""
    )
