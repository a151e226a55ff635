"""A treaty of the catalogue as a reader is shown it: dates, rules in own words, tables, published sums."""

from __future__ import annotations

from typing import Any

from rich.console import RenderableType
from rich.table import Table as Grid
from rich.text import Text

from equipoise.catalogue import sources
from equipoise.catalogue.citing import Reference
from equipoise.catalogue.treaty_files import Rule, Table, Treaty, read_treaty
from equipoise.catalogue.treaty_sums import checked_sum
from equipoise.views.entries import wrapped
from equipoise.views.tables import add_row, plain_table

UNVERIFIED = "*"
NONE = "-"
NOTE = f"{UNVERIFIED} recalled or assumed (grade assumption), not verified."


def treaty_as_json(name: str) -> dict[str, Any]:
    """Return a treaty as plain data: its dates, rules, tables and published sums, as its file has them."""
    treaty = read_treaty(name)
    data = treaty.model_dump(mode="json")
    return {"kind": "treaties", **data, "sources": [vars(sources()[key]) for key in keys_of(treaty)]}


def treaty_entry_parts(name: str) -> list[RenderableType]:
    """Return a treaty as tables and lines for the terminal."""
    treaty = read_treaty(name)
    head = [
        f"{treaty.id} (treaties): {treaty.name}",
        *wrapped(treaty.summary, "  "),
        *wrapped(treaty.note, "  "),
    ]
    head += [line for group in parties_words(treaty) for line in wrapped(group, "  ")]
    rules = [line for rule in treaty.rules for line in rule_lines(rule)]
    parts: list[RenderableType] = [Text("\n".join(head)), dates_table(treaty)]
    parts.append(Text("\n".join(["Rules", *rules, ""])))
    parts += [part for table in treaty.tables for part in table_parts(table)]
    parts += [Text("\n".join([*sum_lines(treaty), NOTE, "", "Sources"]))]
    cited = (Reference(sources()[key], ()).as_text() for key in keys_of(treaty))
    return [*parts, Text("\n".join(line for words in cited for line in wrapped(words, "  ")))]


def parties_words(treaty: Treaty) -> list[str]:
    """Return who is a party, by group where there are groups."""
    groups = [f"{name}: {', '.join(codes)}" for name, codes in treaty.groups.items()]
    return [f"parties: {', '.join(treaty.parties)}", *groups] if treaty.parties else groups


def keys_of(treaty: Treaty) -> list[str]:
    """Return the keys of all sources of a treaty, sorted."""
    keys = {
        key for part in (*treaty.dates, *treaty.rules, *treaty.tables, *treaty.sums) for key in part.sources
    }
    return sorted(keys | {table.source_of(row) for table in treaty.tables for row in table.rows})


def mark(grade: str) -> str:
    """Return the sign of what is not verified."""
    return UNVERIFIED if grade == "assumption" else ""


def dates_table(treaty: Treaty) -> Grid:
    """Return what happened when, and to whom."""
    grid = plain_table("date", "event", "by", "source", "", whole=(0, 1, 3))
    for column, width in ((2, 18), (4, 38)):
        grid.columns[column].max_width = width
    for event in treaty.dates:
        who = ", ".join(event.by)
        add_row(grid, event.date.isoformat(), event.event + mark(event.grade), who, event.source, event.text)
    return grid


def rule_lines(rule: Rule) -> list[str]:
    """Return a rule in its own words, with its test, sources and readings."""
    limits = [limit.value for limit in (rule.low, rule.high, rule.limit) if limit]
    told = [", ".join(rule.values), " to ".join(limits), rule.period or ""]
    asked = " ".join(part for part in (rule.test, rule.fact or "", *told) if part)
    lines = wrapped(f"{rule.id}{mark(rule.grade)}  {rule.article}: {rule.title}", "  ")
    lines += wrapped(rule.text, "      ")
    lines += wrapped(f"test: {asked}; met: {rule.met}; otherwise: {rule.otherwise}", "      ")
    lines += [line for each in rule.readings for line in wrapped(f"{each.who}: {each.text}", "      ")]
    return [*lines, *wrapped(f"[{', '.join(rule.sources)}] {rule.grade}. {rule.note}".rstrip(), "      ")]


def table_parts(table: Table) -> list[RenderableType]:
    """Return a table of ceilings, then what is noted about it."""
    title = f"{table.id}  {table.article}: {table.name}  [{table.source}, {table.grade}]"
    grid = plain_table("", *table.categories, "source", numbers=range(1, len(table.categories) + 1))
    for name, row in table.rows.items():
        cells = [NONE if number is None else f"{number:,}" for number in row.numbers]
        add_row(grid, name + mark(table.grade_of(name)), *cells, table.source_of(name))
    notes = [table.note, *(f"{name}: {row.note}" for name, row in table.rows.items() if row.note)]
    lines = [line for note in notes if note for line in wrapped(note, "  ")]
    head = Text("\n".join(wrapped(title, "")))
    return [head, grid, Text("\n".join([*lines, ""]))] if lines else [head, grid]


def sum_lines(treaty: Treaty) -> list[str]:
    """Return each published total beside the sum of our rows."""
    lines = []
    for known in treaty.sums:
        rows = checked_sum(treaty, known)
        agree = all(ours == published for _, ours, published in rows)
        words = ", ".join(f"{ours:,} {category}" for category, ours, _ in rows)
        told = f"as published [{known.source}]" if agree else f"NOT as published [{known.source}]"
        lines += wrapped(
            f"{known.name}: the rows of {known.table} add up to {words}, {told}. {known.note}", ""
        )
    return [*lines, ""] if lines else []
