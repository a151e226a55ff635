"""Whether a straight way over the sea is free of land: great circles against the coasts of the base map."""

from __future__ import annotations

from functools import cache

import numpy as np
import shapely
from numpy.typing import NDArray

from equipoise.catalogue.straits import straits
from equipoise.geography import COAST, SEA, base_map, states_on_grid

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]

PIECE_RAD = 0.008  # 51 km: a chord in latitude and longitude strays 0.1 km from its arc at 60 degrees
NEAR_SEAM_DEG = 2.0


def unit_vectors(lat_deg: Floats, lon_deg: Floats) -> Floats:
    """Return vectors of length one, (n, 3), toward points of a sphere."""
    lat, lon = np.radians(lat_deg), np.radians(lon_deg)
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=-1)


def along(start: Floats, end: Floats, share: Floats) -> Floats:
    """Return points (latitude, longitude) [deg] at shares of the great circles between unit vectors."""
    angle = arcs_rad(start, end)[..., None]
    with np.errstate(invalid="ignore", divide="ignore"):
        weights = np.sin((1.0 - share[..., None]) * angle), np.sin(share[..., None] * angle)
        point = (weights[0] * start + weights[1] * end) / np.sin(angle)
    point = np.where(angle > 0.0, point, start)
    lat_deg = np.degrees(np.arctan2(point[..., 2], np.hypot(point[..., 0], point[..., 1])))
    return np.stack([lat_deg, np.degrees(np.arctan2(point[..., 1], point[..., 0]))], axis=-1)


def arcs_rad(start: Floats, end: Floats) -> Floats:
    """Return the angles between unit vectors [rad]."""
    across = np.linalg.norm(np.cross(start, end), axis=-1)
    return np.arctan2(across, np.sum(start * end, axis=-1))


def pieces(start: Floats, end: Floats) -> tuple[NDArray, Ints]:
    """Return great circles cut into short straight lines (longitude, latitude), and which circle each is of."""
    counts = np.maximum(np.ceil(arcs_rad(start, end) / PIECE_RAD), 1).astype(np.int64)
    owner = np.repeat(np.arange(len(counts)), counts)
    step = np.arange(len(owner)) - np.repeat(np.cumsum(counts) - counts, counts)
    ends = [along(start[owner], end[owner], (step + k) / counts[owner]) for k in (0, 1)]
    line = np.stack([each[:, ::-1] for each in ends], axis=1)
    line[:, 1, 0] = line[:, 0, 0] + (line[:, 1, 0] - line[:, 0, 0] + 180.0) % 360.0 - 180.0
    return shapely.linestrings(line), owner


def free_of_land(start: Floats, end: Floats) -> Bools:
    """Return whether each great circle between two unit vectors meets no coast."""
    lines, owner = pieces(start, end)
    met, _ = coasts().query(lines, predicate="intersects")
    free = np.ones(len(start), bool)
    free[owner[met]] = False
    return free


def gates_crossed(start: Floats, end: Floats) -> Ints:
    """Return a number for each great circle whose bit i is set where it crosses the gate of strait i."""
    lines, owner = pieces(start, end)
    met, gate = gates().query(lines, predicate="intersects")
    crossed = np.zeros(len(start), np.int64)
    np.bitwise_or.at(crossed, owner[met], 1 << gate)
    return crossed


@cache
def coasts() -> shapely.STRtree:
    """Return the edges of all coasts as short lines, those near the seam at 180 degrees on both sides of it."""
    rings = base_map()
    points = np.column_stack([rings.lon_deg, rings.lat_deg])
    begin = np.flatnonzero(rings.edge_kind[:-1] == COAST)
    edge = np.stack([points[begin], points[begin + 1]], axis=1)
    beside = [edge + np.array([turn, 0.0]) for turn in (-360.0, 360.0)]
    near = [part[(np.abs(part[:, 0, 0]) < 180.0 + NEAR_SEAM_DEG)] for part in beside]
    return shapely.STRtree(shapely.linestrings(np.concatenate([edge, *near])))


@cache
def gates() -> shapely.STRtree:
    """Return the lines across the straits, in the order of `straits()`."""
    ends = np.array([strait.gate for strait in straits()])
    return shapely.STRtree(shapely.linestrings(ends[:, :, ::-1]))


def at_sea(lat_deg: float, lon_deg: float) -> bool:
    """Return whether a point is off all land of the base map."""
    return bool(states_on_grid([lat_deg], [lon_deg])[0, 0] == SEA)
