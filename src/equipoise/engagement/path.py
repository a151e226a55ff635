"""Positions between the nodes of a flight: what every room asks of a trajectory."""

from __future__ import annotations

from equipoise.engagement.tables import BOOST_SEGMENTS, SUBSAMPLES
from equipoise.kernels import law
from equipoise.physics.earth import geocentric_altitude


@law
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


@law
def place_in_coast(first, second, share, step_s):
    """Return the position between two coast nodes (quintic through position, velocity, acceleration) [m].

    At steps of 75 s this is within a millimetre of the integrated flight.
    """
    s2 = share * share
    s3 = s2 * share
    w1 = s3 * (10.0 - 15.0 * share + 6.0 * s2)
    w0 = 1.0 - w1
    v0 = step_s * (share - s3 * (6.0 - 8.0 * share + 3.0 * s2))
    v1 = step_s * s3 * (-4.0 + 7.0 * share - 3.0 * s2)
    a0 = 0.5 * step_s * step_s * (s2 - s3 * (3.0 - 3.0 * share + s2))
    a1 = 0.5 * step_s * step_s * s3 * (1.0 - 2.0 * share + s2)
    return (
        w0 * first[0] + w1 * second[0] + v0 * first[3] + v1 * second[3] + a0 * first[6] + a1 * second[6],
        w0 * first[1] + w1 * second[1] + v0 * first[4] + v1 * second[4] + a0 * first[7] + a1 * second[7],
        w0 * first[2] + w1 * second[2] + v0 * first[5] + v1 * second[5] + a0 * first[8] + a1 * second[8],
    )


@law
def place_at(flight, time_s):
    """Return the Earth-fixed position of a flight at a time between launch and impact [m]."""
    nodes, burnout_s, impact_s = flight.nodes, flight.burnout_s, flight.impact_s
    if time_s < burnout_s:
        step_s = burnout_s / BOOST_SEGMENTS
        k = min(max(int(time_s / step_s), 0), BOOST_SEGMENTS - 1)
        return place_in_boost(nodes[k], nodes[k + 1], time_s / step_s - k, step_s)
    segments = nodes.shape[0] - 1 - BOOST_SEGMENTS
    step_s = (impact_s - burnout_s) / segments
    k = min(max(int((time_s - burnout_s) / step_s), 0), segments - 1)
    share = (time_s - burnout_s) / step_s - k
    return place_in_coast(nodes[BOOST_SEGMENTS + k], nodes[BOOST_SEGMENTS + k + 1], share, step_s)


@law
def height_of(place, world):
    """Return the height above the ellipsoid [m]."""
    return geocentric_altitude(place[0], place[1], place[2], world.equatorial_radius_m, world.flattening)


@law
def fill_samples(flight, world, samples):
    """Fill rows of (time, x, y, z, height): each boost node, then SUBSAMPLES looks a coast segment."""
    nodes, burnout_s, impact_s = flight.nodes, flight.burnout_s, flight.impact_s
    for k in range(BOOST_SEGMENTS):
        samples[k, 0] = burnout_s * k / BOOST_SEGMENTS
        samples[k, 1], samples[k, 2], samples[k, 3] = nodes[k, 0], nodes[k, 1], nodes[k, 2]
    looks = samples.shape[0] - BOOST_SEGMENTS - 1
    for k in range(looks + 1):
        row = BOOST_SEGMENTS + k
        samples[row, 0] = burnout_s + (impact_s - burnout_s) * k / looks
        place = place_at(flight, samples[row, 0])
        samples[row, 1], samples[row, 2], samples[row, 3] = place
    for row in range(samples.shape[0]):
        place = (samples[row, 1], samples[row, 2], samples[row, 3])
        samples[row, 4] = height_of(place, world)


def sample_count(segments: int) -> int:
    """Return the number of looks at a flight with so many coast segments."""
    return BOOST_SEGMENTS + segments * SUBSAMPLES + 1
