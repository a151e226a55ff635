"""What stands beside protection: the same code for every plan, honest where an analysis cannot be made."""

from __future__ import annotations

import json
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from equipoise.analyses import ANALYSES
from equipoise.analyses.ledger_states import chosen_states
from equipoise.errors import InputError
from equipoise.scenario import load
from equipoise.studies.beside import Asked
from equipoise.studies.comparison import compare
from equipoise.studies.equal_security import equal_security
from equipoise.studies.sections import SECTIONS, Part, part_of, plans_as_json
from equipoise.studies.sentences import many
from equipoise.views.section_figures import FIGURES

ALPS = SimpleNamespace(lat_min_deg=46, lat_max_deg=48, lon_min_deg=7, lon_max_deg=11)
PLAN = "poland-czech-2007"
NONE = Part(None, "why")


@pytest.fixture(scope="module")
def both():
    plan = load(PLAN)
    without_cities = ("lat_min=46.2 deg", "lat_max=46.8 deg", "lon_min=9 deg", "lon_max=10 deg")
    elsewhere = load(PLAN, [f"region.{edge}" for edge in without_cities])
    return compare(plan, elsewhere, threat="long-range", region=ALPS, resolution_deg=1)


def test_every_section_is_an_analysis_and_every_figure_belongs_to_one():
    assert set(SECTIONS) <= set(ANALYSES)
    assert set(FIGURES) <= set(SECTIONS)


@pytest.mark.parametrize("short", [False, True])
def test_every_plan_has_its_column(both, short):
    for name in SECTIONS:
        for words, cells in both.section_rows(name, short=short):
            assert words and len(cells) == 2 and all(cells)
        assert len(both.section_rows(name, short=True)) <= len(both.section_rows(name))


def test_what_cannot_be_made_is_said(both):
    assert both.sections["raid"][1].result is None
    told = " ".join(both.section_sentences("raid"))
    assert "there is no such answer: no city of the catalogue lies in it" in told
    assert all(cells[1] == "\N{EN DASH}" for _, cells in both.section_rows("raid"))


def test_the_comparison_agrees_with_the_analysis_in_full(both):
    quick = both.sections["deterrent"][0].result.data
    washington = {"target": "washington"}
    full = ANALYSES["deterrent"].run(load(PLAN), delays_s=(60.0, 120.0)).data
    np.testing.assert_array_equal(quick.outcome, full.outcome)
    np.testing.assert_allclose(quick.latest_launch_s, full.latest_launch_s)
    for delay_s in (60.0, 120.0):
        near = quick.critical_speed_m_s.sel(delay=delay_s, **washington)
        np.testing.assert_allclose(near, full.critical_speed_m_s.sel(delay=delay_s, **washington), atol=100.0)


def test_sentences_tell_both_ways_and_what_is_left_out(both):
    told = " ".join(both.section_sentences("deterrent"))
    assert "can engage some flight from Tatishchevo" in told and "lacks 8 s" in told
    assert "meets rising flights from 14 of 14" in told and "km/s on" in told
    assert "hangs on the launch delay" in told
    for section in SECTIONS.values():
        assert "In full" in section.economy


def test_a_slow_interceptor_is_told_the_speed_it_lacks():
    slow = load(PLAN).replace("batteries.redzikowo.interceptor.burnout_speed", "3.5 km/s")
    asked = Asked(("long-range",), None, None, None)
    result = part_of("deterrent", slow, asked).result
    told = " ".join(SECTIONS["deterrent"].sentences(["the plan"], [result]))
    assert "meets no base's rising flight" in told and "(Kozelsk SS-19) is met from 4.2 km/s on" in told


def test_promises_of_2009_stand_beside_their_chances(both):
    told = " ".join(both.section_sentences("schedule"))
    assert "Robert Gates, September 2009" in told and "all of it works by 2015 with a chance of" in told
    ships = part_of("schedule", load("ships-2009"), Asked(("medium-range",), ALPS, None, None)).result
    text = " ".join(SECTIONS["schedule"].sentences(["the ships"], [ships]))
    assert "at relatively short notice" in text and "half of the people" in text


def test_the_law_of_the_day_is_told_apart_from_yardsticks(both):
    told = " ".join(both.section_sentences("treaty"))
    assert (
        "no rule in force, of those kept here, speaks against" in told and "INF Treaty VII.3 exempt" in told
    )
    assert "by treaties that were not law then" in told.lower() and "ABM Treaty IX prohibited" in told


