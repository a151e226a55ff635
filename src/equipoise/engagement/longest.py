"""The laws that take longest to compile, compiled by a process that does nothing else.

They are called as the rooms call them, with tables of no flights. What they are called with must be of the same types;
a test sees that a footprint then compiles none of them again.
"""

from __future__ import annotations

import os

import numpy as np

from equipoise.engagement.envelope import furthest_from, reachable
from equipoise.engagement.near import dome_of, near_battery, near_sensor
from equipoise.engagement.outline import no_outlines
from equipoise.engagement.rooms import decided, no_looks, reached
from equipoise.engagement.tables import (
    BATTERY_ROW,
    BOOST_SEGMENTS,
    NODE_FIELDS,
    SENSOR_ROW,
    Committed,
    Defence,
    Flown,
    FlyoutTables,
    Looks,
    Seen,
    empty_rows,
)
from equipoise.hands import listening
from equipoise.physics.world import WGS84


def empty_tables() -> tuple[Defence, Flown, Looks, Seen]:
    """Return the tables of a defence with one sensor, one battery and a fly-out table, and of no flights."""
    front = np.zeros((1, 1, 1), dtype=np.float32)
    still = np.zeros((1, 1, 1), dtype=np.int64)
    flyouts = FlyoutTables(front.reshape(1, 1, 1, 1), front, front, still, np.zeros(1), np.zeros(1))
    flags = np.zeros((1, 1), dtype=np.int64)
    defence = Defence(empty_rows(SENSOR_ROW, 1), empty_rows(BATTERY_ROW, 1), flags, flags, flyouts, WGS84)
    flown = Flown(np.empty(0, dtype=np.bool_), np.empty((0, 5)), np.empty((0, 1, NODE_FIELDS)))
    seen = Seen(np.empty((0, 1, 1)), np.empty((0, 1, 1)), np.empty((0, 1), dtype=np.int64))
    return defence, flown, no_looks(0, 1), seen


def compile_longest() -> None:
    """Call the laws as the rooms do, the longest first; the other process comes to them last."""
    defence, flown, looks, seen = empty_tables()
    reached(defence, flown, looks, seen, Committed(np.empty((0, 1)), np.empty((0, 1), dtype=np.int64)))
    decided(defence, flown, seen)
    reachable(defence, furthest_from(defence), flown.reaches, looks)
    none = no_outlines(0, BOOST_SEGMENTS + 2)
    near_battery(none, dome_of(defence))
    near_sensor(none, defence.sensors[0])


if __name__ == "__main__":
    listening()  # it ends with its maker
    compile_longest()
    os._exit(0)
