"""The figure of a claim: one dot for each disputed value, and where the claim holds shaded."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from equipoise.analyses.claims import Answer, Run, limit, shown
from equipoise.views import palette
from equipoise.views.pictures import write_figure

HOLDS, FAILS, BAND = "#10375c", "#b5541c", "#cde1ef"
SCALES = {
    "ratio": (100.0, "per cent"),
    "length": (1e-3, "km"),
    "time": (1 / 60, "minutes"),
    "speed": (1e-3, "km/s"),
}
LONGEST_LABEL = 62


def draw_claim(answer: Answer, path: Path) -> Path:
    """Draw a claim worked out into a PNG or SVG file and return its path."""
    write_figure(lambda: figure_of(answer), [path])
    return path


def figure_of(answer: Answer) -> Figure:
    """Return the figure, not yet written."""
    rows = len(answer.runs)
    height_in = 1.5 + 0.2 * rows
    figure = Figure(figsize=(7.2, height_in))
    figure.subplots_adjust(left=0.44, right=0.97, top=1 - 0.62 / height_in, bottom=0.62 / height_in)
    axes = figure.add_subplot()
    factor, unit = SCALES.get(answer.quantity.dimension, (1.0, ""))
    draw_runs(axes, answer, factor)
    shade(axes, answer, factor)
    axes.set_xlabel(f"{answer.claim.quantity.replace('-', ' ')}{', ' + unit if unit else ''}", fontsize=7)
    who = f"{answer.claim.speaker}, {answer.claim.date}. Shaded: the claim holds."
    small: dict[str, Any] = {"fontsize": 5.8, "color": palette.QUIET_INK}
    title: dict[str, Any] = {"fontsize": 10, "fontweight": "bold", "color": palette.INK}
    figure.text(0.02, 1 - 0.27 / height_in, answer.claim.title, **title)
    figure.text(0.02, 1 - 0.46 / height_in, shortened(who, 150), **small)
    figure.text(0.02, 0.1 / height_in, shortened(f"Verdict: {answer.verdict}.", 150), **small)
    return figure


def draw_runs(axes: Axes, answer: Answer, factor: float) -> None:
    """Draw a dot and a label for every run; a run without a number has words in its place."""
    for row, run in enumerate(answer.runs):
        if math.isfinite(run.result):
            axes.plot(
                run.result * factor, row, color=HOLDS if run.holds else FAILS,
                marker="o" if run.holds else "X", markersize=5, linestyle="none",
            )  # fmt: skip
        else:
            words = shown(run.result, answer.quantity.dimension)
            axes.text(0.01, row, words, transform=axes.get_yaxis_transform(), fontsize=6, va="center")
    axes.set_yticks(range(len(answer.runs)), [label_of(run) for run in answer.runs], fontsize=6)
    axes.set_ylim(len(answer.runs) - 0.5, -0.5)
    axes.tick_params(axis="x", labelsize=6)
    axes.grid(axis="x", color=palette.GRATICULE, linewidth=0.5)
    axes.set_axisbelow(True)


def shade(axes: Axes, answer: Answer, factor: float) -> None:
    """Shade where the claim holds; the limits of the axis take in the criterion."""
    criterion = answer.claim.holds_if
    limits = [limit(text, answer.quantity) for text in (criterion.at_least, criterion.at_most)]
    found = [run.result for run in answer.runs if math.isfinite(run.result)]
    known = [value * factor for value in [*found, *limits] if value is not None]
    room = 0.06 * ((max(known) - min(known)) or 1.0)
    left, right = min(known) - room, max(known) + room
    axes.set_xlim(left, right)
    low, high = (None if value is None else value * factor for value in limits)
    axes.axvspan(
        left if low is None else low, right if high is None else high, color=BAND, alpha=0.6, linewidth=0
    )


def label_of(run: Run) -> str:
    """Return the label of a run: input and value, shortened to fit."""
    if run.changed is None:
        return "as it stands"
    return shortened(f"{run.changed}: {run.value_text}" if run.value_text else run.changed, LONGEST_LABEL)


def shortened(text: str, most: int) -> str:
    """Return a text cut to a length, with dots where something is cut."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
