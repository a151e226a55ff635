"""Passages and rotation against the public record, and against what any passage must obey."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from equipoise import catalogue
from equipoise.analyses.adapt_voyages import DAY_S, behind_strait, most_at, ships_needed, voyage
from equipoise.catalogue.adaptation import black_sea, candidate_sites, estimates, stations
from equipoise.scenario import load

PLAN = load("ships-2009")
FLEET = PLAN.fleet
STATIONS = {place.id: place for place in stations()}
NORFOLK, ROTA = FLEET.home, FLEET.forward
KNOT_M_S = 1852 / 3600


def sailing(**means):
    return FLEET.model_copy(update=means)


def days(fleet, start, end, closed=()):
    return voyage(fleet, start, end, closed).time_s / DAY_S


def test_the_first_ship_for_rota_took_eleven_days():
    """31 January to 11 February 2014; the mean of 12.4 knots is derived from those dates."""
    assert days(sailing(speed_m_s=12.4 * KNOT_M_S), NORFOLK, ROTA) == pytest.approx(11.0, rel=0.05)


@pytest.mark.parametrize(
    ("station", "published"), [("station-eastern-mediterranean", 4.1), ("station-north-sea", 3.0)]
)
def test_days_from_rota_at_twenty_knots_are_those_of_the_record(station, published):
    assert days(FLEET, ROTA, STATIONS[station]) == pytest.approx(published, rel=0.05)


def test_a_ship_from_home_takes_fuel_on_the_way_to_the_far_end_of_the_mediterranean():
    passage = voyage(FLEET, NORFOLK, STATIONS["station-eastern-mediterranean"])
    assert len(passage.legs) == 2
    assert all(leg.length_m <= FLEET.endurance_m for leg in passage.legs)
    longer = voyage(
        sailing(endurance_m=2 * FLEET.endurance_m), NORFOLK, STATIONS["station-eastern-mediterranean"]
    )
    assert len(longer.legs) == 1
    assert passage.time_s >= longer.time_s + FLEET.refuel_time_s - 1.0


def test_the_gulf_is_out_of_reach_without_fuel_on_the_way():
    gulf = STATIONS["station-gulf"]
    assert days(FLEET, ROTA, gulf) == math.inf
    assert days(sailing(endurance_m=2 * FLEET.endurance_m), ROTA, gulf) < 12.0


def test_patrol_and_transit_give_the_ratio_of_the_record():
    """112 of 240 days on station: 2.1, at 4 days each way."""
    assert ships_needed(FLEET, STATIONS["station-eastern-mediterranean"]) == pytest.approx(
        240 / 112, rel=0.01
    )


def test_the_black_sea_asks_for_notice_more_ships_and_few_tons():
    station = STATIONS["station-black-sea"]
    assert behind_strait(station, ()) and not behind_strait(STATIONS["station-aegean"], ())
    assert days(FLEET, ROTA, station) == black_sea().notice_s / DAY_S == 15.0
    assert most_at(FLEET, station) == 2 and most_at(FLEET, STATIONS["station-aegean"]) is None
    assert ships_needed(FLEET, station) > 1.1 * ships_needed(FLEET, STATIONS["station-aegean"])
    assert days(FLEET, ROTA, station, ("dardanelles",)) == math.inf
    assert ships_needed(FLEET, station, ("bosporus",)) == math.inf


def test_staying_takes_no_time_and_a_short_patrol_keeps_no_station():
    station = STATIONS["station-aegean"]
    assert days(FLEET, station, station) == 0.0
    assert ships_needed(sailing(patrol_s=5 * DAY_S), station) == math.inf


@settings(max_examples=60)
@given(
    st.sampled_from(sorted(STATIONS)),
    st.floats(5.0, 35.0),
    st.floats(1.01, 2.0),
    st.floats(1e6, 1.5e7),
)
def test_faster_or_longer_legged_ships_are_never_later(name, knots, factor, endurance_m):
    slow = sailing(speed_m_s=knots * KNOT_M_S, endurance_m=endurance_m)
    fast = sailing(speed_m_s=factor * knots * KNOT_M_S, endurance_m=endurance_m)
    far = sailing(speed_m_s=knots * KNOT_M_S, endurance_m=factor * endurance_m)
    start = STATIONS["station-north-sea"]
    first = voyage(slow, start, STATIONS[name]).time_s
    assert voyage(fast, start, STATIONS[name]).time_s <= first
    assert voyage(far, start, STATIONS[name]).time_s <= first


@settings(max_examples=40)
@given(
    st.sampled_from(sorted(STATIONS)), st.sampled_from(["gibraltar", "suez", "kiel", "bosporus", "messina"])
)
def test_a_closed_strait_never_brings_a_ship_earlier(name, strait):
    assert days(FLEET, ROTA, STATIONS[name], (strait,)) >= days(FLEET, ROTA, STATIONS[name])


@pytest.mark.parametrize(
    ("year", "kept"), [(2007, None), (2008, 2), (2011, 3), (2013, 4), (2015, 5), (2018, 6), (2030, 8)]
)
def test_ships_kept_on_station_by_year_are_the_arithmetic_of_the_record(year, kept):
    """18, 24, 28, 33, 38, 50 ships, 43 % of them for Europe, 3 to 1 from home and 2 to 1 from Rota."""
    assert FLEET.kept_on_station(year) == kept


def test_estimates_only_ever_grow_and_stand_in_order():
    for year in range(1998, 2030):
        cautious, official, alarmist = (set(each.by(year)) for each in estimates())
        assert cautious <= official <= alarmist
        assert all(set(each.by(year)) <= set(each.by(year + 1)) for each in estimates())
    missiles = {ready.id for each in estimates() for ready in each.missiles}
    assert missiles <= set(catalogue.ids("missiles"))


def test_candidates_lie_where_they_should():
    assert len(stations()) >= 10
    assert {"redzikowo", "deveselu"} <= {place.id for place in candidate_sites()}
