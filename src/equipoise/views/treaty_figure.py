"""The figure of treaties: above, when each was law, suspended or ended; below, headroom by state."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from matplotlib.axes import Axes
from matplotlib.dates import date2num
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from equipoise.analyses.treaty_answers import headroom_rows
from equipoise.analyses.treaty_headroom import BINDING_YEAR
from equipoise.results import Result
from equipoise.studies.words import listing
from equipoise.views import palette
from equipoise.views.pictures import write_figure

FIRST, LAST = date(1971, 1, 1), date(2028, 1, 1)
LAW, NOT_LAW, SUSPENDED = "#10375c", "#d9d4c7", "#e6bd88"
CATEGORIES = {"tanks": "#0072b2", "acv": "#d55e00", "artillery": "#009e73", "aircraft": "#7a4f9a"}
SHORT = {
    "inf": "INF",
    "abm": "ABM Treaty",
    "abm-demarcation-1997": "demarcation 1997",
    "new-start": "New START",
    "cfe-1990": "CFE 1990",
    "cfe-flank-1996": "CFE flank 1996",
    "cfe-adapted-1999": "CFE adapted 1999",
}
LONG_TITLE = 62
STARTS = ("applied", "in force")


def draw_treaty(result: Result, paths: Iterable[Path], others: Sequence[Result] = ()) -> tuple[Path, ...]:
    """Draw a treaty analysis into PNG or SVG files and return their paths.

    Parameters
    ----------
    result : Result
        Of the analysis `treaty`.
    paths : iterable of Path
        The ending chooses the form.
    others : sequence of Result
        Other plans, whose days are marked as well.
    """
    return write_figure(lambda: figure_of(result, others), paths)


def figure_of(result: Result, others: Sequence[Result] = ()) -> Figure:
    """Return the figure, not yet written."""
    attrs = result.data.attrs
    rows = latest_rows(result)
    figure = Figure(figsize=(7.2, 6.4 if rows else 3.6))
    heights = (1.0, 1.15) if rows else (1.0,)
    grid = figure.add_gridspec(len(heights), 1, height_ratios=heights, hspace=0.42)
    figure.subplots_adjust(left=0.17, right=0.97, top=0.89, bottom=0.13 if rows else 0.2)
    days = sorted({date.fromisoformat(each.data.attrs["date"]) for each in (result, *others)})
    draw_timeline(figure.add_subplot(grid[0]), attrs["treaties"], days)
    if rows:
        draw_headroom(figure.add_subplot(grid[1]), rows)
    plans = listing([each.provenance["scenario"] for each in (result, *others)])
    title = f"Treaties on {listing([str(day) for day in days])}, for {plans}"
    size = 11 if len(title) <= LONG_TITLE else 8.5
    figure.text(0.02, 0.95, title, fontsize=size, fontweight="bold", color=palette.INK)
    figure.text(0.02, 0.015, caption_of(result), fontsize=5.6, color=palette.QUIET_INK)
    return figure


def draw_timeline(axes: Axes, treaties: list[dict[str, Any]], days: Sequence[date]) -> None:
    """Draw a bar for each treaty: pale from the signature on, dark while in force, broken where somebody suspends."""
    for row, one in enumerate(treaties):
        for start, end, colour, height in spans_of(one):
            width = date2num(end) - date2num(start)
            axes.barh(row, width, left=date2num(start), height=height, color=colour, linewidth=0)
    mark_days(axes, days)
    axes.set_yticks(range(len(treaties)), [SHORT.get(one["id"], one["id"]) for one in treaties], fontsize=7.5)
    axes.set_ylim(len(treaties) - 0.4, -0.75)
    axes.set_xlim(date2num(FIRST), date2num(LAST))
    axes.xaxis_date()
    axes.tick_params(axis="x", labelsize=7)
    furnish(axes, "x")
    axes.legend(
        handles=[
            Patch(color=LAW, label="in force"),
            Patch(color=SUSPENDED, label="in force, suspended or left by some"),
            Patch(color=NOT_LAW, label="signed, not in force"),
        ],
        loc="upper center",
        bbox_to_anchor=(0.4, -0.12),
        ncols=3,
        fontsize=6.5,
        frameon=False,
    )


def mark_days(axes: Axes, days: Sequence[date]) -> None:
    """Draw a line for each day asked about; the words of the first stand left of it where there are several."""
    for place, day in enumerate(days):
        axes.axvline(date2num(day), color=palette.LAUNCH, linewidth=1.2)
        left = place == 0 and len(days) > 1
        words = f"{day} " if left else f" {day}"
        look: dict[str, Any] = {"color": palette.LAUNCH, "fontsize": 6.5, "va": "bottom", "clip_on": False}
        axes.text(date2num(day), -0.75, words, ha="right" if left else "left", **look)


def spans_of(one: dict[str, Any]) -> list[tuple[date, date, str, float]]:
    """Return start, end, colour and height of the bars of one treaty."""
    days = [(event["event"], date.fromisoformat(event["date"]), event["by"]) for event in one["events"]]
    signed = min(day for _, day, _ in days)
    begun = min((day for event, day, _ in days if event in STARTS), default=None)
    ended = min((day for event, day, by in days if event == "ended" and not by), default=LAST)
    if begun is None:
        return [(signed, LAST, NOT_LAW, 0.5)]
    apart = min((day for event, day, by in days if event in ("suspended", "ended") and by), default=ended)
    return [
        (signed, begun, NOT_LAW, 0.5),
        (begun, min(apart, ended), LAW, 0.5),
        (min(apart, ended), ended, SUSPENDED, 0.5),
    ]


def latest_rows(result: Result) -> list[dict[str, Any]]:
    """Return headroom under the national levels of 1990, of the last year known for each state."""
    rows = [row for row in headroom_rows(result.data) if row["ceiling"] == "levels-1990"]
    if not any(one["id"].startswith("cfe") for one in result.data.attrs["treaties"]):
        return []
    last = {row["state"]: max(r["year"] for r in rows if r["state"] == row["state"]) for row in rows}
    return [row for row in rows if row["year"] == last[row["state"]] and row["year"] >= BINDING_YEAR]


def draw_headroom(axes: Axes, rows: list[dict[str, Any]]) -> None:
    """Draw headroom as a share of the level, a group of bars for each state."""
    known = sorted({(row["state"], row["year"]) for row in rows})
    width = 0.8 / len(CATEGORIES)
    for place, (category, colour) in enumerate(CATEGORIES.items()):
        for column, (state, _) in enumerate(known):
            share = next(
                (r["headroom_share"] for r in rows if r["state"] == state and r["category"] == category), None
            )
            if share is not None:
                left = column - 0.4 + (place + 0.5) * width
                axes.bar(left, 100 * share, width=width, color=colour, linewidth=0)
                if abs(share) < 0.004:
                    axes.plot([left], [0], marker="o", color=colour, markersize=3.2, zorder=3)
    axes.axhline(0, color=palette.INK, linewidth=0.8)
    axes.set_xticks(range(len(known)), [f"{state}\n{year}" for state, year in known], fontsize=7.5)
    axes.set_ylabel("headroom, % of the level", fontsize=7.5, color=palette.INK)
    axes.tick_params(axis="y", labelsize=7)
    axes.set_title(
        "National levels of 1990 less last known holdings", fontsize=8.5, loc="left", color=palette.INK
    )
    furnish(axes, "y")
    handles = [Patch(color=colour, label=NAMES[name]) for name, colour in CATEGORIES.items()]
    axes.legend(
        handles=handles, fontsize=6.5, frameon=False, ncols=4, loc="upper center", bbox_to_anchor=(0.5, -0.17)
    )


NAMES = {
    "tanks": "tanks",
    "acv": "armoured vehicles",
    "artillery": "artillery",
    "aircraft": "combat aircraft",
}


def furnish(axes: Axes, along: Any) -> None:
    """Write grid and spines."""
    axes.grid(axis=along, color=palette.GRATICULE, linewidth=0.5)
    axes.set_axisbelow(True)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)


def caption_of(result: Result) -> str:
    """Return what the figure rests on."""
    origin = result.provenance
    head = f"Equipoise {origin['program_version']}. Scenario {origin['scenario']} ({origin['scenario_hash'][:8]}). "
    levels = "The levels are recalled; their sums reproduce the published totals."
    return f"{head}{levels} A state that is left out has no holdings here."
