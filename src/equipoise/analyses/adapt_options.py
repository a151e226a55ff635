"""What a changed defence may be made of: the plan's fixed part, and each ship's or site's battery at each place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from equipoise.analyses.coverage import Progress, pairs_of
from equipoise.engagement.engage import engage
from equipoise.engagement.outcomes import Outcome
from equipoise.scenario import Scenario
from equipoise.systems import Battery, Place, Radar, Ship, Threat


@dataclass(frozen=True)
class Option:
    """One battery of the plan, in its make, at one place."""

    make: str
    place: str


@dataclass(frozen=True)
class Menu:
    """A scenario whose batteries are the fixed part and every option; `column` says where each option stands."""

    scenario: Scenario
    fixed: tuple[int, ...]
    column: dict[Option, int]


@dataclass(frozen=True, eq=False)
class Pairings:
    """Each missile and launch point against each aim: whether it reaches, and which batteries meet it.

    `aim` numbers the aims; `met` is (pairs, batteries of the menu).
    """

    aim: np.ndarray
    reaches: np.ndarray
    met: np.ndarray


def afloat(scenario: Scenario) -> frozenset[str]:
    """Return the ids of the batteries that ride on the ships of the fleet."""
    ships = scenario.fleet.ships if scenario.fleet else ()
    return frozenset(battery for ship in ships for battery in ship.batteries)


def makes_of(scenario: Scenario, names: Iterable[str]) -> dict[str, str]:
    """Return for each battery the first one of the same make: alike in all but name, place and radar's place."""
    first: dict[tuple, str] = {}
    return {name: first.setdefault(make_of(scenario, scenario.battery(name)), name) for name in names}


def make_of(scenario: Scenario, battery: Battery) -> tuple:
    """Return what two batteries must share to be one make."""
    nowhere = {"id": "same", "name": "same", "platform": "ship", "network": (), "radar": None}
    plain = battery.model_copy(update={**nowhere, "place": scenario.batteries[0].place})
    radar = own_radar(scenario, battery)
    if radar is not None:
        radar = radar.model_copy(update={"id": "same", "name": "same", "place": plain.place})
    uses_own = battery.radar in battery.network
    return plain, radar, uses_own, frozenset(battery.network) - movable_radars(scenario)


def own_radar(scenario: Scenario, battery: Battery) -> Radar | None:
    """Return the radar that goes where the battery goes: its own, standing at the same place."""
    found = next((sensor for sensor in scenario.sensors if sensor.id == battery.radar), None)
    return found if isinstance(found, Radar) and found.place == battery.place else None


def movable_radars(scenario: Scenario) -> frozenset[str]:
    """Return the ids of the radars on the ships of the fleet."""
    riding = (own_radar(scenario, scenario.battery(name)) for name in afloat(scenario))
    return frozenset(radar.id for radar in riding if radar is not None)


def menu_of(scenario: Scenario, wanted: Iterable[tuple[str, Place]]) -> Menu:
    """Return the plan with a battery of each wanted make at each wanted place beside its fixed part.

    No battery but its own may use a ship's radar, so that what one ship can do does not depend on where the
    others are.
    """
    gone, moving = afloat(scenario), movable_radars(scenario)
    batteries = [rid_of(battery, moving) for battery in scenario.batteries if battery.id not in gone]
    sensors = [sensor for sensor in scenario.sensors if sensor.id not in moving]
    column: dict[Option, int] = {}
    fixed = len(batteries)
    for make, place in wanted:
        option = Option(make, place.id)
        if option in column:
            continue
        column[option] = len(batteries)
        battery, radar = placed(scenario, scenario.battery(make), place)
        batteries.append(rid_of(battery, moving))
        if radar is not None and all(sensor.id != radar.id for sensor in sensors):
            sensors.append(radar)
    whole = replace(scenario, batteries=tuple(batteries), sensors=tuple(sensors))
    return Menu(whole, tuple(range(fixed)), column)


def rid_of(battery: Battery, radars: frozenset[str]) -> Battery:
    """Return a battery without some radars in its network."""
    network = tuple(name for name in battery.network if name not in radars)
    return battery.model_copy(update={"network": network})


def placed(scenario: Scenario, battery: Battery, place: Place) -> tuple[Battery, Radar | None]:
    """Return a battery at another place, with its radar where that goes along."""
    radar = own_radar(scenario, battery)
    moved = {"id": f"{battery.id}-at-{place.id}"[:64], "place": place}
    if radar is None:
        return battery.model_copy(update=moved), None
    shared = f"{first_alike(scenario, radar)}-at-{place.id}"[:64]
    there = radar.model_copy(update={"id": shared, "place": place})
    network = tuple(there.id if name == radar.id else name for name in battery.network)
    return battery.model_copy(update={**moved, "radar": there.id, "network": network}), there


def first_alike(scenario: Scenario, radar: Radar) -> str:
    """Return the id of the first radar of the plan that differs in name and place alone."""
    same = {"id": radar.id, "name": radar.name, "place": radar.place}
    alike = (sensor for sensor in scenario.sensors if isinstance(sensor, Radar))
    return next(sensor.id for sensor in alike if sensor.model_copy(update=same) == radar)


def moved_to(scenario: Scenario, ships: Iterable[tuple[Ship, Place]]) -> Scenario:
    """Return the scenario with ships at other places and all its networks as they were."""
    batteries = {battery.id: battery for battery in scenario.batteries}
    sensors = {sensor.id: sensor for sensor in scenario.sensors}
    for ship, place in ships:
        for name in ship.batteries:
            radar = own_radar(scenario, batteries[name])
            batteries[name] = batteries[name].model_copy(update={"place": place})
            if radar is not None:
                sensors[radar.id] = radar.model_copy(update={"place": place})
    return replace(scenario, batteries=tuple(batteries.values()), sensors=tuple(sensors.values()))


def pairings(
    menu: Menu,
    threat: Threat,
    lat_deg: np.ndarray,
    lon_deg: np.ndarray,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Pairings:
    """Return what each battery of a menu can do to each flight of one threat."""
    pairs = pairs_of(threat, lat_deg, lon_deg)
    found = engage(menu.scenario, threat, pairs, workers, progress)
    aim = np.tile(np.arange(len(lat_deg)), len(threat.launch))
    return Pairings(aim, found.outcome != Outcome.OUT_OF_RANGE, found.battery_outcome == Outcome.ENGAGED)


def joined(tables: Iterable[Pairings]) -> Pairings:
    """Return several threats as one table."""
    parts = tuple(tables)
    return Pairings(
        np.concatenate([part.aim for part in parts]),
        np.concatenate([part.reaches for part in parts]),
        np.concatenate([part.met for part in parts]),
    )


def protected(table: Pairings, columns: Iterable[int], aims: int) -> np.ndarray:
    """Return which aims are reached and all of whose flights meet a shot from one of the batteries."""
    chosen = sorted(columns)
    met = table.met[:, chosen].any(axis=1) if chosen else np.zeros(len(table.aim), bool)
    exposed = np.zeros(aims, bool)
    exposed[table.aim[table.reaches & ~met]] = True
    return reached(table, aims) & ~exposed


def reached(table: Pairings, aims: int) -> np.ndarray:
    """Return which aims some flight reaches."""
    within = np.zeros(aims, bool)
    within[table.aim[table.reaches]] = True
    return within
