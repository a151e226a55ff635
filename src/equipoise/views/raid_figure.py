"""The figure of raids: size of the raid across, missiles that get through up, with what chance leaves open."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from equipoise.views import palette
from equipoise.views.pictures import write_figure

UPRIGHT = (0, (1, 2))
COLOURS = ("#10375c", "#b5541c", "#43a195", "#6a2c91")
MARKERS = ("o", "s", "^", "D")
ALL_LEAK = "#8f8d88"
MOST_NAMED = 8  # aims in the caption


def draw_raid(
    answers: Sequence[dict[str, Any]], paths: Iterable[Path], threat: str | None = None
) -> tuple[Path, ...]:
    """Draw the raids of one scenario or more, as `as_json` tells them, into PNG or SVG files and return their paths.

    Parameters
    ----------
    answers : sequence of dict
        Raids as plain data, one a scenario, of several sizes each; at most four.
    paths : iterable of Path
        The ending chooses the form.
    threat : str, optional
        The threat set; by default the first of each.
    """
    return write_figure(lambda: figure_of(answers, threat), paths)


def figure_of(answers: Sequence[dict[str, Any]], threat: str | None) -> Figure:
    """Return the figure, not yet written."""
    figure = Figure(figsize=(7.2, 4.8))
    figure.subplots_adjust(left=0.08, right=0.98, top=0.9, bottom=0.17)
    axes = figure.add_subplot()
    handles: list[Any] = []
    for answer, colour, marker in zip(answers, COLOURS, MARKERS, strict=False):
        raid = raid_of(answer, threat)
        draw_one(axes, raid, colour, marker)
        handles.append(
            Line2D([], [], color=colour, marker=marker, markersize=4, label=label_of(answer, raid))
        )
    raids = [raid_of(answer, threat) for answer in answers]
    most = max(row["missiles"] for raid in raids for row in raid["sizes"])
    alike = " (here the same)" if all(served_as_known(raid) for raid in raids) else ""
    axes.plot([0, most], [0, most], color=ALL_LEAK, linewidth=0.8, linestyle=":")
    handles += [
        Line2D(
            [], [], color=palette.QUIET_INK, linestyle="--", label=f"mean, first come, first served{alike}"
        ),
        Patch(color=palette.QUIET_INK, alpha=0.18, linewidth=0, label="95 of 100 raids, raid known"),
        Line2D([], [], color=ALL_LEAK, linestyle=":", linewidth=0.8, label="no defence"),
    ]
    if any(exhausts_within(raid) for raid in raids):
        upright = Line2D(
            [], [], color=palette.QUIET_INK, linestyle=UPRIGHT, label="the raid that exhausts a plan"
        )
        handles.append(upright)
    furnish(axes, handles, most)
    figure.text(0.02, 0.94, title_of(answers, threat), fontsize=11, fontweight="bold", color=palette.INK)
    figure.text(0.02, 0.015, caption_of(answers), fontsize=5.6, color=palette.QUIET_INK)
    return figure


def raid_of(answer: dict[str, Any], threat: str | None) -> dict[str, Any]:
    """Return the raid of a threat set; the first by default."""
    return next(raid for raid in answer["raids"] if threat in (None, raid["threat"]))


def draw_one(axes: Axes, raid: dict[str, Any], colour: str, marker: str) -> None:
    """Draw both rules of one scenario, and the raid that exhausts it."""
    sizes = [row["missiles"] for row in raid["sizes"]]
    known = [row["assigned"] for row in raid["sizes"]]
    low, high = zip(*(row["interval_95"] for row in known), strict=True)
    axes.fill_between(sizes, low, high, color=colour, alpha=0.18, linewidth=0)
    axes.plot(sizes, [row["mean"] for row in known], color=colour, marker=marker, markersize=4, linewidth=1.6)
    served = [row["first-come"]["mean"] for row in raid["sizes"]]
    axes.plot(sizes, served, color=colour, linewidth=1.2, linestyle="--")
    if exhausts_within(raid):
        axes.axvline(raid["exhausted_at"], color=colour, linewidth=0.8, linestyle=UPRIGHT)


def exhausts_within(raid: dict[str, Any]) -> bool:
    """Return whether a raid of a size in the picture exhausts the plan."""
    size = raid["exhausted_at"]
    return size is not None and size <= max(row["missiles"] for row in raid["sizes"])


def served_as_known(raid: dict[str, Any]) -> bool:
    """Return whether both rules let as many through, as far as a picture shows."""
    rows = raid["sizes"]
    return all(math.isclose(row["assigned"]["mean"], row["first-come"]["mean"], abs_tol=0.05) for row in rows)


def label_of(answer: dict[str, Any], raid: dict[str, Any]) -> str:
    """Return the scenario's name in the legend, with its interceptors."""
    magazine = sum(battery["magazine"] for battery in raid["batteries"])
    size = raid["exhausted_at"]
    words = f"exhausted at {size}" if size is not None else "not exhausted"
    return f"{answer['scenario']} ({magazine} interceptors): mean, raid known; {words}"


def furnish(axes: Axes, handles: list[Any], most: int) -> None:
    """Write axes, grid and legend."""
    axes.set_xlim(0, most * 1.02)
    axes.set_ylim(0, None)
    axes.set_xlabel("missiles in the raid", color=palette.INK)
    axes.set_ylabel("missiles that get through", color=palette.INK)
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_locator(MaxNLocator(integer=True))
    axes.grid(color=palette.GRATICULE, linewidth=0.5)
    axes.set_axisbelow(True)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    axes.legend(
        handles=handles, loc="upper left", fontsize=7.5, frameon=True, framealpha=0.85, edgecolor="none"
    )


def title_of(answers: Sequence[dict[str, Any]], threat: str | None) -> str:
    """Return the heading: which raid."""
    raid = raid_of(answers[0], threat)
    return f"Raids within {answers[0]['window_s']:g} s, threat set {raid['threat']}: how many get through"


def caption_of(answers: Sequence[dict[str, Any]]) -> str:
    """Return what the numbers rest on."""
    first = answers[0]
    version = first["provenance"]["program_version"]
    hashes = " and ".join(
        f"{answer['scenario']} ({answer['provenance']['scenario_hash'][:8]})" for answer in answers
    )
    trials = f"{first['trials']:,} trials a size, seed {first['seed']}"
    rest = f"{trials}. Independent shots. Aims: {aims_words(first)}."
    return f"Equipoise {version}. Scenario {hashes}.\n{rest}"


def aims_words(answer: dict[str, Any]) -> str:
    """Return how the aims were stated."""
    aims = answer["provenance"]["options"]["aims"]
    if isinstance(aims, str):
        return "cities by population"
    return ", ".join(aims) if len(aims) <= MOST_NAMED else f"{len(aims)} places in turn"
