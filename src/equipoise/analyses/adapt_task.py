"""The ground of `adapt`: people as aims, ships in groups, the stations they can reach, and what each battery meets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from equipoise.analyses.adapt_options import (
    Menu,
    Option,
    Pairings,
    afloat,
    joined,
    makes_of,
    menu_of,
    pairings,
    protected,
    reached,
)
from equipoise.analyses.adapt_stations import Move
from equipoise.analyses.adapt_voyages import DAY_S, Voyage, most_at, voyage
from equipoise.analyses.coverage import Progress
from equipoise.catalogue.adaptation import candidate_sites, stations
from equipoise.geography import Window, people
from equipoise.scenario import Scenario
from equipoise.systems import Place, Ship, Threat


@dataclass(frozen=True, eq=False)
class Aims:
    """People in cells: one aim a cell, at the mean place of its people."""

    lat_deg: np.ndarray
    lon_deg: np.ndarray
    people: np.ndarray


@dataclass(frozen=True)
class Group:
    """Ships alike in what they carry that start from one place; `makes` are the batteries on board."""

    makes: tuple[str, ...]
    start: Place
    ships: tuple[Ship, ...]

    @property
    def size(self) -> int:
        """How many ships it has."""
        return len(self.ships)


def aims_of(window: Window, resolution_deg: float) -> Aims:
    """Return the people of a window gathered in cells of so many degrees."""
    rows = people(window)
    row = np.floor(rows.lat_deg / resolution_deg).astype(np.int64)
    column = np.floor(rows.lon_deg / resolution_deg).astype(np.int64)
    _, cell = np.unique(np.column_stack([row, column]), axis=0, return_inverse=True)
    weight = np.bincount(cell.ravel(), rows.people).astype(float)
    lat_deg, lon_deg = (
        np.bincount(cell.ravel(), rows.people * values) / weight for values in (rows.lat_deg, rows.lon_deg)
    )
    return Aims(lat_deg, lon_deg, weight)


class Task:
    """A plan, its people, its ships and the places they might be at.

    A plain holder: what is costly is computed once, when first asked for.
    """

    def __init__(self, scenario: Scenario, aims: Aims, closed: tuple[str, ...], further: int = 0) -> None:
        self.scenario = scenario
        self.aims = aims
        self.closed = closed
        self.groups = groups_of(scenario, further)

    @cached_property
    def stations(self) -> dict[str, Place]:
        """Candidate stations by id: those of the catalogue, and where ships of the plan are."""
        known = {place.id: place for place in stations()}
        return {**known, **{group.start.id: group.start for group in self.starting}}

    @property
    def starting(self) -> tuple[Group, ...]:
        """The groups that begin on a station, not in the home port."""
        home = self.scenario.fleet.home if self.scenario.fleet else None
        return tuple(group for group in self.groups if group.start != home)

    @cached_property
    def voyages(self) -> dict[tuple[int, str], Voyage]:
        """The passage of each group to each station, where there is one."""
        fleet = self.scenario.fleet
        if fleet is None:
            return {}
        found = {
            (number, name): voyage(fleet, group.start, place, self.closed)
            for number, group in enumerate(self.groups)
            for name, place in self.stations.items()
        }
        return {key: each for key, each in found.items() if np.isfinite(each.time_s)}

    @cached_property
    def sites(self) -> tuple[Place, ...]:
        """Candidate land sites at which the plan has no battery yet."""
        taken = {battery.place.id for battery in self.scenario.batteries}
        return tuple(place for place in candidate_sites() if place.id not in taken)

    @cached_property
    def land_makes(self) -> tuple[str, ...]:
        """What a further site would hold: what the ships carry; of a plan without ships, what its sites hold."""
        if self.groups:
            return tuple(dict.fromkeys(make for group in self.groups for make in group.makes))
        names = [battery.id for battery in self.scenario.batteries]
        return tuple(dict.fromkeys(makes_of(self.scenario, names).values()))

    @cached_property
    def menu(self) -> Menu:
        """The plan with every battery at every place it might be."""
        at_sea = [
            (make, self.stations[name]) for number, name in self.voyages for make in self.groups[number].makes
        ]
        on_land = [(make, place) for place in self.sites for make in self.land_makes]
        return menu_of(self.scenario, [*at_sea, *on_land])

    @cached_property
    def present_menu(self) -> Menu:
        """The plan as it stands."""
        return menu_of(self.scenario, [(make, g.start) for g in self.starting for make in g.makes])

    def columns(self, menu: Menu, number: int, place: str) -> tuple[int, ...]:
        """Return the columns that a ship of a group at a place brings."""
        return tuple(menu.column[Option(make, place)] for make in self.groups[number].makes)

    def present(self, menu: Menu) -> tuple[int, ...]:
        """Return the columns of the plan as it stands."""
        ships = [
            column
            for number, group in enumerate(self.groups)
            if group in self.starting
            for column in self.columns(menu, number, group.start.id)
        ]
        return (*menu.fixed, *ships)

    def table(
        self, menu: Menu, threats: Iterable[Threat], workers: int | None, progress: Progress | None
    ) -> Pairings:
        """Return what each battery of a menu can do to each flight of some threats."""
        lat_deg, lon_deg = self.aims.lat_deg, self.aims.lon_deg
        return joined(pairings(menu, threat, lat_deg, lon_deg, workers, progress) for threat in threats)

    def share(self, table: Pairings, columns: Iterable[int]) -> float:
        """Return the share of the people reached whom some batteries protect; NaN where nobody is reached."""
        count = len(self.aims.people)
        whole = float(self.aims.people[reached(table, count)].sum())
        if whole == 0.0:
            return float("nan")
        return float(self.aims.people[protected(table, columns, count)].sum()) / whole

    def moves(self) -> list[Move]:
        """Return each passage of each group as a choice that costs its days."""
        return [
            Move(number, name, self.columns(self.menu, number, name), passage.time_s / DAY_S)
            for (number, name), passage in self.voyages.items()
        ]

    def site_moves(self) -> list[Move]:
        """Return each further land site as a choice, with all that the ships carry on it."""
        menu = self.menu
        return [
            Move(n, place.id, tuple(menu.column[Option(make, place.id)] for make in self.land_makes), 1.0)
            for n, place in enumerate(self.sites)
        ]

    def berths(self) -> dict[str, int]:
        """Return how many ships may be at a station at once, where a rule limits it."""
        fleet = self.scenario.fleet
        if fleet is None:
            return {}
        limits = {name: most_at(fleet, self.stations[name]) for _, name in self.voyages}
        # A plan that has more ships there than the rule as stated allows keeps them.
        there = {group.start.id: group.size for group in self.groups}
        return {name: max(most, there.get(name, 0)) for name, most in limits.items() if most is not None}


def groups_of(scenario: Scenario, further: int) -> tuple[Group, ...]:
    """Return the ships of a plan in groups; `further` ships like the first start from the home port."""
    fleet = scenario.fleet
    if fleet is None:
        return ()
    make = makes_of(scenario, sorted(afloat(scenario)))
    gathered: dict[tuple[tuple[str, ...], Place], list[Ship]] = {}
    for ship in fleet.ships:
        makes = tuple(sorted({make[name] for name in ship.batteries}))
        start = scenario.battery(ship.batteries[0]).place
        gathered.setdefault((makes, start), []).append(ship)
    more = [ship_like(fleet.ships[0], number + 1) for number in range(further)]
    if more:
        makes = tuple(sorted({make[name] for name in fleet.ships[0].batteries}))
        gathered[makes, fleet.home] = [*gathered.get((makes, fleet.home), []), *more]
    return tuple(Group(makes, start, tuple(ships)) for (makes, start), ships in gathered.items())


def ship_like(ship: Ship, number: int) -> Ship:
    """Return a further ship that carries what another one carries."""
    return Ship(id=f"further-{number}", name=f"Further ship {number}", batteries=ship.batteries)
