"""Room 4: that the first intercept is the earliest there is, against a walk along the flight in quarter seconds.

The walk asks the same questions of each moment (latest launch, gate) and searches nothing; that the flight times
behind them are right is shown by the fly-out tests.
"""

import functools
import math

import numpy as np
import pytest

import equipoise as eq
from equipoise.engagement.engage import engage
from equipoise.engagement.judging import judged, verdict_on
from equipoise.engagement.outcomes import SENTENCES, Outcome
from equipoise.engagement.path import flight_of
from equipoise.engagement.rooms import Engagement
from equipoise.engagement.tables import MAX_LOOKS, Duel, Sight
from equipoise.kernels import law
from rig import GBI, IRBM, SM3, battery, defended, pairs, radar, rooms, satellite, threat, to_europe

LAUNCH = ((35.0, 50.0), (38.1, 46.3), (36.2, 55.3), (34.4, 47.2))
STEP_S = 0.25
SEARCH_S = 0.1


@law
def walk(duel, times_s, launches_s, gates):
    """Fill the latest launch and the gate of every moment."""
    for k in range(len(times_s)):
        launches_s[k], gates[k] = judged(duel, times_s[k])


def two_ships_and_a_site(delay_s=30.0, **changes):
    """Batteries of three kinds on two radars."""
    sensors = [
        radar(49.6, 13.7, "far", search_range_m=900e3), radar(38.0, 34.0, "near", detection_range_m=1200e3),
        radar(41.0, 18.0, "own", detection_range_m=500e3, azimuth_half_width_deg=70.0), satellite(),
    ]  # fmt: skip
    common = {"decision_delay_s": delay_s, **changes}
    slow = common | {"interceptor": SM3}
    return defended(
        sensors,
        [
            battery(54.5, 17.1, "site", network=("far", "near"), **common),
            battery(41.0, 18.0, "ship", rule="launch-on-remote", radar="own", network=("near",), **slow),
            battery(43.5, 29.0, "remote", network=("near", "far"), shots_per_look=1, **slow),
        ],
    )  # fmt: skip


@functools.cache
def played(count=250, seed=3):
    """Rooms of random pairs against the mixed defence: made once."""
    engagement = Engagement(two_ships_and_a_site(), threat(IRBM, LAUNCH))
    rows = to_europe(np.random.default_rng(seed), count, len(LAUNCH))
    return engagement, rows, rooms(engagement, rows)


def duels():
    """Every pair of a reaching flight and a battery that may launch, with its walk."""
    engagement, _, (flown, _, seen, committed, found) = played()
    defence = engagement.defence
    for row in np.flatnonzero(flown.reaches):
        sight = Sight(seen.starts[row], seen.ends[row], seen.counts[row])
        times_s = np.arange(flown.times[row, 0], flown.times[row, 1], STEP_S)
        for b in range(len(defence.batteries)):
            if math.isnan(committed.time_s[row, b]):
                continue
            duel = Duel(
                defence.batteries[b], defence.flyouts, flight_of(flown, row), sight, defence.may_support[b],
                defence.world,
            )  # fmt: skip
            launches_s, gates = np.empty(len(times_s)), np.empty(len(times_s), dtype=np.int64)
            walk(duel, times_s, launches_s, gates)
            open_s = np.where((gates == Outcome.ENGAGED) & ~np.isnan(launches_s), launches_s, -np.inf)
            yield row, b, duel, committed.time_s[row, b], found, times_s, open_s, gates, launches_s


def test_the_first_intercept_is_the_earliest_there_is():
    """To a tenth of a second where the opening is longer than the walk's step; shorter openings may be either."""
    engaged = 0
    for row, b, _, commit_s, found, times_s, open_s, _, _ in duels():
        can = np.flatnonzero(open_s >= commit_s)
        if found.outcome[row, b] == Outcome.ENGAGED:
            engaged += 1
            hit_s = found.hit_s[row, b, 0]
            if len(can):
                assert hit_s <= times_s[can[0]] + SEARCH_S
                assert hit_s >= times_s[can[0]] - STEP_S - SEARCH_S or hit_s <= times_s[can[0]]
        else:
            spare_s = open_s.max(initial=-np.inf) - commit_s
            assert spare_s < 0.5, f"row {row}, battery {b}: {spare_s:.2f} s to spare, and no shot"
    assert engaged > 60


def test_no_intercept_is_earlier_than_the_walk_allows():
    """Before the first intercept no quarter second is open; a narrower opening than that is not held against it."""
    for row, b, _, commit_s, found, times_s, open_s, _, _ in duels():
        if found.outcome[row, b] == Outcome.ENGAGED:
            before = times_s < found.hit_s[row, b, 0] - SEARCH_S
            assert not (open_s[before] >= commit_s).any()


