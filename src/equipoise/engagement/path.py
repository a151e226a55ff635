"""Positions between the nodes of a flight: what every room asks of a trajectory."""

from __future__ import annotations

from equipoise.engagement.tables import BOOST_SEGMENTS, REENTRY_SEGMENTS, SUBSAMPLES, Flight
from equipoise.kernels import inlined_law, law
from equipoise.physics.between import place_in_coast
from equipoise.physics.earth import geocentric_altitude

VECTOR = 8  # numbers side by side in the widest vector unit


@inlined_law
def place_in_boost(first, second, share, step_s):
    """Return the position between two boost nodes (cubic through positions and velocities) [m]."""
    s2 = share * share
    s3 = s2 * share
    w0, w1 = 1.0 - 3.0 * s2 + 2.0 * s3, 3.0 * s2 - 2.0 * s3
    v0, v1 = step_s * (share - 2.0 * s2 + s3), step_s * (s3 - s2)
    return (
        w0 * first[0] + w1 * second[0] + v0 * first[3] + v1 * second[3],
        w0 * first[1] + w1 * second[1] + v0 * first[4] + v1 * second[4],
        w0 * first[2] + w1 * second[2] + v0 * first[5] + v1 * second[5],
    )


@inlined_law
def place_at(flight, time_s):
    """Return the Earth-fixed position of a flight at a time between launch and impact [m]."""
    nodes, burnout_s, impact_s, segments = flight.nodes, flight.burnout_s, flight.impact_s, flight.segments
    if time_s < burnout_s:
        step_s = burnout_s / BOOST_SEGMENTS
        k = min(max(int(time_s / step_s), 0), BOOST_SEGMENTS - 1)
        return place_in_boost(nodes[k], nodes[k + 1], time_s / step_s - k, step_s)
    first, start_s, end_s = BOOST_SEGMENTS, burnout_s, flight.entry_s
    if time_s > flight.entry_s:
        first, start_s, end_s, segments = (
            BOOST_SEGMENTS + segments,
            flight.entry_s,
            impact_s,
            REENTRY_SEGMENTS,
        )
    step_s = (end_s - start_s) / segments
    k = min(max(int((time_s - start_s) / step_s), 0), segments - 1)
    share = (time_s - start_s) / step_s - k
    return place_in_coast(nodes[first + k], nodes[first + k + 1], share, step_s)


@inlined_law
def height_of(place, world):
    """Return the height above the ellipsoid [m]."""
    return geocentric_altitude(place[0], place[1], place[2], world.equatorial_radius_m, world.flattening)


@inlined_law
def whole_vectors(count):
    """Return a number of looks rounded up, so that a loop over them in lanes leaves none over to be done one by one."""
    return (count + VECTOR - 1) // VECTOR * VECTOR


@law
def fill_looks(flight, world, looks):
    """Fill rows time, x, y, z, height: each boost node, then SUBSAMPLES looks a coast segment; return how many.

    Rows are contiguous, so that the loop over heights is made in lanes.
    """
    nodes, burnout_s, impact_s = flight.nodes, flight.burnout_s, flight.impact_s
    for k in range(BOOST_SEGMENTS):
        looks[0, k] = burnout_s * k / BOOST_SEGMENTS
        looks[1, k], looks[2, k], looks[3, k] = nodes[k, 0], nodes[k, 1], nodes[k, 2]
    step_s = (flight.entry_s - burnout_s) / flight.segments
    for part in range(SUBSAMPLES):
        share = part / SUBSAMPLES
        for k in range(flight.segments):
            n = BOOST_SEGMENTS + k * SUBSAMPLES + part
            first, second = nodes[BOOST_SEGMENTS + k], nodes[BOOST_SEGMENTS + k + 1]
            looks[0, n] = burnout_s + step_s * (k + share)
            looks[1, n], looks[2, n], looks[3, n] = place_in_coast(first, second, share, step_s)
    last = BOOST_SEGMENTS + flight.segments * SUBSAMPLES
    end = nodes[BOOST_SEGMENTS + flight.segments]
    looks[0, last], looks[1, last], looks[2, last], looks[3, last] = flight.entry_s, end[0], end[1], end[2]
    if impact_s > flight.entry_s:
        for k in range(1, REENTRY_SEGMENTS + 1):
            last += 1
            node = nodes[BOOST_SEGMENTS + flight.segments + k]
            looks[0, last] = flight.entry_s + (impact_s - flight.entry_s) * k / REENTRY_SEGMENTS
            looks[1, last], looks[2, last], looks[3, last] = node[0], node[1], node[2]
    for n in range(whole_vectors(last + 1)):
        looks[4, n] = geocentric_altitude(
            looks[1, n], looks[2, n], looks[3, n], world.equatorial_radius_m, world.flattening
        )
    return last + 1


@law
def flight_of(flown, row):
    """Return one flight of the table."""
    times = flown.times
    return Flight(flown.nodes[row], times[row, 0], times[row, 1], int(times[row, 3]), times[row, 4])


def most_looks(segments: int) -> int:
    """Return room for the looks at a flight with so many coast segments, in whole vectors."""
    return int(whole_vectors(BOOST_SEGMENTS + segments * SUBSAMPLES + REENTRY_SEGMENTS + 1))
