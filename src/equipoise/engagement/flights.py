"""One flight as a reader wants it: burnout, apogee, impact and nodes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from pyproj import Geod

from equipoise import catalogue
from equipoise.engagement.path import height_of, place_at
from equipoise.engagement.rooms import Pairs, fleet_of, flown_rows
from equipoise.engagement.tables import BOOST_SEGMENTS, REENTRY_SEGMENTS, Flight, Flown
from equipoise.kernels import law
from equipoise.physics.earth import geodetic_of
from equipoise.physics.world import WGS84, World
from equipoise.systems.missiles import Missile
from equipoise.systems.places import Place
from equipoise.systems.threats import Threat

GEODESIC = Geod(ellps="WGS84")


@law
def write_track(flight, times_s, world, places):
    """Write latitude, longitude [deg] and height [m] of a flight at each time."""
    for n in range(len(times_s)):
        x, y, z = place_at(flight, times_s[n])
        place = geodetic_of(x, y, z, world.equatorial_radius_m, world.flattening)
        places[0, n], places[1, n], places[2, n] = place


@dataclass(frozen=True, eq=False)
class Trajectory:
    """One flight; Earth-fixed positions [m] and Earth-relative velocities [m/s], NaN where the aim is out of range."""

    threat: Threat
    launch: Place
    aim: Place
    reaches: bool
    burnout_s: float
    impact_s: float
    entry_s: float
    segments: int
    nodes: np.ndarray
    world: World

    @property
    def row(self) -> Flight:
        """The flight as the rooms read it."""
        return Flight(self.nodes, self.burnout_s, self.impact_s, self.segments, self.entry_s)

    def position_m(self, time_s: float) -> np.ndarray:
        """Return the Earth-fixed position at a time between launch and impact [m]."""
        return np.array(place_at(self.row, time_s))

    def velocity_m_s(self, time_s: float) -> np.ndarray:
        """Return the Earth-relative velocity at a time of the coast, by a small difference of positions [m/s]."""
        early_s, late_s = max(time_s - 0.05, self.burnout_s), min(time_s + 0.05, self.impact_s)
        return (self.position_m(late_s) - self.position_m(early_s)) / (late_s - early_s)

    def geodetic(self, time_s: float) -> tuple[float, float, float]:
        """Return latitude, longitude [deg] and height above the ellipsoid [m] at a time."""
        x, y, z = self.position_m(time_s)
        return geodetic_of(x, y, z, self.world.equatorial_radius_m, self.world.flattening)

    def track(self, times_s: np.ndarray) -> np.ndarray:
        """Return latitude, longitude [deg] and height above the ellipsoid [m] at many times, (3, time)."""
        places = np.empty((3, len(times_s)))
        write_track(self.row, np.ascontiguousarray(times_s, dtype=float), self.world, places)
        return places

    def node_times_s(self) -> np.ndarray:
        """Return the times of the nodes [s]."""
        boost = np.linspace(0.0, self.burnout_s, BOOST_SEGMENTS + 1)
        coast = np.linspace(self.burnout_s, self.entry_s, self.segments + 1)
        fall = np.linspace(self.entry_s, self.impact_s, len(self.nodes) - len(boost) - self.segments + 1)
        return np.concatenate([boost, coast[1:], fall[1:]])

    def peak(self) -> tuple[float, float]:
        """Return time [s] and height [m] of the highest point, to a second."""
        times_s = np.arange(self.burnout_s, self.impact_s, 1.0)
        heights_m = [height_of(place_at(self.row, float(time_s)), self.world) for time_s in times_s]
        top = int(np.argmax(heights_m))
        return float(times_s[top]), float(heights_m[top])

    def as_json(self) -> dict[str, Any]:
        """Return the flight as plain data; null where the aim is out of range."""
        threat = self.threat
        head = {
            "missile": threat.missile.id,
            "shape": threat.shape,
            "shape_angle_deg": threat.shape_angle_deg,
            "range_m": ground_range_m(self.launch, self.aim),
            "outcome": "reaches" if self.reaches else "out-of-range",
            "launch": place_as_json(self.launch),
            "aim": place_as_json(self.aim),
            "nodes": nodes_as_json(self),
        }
        if not self.reaches:
            return head | {"burnout": None, "apogee_m": None, "impact": None}
        burnout = self.nodes[BOOST_SEGMENTS]
        impact_lat_deg, impact_lon_deg, _ = self.geodetic(self.impact_s)
        return head | {
            "burnout": {
                "t_s": self.burnout_s,
                "position_m": burnout[0:3].tolist(),
                "velocity_m_s": burnout[3:6].tolist(),
                "altitude_m": self.geodetic(self.burnout_s)[2],
                "speed_m_s": float(np.linalg.norm(burnout[3:6])),
            },
            "apogee_m": self.peak()[1],
            "impact": {"t_s": self.impact_s, "lat_deg": impact_lat_deg, "lon_deg": impact_lon_deg},
        }


def fly(
    missile: str | Missile,
    launch: Place,
    aim: Place,
    shape: Literal["minimum-energy", "lofted", "depressed"] = "minimum-energy",
    shape_angle_deg: float = 0.0,
    world: World = WGS84,
) -> Trajectory:
    """Return the flight of a missile from a place to a place.

    Parameters
    ----------
    missile : str or Missile
        Id in the catalogue, or a missile.
    launch, aim : Place
        Where from and where to; the flight ends on the ellipsoid at the aim.
    shape : "minimum-energy", "lofted" or "depressed"
        With `shape_angle_deg` above or below the burnout angle of least energy [deg].
    world : World
        The Earth to fly around; WGS 84 with J2, rotation and air by default.

    Returns
    -------
    trajectory : Trajectory
        `reaches` is False and all numbers are NaN where the aim is out of range.

    Validity
    --------
    Point mass; the aim is met within 0.5 m, the coast is within 1 m and 1 ms at 10,000 km.

    References
    ----------
    [zarchan-2012] closed forms of the first aim; [albrecht-1955] the coast.

    Examples
    --------
    >>> tabriz, berlin = catalogue.noun("places", "tabriz"), catalogue.noun("places", "berlin")
    >>> flight = fly("irbm-3500", tabriz, berlin)
    >>> round(flight.impact_s / 60)
    17
    """
    noun = catalogue.noun("missiles", missile) if isinstance(missile, str) else missile
    threat = Threat(
        id=noun.id, missile=noun, launch=(launch,), shape=shape, shape_angle_deg=float(shape_angle_deg)
    )
    return trajectory(threat, aim, world)


def trajectory(threat: Threat, aim: Place, world: World) -> Trajectory:
    """Return the flight of a threat from its first launch point to an aim."""
    fleet, segments = fleet_of(threat, world)
    return first_of(flown_rows(fleet, pair_of(aim), segments, world), threat, aim, world)


def pair_of(aim: Place) -> Pairs:
    """Return the one pair of a threat's first launch point and an aim."""
    return Pairs(np.zeros(1, dtype=np.int64), np.array([aim.lat_deg]), np.array([aim.lon_deg]))


