"""The figure of costs: a bar a plan, stacked by kind, the sum after growth, and published ranges beside."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from equipoise.views import palette
from equipoise.views.pictures import write_figure

KINDS = {
    "development": ("#10375c", ""),
    "procurement": ("#4a8cc0", "////"),
    "construction": ("#43a195", "...."),
    "operation": ("#eaa98a", ""),
}
PUBLISHED = "#6a2c91"
THICK = 0.5


def draw_cost(answers: Sequence[dict[str, Any]], paths: Iterable[Path]) -> tuple[Path, ...]:
    """Draw the budgets of one scenario or more, as `as_json` tells them, into PNG or SVG files; return their paths."""
    return write_figure(lambda: figure_of(answers), paths)


def figure_of(answers: Sequence[dict[str, Any]]) -> Figure:
    """Return the figure, not yet written."""
    height = 2.5 + 0.75 * len(answers)
    figure = Figure(figsize=(8.2, height))
    axes = figure.add_axes((0.2, 0.95 / height, 0.77, 1.0 - 2.0 / height))
    for place, answer in enumerate(answers):
        draw_plan(axes, answer, float(place))
    furnish(axes, answers)
    year = answers[0]["budget"]["price_year"]
    figure.text(
        0.02,
        1.0 - 0.3 / height,
        f"What the plans cost over {answers[0]['budget']['operation_years']} years, in prices of {year}",
        fontsize=11.5,
        fontweight="bold",
        color=palette.INK,
        va="center",
    )
    figure.legend(
        handles=handles(),
        loc="upper left",
        bbox_to_anchor=(0.015, 1.0 - 0.45 / height),
        ncols=3,
        fontsize=7.5,
        frameon=False,
    )
    figure.text(0.02, 0.1 / height, caption_of(answers), fontsize=6.5, color=palette.QUIET_INK, va="bottom")
    return figure


def draw_plan(axes: Axes, answer: dict[str, Any], place: float) -> None:
    """Draw one plan: its bar, the interval after growth, and the published ranges above it."""
    left = 0.0
    for kind, (colour, hatch) in KINDS.items():
        width = answer["kinds"][kind]["base_usd"] / 1e9
        axes.barh(
            place, width, THICK, left=left, color=colour, hatch=hatch, edgecolor=palette.PAPER, linewidth=0.4
        )
        left += width
    low, middle, high = (answer["total"][name] / 1e9 for name in ("p05_usd", "p50_usd", "p95_usd"))
    axes.plot([low, high], [place, place], color=palette.INK, linewidth=1.3, solid_capstyle="butt")
    axes.plot(middle, place, marker="o", markersize=4.5, color=palette.PAPER, markeredgecolor=palette.INK)
    mark = ">" if answer["unpriced"] else ""
    write_beside(axes, high, place, f"{mark}{middle:.0f} ({low:.0f} to {high:.0f})", 7.5, palette.INK)
    for estimate in answer["estimates"]:
        if estimate["covers"] == "all":
            draw_published(axes, estimate, place - 0.37)


def draw_published(axes: Axes, estimate: dict[str, Any], height: float) -> None:
    """Draw a published range."""
    least, most = estimate["least_usd"] / 1e9, estimate["most_usd"] / 1e9
    axes.plot([least, most], [height, height], color=PUBLISHED, linewidth=2.6, solid_capstyle="butt")
    for end in (least, most):
        axes.plot([end, end], [height - 0.07, height + 0.07], color=PUBLISHED, linewidth=1.0)
    write_beside(axes, most, height, f"{least:g} to {most:g}", 7.0, PUBLISHED)


def write_beside(axes: Axes, x: float, y: float, text: str, size: float, color: str) -> None:
    """Write a text to the right of a point, a little apart from it; in an SVG spaces before a text are lost."""
    axes.annotate(
        text, (x, y), (5.0, 0.0), textcoords="offset points", va="center", fontsize=size, color=color
    )


def furnish(axes: Axes, answers: Sequence[dict[str, Any]]) -> None:
    """Write axes and grid."""
    axes.set_ylim(len(answers) - 0.5, -0.62)
    axes.set_yticks(range(len(answers)), [answer["scenario"] for answer in answers], fontsize=8)
    most = max(answer["total"]["p95_usd"] for answer in answers) / 1e9
    published = [each["most_usd"] / 1e9 for answer in answers for each in answer["estimates"]]
    axes.set_xlim(0.0, 1.25 * max([most, *published]))
    axes.set_xlabel("billions of dollars", color=palette.INK)
    axes.grid(axis="x", color=palette.GRATICULE, linewidth=0.5)
    axes.set_axisbelow(True)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.tick_params(axis="y", length=0)


def handles() -> list[Any]:
    """Return the legend."""
    kinds = [
        Patch(facecolor=colour, hatch=hatch, edgecolor=palette.PAPER, label=f"{kind}, before growth")
        for kind, (colour, hatch) in KINDS.items()
    ]
    growth = Line2D(
        [],
        [],
        color=palette.INK,
        marker="o",
        markerfacecolor=palette.PAPER,
        markersize=4.5,
        label="sum after growth, 5, 50, 95 %",
    )
    return [
        *kinds,
        growth,
        Line2D([], [], color=PUBLISHED, linewidth=2.6, label="published range for all of it"),
    ]


def caption_of(answers: Sequence[dict[str, Any]]) -> str:
    """Return what the numbers rest on."""
    budget = answers[0]["budget"]
    growth = f"growth log-normal, median {budget['growth_median']:g}, sigma {budget['growth_sigma']:g}"
    trials = f"{answers[0]['trials']:,} trials, seed {answers[0]['seed']}"
    version = answers[0]["provenance"]["program_version"]
    lower = (
        "  '>': some parts have no published price, a lower bound."
        if any(a["unpriced"] for a in answers)
        else ""
    )
    return f"Equipoise {version}. {growth}; {trials}. Discount {100 * budget['discount_rate']:g} %.{lower}"
