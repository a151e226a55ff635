"""Which flights may come near a site at all: a cheap question, asked before the rooms look closely.

The outline of a flight is the chain of straight lines between its nodes. The flight between two nodes is a polynomial;
it stays as near to the straight line as its control points do (Bernstein), so that a flight whose whole outline is
further away than that is far away for certain.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np

from equipoise.constants import EARTH_MEAN_RADIUS_M
from equipoise.engagement.path import VECTOR, whole_vectors
from equipoise.engagement.tables import BOOST_SEGMENTS, REENTRY_SEGMENTS, Flown
from equipoise.kernels import law

ROUNDING_M = 5.0  # of single precision, at any distance a flight has
UPRIGHT_M = 25_000.0  # more than two radii of the Earth differ, with the height of a site
ANYWHERE = -1.0  # as the sine of the lowest elevation


class Outline(NamedTuple):
    """The outlines of flights, in single precision."""

    places_m: Any  # (flight, axis, node)
    pieces: Any  # (flight): straight lines
    slack_m: Any  # (flight): the furthest that the flight may leave them
    highest_m: Any  # (flight): of the nodes
    middle_m: Any  # (flight, axis): of a ball around the flight
    radius_m: Any  # (flight): of that ball
    normal: Any  # (flight, axis): of the plane through launch, impact and the centre of the Earth
    offside_m: Any  # (flight): the furthest that the flight may leave that plane


class Circle(NamedTuple):
    """What lies near a site: a range for flights that burn, one for those that coast, and the lowest elevation."""

    x_m: float
    y_m: float
    z_m: float
    up: Any
    burning_m: float
    coasting_m: float
    lowest_sine: float


@law
def boost_slack_m(first, second, step_s):
    """Return how far the cubic between two boost nodes leaves the straight line at most [m]."""
    early, late = 0.0, 0.0
    for n in range(3):
        third = (second[n] - first[n]) / 3.0
        early += (step_s * first[3 + n] / 3.0 - third) ** 2
        late += (step_s * second[3 + n] / 3.0 - third) ** 2
    return math.sqrt(max(early, late))


@law
def coast_slack_m(first, second, step_s):
    """Return how far the quintic between two coast nodes leaves the straight line at most [m]."""
    b1, b2, b3, b4 = 0.0, 0.0, 0.0, 0.0
    for n in range(3):
        fifth = (second[n] - first[n]) / 5.0
        v0, v1 = step_s * first[3 + n] / 5.0, step_s * second[3 + n] / 5.0
        a0, a1 = step_s * step_s * first[6 + n] / 20.0, step_s * step_s * second[6 + n] / 20.0
        b1 += (v0 - fifth) ** 2
        b2 += (2.0 * v0 + a0 - 2.0 * fifth) ** 2
        b3 += (2.0 * fifth - 2.0 * v1 + a1) ** 2
        b4 += (fifth - v1) ** 2
    return math.sqrt(max(max(b1, b2), max(b3, b4)))


@law
def fill_middle(nodes, middle_m):
    """Fill the middle of the box around some nodes and return how far the furthest node lies from it [m]."""
    for axis in range(3):
        least, most = nodes[0, axis], nodes[0, axis]
        for k in range(1, len(nodes)):
            least, most = min(least, nodes[k, axis]), max(most, nodes[k, axis])
        middle_m[axis] = 0.5 * (least + most)
    furthest_squared = 0.0
    for k in range(len(nodes)):
        dx, dy, dz = nodes[k, 0] - middle_m[0], nodes[k, 1] - middle_m[1], nodes[k, 2] - middle_m[2]
        furthest_squared = max(furthest_squared, dx * dx + dy * dy + dz * dz)
    return math.sqrt(furthest_squared)


@law
def fill_normal(nodes, normal):
    """Fill the normal of the plane through the first and the last of some nodes; return how far any of them leaves it.

    Where the two stand nearly opposite, the plane is uncertain but a plane all the same.
    """
    a, b = nodes[0], nodes[len(nodes) - 1]
    x, y, z = a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]
    length = math.sqrt(x * x + y * y + z * z) + 1.0
    normal[0], normal[1], normal[2] = x / length, y / length, z / length
    furthest_m = 0.0
    for k in range(len(nodes)):
        away_m = nodes[k, 0] * normal[0] + nodes[k, 1] * normal[1] + nodes[k, 2] * normal[2]
        furthest_m = max(furthest_m, abs(away_m))
    return furthest_m


@law
def outline_rows(flown, outline):
    """Fill the outline of every flight."""
    for row in range(len(flown.times)):
        nodes, times = flown.nodes[row], flown.times[row]
        burnt = BOOST_SEGMENTS + int(times[3])
        pieces = burnt + REENTRY_SEGMENTS if times[1] > times[4] else burnt
        slack_m = 0.0
        for k in range(pieces):
            if k < BOOST_SEGMENTS:
                piece_m = boost_slack_m(nodes[k], nodes[k + 1], times[0] / BOOST_SEGMENTS)
            elif k < burnt:
                piece_m = coast_slack_m(nodes[k], nodes[k + 1], (times[4] - times[0]) / times[3])
            else:
                piece_m = coast_slack_m(nodes[k], nodes[k + 1], (times[1] - times[4]) / REENTRY_SEGMENTS)
            slack_m = max(slack_m, piece_m)
        for k in range(pieces + 1):
            for axis in range(3):
                outline.places_m[row, axis, k] = nodes[k, axis]
        outline.pieces[row], outline.slack_m[row] = pieces, slack_m + ROUNDING_M
        outline.highest_m[row] = times[2]
        outline.radius_m[row] = fill_middle(nodes[: pieces + 1], outline.middle_m[row]) + outline.slack_m[row]
        outline.offside_m[row] = fill_normal(nodes[: pieces + 1], outline.normal[row]) + outline.slack_m[row]


@law
def near_pieces(x, y, z, circle, limits, first, last):
    """Return how many straight lines of an outline come near and above the lowest elevation; made in lanes."""
    slack_m, range_m = limits
    far_m = range_m + slack_m
    lowest = circle.lowest_sine
    found = 0
    for n in range(whole_vectors(last - first)):
        k = first + n
        ax, ay, az = x[k] - circle.x_m, y[k] - circle.y_m, z[k] - circle.z_m
        bx, by, bz = x[k + 1] - circle.x_m, y[k + 1] - circle.y_m, z[k + 1] - circle.z_m
        dx, dy, dz = bx - ax, by - ay, bz - az
        along = -(ax * dx + ay * dy + az * dz) / (dx * dx + dy * dy + dz * dz + 1.0)
        along = min(max(along, 0.0), 1.0)
        nx, ny, nz = ax + along * dx, ay + along * dy, az + along * dz
        nearest_m = math.sqrt(nx * nx + ny * ny + nz * nz)
        a_up = ax * circle.up[0] + ay * circle.up[1] + az * circle.up[2]
        b_up = bx * circle.up[0] + by * circle.up[1] + bz * circle.up[2]
        above_m = max(a_up, b_up) + slack_m - lowest * max(nearest_m - slack_m, 0.0)
        found += 1 if (k < last) & (nearest_m <= far_m) & (above_m >= 0.0) else 0
    return found


@law
def is_beyond(place_m, circle, range_m):
    """Return whether a place is further than a range from what a circle is drawn around."""
    dx, dy, dz = place_m[0] - circle.x_m, place_m[1] - circle.y_m, place_m[2] - circle.z_m
    return dx * dx + dy * dy + dz * dz > range_m * range_m


@law
def is_offside(normal, circle, range_m):
    """Return whether what a circle is drawn around is further than a range from the plane of a flight."""
    away_m = normal[0] * circle.x_m + normal[1] * circle.y_m + normal[2] * circle.z_m
    return abs(away_m) > range_m


@law
def near_rows(outline, circle, stretched, near):
    """Fill whether each flight may come near a site.

    With `stretched`, ranges are measured in the flattened plane of fly-out tables, and are longer in a straight line.
    """
    for row in range(len(outline.pieces)):
        places, slack_m = outline.places_m[row], outline.slack_m[row]
        coasting_m = circle.coasting_m
        if stretched:
            height_m = outline.highest_m[row] + slack_m
            coasting_m = UPRIGHT_M + coasting_m * math.sqrt(1.01 * (1.0 + height_m / EARTH_MEAN_RADIUS_M))
        range_m = max(circle.burning_m, coasting_m)
        if is_offside(outline.normal[row], circle, outline.offside_m[row] + range_m) or is_beyond(
            outline.middle_m[row], circle, outline.radius_m[row] + range_m
        ):
            near[row] = False
            continue
        x, y, z = places[0], places[1], places[2]
        found = near_pieces(x, y, z, circle, (slack_m, circle.burning_m), 0, BOOST_SEGMENTS)
        found += near_pieces(x, y, z, circle, (slack_m, coasting_m), BOOST_SEGMENTS, outline.pieces[row])
        near[row] = found > 0


def outlined(flown: Flown) -> Outline:
    """Return the outlines of flights that reach."""
    flights, nodes, _ = flown.nodes.shape
    outline = Outline(
        np.zeros((flights, 3, nodes + VECTOR), dtype=np.float32),
        np.zeros(flights, dtype=np.int64),
        np.zeros(flights),
        np.zeros(flights),
        np.zeros((flights, 3)),
        np.zeros(flights),
        np.zeros((flights, 3)),
        np.zeros(flights),
    )
    outline_rows(flown, outline)
    return outline


def near_sensor(outline: Outline, sensor: Any) -> np.ndarray:
    """Return which flights a sensor may see; a satellite may see all of them."""
    if sensor["infrared"] == 1 or sensor["lowest_sine"] < 0.0:
        return np.ones(len(outline.pieces), dtype=np.bool_)
    ranges_m = np.maximum(sensor["cued_range_m"], sensor["search_range_m"])
    return near(outline, sensor, ranges_m, float(sensor["lowest_sine"]), False)


def near_battery(outline: Outline, battery: Any) -> np.ndarray:
    """Return which flights may come within the longest reach of a battery's interceptors while they coast."""
    return near(outline, battery, (-math.inf, battery["longest_m"]), ANYWHERE, True)


def near(outline: Outline, site: Any, ranges_m: Any, lowest_sine: float, stretched: bool) -> np.ndarray:
    """Return which flights may come within the ranges [m] of a site, burning and coasting."""
    circle = Circle(
        float(site["x_m"]), float(site["y_m"]), float(site["z_m"]), tuple(site["up"].tolist()),
        float(ranges_m[0]), float(ranges_m[1]), lowest_sine,
    )  # fmt: skip
    found = np.empty(len(outline.pieces), dtype=np.bool_)
    near_rows(outline, circle, stretched, found)
    return found
