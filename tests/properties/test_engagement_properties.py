"""What must hold of any defence, and where it need not: more never does worse, order and labels never matter.

Coverage is compared pair by pair. Edges are found to 0.05 s, so a pair whose margin is below that is not held
against a property.
"""

import functools

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from equipoise.engagement.engage import engage
from equipoise.engagement.flyout import flyout
from equipoise.engagement.outcomes import Outcome
from equipoise.engagement.rooms import Engagement
from equipoise.physics.world import WGS84
from rig import GBI, IRBM, SM3, battery, defended, pairs, radar, rooms, satellite, threat, to_europe

FEW = settings(max_examples=20, deadline=None, derandomize=True)
SEEDS = st.integers(0, 10_000)
PAIRS = 80
EDGE_S = 0.2
LAUNCH = ((35.0, 50.0), (38.1, 46.3), (36.2, 55.3))
THREAT = threat(IRBM, LAUNCH)


@functools.cache
def some(seed):
    return to_europe(np.random.default_rng(seed), PAIRS, len(LAUNCH))


def random_defence(seed):
    """Two or three radars, a satellite, and two batteries on all of them."""
    rng = np.random.default_rng(seed)
    sensors = [
        radar(
            rng.uniform(36, 56), rng.uniform(5, 45), f"r{n}", detection_range_m=float(rng.uniform(900e3, 2600e3)),
            search_range_m=float(rng.uniform(400e3, 1200e3)), elevation_minimum_deg=float(rng.uniform(0.0, 5.0)),
        )
        for n in range(int(rng.integers(2, 4)))
    ]  # fmt: skip
    network = tuple(sensor.id for sensor in sensors)
    batteries = [
        battery(4.0 * rng.integers(9, 15), rng.uniform(5, 35), f"b{n}", interceptor=one, network=network)
        for n, one in enumerate((GBI, SM3))
    ]
    return sensors, batteries


def against(sensors, batteries, seed):
    return engage(defended(sensors, batteries), THREAT, some(seed), 1)


def require_never_worse(better, worse, between_looks=0):
    """No pair that the worse defence engages, by more than the width of an edge, escapes the better one.

    An opening that lies wholly between two looks at a flight may be missed; so many pairs are granted that.
    """
    held = (worse.outcome == Outcome.ENGAGED) & (worse.margin_s > EDGE_S)
    lost = held & (better.outcome != Outcome.ENGAGED)
    both = held & ~lost
    lower = better.margin_s[both] < worse.margin_s[both] - 2.0
    assert lost.sum() + lower.sum() <= between_looks


def changed(nouns, **update):
    return [noun.model_copy(update=update) for noun in nouns]


@given(SEEDS, st.floats(0.5, 8.0))
@FEW
def test_a_higher_least_elevation_never_covers_more(seed, more_deg):
    """P15. Not valid where a battery may trade sensors for time (none here)."""
    sensors, batteries = random_defence(seed)
    blinder = [
        one.model_copy(update={"elevation_minimum_deg": one.elevation_minimum_deg + more_deg})
        for one in sensors
    ]
    require_never_worse(against(sensors, batteries, seed), against(blinder, batteries, seed))


@given(SEEDS, st.floats(0.4, 0.95))
@FEW
def test_a_shorter_radar_range_never_covers_more(seed, factor):
    """P15. Not valid for a search range that grows as the cued one falls."""
    sensors, batteries = random_defence(seed)
    weaker = [
        one.model_copy(
            update={
                "detection_range_m": one.detection_range_m * factor,
                "search_range_m": one.search_range_m * factor,
            }
        )
        for one in sensors
    ]
    require_never_worse(against(sensors, batteries, seed), against(weaker, batteries, seed))


@given(SEEDS)
@FEW
def test_one_more_sensor_never_covers_less_nor_sees_later(seed):
    """P16. Not valid where tracking takes resources from other sensors (not modelled)."""
    sensors, batteries = random_defence(seed)
    more = [*sensors, satellite(), radar(40.0, 40.0, "extra")]
    wider = [one.model_copy(update={"network": (*one.network, "extra")}) for one in batteries]
    before, after = against(sensors, batteries, seed), against(more, wider, seed)
    require_never_worse(after, before)
    seen = np.isfinite(before.commit_s)
    assert np.all(after.commit_s[seen] <= before.commit_s[seen] + EDGE_S)


@given(SEEDS)
@FEW
def test_a_satellite_alone_gives_no_shot_but_never_hurts(seed):
    """A warning only cues. Not valid for satellites whose track may guide an interceptor (none here)."""
    sensors, batteries = random_defence(seed)
    with_warning = against([*sensors, satellite()], batteries, seed)
    require_never_worse(with_warning, against(sensors, batteries, seed))
    blind = [one.model_copy(update={"role": "cue"}) for one in sensors]
    assert np.all(against([*blind, satellite()], batteries, seed).shots == 0)


