"""The deterrent analysis as tables for the terminal, at most 100 columns wide."""

from __future__ import annotations

import math
from typing import Any

import xarray as xr
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from equipoise.analyses.deterrent_answers import base_row, touched
from equipoise.analyses.deterrent_salvos import salvo_words
from equipoise.analyses.deterrent_words import sentences, share
from equipoise.results import Result
from equipoise.studies.words import NOTHING
from equipoise.views.tables import add_row, plain_table

NOTE = (
    "held: missiles there. km: least distance of a ground track from a battery. launch: the earliest that the sensors "
    "allow, after the missile's; until: the last that serves; spare: the time between. Critical speed: least burnout "
    "speed (45-degree flight, relative to the Earth) that meets the rising flight of the nearest target, guided to the "
    "end."
)


def deterrent_parts(result: Result) -> list[RenderableType]:
    """Return what the plan can do to each base, critical speeds, latest launches, losses, and sentences."""
    data = result.data
    rows = [base_row(data, str(base)) for base in data.base.values]
    head = f"{result.provenance['scenario']} against {data.attrs['force_name']}"
    return [
        Text(head),
        plan_table(rows),
        speed_table(rows, data),
        launch_table(data),
        touched_table(data),
        *(Text(sentence) for sentence in sentences(data)),
        Text(NOTE),
    ]


def plan_table(rows: list[dict[str, Any]]) -> Table:
    """Return outcome and margin with the plan's own sensors, for the flight nearest to an intercept."""
    title = "With the plan's own sensors: the flight nearest to an intercept; times in seconds"
    headings = ("base", "held", "km", "launch", "until", "spare", "outcome", "by", "target")
    table = plain_table(*headings, numbers=(1, 2, 3, 4, 5), whole=(0, 6, 8), title=title)
    for row in rows:
        times = [number(row[key]) for key in ("commit_s", "useful_until_s", "margin_s")]
        by = row["battery"] if row["outcome"] == "engaged" else ""
        ends = (row["outcome"].replace("-", " "), by, row["target"])
        add_row(table, row["name"], str(row["missiles"]), kilometres(row["nearest_track_m"]), *times, *ends)
    return table


def speed_table(rows: list[dict[str, Any]], data: xr.Dataset) -> Table:
    """Return the critical interceptor speed of each base by launch delay."""
    delays = [f"{delay:g}" for delay in data.delay.values]
    title = "At a stated launch delay: critical interceptor speed, km/s"
    table = plain_table(
        "base", *(f"{delay} s" for delay in delays), numbers=range(1, len(delays) + 1), title=title
    )
    slowest = float(data.scan.min())
    for row in rows:
        add_row(table, row["name"], *(speed(row["critical_speed_m_s"][delay], slowest) for delay in delays))
    return table


def launch_table(data: xr.Dataset) -> Table:
    """Return the latest launch against flights to the first target, by interceptor speed."""
    speeds = data.speed.values
    title = f"Latest launch, s after the missile's, against rising flights to {data.target_name.values[0]}"
    headings = (f"{value / 1e3:.3g} km/s" for value in speeds)
    table = plain_table("base", *headings, numbers=range(1, len(speeds) + 1), title=title)
    for base in data.base.values:
        one = data.sel(base=base).isel(target=0)
        add_row(
            table, str(one.base_name.values), *(after(float(value)) for value in one.rival_launch_s.values)
        )
    return table


def touched_table(data: xr.Dataset) -> Table:
    """Return expected losses at the plan's salvo, over the range of kill probability."""
    attrs = data.attrs
    low, _, high = attrs["kill_probability"]
    salvo = f"{attrs['magazine']} interceptors, {salvo_words(attrs)} a missile"
    title = f"Expected losses, {salvo}, kill probability {low:g} to {high:g}"
    headings = ("case", "in reach", "missiles lost", "of the force", "warheads lost", "of the force")
    table = plain_table(*headings, numbers=range(1, 6), title=title)
    found = [row for row in touched(data) if row["shots_per_missile"] == attrs["shots_per_target"]]
    for case in dict.fromkeys(row["case"] for row in found):
        rows = {row["kill_probability"]: row for row in found if row["case"] == case}
        few, many = rows[low], rows[high]
        add_row(
            table,
            case,
            str(few["missiles_in_reach"]),
            f"{few['missiles']:.1f} to {many['missiles']:.1f}",
            f"{share(few['share_of_missiles'])} to {share(many['share_of_missiles'])}",
            f"{few['warheads_low']:.1f} to {many['warheads_high']:.0f}",
            f"{share(few['share_of_warheads_low'])} to {share(many['share_of_warheads_high'])}",
        )
    return table


def number(value: float) -> str:
    """Return a whole number, a dash for none."""
    return f"{value:.0f}" if math.isfinite(value) else NOTHING


def after(launch_s: float) -> str:
    """Return a launch after the missile's; a dash where it would have to come before."""
    return number(launch_s) if launch_s >= 0.0 else NOTHING


def kilometres(distance_m: float) -> str:
    """Return a distance in whole kilometres."""
    return f"{distance_m / 1e3:,.0f}" if math.isfinite(distance_m) else NOTHING


def speed(value_m_s: float, slowest_m_s: float) -> str:
    """Return a speed in km/s with two decimals; with a sign where even the slowest looked at serves."""
    if not math.isfinite(value_m_s):
        return NOTHING
    return f"<{slowest_m_s / 1e3:.2f}" if value_m_s <= slowest_m_s else f"{value_m_s / 1e3:.2f}"
