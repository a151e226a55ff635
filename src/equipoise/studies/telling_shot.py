"""The one shot that shows best how plans differ: the same missile, launch point and aim for each of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from equipoise.engagement.explain import Explanation, explain
from equipoise.geography import people, states, states_on_grid
from equipoise.studies.comparison import Comparison
from equipoise.studies.rows import StateRow
from equipoise.systems.places import Place


def telling_shots(comparison: Comparison) -> tuple[Explanation, ...]:
    """Return one explained shot for each scenario, the same for all.

    The aim is a city in the state whose protection differs most; the launch point one from which the shot ends
    differently for some of the plans, where there is one.
    """
    threat = telling_threat(comparison)
    first: tuple[Explanation, ...] = ()
    for launch, aim in trials(comparison, threat):
        shots = tuple(explain(scenario, launch, aim, threat=threat) for scenario in comparison.scenarios)
        first = first or shots
        if len({shot.outcome for shot in shots}) > 1 or len(shots) == 1:
            return shots
    return first


def telling_threat(comparison: Comparison) -> str:
    """Return the threat set against which the plans differ most, or that reaches most people."""
    rows = {threat: comparison.rows(threat) for threat in comparison.threats}
    spread = {threat: sum(row.spread_people for row in rows[threat]) for threat in rows}
    reach = {threat: sum(row.reachable_people for row in rows[threat]) for threat in rows}
    return max(rows, key=lambda threat: (spread[threat], reach[threat]))


def trials(comparison: Comparison, threat: str) -> Iterator[tuple[Place, Place]]:
    """Yield launch points with the aim that is to be tried first."""
    rows = comparison.rows(threat)
    if not rows:
        return
    aim = aim_of(comparison, rows)
    threats = comparison.scenarios[0].threat_set(threat).threats
    for launch in dict.fromkeys(place for each in threats for place in each.launch):
        yield launch, aim


def aim_of(comparison: Comparison, rows: Sequence[StateRow]) -> Place:
    """Return a city of the first state that has one in the footprint; else where most people of the first live."""
    allies_first = sorted(rows, key=lambda row: not row.nato_europe_2007)
    cities = cities_by_state(comparison)
    for row in allies_first:
        if row.iso3 in cities:
            return cities[row.iso3]
    return largest_place(allies_first[0])


def cities_by_state(comparison: Comparison) -> dict[str, Place]:
    """Return one city of the footprint for each state that has any."""
    data = comparison.footprints[0].data
    if "city_shots" not in data:
        return {}
    lat_deg, row = np.unique(data.city_lat.values, return_inverse=True)
    lon_deg, column = np.unique(data.city_lon.values, return_inverse=True)
    iso3 = np.array(states().iso3)[states_on_grid(lat_deg, lon_deg)[row, column]]
    found: dict[str, Place] = {}
    for state, key, name, lat, lon in zip(
        iso3, data.city.values, data.city_name.values, lat_deg[row], lon_deg[column], strict=True
    ):
        city = Place(id=str(key), name=str(name), lat_deg=float(lat), lon_deg=float(lon))
        found.setdefault(str(state), city)
    return found


def largest_place(row: StateRow) -> Place:
    """Return where most people of a state live together."""
    everyone = people()
    own = np.flatnonzero(everyone.state == states().index(row.iso3))
    most = own[np.argmax(everyone.people[own])]
    lat_deg, lon_deg = float(everyone.lat_deg[most]), float(everyone.lon_deg[most])
    return Place(
        id="largest-place", name=f"the largest place of {row.name}", lat_deg=lat_deg, lon_deg=lon_deg
    )
