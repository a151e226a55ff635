"""Schedules: closed forms of the chances, what must hold whatever the numbers, and the published record."""

from __future__ import annotations

import math
from types import SimpleNamespace

import numpy as np
import pytest

from equipoise.analyses.readiness import chance_by, chance_never, readiness
from equipoise.analyses.schedule import schedule
from equipoise.analyses.schedule_answers import as_json
from equipoise.analyses.schedule_coverage import stages_of, working_part
from equipoise.catalogue import tree
from equipoise.errors import InputError
from equipoise.results import Result
from equipoise.scenario import load
from equipoise.systems.programmes import Element, Programme, SlipCase, SlipRecord

PLAN = load("poland-czech-2007")
ALPS = SimpleNamespace(lat_min_deg=46, lat_max_deg=47, lon_min_deg=7, lon_max_deg=8)
YEARS = np.arange(2007, 2026) + 1.0


def case(name, slip_years):
    return SlipCase(
        id=name,
        name=name,
        planned_year=2010.0,
        actual_year=None if slip_years is None else 2010.0 + slip_years,
    )


def record(*slips, name="record", spread_s=0.0, prior=0.0):
    cases = tuple(case(f"case-{n}", slip) for n, slip in enumerate(slips))
    return SlipRecord(id=name, name=name, cases=cases, spread_s=spread_s, prior=prior)


def element(name, planned_year=2013.0, needs=(), slip="record"):
    return Element(id=name, name=name, planned_year=planned_year, needs=needs, slip=slip)


def programme(*elements, correlation=0.5, slips=None):
    return Programme(
        elements=elements, slips=slips or (record(0.0, 0.4, 5.0, None),), slip_correlation=correlation
    )


def chances(found, name):
    place = [each.id for each in found.programme.elements].index(name)
    return found.works[:, :, place].mean(axis=1)


# ------------------------------------------------------------------------------------------ closed forms


def test_two_phases_on_time_one_five_years_late_one_cancelled():
    """The record as it stands: half of the phases by the plan, three quarters in the end."""
    chance = chance_by(record(0.0, 0.0, 5.0, None), 2013.0, np.array([2012.9, 2013.0, 2017.9, 2018.0]))
    assert chance == pytest.approx([0.0, 0.5, 0.5, 0.75])


@pytest.mark.parametrize(("prior", "never"), [(0.0, 1 / 4), (1.0, 1.5 / 5), (2.0, 2 / 6)])
def test_the_prior_draws_the_share_of_cancelled_cases_towards_a_half(prior, never):
    assert chance_never(record(0.0, 0.0, 5.0, None, prior=prior)) == pytest.approx(never)


def test_the_spread_is_a_normal_curve_about_each_case():
    spread_years = 0.5
    smooth = record(1.0, spread_s=spread_years * 365.25 * 86400)
    for late_years in (-1.0, 0.0, 0.3):
        expected = 0.5 * (1.0 + math.erf(late_years / spread_years / math.sqrt(2.0)))
        assert chance_by(smooth, 2013.0, np.array([2014.0 + late_years])) == pytest.approx(expected)


def test_no_slip_is_a_step():
    sure = programme(element("site"), slips=(record(0.0),))
    found = readiness(sure, np.array([2012.99, 2013.0, 2014.0]), 1000, 0)
    assert chances(found, "site").tolist() == [0.0, 1.0, 1.0]


@pytest.mark.parametrize("correlation", [0.0, 0.5, 1.0])
def test_trials_agree_with_the_exact_forms_at_both_ends_and_lie_between(correlation):
    plan = programme(element("radar", 2012.0), element("site", 2013.0, ("radar",)), correlation=correlation)
    found = readiness(plan, YEARS, 40_000, 0)
    apart, together, trials = found.independent([0, 1]), found.together([0, 1]), chances(found, "site")
    assert apart == pytest.approx(found.own[:, 0] * found.own[:, 1])
    tolerance = 4 * 0.5 / math.sqrt(40_000)
    if correlation == 0.0:
        assert trials == pytest.approx(apart, abs=tolerance)
    if correlation == 1.0:
        assert trials == pytest.approx(together, abs=tolerance)
    assert (trials <= together + tolerance).all() and (trials >= apart - tolerance).all()


# ------------------------------------------------------------------------------------ what must always hold


def test_chances_never_fall_in_time():
    found = readiness(PLAN.programme, YEARS, 2000, 0)
    assert (np.diff(found.works.mean(axis=1), axis=0) >= 0).all()


def test_one_more_need_never_raises_a_chance():
    before = readiness(programme(element("site"), element("link")), YEARS, 2000, 0)
    after = readiness(programme(element("site", needs=("link",)), element("link")), YEARS, 2000, 0)
    assert (chances(after, "site") <= chances(before, "site")).all()
    assert (chances(after, "site") < chances(before, "site")).any()


def test_the_order_and_the_number_of_elements_move_nothing():
    one, other = element("radar", 2012.0), element("site", 2013.0, ("radar",))
    found = readiness(programme(one, other, element("apart")), YEARS, 500, 3)
    turned = readiness(programme(other, one), YEARS, 500, 3)
    assert (chances(found, "site") == chances(turned, "site")).all()


