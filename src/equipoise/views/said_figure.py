"""The figure of what was said of the time at which plans work: when it comes with each plan, and the chances told."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from equipoise.dates import year_of
from equipoise.studies.said import NOT_FOUND, UNKNOWN, by_time, chance_words
from equipoise.studies.words import percent
from equipoise.views import palette
from equipoise.views.pictures import write_figure
from equipoise.views.schedule_figure import COLOURS

WIDTH, TOP, FOOT, LINE, WORDS, GAP = 8.2, 0.72, 0.95, 0.15, 0.14, 0.09  # inches
COLUMNS = 3  # of the legend
LETTERS = 160  # in a line across the figure
ROOM_YEARS = 7.5  # to the right, for the chances
SPAN = "5 to 95 % of the trials in which it comes; dot: their median"


def draw_said(answers: Sequence[dict[str, Any]], paths: Iterable[Path]) -> tuple[Path, ...]:
    """Draw what was said beside plans, as `held_together` tells it, into PNG or SVG files; return their paths."""
    return write_figure(lambda: figure_of(answers), paths)


def figure_of(answers: Sequence[dict[str, Any]]) -> Figure:
    """Return the figure, not yet written."""
    rows = rows_of(answers)
    high = sum(height_of(row) for row in rows)
    height = TOP + LINE * ((len(answers) + 1) // COLUMNS) + high + FOOT
    figure = Figure(figsize=(WIDTH, height))
    axes = figure.add_axes((0.03, FOOT / height, 0.94, high / height))
    furnish(axes, answers, high)
    low = high
    for row in rows:
        draw_row(axes, row, low)
        low -= height_of(row)
    write_words(figure, answers, height)
    return figure


def rows_of(answers: Sequence[dict[str, Any]]) -> list[list[tuple[str, dict[str, Any]]]]:
    """Return each thing said with its colour, once a plan that it is held against, in the order of the days."""
    groups: dict[str, list[tuple[str, dict[str, Any]]]] = {}
    for answer, colour in zip(answers, COLOURS, strict=False):
        for each in answer["promises"]:
            groups.setdefault(each["id"], []).append((colour, each))
    ordered = by_time([group[0][1] for group in groups.values()])
    return [groups[each["id"]] for each in ordered]


def lines_of(promise: dict[str, Any]) -> list[str]:
    """Return who said what in lines that fit, marked where nobody is known to have said it in these words."""
    mark = f"  [{NOT_FOUND}]" if promise["wording"] == UNKNOWN else ""
    return textwrap.wrap(f"{promise['speaker']} ({promise['source']}): {promise['claim']}{mark}", LETTERS)


def height_of(row: Sequence[tuple[str, dict[str, Any]]]) -> float:
    """Return the height of a row in inches."""
    return WORDS * len(lines_of(row[0][1])) + LINE * len(row) + GAP


def furnish(axes: Axes, answers: Sequence[dict[str, Any]], high: float) -> None:
    """Set years along the foot; up the side are inches, so that rows have their own heights."""
    years = answers[0]["years"]
    axes.set_xlim(years[0], years[-1] + ROOM_YEARS)
    axes.set_ylim(0.0, high)
    axes.set_yticks([])
    axes.set_xticks(range(years[0], years[-1] + 2, max(1, len(years) // 9)))
    axes.tick_params(labelsize=7.5)
    axes.grid(axis="x", color=palette.GRATICULE, linewidth=0.4, alpha=0.7)
    axes.set_axisbelow(True)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)


def draw_row(axes: Axes, row: Sequence[tuple[str, dict[str, Any]]], high: float) -> None:
    """Draw one thing said: its words, and below them a bar and the chances a plan."""
    left, right = axes.get_xlim()
    for line in lines_of(row[0][1]):
        high -= WORDS
        axes.text(left, high + 0.03, line, fontsize=6.3, color=palette.INK)
    for colour, promise in row:
        high -= LINE
        draw_span(axes, promise, colour, high + LINE / 2)
        axes.text(
            right, high + LINE / 2, chances_of(promise), fontsize=5.8, color=colour, ha="right", va="center"
        )


def draw_span(axes: Axes, promise: dict[str, Any], colour: str, level: float) -> None:
    """Draw when what is spoken of comes where it does, and a short upright line at the date that was named."""
    when, named = promise["of_those"], year_of(promise["date"] or "")
    if when["median"] is not None:
        axes.plot([when["low"], when["high"]], [level, level], color=colour, linewidth=3.2, alpha=0.45)
        axes.plot([when["median"]], [level], color=colour, marker="o", markersize=4.0)
    if named is not None:
        ends = [level - 0.45 * LINE, level + 0.45 * LINE]
        axes.plot([named, named], ends, color=palette.INK, linewidth=1.0)


def chances_of(promise: dict[str, Any]) -> str:
    """Return the chances told of one thing said, those of its date and its readings, and that it ever comes."""
    if not promise["in_plan"]:
        return "not in this plan"
    told = [] if promise["date"] is None else [f"by {promise['date']} {percent(promise['chance'])}"]
    told += [f"{brief(each['name'])} {chance_words(each, short=True)}" for each in promise["readings"]]
    return "; ".join([*told, f"ever {percent(promise['comes'])}"])


def brief(name: str) -> str:
    """Return the name of a reading without what the other rows say too.

    Examples
    --------
    >>> brief("by 2015, the date of a phase"), brief("ahead of the other plan")
    ('by 2015', 'ahead')
    """
    return name.split(",")[0].replace(" of the other plan", "").replace(" of its decision", "")


def write_words(figure: Figure, answers: Sequence[dict[str, Any]], height: float) -> None:
    """Write the headline, the legend and what the bars rest on."""
    title = "What was said of the time, and when it comes by the record"
    figure.text(
        0.02, 1.0 - 0.22 / height, title, fontsize=12, fontweight="bold", color=palette.INK, va="center"
    )
    plans = [
        Line2D([], [], color=colour, marker="o", markersize=4, linewidth=3, label=answer["scenario"])
        for answer, colour in zip(answers, COLOURS, strict=False)
    ]
    named = Line2D([], [], color=palette.INK, marker="|", linestyle="", markersize=8, label="date named")
    figure.legend(
        handles=[*plans, named],
        loc="upper left",
        bbox_to_anchor=(0.01, 1.0 - 0.36 / height),
        ncols=COLUMNS,
        fontsize=7,
        frameon=False,
    )
    foot = (
        f"Bars: {SPAN}. Right: chances, in the middle between slips apart and together.\n"
        "A sentence that compares two plans is held against each alike, whichever it was said of; "
        "where it names no date, the readings are this program's.\n"
        f"{answers[0]['trials']:,} trials, seed {answers[0]['seed']}. Slips drawn from the cited record of such plans. "
        f"Equipoise {answers[0]['provenance']['program_version']}."
    )
    figure.text(0.02, 0.12 / height, foot, fontsize=6, color=palette.QUIET_INK)