def test_every_intercept_is_feasible():
    """The launch leaves time for the flight, the gate is open, and the launch comes after the commit."""
    for row, b, duel, commit_s, found, _, _, _, _ in duels():
        for look in range(found.looks[row, b]):
            hit_s, launch_s = found.hit_s[row, b, look], found.launch_s[row, b, look]
            latest_s, gate = judged(duel, hit_s)
            assert gate == Outcome.ENGAGED
            assert launch_s == pytest.approx(latest_s, abs=0.05)
            assert launch_s >= commit_s - 1e-9
            assert hit_s > launch_s + duel.flyouts.burn_time_s[b] - 1e-6


def test_the_margin_is_the_latest_useful_launch_less_the_commit():
    """Never below the walk's by more than 0.05 s, nor above by more than the launch can change in a step of it.

    Without exception where there is a margin. There may be none where the walk has but single moments, as at the rim
    beneath the lowest flights, where the table mixes directions without any flight with those in which all are far.
    """
    missed, total = 0, 0
    for row, b, _, commit_s, found, _, open_s, _, _ in duels():
        total += 1
        best_s, margin_s = open_s.max(initial=-np.inf), found.margin_s[row, b]
        if math.isnan(margin_s):
            missed += np.isfinite(best_s)
            assert np.isfinite(open_s).sum() * STEP_S < 0.75
        elif np.isfinite(best_s):
            assert best_s - commit_s - 0.05 <= margin_s <= best_s - commit_s + 2.0
    assert missed < 0.02 * total


def test_the_margin_is_that_of_the_kink_where_a_flight_sinks_beneath_the_lowest_flights():
    """A top that looks 20 s apart do not show: an interceptor must wait until its lowest flights fall."""
    tops = []
    for row, b, _, commit_s, found, _, open_s, _, _ in duels():
        k = int(np.argmax(open_s))
        if np.isfinite(open_s[k : k + 9]).all() and open_s[k] - open_s[min(k + 8, len(open_s) - 1)] > 5.0:
            tops.append(found.margin_s[row, b] - (open_s[k] - commit_s))
    assert len(tops) > 5
    assert min(tops) >= -0.05 and max(tops) < 2.0


def test_shots_are_there_just_where_the_margin_is_not_negative():
    _, _, (_, _, _, committed, found) = played()
    with np.errstate(invalid="ignore"):
        assert np.array_equal(found.looks > 0, found.margin_s >= 0.0)
    assert np.array_equal(found.looks > 0, found.outcome == Outcome.ENGAGED)
    assert np.isnan(found.margin_s[np.isnan(committed.time_s)]).all()


def test_a_decision_later_by_the_margin_still_serves_and_by_a_second_more_does_not():
    """The margin means what it says; every pair that is in time by 1.5 s and more."""
    engagement, rows, (_, _, _, committed, found) = played()
    for b in range(3):
        for row in np.flatnonzero(found.margin_s[:, b] > 1.5)[:12]:
            one = type(rows)(*(column[row : row + 1] for column in rows))
            for late_s, engaged in ((-1.0, True), (1.0, False)):
                delay_s = 30.0 + float(found.margin_s[row, b]) + late_s
                later = Engagement(two_ships_and_a_site(delay_s), engagement.threat)
                _, _, _, again, outcome = rooms(later, one)
                assert again.time_s[0, b] == pytest.approx(committed.time_s[row, b] - 30.0 + delay_s)
                assert (outcome.outcome[0, b] == Outcome.ENGAGED) == engaged


def test_looks_wait_for_the_assessment_and_end_with_the_magazine():
    """Each launch after the first comes an assessment after the last intercept; looks are as many as fit."""
    limited = 0
    for row, b, duel, _, found, times_s, open_s, _, _ in duels():
        looks, battery_row = int(found.looks[row, b]), duel.battery
        hits_s, launches_s = found.hit_s[row, b, :looks], found.launch_s[row, b, :looks]
        assert np.all(launches_s[1:] >= hits_s[:-1] + battery_row["assessment_time_s"] - 1e-9)
        assert looks * battery_row["shots_per_look"] <= battery_row["magazine"]
        full = (looks + 1) * battery_row["shots_per_look"] > battery_row["magazine"] or looks == MAX_LOOKS
        if looks > 0 and not full:
            limited += 1
            ready_s = hits_s[-1] + battery_row["assessment_time_s"]
            assert open_s[times_s > hits_s[-1] + STEP_S].max(initial=-np.inf) < ready_s + 0.3
    assert limited > 30


