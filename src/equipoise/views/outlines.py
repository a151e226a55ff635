"""Shapes that a map fills: classes of cells traced into polygons, land, coasts and borders."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from matplotlib.path import Path
from numpy.typing import NDArray

from equipoise import geography
from equipoise.views.projection import Floats, Frame

Bools = NDArray[np.bool_]
DEVIATION_PIXELS = 0.2
THINNING_PASSES = 3
BEYOND = 0.05


def traced(mask: Bools) -> list[NDArray[np.int64]]:
    """Return closed loops of grid corners (row, column) round the cells of a mask, cells on the left hand."""
    follow = _followers(mask)
    loops = []
    while follow:
        corner = next(iter(follow))
        loop = [corner]
        while corner in follow:
            onward = follow[corner]
            following = onward.pop()
            if not onward:
                del follow[corner]
            loop.append(following)
            corner = following
        loops.append(np.array(loop))
    return loops


def _followers(mask: Bools) -> dict[tuple[int, int], list[tuple[int, int]]]:
    """Return from each corner the corners that an edge of the mask's outline leads to."""
    padded = np.pad(mask, 1)
    inner = padded[1:-1, 1:-1]
    sides = {
        (0, 0, 0, 1): inner & ~padded[:-2, 1:-1],
        (0, 1, 1, 1): inner & ~padded[1:-1, 2:],
        (1, 1, 1, 0): inner & ~padded[2:, 1:-1],
        (1, 0, 0, 0): inner & ~padded[1:-1, :-2],
    }
    follow: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for (row_a, column_a, row_b, column_b), side in sides.items():
        for row, column in np.argwhere(side).tolist():
            follow.setdefault((row + row_a, column + column_a), []).append((row + row_b, column + column_b))
    return follow


def cells_path(mask: Bools, lat_edges_deg: Floats, lon_edges_deg: Floats, frame: Frame) -> Path:
    """Return the outline of the cells of a mask in projected metres."""
    loops = [frame.project(lat_edges_deg[loop[:, 0]], lon_edges_deg[loop[:, 1]]) for loop in traced(mask)]
    return compound(loops)


def edges_of(centres: Floats, single_deg: float) -> Floats:
    """Return the edges of cells from their ascending centres; a single cell is `single_deg` wide."""
    if len(centres) == 1:
        return np.array([centres[0] - single_deg / 2, centres[0] + single_deg / 2])
    middle = (centres[1:] + centres[:-1]) / 2
    return np.concatenate([[2 * centres[0] - middle[0]], middle, [2 * centres[-1] - middle[-1]]])


def compound(loops: list[Floats]) -> Path:
    """Return one path of many closed loops."""
    if not loops:
        return Path(np.zeros((0, 2)))
    codes = [np.full(len(loop), Path.LINETO, Path.code_type) for loop in loops]
    for code in codes:
        code[0], code[-1] = Path.MOVETO, Path.CLOSEPOLY
    return Path(np.vstack(loops), np.concatenate(codes))


@lru_cache(maxsize=4)
def land_and_lines(frame: Frame, width_pixels: float) -> tuple[list[Floats], list[Floats], list[Floats]]:
    """Return rings of land in the frame, lines of the coast and lines of the borders, in projected metres.

    The maps of a comparison share their frame; what comes back is not to be changed.
    """
    base = geography.base_map()
    grain_m = DEVIATION_PIXELS * (frame.east_m - frame.west_m) / width_pixels
    land: list[Floats] = []
    lines: dict[int, list[Floats]] = {geography.COAST: [], geography.BORDER: []}
    for ring, whole in rings_in(frame):
        points = clamped(whole, frame, BEYOND)
        land.append(thinned(points, grain_m))
        kinds = base.edge_kind[base.ring_start[ring] : base.ring_start[ring + 1]]
        for kind, runs in lines.items():
            runs += [thinned(run, grain_m) for run in _runs(points, kinds == kind)]
    return land, lines[geography.COAST], lines[geography.BORDER]


@lru_cache(maxsize=2)
def rings_in(frame: Frame) -> list[tuple[int, Floats]]:
    """Return number and projected points [m] of the rings that reach into the frame; not to be changed."""
    base = geography.base_map()
    near = rings_near(frame)
    chosen = np.concatenate([np.arange(base.ring_start[ring], base.ring_start[ring + 1]) for ring in near])
    points = frame.project(base.lat_deg[chosen], base.lon_deg[chosen])
    ends = np.cumsum(np.diff(base.ring_start)[near])
    rings = zip(near.tolist(), np.split(points, ends[:-1]), strict=True)
    return [(ring, own.copy()) for ring, own in rings if touches(frame, own)]


def rings_near(frame: Frame) -> NDArray[np.int64]:
    """Return the numbers of the rings that come within 80 degrees of the middle."""
    base = geography.base_map()
    lat, lon = np.radians(base.lat_deg), np.radians(base.lon_deg - frame.lon_deg)
    middle = np.radians(frame.lat_deg)
    cosine = np.sin(lat) * np.sin(middle) + np.cos(lat) * np.cos(middle) * np.cos(lon)
    nearest = np.maximum.reduceat(cosine, base.ring_start[:-1])
    return np.flatnonzero(nearest > np.cos(np.radians(80)))


def touches(frame: Frame, points: Floats) -> bool:
    """Return whether the rectangle round a ring overlaps the frame; not, where a point cannot be shown."""
    if not np.isfinite(points).all():
        return False
    (west, south), (east, north) = points.min(axis=0), points.max(axis=0)
    beside = west > frame.east_m or east < frame.west_m or south > frame.north_m or north < frame.south_m
    return not beside


def clamped(points: Floats, frame: Frame, share: float) -> Floats:
    """Return the points with those outside drawn to the frame, or to a share of its width beyond it."""
    beyond = share * (frame.east_m - frame.west_m)
    lowest = (frame.west_m - beyond, frame.south_m - beyond)
    return np.clip(points, lowest, (frame.east_m + beyond, frame.north_m + beyond))


def _runs(points: Floats, wanted: Bools) -> list[Floats]:
    """Return the stretches of a ring whose edges are wanted; edge i leads from point i to point i + 1."""
    steps = np.diff(np.concatenate([[0], wanted.astype(np.int8), [0]]))
    begins, ends = np.flatnonzero(steps == 1), np.flatnonzero(steps == -1)
    return [points[a : b + 1] for a, b in zip(begins, ends, strict=True)]


def thinned(points: Floats, grain_m: float) -> Floats:
    """Return a line without points that lie less than `grain_m` off the line between their neighbours."""
    for _ in range(THINNING_PASSES):
        if len(points) < 8:
            break
        chord = points[2:] - points[:-2]
        arm = points[1:-1] - points[:-2]
        twice_area = np.abs(chord[:, 0] * arm[:, 1] - chord[:, 1] * arm[:, 0])
        keep = np.ones(len(points), bool)
        keep[1:-1] = twice_area > grain_m * np.hypot(*chord.T)
        keep[::2] = True  # never two neighbours at once, so that the line cannot creep away
        points = points[keep]
    return points
