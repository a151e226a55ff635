"""The shipped plans: comparable with each other, and what sets each apart is there."""

from __future__ import annotations

import pytest

from equipoise.scenario import examples, load

JOINT = (
    "cbo-option-1", "cbo-option-2", "cbo-option-3", "cbo-option-4", "epaa-phase-1", "epaa-phase-2", "epaa-phase-3",
    "epaa-phase-4", "gabala-armavir-added", "gabala-armavir-instead", "sectoral-defence", "ships-black-sea-north-sea",
    "sites-caucasus", "thaad-south-east",
)  # fmt: skip


@pytest.fixture(scope="module")
def plan_of_2007():
    return load("poland-czech-2007")


def test_all_are_shipped():
    assert set(JOINT) <= set(examples())


@pytest.mark.parametrize("name", JOINT)
def test_plans_face_the_same_threats_on_the_same_earth(name, plan_of_2007):
    plan = load(name)
    assert plan.name == name and plan.title and plan.summary
    assert (plan.threats, plan.settings, plan.region) == (
        plan_of_2007.threats,
        plan_of_2007.settings,
        plan_of_2007.region,
    )
    assert {"dsp-europe", "dsp-indian-ocean", "fylingdales"} <= {sensor.id for sensor in plan.sensors}


@pytest.mark.parametrize("name", JOINT)
def test_every_number_has_a_source_and_assumptions_say_why(name):
    plan = load(name)
    assert plan.evidence.keys() and plan.cited().keys()
    own = [
        f"batteries.{battery.id}.{key}"
        for battery in plan.batteries
        for key in ("magazine", "decision_delay")
    ]
    assert all(plan.evidence[address].note for address in own)


def test_only_two_radars_are_added_to_the_plan_of_2007(plan_of_2007):
    joint = load("gabala-armavir-added")
    assert {s.id for s in joint.sensors} - {s.id for s in plan_of_2007.sensors} == {"gabala", "armavir"}
    assert joint.battery("redzikowo").interceptor == plan_of_2007.battery("redzikowo").interceptor
    assert [joint.sensor(name).role for name in ("gabala", "armavir")] == ["cue", "cue"]


def test_the_czech_radar_is_replaced_and_not_kept():
    joint = load("gabala-armavir-instead")
    assert "brdy" not in {sensor.id for sensor in joint.sensors}
    assert joint.battery("redzikowo").network == ("gabala", "armavir")


@pytest.mark.parametrize(
    ("phase", "expected"),
    [
        (1, {"sm-3-block-ia"}),
        (2, {"sm-3-block-ib"}),
        (3, {"sm-3-block-ib", "sm-3-block-iia"}),
        (4, {"sm-3-block-ib", "sm-3-block-iia", "sm-3-block-iib"}),
    ],
)
def test_phases_bring_the_interceptors_of_their_year(phase, expected):
    plan = load(f"epaa-phase-{phase}")
    assert {battery.interceptor.id for battery in plan.batteries} == expected
    sites = {battery.id: battery.magazine for battery in plan.batteries if battery.platform == "site"}
    assert sites == {1: {}, 2: {"deveselu": 24}}.get(phase, {"deveselu": 24, "redzikowo": 24})
    assert "kurecik" in {sensor.id for sensor in plan.sensors}


def test_options_of_the_budget_office():
    options = {n: load(f"cbo-option-{n}") for n in (1, 2, 3, 4)}
    assert options[1].battery("redzikowo").magazine == 10
    assert (
        all(battery.platform == "ship" for battery in options[2].batteries) and len(options[2].batteries) == 3
    )
    assert [battery.id for battery in options[3].batteries] == ["incirlik", "ramstein"]
    assert {battery.interceptor.id for battery in options[4].batteries} == {"kei"}
    for n in (2, 3, 4):
        assert {"radar-azerbaijan", "radar-qatar"} <= {sensor.id for sensor in options[n].sensors}


# Plans of which some part has no published date and none that follows from one: they are refused, with that part named.
UNDATED = {
    "sectoral-defence": {"agreement-sectors", "sites-russian-sector"},
    "thaad-south-east": {"batteries"},
}


@pytest.mark.parametrize("name", [name for name in examples() if name != "sites-caucasus"])
def test_every_plan_but_one_has_its_programme_and_says_what_has_no_date(name):
    programme = load(name).programme
    without = {each.id for each in programme.elements if each.planned_year is None}
    assert without == UNDATED.get(name, set())
    provided = {part for each in programme.elements for part in each.provides}
    assert {battery.id for battery in load(name).batteries} <= provided


def test_nobody_planned_the_sites_in_the_caucasus():
    assert load("sites-caucasus").programme is None


@pytest.mark.parametrize("name", ["cbo-option-2", "cbo-option-3", "cbo-option-4", "gabala-armavir-instead"])
def test_a_date_that_nobody_published_is_an_assumption_with_its_reason(name):
    plan = load(name)
    for each in plan.programme.elements:
        said = plan.evidence[f"programme.elements.{each.id}.planned"]
        assert said.grade != "assumption" or len(said.note) > 20, each.id
        assert said.source not in ("analyst", "recalled") or said.low < said.high
