"""A raid as plain data: leakers with their chances, what is unknown apart from chance, what the batteries have left."""

from __future__ import annotations

from typing import Any

import numpy as np
import xarray as xr

from equipoise.analyses.raid_counts import interval_95, mean_of, variance_of
from equipoise.physics.kill import wilson_interval
from equipoise.results import Result, plain


def as_json(result: Result) -> dict[str, Any]:
    """Return a raid as plain data: one entry a threat set under `raids`, and the first of them at the top.

    `leakers` is that of the largest raid under the rule `assigned`; `rules` has both rules, `sizes` every size.
    """
    raids = [raid_as_json(result, str(name)) for name in result.data.threat.values]
    options = result.provenance["options"]
    head = {
        "scenario": result.provenance["scenario"],
        "window_s": options["window_s"],
        "seed": options["seed"],
        "trials": options["trials"],
    }
    return plain(head | raids[0] | {"raids": raids, "provenance": result.provenance})


def raid_as_json(result: Result, threat: str) -> dict[str, Any]:
    """Return the raid of one threat set."""
    data = result.data.sel(threat=threat)
    told = result.data.attrs["raids"][threat]
    largest = data.sel(missiles=int(data.missiles.max()))
    rules = {str(rule): leakers_of(largest.sel(rule=rule)) for rule in data.rule.values}
    return {
        "threat": threat,
        "missiles": int(largest.missiles),
        "leakers": rules["assigned"],
        "rules": rules,
        "exhausted_at": whole_or_none(data.exhausted_at),
        "exhausted_within_reach": whole_or_none(data.exhausted_within_reach),
        "batteries": batteries_of(largest, told["attack"]),
        "sizes": [size_of(data.sel(missiles=size)) for size in data.missiles.values],
        "attack": told["attack"][: int(largest.missiles)],
        "out_of_range": told["out_of_range"],
    }


def whole_or_none(value: xr.DataArray) -> int | None:
    """Return a whole number, None for NaN."""
    return None if np.isnan(value) else int(value)


def of_size(data: xr.Dataset) -> np.ndarray:
    """Return the counts of one raid and rule (level, leakers), without the numbers above its size."""
    return data.counted.values[:, : int(data.missiles) + 1]


def leakers_of(data: xr.Dataset) -> dict[str, Any]:
    """Return the leakers of one raid under one rule.

    Chance and what is not known together make `probability`, `mean` and `interval_95`; `uncertainty` tells what
    the mean hangs on the kill probability, None where that is one number.
    """
    levels = of_size(data)
    counts = levels.sum(axis=0)
    trials = int(counts.sum())
    none_low, none_high = wilson_interval(counts[0], trials)
    exact = data.exact.values[:, : len(counts)].mean(axis=0)
    return {
        "probability": counts / trials,
        "mean": mean_of(counts),
        "mean_standard_error": (variance_of(counts) / trials) ** 0.5,
        "interval_95": interval_95(counts),
        "none": float(counts[0] / trials),
        "none_interval_95": [none_low, none_high],
        "exact": None if np.isnan(exact).any() else exact_of(exact),
        "planned_mean": float(data.planned_leakers) if str(data.rule.values) == "assigned" else None,
        "uncertainty": uncertainty_of(levels, data) if len(levels) > 1 else None,
    }


def exact_of(chances: np.ndarray) -> dict[str, Any]:
    """Return the exact chances, their mean, and that of no leaker."""
    return {"probability": chances, "mean": mean_of(chances), "none": float(chances[0])}


def uncertainty_of(levels: np.ndarray, data: xr.Dataset) -> dict[str, Any]:
    """Return the leakers at each kill probability, and how much of the spread is not chance."""
    means = np.array([mean_of(level) for level in levels])
    middle = levels[len(levels) // 2]
    return {
        "kill_probability": {
            str(battery): data.kill_probability.values[:, n] for n, battery in enumerate(data.battery.values)
        },
        "mean": means,
        "mean_interval_95": np.quantile(means, [0.025, 0.975]),
        "none": levels[:, 0] / levels.sum(axis=1),
        "chance_interval_95": interval_95(middle),
        "share_of_variance": share_of(means.var(), variance_of(levels.sum(axis=0))),
    }


def share_of(part: float, whole: float) -> float | None:
    """Return part over whole; None where there is nothing to share."""
    return float(part / whole) if whole > 0.0 else None


def batteries_of(data: xr.Dataset, attack: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what each battery has left under the rule `assigned`, and under `first-come` beside it."""
    rows = []
    for n, name in enumerate(data.battery.values):
        one = data.isel(battery=n)
        first_come = stock_of(one.sel(rule="first-come"))
        within = [row for row in attack[: int(data.missiles)] if str(name) in row["batteries"]]
        chance = one.kill_probability.values
        head = {
            "id": str(name),
            "magazine": int(one.magazine),
            "kill_probability": [float(chance[0]), float(chance[-1])],
            "missiles_within_reach": len(within),
        }
        rows.append(head | stock_of(one.sel(rule="assigned")) | {"first_come": first_come})
    return rows


def stock_of(data: xr.Dataset) -> dict[str, float]:
    """Return what the trials leave to one battery under one rule."""
    return {
        "left": float(data.left),
        "launched": float(data.fired),
        "empty": float(data.empty),
        "first_empty": float(data.first_dry),
    }


def size_of(data: xr.Dataset) -> dict[str, Any]:
    """Return the leakers of one size of a raid, in short, under both rules."""
    row: dict[str, Any] = {"missiles": int(data.missiles)}
    for rule in data.rule.values:
        counts = of_size(data.sel(rule=rule)).sum(axis=0)
        row[str(rule)] = {
            "mean": mean_of(counts),
            "interval_95": interval_95(counts),
            "none": float(counts[0] / counts.sum()),
        }
    return row
