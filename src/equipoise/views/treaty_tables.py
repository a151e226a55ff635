"""The treaty analysis as tables for the terminal, at most 100 columns wide."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from equipoise.analyses.treaty_answers import findings_of, headroom_rows
from equipoise.analyses.treaty_headroom import BINDING_YEAR
from equipoise.results import Result
from equipoise.views.entries import wrapped
from equipoise.views.tables import add_row, plain_table
from equipoise.views.treaty_entries import UNVERIFIED

MINOR = ("settled", "not concerned", "no party", "in scope", "older data only")
NOTE = (
    f"{UNVERIFIED} recalled or assumed somewhere on the way (grade assumption), not verified. law: the treaty is in "
    "force for the states concerned; else its rule is a yardstick. No finding is a legal opinion."
)
WIDTHS = (14, 22, 19, 3, 30)


def treaty_parts(result: Result) -> list[RenderableType]:
    """Return the standing of each treaty, what its rules find, both readings of what is disputed, and headroom."""
    attrs = result.data.attrs
    rows = findings_of(result)
    head = f"{result.provenance['scenario']} on {attrs['date']} ({attrs['date_from']})"
    if attrs["stationings"]:
        head += f"; stationed: {'; '.join(attrs['stationings'])}"
    parts: list[RenderableType] = [Text(head), standing_table(attrs["treaties"])]
    for treaty in attrs["treaties"]:
        parts += finding_parts([row for row in rows if row["treaty"] == treaty["id"]], treaty)
    if any(treaty["id"].startswith("cfe") for treaty in attrs["treaties"]):
        parts.append(headroom_table(result))
    return [*parts, Text("\n".join(wrapped(NOTE, "")))]


def standing_table(treaties: Sequence[dict[str, Any]]) -> Table:
    """Return what each treaty is on the day."""
    table = plain_table("treaty", "on the day", "since", "but not for", whole=(0, 1, 2))
    for one in treaties:
        apart = ", ".join(one["apart"][:8]) + (" ..." if len(one["apart"]) > 8 else "")
        add_row(table, one["id"], one["standing"], one["since"] or "", apart)
    return table


def finding_parts(rows: Sequence[dict[str, Any]], treaty: dict[str, Any]) -> list[RenderableType]:
    """Return the findings of one treaty as a table, then the readings of what is disputed."""
    told = [row for row in rows if row["result"] not in MINOR]
    lines = [line for row in disputed_once(told) for line in reading_lines(row)]
    if len(told) < len(rows):
        count = len(rows) - len(told)
        lines.append(f"{count} more: {', '.join(MINOR)} (--json tells them).")
    words = [Text("\n".join([*lines, ""]))] if lines else []
    title = f"{treaty['name']}: {treaty['standing']}"
    return [findings_table(told, title), *words] if told else [Text(title), *words]


def findings_table(told: Sequence[dict[str, Any]], title: str) -> Table:
    """Return the findings, those that say the same of several things in one row."""
    table = plain_table("article", "of", "finding", "", "why", whole=(2, 3), title=title)
    for column, width in zip(table.columns, WIDTHS, strict=True):
        column.max_width = width
    together: dict[tuple[str, ...], list[str]] = {}
    for row in told:
        mark = UNVERIFIED if row["confidence"] == "assumption" else ""
        law = "law" if row["binds"] else ""
        key = (row["article"], row["result"] + mark, law, row["words"])
        together.setdefault(key, []).append(short(row["subject"]))
    for (article, result, law, words), subjects in together.items():
        add_row(table, article, ", ".join(subjects), result, law, words)
    return table


def disputed_once(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return one row of each disputed rule."""
    return list({row["rule"]: row for row in rows if row["reading_a"]}.values())


def short(subject: str) -> str:
    """Return the last name of an address."""
    return subject.rpartition(".")[2]


def reading_lines(row: dict[str, Any]) -> list[str]:
    """Return both readings of a disputed rule."""
    head = f"{row['article']}, {row['title']}: disputed; neither reading is preferred here."
    lines = [*wrapped(head, ""), *wrapped(row["reading_a"], "  ")]
    return [*lines, *(wrapped(row["reading_b"], "  ") if row["reading_b"] else [])]


def headroom_table(result: Result) -> Table:
    """Return the last known headroom of each state under its national level of 1990; no share before it bound."""
    title = (
        "Headroom under the national levels of the CFE Treaty (1990), last known holdings; "
        f"the levels bind from {BINDING_YEAR}"
    )
    table = plain_table(
        "state",
        "year",
        "tanks",
        "acv",
        "artillery",
        "aircraft",
        "helicopters",
        "least",
        numbers=range(1, 8),
        title=title,
    )
    rows = [row for row in headroom_rows(result.data) if row["ceiling"] == "levels-1990"]
    for state in sorted({row["state"] for row in rows}):
        own = [row for row in rows if row["state"] == state]
        year = max(row["year"] for row in own)
        latest = {row["category"]: row for row in own if row["year"] == year}
        cells = [f"{latest[one]['headroom']:,}" if one in latest else "-" for one in COLUMNS]
        shares = [row["headroom_share"] for row in latest.values() if row["headroom_share"] is not None]
        add_row(
            table, state, str(year), *cells, f"{min(shares):.0%}" if shares and year >= BINDING_YEAR else "-"
        )
    return table


COLUMNS = ("tanks", "acv", "artillery", "aircraft", "helicopters")
