"""The deterrent analysis as plain data: bases, targets, and the share of the force that interceptors touch."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import xarray as xr

from equipoise.analyses.deterrent_salvos import Magazine, expected_kills
from equipoise.engagement.outcomes import Outcome
from equipoise.results import Result, plain

OTHER_SALVOS = (1, 2, 4)


class Case(NamedTuple):
    """A case of the table of losses: missiles at each base, which battery reaches which, most warheads on one."""

    name: str
    missiles: tuple[int, ...]
    reached: np.ndarray
    laden: int


def reached(data: xr.Dataset) -> dict[str, np.ndarray]:
    """Return for each case whether a battery can engage some flight of a base, (base, battery).

    The delays count rising flights; where some are given, one more case counts meetings anywhere on the flight.
    """
    named = {"plan": data.engaged_by.values}
    for delay_s in map(float, data.delay.values):
        named[f"delay {delay_s:g} s"] = data.latest_launch_by_s.values >= delay_s
    if data.sizes["delay"]:
        named["whole flight"] = data.latest_launch_whole_by_s.values >= float(data.delay.min())
    return named


def cases(data: xr.Dataset) -> list[Case]:
    """Return the cases: the plan, each delay, the whole flight, and the whole force in reach of all batteries."""
    found = []
    counts, laden = data["count"].values, data.warheads_each.values
    for name, by in reached(data).items():
        chosen = by.any(axis=1) & (counts > 0)
        found.append(Case(name, tuple(counts[chosen]), by[chosen], int(laden[chosen].max(initial=0))))
    everything = np.ones((1, data.sizes["defender"]), bool)
    return [*found, Case("all in reach", (data.attrs["force_missiles"],), everything, int(laden.max()))]


def kills_of(case: Case, attrs: dict[str, Any], shots: float, chances: Sequence[float]) -> float:
    """Return the expected kills of a case, each battery with its own chance, and its own salvo or another stated."""
    own = attrs["shots_each"]
    salvos = own if shots == attrs["shots_per_target"] else [int(shots)] * len(own)
    bases = [np.flatnonzero(column).tolist() for column in case.reached.T]
    rows = zip(attrs["magazines"], salvos, chances, bases, strict=True)
    return expected_kills(case.missiles, [Magazine(*row) for row in rows])


def touched(data: xr.Dataset) -> list[dict[str, Any]]:
    """Return the expected losses of the force by case, shots a missile and kill probability.

    Each missile is engaged by a battery that reaches it, at that battery's kill probability. Two counts bound the
    warheads: one for each kill, as after their release, and all that the best laden missile in reach carries, as before
    it. Salvos are not followed by a second look.
    """
    attrs = data.attrs
    salvos = [
        salvo for salvo in sorted({*OTHER_SALVOS, attrs["shots_per_target"]}) if salvo <= attrs["magazine"]
    ]
    levels = [*zip(attrs["kill_probability"], attrs["kill_probabilities"], strict=True)]
    levels.append((1.0, [1.0] * len(attrs["magazines"])))
    return [
        losses(case, shots, chance, kills_of(case, attrs, shots, chances), attrs)
        for case in cases(data)
        for shots in salvos
        for chance, chances in levels
    ]


def losses(case: Case, shots: float, chance: float, kills: float, attrs: dict[str, Any]) -> dict[str, Any]:
    """Return what so many kills are of the force."""
    return {
        "case": case.name,
        "missiles_in_reach": int(sum(case.missiles)),
        "shots_per_missile": shots,
        "kill_probability": chance,
        "missiles": kills,
        "share_of_missiles": kills / attrs["force_missiles"],
        "warheads_low": kills,
        "warheads_high": kills * case.laden,
        "share_of_warheads_low": kills / attrs["force_warheads"],
        "share_of_warheads_high": kills * case.laden / attrs["force_warheads"],
    }


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
    columns = {str(name): one.variables[name] for name in one.data_vars}
    names = {
        name: column.transpose("target", ...).values
        for name, column in columns.items()
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
