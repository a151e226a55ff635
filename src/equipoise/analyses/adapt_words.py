"""What `adapt` found, in plain sentences; each is a finding with an id, so that others may pick it out."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import xarray as xr

from equipoise.catalogue.adaptation import black_sea
from equipoise.sea_routes import METRES_A_MILE

DAY_S = 86_400.0
NOTHING = "nobody is reached"
NOTABLE = 0.005  # a dip of fewer people is not worth a clause
MEANS = {
    "tracks": "each battery launching and engaging on the tracks of all radars ashore,",
    "forward-radar": "with a forward radar in Turkey as well,",
    "speed": "faster interceptors, tracks as they are,",
    "speed-and-tracks": "faster interceptors and all those tracks,",
}


def findings(data: xr.Dataset) -> list[dict[str, str]]:
    """Return the findings of a result in the order a reader wants them."""
    found = {
        "coverage": coverage_words(data),
        "ships": ship_words(data),
        "needed": needed_words(data),
        "black-sea": black_sea_words(data),
        "fixed": match_words(data),
        "means": means_words(data),
        "method": method_words(data),
    }
    return [{"id": name, "text": text} for name, text in found.items() if text]


def percent(share: float) -> str:
    """Return a share as a percentage of two figures."""
    if math.isnan(share):
        return NOTHING
    return f"{100 * share:.0f} %" if share >= 0.0995 or share == 0.0 else f"{100 * share:.2g} %"


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
    return f"{head} if nothing moves; {percent(settled)} once the ships have moved. {leaving_words(data)}".strip()


def leaving_words(data: xr.Dataset) -> str:
    """Tell how the ships leave, what that does to coverage meanwhile, and what the other way would."""
    if not any(move["moves"] for move in data.attrs["moves"]):
        return ""
    fixed, other = float(data.fixed[0]), data.attrs["otherwise"]
    below = data.adapted.values < fixed - NOTABLE
    low = float(np.nanmin(data.adapted)) if below.any() else fixed
    own = (
        dip_words(low, days_of(data, below))
        if below.any()
        else "coverage never falls below that of the plan as it stood"
    )
    dips = other["lowest"] < fixed - NOTABLE
    rest = dip_words(other["lowest"], other["days_below"]) if dips else "it does not"
    if data.attrs["at_once"]:
        spared = f"; leaving as they can be spared: {rest}, the last there on day {other['last_day']:.1f}"
        return f"All leave on day 0: {own}{spared if below.any() else ''}."
    if not dips:
        return "All can leave on day 0 and coverage never falls below that of the plan as it stood."
    none = (
        "No order of leaving keeps"
        if data.attrs["every_order"]
        else "No order of leaving was found that keeps"
    )
    head = f"{none} coverage up" if below.any() else "They leave as they can be spared"
    if rest == own:
        return f"{head}: {own}."
    return f"{head}: {own}. All on day 0: {rest}, the last there on day {other['last_day']:.1f}."


def days_of(data: xr.Dataset, chosen: np.ndarray) -> float:
    """Return how many days some of the reported moments stand for."""
    return float(chosen.sum() * (data.day[1] - data.day[0]))


def dip_words(lowest: float, days_below: float) -> str:
    """Tell a dip."""
    return f"{percent(lowest)} at the lowest and {days_below:.1f} days below the plan as it stood"


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
    goal = f"the {percent(match['goal'])} of {match['goal_is_of']}"
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


def means_words(data: xr.Dataset) -> str:
    """Tell by what else the plan that stays where it is would match the ships, or how near it comes."""
    means = data.attrs["match"].get("other_means")
    if not means or data.attrs["match"]["goal"] == 0.0:
        return ""
    head = f"The plan where it stands ({percent(float(data.fixed[0]))}) by other means, against that goal"
    return f"{head}: {'; '.join(MEANS[row['means']] + result_words(row) for row in means)}."


def result_words(row: dict[str, Any]) -> str:
    """Tell the share that some means reaches, and whether that does as well."""
    share = percent(row["share"])
    if row["speed_m_s"] is None:
        return f" {share}, {'which does as well' if row['reaches'] else 'not as well'}"
    if row["reaches"]:
        return f" from {row['speed_m_s'] / 1e3:g} km/s on as well ({share})"
    least, most = min(row["tried_m_s"]) / 1e3, max(row["tried_m_s"]) / 1e3
    return f" at none of {least:g} to {most:g} km/s as well, at best {share}"


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
