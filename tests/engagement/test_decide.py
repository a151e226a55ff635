"""Room 3: when a track is firm, whose track counts, and the delay of the decision, on intervals made by hand."""

import math
from typing import NamedTuple

import numpy as np
import pytest

from equipoise.engagement.decide import commit_of, track_s
from equipoise.engagement.defence import defence_of
from equipoise.engagement.rooms import Engagement
from equipoise.engagement.tables import MAX_SIGHTINGS, Sight
from equipoise.physics.world import WGS84
from rig import IRBM, battery, defended, radar, rooms, satellite, threat, to_europe

CASES = {
    "one long look": ([(100, 200)], 15, 10, 115.0),
    "a look as long as the track time": ([(100, 115)], 15, 10, 115.0),
    "a look a little too short": ([(100, 114.9)], 15, 10, math.nan),
    "never seen": ([], 15, 10, math.nan),
    "a gap that the track survives": ([(100, 108), (112, 200)], 15, 10, 115.0),
    "a gap just as long as the coast time": ([(100, 108), (118, 200)], 15, 10, 118.0),
    "a gap too long starts the track anew": ([(100, 108), (120, 200)], 15, 10, 135.0),
    "a track firm before the gap stays so": ([(100, 120), (150, 200)], 15, 10, 115.0),
    "firm in the gap counts from the next look": ([(100, 112), (120, 200)], 15, 10, 120.0),
    "three glimpses in a row": ([(100, 104), (106, 110), (111, 125)], 15, 10, 115.0),
    "three glimpses far apart": ([(100, 104), (120, 124), (140, 144)], 15, 10, math.nan),
    "no track time at all": ([(100, 101)], 0, 10, 100.0),
    "no coast time at all": ([(100, 110), (110, 120)], 15, 0, 115.0),
}


def rows_of(spans):
    """Intervals as the room keeps them."""
    starts, ends = np.full(MAX_SIGHTINGS, math.nan), np.full(MAX_SIGHTINGS, math.nan)
    for n, (start_s, end_s) in enumerate(spans):
        starts[n], ends[n] = start_s, end_s
    return starts, ends, len(spans)


@pytest.mark.parametrize("name", CASES)
def test_when_a_track_is_firm(name):
    spans, track_time_s, coast_time_s, expected_s = CASES[name]
    firm_s = track_s(*rows_of(spans), float(track_time_s), float(coast_time_s))
    assert firm_s == pytest.approx(expected_s, nan_ok=True)


class Tracker(NamedTuple):
    """What the room reads of a sensor."""

    fire_control: int
    track_time_s: float
    coast_time_s: float


def committed(sensors, usable, spans, delay_s=30.0):
    """Commit time and sensor for intervals made by hand."""
    rows = [rows_of(each) for each in spans]
    sight = Sight(
        np.array([r[0] for r in rows]), np.array([r[1] for r in rows]), np.array([r[2] for r in rows])
    )
    one = defended([radar(49, 13, f"r{n}") for n in range(len(sensors))], [battery(network=("r0",))])
    described = defence_of(one, threat(), WGS84).sensors
    for row, sensor in zip(described, sensors, strict=True):
        row["fire_control"], row["track_time_s"], row["coast_time_s"] = sensor
    return commit_of(described, np.array(usable), sight, delay_s)


GOOD = Tracker(1, 15.0, 10.0)


def test_the_earliest_usable_track_decides_and_its_sensor_is_named():
    spans = [[(200, 400)], [(100, 400)], [(150, 400)]]
    assert committed([GOOD] * 3, [1, 1, 1], spans) == (145.0, 1)
    assert committed([GOOD] * 3, [1, 0, 1], spans) == (195.0, 2)
    assert committed([GOOD] * 3, [1, 0, 0], spans, 0.0) == (215.0, 0)


def test_a_cue_gives_no_track_and_nobody_gives_none():
    spans = [[(100, 400)], [(200, 400)]]
    cue = GOOD._replace(fire_control=0)
    assert committed([cue, GOOD], [1, 1], spans) == (245.0, 1)
    for usable, sensors in (([1, 1], [cue, cue]), ([0, 0], [GOOD, GOOD])):
        time_s, by = committed(sensors, usable, spans)
        assert math.isnan(time_s) and by == -1


def test_of_two_tracks_at_one_moment_the_first_sensor_is_named():
    assert committed([GOOD] * 2, [1, 1], [[(100, 400)], [(100, 400)]]) == (145.0, 0)


def test_the_room_fills_every_row_and_leaves_none_where_nothing_flies():
    """Commit is the firm track of the intervals that the room before found, plus the delay."""
    one = defended([radar()], [battery(decision_delay_s=42.0), battery(name="b", decision_delay_s=0.0)])
    rows = to_europe(np.random.default_rng(2), 200)
    flown, _, seen, decided, _ = rooms(Engagement(one, threat()), rows)
    for row in range(200):
        firm_s = track_s(seen.starts[row, 0], seen.ends[row, 0], seen.counts[row, 0], 15.0, 10.0)
        expected_s = firm_s if flown.reaches[row] else math.nan
        assert decided.time_s[row] == pytest.approx([expected_s + 42.0, expected_s], nan_ok=True)
        assert (decided.by_sensor[row] == -1).all() == math.isnan(expected_s)
    assert 20 < np.isfinite(decided.time_s[:, 0]).sum() < 200


RULES = {
    "autonomous": ((1, 0, 0, 0), (1, 0, 0, 0)),
    "launch-on-remote": ((1, 1, 0, 0), (1, 0, 0, 0)),
    "engage-on-remote": ((1, 1, 0, 0), (1, 1, 0, 0)),
}


@pytest.mark.parametrize("rule", RULES)
def test_who_may_launch_and_who_may_support_by_rule(rule):
    """Own radar; a networked fire-control radar; a networked cue; a satellite outside the network."""
    own, remote, cue = radar(name="own"), radar(name="remote"), radar(name="cue", role="cue")
    ship = battery(rule=rule, radar="own", network=("remote", "cue"))
    defence = defence_of(defended([own, remote, cue, satellite()], [ship]), threat(IRBM), WGS84)
    launch_on, support = RULES[rule]
    assert tuple(defence.may_launch_on[0]) == launch_on
    assert tuple(defence.may_support[0]) == support
