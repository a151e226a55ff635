"""Whose batteries oppose whose missiles: one rule for all states, and forces that add up and lie where told."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from equipoise import catalogue
from equipoise.analyses.deterrent import deterrent
from equipoise.analyses.deterrent_force import force, forces
from equipoise.analyses.deterrent_reach import flights_of, nearest_track
from equipoise.analyses.deterrent_sides import default_force, forces_opposed, opposing, side_of
from equipoise.analyses.deterrent_speeds import QUICK
from equipoise.analyses.ledger_deterrent import touched_forces
from equipoise.engagement.flights import ground_range_m, trajectory
from equipoise.errors import InputError
from equipoise.geography import states, states_on_grid
from equipoise.physics.world import world
from equipoise.scenario import load

STILL = world("sphere", False, False, "none")
RADIUS_KM = 6371.0
OWNERS = ("RUS", "USA", "GBR", "FRA", "CHN")
PLAN, JOINT = "poland-czech-2007", "sectoral-defence"


def owned_by(scenario, owner):
    """The same plan with every battery and sensor in the hands of another state."""
    batteries = tuple(battery.model_copy(update={"owner": owner}) for battery in scenario.batteries)
    sensors = tuple(sensor.model_copy(update={"owner": owner}) for sensor in scenario.sensors)
    return replace(scenario, batteries=batteries, sensors=sensors)


def unit(place):
    lat, lon = math.radians(place.lat_deg), math.radians(place.lon_deg)
    return np.array([math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)])


def apart_km(first, second):
    return RADIUS_KM * math.acos(float(np.clip(unit(first) @ unit(second), -1.0, 1.0)))


def off_track_km(start, end, site):
    """The least distance of a site from a great circle, where its foot lies between the two ends."""
    normal = np.cross(unit(start), unit(end))
    return RADIUS_KM * abs(math.asin(float(unit(site) @ normal / np.linalg.norm(normal))))


# ------------------------------------------------------------------------------------------------ the rule


def test_a_side_is_a_state_with_its_allies_and_no_state_is_on_two():
    assert side_of("USA") == side_of("GBR") == side_of("FRA") and len(side_of("USA")) == 26
    assert side_of("CHN") == {"CHN"} and not side_of("USA") & side_of("RUS")


def test_in_a_joint_plan_each_side_is_opposed_by_the_others_batteries():
    plan = load(JOINT)
    russia, america = opposing(plan, "RUS"), opposing(plan, "USA")
    assert {battery.owner for battery in russia.batteries} == {"USA"}
    assert {battery.owner for battery in america.batteries} == {"RUS"}
    assert len(russia.batteries) + len(america.batteries) == len(plan.batteries)
    for cut, own in ((russia, "RUS"), (america, "USA")):
        assert all(sensor.owner != own for sensor in cut.sensors)
        known = {sensor.id for sensor in cut.sensors}
        assert all(set(battery.network) <= known for battery in cut.batteries)


def test_a_plan_of_one_side_is_the_same_plan_to_the_other():
    plan = load(PLAN)
    assert opposing(plan, "RUS") is plan and opposing(plan, "CHN") is plan and opposing(plan, None) is plan
    assert all(opposing(plan, ally) is None for ally in ("USA", "GBR", "FRA", "POL"))


def test_batteries_of_nobody_oppose_everybody():
    plan = owned_by(load(PLAN), None)
    assert all(opposing(plan, owner) is plan for owner in OWNERS)


def test_a_battery_without_a_stated_owner_is_its_radars():
    plan = load("thaad-south-east")
    assert opposing(plan, "RUS") is plan and opposing(plan, "USA") is None


def test_a_plan_that_is_left_without_sensors_reaches_nothing():
    plan = load(JOINT)
    blind = replace(
        owned_by(plan, "USA"), batteries=tuple(b.model_copy(update={"owner": "RUS"}) for b in plan.batteries)
    )
    (found,) = touched_forces(blind, ("USA",)).values()
    assert found.interceptors == 40 and found.by == () and found.expected[-1]["missiles"] == 0.0


def test_the_answer_does_not_depend_on_the_names_of_the_states(tmp_path):
    # The same flights and the same site: Russia's missiles against an American site, and the mirror image.
    mirrored = tmp_path / "mirrored.yaml"
    mirrored.write_text("id: mirrored\nname: Mirrored\nlike: russia-2008\nstate: USA\n")
    washington = (catalogue.noun("places", "washington"),)
    options = {"targets": washington, "delays_s": (60.0,), "scan": QUICK}
    usual = deterrent(owned_by(load(PLAN), "USA"), force="russia-2008", **options).data
    other = deterrent(owned_by(load(PLAN), "RUS"), force=str(mirrored), **options).data
    for name in ("outcome", "margin_s", "latest_launch_s", "critical_speed_m_s", "rival_launch_s"):
        np.testing.assert_array_equal(usual[name].values, other[name].values)


def test_a_force_that_no_battery_opposes_is_told_with_those_that_some_do():
    with pytest.raises(InputError, match="none opposes 'usa-2009'") as told:
        deterrent(load(PLAN), force="usa-2009")
    assert "china-2009, russia-2008, russia-2008-sea" in str(told.value)


def test_the_default_is_a_force_that_the_plan_opposes():
    assert default_force(load("poland-czech-2007-us-numbers")).force.id == "russia-2008-fast"
    assert default_force(owned_by(load(PLAN), "RUS")).force.id == "usa-2009"
    assert set(forces_opposed(load(JOINT))) == {name for name in forces() if not force(name).force.plans}


# ------------------------------------------------------------------------------------------- in the ledger


def test_who_is_opposed_by_nobody_loses_nothing():
    found = touched_forces(load("ships-2009"), OWNERS)
    for ally in ("USA", "GBR", "FRA"):
        assert found[ally].interceptors == 0 and found[ally].by == ()
        assert found[ally].at_most["share_of_missiles"] == 0.0 == found[ally].expected[-1]["missiles"]
        assert not found[ally].as_dict(load("ships-2009"))["opposed"]
    assert found["RUS"].interceptors == 60


def test_the_bound_is_the_interceptors_of_the_other_side_over_the_missiles():
    found = touched_forces(load(JOINT), OWNERS)
    assert found["USA"].at_most["share_of_missiles"] == pytest.approx(20 / 450)
    assert found["RUS"].at_most["share_of_missiles"] == pytest.approx(20 / 415)
    assert found["GBR"].at_most["share_of_missiles"] == pytest.approx(20 / 48)
    assert found["CHN"].at_most["share_of_missiles"] == 1.0


# ---------------------------------------------------------------------------------------------- the forces


@pytest.mark.parametrize("name", forces())
def test_bases_hold_no_more_than_the_force_and_nearly_all_of_it(name):
    whole = force(name).force
    held = sum(base.count for base in whole.bases)
    carried = sum(base.count * base.warheads_each for base in whole.bases)
    assert (
        0.9 * whole.missiles <= held <= whole.missiles and 0.9 * whole.warheads <= carried <= whole.warheads
    )


def test_published_totals():
    assert (force("usa-2009").force.missiles, force("usa-2009").force.warheads) == (450, 1200)
    america = force("usa-2009-sea").force
    boats = {base.id: base.count / 24 for base in america.bases}
    assert boats == {"north-pacific": 9, "north-atlantic": 5} and america.missiles == 14 * 24
    assert force("russia-2008-sea").force.warheads == 611
    assert force("france-2009").force.missiles == 3 * 16 and force("france-2009").force.warheads < 300


def around(place):
    """The states of a place and of points a sixth of a degree around it, for the coast of the map is coarse."""
    steps = [(0, 0), (0.15, 0), (-0.15, 0), (0, 0.15), (0, -0.15)]
    rows = [
        int(states_on_grid([place.lat_deg + north], [place.lon_deg + east])[0, 0]) for north, east in steps
    ]
    return {states().iso3[row] for row in rows if row >= 0}


@pytest.mark.parametrize("name", forces())
def test_a_force_is_flown_to_six_cities_of_one_other_state_its_capital_first(name):
    whole = force(name).force
    (target,) = set.union(*map(around, whole.aims))
    assert len(whole.aims) == 6 and whole.aims[0].id == {"USA": "washington", "RUS": "moscow"}[target]
    assert side_of(target) != side_of(whole.state)


@pytest.mark.parametrize("name", forces())
def test_land_bases_lie_in_their_state_and_patrols_at_sea(name):
    whole = force(name).force
    for base in whole.bases:
        there = around(base.place)
        assert whole.state in there or (not there and base.place.id.startswith("patrol-")), base.id


@pytest.mark.parametrize("name", ["usa-2009", "usa-2009-sea", "uk-2009", "france-2009", "china-2009"])
def test_flights_are_as_long_as_great_circles(name):
    for base in force(name).force.bases:
        for aim in force(name).force.aims:
            flown_km = ground_range_m(base.place, aim) / 1e3
            assert flown_km == pytest.approx(apart_km(base.place, aim), rel=0.006)


def test_american_flights_to_moscow_come_over_the_north_and_pass_the_polish_site_far_off():
    whole, site = force("usa-2009").force, catalogue.noun("places", "redzikowo")
    for base in whole.bases:
        flight = trajectory(base, whole.aims[0], STILL)
        off_km = min(nearest_track(flight, [site])[0] / 1e3, apart_km(whole.aims[0], site))
        assert off_km >= off_track_km(base.place, whole.aims[0], site) - 5.0
        assert off_km > 900.0


def test_missiles_out_of_range_of_a_city_have_no_flight_there():
    whole = force("china-2009").force
    (short,) = (base for base in whole.bases if base.missile.id == "df-31")
    flown = flights_of(load(PLAN), short, whole.aims)
    ranges_km = np.array([ground_range_m(short.place, aim) / 1e3 for aim in whole.aims])
    assert not any(path.reaches for path in flown.paths) and ranges_km.min() > 8000.0
