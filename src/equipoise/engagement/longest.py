"""The two laws that take longest to compile, compiled by a process that does nothing else.

Both are called as the rooms call them, with tables of no flights. What they are called with must be of the same types;
a test sees that a footprint then compiles neither of them again.
"""

from __future__ import annotations

import os
import sys
from queue import SimpleQueue
from threading import Thread

import numpy as np

from equipoise.engagement.rooms import no_looks, no_sightings, reached
from equipoise.engagement.see import room_to_watch, watch_rows
from equipoise.engagement.tables import (
    BATTERY_ROW,
    NODE_FIELDS,
    SENSOR_ROW,
    Committed,
    Defence,
    Flown,
    FlyoutTables,
    Seen,
    empty_rows,
)
from equipoise.hands import listen
from equipoise.physics.world import WGS84

SEGMENTS = 1


def no_defence() -> Defence:
    """Return the tables of a defence with one sensor and no battery."""
    none = np.empty((0, 0, 0), dtype=np.float32)
    return Defence(
        sensors=empty_rows(SENSOR_ROW, 1),
        batteries=empty_rows(BATTERY_ROW, 0),
        may_launch_on=np.empty((0, 1), dtype=np.int64),
        may_support=np.empty((0, 1), dtype=np.int64),
        flyouts=FlyoutTables(
            none.reshape(0, 0, 0, 0),
            none,
            none,
            np.empty((0, 0, 0), dtype=np.int64),
            np.empty(0),
            np.empty(0),
        ),
        world=WGS84,
    )


def compile_longest() -> None:
    """Watch no flights, and look for no meetings with them."""
    defence, looks, no_times = no_defence(), no_looks(0, SEGMENTS), np.empty(0)
    flown = Flown(np.empty(0, dtype=np.bool_), np.empty((0, 5)), np.empty((0, 1, NODE_FIELDS)))
    room = room_to_watch(looks.rows.shape[2])
    watch_rows(
        defence.sensors, 0, flown, looks, (no_times, no_times), defence.world, room, no_sightings(0, 1)
    )
    seen = Seen(np.empty((0, 1, 1)), np.empty((0, 1, 1)), np.empty((0, 1), dtype=np.int64))
    reached(defence, flown, looks, seen, Committed(np.empty((0, 0)), np.empty((0, 0), dtype=np.int64)))


if __name__ == "__main__":
    Thread(target=listen, args=(sys.stdin.buffer, SimpleQueue()), daemon=True).start()  # ends with its maker
    compile_longest()
    os._exit(0)
