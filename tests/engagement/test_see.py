"""Room 2: that the intervals are those in which a sensor sees the flight, against looks every hundredth of a second."""

import math

import numpy as np
import pytest

from equipoise.engagement.rooms import Engagement
from equipoise.physics.earth import ecef_to_geodetic
from equipoise.physics.world import WGS84
from rig import (
    ICBM,
    IRBM,
    battery,
    defended,
    fixed_position,
    pairs,
    positions,
    radar,
    rooms,
    satellite,
    threat,
)

STEP_S = 0.01
PROMISED_S = 0.1
LONGEST_MISSED_S = 30.0  # the time between looks: a glimpse between two may be missed
LAUNCH = ((35.0, 50.0), (38.1, 46.3), (36.2, 55.3))


def random_radar(rng, name, **changes):
    """A radar somewhere in Europe with limits of every kind."""
    lowest_deg = float(rng.uniform(0.0, 12.0))
    fields = {
        "boresight_deg": float(rng.uniform(0.0, 360.0)),
        "azimuth_half_width_deg": float(rng.choice([180.0, rng.uniform(5.0, 90.0)])),
        "elevation_minimum_deg": lowest_deg,
        "elevation_maximum_deg": float(rng.choice([90.0, rng.uniform(lowest_deg + 3.0, 60.0)])),
        "detection_range_m": float(rng.uniform(500e3, 3500e3)),
    }
    return radar(rng.uniform(34, 60), rng.uniform(-5, 55), name, **(fields | changes))


def seen_by(sensors, rows, missile=IRBM):
    """Flights and sightings of some pairs."""
    one = defended(sensors, [battery(network=(sensors[0].id,))])
    flown, _, seen, _, _ = rooms(Engagement(one, threat(missile, LAUNCH)), rows)
    return flown, seen


def sees(sensor, missile, place_m, burning, cue):
    """Whether a radar sees points, by its angles; the axes of its site come from PROJ by differences."""
    site = fixed_position(sensor.place.lat_deg, sensor.place.lon_deg, sensor.antenna_height_m)
    up = fixed_position(sensor.place.lat_deg, sensor.place.lon_deg, 1000.0 + sensor.antenna_height_m) - site
    up /= np.linalg.norm(up)
    east = np.cross([0.0, 0.0, 1.0], up)
    east /= np.linalg.norm(east)
    line = place_m - site
    distance_m = np.linalg.norm(line, axis=1)
    elevation_deg = np.degrees(np.arcsin(line @ up / distance_m))
    azimuth_deg = np.degrees(np.arctan2(line @ east, line @ np.cross(up, east)))
    off_deg = np.abs((azimuth_deg - sensor.boresight_deg + 180.0) % 360.0 - 180.0)
    section_m2 = np.where(burning, missile.boost_cross_section_m2, missile.cross_section_m2)
    search_m = sensor.search_range_m or sensor.detection_range_m
    stated_m = np.where(cue, sensor.detection_range_m, min(search_m, sensor.detection_range_m))
    range_m = stated_m * (section_m2 / sensor.reference_cross_section_m2) ** 0.25
    inside = (elevation_deg >= sensor.elevation_minimum_deg) & (elevation_deg <= sensor.elevation_maximum_deg)
    return inside & (off_deg <= sensor.azimuth_half_width_deg) & (distance_m <= range_m)


def looked_at(flown, row):
    """Times every hundredth of a second, positions then, and whether the stage burns."""
    burnout_s, impact_s, _, segments, _ = flown.times[row]
    times_s = np.arange(0.0, impact_s, STEP_S)
    nodes = flown.nodes[row, : 9 + int(segments)]
    return times_s, positions(nodes, burnout_s, impact_s, times_s), times_s < burnout_s


def intervals(seen, row, sensor):
    return [
        (float(seen.starts[row, sensor, k]), float(seen.ends[row, sensor, k]))
        for k in range(seen.counts[row, sensor])
    ]


