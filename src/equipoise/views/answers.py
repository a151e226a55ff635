"""Footprints as tables for the terminal, and words that tables share."""

from __future__ import annotations

from rich.console import RenderableType
from rich.table import Table

from equipoise.analyses.footprint import denied, set_names, summary
from equipoise.results import Result
from equipoise.studies.words import percent
from equipoise.views.tables import add_row, plain_table

GROUPS = {"nato_europe_2007": "NATO Europe (2007)", "all": "All in the region"}
SHARES_NOTE = "Protected: of the people in reach, those whom every missile that reaches them meets a shot."


def footprint_parts(result: Result) -> list[RenderableType]:
    """Return the area defended by threat set, why not the rest, and what each launch point is denied."""
    headings = ("threat set", "in reach", "defended", "mostly not because")
    title = f"{result.provenance['scenario']}: area in reach of the threat, and defended"
    table = plain_table(*headings, numbers=(1, 2), title=title)
    for name in set_names(result):
        sums = summary(result, name)
        reachable = f"{sums['reachable_cells']} cells"
        reasons = reason_words(sums["undefended_because"])
        add_row(table, name, reachable, percent(sums["defended_share"]), reasons)
    return [table, launch_table(result)]


def reason_words(reasons: dict[str, int]) -> str:
    """Return the commonest reasons with their share of the cells that are not defended."""
    whole = sum(reasons.values())
    ranked = sorted(((count, word) for word, count in reasons.items() if count), reverse=True)
    return ", ".join(f"{word.replace('-', ' ')} {percent(count / whole)}" for count, word in ranked[:3])


def launch_table(result: Result) -> Table:
    """Return how much of what each missile reaches from each launch point meets a shot."""
    rows = denied(result)
    points = list(dict.fromkeys(row["launch"] for row in rows))
    title = "Share of the cells in its reach where a missile meets a shot, by launch point"
    table = plain_table("missile", *points, numbers=range(1, len(points) + 1), title=title)
    missiles = dict.fromkeys((row["threat"], row["missile"]) for row in rows)
    for threat, missile in missiles:
        shares = {r["launch"]: r["share"] for r in rows if (r["threat"], r["missile"]) == (threat, missile)}
        add_row(table, f"{missile} ({threat})", *(percent(shares.get(point)) for point in points))
    return table