def test_a_small_magazine_ends_the_looks():
    """Two shots a look: a magazine of two or three gives one look, and leaves the third interceptor unused."""
    rows = to_europe(np.random.default_rng(3), 100, len(LAUNCH))
    watching = radar(38.0, 40.0, detection_range_m=4000e3)
    two, three, many = (
        engage(defended([watching], [battery(magazine=count)]), threat(IRBM, LAUNCH), rows).shots
        for count in (2, 3, 100)
    )
    assert many.max() >= 4
    assert np.array_equal(two, np.minimum(many, 2))
    assert np.array_equal(three, two)


class Gates:
    """What a verdict reads of a battery."""

    minimum_altitude_m, maximum_altitude_m = 100e3, 500e3


@pytest.mark.parametrize(
    "height_m, is_supported, expected",
    [
        (99.9e3, True, Outcome.TOO_LOW),
        (99.9e3, False, Outcome.TOO_LOW),
        (100e3, True, Outcome.ENGAGED),
        (500e3, True, Outcome.ENGAGED),
        (500.1e3, True, Outcome.TOO_HIGH),
        (300e3, False, Outcome.NO_SUPPORT),
    ],
)
def test_gates(height_m, is_supported, expected):
    assert verdict_on.py_func(Gates, height_m, is_supported) == expected


def outcome_of(sensors, one, aim=(50.0, 20.0), launch=((35.0, 50.0),)):
    rows = to_europe(np.random.default_rng(0), 1)
    rows.lat_deg[0], rows.lon_deg[0] = aim
    return Outcome(int(engage(defended(sensors, [one]), threat(IRBM, launch), rows).outcome[0]))


FAR_SEEING = radar(47.0, 28.0, detection_range_m=6000e3, elevation_minimum_deg=0.0)


@pytest.mark.parametrize(
    "sensors, one, expected",
    [
        ([FAR_SEEING], battery(), Outcome.ENGAGED),
        ([FAR_SEEING], battery(-40.0, -130.0), Outcome.OUT_OF_REACH),
        ([FAR_SEEING], battery(decision_delay_s=3000.0), Outcome.SEEN_TOO_LATE),
        ([radar(-40.0, 100.0)], battery(), Outcome.NOT_SEEN),
        ([radar(role="cue")], battery(), Outcome.NOT_SEEN),
        (
            [FAR_SEEING],
            battery(interceptor=GBI.model_copy(update={"maximum_altitude_m": 62e3, "minimum_altitude_m": 61e3})),
            Outcome.TOO_HIGH,
        ),
        (
            [FAR_SEEING],
            battery(interceptor=GBI.model_copy(update={"maximum_altitude_m": 1999e3, "minimum_altitude_m": 1900e3})),
            Outcome.TOO_LOW,
        ),
        (
            [FAR_SEEING, radar(-40.0, 100.0, "own")],
            battery(rule="launch-on-remote", radar="own", network=("radar",)),
            Outcome.NO_SUPPORT,
        ),
    ],
    ids=["engaged", "far away", "slow decision", "blind", "cue only", "low ceiling", "high floor", "no support"],
)  # fmt: skip
def test_each_reason_for_no_shot_can_be_had(sensors, one, expected):
    assert outcome_of(sensors, one) == expected


def test_out_of_reach_means_that_the_interceptor_could_never_meet_the_flight_in_its_altitudes():
    """Not for three quarter seconds together; one or two may lie where the table mixes the rim beneath all flights."""
    out = 0
    for row, b, _, _, found, _, _, gates, launches_s in duels():
        if found.outcome[row, b] == Outcome.OUT_OF_REACH:
            out += 1
            could = ~np.isnan(launches_s) & np.isin(gates, (Outcome.NO_SUPPORT, Outcome.ENGAGED))
            assert not (could[2:] & could[1:-1] & could[:-2]).any()
    assert out > 50


@pytest.mark.parametrize("launch, aim", [("kermanshah", (41.25, 46.75)), ("tabriz", (44.75, 49.75))])
def test_an_opening_of_a_few_seconds_between_two_looks_is_found(launch, aim):
    """A missile of 1,000 km that ships off Crete could meet for four to eight seconds, above their floor, in reach."""
    plan = eq.load("ships-2009")
    missile = next(one for one in plan.threat_set("medium-range").threats if one.id == "shahab-3")
    number = [point.id for point in missile.launch].index(launch)
    engaged = engage(plan, missile, pairs([number], [aim[0]], [aim[1]]))
    assert engaged.outcome[0] == Outcome.SEEN_TOO_LATE


def test_out_of_range_is_an_outcome():
    assert outcome_of([FAR_SEEING], battery(), (60.0, -30.0)) == Outcome.OUT_OF_RANGE


def test_every_outcome_has_its_sentence_and_its_word():
    assert set(SENTENCES) == set(Outcome)
    assert all(outcome.sentence and outcome.word == outcome.word.lower() for outcome in Outcome)
