"""The open meeting that leaves most time: the top of the latest launch over the moments of a flight."""

from __future__ import annotations

import math

from equipoise.engagement.judging import ENGAGED, NEVER_S, open_launch_s
from equipoise.kernels import inlined_law, law

GOLDEN = 0.381966
PEAK_TOLERANCE_S = 0.2
STEEP_SHARE = 0.25
BEYOND_S = 0.2


@inlined_law
def best_of(meetings, count):
    """Return the number of the open meeting that leaves most time; -1 where none is open."""
    best = -1
    for k in range(count):
        if meetings[k, 2] == ENGAGED and (best < 0 or meetings[k, 1] > meetings[best, 1]):
            best = k
    return best if best >= 0 and meetings[best, 1] > NEVER_S else -1


@inlined_law
def rises_to(duel, meetings, count, best, way):
    """Return whether the latest launch rises all the way to the best meeting from its neighbour on one side.

    A parabola through three meetings tells, where it is still steep at the best; so does a neighbour too near for a
    top between them.
    """
    if meetings[best, 3] == way:
        beyond_s = meetings[best, 0] + way * BEYOND_S
        return open_launch_s(duel, beyond_s, meetings[best, 0] - meetings[best, 1]) <= meetings[best, 1]
    near, next_one = best + way, best + 2 * way
    if near < 0 or near >= count or meetings[near, 2] != ENGAGED:
        return True
    if abs(meetings[near, 0] - meetings[best, 0]) < PEAK_TOLERANCE_S:
        return True
    if next_one < 0 or next_one >= count or not is_open(meetings, near) or not is_open(meetings, next_one):
        return False
    first_s, second_s = (
        abs(meetings[near, 0] - meetings[best, 0]),
        abs(meetings[next_one, 0] - meetings[near, 0]),
    )
    if second_s < PEAK_TOLERANCE_S:
        return False
    first, second = (
        (meetings[best, 1] - meetings[near, 1]) / first_s,
        (meetings[near, 1] - meetings[next_one, 1]) / second_s,
    )
    return first + (first - second) * first_s / (first_s + second_s) > STEEP_SHARE * first


@inlined_law
def is_open(meetings, k):
    """Return whether a meeting is possible for a launch early enough."""
    return meetings[k, 2] == ENGAGED and meetings[k, 1] > NEVER_S


@inlined_law
def peak_meeting(duel, meetings, count):
    """Return (time, latest launch) of the open meeting that leaves most time; (NaN, NEVER_S) where none is open.

    Most tops are kinks or ends of openings, which have been judged. Otherwise the best look is bracketed by its
    neighbours, and the top sought by golden sections.
    """
    best = best_of(meetings, count)
    if best < 0:
        return math.nan, NEVER_S
    top_s, launch_s = meetings[best, 0], meetings[best, 1]
    early_s = top_s if rises_to(duel, meetings, count, best, -1) else meetings[best - 1, 0]
    late_s = top_s if rises_to(duel, meetings, count, best, 1) else meetings[best + 1, 0]
    while late_s - early_s > PEAK_TOLERANCE_S:
        before = top_s - early_s > late_s - top_s
        try_s = top_s - GOLDEN * (top_s - early_s) if before else top_s + GOLDEN * (late_s - top_s)
        try_launch_s = open_launch_s(duel, try_s, try_s - launch_s)
        if try_launch_s > launch_s:
            early_s, late_s = (early_s, top_s) if before else (top_s, late_s)
            top_s, launch_s = try_s, try_launch_s
        elif before:
            early_s = try_s
        else:
            late_s = try_s
    return top_s, launch_s


@law
def insert_meeting(meetings, count, time_s, launch_s):
    """Insert an open meeting in the ascending table and return the new count."""
    k = count
    while k > 0 and meetings[k - 1, 0] > time_s:
        for column in range(meetings.shape[1]):
            meetings[k, column] = meetings[k - 1, column]
        k -= 1
    meetings[k, 0], meetings[k, 1], meetings[k, 2], meetings[k, 3] = time_s, launch_s, ENGAGED, 0.0
    return count + 1
