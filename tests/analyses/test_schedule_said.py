"""What was said of the time: dates by trial against the exact chances, both plans held alike, no wording made up."""

from __future__ import annotations

import numpy as np
import pytest
from pydantic import ValidationError

from equipoise.analyses.completion import chance_before, completion_years, spread_of
from equipoise.analyses.readiness import readiness
from equipoise.analyses.schedule import schedule
from equipoise.analyses.schedule_answers import as_json, programme_of
from equipoise.analyses.schedule_said_answers import held_together
from equipoise.catalogue import tree
from equipoise.errors import InputError
from equipoise.scenario import from_text, load
from equipoise.systems.programmes import Element, Programme, Reading, SlipCase, SlipRecord

PLAN, SHIPS = "poland-czech-2007", "ships-2009"
SENTENCE = "ready-soon-flexible"
CRITICS = ("turner-five-years", "sokolski-sooner", "gard-unbuilt")
TRIALS = 4000


def record(*slips, spread_s=0.0):
    cases = [
        SlipCase(
            id=f"case-{n}",
            name="a case",
            planned_year=2010.0,
            actual_year=None if slip is None else 2010.0 + slip,
        )
        for n, slip in enumerate(slips)
    ]
    return SlipRecord(id="record", name="a record", cases=tuple(cases), spread_s=spread_s, prior=0.0)


def programme(*elements, slips, correlation=0.0):
    parts = [Element(id=name, name=name, planned_year=year, slip="record") for name, year in elements]
    return Programme(elements=tuple(parts), slips=(slips,), slip_correlation=correlation)


@pytest.fixture(scope="module")
def held():
    results = [schedule(load(name), coverage=False, trials=TRIALS) for name in (PLAN, SHIPS)]
    answers = held_together([as_json(each) for each in results], [programme_of(each) for each in results])
    return {answer["scenario"]: {each["id"]: each for each in answer["promises"]} for answer in answers}


def reading(promise, name):
    return next(each for each in promise["readings"] if each["id"] == name)


# ------------------------------------------------------------------------------------------ dates by trial


def test_a_record_without_a_spread_gives_its_own_dates_in_equal_parts():
    plan = programme(("site", 2013.0), slips=record(0.0, 1.0, None))
    dates, counts = np.unique(completion_years(plan, ["site"], 30_000, 0), return_counts=True)
    assert dates.tolist() == [2013.0, 2014.0, np.inf]
    assert counts / 30_000 == pytest.approx([1 / 3] * 3, abs=0.01)


@pytest.mark.parametrize("name", [PLAN, SHIPS])
def test_the_share_of_trials_ready_by_a_date_is_the_chance_of_that_date(name):
    plan = load(name).programme
    years = np.array([2012.0, 2014.0, 2016.5, 2019.0, 2026.0])
    found = readiness(plan, years, TRIALS, 3)
    dates = completion_years(plan, [each.id for each in plan.elements], TRIALS, 3)
    told = found.ready.all(axis=2).mean(axis=1)
    assert (dates[:, None] <= years).mean(axis=0) == pytest.approx(
        told, abs=2 / TRIALS
    )  # dates are whole days


def test_an_element_comes_no_sooner_than_what_it_needs():
    plan = load(PLAN).programme
    site, radar = (completion_years(plan, [name], TRIALS, 0) for name in ("site-redzikowo", "radar-brdy"))
    assert (site >= radar).all() and (site > radar).any()


def test_nothing_named_is_never_ready():
    assert np.isinf(completion_years(load(PLAN).programme, [], 10, 0)).all()


def test_the_span_of_even_dates_is_that_of_their_order():
    assert spread_of(np.arange(2001.0, 2021.0)).tolist() == [2001.0, 2010.0, 2019.0]
    assert np.isnan(spread_of(np.array([]))).all()


# ------------------------------------------------------------------------------------------ ahead of another


def test_ahead_of_its_like_is_an_even_chance_where_slips_have_nothing_to_do_with_each_other():
    smooth = record(0.0, spread_s=180 * 86400.0)
    plan = programme(("one", 2013.0), ("other", 2013.0), slips=smooth)
    one, other = (completion_years(plan, [name], 40_000, 0) for name in ("one", "other"))
    assert chance_before(one, other) == pytest.approx(0.5, abs=0.01)
    assert chance_before(one, other) + chance_before(other, one) == pytest.approx(1.0, abs=0.005)


def test_with_one_luck_for_all_the_earlier_plan_is_ahead_whenever_it_comes():
    slips = record(0.0, 3.0, None)
    plan = programme(("early", 2012.0), ("late", 2013.0), slips=slips)
    early, late = (completion_years(plan, [name], 9_000, 0, 1.0) for name in ("early", "late"))
    assert chance_before(early, late) == pytest.approx(np.isfinite(early).mean())
    assert chance_before(early, late, lead_years=1.5) == pytest.approx(0.0, abs=0.005)
    assert chance_before(late, early) == 0.0


