"""Which flights may come near a site at all: a cheap question, asked before the rooms look closely.

A flight stays near its outline (`engagement/outline.py`), so that one whose whole outline is further away than that is
far away for certain. The outlines are asked in single precision, whose error their slack includes.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np

from equipoise.constants import EARTH_MEAN_RADIUS_M
from equipoise.engagement.outline import SINGLES, Outline
from equipoise.engagement.tables import BOOST_SEGMENTS
from equipoise.kernels import inlined_law, law, uncounted

UPRIGHT_M = 25_000.0  # more than two radii of the Earth differ, with the height of a site
ANYWHERE = -1.0  # as the sine of the lowest elevation
NOTHING, WHOLE = np.float32(0.0), np.float32(1.0)


class Circle(NamedTuple):
    """What lies near a site: a range for flights that burn, one for those that coast, and the lowest elevation."""

    x_m: Any
    y_m: Any
    z_m: Any
    up: Any
    burning_m: Any
    coasting_m: Any
    lowest_sine: Any


@inlined_law
def is_piece_near(places, k, circle, slack_m, range_m):
    """Return whether straight line k of an outline comes near and above the lowest elevation."""
    ax, ay, az = places[0, k] - circle.x_m, places[1, k] - circle.y_m, places[2, k] - circle.z_m
    bx, by, bz = places[0, k + 1] - circle.x_m, places[1, k + 1] - circle.y_m, places[2, k + 1] - circle.z_m
    dx, dy, dz = bx - ax, by - ay, bz - az
    along = -(ax * dx + ay * dy + az * dz) / (dx * dx + dy * dy + dz * dz + WHOLE)
    along = min(max(along, NOTHING), WHOLE)
    nx, ny, nz = ax + along * dx, ay + along * dy, az + along * dz
    nearest_m = math.sqrt(nx * nx + ny * ny + nz * nz) - slack_m
    a_up = ax * circle.up[0] + ay * circle.up[1] + az * circle.up[2]
    b_up = bx * circle.up[0] + by * circle.up[1] + bz * circle.up[2]
    above_m = max(a_up, b_up) + slack_m - circle.lowest_sine * max(nearest_m, NOTHING)
    return (nearest_m <= range_m) & (above_m >= NOTHING)


@law
def near_boost(places, circle, slack_m):
    """Return how many straight lines of a boost come near; made in lanes."""
    found = 0
    for k in range(BOOST_SEGMENTS):
        found += 1 if is_piece_near(places, k, circle, slack_m, circle.burning_m) else 0
    return found


@law
def near_coast(places, circle, slack_m, range_m, pieces):
    """Return how many straight lines after the burnout come near; made in lanes.

    Lines behind the last piece are its end alone, which is as near as it is.
    """
    found = 0
    for n in range((pieces - BOOST_SEGMENTS + SINGLES - 1) // SINGLES * SINGLES):
        found += 1 if is_piece_near(places, BOOST_SEGMENTS + n, circle, slack_m, range_m) else 0
    return found


@law
def is_beyond(place_m, site, range_m):
    """Return whether a place is further than a range from a site."""
    dx, dy, dz = place_m[0] - site[0], place_m[1] - site[1], place_m[2] - site[2]
    return dx * dx + dy * dy + dz * dz > range_m * range_m


@law
def is_offside(normal, site, range_m):
    """Return whether a site is further than a range from the plane of a flight."""
    return abs(normal[0] * site[0] + normal[1] * site[1] + normal[2] * site[2]) > range_m


@law
def stretched_m(range_m, height_m):
    """Return a range of the flattened plane of fly-out tables as a straight line, up to a height [m]."""
    return UPRIGHT_M + range_m * math.sqrt(1.01 * (1.0 + height_m / EARTH_MEAN_RADIUS_M))


@law
def near_rows(outline, circle, stretched, near):
    """Fill whether each flight may come near a site.

    With `stretched`, ranges are measured in the flattened plane of fly-out tables, and are longer in a straight line.
    """
    outline, near = uncounted(outline), uncounted(near)
    site = float(circle.x_m), float(circle.y_m), float(circle.z_m)
    burning_m, coasting_m = float(circle.burning_m), float(circle.coasting_m)
    for row in range(len(outline.pieces)):
        pieces, slack_m = outline.pieces[row], outline.slack_m[row]
        range_m = stretched_m(coasting_m, outline.highest_m[row] + slack_m) if stretched else coasting_m
        furthest_m = max(burning_m, range_m)
        if is_offside(outline.normal[row], site, outline.offside_m[row] + furthest_m) or is_beyond(
            outline.middle_m[row], site, outline.radius_m[row] + furthest_m
        ):
            near[row] = False
            continue
        places, slack = outline.places_m[row], np.float32(slack_m)
        near[row] = near_coast(places, circle, slack, np.float32(range_m), pieces) > 0 or (
            burning_m > 0.0 and near_boost(places, circle, slack) > 0
        )


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
    x_m, y_m, z_m, burning_m, coasting_m = (
        np.float32(number) for number in (site["x_m"], site["y_m"], site["z_m"], *ranges_m)
    )
    up = tuple(np.float32(number) for number in site["up"])
    circle = Circle(x_m, y_m, z_m, up, burning_m, coasting_m, np.float32(lowest_sine))
    found = np.empty(len(outline.pieces), dtype=np.bool_)
    near_rows(outline, circle, stretched, found)
    return found
