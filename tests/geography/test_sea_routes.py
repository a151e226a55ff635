"""Sea routes against published distances, against the coasts, and against what any shortest way must obey."""

import itertools
from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod
from shapely import STRtree, points, polygons, prepare

from equipoise import geography
from equipoise.catalogue.straits import channel_points, straits
from equipoise.errors import InputError
from equipoise.sea_routes import METRES_A_MILE, lanes, sea_route, sea_routes, strait_ids

EARTH = Geod(ellps="WGS84")
PLACES = {
    "norfolk": (36.9, -75.9),
    "rota": (36.62, -6.35),
    "eastern-mediterranean": (35.7, 33.0),
    "crete": (36.0, 25.0),
    "adriatic": (42.6, 16.4),
    "north-sea": (56.0, 4.0),
    "baltic": (55.3, 18.5),
    "black-sea": (43.5, 31.0),
    "gulf": (27.5, 51.0),
    "fiji": (-18.0, 179.5),
    "samoa": (-13.5, -173.0),
}
# Ways along capes in nautical miles, by hand; the southern North Sea is nearer than our station.
PUBLISHED = [("norfolk", "rota", 3280), ("rota", "eastern-mediterranean", 1980), ("rota", "north-sea", 1430)]
# searoute 1.6.0, which follows shipping lanes, between the same points.
LANES = [
    ("norfolk", "rota", 3299),
    ("rota", "eastern-mediterranean", 1968),
    ("rota", "north-sea", 1549),
    ("rota", "black-sea", 2058),
    ("rota", "adriatic", 1541),
    ("rota", "gulf", 5167),
    ("norfolk", "north-sea", 3419),
]
DENMARK = ("kiel", "little-belt", "great-belt", "sound")
STRAY_M = 1000.0  # channels are sampled a kilometre apart
PAIRS = list(itertools.combinations(PLACES, 2))


def miles(start, end, closed=()):
    return sea_route(PLACES[start], PLACES[end], closed).length_m / METRES_A_MILE


@pytest.fixture(scope="module")
def land():
    base = geography.base_map()
    rings = [
        np.column_stack([base.lon_deg[a:b], base.lat_deg[a:b]])
        for a, b in zip(base.ring_start[:-1], base.ring_start[1:], strict=True)
    ]
    outer = np.flatnonzero(np.diff(base.ring_part, prepend=-1))
    parts = np.array([polygons(rings[i]) for i in outer])
    prepare(parts)
    return parts


def on(land, lon_deg, lat_deg):
    """Which points lie on land."""
    inside = np.zeros(len(lat_deg), bool)
    inside[STRtree(points(lon_deg, lat_deg)).query(land, predicate="contains")[1]] = True
    return inside


def dense(lat_deg, lon_deg):
    """Points of every leg a kilometre apart, as (longitude, latitude)."""
    legs = zip(lon_deg[:-1], lat_deg[:-1], lon_deg[1:], lat_deg[1:], strict=True)
    return np.concatenate([dense_leg(*map(float, leg)) for leg in legs])


@cache
def dense_leg(*leg, step_m=1000.0):
    """Points of one leg; many ways share it."""
    return np.array([leg[:2], *EARTH.npts(*leg, max(2, int(EARTH.inv(*leg)[2] / step_m)))])


@pytest.mark.parametrize(("start", "end", "published"), PUBLISHED)
def test_the_three_distances_of_the_public_record_are_met_within_five_per_cent(start, end, published):
    assert miles(start, end) == pytest.approx(published, rel=0.05)


@pytest.mark.parametrize(("start", "end", "by_lanes"), LANES)
def test_ways_are_a_little_shorter_than_shipping_lanes_and_not_much(start, end, by_lanes):
    assert 0.94 * by_lanes < miles(start, end) <= 1.001 * by_lanes


def test_norfolk_to_rota_is_nearly_the_great_circle():
    start, end = PLACES["norfolk"], PLACES["rota"]
    straight_m = EARTH.inv(start[1], start[0], end[1], end[0])[2]
    assert straight_m <= sea_route(start, end).length_m < 1.005 * straight_m


@pytest.mark.parametrize("closed", [(), ("kiel",), ("suez",), ("messina", "kiel", "sound")])
def test_no_leg_lies_on_land_but_in_channels_too_narrow_for_the_coast(land, closed):
    for start, end in PAIRS:
        route = sea_route(PLACES[start], PLACES[end], closed)
        if not route.lat_deg:
            continue
        lon, lat = dense(route.lat_deg, route.lon_deg).T
        on_land = on(land, lon, lat)
        for x, y in zip(lon[on_land], lat[on_land], strict=True):
            assert from_channel_m(y, x, route.straits) < STRAY_M, (start, end, y, x)


@cache
def from_channel_m(lat_deg, lon_deg, used):
    """Distance of a point from the channels of the straits that a way uses."""
    lon, lat = channel_points_of(used)
    if not len(lon):
        return np.inf
    return EARTH.inv(np.full(len(lon), lon_deg), np.full(len(lon), lat_deg), lon, lat)[2].min()


