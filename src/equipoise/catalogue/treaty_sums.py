"""Sums over the tables of a treaty, and whether they are those that were published."""

from __future__ import annotations

from collections.abc import Iterable

from equipoise.catalogue.treaty_files import Sum, Table, Treaty


def sum_of(table: Table, codes: Iterable[str], category: str) -> int | None:
    """Return the sum of some rows; None where one of them has no number."""
    numbers = [table.number(code, category) for code in codes]
    return None if None in numbers else sum(number for number in numbers if number is not None)


def checked_sum(treaty: Treaty, known: Sum) -> list[tuple[str, int, int]]:
    """Return category, our sum and the published one, for each category that both have."""
    table = treaty.table(known.table)
    named = [code for name in known.of for code in treaty.groups.get(name, (name,))]
    codes = [code for code in named if code not in known.without]
    rows = []
    for category, published in zip(table.categories, known.numbers, strict=True):
        total = sum_of(table, codes, category)
        if total is not None and published is not None:
            rows.append((category, total, published))
    return rows
