"""Flights that a terminal defence meets: through the air, and still on their aims."""

from __future__ import annotations

import math

import numpy as np
import pytest

from equipoise import catalogue
from equipoise.engagement.flights import first_of, pair_of
from equipoise.engagement.rooms import Engagement, Pairs
from equipoise.engagement.tables import BOOST_SEGMENTS
from equipoise.physics.coasts import Pace, coast_until
from equipoise.scenario import load


@pytest.fixture(scope="module")
def engagement():
    plan = load("ships-2009", ["batteries.aegean-ia.interceptor=thaad"])
    threat = next(t for t in plan.threat_set("medium-range").threats if t.id == "shahab-3")
    return Engagement(plan, threat)


def test_only_a_terminal_defence_asks_for_the_air(engagement):
    assert engagement.falls_through_air
    exo = load("ships-2009")
    assert not Engagement(exo, exo.threats[0].threats[0]).falls_through_air
    no_air = load("ships-2009", ["batteries.aegean-ia.interceptor=thaad", "settings.air=none"])
    assert not Engagement(no_air, no_air.threats[0].threats[0]).falls_through_air


@pytest.mark.parametrize("city", ["adana", "erzurum"])
def test_fall_agrees_with_a_coast_through_the_air_to_the_ground(engagement, city):
    aim = catalogue.noun("places", city)
    flight = first_of(engagement.fly(pair_of(aim)), engagement.threat, aim, engagement.world)
    assert flight.reaches
    middle = (
        BOOST_SEGMENTS + flight.segments // 2
    )  # near the top: on the way up the body is taken to feel no air
    since_s = flight.node_times_s()[middle]
    coefficient = np.array([engagement.threat.missile.ballistic_coefficient_kg_m2])
    pace = Pace(10.0, 0.05, engagement.world)
    (end,) = coast_until(flight.nodes[middle : middle + 1, :6], np.zeros(1), coefficient, pace)
    assert end[0] == pytest.approx(flight.impact_s - since_s, abs=0.005)
    assert np.linalg.norm(end[2:5] - flight.position_m(flight.impact_s)) < 2.0


def test_aims_are_met_within_ten_metres_and_later_than_in_vacuum(engagement):
    lat_deg, lon_deg = np.linspace(36.5, 41.0, 12), np.linspace(35.0, 39.0, 12)
    pairs = Pairs(np.zeros(12, dtype=np.int64), lat_deg, lon_deg)
    flown = engagement.fly(pairs)
    assert flown.reaches.all()
    for row in range(12):
        aim = catalogue.noun("places", "adana").model_copy(
            update={"lat_deg": float(lat_deg[row]), "lon_deg": float(lon_deg[row])}
        )
        one = first_of(engagement.fly(pair_of(aim)), engagement.threat, aim, engagement.world)
        end_lat_deg, end_lon_deg, height_m = one.geodetic(one.impact_s)
        north_m = math.radians(end_lat_deg - aim.lat_deg) * 6.37e6
        east_m = math.radians(end_lon_deg - aim.lon_deg) * 6.37e6 * math.cos(math.radians(aim.lat_deg))
        assert math.hypot(north_m, east_m) < 10.0
        assert abs(height_m) < 1.0
        assert 20.0 < one.impact_s - one.entry_s < 200.0


def test_drag_slows_the_last_kilometres(engagement):
    aim = catalogue.noun("places", "adana")
    flight = first_of(engagement.fly(pair_of(aim)), engagement.threat, aim, engagement.world)
    speeds = [float(np.linalg.norm(flight.velocity_m_s(flight.impact_s - t))) for t in (40.0, 15.0, 5.0)]
    assert speeds[0] > speeds[1] > speeds[2]
