"""Shortest ways over the sea between places, with straits open or closed.

Such a way is made of great circles that touch headlands, so it is found on a graph of headlands: Dijkstra's method
by scipy over the corners and ways that `tools/build_sea_lanes.py` bakes from the base map.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from functools import cache
from importlib.metadata import version
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray
from pyproj import Geod
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import dijkstra

from equipoise.catalogue.straits import straits
from equipoise.errors import Fault, InputError
from equipoise.kept import kept
from equipoise.open_water import arcs_rad, at_sea, free_of_land, gates_crossed, unit_vectors
from equipoise.reading import suggestion

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

METRES_A_MILE = 1852.0
PORT_REACH_M = 30_000.0
PORT_STEP_M = 1_500.0
PORT_BEARINGS = 24
NEAREST = 500
SHORTEST_M = 1e-3
_FILE = files("equipoise.catalogue") / "geography" / "sea_lanes.npz"
_MADE_FROM = [
    _FILE,
    *(
        files("equipoise.catalogue") / name
        for name in ("geography/basemap.npz", "straits.yaml", "straits.py")
    ),
    *(files("equipoise") / name for name in ("sea_routes.py", "open_water.py", "geography.py")),
]
_EARTH = Geod(ellps="WGS84")


@dataclass(frozen=True)
class SeaRoute:
    """A way over the sea: its points from start to end, its length, and the straits it uses by id.

    `length_m` is infinite and there are no points where the open straits give no way.
    """

    length_m: float
    lat_deg: tuple[float, ...]
    lon_deg: tuple[float, ...]
    straits: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Lanes:
    """Corners, and the ways between them: rows of corners, length and the straits used as bits."""

    corner_deg: Floats
    way: Ints
    length_m: Floats
    straits: Ints


@dataclass(frozen=True, eq=False)
class Berth:
    """A place as the graph takes it: its point at sea, how far off that is, and the corners that it sees."""

    lat_deg: float
    lon_deg: float
    harbour_m: float
    corner: Ints
    length_m: Floats
    straits: Ints


def sea_route(start: tuple[float, float], end: tuple[float, float], closed: Iterable[str] = ()) -> SeaRoute:
    """Return the shortest way over the sea between two places.

    Parameters
    ----------
    start, end : tuple of float
        Latitude and longitude [deg]; a port may lie up to 30 km inland of the coast of the base map.
    closed : iterable of str
        Ids of straits that the ship may not use, see `strait_ids`.

    Returns
    -------
    route : SeaRoute
        Infinitely long and without points where no way is open.

    Validity
    --------
    Coasts at 1:50 million; within about 1 % of the shortest way. No ice, depth, traffic or territorial limits.
    North of 73 degrees there is no way; the canals are Suez and Kiel.

    References
    ----------
    Natural Earth 4.1 for the coasts; docs/decisions/sea-routes-by-headlands.md.

    Examples
    --------
    >>> norfolk, rota = (36.9, -75.9), (36.55, -6.4)
    >>> round(sea_route(norfolk, rota).length_m / 1852, -1)
    3280.0
    """
    return sea_routes([start], [end], closed)[0][0]


def sea_routes(
    starts: Sequence[tuple[float, float]],
    ends: Sequence[tuple[float, float]],
    closed: Iterable[str] = (),
) -> list[list[SeaRoute]]:
    """Return the shortest ways from each start to each end, as `sea_route` has them."""
    shut = bits_of(closed)
    return [[_way(start, end, shut) for end in ends] for start in starts]


@cache
def _way(start: tuple[float, float], end: tuple[float, float], shut: int) -> SeaRoute:
    """Return the shortest way between two places, found once and kept on disk from one of its ends."""
    if start > end:
        return _backwards(_way(end, start, shut))

    def made() -> bytes:
        return json.dumps(astuple(_from_berths(berth(*start), berth(*end), shut))).encode()

    length_m, *rest = json.loads(kept((b"sea route", _made_from(), repr((start, end, shut)).encode()), made))
    return SeaRoute(length_m, *map(tuple, rest))


def _backwards(way: SeaRoute) -> SeaRoute:
    return SeaRoute(way.length_m, way.lat_deg[::-1], way.lon_deg[::-1], way.straits)


@cache
def _made_from() -> bytes:
    """Return a hash of all that a way hangs on but its ends: the maps, and what reads and measures them."""
    versions = [version(name) for name in ("numpy", "scipy", "shapely", "pyproj")]
    digest = hashlib.sha256(repr(versions).encode())
    for file in _MADE_FROM:
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.digest()


def strait_ids() -> tuple[str, ...]:
    """Return the ids of the straits that can be closed."""
    return tuple(strait.id for strait in straits())


def bits_of(closed: Iterable[str]) -> int:
    """Return one bit for each named strait; raise an InputError for one that is not known."""
    known = strait_ids()
    for name in closed:
        if name not in known:
            remedy = f"{suggestion(name, known)}the straits are {', '.join(known)}"
            raise InputError(Fault("", "straits", f"there is no strait '{name}'", remedy))
    return sum(1 << known.index(name) for name in set(closed))


@cache
def lanes() -> Lanes:
    """Return the baked corners and ways with the channels through straits, ways in order of their corners."""
    with _FILE.open("rb") as stream, np.load(stream) as data:
        corner_deg = data["corner_e4"] * 1e-4
        way, used = data["way"].astype(np.int64), data["straits"].astype(np.int64)
    channel, through = _channels(len(corner_deg))
    way, used = np.concatenate([channel, way]), np.concatenate([through, used])
    # A channel may run where corners see each other as well: the first of two equal ways, the channel's, stays.
    _, kept = np.unique(_keys(way, len(corner_deg)), return_index=True)
    ends = corner_deg[way[kept]]
    return Lanes(corner_deg, way[kept], _length_m(ends[:, 0], ends[:, 1]), used[kept])


def _keys(way: Ints, corners: int) -> Ints:
    return way.min(axis=1) * corners + way.max(axis=1)


def _channels(corners: int) -> tuple[Ints, Ints]:
    """Return the ways along channels: their points are the last corners, strait by strait."""
    counts = [len(strait.channel) for strait in straits()]
    first = corners - sum(counts) + np.cumsum([0, *counts[:-1]])
    ways = [(row, row + 1, 1 << i) for i, count in enumerate(counts) for row in first[i] + range(count - 1)]
    table = np.array(ways, np.int64)
    return table[:, :2], table[:, 2]


def _length_m(start_deg: Floats, end_deg: Floats) -> Floats:
    return np.asarray(_EARTH.inv(start_deg[:, 1], start_deg[:, 0], end_deg[:, 1], end_deg[:, 0])[2])


@cache
def berth(lat_deg: float, lon_deg: float) -> Berth:
    """Return a place put to sea; raise an InputError where it lies too far inland or sees no open water."""
    for lat, lon in _nearby(lat_deg, lon_deg):
        if at_sea(lat, lon):
            harbour_m = float(_EARTH.inv(lon_deg, lat_deg, lon, lat)[2])
            found = _seen_from(lat, lon, harbour_m)
            if len(found.corner):
                return found
    problem = f"{lat_deg:.2f}, {lon_deg:.2f} is not within {PORT_REACH_M / 1000:.0f} km of open sea"
    raise InputError(Fault("", "place", problem, "give a port or a station at sea"))


def _nearby(lat_deg: float, lon_deg: float) -> Iterable[tuple[float, float]]:
    yield lat_deg, lon_deg
    for radius_m in np.arange(PORT_STEP_M, PORT_REACH_M + 1.0, PORT_STEP_M):
        for bearing_deg in np.arange(PORT_BEARINGS) * 360.0 / PORT_BEARINGS:
            lon, lat, _ = _EARTH.fwd(lon_deg, lat_deg, bearing_deg, radius_m)
            yield float(lat), float(lon)


def _seen_from(lat_deg: float, lon_deg: float, harbour_m: float) -> Berth:
    """Return the nearest corners that a point sees."""
    corner_deg = lanes().corner_deg
    here = unit_vectors(np.array([lat_deg]), np.array([lon_deg]))
    corners = unit_vectors(corner_deg[:, 0], corner_deg[:, 1])
    near = np.argsort(arcs_rad(here, corners), kind="stable")[:NEAREST]
    starts = np.broadcast_to(here, (len(near), 3))
    near = near[free_of_land(starts, corners[near])]
    starts = np.broadcast_to(here, (len(near), 3))
    points = np.broadcast_to([lat_deg, lon_deg], (len(near), 2))
    length_m = _length_m(points, corner_deg[near])
    return Berth(lat_deg, lon_deg, harbour_m, near, length_m, gates_crossed(starts, corners[near]))


def _from_berths(start: Berth, end: Berth, shut: int) -> SeaRoute:
    """Return the shortest way; it is found from the southern end, so that both directions give the same."""
    if (start.lat_deg, start.lon_deg) > (end.lat_deg, end.lon_deg):
        return _backwards(_from_berths(end, start, shut))
    return _route(start, end, shut)


@cache
def _route(start: Berth, end: Berth, shut: int) -> SeaRoute:
    reached_m, before = _from(start, shut)
    open_ = (end.straits & shut) == 0
    total_m = np.where(open_, reached_m[end.corner] + end.length_m, np.inf)
    last = int(np.argmin(total_m))
    straight_m, bits = _straight(start, end, shut)
    harbours_m = start.harbour_m + end.harbour_m
    if not np.isfinite(min(total_m[last], straight_m)):
        return SeaRoute(np.inf, (), (), ())
    if straight_m <= total_m[last]:
        return _told([], start, end, straight_m + harbours_m, bits)
    path = _path(before, int(end.corner[last]))
    bits = _straits_along(path) | int(start.straits[start.corner == path[0]][0]) | int(end.straits[last])
    return _told(path, start, end, float(total_m[last]) + harbours_m, bits)


@cache
def _from(start: Berth, shut: int) -> tuple[Floats, Ints]:
    """Return the distance of every corner from a berth, and the corner before it on the way."""
    table = lanes()
    count = len(table.corner_deg)
    row = np.concatenate([table.way[:, 0], np.full(len(start.corner), count)])
    column = np.concatenate([table.way[:, 1], start.corner])
    length_m = np.concatenate([table.length_m, start.length_m])
    open_ = (np.concatenate([table.straits, start.straits]) & shut) == 0
    # A sparse matrix drops zeros: two points at one place would be no way at all.
    weight = np.maximum(length_m[open_], SHORTEST_M)
    graph = coo_matrix((weight, (row[open_], column[open_])), shape=(count + 1, count + 1)).tocsr()
    reached_m, before = dijkstra(graph, directed=False, indices=count, return_predecessors=True)
    return reached_m[:count], before[:count]


def _straight(start: Berth, end: Berth, shut: int) -> tuple[float, int]:
    """Return the length and the straits of the straight way, infinitely long where land or a gate bars it."""
    points = np.array([[start.lat_deg, start.lon_deg], [end.lat_deg, end.lon_deg]])
    vectors = unit_vectors(points[:, 0], points[:, 1])
    bits = int(gates_crossed(vectors[:1], vectors[1:])[0])
    if bits & shut or not free_of_land(vectors[:1], vectors[1:])[0]:
        return np.inf, 0
    return float(_length_m(points[:1], points[1:])[0]), bits


def _path(before: Ints, last: int) -> list[int]:
    """Return the corners of a way in order; the berth that it starts from has the first free row."""
    path = [last]
    while before[path[-1]] < len(before):
        path.append(int(before[path[-1]]))
    return path[::-1]


def _straits_along(path: list[int]) -> int:
    table = lanes()
    count = len(table.corner_deg)
    steps = np.array([path[:-1], path[1:]]).T
    rows = np.searchsorted(_keys(table.way, count), _keys(steps, count))
    return int(np.bitwise_or.reduce(table.straits[rows])) if len(rows) else 0


def _told(path: list[int], start: Berth, end: Berth, length_m: float, bits: int) -> SeaRoute:
    corners = [tuple(corner) for corner in lanes().corner_deg[path]]
    points = [(start.lat_deg, start.lon_deg), *corners, (end.lat_deg, end.lon_deg)]
    lat_deg, lon_deg = (tuple(float(point[k]) for point in points) for k in (0, 1))
    named = tuple(strait.id for i, strait in enumerate(straits()) if bits >> i & 1)
    return SeaRoute(length_m, lat_deg, lon_deg, named)
