"""Budgets as tables for the terminal, at most 100 columns wide."""

from __future__ import annotations

from typing import Any

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from equipoise.analyses.cost_answers import as_json
from equipoise.results import Result
from equipoise.studies.words import NOTHING, people
from equipoise.views.tables import add_row, plain_table

LEVELS = ("p05_usd", "p50_usd", "p95_usd")


def cost_parts(result: Result) -> list[RenderableType]:
    """Return a budget: its lines, the sums, published estimates beside them, and the cost of a person protected."""
    data = as_json(result)
    parts: list[RenderableType] = [line_table(data), sum_table(data)]
    if data["estimates"]:
        parts.append(estimate_table(data))
    if data["per_person"]:
        parts.append(person_table(data))
    parts += [Text(f"{each['name']}: {each['reason']}") for each in data["estimates"] if each["reason"]]
    parts += [Text(f"No figure was published for {each['what']}.") for each in data["unpriced"]]
    if data["unpriced"]:
        parts.append(Text("The sums are therefore lower bounds."))
    return [*parts, Text(method_words(data))]


def millions(value_usd: float) -> str:
    """Return a sum in millions, two or three figures of it.

    Examples
    --------
    >>> millions(6e6), millions(369e6), millions(10_543e6), millions(0.0)
    ('6.0', '369', '10,500', '0')
    """
    value = value_usd / 1e6
    if value == 0:
        return "0"
    return f"{value:.1f}" if value < 9.95 else f"{float(f'{value:.3g}'):,.0f}"


def billions(value_usd: float) -> str:
    """Return a sum in billions, two or three figures of it."""
    return f"{value_usd / 1e9:.2f}" if value_usd < 0.995e9 else f"{value_usd / 1e9:.1f}"


def line_table(data: dict[str, Any]) -> Table:
    """Return the lines of the budget."""
    year, years = data["budget"]["price_year"], data["budget"]["operation_years"]
    headings = ("element", "for", "kind", "each", "number", "prices", "sum", "5 %", "95 %")
    title = (
        f"{data['scenario']}: what it costs, in millions of dollars; 'each' in prices of its year, sums in those "
        f"of {year}; operation over {years} years"
    )
    table = plain_table(*headings, numbers=range(3, len(headings)), title=title)
    for item in data["items"]:
        cells = [millions(item["amount_usd"]), str(item["count"]), str(item["price_year"])]
        cells += [millions(item[name]) for name in ("base_usd", "p05_usd", "p95_usd")]
        add_row(table, item["element"], item["name"], item["kind"], *cells)
    return table


def sum_table(data: dict[str, Any]) -> Table:
    """Return the sums by kind and in all."""
    headings = ("billions of dollars", "before growth", "5 %", "50 %", "95 %")
    title = f"Sums, before and after growth; {data['trials']:,} trials, seed {data['seed']}"
    table = plain_table(*headings, numbers=range(1, len(headings)), title=title)
    for kind, sums in data["kinds"].items():
        add_row(table, kind, *(billions(sums[name]) for name in ("base_usd", *LEVELS)))
    total = data["total"]
    add_row(table, "in all", *(billions(total[name]) for name in ("base_usd", *LEVELS)), strong=True)
    return table


def estimate_table(data: dict[str, Any]) -> Table:
    """Return what others published, beside ours of the same scope."""
    headings = ("published", "by", "covers", "billions", "ours before growth", "ours, 5 to 95 %")
    table = plain_table(*headings, numbers=(3, 4, 5), title="Published estimates beside these")
    for each in data["estimates"]:
        span = f"{each['least_usd'] / 1e9:g} to {each['most_usd'] / 1e9:g}"
        covers = "all" if each["covers"] == "all" else "no operation"
        add_row(
            table, each["name"], each["speaker"], covers, span, billions(each["base_usd"]), ours(data, each)
        )
    return table


def ours(data: dict[str, Any], estimate: dict[str, Any]) -> str:
    """Return our interval after growth where an estimate covers all; a dash otherwise."""
    if estimate["covers"] != "all":
        return NOTHING
    return f"{billions(data['total']['p05_usd'])} to {billions(data['total']['p95_usd'])}"


def person_table(data: dict[str, Any]) -> Table:
    """Return the cost of a person protected, at the middle of the sum."""
    headings = ("threat set", "people protected", "dollars each", "dollars each a year")
    table = plain_table(
        *headings, numbers=(1, 2, 3), title="Cost of a person protected, once all of it works"
    )
    for threat, one in data["per_person"].items():
        each, yearly = one["person_usd"], one["person_year_usd"]
        add_row(table, threat, people(one["protected_people"]), dollars(each), dollars(yearly))
    return table


def dollars(value_usd: float | None) -> str:
    """Return dollars with two or three figures; a dash where there is nobody."""
    if value_usd is None:
        return NOTHING
    return f"{value_usd:.2g}" if value_usd < 10 else f"{value_usd:,.0f}"


def method_words(data: dict[str, Any]) -> str:
    """Return how the money was added up."""
    budget = data["budget"]
    growth = f"log-normal growth, median {budget['growth_median']:g}, sigma {budget['growth_sigma']:g}"
    rate = budget["discount_rate"]
    discount = f"discounted at {100 * rate:.2g} % a year" if rate else "nothing discounted"
    return (
        f"Each line has {growth}, correlation {budget['growth_correlation']:g}; {discount}. "
        "Levels of a line are exact, those of sums come from the trials."
    )