@cache
def channel_points_of(used):
    """Points of the channels of some straits a kilometre apart: longitudes, latitudes."""
    lines = [
        zip(*strait.channel, strict=True) for strait in straits() if strait.id in used and strait.channel
    ]
    return np.concatenate([np.empty((0, 2)), *(dense(*line) for line in lines)]).T


@pytest.mark.parametrize(("start", "end"), PAIRS)
def test_there_and_back_is_as_far_and_runs_the_same_way(start, end):
    there, back = (sea_route(PLACES[a], PLACES[b]) for a, b in ((start, end), (end, start)))
    assert there.length_m == back.length_m
    assert there.lat_deg == back.lat_deg[::-1]
    assert there.straits == back.straits


@given(st.sampled_from(PAIRS), st.sets(st.sampled_from(strait_ids())), st.sampled_from(strait_ids()))
def test_closing_a_strait_never_shortens_a_way_and_a_closed_one_is_not_used(pair, closed, more):
    before, after = (sea_route(PLACES[pair[0]], PLACES[pair[1]], shut) for shut in (closed, closed | {more}))
    assert after.length_m >= before.length_m
    assert not set(after.straits) & (closed | {more})
    if more not in before.straits:
        assert after.length_m == before.length_m


@given(st.sampled_from(PAIRS), st.sampled_from(sorted(PLACES)))
def test_a_way_by_a_third_place_is_no_shorter(pair, third):
    direct = sea_route(PLACES[pair[0]], PLACES[pair[1]]).length_m
    around = sum(sea_route(PLACES[end], PLACES[third]).length_m for end in pair)
    assert direct <= around * (1 + 1e-9)


@pytest.mark.parametrize(("start", "end"), PAIRS)
def test_the_length_is_that_of_the_points_drawn_and_never_below_the_great_circle(start, end):
    route = sea_route(PLACES[start], PLACES[end])
    drawn_m = EARTH.line_length(route.lon_deg, route.lat_deg)
    straight_m = EARTH.inv(*PLACES[start][::-1], *PLACES[end][::-1])[2]
    assert route.length_m == pytest.approx(drawn_m, rel=1e-6, abs=1.0)
    assert route.length_m >= straight_m * (1 - 1e-9)


def test_the_date_line_is_no_obstacle():
    route = sea_route(PLACES["fiji"], PLACES["samoa"])
    assert route.length_m < 950_000.0
    assert route.length_m == pytest.approx(EARTH.inv(179.5, -18.0, -173.0, -13.5)[2], rel=0.02)


def test_straits_shut_off_the_seas_behind_them():
    assert miles("rota", "black-sea", ("bosporus",)) == np.inf
    assert miles("rota", "black-sea", ("dardanelles",)) == np.inf
    assert miles("rota", "baltic", DENMARK) == np.inf
    assert np.isfinite(miles("rota", "baltic", DENMARK[:3]))
    assert miles("norfolk", "gulf", ("hormuz",)) == np.inf
    assert sea_route(PLACES["crete"], PLACES["black-sea"]).straits == ("dardanelles", "bosporus")


def test_without_gibraltar_and_suez_the_mediterranean_is_shut():
    assert miles("rota", "crete", ("gibraltar",)) > 9_000
    assert miles("rota", "crete", ("gibraltar", "suez")) == np.inf


def test_the_canals_save_what_atlases_say():
    """Suez saves some 4,500 to 5,500 miles from Gibraltar to the Gulf; Kiel some 250 to the Baltic."""
    assert 4_000 < miles("rota", "gulf", ("suez",)) - miles("rota", "gulf") < 5_500
    assert 200 < miles("rota", "baltic", ("kiel",)) - miles("rota", "baltic") < 400


def test_a_port_inland_of_the_drawn_coast_is_put_to_sea():
    route = sea_route((36.95, -76.33), PLACES["rota"])
    assert 0.0 < route.length_m - sea_route(PLACES["norfolk"], PLACES["rota"]).length_m < 60_000.0


@pytest.mark.parametrize("place", [(50.0, 20.0), (0.0, 20.0), (39.0, -100.0)])
def test_a_place_inland_is_refused(place):
    with pytest.raises(InputError, match="open sea"):
        sea_route(place, PLACES["rota"])


def test_an_unknown_strait_is_refused_with_a_suggestion():
    with pytest.raises(InputError, match="gibraltar"):
        sea_route(PLACES["rota"], PLACES["crete"], ("gibralter",))


def test_routes_of_many_places_are_those_of_pairs():
    ends = [PLACES["crete"], PLACES["north-sea"]]
    table = sea_routes([PLACES["rota"]], ends)
    assert [route.length_m for route in table[0]] == [sea_route(PLACES["rota"], end).length_m for end in ends]


def test_the_baked_lanes_hold_the_channels_of_the_straits():
    channel = channel_points()
    assert np.allclose(lanes().corner_deg[-len(channel) :], channel, atol=1e-4)
    for number, strait in enumerate(straits()):
        assert (lanes().straits >> number & 1).any(), strait.id


def test_every_strait_is_sourced_and_its_gate_is_short():
    for strait in straits():
        (lat_a, lon_a), (lat_b, lon_b) = strait.gate
        assert EARTH.inv(lon_a, lat_a, lon_b, lat_b)[2] < 150_000.0, strait.id
        assert (strait.source, strait.grade) == ("recalled", "assumption")
