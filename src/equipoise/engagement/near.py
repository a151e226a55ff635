"""Which flights may come near a site at all: a cheap question, asked before the rooms look closely.

A flight stays near its outline (`engagement/outline.py`), so that one whose whole outline is further away than that is
far away for certain. The outlines are asked in single precision, whose error their slack includes.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np

from equipoise.constants import EARTH_EQUATORIAL_RADIUS_M, EARTH_MEAN_RADIUS_M, EARTH_POLAR_RADIUS_M
from equipoise.engagement.outline import SINGLES, Outline
from equipoise.engagement.tables import BOOST_SEGMENTS, Defence
from equipoise.kernels import inlined_law, law, uncounted

UPRIGHT_M = 25_000.0  # more than two radii of the Earth differ, with the height of a site
WIDENED = 1.01  # of squares: more than a radius of the Earth differs from the mean one
ROOM_BELOW = 1.002  # by so much the flattest directions of interceptors may be passed
SINGLE = np.float32
NOTHING, WHOLE, UPRIGHT, WIDER = SINGLE(0.0), SINGLE(1.0), SINGLE(UPRIGHT_M), SINGLE(WIDENED)
CURVATURE = SINGLE(WIDENED / EARTH_MEAN_RADIUS_M)
DIP = SINGLE(
    1.05 / (8.0 * EARTH_POLAR_RADIUS_M)
)  # of a straight line beneath its ends, by the square of its length
HIGHEST_GROUND, LOWEST_GROUND = SINGLE(EARTH_EQUATORIAL_RADIUS_M), SINGLE(EARTH_POLAR_RADIUS_M)


class Circle(NamedTuple):
    """What lies near a sensor: a range for flights that burn, one for those that coast, and the lowest elevation."""

    x_m: Any
    y_m: Any
    z_m: Any
    up: Any
    burning_m: Any
    coasting_m: Any
    lowest_sine: Any


class Dome(NamedTuple):
    """What interceptors reach from a site: so far at height zero, and so much less for each metre of height.

    Distances are those of the plane of fly-out tables, in which the round Earth is flat.
    """

    x_m: Any
    y_m: Any
    z_m: Any
    furthest_m: Any
    less: Any


@inlined_law
def line_from(places, k, site):
    """Return where straight line k of an outline begins, seen from a site, and the way to its end [m]."""
    ax, ay, az = places[0, k] - site.x_m, places[1, k] - site.y_m, places[2, k] - site.z_m
    way = places[0, k + 1] - places[0, k], places[1, k + 1] - places[1, k], places[2, k + 1] - places[2, k]
    return (ax, ay, az), way


@inlined_law
def nearest_m(start, way):
    """Return the least distance from the origin to a straight line [m]."""
    (ax, ay, az), (dx, dy, dz) = start, way
    along = -(ax * dx + ay * dy + az * dz) / (dx * dx + dy * dy + dz * dz + WHOLE)
    along = min(max(along, NOTHING), WHOLE)
    nx, ny, nz = ax + along * dx, ay + along * dy, az + along * dz
    return math.sqrt(nx * nx + ny * ny + nz * nz)


@inlined_law
def is_line_seen(places, k, circle, slack_m, range_m):
    """Return whether straight line k of an outline comes near and above the lowest elevation."""
    start, way = line_from(places, k, circle)
    away_m = nearest_m(start, way) - slack_m
    rise_m = way[0] * circle.up[0] + way[1] * circle.up[1] + way[2] * circle.up[2]
    up_m = start[0] * circle.up[0] + start[1] * circle.up[1] + start[2] * circle.up[2]
    above_m = up_m + max(rise_m, NOTHING) + slack_m - circle.lowest_sine * max(away_m, NOTHING)
    return (away_m <= range_m) & (above_m >= NOTHING)


@inlined_law
def radius_of(places, k):
    """Return how far a node of an outline lies from the centre of the Earth [m]."""
    return math.sqrt(places[0, k] * places[0, k] + places[1, k] * places[1, k] + places[2, k] * places[2, k])


@inlined_law
def is_line_reached(places, k, dome, slack_m):
    """Return whether straight line k of an outline comes under a dome.

    A straight distance is longer than that of the flattened plane by the root of one plus height over radius.
    """
    start, way = line_from(places, k, dome)
    away_m = nearest_m(start, way) - slack_m - UPRIGHT
    here_m, there_m = radius_of(places, k), radius_of(places, k + 1)
    dip_m = DIP * (way[0] * way[0] + way[1] * way[1] + way[2] * way[2]) + slack_m
    low_m = max(min(here_m, there_m) - dip_m - HIGHEST_GROUND, NOTHING)
    high_m = max(here_m, there_m) + slack_m - LOWEST_GROUND
    range_m = dome.furthest_m - dome.less * low_m
    return away_m <= max(range_m, NOTHING) * math.sqrt(WIDER + CURVATURE * high_m)


@inlined_law
def whole_lines(pieces):
    """Return how many lines follow the burnout, in whole vectors: those behind the last are its end alone."""
    return (pieces - BOOST_SEGMENTS + SINGLES - 1) // SINGLES * SINGLES


@law
def lines_seen(places, circle, slack_m, range_m, first, count):
    """Return how many straight lines of an outline, from the first on, come near a sensor; made in lanes."""
    found = 0
    for n in range(count):
        found += 1 if is_line_seen(places, first + n, circle, slack_m, range_m) else 0
    return found


@law
def may_be_seen(places, circle, slack_m, pieces):
    """Return whether a sensor may see a flight; the boost is asked about only where the coast is far."""
    coasts = lines_seen(places, circle, slack_m, circle.coasting_m, BOOST_SEGMENTS, whole_lines(pieces))
    return coasts > 0 or lines_seen(places, circle, slack_m, circle.burning_m, 0, BOOST_SEGMENTS) > 0


@law
def lines_reached(places, dome, slack_m, pieces):
    """Return how many straight lines after the burnout come under a dome; made in lanes."""
    found = 0
    for n in range(whole_lines(pieces)):
        found += 1 if is_line_reached(places, BOOST_SEGMENTS + n, dome, slack_m) else 0
    return found


@inlined_law
def is_offside(outline, row, site, range_m):
    """Return whether a site is further than a range from the plane of a flight, for certain."""
    normal = outline.normal[row]
    away_m = abs(normal[0] * site[0] + normal[1] * site[1] + normal[2] * site[2])
    return away_m > outline.offside_m[row] + range_m


@law
def seen_rows(outline, circle, near):
    """Fill whether a sensor may see each flight."""
    outline, near = uncounted(outline), uncounted(near)
    site = float(circle.x_m), float(circle.y_m), float(circle.z_m)
    range_m = float(max(circle.burning_m, circle.coasting_m))
    for row in range(len(outline.pieces)):
        slack_m = SINGLE(outline.slack_m[row])
        near[row] = not is_offside(outline, row, site, range_m) and may_be_seen(
            outline.places_m[row], circle, slack_m, outline.pieces[row]
        )


@law
def reached_rows(outline, dome, near):
    """Fill whether each flight may come under a dome while it coasts."""
    outline, near = uncounted(outline), uncounted(near)
    site = float(dome.x_m), float(dome.y_m), float(dome.z_m)
    for row in range(len(outline.pieces)):
        slack_m = SINGLE(outline.slack_m[row])
        share = (outline.highest_m[row] + outline.slack_m[row]) / EARTH_MEAN_RADIUS_M
        range_m = UPRIGHT_M + float(dome.furthest_m) * math.sqrt(WIDENED * (1.0 + share))
        near[row] = (
            not is_offside(outline, row, site, range_m)
            and lines_reached(outline.places_m[row], dome, slack_m, outline.pieces[row]) > 0
        )


def near_sensor(outline: Outline, sensor: Any) -> np.ndarray:
    """Return which flights a sensor may see; a satellite may see all of them."""
    found = np.ones(len(outline.pieces), dtype=np.bool_)
    if sensor["infrared"] == 0 and sensor["lowest_sine"] >= 0.0:
        ranges_m = np.maximum(sensor["cued_range_m"], sensor["search_range_m"])
        up = tuple(SINGLE(number) for number in sensor["up"])
        ends = (SINGLE(number) for number in (*ranges_m, sensor["lowest_sine"]))
        seen_rows(outline, Circle(*place_of(sensor), up, *ends), found)
    return found


def near_battery(outline: Outline, dome: Dome) -> np.ndarray:
    """Return which flights may come under a dome as they coast."""
    found = np.empty(len(outline.pieces), dtype=np.bool_)
    reached_rows(outline, dome, found)
    return found


def dome_of(defence: Defence) -> Dome:
    """Return the dome over a defence's only battery."""
    battery = defence.batteries[0]
    furthest_m = np.fmax.reduce(defence.flyouts.furthest_m[0], axis=0).astype(float)
    longest_m = ROOM_BELOW * float(battery["longest_m"])
    return Dome(*place_of(battery), SINGLE(longest_m), SINGLE(less_with_height(furthest_m, longest_m)))


def place_of(site: Any) -> tuple[Any, Any, Any]:
    """Return where a site is [m], in single precision."""
    return SINGLE(site["x_m"]), SINGLE(site["y_m"]), SINGLE(site["z_m"])


def less_with_height(furthest_m: np.ndarray, longest_m: float) -> float:
    """Return by how much reach falls with height, for certain, from the longest one at height zero.

    `furthest_m` is the reach in each direction; a direction's number is the root of height over distance, from 0 to 1.
    Between two directions the further one counts, at the height of the steeper.
    """
    between_m = np.fmax(furthest_m[:-1], furthest_m[1:])
    share = np.linspace(0.0, 1.0, len(furthest_m))[1:] ** 2
    reached = between_m > 0.0
    slopes = (longest_m / between_m[reached] - 1.0) / share[reached]
    return max(float(slopes.min(initial=np.inf)), 0.0) if reached.any() else 0.0
