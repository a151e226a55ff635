"""How many days the ships of a plan sail to the stations that the plan gives them, once they are sent."""

from __future__ import annotations

import math
from typing import Any

from equipoise.analyses.adapt_voyages import DAY_S, voyage
from equipoise.scenario import Scenario
from equipoise.systems import Fleet, Place


def days_at_sea(scenario: Scenario) -> list[dict[str, Any]]:
    """Return for each station of a plan's ships the days from the home port and from the forward one; none of none."""
    fleet = scenario.fleet
    if fleet is None:
        return []
    places = {scenario.battery(ship.batteries[0]).place: None for ship in fleet.ships}
    return [station_of(fleet, place) for place in places]


def station_of(fleet: Fleet, place: Place) -> dict[str, Any]:
    """Return the days from either port to a station, the notice that some waters ask for included."""
    from_home, from_forward = (voyage(fleet, port, place) for port in (fleet.home, fleet.forward))
    return {
        "station": place.name,
        "home_port": fleet.home.name,
        "forward_port": fleet.forward.name,
        "home_port_days": days(from_home.time_s),
        "forward_port_days": days(from_forward.time_s),
    }


def days(time_s: float) -> float | None:
    """Return a time in days; None where there is no way."""
    return time_s / DAY_S if math.isfinite(time_s) else None
