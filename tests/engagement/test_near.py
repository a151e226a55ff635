"""The first question, whether a flight may come near at all: never no where the answer is yes."""

import numpy as np
import pytest

from equipoise.constants import EARTH_MEAN_RADIUS_M
from equipoise.engagement.near import dome_of, near_battery, near_sensor
from equipoise.engagement.path import flight_of, height_of, place_at
from equipoise.engagement.rooms import Engagement
from equipoise.engagement.walk import in_range
from equipoise.physics.world import WGS84
from rig import GBI, ICBM, IRBM, SM3, battery, defended, radar, threat, to_europe

LAUNCH = ((35.0, 50.0), (38.1, 46.3))
TERMINAL = SM3.model_copy(update={"minimum_altitude_m": 20e3})


def flights_of(missile, interceptor=GBI):
    engagement = Engagement(defended([radar()], [battery(interceptor=interceptor)]), threat(missile, LAUNCH))
    return in_range(engagement.fly(to_europe(np.random.default_rng(5), 120, len(LAUNCH))))


def dense_places(flown, row, until_burnout):
    times = flown.times[row]
    first_s, last_s = (0.0, times[0]) if until_burnout else (times[0], times[1])
    return np.array([place_at(flight_of(flown, row), t) for t in np.linspace(first_s, last_s, 400)])


@pytest.mark.parametrize(
    ("missile", "interceptor"), [(IRBM, GBI), (ICBM, GBI), (IRBM, TERMINAL)], ids=["irbm", "icbm", "falling"]
)
def test_no_point_of_a_flight_leaves_its_outline_by_more_than_the_slack(missile, interceptor):
    _, flown, outline = flights_of(missile, interceptor)
    for row in range(0, len(flown.times), 7):
        corners = outline.places_m[row, :, : outline.pieces[row] + 1].T.astype(float)
        places = np.concatenate([dense_places(flown, row, True), dense_places(flown, row, False)])
        start, along = corners[:-1], np.diff(corners, axis=0)
        share = np.einsum("pkn,kn->pk", places[:, None] - start, along) / np.einsum("kn,kn->k", along, along)
        nearest = start + np.clip(share, 0.0, 1.0)[..., None] * along
        away_m = np.linalg.norm(places[:, None] - nearest, axis=2).min(axis=1)
        assert away_m.max() <= outline.slack_m[row] < 25e3 + 0.2 * np.linalg.norm(along, axis=1).max()
        assert abs(places @ outline.normal[row]).max() <= outline.offside_m[row] < 300e3
        assert abs(np.linalg.norm(outline.normal[row]) - 1.0) < 1e-9


@pytest.mark.parametrize("missile", [IRBM, ICBM], ids=["irbm", "icbm"])
@pytest.mark.parametrize("where", [(36.0, 25.0), (57.0, 4.0), (34.0, 33.0), (45.0, 60.0)])
def test_a_radar_that_sees_a_point_is_told_that_the_flight_is_near(missile, where):
    _, flown, outline = flights_of(missile)
    eye = radar(*where, detection_range_m=500e3, search_range_m=300e3, elevation_minimum_deg=1.0)
    sensor = Engagement(defended([eye], [battery(radar=eye.id)]), threat(missile, LAUNCH)).defence.sensors[0]
    near = near_sensor(outline, sensor)
    site = np.array([sensor["x_m"], sensor["y_m"], sensor["z_m"]])
    seen = np.zeros(len(near), dtype=bool)
    for row in range(len(near)):
        for phase, burning in enumerate((True, False)):
            off = dense_places(flown, row, burning) - site
            away_m = np.linalg.norm(off, axis=1)
            above = off @ sensor["up"] >= sensor["lowest_sine"] * away_m
            seen[row] |= bool((above & (away_m <= sensor["cued_range_m"][phase])).any())
    assert not (seen & ~near).any()
    assert near.sum() <= seen.sum() + 0.35 * len(near)


def within_reach(defence, places, heights_m):
    """Return whether interceptors get as far as each place, by the directions on either side of its own."""
    battery = defence.batteries[0]
    site = np.array([battery["x_m"], battery["y_m"], battery["z_m"]])
    furthest_m = np.nanmax(defence.flyouts.furthest_m[0], axis=0)
    turn = places / np.linalg.norm(places, axis=1)[:, None] - site / np.linalg.norm(site)
    distance_m = np.hypot(EARTH_MEAN_RADIUS_M * np.linalg.norm(turn, axis=1), heights_m)
    number = np.sqrt(np.clip(heights_m / distance_m, 0.0, 1.0)) * (len(furthest_m) - 1)
    below, above = np.floor(number).astype(int), np.ceil(number).astype(int)
    return distance_m <= np.fmax(furthest_m[below], furthest_m[above])


@pytest.mark.parametrize("missile", [IRBM, ICBM], ids=["irbm", "icbm"])
@pytest.mark.parametrize("interceptor", [SM3, GBI], ids=["sm3", "gbi"])
def test_a_flight_that_comes_where_interceptors_get_is_told_to_be_near(missile, interceptor):
    ship = battery(*{SM3: (36.0, 25.0), GBI: (54.5, 17.0)}[interceptor], interceptor=interceptor)
    defence = Engagement(defended([radar()], [ship]), threat(missile, LAUNCH)).defence
    _, flown, outline = flights_of(missile)
    near = near_battery(outline, dome_of(defence))
    met = np.zeros(len(near), dtype=bool)
    for row in range(len(near)):
        places = dense_places(flown, row, False)
        heights_m = np.array([height_of(place, WGS84) for place in places])
        met[row] = within_reach(defence, places, heights_m).any()
    assert not (met & ~near).any()
    assert met.any()
    assert near.sum() <= met.sum() + 0.15 * len(near)