def test_what_never_comes_is_ahead_of_nothing_and_behind_all():
    never, soon = np.full(3, np.inf), np.full(3, 2012.0)
    assert (chance_before(never, soon), chance_before(soon, never), chance_before(never, never)) == (0, 1, 0)


# ------------------------------------------------------------------------------------------ the sentences of 2009


def test_nobody_is_made_to_say_the_sentence(held):
    one = held[SHIPS][SENTENCE]
    assert one["wording"] == "not-found" and one["grade"] == "assumption"
    assert "not found" in one["speaker"]
    assert tree("promises", SENTENCE).text("wording") == "not-found"


@pytest.mark.parametrize("name", [SENTENCE, "fact-sheet-2011", "gates-six-years", *CRITICS])
def test_each_sentence_is_held_against_both_plans_by_the_same_readings(held, name):
    one, other = held[PLAN][name], held[SHIPS][name]
    assert [each["name"] for each in one["readings"]] == [each["name"] for each in other["readings"]]
    assert one["claim"] == other["claim"] and one["source"] == other["source"]
    for promise in (one, other):
        for each in promise["readings"]:
            told = each["against"] if each["lead_days"] is not None else [each]
            assert told and all(0.0 <= chance["chance"] <= 1.0 for chance in told)
        if promise["in_plan"]:
            assert promise["of_those"]["low"] <= promise["of_those"]["median"] <= promise["of_those"]["high"]
            assert promise["of_those"]["median_days"] > 0


def test_the_order_of_the_plans_moves_nothing(held):
    results = [schedule(load(name), coverage=False, trials=TRIALS) for name in (SHIPS, PLAN)]
    turned = held_together([as_json(each) for each in results], [programme_of(each) for each in results])
    for answer in turned:
        for each in answer["promises"]:
            assert each == held[answer["scenario"]][each["id"]]


def test_both_cannot_be_ahead_of_each_other(held):
    for name in (SENTENCE, "sooner"):
        ahead = [reading(held[plan][name], "ahead")["against"][0]["chance"] for plan in (PLAN, SHIPS)]
        never_both = 1.0 - sum(ahead)
        assert never_both >= 0.0
        lost = [1.0 - held[plan][name]["comes"] for plan in (PLAN, SHIPS)]
        assert never_both <= min(lost) + 0.01  # neither is ahead only where neither comes


def test_days_are_counted_from_the_decision(held):
    when = held[SHIPS][SENTENCE]["of_those"]
    decided = load(SHIPS).programme.decided_year
    assert when["median_days"] == pytest.approx((when["median"] - decided) * 365.25, abs=1.0)


def test_a_reading_within_some_years_is_a_date(held):
    five = reading(held[SHIPS][SENTENCE], "within-5-years")
    assert five["date"] == pytest.approx(load(SHIPS).programme.decided_year + 5.0, abs=0.01)
    assert five["independent"] <= five["chance"] <= five["together"]


def test_what_a_plan_has_no_part_of_never_comes(held):
    one = held[SHIPS]["turner-five-years"]
    assert not one["in_plan"] and one["comes"] == 0.0 and one["of_all"]["low"] is None
    assert [each["chance"] for each in one["readings"]] == [0.0, 0.0]


def test_a_plan_alone_is_ahead_of_nobody():
    alone = as_json(schedule(load(SHIPS), coverage=False, trials=200))
    (sentence,) = [each for each in alone["promises"] if each["id"] == SENTENCE]
    assert reading(sentence, "ahead")["against"] == [] and reading(sentence, "ahead")["chance"] is None


# ------------------------------------------------------------------------------------------ days at sea


def test_ships_sail_to_their_stations_and_sites_do_not():
    ships, site = (as_json(schedule(load(name), coverage=False, trials=200)) for name in (SHIPS, PLAN))
    assert site["days_at_sea"] == []
    by_station = {one["station"].split(", ")[1]: one for one in ships["days_at_sea"]}
    east = by_station["eastern Mediterranean"]
    # Norfolk to Rota, 3,280 nautical miles along the great circle at 20 knots, and a day for fuel
    assert east["home_port_days"] - east["forward_port_days"] - 1.0 == pytest.approx(3280 / 480, rel=0.05)
    assert by_station["North Sea"]["home_port_days"] < east["home_port_days"]


# ------------------------------------------------------------------------------------------ refusals


@pytest.mark.parametrize(
    "given", [{}, {"date_year": 2012.0, "within_s": 1.0}, {"lead_s": 0.0, "within_s": 1.0}]
)
def test_a_reading_is_one_thing(given):
    with pytest.raises(ValidationError, match="write one of"):
        Reading(id="a", name="a", **given)


def test_a_time_after_the_decision_needs_its_date():
    text = load(SHIPS).canonical_text()
    lines = [line for line in text.splitlines() if not line.startswith("  decided:")]
    with pytest.raises(InputError, match="which has no date"):
        from_text("\n".join(lines), "without-decision")
