"""Raids as tables for the terminal."""

from __future__ import annotations

from typing import Any

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from equipoise.analyses.raid_answers import as_json
from equipoise.results import Result
from equipoise.studies.words import NOTHING, counted, listing, percent
from equipoise.views.tables import add_row, plain_table

RULES = {"assigned": "raid known, interceptors kept", "first-come": "first come, first served"}
NOTE = (
    "Raid known: interceptors are kept for a first look at every missile, as the best plan says. First come: whoever "
    "can launch first fires a full salvo. "
    "Intervals hold 95 of a hundred raids."
)


def raid_parts(result: Result) -> list[RenderableType]:
    """Return a raid: for each threat set the leakers, then the batteries."""
    data = as_json(result)
    parts: list[RenderableType] = []
    for one in data["raids"]:
        parts += [leaker_table(one, data), battery_table(one), Text(exhausted_words(one))]
        if one["out_of_range"]:
            parts.append(Text(f"Out of range of these missiles: {listing(one['out_of_range'])}."))
    return [*parts, Text(NOTE)]


def leaker_table(one: dict[str, Any], data: dict[str, Any]) -> Table:
    """Return the leakers of the largest raid under both rules."""
    trials = f"{data['trials']:,} trials, seed {data['seed']}"
    raid = f"{counted(one['missiles'], 'missile')} within {data['window_s']:g} s"
    title = f"{data['scenario']} against {raid} ({one['threat']}), {trials}"
    headings = ("rule of the defence", "leakers", "95 %", "none leaks", "none, exact", "mean by kill prob.")
    table = plain_table(*headings, numbers=range(1, len(headings)), title=title)
    for rule, words in RULES.items():
        leakers = one["rules"][rule]
        low, high = leakers["interval_95"]
        exact = percent(leakers["exact"]["none"]) if leakers["exact"] else NOTHING
        cells = (f"{leakers['mean']:.2f}", f"{low} to {high}", percent(leakers["none"]), exact)
        add_row(table, words, *cells, unknown_words(leakers["uncertainty"]))
    return table


def unknown_words(uncertainty: dict[str, Any] | None) -> str:
    """Return between which means the kill probability leaves the answer."""
    if uncertainty is None:
        return NOTHING
    low, high = uncertainty["mean_interval_95"]
    return f"{low:.1f} to {high:.1f}"


def battery_table(one: dict[str, Any]) -> Table:
    """Return what each battery has left, under the first rule and the second."""
    headings = ("battery", "in reach", "magazine", "left", "dry", "dry first", "left (2)", "dry (2)")
    title = "Interceptors left, and share of raids in which they run out; (2): first come, first served"
    table = plain_table(*headings, numbers=range(1, len(headings)), title=title)
    for battery in one["batteries"]:
        other = battery["first_come"]
        cells = [str(battery["missiles_within_reach"]), str(battery["magazine"]), f"{battery['left']:.1f}"]
        cells += [percent(battery["empty"]), percent(battery["first_empty"])]
        cells += [f"{other['left']:.1f}", percent(other["empty"])]
        add_row(table, battery["id"], *cells)
    return table


def exhausted_words(one: dict[str, Any]) -> str:
    """Return the sentence about the raid that exhausts the magazines."""
    size = one["exhausted_at"]
    if size is None:
        return "No raid of this kind exhausts the magazines: too few of its missiles, or none, come within reach."
    return (
        f"Exhausted at {counted(size, 'missile')}, {one['exhausted_within_reach']} of them within reach: one of these "
        "gets no full look, even if interceptors are shared out in the best way."
    )