@given(SEEDS, st.sampled_from([1.1, 1.3, 1.6]))
@FEW
def test_a_faster_interceptor_reaches_further_in_every_direction(seed, factor):
    """P17, on the fly-out table: same burn, same lowest climb. Not valid nearer than its longer burn carries it, nor in
    directions below 30 degrees, which only slower flights fall through."""
    rng = np.random.default_rng(seed)
    one = (GBI, SM3)[seed % 2]
    lat_deg = float(rng.uniform(-60, 60))
    slow = flyout(one, lat_deg, 0.0, WGS84).reach_m
    fast = flyout(
        one.model_copy(update={"burnout_speed_m_s": one.burnout_speed_m_s * factor}), lat_deg, 0.0, WGS84
    ).reach_m
    steep = slice(46, None)
    assert np.all(fast[:, steep, 1:] >= slow[:, steep, 1:] * (1.0 - 1e-3))


@given(SEEDS, st.floats(5.0, 200.0))
@FEW
def test_a_slower_decision_never_covers_more_nor_shoots_more(seed, more_s):
    """P18. Not valid where waiting would bring a better shot: an engagement here counts, not its quality."""
    sensors, batteries = random_defence(seed)
    prompt = against(sensors, batteries, seed)
    slow = against(
        sensors, [b.model_copy(update={"decision_delay_s": 30.0 + more_s}) for b in batteries], seed
    )
    require_never_worse(prompt, slow)
    assert np.all(prompt.shots >= slow.shots)
    known = np.isfinite(prompt.battery_margin_s)
    assert np.array_equal(known, np.isfinite(slow.battery_margin_s))
    assert np.allclose((prompt.battery_margin_s - slow.battery_margin_s)[known], more_s, atol=1e-6)


@given(SEEDS, st.floats(5.0, 60.0))
@FEW
def test_a_longer_track_time_never_commits_earlier(seed, more_s):
    """By as much where one long look makes the track. Not valid by that much where gaps or cues come in between."""
    sensors, batteries = random_defence(seed)
    quick = against(sensors, batteries, seed)
    slow = against(changed(sensors, track_time_s=15.0 + more_s), batteries, seed)
    require_never_worse(quick, slow)
    both = np.isfinite(slow.commit_s)
    assert np.all(np.isfinite(quick.commit_s[both]))
    assert np.all(slow.commit_s[both] >= quick.commit_s[both] + min(more_s, 0.0))


@given(SEEDS)
@FEW
def test_rules_are_ordered(seed):
    """Autonomous covers no more than launch-on-remote, and that no more than engage-on-remote.

    Not valid where a rule brings its own delay.
    """
    sensors, batteries = random_defence(seed)
    own = [
        radar(b.place.lat_deg, b.place.lon_deg, f"own{n}", detection_range_m=700e3)
        for n, b in enumerate(batteries)
    ]
    every = [*sensors, *own]
    by_rule = [
        against(
            every,
            [b.model_copy(update={"rule": rule, "radar": f"own{n}"}) for n, b in enumerate(batteries)],
            seed,
        )
        for rule in ("autonomous", "launch-on-remote", "engage-on-remote")
    ]
    require_never_worse(by_rule[1], by_rule[0])
    require_never_worse(by_rule[2], by_rule[1])


@given(SEEDS, st.floats(1.1, 2.0))
@FEW
def test_wider_limits_of_the_interceptor_never_cover_less(seed, factor):
    """A higher ceiling, a lower floor. Not valid for the longest flight, with which the grid of the table changes, nor
    for an opening of a few seconds, found at a limit and missed without it."""
    sensors, batteries = random_defence(seed)
    wider = [
        b.model_copy(
            update={
                "interceptor": b.interceptor.model_copy(
                    update={
                        "maximum_altitude_m": b.interceptor.maximum_altitude_m * factor,
                        "minimum_altitude_m": max(65e3, b.interceptor.minimum_altitude_m / factor),
                    }
                )
            }
        )
        for b in batteries
    ]
    require_never_worse(against(sensors, wider, seed), against(sensors, batteries, seed), between_looks=1)


@given(SEEDS)
@FEW
def test_one_more_battery_never_covers_less_and_shots_add_up(seed):
    """Shots of batteries add. Not valid where batteries share a magazine or a fire channel (not modelled)."""
    sensors, batteries = random_defence(seed)
    both = against(sensors, batteries, seed)
    alone = [against(sensors, [one], seed) for one in batteries]
    assert np.array_equal(both.shots, alone[0].shots + alone[1].shots)
    assert np.array_equal(both.outcome, np.maximum(alone[0].outcome, alone[1].outcome))
    assert np.array_equal(both.margin_s, np.fmax(alone[0].margin_s, alone[1].margin_s), equal_nan=True)


