"""The deterrent analysis as plain data: bases, targets, and the share of the force that interceptors touch."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import xarray as xr

from equipoise.engagement.outcomes import Outcome
from equipoise.results import Result, plain

OTHER_SALVOS = (1, 2, 4)


def expected_kills(missiles: int, magazine: int, shots: int, kill_probability: float) -> float:
    """Return how many of the missiles in reach are expected to fall to a magazine, so many shots at each.

    What is left of the magazine after whole salvos goes to one more missile.

    Examples
    --------
    >>> expected_kills(415, 10, 2, 1.0), expected_kills(3, 10, 2, 0.5)
    (5.0, 2.25)
    """
    whole, rest = divmod(magazine, shots)
    salvos = [shots] * whole + ([rest] if rest else [])
    return float(sum(1.0 - (1.0 - kill_probability) ** salvo for salvo in salvos[:missiles]))


def reached(data: xr.Dataset, delay_s: float | None) -> np.ndarray:
    """Return for each base whether some flight can be engaged: with the plan's sensors, or at a stated delay."""
    if delay_s is None:
        return (data.outcome == int(Outcome.ENGAGED)).any("target").values
    return (data.latest_launch_s >= delay_s).any("target").values


def reached_anywhere(data: xr.Dataset) -> np.ndarray:
    """Return for each base whether a launch at the shortest stated delay meets some flight, rising or coming down."""
    return (data.latest_launch_whole_s >= float(data.delay.min())).any("target").values


def cases(data: xr.Dataset) -> list[tuple[str, int, int]]:
    """Return name, missiles in reach and most warheads on one: for the plan, each delay, the whole force.

    The delays count rising flights; where some are given, one more case counts meetings anywhere on the flight.
    """
    rows = []
    named = [("plan", reached(data, None))]
    named += [(f"delay {delay:g} s", reached(data, float(delay))) for delay in data.delay.values]
    if data.sizes["delay"]:
        named.append(("whole flight", reached_anywhere(data)))
    for name, met in named:
        chosen = met & (data["count"].values > 0)
        held = int(data["count"].values[chosen].sum())
        rows.append((name, held, int(data.warheads_each.values[chosen].max(initial=0))))
    whole = data.attrs["force_missiles"]
    return [*rows, ("all in reach", whole, int(data.warheads_each.values.max()))]


def touched(data: xr.Dataset) -> list[dict[str, Any]]:
    """Return the expected losses of the force by case, shots a missile and kill probability.

    Two counts bound the warheads: one for each kill, as after their release, and all that the best laden missile in
    reach carries, as before it. Salvos are not followed by a second look.
    """
    attrs = data.attrs
    salvos = sorted({*OTHER_SALVOS, attrs["shots_per_target"]})
    rows = []
    for name, held, laden in cases(data):
        for shots in (salvo for salvo in salvos if salvo <= attrs["magazine"]):
            for chance in (*attrs["kill_probability"], 1.0):
                kills = expected_kills(held, attrs["magazine"], shots, chance)
                rows.append(
                    {
                        "case": name,
                        "missiles_in_reach": held,
                        "shots_per_missile": shots,
                        "kill_probability": chance,
                        "missiles": kills,
                        "share_of_missiles": kills / attrs["force_missiles"],
                        "warheads_low": kills,
                        "warheads_high": kills * laden,
                        "share_of_warheads_low": kills / attrs["force_warheads"],
                        "share_of_warheads_high": kills * laden / attrs["force_warheads"],
                    }
                )
    return rows


def base_row(data: xr.Dataset, base: str) -> dict[str, Any]:
    """Return one base: the target whose flight is nearest to an intercept, and the least critical speeds."""
    one = data.sel(base=base)
    rank = [
        (int(outcome), -math.inf if math.isnan(margin_s) else float(margin_s))
        for outcome, margin_s in zip(one.outcome.values, one.margin_s.values, strict=True)
    ]
    best = one.isel(target=max(range(len(rank)), key=lambda n: rank[n]))
    return {
        "id": base,
        "name": str(one.base_name.values),
        "missile": str(one.missile.values),
        "missiles": int(one["count"]),
        "warheads_each": int(one.warheads_each),
        "outcome": Outcome(int(best.outcome)).word,
        "sentence": Outcome(int(best.outcome)).sentence,
        "margin_s": float(best.margin_s),
        "battery": str(best.battery.values),
        "target": str(best.target.values),
        "commit_s": float(best.commit_s),
        "useful_until_s": float(best.commit_s + best.margin_s),
        "nearest_track_m": least(one.nearest_track_m.values),
        "latest_launch_s": -least(-one.latest_launch_s.values),
        "critical_speed_m_s": by_delay(one),
        "targets": target_rows(one),
    }


def least(values: np.ndarray) -> float:
    """Return the least of some numbers, NaN where there is none."""
    finite = values[np.isfinite(values)]
    return float(finite.min()) if finite.size else math.nan


def by_delay(one: xr.Dataset) -> dict[str, float]:
    """Return the least critical speed over targets by delay [m/s]."""
    return {f"{delay:g}": least(one.critical_speed_m_s.sel(delay=delay).values) for delay in one.delay.values}


def target_rows(one: xr.Dataset) -> list[dict[str, Any]]:
    """Return the flights of one base."""
    names = {
        str(name): column.transpose("target", ...).values
        for name, column in one.items()
        if "target" in column.dims
    }
    labels = {name: [f"{value:g}" for value in one[name].values] for name in ("delay", "speed")}
    told = one.target_name.values
    return [
        target_row(str(target), str(told[n]), {name: values[n] for name, values in names.items()}, labels)
        for n, target in enumerate(one.target.values)
    ]


def target_row(target: str, name: str, pair: dict[str, Any], labels: dict[str, list[str]]) -> dict[str, Any]:
    """Return one flight of one base, of the values of its variables."""

    def by(axis: str, variable: str) -> dict[str, float]:
        return dict(zip(labels[axis], map(float, pair[variable]), strict=True))

    numbers = ("range_m", "nearest_track_m", "downrange_m", "commit_s", "margin_s", "latest_launch_s")
    return {
        "id": target,
        "name": name,
        "outcome": Outcome(int(pair["outcome"])).word,
        "battery": str(pair["battery"]),
        "shots": int(pair["shots"]),
        **{each: float(pair[each]) for each in numbers},
        "useful_until_s": float(pair["commit_s"] + pair["margin_s"]),
        "latest_launch_whole_flight_s": float(pair["latest_launch_whole_s"]),
        "critical_speed_m_s": by("delay", "critical_speed_m_s"),
        "latest_launch_by_speed_s": by("speed", "rival_launch_s"),
        "latest_launch_whole_flight_by_speed_s": by("speed", "rival_launch_whole_s"),
    }


def as_json(result: Result) -> dict[str, Any]:
    """Return the deterrent analysis as plain data."""
    data = result.data
    attrs = data.attrs
    placed = int(data["count"].sum())
    return plain(
        {
            "scenario": result.provenance["scenario"],
            "bases": [base_row(data, str(base)) for base in data.base.values],
            "force": {
                "id": attrs["force"],
                "name": attrs["force_name"],
                "date": attrs["force_date"],
                "summary": attrs["force_summary"],
                "missiles": attrs["force_missiles"],
                "warheads": attrs["force_warheads"],
                "missiles_at_no_listed_base": attrs["force_missiles"] - placed,
                "magazine": attrs["magazine"],
                "touched": touched(data),
            },
            "interceptor_speed_m_s": attrs["own_speed_m_s"],
            "slowest_speed_m_s": float(data.scan.min()),
            "provenance": result.provenance,
        }
    )
