"""The figure of schedules: the chance that a plan works by each year, people protected, and dates named in public."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator, PercentFormatter

from equipoise.dates import year_of
from equipoise.studies.words import percent
from equipoise.views import palette
from equipoise.views.pictures import write_figure

COLOURS = ("#10375c", "#b5541c", "#43a195", "#6a2c91")
DASHES: tuple[Any, ...] = ("-", "--", "-.", ":")
LAST = "9999"  # after every date
WIDTH, TOP, PANEL, GAP, LINE = 8.2, 1.1, 2.3, 0.6, 0.165  # inches


def draw_schedule(answers: Sequence[dict[str, Any]], paths: Iterable[Path]) -> tuple[Path, ...]:
    """Draw the schedules of one scenario or more, as `as_json` tells them, into PNG or SVG files; return the paths."""
    return write_figure(lambda: figure_of(answers), paths)


def figure_of(answers: Sequence[dict[str, Any]]) -> Figure:
    """Return the figure, not yet written."""
    promises = promises_of(answers)
    panels = 2 if all(answer["coverage"] for answer in answers) else 1
    foot = 0.83 + LINE * (len(promises) + 1)
    height = TOP + panels * PANEL + (panels - 1) * GAP + foot
    figure = Figure(figsize=(WIDTH, height))
    for panel in range(panels):
        low = (foot + (panels - 1 - panel) * (PANEL + GAP)) / height
        axes = figure.add_axes((0.08, low, 0.89, PANEL / height))
        (draw_chances, draw_coverage)[panel](axes, answers)
        furnish(
            axes,
            answers,
            ("chance that all of it works by then", "reachable people expected to be protected by then")[
                panel
            ],
        )
        mark_promises(axes, promises, panel == 0)
    write_words(figure, answers, promises, height)
    return figure


def promises_of(answers: Sequence[dict[str, Any]]) -> list[tuple[str, str, dict[str, Any]]]:
    """Return what was named, each with its plan's colour and name: dates, the earliest first, then what has none.

    Sentences that are read in several ways have a figure of their own, see `said_figure`.
    """
    found = [
        (colour, answer["scenario"], each)
        for answer, colour in zip(answers, COLOURS, strict=False)
        for each in answer["promises"]
        if not each["readings"]
    ]
    return sorted(found, key=lambda one: one[2]["date"] or LAST)


def draw_chances(axes: Axes, answers: Sequence[dict[str, Any]]) -> None:
    """Draw the chance of each plan as a whole, between slips that are apart and slips that go together."""
    for answer, colour in zip(answers, COLOURS, strict=False):
        ends, whole = ends_of(answer), answer["whole"]
        axes.fill_between(
            ends, whole["independent"], whole["together"], color=colour, alpha=0.18, linewidth=0
        )
        axes.plot(ends, whole["chance"], color=colour, linewidth=1.7, marker="o", markersize=3)


def draw_coverage(axes: Axes, answers: Sequence[dict[str, Any]]) -> None:
    """Draw the expected share of people protected, a dash for each threat set, and the share once all works."""
    for answer, colour in zip(answers, COLOURS, strict=False):
        for (_, one), dash in zip(answer["coverage"].items(), DASHES, strict=False):
            axes.plot(ends_of(answer), one["share"], color=colour, linestyle=dash, linewidth=1.6)
            if one["full_share"] is not None:
                axes.plot(
                    max(ends_of(answer)) + 0.35, one["full_share"], marker="_", color=colour, markersize=9
                )


def ends_of(answer: dict[str, Any]) -> list[float]:
    """Return the ends of the years as decimal years."""
    return [year + 1.0 for year in answer["years"]]


def furnish(axes: Axes, answers: Sequence[dict[str, Any]], label: str) -> None:
    """Write axes and grid."""
    years = answers[0]["years"]
    axes.set_xlim(years[0], years[-1] + 1.6)
    axes.set_ylim(0.0, 1.0)
    axes.set_title(label, loc="left", fontsize=8.5, color=palette.INK, pad=13)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=10))
    axes.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    axes.tick_params(labelsize=8)
    axes.grid(color=palette.GRATICULE, linewidth=0.5)
    axes.set_axisbelow(True)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)


def mark_promises(axes: Axes, promises: Sequence[tuple[str, str, dict[str, Any]]], numbered: bool) -> None:
    """Draw each date that was named as an upright line, numbered above the first panel."""
    first, last = axes.get_xlim()
    taken: dict[float, int] = {}
    for number, (colour, _, each) in enumerate(promises, start=1):
        year = year_of(each["date"] or "")
        if year is None or not first <= year <= last:
            continue
        axes.axvline(year, color=colour, linewidth=0.9, linestyle=(0, (2, 2)), zorder=1)
        if numbered:
            place = round(year, 1)
            shift = 0.3 * taken.setdefault(place, 0)
            taken[place] += 1
            axes.text(
                year + shift,
                1.02,
                str(number),
                color=colour,
                fontsize=7.5,
                ha="center",
                va="bottom",
                fontweight="bold",
            )


def write_words(
    figure: Figure,
    answers: Sequence[dict[str, Any]],
    promises: Sequence[tuple[str, str, dict[str, Any]]],
    height: float,
) -> None:
    """Write the headline, the legend and what the numbers of the upright lines mean."""
    title = "By when would it work?"
    figure.text(
        0.02, 1.0 - 0.22 / height, title, fontsize=12, fontweight="bold", color=palette.INK, va="center"
    )
    figure.legend(
        handles=handles(answers),
        loc="upper left",
        bbox_to_anchor=(0.01, 1.0 - 0.32 / height),
        ncols=3,
        fontsize=7,
        frameon=False,
    )
    for number, (colour, plan, each) in enumerate(promises, start=1):
        low = (0.36 + LINE * (len(promises) - number + 1)) / height
        figure.text(0.02, low, promise_words(number, plan, each), fontsize=6.3, color=colour)
    figure.text(0.02, 0.1 / height, caption_of(answers), fontsize=6, color=palette.QUIET_INK)


def promise_words(number: int, plan: str, promise: dict[str, Any]) -> str:
    """Return who named which date, and the chance that it is kept."""
    said = f"{promise['speaker']} ({promise['source']}): {short(promise['claim'])} [{plan}]"
    if promise["date"] is None:
        return f"–  no date, {said}"  # noqa: RUF001
    low, high = percent(promise["independent"]), percent(promise["together"])
    return (
        f"{number}  {promise['date']}, {said} Chance by then: {percent(promise['chance'])} ({low} to {high})"
    )


def short(claim: str) -> str:
    """Return a claim that fits a line."""
    return claim if len(claim) <= 74 else claim[:71].rsplit(" ", 1)[0] + " …"


def handles(answers: Sequence[dict[str, Any]]) -> list[Any]:
    """Return the legend."""
    plans = [
        Line2D([], [], color=colour, marker="o", markersize=3, label=answer["scenario"])
        for answer, colour in zip(answers, COLOURS, strict=False)
    ]
    band = Patch(color=palette.QUIET_INK, alpha=0.18, linewidth=0, label="slips apart … slips together")
    sets = [
        Line2D([], [], color=palette.QUIET_INK, linestyle=dash, label=f"against {name}")
        for name, dash in zip(answers[0]["coverage"] or {}, DASHES, strict=False)
    ]
    full = Line2D(
        [], [], color=palette.QUIET_INK, marker="_", linestyle="", markersize=9, label="once all of it works"
    )
    return [*plans, band, *sets, *([full] if sets else [])]


def caption_of(answers: Sequence[dict[str, Any]]) -> str:
    """Return what the numbers rest on."""
    first = answers[0]
    version = first["provenance"]["program_version"]
    hashes = ", ".join(f"{each['scenario']} ({each['provenance']['scenario_hash'][:8]})" for each in answers)
    trials = f"{first['trials']:,} trials, seed {first['seed']}, correlation {first['slip_correlation']:g}"
    return f"Equipoise {version}. {hashes}.\n{trials}. Slips drawn from the cited record of such plans."
