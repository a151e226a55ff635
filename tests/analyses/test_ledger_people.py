"""Whole states, their warning and what a plan could do to their forces."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from equipoise.analyses.deterrent_force import force
from equipoise.analyses.ledger import ledger
from equipoise.analyses.ledger_deterrent import force_of, touched_forces
from equipoise.analyses.ledger_people import residents_of
from equipoise.analyses.ledger_states import chosen_states, groups
from equipoise.analyses.ledger_warning import alarm_s, own_alarm_s, own_sensors, unowned
from equipoise.engagement.explain import explain
from equipoise.errors import InputError
from equipoise.geography import states
from equipoise.scenario import load
from equipoise.systems.places import Place

PLAN = "poland-czech-2007"


@pytest.fixture(scope="module")
def plan():
    return load(PLAN)


def residents(plan, *of):
    return residents_of(plan, None, of)


# ------------------------------------------------------------------------------------------- whole states


def test_whole_states_have_all_their_people(plan):
    table = states()
    found = ledger(plan, threat="medium-range", of=("RUS", "USA", "LUX")).data
    for iso3 in ("RUS", "USA", "LUX"):
        assert float(found.population.sel(state=iso3).item()) == table.population[table.index(iso3)]


def test_a_window_and_a_state_together_cut_both(plan):
    both = residents_of(plan, plan.region, ("RUS",))
    whole = residents(plan, "RUS")
    assert 0 < both.people.sum() < whole.people.sum()
    assert both.lon_deg.max() <= plan.region.lon_max_deg


@pytest.mark.parametrize(
    ("names", "group", "codes"),
    [
        (["pol", "Turkey"], None, ("POL", "TUR")),
        (["POL", "RUS"], "nato-2007", ("POL",)),
        (None, "csto-2007", ("ARM", "BLR", "KAZ", "KGZ", "RUS", "TJK", "UZB")),
    ],
)
def test_states_by_code_by_name_and_by_group(names, group, codes):
    assert chosen_states(names, group) == codes


def test_the_default_is_all_of_europe_with_russia_turkey_and_the_united_states():
    assert {"RUS", "TUR", "USA", "BLR", "CHE"} <= set(chosen_states())
    assert set(groups()["nato-europe-2007"]) < set(groups()["europe"])


@pytest.mark.parametrize(
    ("names", "group", "said"),
    [
        (["Polnd"], None, "did you mean 'poland'"),
        (["POL"], "natoo-2007", "did you mean 'nato-2007'"),
        (["RUS"], "nato-2007", "no state is left"),
        ([""], None, "there is no state ''"),
    ],
)
def test_wrong_names_are_told(names, group, said):
    with pytest.raises(InputError, match=said):
        chosen_states(names, group)


# ------------------------------------------------------------------------------------------------ warning


def test_own_sensors_are_those_owned_and_those_on_the_soil():
    joint = load("gabala-armavir-added")
    own = {iso3: {each.id for each in own_sensors(joint, iso3)} for iso3 in ("RUS", "CZE", "AZE", "FRA")}
    assert own["RUS"] == {"armavir", "gabala"} and own["CZE"] == {"brdy"} and own["AZE"] == {"gabala"}
    assert own["FRA"] == set()


def test_an_owner_nobody_stated_is_told(plan):
    assert unowned(plan) == ()
    assert unowned(replace(plan, sensors=(plan.sensor("brdy").model_copy(update={"owner": None}),))) == (
        "brdy",
    )


def first_report_s(plan, launch, aim, missile):
    """From the first report to impact, out of the sightings that explain tells of."""
    told = explain(plan, launch, aim, missile=missile).as_json()
    if told["trajectory"]["t_s"] == []:
        return np.nan
    reports = []
    for sighting in told["sightings"]:
        sensor = plan.sensor(sighting["sensor"])
        firm_s = sighting["from_s"] + getattr(sensor, "track_time_s", 0.0)
        if firm_s <= sighting["to_s"]:
            reports.append(firm_s)
    return told["trajectory"]["t_s"][-1] - min(reports)


@pytest.mark.parametrize("city", [(51.5, -0.1), (39.9, 32.9)])
def test_the_alarm_is_the_worst_of_what_explain_tells(plan, city):
    aim = Place(id="aim", name="aim", lat_deg=city[0], lon_deg=city[1])
    told_s = [
        first_report_s(plan, launch, aim, threat.id)
        for threat in plan.threat_set("long-range").threats
        for launch in threat.launch
    ]
    lat_deg, lon_deg = (np.array([value]) for value in city)
    found_s = alarm_s(plan, plan.threat_set("long-range"), lat_deg, lon_deg)
    assert found_s[0] == pytest.approx(np.nanmin(told_s), abs=1e-6)


def test_fewer_sensors_never_warn_earlier(plan):
    # Valid without cues between radars alone; a radar that is cued later also sees later.
    here = residents(plan, "GBR", "CZE", "TUR")
    longer = plan.threat_set("long-range")
    all_s = alarm_s(plan, longer, here.lat_deg, here.lon_deg)
    own_s = own_alarm_s(plan, longer, here, states())
    reached = np.isfinite(all_s)
    assert (own_s[reached] <= all_s[reached] + 1e-6).all()
    turks = here.state == states().index("TUR")
    assert (own_s[turks] == 0.0).all() and (own_s[here.state == states().index("CZE")] > 0.0).any()


def test_without_sensors_nobody_is_warned(plan):
    blind = replace(plan, sensors=())
    found_s = alarm_s(blind, plan.threat_set("long-range"), np.array([51.5, -60.0]), np.array([0.0, -150.0]))
    assert found_s[0] == 0.0 and np.isnan(found_s[1])


# ---------------------------------------------------------------------------------------------- deterrent


def test_ten_interceptors_touch_what_the_public_arithmetic_says(plan):
    # 10 of 415 missiles are 2.4 %; at one warhead a hit 10 of 1,575 are 0.63 %: all in reach, each a sure hit.
    found = touched_forces(plan, ("RUS", "POL"))
    assert set(found) == {"RUS"}
    bound = found["RUS"].at_most
    assert (bound["missiles"], found["RUS"].interceptors) == (10.0, 10)
    assert bound["share_of_missiles"] == pytest.approx(10 / 415) == pytest.approx(0.024, abs=5e-4)
    assert bound["share_of_warheads_low"] == pytest.approx(10 / 1575) == pytest.approx(0.0063, abs=5e-5)
    assert found["RUS"].by == ("redzikowo",)
    assert found["RUS"].as_dict(plan)["by"][0]["owner"] == "USA"


def test_what_is_expected_is_less_than_the_bound_and_grows_with_the_kill_probability(plan):
    found = touched_forces(plan, ("RUS",))["RUS"]
    shares = [row["share_of_missiles"] for row in found.expected]
    assert shares == sorted(shares) and shares[0] > 0.0 and shares[-1] < found.at_most["share_of_missiles"]


def test_a_plan_out_of_reach_touches_nothing():
    ships = load("ships-2009")
    found = touched_forces(ships, ("RUS",))["RUS"]
    assert found.by == () and all(row["missiles"] == 0.0 for row in found.expected)


def test_a_state_without_a_file_has_no_force_and_one_s_own_file_may_stand_in(plan, tmp_path):
    assert force_of("SRB", PLAN) is None
    file = tmp_path / "serbian.yaml"
    file.write_text("id: serbian\nname: As if it were Serbian\nlike: russia-2008\nstate: SRB\n")
    own = force(file)
    assert set(touched_forces(plan, ("SRB", "POL"), own)) == {"SRB"}
