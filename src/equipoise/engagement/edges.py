"""Edges of sightings: when a sensor begins or ends to see a flight between two looks that differ, LANES side by side.

Each lane holds a bracket of moments, the two nodes between which it lies, and where its answer goes. A lane never reads
another; one that is found is left alone.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from equipoise.engagement.abreast import LANES, put_three, three
from equipoise.engagement.path import height_of, place_in_boost, place_in_coast
from equipoise.engagement.roots import narrowed, next_try_s
from equipoise.engagement.sensing import radar_visibility_m, range_at_m, satellite_visibility_m
from equipoise.engagement.tables import BOOST_SEGMENTS, NODE_FIELDS, REENTRY_SEGMENTS, SUBSAMPLES
from equipoise.kernels import inlined_law, law

EDGE_TOLERANCE_S = 0.02
EDGE_TOLERANCE_M = 0.1  # a flight that grazes a limit spends seconds within metres of it

# Places of the columns in a block of edges: the bracket, what lies around it, the two nodes.
EARLY_S, EARLY_M, LATE_S, LATE_M, MOVED, SEEN_LATE = 0, 1, 2, 3, 4, 5
START_S, STEP_S, PIECE, BURNOUT_S, CUE_S = 6, 7, 8, 9, 10
FIRST, SECOND = 11, 11 + NODE_FIELDS
COLUMNS = SECOND + NODE_FIELDS


class Edges(NamedTuple):
    """Room for LANES edges."""

    block: Any
    rows: Any  # where each answer goes: the flight,
    slots: Any  # its sighting,
    ends: Any  # and whether it is the end of that


def room_for_edges() -> Edges:
    """Return room for LANES edges."""
    block = np.zeros(COLUMNS * LANES)
    return Edges(block, *(np.zeros(LANES, dtype=np.int64) for _ in range(3)))


@inlined_law
def piece_of(flight, k):
    """Return (node, start, step, number) of the piece of a flight that follows look k."""
    if k < BOOST_SEGMENTS:
        return k, 0.0, flight.burnout_s / BOOST_SEGMENTS, k
    coast_looks = flight.segments * SUBSAMPLES
    if k < BOOST_SEGMENTS + coast_looks:
        piece = (k - BOOST_SEGMENTS) // SUBSAMPLES
        step_s = (flight.entry_s - flight.burnout_s) / flight.segments
        return BOOST_SEGMENTS + piece, flight.burnout_s, step_s, piece
    piece = k - BOOST_SEGMENTS - coast_looks
    step_s = (flight.impact_s - flight.entry_s) / REENTRY_SEGMENTS
    return BOOST_SEGMENTS + flight.segments + piece, flight.entry_s, step_s, piece


@inlined_law
def put_edge(edges, lane, flight, k, bracket, cue_s):
    """Put an edge after look k, between two moments with their visibilities (s, m, s, m), into a lane."""
    block = edges.block
    node, start_s, step_s, piece = piece_of(flight, k)
    early_s, early_m, late_s, late_m = bracket
    block[EARLY_S * LANES + lane], block[EARLY_M * LANES + lane] = early_s, early_m
    block[LATE_S * LANES + lane], block[LATE_M * LANES + lane] = late_s, late_m
    block[MOVED * LANES + lane] = 0.0
    block[SEEN_LATE * LANES + lane] = 1.0 if late_m >= 0.0 else 0.0
    block[START_S * LANES + lane], block[STEP_S * LANES + lane] = start_s, step_s
    block[PIECE * LANES + lane] = piece
    block[BURNOUT_S * LANES + lane], block[CUE_S * LANES + lane] = flight.burnout_s, cue_s
    first, second = flight.nodes[node], flight.nodes[node + 1]
    for n in range(NODE_FIELDS):
        block[(FIRST + n) * LANES + lane], block[(SECOND + n) * LANES + lane] = first[n], second[n]


@inlined_law
def place_in_lane(block, lane, time_s):
    """Return the position at a time between the two nodes of a lane [m]."""
    step_s = block[STEP_S * LANES + lane]
    share = (time_s - block[START_S * LANES + lane]) / step_s - block[PIECE * LANES + lane]
    first = three(block, FIRST, lane) + three(block, FIRST + 3, lane) + three(block, FIRST + 6, lane)
    second = three(block, SECOND, lane) + three(block, SECOND + 3, lane) + three(block, SECOND + 6, lane)
    burning = place_in_boost(first, second, share, step_s)
    coasting = place_in_coast(first, second, share, step_s)
    burns = time_s < block[BURNOUT_S * LANES + lane]
    return (
        burning[0] if burns else coasting[0],
        burning[1] if burns else coasting[1],
        burning[2] if burns else coasting[2],
    )


@inlined_law
def try_in_lane(block, lane, tries):
    """Return the moment to try in a lane [s], and whether its edge is still sought."""
    bracket = (*three(block, EARLY_S, lane), block[LATE_M * LANES + lane], block[MOVED * LANES + lane])
    return next_try_s(bracket, tries, EDGE_TOLERANCE_S), bracket[2] - bracket[0] > EDGE_TOLERANCE_S


@inlined_law
def close_in_lane(block, lane, try_s, spare_m):
    """Narrow the bracket of a lane by a judged moment, which is the edge where it hardly sees."""
    bracket = (*three(block, EARLY_S, lane), block[LATE_M * LANES + lane], block[MOVED * LANES + lane])
    is_early = (spare_m >= 0.0) != (block[SEEN_LATE * LANES + lane] > 0.0)
    early_s, early_m, late_s, late_m, moved = narrowed(bracket, try_s, spare_m, is_early)
    grazes = (spare_m >= 0.0) & (spare_m < EDGE_TOLERANCE_M)
    put_three(block, EARLY_S, lane, (try_s if grazes else early_s, early_m, try_s if grazes else late_s))
    block[LATE_M * LANES + lane], block[MOVED * LANES + lane] = late_m, moved


@law
def try_radar(block, tries, eye, world):
    """Try one moment in each lane that is still open, with a radar; return how many were open."""
    count = 0
    for lane in range(LANES):
        try_s, is_open = try_in_lane(block, lane, tries)
        x, y, z = place_in_lane(block, lane, try_s)
        burns, cued = try_s < block[BURNOUT_S * LANES + lane], try_s >= block[CUE_S * LANES + lane]
        spare_m = radar_visibility_m(eye, x, y, z, range_at_m(eye, burns, cued), world)
        if is_open:
            close_in_lane(block, lane, try_s, spare_m)
        count += 1 if is_open else 0
    return count


@law
def try_satellite(block, tries, eye, world):
    """Try one moment in each lane that is still open, with a satellite; return how many were open."""
    count = 0
    for lane in range(LANES):
        try_s, is_open = try_in_lane(block, lane, tries)
        place = place_in_lane(block, lane, try_s)
        spare_m = satellite_visibility_m(eye, place[0], place[1], place[2], height_of(place, world), world)
        if is_open:
            close_in_lane(block, lane, try_s, spare_m)
        count += 1 if is_open else 0
    return count


@law
def find_edges(edges, held, eye, world, seen):
    """Find the first edges of a block and write them into the sightings, each on its seen side."""
    block, tries = edges.block, 0
    for lane in range(held, LANES):
        block[LATE_S * LANES + lane] = block[EARLY_S * LANES + lane]
    is_open = held
    while is_open > 0:
        is_open = (
            try_satellite(block, tries, eye, world)
            if eye.infrared == 1
            else try_radar(block, tries, eye, world)
        )
        tries += 1
    for lane in range(held):
        column = LATE_S if block[SEEN_LATE * LANES + lane] > 0.0 else EARLY_S
        edge_s = block[column * LANES + lane]
        if edges.ends[lane] == 1:
            seen.ends[edges.rows[lane], edges.slots[lane]] = edge_s
        else:
            seen.starts[edges.rows[lane], edges.slots[lane]] = edge_s