def first_of(flown: Flown, threat: Threat, aim: Place, world: World) -> Trajectory:
    """Return the first flight of a table."""
    burnout_s, impact_s, _, _, entry_s = (float(value) for value in flown.times[0])
    reaches = bool(flown.reaches[0])
    segments = int(flown.times[0, 3]) if reaches else 0
    last = BOOST_SEGMENTS + segments + (REENTRY_SEGMENTS if impact_s > entry_s else 0)
    nodes = flown.nodes[0, : last + 1]
    return Trajectory(
        threat, threat.launch[0], aim, reaches, burnout_s, impact_s, entry_s, segments, nodes, world
    )


def ground_range_m(launch: Place, aim: Place) -> float:
    """Return the length of the geodesic between two places [m]."""
    from_to = GEODESIC.inv(launch.lon_deg, launch.lat_deg, aim.lon_deg, aim.lat_deg)
    return float(from_to[2])


def nodes_as_json(flight: Trajectory) -> dict[str, Any]:
    """Return the nodes of a flight as plain data."""
    if not flight.reaches:
        return {"t_s": [], "position_m": [], "velocity_m_s": []}
    return {
        "t_s": flight.node_times_s().tolist(),
        "position_m": flight.nodes[:, 0:3].tolist(),
        "velocity_m_s": flight.nodes[:, 3:6].tolist(),
    }


def place_as_json(place: Place) -> dict[str, Any]:
    """Return a place as plain data."""
    return {"id": place.id, "name": place.name, "lat_deg": place.lat_deg, "lon_deg": place.lon_deg}
