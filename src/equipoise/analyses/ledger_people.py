"""The people a ledger tells of: those of a window, or of whole states, in the groups in which they are asked about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from equipoise.geography import People, Window, people, states
from equipoise.scenario import Scenario


@dataclass(frozen=True, eq=False)
class Crowd:
    """The people told of, in the groups in which they are asked about; `told` says which of a group are told of."""

    groups: tuple[People, ...]
    told: tuple[np.ndarray, ...]

    @property
    def people(self) -> People:
        """All of them as one table."""
        columns = ("lat_deg", "lon_deg", "people", "state")
        return People(*(self.gathered([getattr(one, name) for one in self.groups]) for name in columns))

    def gathered(self, found: Sequence[np.ndarray]) -> np.ndarray:
        """Return what was found of each group, a value a row, for the people told of."""
        return np.concatenate([values[chosen] for values, chosen in zip(found, self.told, strict=True)])


def crowd_of(
    scenario: Scenario, region: Window | None, of: Sequence[str] | None, around: Window | None = None
) -> Crowd:
    """Return the people of a window or of states; whole states with those inside a window as a group of their own.

    That group is all people of the window, as a ledger of it asks about them, so that what was kept of it is found.
    """
    if around is None or of is None or region is not None:
        return Crowd(*everyone_of([residents_of(scenario, region, of)]))
    inside, beyond = people(around), outside(residents_of(scenario, None, of), around)
    groups, told = everyone_of([each for each in (inside, beyond) if len(each.people)])
    return Crowd(groups, (is_of(inside, of), *told[1:]) if len(inside.people) else told)


def everyone_of(groups: Sequence[People]) -> tuple[tuple[People, ...], tuple[np.ndarray, ...]]:
    """Return groups of which every row is told of."""
    return tuple(groups), tuple(np.ones(len(each.people), bool) for each in groups)


def residents_of(scenario: Scenario, region: Window | None, of: Sequence[str] | None) -> People:
    """Return the people of a window, by default the scenario's; or of whole states."""
    if of is None:
        return people(region or scenario.region)
    everyone = people(region)
    return rows_of(everyone, is_of(everyone, of))


def is_of(residents: People, of: Sequence[str]) -> np.ndarray:
    """Return which rows are of some states."""
    return np.isin(residents.state, [states().index(iso3) for iso3 in of])


def outside(residents: People, window: Window) -> People:
    """Return the rows outside a window."""
    in_lat = (residents.lat_deg >= window.lat_min_deg) & (residents.lat_deg <= window.lat_max_deg)
    in_lon = (residents.lon_deg >= window.lon_min_deg) & (residents.lon_deg <= window.lon_max_deg)
    return rows_of(residents, ~(in_lat & in_lon))


def rows_of(residents: People, chosen: np.ndarray) -> People:
    """Return some rows."""
    columns = (residents.lat_deg, residents.lon_deg, residents.people, residents.state)
    return People(*(column[chosen] for column in columns))
