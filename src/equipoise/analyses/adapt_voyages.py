"""How long a ship sails to a station, and how many ships keep one there: routes, fuel, patrols and the Black Sea."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from equipoise.catalogue import noun
from equipoise.catalogue.adaptation import BlackSea, black_sea
from equipoise.sea_routes import SeaRoute, sea_route
from equipoise.systems import Fleet, Place

DAY_S = 86_400.0


@dataclass(frozen=True)
class Voyage:
    """A passage in legs between which fuel is taken; infinitely long, and without legs, where there is no way."""

    time_s: float
    legs: tuple[SeaRoute, ...]
    wait_s: float = 0.0  # of that time, before the ship need leave: a notice runs meanwhile

    @property
    def sailing_s(self) -> float:
        """How long the ship is under way, stops for fuel included."""
        return self.time_s - self.wait_s

    @property
    def moves(self) -> bool:
        """Whether it leads anywhere else."""
        return self.time_s > 0.0

    @property
    def length_m(self) -> float:
        """Miles sailed, in metres."""
        return math.fsum(leg.length_m for leg in self.legs) if self.legs else math.inf

    @property
    def straits(self) -> tuple[str, ...]:
        """The straits used, in order, each once."""
        return tuple(dict.fromkeys(strait for leg in self.legs for strait in leg.straits))


NOWHERE = Voyage(math.inf, ())


def voyage(fleet: Fleet, start: Place, end: Place, closed: Iterable[str] = ()) -> Voyage:
    """Return the quickest passage with no leg beyond the endurance; fuel is taken in the home and forward ports.

    A passage into the Black Sea begins no sooner than its notice allows.
    """
    shut = tuple(closed)
    if start == end:
        return Voyage(0.0, (way(start, end, shut),))
    through = (((), (port,), (port, other)) for port, other in ports_both_ways(fleet))
    chains = {chain for group in through for chain in group}
    passages = [passage(fleet, (start, *chain, end), shut) for chain in sorted(chains, key=len)]
    best = min(passages, key=lambda one: one.time_s)
    behind = black_sea().strait in best.straits and not behind_strait(start, shut)
    return delayed(best, black_sea()) if behind else best


def ports_both_ways(fleet: Fleet) -> tuple[tuple[Place, Place], tuple[Place, Place]]:
    """Return the two ports in either order."""
    return (fleet.home, fleet.forward), (fleet.forward, fleet.home)


def way(start: Place, end: Place, closed: tuple[str, ...]) -> SeaRoute:
    """Return the shortest way between two places."""
    return sea_route((start.lat_deg, start.lon_deg), (end.lat_deg, end.lon_deg), closed)


def passage(fleet: Fleet, calls: tuple[Place, ...], closed: tuple[str, ...]) -> Voyage:
    """Return the passage along places with a load of fuel at each in between."""
    legs = tuple(way(a, b, closed) for a, b in pairwise(calls))
    if any(leg.length_m > fleet.endurance_m for leg in legs):
        return NOWHERE
    sailing_s = math.fsum(leg.length_m for leg in legs) / fleet.speed_m_s
    return Voyage(sailing_s + (len(legs) - 1) * fleet.refuel_time_s, legs)


def delayed(best: Voyage, rule: BlackSea) -> Voyage:
    """Return a passage that arrives no sooner than a notice, given on the day of the change, runs out."""
    time_s = max(best.time_s, rule.notice_s)
    return Voyage(time_s, best.legs, wait_s=time_s - best.time_s)


def behind_strait(place: Place, closed: tuple[str, ...]) -> bool:
    """Return whether a place lies in the Black Sea: the way to the station outside uses its strait."""
    rule = black_sea()
    return rule.strait in way(place, noun("places", rule.outside), ()).straits


def ships_needed(fleet: Fleet, station: Place, closed: Iterable[str] = ()) -> float:
    """Return how many ships based at the forward port keep one on a station; infinite where none can.

    The rotation holds for a station at the port itself; sailing there and back is time off station. In the Black Sea
    a ship must leave after the longest stay and go out, so that its stays are shorter than its patrol.
    """
    shut = tuple(closed)
    there_s = passage(fleet, (fleet.forward, station), shut).time_s
    on_station_s = fleet.patrol_s - 2.0 * there_s
    if on_station_s <= 0.0:
        return math.inf
    needed = fleet.rotation_forward * fleet.patrol_s / on_station_s
    if not behind_strait(station, shut):
        return needed
    rule = black_sea()
    out_s = way(station, noun("places", rule.outside), shut).length_m / fleet.speed_m_s
    return needed * (rule.stay_s + 2.0 * out_s) / rule.stay_s


def most_at(fleet: Fleet, station: Place) -> int | None:
    """Return how many ships of one state may be on a station at once; None where no rule limits it."""
    if not behind_strait(station, ()):
        return None
    return int(black_sea().one_state_tonnage_kg / fleet.displacement_kg + 1e-9)
