"""Bake the corners that sea routes turn at, and the straight ways between them, from the base map of the package.

    python tools/build_sea_lanes.py

A shortest way over the sea is made of great circles that touch headlands. The corners are those of the land widened a
little; two corners are joined where the great circle between them meets no coast and touches both headlands
without cutting in. Writes sea_lanes.npz into src/equipoise/catalogue/geography. The arrays:

    corner_e4         (corners, 2) int32  latitude, longitude in 1e-4 degrees
    way               (ways, 2) uint16    rows of two corners that see each other
    straits           (ways) uint16       bit i: the way crosses the gate of strait i of straits.yaml
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import shapely
from shapely.geometry.polygon import orient

from equipoise.catalogue.straits import channel_points
from equipoise.geography import base_map
from equipoise.open_water import along, arcs_rad, free_of_land, gates_crossed, unit_vectors

TARGET = Path(__file__).parents[1] / "src" / "equipoise" / "catalogue" / "geography" / "sea_lanes.npz"
SCALE = 10_000
FINE = {"window": shapely.box(-32, 8, 65, 72), "offshore_deg": 0.06, "simplify_deg": 0.03}
COARSE = {"window": shapely.box(-180, -58, 180, 72), "offshore_deg": 0.4, "simplify_deg": 0.3}
NORTHERNMOST_DEG = 73.0
LEEWAY = 0.02  # sine of an angle within which a way counts as touching
BATCH = 20_000


def main() -> None:
    corner, before, after = corners()
    vector = unit_vectors(corner[:, 0], corner[:, 1])
    way = touching_pairs(vector, unit_vectors(*before.T), unit_vectors(*after.T))
    print(len(corner), "corners,", len(way), "ways that touch")
    parts = [way[i : i + BATCH] for i in range(0, len(way), BATCH)]
    way = np.concatenate([part[usable(vector, part)] for part in parts])
    # Two points of a channel that both lie on the land of the base map have no coast between them.
    way = way[~on_land(corner)[way].any(axis=1)]
    crossed = gates_crossed(vector[way[:, 0]], vector[way[:, 1]])
    print(len(way), "ways free of land")
    np.savez_compressed(
        TARGET,
        corner_e4=np.round(corner * SCALE).astype(np.int32),
        way=way.astype(np.uint16),
        straits=crossed.astype(np.uint16),
    )


def corners() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return corners (latitude, longitude) and the points of the widened coast before and after each.

    A point of a channel is its own neighbour: every way touches it.
    """
    fine, coarse = (hull_corners(**detail) for detail in (FINE, COARSE))
    apart = ~shapely.intersects_xy(FINE["window"], coarse[0][:, 1], coarse[0][:, 0])
    channel = channel_points()
    tables = [np.concatenate([a, b[apart], channel]) for a, b in zip(fine, coarse, strict=True)]
    tables = [np.round(table * SCALE) / SCALE for table in tables]
    return tables[0], tables[1], tables[2]


def hull_corners(window, offshore_deg: float, simplify_deg: float) -> tuple[np.ndarray, ...]:
    """Return the outer corners of the land in a window, widened, with their neighbours."""
    wide = land().buffer(offshore_deg, join_style="mitre").simplify(simplify_deg)
    found = [ring_corners(ring) for part in shapely.get_parts(wide) for ring in rings(orient(part))]
    point, before, after = (np.concatenate(column) for column in zip(*found, strict=True))
    kept = shapely.intersects_xy(window, point[:, 0], point[:, 1])
    return tuple(table[kept][:, ::-1] for table in (point, before, after))


def rings(part) -> list[np.ndarray]:
    return [np.asarray(ring.coords)[:-1] for ring in (part.exterior, *part.interiors)]


def ring_corners(ring: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the points of a ring at which the land, on its left hand, juts out."""
    before, after = np.roll(ring, 1, axis=0), np.roll(ring, -1, axis=0)
    first, second = ring - before, after - ring
    juts = first[:, 0] * second[:, 1] - first[:, 1] * second[:, 0] > 0.0
    return ring[juts], before[juts], after[juts]


def land():
    base = base_map()
    ring_points = [
        np.column_stack([base.lon_deg[a:b], base.lat_deg[a:b]])
        for a, b in zip(base.ring_start[:-1], base.ring_start[1:], strict=True)
    ]
    parts: dict[int, list[np.ndarray]] = {}
    for part, points in zip(base.ring_part, ring_points, strict=True):
        parts.setdefault(int(part), []).append(points)
    return shapely.union_all([shapely.Polygon(points[0], points[1:]) for points in parts.values()])


def on_land(corner: np.ndarray) -> np.ndarray:
    return shapely.intersects_xy(land(), corner[:, 1], corner[:, 0])


def touching_pairs(vector: np.ndarray, before: np.ndarray, after: np.ndarray) -> np.ndarray:
    """Return pairs of corners whose great circle cuts into neither headland."""
    pairs = []
    for i in range(len(vector) - 1):
        others = np.arange(i + 1, len(vector))
        one = np.broadcast_to(vector[i], (len(others), 3))
        normal = np.cross(one, vector[others])
        normal /= np.maximum(np.linalg.norm(normal, axis=1), 1e-12)[:, None]
        good = touches(normal, vector[i], before[i], after[i])
        good &= touches(normal, vector[others], before[others], after[others])
        pairs.append(np.column_stack([np.full(good.sum(), i), others[good]]))
    return np.concatenate(pairs)


def touches(normal, corner, before, after) -> np.ndarray:
    """Return whether the neighbours of a corner lie on one side of a great circle through it."""
    sides = [sine_from(normal, corner, neighbour) for neighbour in (before, after)]
    return (np.minimum(*sides) > -LEEWAY) | (np.maximum(*sides) < LEEWAY)


def sine_from(normal, corner, neighbour) -> np.ndarray:
    step = neighbour - corner
    length = np.maximum(np.linalg.norm(step, axis=-1), 1e-12)
    return np.sum(normal * step, axis=-1) / length


def usable(vector: np.ndarray, way: np.ndarray) -> np.ndarray:
    """Return which ways stay out of the ice of the north and meet no land."""
    start, end = vector[way[:, 0]], vector[way[:, 1]]
    shares = np.linspace(0.0, 1.0, 33)
    lat_deg = np.stack([along(start, end, np.full(len(way), share))[:, 0] for share in shares])
    good = (lat_deg.max(axis=0) < NORTHERNMOST_DEG) & (arcs_rad(start, end) < 2.6)
    good[good] = free_of_land(start[good], end[good])
    return good


if __name__ == "__main__":
    main()
