"""The figure of a changed threat: the ships' routes on a map, coverage against days, and by year where asked for."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from equipoise.analyses.adapt_words import findings
from equipoise.catalogue.adaptation import estimates
from equipoise.geography import CREDIT
from equipoise.results import Result
from equipoise.studies.words import listing
from equipoise.views import palette
from equipoise.views.labels import Label, place_labels
from equipoise.views.layers import draw_base, draw_graticule
from equipoise.views.pictures import DPI, write_figure
from equipoise.views.projection import WGS84, Frame, frame_around

COLOURS = ("#0072b2", "#d55e00", "#009e73", "#7a4f9a", "#8a6d00", "#a8325e", "#4a4f54")
MOVED, FIXED, BEFORE = "#0072b2", "#b5541c", "#5d646a"
STEP_M = 50_000.0
WIDE_IN, HIGH_IN, YEARS_IN = 9.6, 5.0, 2.7
ROOM_DEG = 3.0
STATION = "Ship station, "
TOLD = ("coverage", "ships", "fixed")
LINE = 190


def draw_adapt(result: Result, paths: Iterable[Path]) -> tuple[Path, ...]:
    """Draw an adapt result into PNG or SVG files and return their paths.

    Parameters
    ----------
    result : Result
        Of the analysis `adapt`.
    paths : iterable of Path
        The ending chooses the form.
    """
    return write_figure(lambda: figure_of(result), paths)


def figure_of(result: Result) -> Figure:
    """Return the figure, not yet written."""
    data = result.data
    has_years = "year" in data.coords
    high_in = HIGH_IN + (YEARS_IN if has_years else 0.0)
    figure = Figure(figsize=(WIDE_IN, high_in), dpi=DPI)
    renderer = FigureCanvasAgg(figure).get_renderer()

    def box(
        left: float, bottom_in: float, width: float, height_in: float
    ) -> tuple[float, float, float, float]:
        return left, bottom_in / high_in, width, height_in / high_in

    lift = high_in - HIGH_IN
    draw_map(figure.add_axes(box(0.02, 0.95 + lift, 0.5, 3.4)), renderer, data)
    draw_days(figure.add_axes(box(0.6, 1.3 + lift, 0.38, 2.95)), data)
    if has_years:
        for number, name in enumerate(data.estimate.values):
            axes = figure.add_axes(box(0.06 + 0.315 * number, 1.15, 0.285, 1.75))
            draw_years(axes, data.sel(estimate=name), str(name), number == 0)
    write_words(figure, result, high_in)
    return figure


def draw_map(axes: Axes, renderer: RendererAgg, data: xr.Dataset) -> None:
    """Draw land, launch points, stations and the ways that the ships sail."""
    frame = frame_of(data, axes)
    axes.set(xlim=(frame.west_m, frame.east_m), ylim=(frame.south_m, frame.north_m), xticks=[], yticks=[])
    axes.set_facecolor(palette.SEA)
    axes.set_aspect("equal", adjustable="box")
    draw_base(axes, frame, lambda: None)
    draw_graticule(axes, frame)
    launch = np.array([point for one in data.attrs["threats"] for point in one["launch_points"]])
    axes.plot(*frame.project(*launch.T).T, "x", color=palette.LAUNCH, markersize=6, zorder=8)
    moving = [move for move in data.attrs["moves"] if move["moves"]]
    for move, colour in zip(moving, COLOURS * 8, strict=False):
        draw_route(axes, frame, move, colour)
    for move in data.attrs["moves"]:
        end = frame.project(*np.array(move["route"][-1:]).T)[0]
        axes.plot(*end, "D", color=palette.BATTERY, markersize=4.5, zorder=9)
    write_stations(axes, renderer, frame, data)


def draw_route(axes: Axes, frame: Frame, move: dict[str, Any], colour: str) -> None:
    """Draw one passage along its great circles, an open mark where it begins."""
    lat_deg, lon_deg = curved(move["route"])
    line = frame.project(lat_deg, lon_deg)
    axes.plot(*line.T, color=palette.PAPER, linewidth=2.6, zorder=6)
    axes.plot(*line.T, color=colour, linewidth=1.3, zorder=7)
    axes.plot(*line[0], "o", markerfacecolor=palette.PAPER, color=colour, markersize=4.5, zorder=8)


def curved(route: list[list[float]]) -> tuple[np.ndarray, np.ndarray]:
    """Return latitudes and longitudes along a route, with points between its corners."""
    points = [route[0]]
    for (lat_a, lon_a), (lat_b, lon_b) in pairwise(route):
        count = int(WGS84.inv(lon_a, lat_a, lon_b, lat_b)[2] / STEP_M)
        points += [[lat, lon] for lon, lat in WGS84.npts(lon_a, lat_a, lon_b, lat_b, count)] if count else []
        points.append([lat_b, lon_b])
    lat_deg, lon_deg = np.array(points).T
    return lat_deg, lon_deg


def frame_of(data: xr.Dataset, axes: Axes) -> Frame:
    """Return the frame that holds routes, stations and launch points, in the shape of the axes."""
    launch = [point for one in data.attrs["threats"] for point in one["launch_points"]]
    routes = [point for move in data.attrs["moves"] for point in move["route"]]
    lat, lon = np.array([*launch, *routes, [36.0, -8.0], [58.0, 40.0]]).T
    lats = np.linspace(lat.min() - ROOM_DEG, min(lat.max() + ROOM_DEG, 80.0), 20)
    frame = frame_around(lats, np.linspace(lon.min() - ROOM_DEG, lon.max() + ROOM_DEG, 20), [])
    extent = axes.get_window_extent()
    lack_m = (frame.east_m - frame.west_m) * extent.height / extent.width - (frame.north_m - frame.south_m)
    high_m, wide_m = max(lack_m, 0.0) / 2, max(-lack_m * extent.width / extent.height, 0.0) / 2
    return Frame(
        frame.lat_deg,
        frame.lon_deg,
        frame.west_m - wide_m,
        frame.east_m + wide_m,
        frame.south_m - high_m,
        frame.north_m + high_m,
    )


def write_stations(axes: Axes, renderer: RendererAgg, frame: Frame, data: xr.Dataset) -> None:
    """Write beside each station the day on which its ships are there."""
    days: dict[str, list[float]] = {}
    points: dict[str, tuple[float, float]] = {}
    for move in data.attrs["moves"]:
        days.setdefault(move["to"], []).append(move["arrives_day"])
        x, y = frame.project(*np.array(move["route"][-1:]).T)[0]
        points[move["to"]] = (float(x), float(y))
    labels = []
    for name, arrivals in days.items():
        told = ", ".join(f"day {day:.1f}" if day > 0.0 else "stays" for day in sorted(arrivals))
        labels.append(Label(f"{name.removeprefix(STATION)}: {told}", points[name], palette.INK, 5.8))
    place_labels(axes, renderer, labels, list(points.values()))


def draw_days(axes: Axes, data: xr.Dataset) -> None:
    """Draw the shares against days: the ships sailing, and the plan as it stood."""
    day = data.day.values
    lines = {"labelcolor": palette.INK, "fontsize": 7}
    axes.step(
        day,
        100 * data.adapted,
        where="post",
        color=MOVED,
        linewidth=2.0,
        label="ships sail to better stations",
    )
    axes.plot(day, 100 * data.fixed, color=FIXED, linewidth=1.6, linestyle="--", label="plan as it stood")
    before = data.attrs["before"]
    if not math.isnan(before):
        axes.axhline(100 * before, color=BEFORE, linewidth=1.0, linestyle=":", label="before the change")
    top = np.nanmax([*data.adapted.values, *data.fixed.values, 0.0 if math.isnan(before) else before, 0.0])
    axes.set(xlim=(0.0, day[-1]), ylim=(0.0, min(105.0, 130.0 * max(float(top), 0.05))))
    axes.set_xlabel("Days after the change", fontsize=7.5, color=palette.INK)
    axes.set_ylabel("Protected, % of the people reached", fontsize=7.5, color=palette.INK)
    dress(axes)
    axes.legend(loc="upper left", frameon=False, **lines)


def draw_years(axes: Axes, data: xr.Dataset, name: str, first: bool) -> None:
    """Draw one estimate by year."""
    title = next(each.name for each in estimates() if each.id == name)
    ships = np.nan_to_num(data.ships_by_year.values)
    label = "ships of the year, best stations"
    axes.step(data.year, 100 * data.adapted_by_year, where="mid", color=MOVED, linewidth=1.8, label=label)
    axes.step(
        data.year,
        100 * data.fixed_by_year,
        where="mid",
        color=FIXED,
        linewidth=1.4,
        linestyle="--",
        label="plan as drawn",
    )
    axes.set(
        ylim=(-12.0, 105.0), yticks=[0, 20, 40, 60, 80, 100], xlim=(data.year[0] - 0.5, data.year[-1] + 0.5)
    )
    axes.set_title(f"{title} estimate", fontsize=8, color=palette.INK, loc="left")
    axes.xaxis.set_major_locator(MaxNLocator(nbins=6, integer=True))
    for turn in [0, *(np.flatnonzero(np.diff(ships)) + 1)]:
        axes.text(
            data.year[turn], 3.0, f"{ships[turn]:.0f}", fontsize=6, color=palette.QUIET_INK, ha="center"
        )
    dress(axes)
    if first:
        axes.set_ylabel("Protected, %; ships below", fontsize=7, color=palette.INK)
        axes.legend(loc="upper left", frameon=False, fontsize=6.2)


def dress(axes: Axes) -> None:
    """Give axes their quiet lines."""
    axes.grid(axis="y", color=palette.GRATICULE, linewidth=0.5)
    axes.tick_params(labelsize=7, colors=palette.INK)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)


def write_words(figure: Figure, result: Result, high_in: float) -> None:
    """Write headline, threat, findings and credit."""
    data = result.data
    title = result.provenance["scenario_title"]
    figure.text(0.02, 1 - 0.27 / high_in, title, fontsize=10.5, fontweight="bold", color=palette.INK)
    subtitle = f"The threat from day 0: {threat_words(data)}"
    figure.text(0.02, 1 - 0.46 / high_in, subtitle, fontsize=7.5, color=palette.QUIET_INK)
    texts = [finding["text"] for finding in findings(data) if finding["id"] in TOLD]
    told = [line for text in texts for line in textwrap.wrap(text, LINE)]
    figure.text(
        0.02, 0.84 / high_in, "\n".join(told), fontsize=6.4, color=palette.INK, va="top", linespacing=1.35
    )
    note = f"Rings: where ships begin; diamonds: stations; crosses: launch points. {CREDIT}."
    figure.text(0.02, 0.08 / high_in, note, fontsize=5.6, color=palette.QUIET_INK)


def threat_words(data: xr.Dataset) -> str:
    """Return missiles and launch points, those with the same launch points together."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for one in data.attrs["threats"]:
        groups.setdefault(tuple(one["launch"]), []).append(one["missile"])
    return "; ".join(f"{listing(missiles)} from {', '.join(launch)}" for launch, missiles in groups.items())
