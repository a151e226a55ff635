"""Ships that carry batteries: what they can sail, how many there are, and how many it takes to keep one on station."""

from __future__ import annotations

from pydantic import model_validator

from equipoise.quantities import (
    Contradiction,
    Count,
    Identifier,
    Length,
    Mass,
    Named,
    Noun,
    Probability,
    Ratio,
    Speed,
    Time,
    told,
)
from equipoise.systems.places import Place


class Ship(Named):
    """One ship of the plan and the batteries that ride on it; its station is where they stand."""

    batteries: tuple[Identifier, ...] = told("ids of the batteries on board", min_length=1)


class FleetYear(Named):
    """How many ships the whole fleet has at the end of a year; the id is the year."""

    ships: Count = told("ships able to do the task in the whole fleet", ge=0, le=1000)
    forward: Count = told("of those, based at the forward port", default=0, ge=0, le=1000)

    @property
    def year(self) -> int:
        """The calendar year."""
        return int(self.id)

    @model_validator(mode="after")
    def _is_a_year(self):
        if not (self.id.isdigit() and len(self.id) == 4):
            raise Contradiction("ships", f"'{self.id}' is no year", "write a key such as 2011")
        if self.forward > self.ships:
            problem = f"{self.forward} ships at the forward port, but {self.ships} in all"
            raise Contradiction("forward", problem, "count them in 'ships' too")
        return self


class Fleet(Noun):
    """The ships of a plan and their common means.

    `rotation_home` ships are needed for one kept forward from the home port, `rotation_forward` from the forward port.
    """

    home: Place = told("home port")
    forward: Place = told("forward port, where ships take fuel and may be based")
    speed_m_s: Speed = told("speed under way", gt=0.0, le=25.0)
    endurance_m: Length = told("distance on one load of fuel at that speed", gt=0.0, le=5e7)
    refuel_time_s: Time = told("time in port for a load of fuel", default=86_400.0, ge=0.0, le=2_592_000.0)
    patrol_s: Time = told("longest time away on one patrol", gt=0.0, le=63_072_000.0)
    rotation_home: Ratio = told("ships needed for one kept forward, from the home port", ge=1.0, le=20.0)
    rotation_forward: Ratio = told("ships needed for one kept away, from the forward port", ge=1.0, le=20.0)
    share: Probability = told("share of the whole fleet that these stations may draw on")
    displacement_kg: Mass = told("displacement of one ship, for limits on tonnage", gt=0.0, le=2e8)
    years: tuple[FleetYear, ...] = told("ships by year", default=())
    ships: tuple[Ship, ...] = told("ships of the plan by id", min_length=1)

    @model_validator(mode="after")
    def _each_battery_rides_once(self):
        riding = [battery for ship in self.ships for battery in ship.batteries]
        twice = sorted({battery for battery in riding if riding.count(battery) > 1})
        if twice:
            raise Contradiction("ships", f"the battery '{twice[0]}' rides twice", "name it on one ship")
        return self

    def in_year(self, year: int) -> FleetYear | None:
        """Return the numbers of a year: the latest stated by then, None before the first."""
        stated = [each for each in self.years if each.year <= year]
        return max(stated, key=lambda each: each.year, default=None)

    def kept_on_station(self, year: int) -> int | None:
        """Return how many ships the fleet can keep away for good in a year; None before the first stated year."""
        stated = self.in_year(year)
        if stated is None:
            return None
        from_home = max(0.0, self.share * stated.ships - stated.forward)
        return int(from_home / self.rotation_home + stated.forward / self.rotation_forward + 1e-9)
