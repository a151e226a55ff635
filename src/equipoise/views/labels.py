"""Labels that do not collide: each takes the first free place round its marker."""

from __future__ import annotations

from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.transforms import Bbox

from equipoise.views import palette

Point = tuple[float, float]
MARKER_REACH_PT = 5.0
NEAR_PT, FAR_PT = 6.5, 20.0
DIRECTIONS = ((1, 0), (-1, 0), (1, 1), (-1, 1), (1, -1), (-1, -1), (0, 1), (0, -1))


@dataclass(frozen=True)
class Label:
    """A text beside the marker at a projected point; one that may be dropped gives way to others."""

    text: str
    at_m: Point
    colour: str
    size_pt: float = 7.5
    may_drop: bool = False


def place_labels(
    axes: Axes, renderer: RendererAgg, labels: list[Label], markers_m: list[Point]
) -> list[Bbox]:
    """Draw labels so that none covers another, a marker, or the edge of the map; return what is taken."""
    pixels_per_pt = axes.figure.dpi / 72
    reach = MARKER_REACH_PT * pixels_per_pt
    taken = [_box_round(tuple(axes.transData.transform(marker)), reach) for marker in markers_m]
    for label in labels:
        box = _place(axes, renderer, label, taken, pixels_per_pt)
        if box is not None:
            taken.append(box)
    return taken


def _box_round(centre: Point, reach: float) -> Bbox:
    x, y = centre
    return Bbox([[x - reach, y - reach], [x + reach, y + reach]])


def _place(
    axes: Axes, renderer: RendererAgg, label: Label, taken: list[Bbox], pixels_per_pt: float
) -> Bbox | None:
    width, height = _size(axes, renderer, label)
    x, y = axes.transData.transform(label.at_m)
    frame = axes.get_window_extent(renderer).padded(-2)
    for distance_pt in (NEAR_PT,) if label.may_drop else (NEAR_PT, FAR_PT, 2 * FAR_PT):
        for direction in DIRECTIONS:
            box = _box((x, y), direction, distance_pt * pixels_per_pt, width, height)
            inside = frame.contains(box.x0, box.y0) and frame.contains(box.x1, box.y1)
            if inside and not box.count_overlaps(taken):
                _write(axes, label, box, leader=distance_pt > NEAR_PT)
                return box
    if label.may_drop:
        return None
    box = _box((x, y), DIRECTIONS[0], NEAR_PT * pixels_per_pt, width, height)
    _write(axes, label, box, leader=False)
    return box


def _size(axes: Axes, renderer: RendererAgg, label: Label) -> tuple[float, float]:
    trial = axes.text(0, 0, label.text, fontsize=label.size_pt)
    extent = trial.get_window_extent(renderer)
    trial.remove()
    return extent.width, extent.height


def _box(centre: Point, direction: tuple[int, int], distance: float, width: float, height: float) -> Bbox:
    """Return the box of a text that stands in a direction from its marker."""
    (x, y), (right, up) = centre, direction
    slant = 0.75 if right and up else 1.0
    x_0 = x + right * distance * slant + (-width / 2 if right == 0 else min(right, 0) * width)
    y_0 = y + up * distance * slant + (-height / 2 if up == 0 else min(up, 0) * height)
    return Bbox([[x_0, y_0], [x_0 + width, y_0 + height]])


def _write(axes: Axes, label: Label, box: Bbox, leader: bool) -> None:
    to_data = axes.transData.inverted()
    x, y = to_data.transform((box.x0, box.y0))
    if leader:
        middle = to_data.transform(((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2))
        xs, ys = zip(label.at_m, middle, strict=True)
        axes.plot(xs, ys, color=label.colour, linewidth=0.5, zorder=8)
    axes.text(
        x,
        y,
        label.text,
        fontsize=label.size_pt,
        color=label.colour,
        va="bottom",
        zorder=9,
        bbox=palette.BACKING,
    )