def test_the_seed_moves_the_trials_and_nothing_exact():
    first, second = (readiness(PLAN.programme, YEARS, 500, seed) for seed in (0, 1))
    assert (first.own == second.own).all()
    assert (first.works.mean(axis=1) != second.works.mean(axis=1)).any()


# ------------------------------------------------------------------------------------ the shipped programmes


def published_slips(name):
    cases = (
        load("epaa-phase-2").replace("programme.elements.ships.slip", name).programme.slip_record(name).cases
    )
    return {one.id: one.slip_years for one in cases}


def test_the_record_of_the_phases_is_the_published_one():
    """Two of four on time to within half a year, one late by five years, one cancelled."""
    slips = published_slips("epaa-phases")
    assert len(slips) == 4 and slips["phase-4"] is None
    assert abs(slips["phase-1"]) < 0.5 and abs(slips["phase-2"]) < 0.5
    assert slips["phase-3"] == pytest.approx(5.0, abs=0.1)


def test_the_record_of_the_sites_is_the_published_one():
    """Of two fixed sites in Europe that were built, one 0.4 and one 5 years late."""
    slips = published_slips("european-sites")
    assert slips["deveselu"] == pytest.approx(0.37, abs=0.03)
    assert slips["redzikowo"] == pytest.approx(4.96, abs=0.03)
    assert slips["poland-czech-2007"] is None


@pytest.mark.parametrize("name", ["epaa-phases", "european-sites", "mobile-forces", "agreements"])
def test_every_record_of_the_catalogue_is_told_of(name):
    assert tree("slips", name).text("summary")


def test_no_shot_before_radar_link_and_interceptor():
    needed = PLAN.programme.needed_by("site-redzikowo")
    assert {"radar-brdy", "command-link", "two-stage-gbi", "agreement-poland"} <= needed
    without = {each.id for each in PLAN.programme.elements} - {"radar-brdy"}
    assert working_part(PLAN, without) is None


def test_ships_may_fire_on_their_own_radar_alone():
    ships = load("ships-2009")
    part = working_part(ships, {"ships-block-ia"})
    assert {battery.interceptor.id for battery in part.batteries} == {"sm-3-block-ia"}
    assert all(battery.network == () for battery in part.batteries)
    assert "kurecik" not in {sensor.id for sensor in part.sensors}


def test_the_chances_of_what_may_stand_add_up_to_one():
    found = readiness(load("ships-2009").programme, YEARS, 2000, 0)
    stages = stages_of(load("ships-2009"), found)
    assert stages.weights.sum(axis=1) == pytest.approx(1.0)
    assert len(stages.scenarios) < 8  # few enough to compute each


def test_coverage_is_the_chance_of_the_whole_where_the_whole_is_all_there_is():
    result = schedule(PLAN, threat="long-range", region=ALPS, years=(2012, 2020), trials=500)
    site = result.data.chance.sel(element="site-redzikowo")
    assert result.data.full_coverage.item() == 1.0 and int(result.data.stages) == 2
    assert result.data.coverage.sel(threat="long-range").values == pytest.approx(site.values)


def test_the_answer_does_not_hang_on_the_threads():
    answers = [
        schedule(PLAN, threat="long-range", region=ALPS, years=(2015, 2016), trials=200, workers=n).data
        for n in (1, 2)
    ]
    assert answers[0].identical(answers[1])


def test_plain_data_has_the_agreed_keys_and_can_be_made_from_the_record_alone():
    result = schedule(PLAN, coverage=False, trials=200)
    data = as_json(Result(result.analysis, result.data, result.provenance))
    assert {"years", "coverage", "items", "scenario", "provenance"} <= set(data)
    assert data["years"][0] == 2007 and data["years"][-1] == 2025
    assert [item["id"] for item in data["items"]] == [each.id for each in PLAN.programme.elements]
    own = [each for each in data["promises"] if not each["readings"]]
    assert {each["id"] for each in own} == {"radar-2012", "plan-2013", "gates-2015", "gates-2017"}
    assert {each["source"] for each in own} == {"gates-2009", "spacenews-2008", "tl-radio"}


# -------------------------------------------------------------------------------------------- refusals


def refused(scenario, **options):
    with pytest.raises(InputError) as caught:
        schedule(scenario, coverage=False, **options)
    return caught.value.faults


def test_a_scenario_without_a_programme_says_so():
    (fault,) = refused(load("sites-caucasus"))
    assert fault.address == "programme" and "nothing is known" in fault.problem


def test_no_date_is_made_up():
    faults = refused(load("sectoral-defence"))
    assert {fault.address.split(".")[2] for fault in faults} == {"agreement-sectors", "sites-russian-sector"}
    assert all("--set programme.elements." in fault.remedy for fault in faults)


def test_a_battery_that_nobody_provides_is_refused():
    (fault,) = refused(PLAN.replace("programme.elements.site-redzikowo.provides", []))
    assert fault.address == "batteries.redzikowo"


@pytest.mark.parametrize("options", [{"years": (2020, 2010)}, {"years": (1900, 2100)}, {"trials": 0}])
def test_impossible_options_are_refused(options):
    assert refused(PLAN, **options)[0].where.startswith("--")
