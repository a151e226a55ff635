"""The ledger of one plan and of two: sums, before and after, what adds to protection, words."""

from __future__ import annotations

import json

import numpy as np
import pytest

from equipoise.analyses.deterrent import deterrent
from equipoise.analyses.deterrent_speeds import QUICK
from equipoise.analyses.ledger_deterrent import touched_forces
from equipoise.analyses.ledger_rows import books_of
from equipoise.errors import InputError
from equipoise.scenario import load
from equipoise.studies.equal_security import equal_security
from equipoise.studies.ledger_words import paragraph, touched_sentences

PLAN = "poland-czech-2007"
FEW = ("TUR", "HUN", "LUX", "RUS")
SUMS = (
    "population",
    "reachable_people",
    "protected_people",
    "protected_people_2_shots",
    "protected_people_3_shots",
)


@pytest.fixture(scope="module")
def plan():
    return load(PLAN)


@pytest.fixture(scope="module")
def both(plan):
    return equal_security(plan, load("ships-2009"), threat="medium-range", of=("TUR", "BGR", "RUS"))


def test_totals_are_sums_and_means_over_people(both):
    rows, total = both.rows("medium-range"), both.totals("medium-range")["all"]
    for key in SUMS:
        assert total[key] == pytest.approx(sum(row[key] for row in rows))
        assert total["after"][key] == pytest.approx(sum(row["after"][key] for row in rows))
    weights = [row["reachable_people"] for row in rows]
    assert total["alarm_s"] == pytest.approx(np.average([row["alarm_s"] for row in rows], weights=weights))
    assert total["change"]["protected_people"] == pytest.approx(
        sum(row["change"]["protected_people"] for row in rows)
    )


def test_each_plan_is_told_as_if_alone(both, plan):
    alone = books_of(plan, threat="medium-range", of=("TUR", "BGR", "RUS")).rows("medium-range")
    for row, single in zip(both.rows("medium-range"), alone, strict=True):
        assert {key: row[key] for key in single} == single


def test_a_plan_against_itself_changes_nothing(plan):
    book = equal_security(plan, plan, threat="long-range", of=("LUX", "MLT"))
    for row in [*book.rows("long-range"), *book.totals("long-range").values()]:
        assert set(row["change"].values()) <= {0.0, None}
    moving = book.shift("long-range")
    assert (moving.gain, moving.lose, moving.gained_people, moving.lost_people) == ((), (), 0.0, 0.0)
    assert "no state gains or loses" in paragraph(book, "long-range")


def test_what_was_computed_before_is_taken_and_changes_nothing(plan):
    # The United Kingdom lies partly outside the window: its people are asked about in two groups.
    options = {"threat": "long-range", "of": ("GBR", "LUX", "RUS")}
    fresh, taken = (books_of(plan, **options, **more) for more in ({}, {"around": plan.region}))
    for one, other in zip(fresh.rows("long-range"), taken.rows("long-range"), strict=True):
        assert one["iso3"] == other["iso3"] and one["deterrent"] == other["deterrent"]
        for key in (*SUMS, "alarm_s", "alarm_own_s", "warning_s"):
            assert one[key] == pytest.approx(other[key], rel=1e-12), (one["iso3"], key)


def test_a_deterrent_analysis_that_is_there_is_taken(plan):
    known = deterrent(plan, delays_s=(60.0,), scan=QUICK)
    fresh, taken = (touched_forces(plan, ("RUS",), found_before=found)["RUS"] for found in (None, known))
    assert taken == fresh


def test_the_order_of_states_changes_nothing(plan):
    there, back = (books_of(plan, threat="long-range", of=of) for of in (("LUX", "MLT"), ("MLT", "LUX")))
    assert there.rows("long-range") == back.rows("long-range")
    assert there.totals("long-range") == back.totals("long-range")


def test_another_battery_never_protects_fewer(plan):
    # Shots add over batteries, and another battery takes nothing from the first; sensors are the same.
    ships = load("ships-2009")
    fewer = ships.replace("batteries.aegean-ia.interceptor.maximum_flight_time", "1 s").replace(
        "batteries.aegean-ib.interceptor.maximum_flight_time", "1 s"
    )
    less, more = (
        books_of(each, threat="medium-range", of=("GRC", "TUR")).rows("medium-range")
        for each in (fewer, ships)
    )
    for small, large in zip(less, more, strict=True):
        assert all(large[key] >= small[key] for key in SUMS)
    assert sum(row["protected_people"] for row in more) > sum(row["protected_people"] for row in less)


def test_threat_sets_are_told_apart(plan):
    book = equal_security(plan, of=("LUX", "BGR"))
    data = book.as_json()
    assert data["threat"] == ["long-range", "medium-range"] == list(data["totals"])
    reach = {(row["threat"], row["iso3"]): row["reachable_people"] for row in data["states"]}
    assert reach["long-range", "LUX"] > 0.0 == reach["medium-range", "LUX"]


def test_the_answer_has_its_keys_and_is_json(both):
    data = json.loads(json.dumps(both.as_json(), allow_nan=False))
    assert {"states", "totals", "scenario", "threat", "equality", "after_scenario", "sources"} <= set(data)
    row = next(row for row in data["states"] if row["iso3"] == "RUS")
    fixed = {"iso3", "name", "population", "reachable_share", "protected_people", "protected_share"}
    assert fixed <= set(row) and fixed <= set(row["after"])
    assert row["deterrent"]["at_most"]["share_of_missiles"] == pytest.approx(10 / 415)
    assert row["after"]["deterrent"]["by"] == []
    assert {"rf08"} <= set(data["sources"])


def test_a_state_without_a_force_file_has_none_and_not_zero(both):
    row = next(row for row in both.rows("medium-range") if row["iso3"] == "TUR")
    assert row["deterrent"] is None and row["after"]["deterrent"] is None


def test_the_words_name_who_gains_and_who_loses(both):
    told = paragraph(both, "medium-range")
    assert "more people are protected in Turkey" in told and "fewer in" in told
    assert "some states gain while others lose" in told and "a shot is a chance" in told
    forces = " ".join(touched_sentences(both))
    assert "10 of 415 missiles (2.4 %), 0.63 % of the warheads" in forces
    assert "no battery reaches any of them" in forces and "any other state" in forces


def test_one_plan_or_two(plan):
    with pytest.raises(InputError, match="before and after"):
        equal_security(plan, plan, plan)
    with pytest.raises(InputError, match="before and after"):
        equal_security()