def disagreement_s(times_s, truth, spans):
    """Longest run of looks that contradict the intervals, other than within the promise of their ends."""
    said = np.zeros_like(truth)
    near = np.zeros_like(truth)
    for start_s, end_s in spans:
        said |= (times_s >= start_s) & (times_s <= end_s)
        near |= np.minimum(np.abs(times_s - start_s), np.abs(times_s - end_s)) <= PROMISED_S
    wrong = (said != truth) & ~near
    ends = np.flatnonzero(np.diff(np.concatenate([[0], wrong.astype(np.int8), [0]])))
    return float((ends[1::2] - ends[::2]).max(initial=0)) * STEP_S


def brute_force(missile, seed, radars, flights, **changes):
    """Longest disagreement of each random pair of radar and flight."""
    rng = np.random.default_rng(seed)
    sensors = [random_radar(rng, f"r{n}", **changes) for n in range(radars)]
    rows = pairs(rng.integers(0, 3, flights), rng.uniform(40, 60, flights), rng.uniform(0, 40, flights))
    flown, seen = seen_by(sensors, rows, missile)
    worst = []
    for row in np.flatnonzero(flown.reaches):
        times_s, place_m, burning = looked_at(flown, row)
        for n, sensor in enumerate(sensors):
            truth = sees(sensor, missile, place_m, burning, True)
            worst.append(disagreement_s(times_s, truth, intervals(seen, row, n)))
    return np.array(worst)


@pytest.mark.parametrize("missile", [IRBM, ICBM], ids=["irbm", "icbm"])
def test_intervals_are_good_to_a_tenth_of_a_second(missile):
    """Random radars with limits in range, elevation and sector.

    Not valid for a glimpse shorter than the time between looks, which may be missed at the end of the burn or of the
    flight, or where two limits meet in a sharp peak: about one pair in a hundred.
    """
    worst_s = brute_force(missile, 4, 30, 8)
    assert len(worst_s) > 100
    assert np.mean(worst_s > PROMISED_S) < 0.02
    assert worst_s.max() < LONGEST_MISSED_S


@pytest.mark.long
def test_intervals_of_ten_thousand_pairs_of_radar_and_flight():
    worst_s = np.concatenate([brute_force(IRBM, seed, 50, 20) for seed in range(10)])
    assert len(worst_s) > 5000
    assert np.mean(worst_s > PROMISED_S) < 0.02
    assert worst_s.max() < LONGEST_MISSED_S


def test_a_short_glimpse_is_found():
    """A radar whose range just touches the flight sees it for a few seconds between two looks."""
    rows = pairs([0], [50.0], [20.0])
    far = radar(48.0, 45.0, "r0", elevation_minimum_deg=0.0)
    flown, _ = seen_by([far], rows)
    times_s, place_m, burning = looked_at(flown, 0)
    site = fixed_position(48.0, 45.0)
    nearest_m = np.linalg.norm(place_m - site, axis=1)[~burning].min()
    for more_m in (10.0, 100.0, 1000.0):
        touching = radar(48.0, 45.0, "r0", elevation_minimum_deg=0.0, detection_range_m=nearest_m + more_m)
        dark = IRBM.model_copy(update={"boost_cross_section_m2": 1e-6})
        _, seen = seen_by([touching], rows, dark)
        truth = sees(touching, dark, place_m, burning, True)
        assert 1.0 < truth.sum() * STEP_S < 60.0
        assert disagreement_s(times_s, truth, intervals(seen, 0, 0)) == 0.0


