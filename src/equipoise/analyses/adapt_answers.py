"""The adapt analysis as plain data."""

from __future__ import annotations

from typing import Any

from equipoise.analyses.adapt_words import findings
from equipoise.results import Result, plain


def as_json(result: Result) -> dict[str, Any]:
    """Return an adapt result as plain data: days and coverage, ships as items, stations, findings, years."""
    data = result.data
    attrs = data.attrs
    answer = {
        "scenario": result.provenance["scenario"],
        "change": attrs["change"],
        "threats": attrs["threats"],
        "closed_straits": attrs["closed"],
        "people": attrs["people"],
        "days": data.day.values,
        "coverage": {
            "before": attrs["before"],
            "adapted": data.adapted.values,
            "fixed": data.fixed.values,
            "settled": attrs["settled"],
            "checked": attrs["checked"],
        },
        "leaving": "at-once" if attrs.get("at_once") else "when spared",
        "every_order_looked_at": attrs.get("every_order"),
        "left_otherwise": attrs.get("otherwise"),
        "items": attrs["moves"],
        "stations": attrs["stations"],
        "fixed_match": attrs["match"] or None,
        "by_year": by_year(result),
        "findings": findings(data),
        "provenance": result.provenance,
    }
    return plain(answer)


def by_year(result: Result) -> dict[str, Any] | None:
    """Return the coverage by estimate and year, None where it was not asked for."""
    data = result.data
    if "year" not in data.coords:
        return None
    series = {
        str(name): {
            "adapted": data.adapted_by_year.sel(estimate=name).values,
            "fixed": data.fixed_by_year.sel(estimate=name).values,
        }
        for name in data.estimate.values
    }
    return {
        "years": data.year.values,
        "ships": data.ships_by_year.values,
        "launch": data.attrs["launch"],
        "estimates": series,
    }
