"""The tables that pass between the rooms, and the rows that describe things to compiled code."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from equipoise.physics.world import World

BOOST_SEGMENTS = 8
NODE_FIELDS = 9  # position, velocity and acceleration, Earth-fixed
SUBSAMPLES = 4  # looks at a trajectory between two coast nodes
REENTRY_SEGMENTS = 16  # of the fall through the air, some three seconds each
MAX_SIGHTINGS = 6  # intervals kept for one sensor and one flight
MAX_LOOKS = 6  # looks kept for one battery and one flight

MISSILE_ROW = np.dtype(
    [
        ("burn_time_s", "f8"),
        ("burnout_altitude_m", "f8"),
        ("burnout_downrange_m", "f8"),
        ("maximum_speed_m_s", "f8"),
        ("minimum_range_m", "f8"),
        ("shape_angle_rad", "f8"),
        ("ballistic_coefficient_kg_m2", "f8"),
    ]
)

SENSOR_ROW = np.dtype(
    [
        ("same_as", "i8"),  # first sensor that is like this one in every number
        ("infrared", "i8"),
        ("fire_control", "i8"),
        ("x_m", "f8"),
        ("y_m", "f8"),
        ("z_m", "f8"),
        ("east", "f8", 3),
        ("north", "f8", 3),
        ("up", "f8", 3),
        ("boresight_north", "f8"),
        ("boresight_east", "f8"),
        ("sector_cosine", "f8"),
        ("lowest_sine", "f8"),
        ("highest_sine", "f8"),
        ("cued_range_m", "f8", 2),  # while burning, while coasting
        ("search_range_m", "f8", 2),
        ("track_time_s", "f8"),
        ("coast_time_s", "f8"),
        ("detection_delay_s", "f8"),
        ("cloud_top_m", "f8"),
    ]
)

BATTERY_ROW = np.dtype(
    [
        ("same_as", "i8"),  # first battery that is like this one in all that decides an intercept
        ("x_m", "f8"),
        ("y_m", "f8"),
        ("z_m", "f8"),
        ("east", "f8", 3),
        ("north", "f8", 3),
        ("up", "f8", 3),
        ("decision_delay_s", "f8"),
        ("assessment_time_s", "f8"),
        ("shots_per_look", "i8"),
        ("magazine", "i8"),
        ("minimum_altitude_m", "f8"),
        ("maximum_altitude_m", "f8"),
        ("longest_m", "f8"),  # greatest distance in its fly-out table
        ("flyout", "i8"),  # which fly-out table
    ]
)


class MissileNumbers(NamedTuple):
    """What the aiming of a missile needs of its row."""

    burn_time_s: float
    burnout_altitude_m: float
    burnout_downrange_m: float
    shape_angle_rad: float


class Task(NamedTuple):
    """What a missile is to do: from a pad (centre, radius, axes of its fitting sphere) to an Earth-fixed aim."""

    ground: Any
    missile: Any
    aim: Any
    world: World


class Fleet(NamedTuple):
    """A parametric missile and its launch points (lat, lon [deg], height [m]), with the table of its aiming."""

    launches: Any
    missile_rows: Any
    table: Any


class Flown(NamedTuple):
    """The table that `fly` fills: one row a pair of launch point and aim, one missile; Earth-fixed, SI.

    The burn has BOOST_SEGMENTS equal segments, then the coast its own number; where a terminal defence needs it,
    REENTRY_SEGMENTS of the fall through the air follow. Node 0 is the launch.
    Rows whose aim is out of range have `reaches` False and nothing of worth elsewhere.
    """

    reaches: Any  # (pair)
    times: Any  # (pair, 5): burnout [s], impact [s], apogee [m], coast segments used, entry [s]
    nodes: Any  # (pair, node, NODE_FIELDS)


class Looks(NamedTuple):
    """Each flight at the moments at which sensors and batteries look at it first."""

    rows: Any  # (pair, 5, look): time [s], x, y, z, height [m]
    count: Any  # (pair)


class Seen(NamedTuple):
    """The table that `see` fills: intervals [s] in which each sensor sees each flight, and their number."""

    starts: Any  # (pair, sensor, MAX_SIGHTINGS)
    ends: Any
    counts: Any  # (pair, sensor)


class Committed(NamedTuple):
    """The table that `decide` fills: when each battery may launch [s], NaN for never, and by whose track."""

    time_s: Any  # (pair, battery)
    by_sensor: Any  # number of the sensor, -1 for none


class Found(NamedTuple):
    """The table that `reach` fills: what each battery can do to each flight."""

    outcome: Any  # (pair, battery)
    looks: Any
    margin_s: Any
    launch_s: Any  # (pair, battery, MAX_LOOKS)
    hit_s: Any


class FlyoutTables(NamedTuple):
    """The fly-out tables of all batteries, stacked."""

    reach_m: Any  # (table, azimuth, direction, time)
    nearest_m: Any  # (table, azimuth, direction): its first time, by itself and small
    furthest_m: Any  # and its last
    still_until: (
        Any  # (table, azimuth, direction): number of the time until which the reach stands still, or 0
    )
    burn_time_s: Any
    time_step_s: Any


class Defence(NamedTuple):
    """All that the defence brings to an engagement, as arrays."""

    sensors: Any
    batteries: Any
    may_launch_on: Any  # (battery, sensor): 1 where the battery may launch on the sensor's track
    may_support: Any  # (battery, sensor): 1 where the sensor may guide the battery's interceptor at the end
    flyouts: FlyoutTables
    world: World


class Flight(NamedTuple):
    """One flight of the table; without a fall through the air the entry is the impact."""

    nodes: Any
    burnout_s: float
    impact_s: float
    segments: int
    entry_s: float


class Sight(NamedTuple):
    """All sightings of one flight."""

    starts: Any
    ends: Any
    counts: Any


class Duel(NamedTuple):
    """One battery against one flight."""

    battery: Any
    flyouts: FlyoutTables
    flight: Flight
    sight: Sight
    helpers: Any
    world: World


def empty_rows(dtype: np.dtype, count: int) -> Any:
    """Return `count` zeroed rows of a description table."""
    return np.zeros(count, dtype=dtype)
