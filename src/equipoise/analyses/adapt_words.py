"""What `adapt` found, in plain sentences; each is a finding with an id, so that others may pick it out."""

from __future__ import annotations

import math

import numpy as np
import xarray as xr

from equipoise.catalogue.adaptation import black_sea
from equipoise.sea_routes import METRES_A_MILE

DAY_S = 86_400.0
NOTHING = "nobody is reached"
NOTABLE = 0.005  # a dip of fewer people is not worth a clause


def findings(data: xr.Dataset) -> list[dict[str, str]]:
    """Return the findings of a result in the order a reader wants them."""
    found = {
        "coverage": coverage_words(data),
        "ships": ship_words(data),
        "needed": needed_words(data),
        "black-sea": black_sea_words(data),
        "fixed": match_words(data),
        "method": method_words(data),
    }
    return [{"id": name, "text": text} for name, text in found.items() if text]


def percent(share: float) -> str:
    """Return a share as a percentage of two or three figures."""
    return NOTHING if math.isnan(share) else f"{100 * share:.3g} %"


def coverage_words(data: xr.Dataset) -> str:
    """Tell the coverage before, at once and in the end."""
    before, fixed, settled = data.attrs["before"], float(data.fixed[0]), data.attrs["settled"]
    if not changed(data):
        return f"The threat does not change: {percent(before)} of the people reached are protected, and nothing moves."
    head = (
        f"Of the people reached, {percent(before)} are protected before the change; after it {percent(fixed)}"
    )
    if not data.attrs["moves"]:
        return f"{head}, and nothing in the plan can move."
    low = float(np.nanmin(data.adapted)) if not np.isnan(data.adapted).all() else math.nan
    dip = f", {percent(low)} at the lowest while ships sail" if low < fixed - NOTABLE else ""
    return f"{head} if nothing moves; {percent(settled)} once the ships have moved{dip}."


def changed(data: xr.Dataset) -> bool:
    """Return whether the threat changed at all."""
    return bool(data.attrs["match"])


def ship_words(data: xr.Dataset) -> str:
    """Tell how many ships move and how long that takes."""
    moving = [move for move in data.attrs["moves"] if move["moves"]]
    if not changed(data) or not data.attrs["moves"]:
        return ""
    if not moving:
        return "No ship of the plan protects more people at another of the candidate stations."
    last = max(moving, key=lambda move: move["arrives_day"])
    miles = sum(move["length_m"] for move in moving) / METRES_A_MILE
    count = f"{len(moving)} of {len(data.attrs['moves'])} ships move"
    return f"{count}, {miles:,.0f} nautical miles in all; the last arrives on day {last['arrives_day']:.1f}."


def needed_words(data: xr.Dataset) -> str:
    """Tell how many ships keep the stations for good."""
    rows = data.attrs["stations"]
    if not rows:
        return ""
    forward = sum(row["needed_from_forward_port"] for row in rows)
    home = sum(row["needed_from_home_port"] for row in rows)
    count = sum(row["ships"] for row in rows)
    if math.isinf(forward):
        return (
            "From the forward port not all of these stations can be kept: a way is closed, or no time is left there. "
            f"In the rotation from home, the ways left aside, {count} ships stand for {home:.0f}."
        )
    return (
        f"To keep {count} ships on these stations for good takes about {forward:.0f} based at the forward port, "
        f"or {home:.0f} in the rotation from home."
    )


def black_sea_words(data: xr.Dataset) -> str:
    """Tell the rule of the Black Sea where a ship of the result falls under it."""
    rule = black_sea()
    if not any(
        rule.strait in move["straits"] or move["station"] == "station-black-sea"
        for move in data.attrs["moves"]
    ):
        return ""
    return (
        "Black Sea: under the Montreux Convention a warship of a state without a shore there arrives "
        f"no sooner than {rule.notice_s / DAY_S:.0f} days after its notice and leaves after "
        f"{rule.stay_s / DAY_S:.0f} days (another relieves it, which the ships needed include), and one state may have "
        f"{rule.one_state_tonnage_kg / 1e6:,.0f} thousand tons there."
    )


def match_words(data: xr.Dataset) -> str:
    """Tell what a plan of sites alone would need."""
    match = data.attrs["match"]
    if not match or math.isnan(match["goal"]) or match["goal"] == 0.0:
        return ""
    goal = f"the {percent(match['goal'])}" + (" of the moved ships" if data.attrs["moves"] else " of before")
    holding = " and ".join(match["holding"])
    count = match["further_sites"]
    if count is None:
        most = percent(match["all_candidates"])
        every = f"all {len(match['candidates'])} candidate sites, each with {holding}"
        return f"Sites alone: {every}, reach {most}, not {goal}."
    if count == 0:
        return f"Sites alone: those of the plan reach {goal} without another."
    sites = "1 further site" if count == 1 else f"{count} further sites"
    return (
        f"Sites alone: {sites} of {len(match['candidates'])} candidates, with {holding}, would reach {goal}."
    )


def method_words(data: xr.Dataset) -> str:
    """Tell whether the sum over ships agrees with the plan's full networks."""
    checked, settled = data.attrs["checked"], data.attrs["settled"]
    if math.isnan(checked):
        return ""
    if abs(checked - settled) < 5e-4:
        return f"Computed anew with all networks of the plan: {percent(checked)}, the same."
    return (
        f"Computed anew with all networks of the plan: {percent(checked)}. The days are reckoned without the radars of "
        "other ships and are a lower bound."
    )