@given(SEEDS)
@FEW
def test_twin_batteries_do_twice_what_one_does(seed):
    """P22 in shots. Not valid for a raid, where the two would share the targets."""
    sensors, batteries = random_defence(seed)
    twin = batteries[0].model_copy(update={"id": "twin"})
    one, two = against(sensors, batteries[:1], seed), against(sensors, [batteries[0], twin], seed)
    assert np.array_equal(two.shots, 2 * one.shots)
    assert np.array_equal(two.margin_s, one.margin_s, equal_nan=True)


@given(SEEDS)
@FEW
def test_the_order_of_sensors_and_batteries_changes_no_bit(seed):
    """P23. Not valid for which of two sensors is named, where both are firm at the same moment."""
    sensors, batteries = random_defence(seed)
    here, there = against(sensors, batteries, seed), against(sensors[::-1], batteries[::-1], seed)
    for name in ("outcome", "shots", "looks", "margin_s", "commit_s", "impact_s"):
        assert getattr(here, name).tobytes() == getattr(there, name).tobytes(), name
    assert np.array_equal(here.battery_margin_s[:, ::-1], there.battery_margin_s, equal_nan=True)


@given(SEEDS, st.floats(-120.0, 100.0))
@FEW
def test_the_whole_scene_shifts_in_longitude(seed, shift_deg):
    """P4 for the chain: outcome and shots the same, nearly all margins to 0.05 s. Not valid with borders, nor for the
    margin at the rim beneath the lowest flights, where rounding decides which side of a step the search takes."""
    sensors, batteries = random_defence(seed)

    def moved(noun):
        place = noun.place
        lon_deg = (place.lon_deg + shift_deg + 180.0) % 360.0 - 180.0
        return noun.model_copy(update={"place": place.model_copy(update={"lon_deg": lon_deg})})

    launch = tuple((lat, (lon + shift_deg + 180.0) % 360.0 - 180.0) for lat, lon in LAUNCH)
    rows = some(seed)
    there_rows = pairs(rows.launch_index, rows.lat_deg, (rows.lon_deg + shift_deg + 180.0) % 360.0 - 180.0)
    here = against(sensors, batteries, seed)
    there = engage(defended(map(moved, sensors), map(moved, batteries)), threat(IRBM, launch), there_rows, 1)
    clear = ~(np.abs(here.margin_s) < 1e-3)
    assert np.array_equal(here.outcome[clear], there.outcome[clear])
    assert np.array_equal(here.shots[clear], there.shots[clear])
    assert np.allclose(here.impact_s, there.impact_s, rtol=1e-9, equal_nan=True)
    far = ~np.isclose(here.margin_s[clear], there.margin_s[clear], atol=0.05, equal_nan=True)
    assert far.sum() <= 2


@given(SEEDS)
@FEW
def test_shots_are_whole_looks_and_fit_the_magazine(seed):
    """Shots = looks times shots a look, within the magazine. Not valid across batteries of different salvos."""
    sensors, batteries = random_defence(seed)
    small = [batteries[0].model_copy(update={"magazine": 5, "shots_per_look": 2})]
    found = against(sensors, small, seed)
    assert np.array_equal(found.shots, 2 * found.looks)
    assert found.shots.max(initial=0) <= 4


@given(SEEDS)
@FEW
def test_margin_shots_and_outcome_tell_the_same(seed):
    """Engaged just where there are shots, just where the margin is not negative. Not valid for an empty magazine."""
    sensors, batteries = random_defence(seed)
    found = against(sensors, batteries, seed)
    with np.errstate(invalid="ignore"):
        assert np.array_equal(found.shots > 0, found.margin_s >= 0.0)
    assert np.array_equal(found.shots > 0, found.outcome == Outcome.ENGAGED)
    assert np.array_equal(np.isnan(found.impact_s), found.outcome == Outcome.OUT_OF_RANGE)


@given(SEEDS)
@FEW
def test_events_come_in_their_order(seed):
    """Sight, commit, launch, hit, impact. Not valid for the second look's launch against the first commit."""
    sensors, batteries = random_defence(seed)
    engagement = Engagement(defended(sensors, batteries), THREAT)
    flown, _, seen, committed, found = rooms(engagement, some(seed))
    for row, b in zip(*np.nonzero(found.looks), strict=True):
        first_s = np.nanmin(seen.starts[row][seen.counts[row] > 0, 0])
        hits_s = found.hit_s[row, b, : found.looks[row, b]]
        launches_s = found.launch_s[row, b, : found.looks[row, b]]
        assert first_s < committed.time_s[row, b] <= launches_s[0]
        assert np.all(launches_s < hits_s) and np.all(np.diff(hits_s) > 0.0)
        assert hits_s[-1] < flown.times[row, 1]