@pytest.mark.parametrize(
    "narrower",
    [
        {"elevation_minimum_deg": 14.0},
        {"detection_range_m": 490e3},
        {"azimuth_half_width_deg": 4.0},
        {"elevation_maximum_deg": 14.5},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_narrower_radar_never_sees_more(narrower):
    """No interval of the narrower radar leaves those of the wider one, but for the promised tenth of a second.

    Not valid for glimpses of a few seconds, which the wider radar may miss between two looks.
    """
    rng = np.random.default_rng(8)
    wide = [random_radar(rng, f"r{n}") for n in range(25)]
    tight = [sensor.model_copy(update=narrower) for sensor in wide]
    rows = pairs(rng.integers(0, 3, 40), rng.uniform(40, 60, 40), rng.uniform(0, 40, 40))
    _, before = seen_by(wide, rows)
    _, after = seen_by(tight, rows)
    for row in range(40):
        for n in range(25):
            for start_s, end_s in intervals(after, row, n):
                held = [
                    a - PROMISED_S <= start_s and end_s <= b + PROMISED_S
                    for a, b in intervals(before, row, n)
                ]
                assert any(held) or end_s - start_s < LONGEST_MISSED_S


def one_flight(*sensors):
    """Flight and intervals of the same pair for several sensors."""
    flown, seen = seen_by(list(sensors), pairs([0], [50.0], [20.0]))
    return flown, [intervals(seen, 0, n) for n in range(len(sensors))]


def test_a_cue_lets_a_radar_use_its_cued_range_and_not_before():
    """Without a cue the search range holds; with one the cued range does, from the report of the satellite on."""
    blind = radar(49.6, 13.7, "r0", search_range_m=800e3)
    _, (alone,) = one_flight(blind)
    flown, (cued, reports) = one_flight(blind, satellite())
    free = radar(49.6, 13.7, "r0")
    _, (unlimited,) = one_flight(free)
    report_s = reports[0][0]
    assert cued[0][0] < alone[0][0] - 10.0
    assert cued[0][0] == pytest.approx(max(report_s, unlimited[0][0]), abs=PROMISED_S)
    assert report_s < flown.times[0, 0]


def test_its_own_search_cues_the_others_after_its_track_time():
    """A radar near the launch with a long search range points the far one, which then sees to its cued range."""
    near = radar(39.0, 44.0, "near", track_time_s=20.0, detection_range_m=2000e3)
    far = radar(49.6, 13.7, "far", detection_range_m=4500e3, search_range_m=100e3)
    _, (first, pointed) = one_flight(near, far)
    _, (unlimited,) = one_flight(radar(49.6, 13.7, "far", detection_range_m=4500e3))
    assert pointed[0][0] == pytest.approx(max(first[0][0] + 20.0, unlimited[0][0]), abs=0.2)


def test_a_satellite_reports_after_its_delay_and_only_while_the_stage_burns_above_the_clouds():
    flown, (at_once, late, above_all, hidden) = one_flight(
        satellite(60.0, "s0", 0.0),
        satellite(60.0, "s1", 40.0),
        satellite(60.0, "s2", 0.0, 30e3),
        satellite(-120.0, "s3", 0.0),
    )
    burnout_s = flown.times[0, 0]
    times_s, place_m, _ = looked_at(flown, 0)
    _, _, heights_m = ecef_to_geodetic(*place_m.T)
    assert hidden == []
    assert at_once[0][1] == pytest.approx(burnout_s, abs=PROMISED_S)
    assert late[0] == pytest.approx((at_once[0][0] + 40.0, burnout_s), abs=PROMISED_S)
    for spans, cloud_m in ((at_once, 10e3), (above_all, 30e3)):
        assert len(spans) == 1
        assert spans[0][0] == pytest.approx(times_s[np.argmax(heights_m > cloud_m)], abs=PROMISED_S)


def test_a_report_that_comes_after_burnout_is_none():
    _, (spans,) = one_flight(satellite(60.0, "s0", 300.0))
    assert spans == []


def test_the_horizon_hides_what_a_low_beam_would_see():
    """A radar allowed to look below the level line is still stopped by the ellipsoid."""
    flown, (spans,) = one_flight(
        radar(49.6, 13.7, "r0", elevation_minimum_deg=-9.0, detection_range_m=9000e3)
    )
    times_s, place_m, _ = looked_at(flown, 0)
    site = fixed_position(49.6, 13.7)
    stretch = np.array([1.0, 1.0, 1.0 / (1.0 - WGS84.flattening)])
    a, b = site * stretch, place_m * stretch
    along = np.clip(-(b - a) @ a / np.sum((b - a) ** 2, axis=1), 0.0, 1.0)
    nearest_m = np.linalg.norm(a + along[:, None] * (b - a), axis=1)
    truth = (nearest_m >= WGS84.equatorial_radius_m) | (along == 0.0)
    assert disagreement_s(times_s, truth, spans) == 0.0
    assert math.isfinite(spans[0][0])
