"""A budget as plain data: lines, sums, published estimates, who pays, and the cost of a person protected."""

from __future__ import annotations

from typing import Any

import numpy as np
import xarray as xr

from equipoise.analyses.schedule_answers import programme_of
from equipoise.results import Result, plain
from equipoise.systems.programmes import Budget, Estimate, Programme

KEY = "owner-pays"
KEY_WORDS = "each line is charged to the state that its element names as payer; the rest is unknown"


def as_json(result: Result) -> dict[str, Any]:
    """Return a budget as plain data; sums in US dollars of the budget's price year."""
    data, programme = result.data, programme_of(result)
    budget = programme.budget
    assert budget is not None
    return plain(
        {
            "scenario": result.provenance["scenario"],
            "items": [line_as_json(data, programme, str(name)) for name in data.line.values],
            "elements": sums_as_json(data, "element"),
            "kinds": sums_as_json(data, "kind"),
            "total": total_as_json(data),
            "estimates": [estimate_as_json(data, each) for each in programme.estimates],
            "unpriced": unpriced_of(programme),
            "payers": {"key": KEY, "meaning": KEY_WORDS, "base_usd": payers_of(data, programme)},
            "per_person": per_person(data, budget),
            "budget": budget_as_json(budget),
            "trials": data.attrs["trials"],
            "seed": data.attrs["seed"],
            "provenance": result.provenance,
        }
    )


def line_as_json(data: xr.Dataset, programme: Programme, name: str) -> dict[str, Any]:
    """Return one line: what is bought, at which price of which year, and what it comes to."""
    element = programme.element(name.partition(".")[0])
    cost = next(each for each in element.costs if each.id == name.partition(".")[2])
    one = data.sel(line=name)
    return {
        "element": element.id,
        "id": cost.id,
        "name": cost.name,
        "kind": cost.kind,
        "payer": element.payer or None,
        "amount_usd": cost.amount_usd,
        "count": cost.count,
        "price_year": cost.price_year,
        "base_usd": float(one.base_usd),
        **levels_as_json(one.grown_usd.values),
    }


def levels_as_json(values_usd: np.ndarray) -> dict[str, float]:
    """Return the 5, 50 and 95 % levels under their names."""
    return dict(zip(("p05_usd", "p50_usd", "p95_usd"), map(float, values_usd), strict=True))


def sums_as_json(data: xr.Dataset, group: str) -> dict[str, dict[str, float]]:
    """Return the sums of each element or kind."""
    return {
        str(name): {
            "base_usd": float(data[f"{group}_base_usd"].sel({group: name})),
            **levels_as_json(data[f"{group}_usd"].sel({group: name}).values),
        }
        for name in data[group].values
    }


def total_as_json(data: xr.Dataset) -> dict[str, float]:
    """Return the sum of all lines."""
    exact = {"mean_usd": float(data.mean_usd), "deviation_usd": float(data.deviation_usd)}
    return {"base_usd": float(data.base_usd.sum()), **levels_as_json(data.total_usd.values), **exact}


def estimate_as_json(data: xr.Dataset, estimate: Estimate) -> dict[str, Any]:
    """Return a published range, and ours of the same scope before growth."""
    kinds = [kind for kind in data.kind.values if estimate.covers == "all" or kind != "operation"]
    return {
        "id": estimate.id,
        "name": estimate.name,
        "speaker": estimate.speaker,
        "covers": estimate.covers,
        "least_usd": estimate.least_usd,
        "most_usd": estimate.most_usd,
        "price_year": estimate.price_year,
        "base_usd": float(data.kind_base_usd.sel(kind=kinds).sum()),
        "reason": estimate.reason,
    }


def unpriced_of(programme: Programme) -> list[dict[str, str]]:
    """Return what is known to cost money and has no published figure, by element."""
    return [{"element": each.id, "what": each.unpriced} for each in programme.elements if each.unpriced]


def payers_of(data: xr.Dataset, programme: Programme) -> dict[str, float]:
    """Return the sums before growth by the state that pays."""
    sums: dict[str, float] = {}
    for name in data.line.values:
        payer = programme.element(str(name).partition(".")[0]).payer or "unknown"
        sums[payer] = sums.get(payer, 0.0) + float(data.base_usd.sel(line=name))
    return sums


def per_person(data: xr.Dataset, budget: Budget) -> dict[str, Any] | None:
    """Return the cost of a person protected, in all and for a year; None where nobody was counted."""
    if "protected_people" not in data:
        return None
    middle_usd = float(data.total_usd.sel(level=0.5))
    found = {}
    for name in data.threat.values:
        protected = float(data.protected_people.sel(threat=name))
        each_usd = middle_usd / protected if protected > 0 else None
        yearly_usd = each_usd / budget.operation_years if each_usd and budget.operation_years else None
        found[str(name)] = {
            "protected_people": protected,
            "person_usd": each_usd,
            "person_year_usd": yearly_usd,
        }
    return found


def budget_as_json(budget: Budget) -> dict[str, Any]:
    """Return how the money was added up."""
    return {name: value for name, value in budget.model_dump().items() if name not in ("name", "levels")}