def test_equality_is_that_of_the_ledger(both):
    books = [ledger.data.sel(threat="long-range") for ledger in both.ledgers]
    whole = all(float(book.protected_people.sum()) == float(book.reachable_people.sum()) for book in books)
    gini = dict(both.section_rows("ledger"))["   Gini of protection (0: all alike)"]
    assert whole and gini == ("0.00", "0.00")
    assert "no state gains or loses" in " ".join(both.section_sentences("ledger"))


def test_the_joined_ledger_is_that_of_the_command():
    # As `equipoise ledger A B` computes it, from nothing: whole states, the same numbers to the last digit.
    plans = load(PLAN), load("ships-2009")
    joined = compare(*plans, threat="medium-range", resolution_deg=5, beside=("deterrent", "ledger"))
    (pair,) = joined.equal_security
    alone = equal_security(*plans, threat="medium-range")
    assert [row["iso3"] for row in pair.rows("medium-range")] == list(chosen_states())
    for one, other in zip(pair.rows("medium-range"), alone.rows("medium-range"), strict=True):
        for told, again in ((one, other), (one["after"], other["after"])):
            assert told["deterrent"] == again["deterrent"] and told["treaty"] == again["treaty"]
            for key in (
                "protected_people",
                "protected_people_2_shots",
                "alarm_s",
                "alarm_own_s",
                "warning_s",
            ):
                assert told[key] == pytest.approx(again[key], rel=1e-12, nan_ok=True)


def test_a_changed_threat_is_told_in_days():
    plan = load("ships-2009")
    result = part_of("adapt", plan, Asked(("long-range", "medium-range"), None, None, None)).result
    told = " ".join(SECTIONS["adapt"].sentences(["the ships"], [result]))
    assert "greater flexibility" in told and "the last arrives on day" in told
    assert "turns from medium-range to long-range" in told


def test_one_chosen_threat_set_turns_into_the_plan_s_other_one():
    plan = load("ships-2009")
    chosen = Asked(("long-range",), None, None, None)
    result = part_of("adapt", plan, chosen).result
    (turn,) = SECTIONS["adapt"].verdicts(["the ships"], [result])
    assert "turns from long-range to medium-range" in turn
    alone = replace(plan, threats=plan.threats[:1])
    assert "which turns into no other" in part_of("adapt", alone, chosen).refusal


def test_costs_stand_beside_published_ones_with_the_reason(both):
    told = " ".join(both.section_sentences("cost"))
    assert "9 to 14 billion dollars" in told and "Why they differ: " in told


def test_the_sections_are_plain_data(both):
    data = json.loads(json.dumps(both.as_json(), allow_nan=False))
    assert data["sections"]["deterrent"]["plans"][f"{PLAN} (1)"]["force"]["missiles"] == 415
    assert "refusal" in data["sections"]["raid"]["plans"][f"{PLAN} (2)"]


def test_what_hangs_on_the_other_plan_is_in_the_data():
    asked = Asked(("medium-range",), ALPS, None, None)
    able = [part_of("schedule", load(name), asked) for name in (PLAN, "ships-2009")]
    alone, with_ships, refused = (plans_as_json("schedule", parts)[0] for parts in (able[:1], able, [NONE]))
    assert refused == {"refusal": "why"}
    told = [[r["against"] for p in each["promises"] for r in p["readings"]] for each in (alone, with_ships)]
    assert not any(told[0]) and {other["plan"] for held in told[1] for other in held} == {"ships-2009"}
    assert all(0 <= other["chance"] <= 1 for held in told[1] for other in held)


def test_an_unknown_analysis_is_refused():
    with pytest.raises(InputError, match="did you mean 'raid'"):
        compare(load(PLAN), beside=("raids",))


def test_many_plans_are_told_together():
    def row(iso3, *shares):
        share = SimpleNamespace(
            iso3=iso3, name=iso3, reachable_people=1e7, nato_europe_2007=True, share=shares.__getitem__
        )
        return share

    told = many(["A", "B", "C", "D"], [row("X", 1, 1, 1, 1), row("Y", 0, 1, 0, 0), row("Z", 0, 0, 0, 0)])
    assert told == ["covered by all: X.", "covered by B alone: Y.", "covered by none: Z."]
