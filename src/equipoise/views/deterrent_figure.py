"""The figure of the deterrent quarrel: interceptor speed across, launch delay up, a curve for each base.

Below its curve a base's missiles can be met; the shading says where none, some and all of them can, so that both
statements, "too slow to catch them" and "fast enough", have their own ground.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import numpy as np
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from equipoise.errors import EquipoiseError
from equipoise.results import Result
from equipoise.views import palette
from equipoise.views.pictures import write_figure

COLOURS = ("#0072b2", "#d55e00", "#009e73", "#7a4f9a", "#8a6d00", "#a8325e", "#4a4f54")
DASHES = ("-", "--", "-.")
NONE, SOME, ALL = "#f3d3c3", "#e4eef6", "#b9d7ea"
SLOWEST_KM_S, FASTEST_KM_S = 3.0, 9.6
LONGEST_S = 720.0
LABEL_GAP_S = 23.0
NEVER_S = -1e4


class Region(NamedTuple):
    """What is written into a part of the figure, and the room that it takes."""

    words: str
    width_km_s: float
    height_s: float
    size: float


REGIONS = {
    "none": Region("No base can be met:\n'too slow to catch them' holds", 2.6, 70.0, 8.5),
    "some": Region("Some bases", 1.1, 36.0, 8.0),
    "all": Region("Every base can be met:\n'fast enough' holds", 2.1, 70.0, 8.5),
}
NEAREST_LABELS_KM_S = 0.45
# Who named the speeds of the Polish interceptor: spacenews-2007, afp-2007.
SPEAKERS = {
    5.4: "agency, slides",
    6.3: "agency, 2007",
    7.7: "critic, low",
    8.3: "critic, high",
    9.0: "critic, Sept.",
}


def draw_deterrent(result: Result, paths: Iterable[Path], target: str | None = None) -> tuple[Path, ...]:
    """Draw a deterrent analysis into PNG or SVG files and return their paths.

    Parameters
    ----------
    result : Result
        Of the analysis `deterrent`.
    paths : iterable of Path
        The ending chooses the form.
    target : str, optional
        Flights to this target; by default the first.
    """
    known = [str(name) for name in result.data.target.values]
    chosen = known[0] if target is None else target
    if chosen not in known:
        raise EquipoiseError(
            f"figure: no target '{target}' in this result\n  choose one of: {', '.join(known)}"
        )
    return write_figure(lambda: figure_of(result, result.data.sel(target=chosen)), paths)


def figure_of(result: Result, data: xr.Dataset) -> Figure:
    """Return the figure, not yet written."""
    figure = Figure(figsize=(8.2, 6.0))
    axes = figure.add_axes((0.075, 0.165, 0.72, 0.665))
    axes.set(xlim=(SLOWEST_KM_S, FASTEST_KM_S), ylim=(0.0, LONGEST_S))
    axes.set_xlabel("Interceptor burnout speed, km/s", color=palette.INK)
    axes.set_ylabel("Interceptor launched so long after the missile, s", color=palette.INK)
    axes.set_yticks([0, 60, 90, 120, 180, 240, 300, 360, 420, 480, 540, 600, 660, 720])
    axes.grid(axis="y", color=palette.GRATICULE, linewidth=0.5)
    curves = curves_of(data)
    shade(axes, data.scan.values / 1e3, curves)
    draw_curves(axes, data, curves)
    mark_rivals(axes, data)
    write_words(figure, result, data)
    return figure


def curves_of(data: xr.Dataset) -> dict[str, np.ndarray]:
    """Return the latest launch by speed for each base that holds missiles; below 0 where out of reach."""
    held = [str(base) for base in data.base.values if int(data["count"].sel(base=base)) > 0]
    return {base: np.nan_to_num(data.scan_launch_s.sel(base=base).values, nan=NEVER_S) for base in held}


def shade(axes: Axes, speeds_km_s: np.ndarray, curves: dict[str, np.ndarray]) -> None:
    """Paint where none, some and all bases can be met."""
    fine_km_s = np.linspace(SLOWEST_KM_S, FASTEST_KM_S, 200)
    rows = np.array([np.interp(fine_km_s, speeds_km_s, curve) for curve in curves.values()])
    most, least = rows.max(axis=0), rows.min(axis=0)
    top = np.full(len(fine_km_s), LONGEST_S)
    axes.fill_between(
        fine_km_s, np.maximum(most, 0.0), top, facecolor=NONE, hatch="///", edgecolor="#ffffffaa", linewidth=0
    )
    axes.fill_between(fine_km_s, np.maximum(least, 0.0), np.maximum(most, 0.0), facecolor=SOME, linewidth=0)
    axes.fill_between(fine_km_s, 0.0, np.maximum(least, 0.0), facecolor=ALL, linewidth=0)
    layers = np.clip(np.sort(rows, axis=0), 0.0, LONGEST_S)
    floor = np.zeros((1, len(fine_km_s)))
    name_region(axes, REGIONS["none"], fine_km_s, np.vstack([layers[-1:], [top]]))
    name_region(axes, REGIONS["some"], fine_km_s, layers)
    name_region(axes, REGIONS["all"], fine_km_s, np.vstack([floor, layers[:1]]))


def name_region(axes: Axes, region: Region, speeds_km_s: np.ndarray, layers: np.ndarray) -> None:
    """Write the name of a region where two curves of it lie furthest apart; nowhere where the words do not fit.

    `layers` holds the heights of its curves, (curve, speed), from the lowest to the highest at each speed.
    """
    width = int(np.searchsorted(speeds_km_s, speeds_km_s[0] + region.width_km_s))
    windows = np.lib.stride_tricks.sliding_window_view(layers, width, axis=1)
    floors_s, ceilings_s = windows[:-1].max(axis=2), windows[1:].min(axis=2)
    room_s = ceilings_s - floors_s
    if not room_s.size or room_s.max() < region.height_s:
        return
    curve, place = np.unravel_index(int(np.argmax(room_s)), room_s.shape)
    axes.text(
        speeds_km_s[place] + 0.5 * region.width_km_s,
        0.5 * (floors_s[curve, place] + ceilings_s[curve, place]),
        region.words,
        ha="center",
        va="center",
        color=palette.INK,
        fontsize=region.size,
        fontweight="bold",
        bbox=palette.BACKING,
    )


def draw_curves(axes: Axes, data: xr.Dataset, curves: dict[str, np.ndarray]) -> None:
    """Draw the curve of each base, its name, and a mark where the plan's sensors would let it launch."""
    speeds_km_s = data.scan.values / 1e3
    own_km_s = data.attrs["own_speed_m_s"] / 1e3
    ends = {base: float(np.interp(FASTEST_KM_S, speeds_km_s, curve)) for base, curve in curves.items()}
    heights = spread(ends)
    for n, base in enumerate(sorted(curves, key=lambda name: -ends[name])):
        colour, dash = COLOURS[n % len(COLOURS)], DASHES[n // len(COLOURS)]
        met = curves[base] > NEVER_S
        axes.plot(
            speeds_km_s, np.where(met, curves[base], np.nan), color=colour, linestyle=dash, linewidth=1.4
        )
        commit_s = float(data.commit_s.sel(base=base))
        name = str(data.base_name.sel(base=base).values).replace(", ", " ")
        name_end(axes, name, last_met(speeds_km_s, curves[base]), colour)
        axes.annotate(
            name,
            (FASTEST_KM_S, min(ends[base], LONGEST_S)),
            (FASTEST_KM_S + 0.12, heights[base]),
            annotation_clip=False,
            color=colour,
            fontsize=7.5,
            va="center",
            arrowprops={
                "arrowstyle": "-",
                "color": colour,
                "linewidth": 0.6,
                "relpos": (0.0, 0.5),
                "shrinkA": 0,
                "shrinkB": 0,
            },
        )
        if np.isfinite(commit_s):
            axes.plot(
                own_km_s,
                commit_s,
                marker="D",
                markersize=4.5,
                color=colour,
                markeredgecolor=palette.PAPER,
                zorder=5,
            )


def name_end(axes: Axes, name: str, end: tuple[float, float] | None, colour: str) -> None:
    """Write the name of a base beneath the end of its curve, if that lies within the picture."""
    if end is not None:
        axes.annotate(
            name,
            end,
            (0, -4),
            textcoords="offset points",
            color=colour,
            fontsize=7.5,
            ha="center",
            va="top",
            bbox=palette.BACKING,
        )


def last_met(speeds_km_s: np.ndarray, curve: np.ndarray) -> tuple[float, float] | None:
    """Return where a curve ends within the picture: faster interceptors pass above the missile; None if it does not."""
    met = np.flatnonzero(curve > 0.0)
    if not met.size or speeds_km_s[met[-1]] >= FASTEST_KM_S or curve[met[-1] + 1] > NEVER_S:
        return None
    return float(speeds_km_s[met[-1]]), float(curve[met[-1]])


def spread(ends: dict[str, float]) -> dict[str, float]:
    """Return heights for labels, in the order of the curves and never nearer than a line of text."""
    heights: dict[str, float] = {}
    last_s = LONGEST_S + LABEL_GAP_S
    for base in sorted(ends, key=lambda name: -ends[name]):
        last_s = min(ends[base], last_s - LABEL_GAP_S)
        heights[base] = last_s
    return heights


def mark_rivals(axes: Axes, data: xr.Dataset) -> None:
    """Draw the disputed speeds as upright lines, with the one who named each where there is room for the words."""
    own_km_s = float(data.attrs["own_speed_m_s"]) / 1e3
    labelled: list[float] = []
    for speed_km_s in sorted(
        (float(speed) / 1e3 for speed in data.speed.values), key=lambda v: v != own_km_s
    ):
        if not SLOWEST_KM_S < speed_km_s < FASTEST_KM_S:
            continue
        axes.axvline(speed_km_s, color=palette.INK, linewidth=0.9, linestyle=":", zorder=4)
        if all(abs(speed_km_s - other) >= NEAREST_LABELS_KM_S for other in labelled):
            labelled.append(speed_km_s)
            who = SPEAKERS.get(round(speed_km_s, 2), "this plan" if speed_km_s == own_km_s else "")
            axes.text(
                speed_km_s,
                LONGEST_S + 6.0,
                f"{speed_km_s:.3g}\n" + who.replace(", ", ",\n"),
                ha="center",
                va="bottom",
                fontsize=7,
                linespacing=1.05,
                color=palette.INK,
            )


def write_words(figure: Figure, result: Result, data: xr.Dataset) -> None:
    """Write the headline and what the marks mean."""
    target = str(data.target_name.values)
    figure.text(
        0.075,
        0.965,
        f"Who is right about flights to {target}",
        fontsize=12.5,
        fontweight="bold",
        color=palette.INK,
        va="top",
    )
    title = result.provenance["scenario_title"]
    figure.text(
        0.075, 0.925, f"{title}; {data.attrs['force_name']}", fontsize=8, color=palette.QUIET_INK, va="top"
    )
    own_km_s = data.attrs["own_speed_m_s"] / 1e3
    lines = (
        "Below its curve a base's missile can be met while it rises, by an interceptor guided to the end.",
        "A curve ends where faster interceptors pass above."
        f" Diamonds: the earliest launch that the plan's sensors allow, at its own {own_km_s:.3g} km/s.",
        "Point masses, ideal guidance, no decoys. Equipoise, public figures; sources in the data beside this picture.",
    )
    figure.text(
        0.075, 0.015, "\n".join(lines), fontsize=7.5, color=palette.QUIET_INK, va="bottom", linespacing=1.35
    )
