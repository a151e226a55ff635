"""Names of states on a map, each in the middle of the part that shows, left out where there is no room."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.transforms import Bbox

from equipoise import geography
from equipoise.views import palette
from equipoise.views.outlines import clamped, rings_in
from equipoise.views.projection import Floats, Frame

SIZE_PT = 5.4
ROOM_ON_ONE_LINE, ROOM = 0.85, 1.05
NARROWEST_PT = 18.0


def write_state_names(axes: Axes, renderer: RendererAgg, frame: Frame, taken: list[Bbox]) -> None:
    """Write each name that fits into its state and covers neither text nor `taken`, large states first."""
    taken = [*taken, *(text.get_window_extent(renderer) for text in axes.texts)]
    names = geography.states().name
    parts = sorted(largest_parts(frame).items(), key=lambda part: -abs(_area(part[1])))
    for state, ring in parts:
        name = names[state].upper()
        for words, room in ((name, ROOM_ON_ONE_LINE), (name.replace(" ", "\n", 1), ROOM)):
            box = _write_if_free(axes, renderer, words, ring, room, taken)
            if box is not None:
                taken.append(box)
                break


@lru_cache(maxsize=4)
def largest_parts(frame: Frame) -> dict[int, Floats]:
    """Return for each state in the frame its largest ring there, in projected metres; not to be changed."""
    base = geography.base_map()
    largest: dict[int, Floats] = {}
    for ring, whole in rings_in(frame):
        points = clamped(whole, frame, 0.0)
        state = int(base.ring_state[ring])
        if _area(points) > (_area(largest[state]) if state in largest else 0.0):
            largest[state] = points
    return largest


def _write_if_free(
    axes: Axes, renderer: RendererAgg, words: str, ring: Floats, room: float, taken: list[Bbox]
) -> Bbox | None:
    (west, south), (east, north) = axes.transData.transform([ring.min(axis=0), ring.max(axis=0)])
    if east - west < NARROWEST_PT:
        return None
    x, y = _centroid(ring)
    look: dict[str, Any] = {"fontsize": SIZE_PT, "color": palette.STATE_NAME, "linespacing": 1.05}
    text = axes.text(x, y, words, ha="center", va="center", zorder=4.7, **look)
    box = text.get_window_extent(renderer)
    fits = box.width < room * (east - west) and box.height < room * (north - south)
    frame = axes.get_window_extent(renderer)
    inside = frame.contains(box.x0, box.y0) and frame.contains(box.x1, box.y1)
    if fits and inside and not box.count_overlaps(taken):
        return box
    text.remove()
    return None


def _area(ring: Floats) -> float:
    x, y = ring.T
    return float(np.dot(x[:-1], y[1:]) - np.dot(x[1:], y[:-1])) / 2


def _centroid(ring: Floats) -> Floats:
    middle = ring.mean(axis=0)
    points = ring - middle
    cross = points[:-1, 0] * points[1:, 1] - points[1:, 0] * points[:-1, 1]
    return middle + (points[:-1] + points[1:]).T @ cross / (3 * cross.sum())
