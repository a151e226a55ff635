"""Comparison: who is covered by which plan, in what plans differ, and what the sentences say of it."""

from __future__ import annotations

import pickle
from types import SimpleNamespace

import pytest

from equipoise.catalogue import sources
from equipoise.catalogue.published import Published, published
from equipoise.commands.plans_work import file_pieces
from equipoise.errors import InputError
from equipoise.geography import states
from equipoise.scenario import examples, load
from equipoise.studies.comparison import Plan, common_region, compare, shared_threats
from equipoise.studies.differences import differences
from equipoise.studies.rows import StateRow
from equipoise.studies.sections import SECTIONS
from equipoise.studies.sentences import beside_published, hangs_on, phrases
from equipoise.studies.words import percent, signed_people

SOUTH_EAST = SimpleNamespace(lat_min_deg=36, lat_max_deg=48, lon_min_deg=20, lon_max_deg=42)
COARSE = {"threat": "long-range", "region": SOUTH_EAST, "resolution_deg": 2, "beside": ()}
FORWARD = "poland-czech-2007-forward-radar"
SPEED = "batteries.redzikowo.interceptor.burnout_speed"


def row(iso3, *shares, people=1e7, ally=True):
    cells = tuple(
        {"reachable_people": people, "protected_people": share * people, "protected_share": share}
        for share in shares
    )
    return StateRow(iso3, states().name[states().index(iso3)], ally, cells)


@pytest.fixture(scope="module")
def radars():
    return compare(load("poland-czech-2007"), load(FORWARD), **COARSE)


def test_the_published_map_hangs_on_the_track(radars):
    text = " ".join(radars.sentences("long-range"))
    assert "The published map of the plan of 2007, in which Turkey" in text
    assert "follows if the radar at Brdy alone gives the track" in text
    assert "With the forward radar in the network as well" in text
    uncovered = text[text.index("The published map") : text.index("follows if")]
    gained, left = text[text.index("in the network as well") : text.index("as before")].split(";")
    for state in ("Romania", "Greece", "Bulgaria"):
        assert state in uncovered and f"{state} (" in gained
    assert "Turkey" in uncovered and "Turkey" in left and "Turkey" not in gained


def test_the_sentence_does_not_depend_on_the_order(radars):
    turned = compare(*reversed(radars.scenarios), **COARSE)
    mark = "The published map"
    assert [s for s in turned.sentences("long-range") if s.startswith(mark)] == [
        s for s in radars.sentences("long-range") if s.startswith(mark)
    ]


def test_rows_come_by_the_largest_spread_and_sum_to_the_totals(radars):
    rows = radars.rows("long-range")
    spreads = [each.spread_people for each in rows]
    assert spreads == sorted(spreads, reverse=True) and spreads[0] > 1e6
    for place, total in enumerate(radars.totals("long-range")["all"]):
        assert sum(each.cells[place]["protected_people"] for each in rows) == pytest.approx(
            total["protected_people"]
        )


def test_only_what_differs_is_told():
    plan, forward = load("poland-czech-2007"), load(FORWARD)
    assert differences([plan, plan]) == ()
    found = {each.address: each.values for each in differences([plan, forward])}
    assert found == {
        "sensors.forward-radar": (None, "The forward radar"),
        "batteries.redzikowo.network": ("brdy", "brdy, forward-radar"),
    }
    faster = plan.replace(SPEED, "8.3 km/s")
    assert [(each.address, each.values) for each in differences([plan, faster])] == [
        (SPEED, ("6.3 km/s", "8.3 km/s"))
    ]


def test_one_number_is_named_with_the_states_that_turn_on_it():
    plan = load("poland-czech-2007")
    faster = plan.replace(SPEED, "8.3 km/s")
    rows = [row("ROU", 0.2, 0.9), row("DEU", 1.0, 1.0)]
    (sentence,) = hangs_on(
        [plan, faster], "long-range", phrases([plan, faster]), rows, differences([plan, faster])
    )
    assert SPEED in sentence and "6.3 km/s and 8.3 km/s" in sentence
    assert "whether Romania is covered hangs on it" in sentence


def test_plans_that_differ_in_much_get_no_such_sentence():
    plans = [load("poland-czech-2007"), load("ships-2009")]
    assert hangs_on(plans, "long-range", phrases(plans), [row("ROU", 0.0, 1.0)], differences(plans)) == []


def test_what_was_published_is_set_beside_what_is_computed():
    said = [Published("a paper", "hotnews-2007", ("GRC",), ("ROU",), ("ITA",))]
    same = [row("GRC", 0.0), row("ROU", 0.4), row("ITA", 0.95)]
    (sentence,) = beside_published("the plan", said, same, 0)
    assert "Greece uncovered; Romania covered in part; Italy covered. Computed here: the same." in sentence
    other = [row("GRC", 0.7), row("ROU", 0.4), row("ITA", 0.95)]
    (sentence,) = beside_published("the plan", said, other, 0)
    assert sentence.endswith("Computed here otherwise: Greece (70 % covered).")
    assert beside_published("the plan", said, [row("POL", 1.0)], 0) == []


def test_published_statements_name_known_sources_and_states():
    statements = [
        each for name in examples() for threat in load(name).threats for each in published(name, threat.id)
    ]
    assert len(statements) >= 3
    for each in statements:
        assert each.source in sources() and each.who
        assert {*each.uncovered, *each.in_part, *each.covered} <= set(states().iso3)


def test_equal_titles_give_way_to_names():
    plan = load("poland-czech-2007")
    assert phrases([plan, load("ships-2009")]) == ["the plan of 2007", "the plan of 2009"]
    assert phrases([plan, plan]) == ["poland-czech-2007 (1)", "poland-czech-2007 (2)"]


def test_no_scenario_and_no_shared_threat_are_refused():
    with pytest.raises(InputError, match="no scenario"):
        compare()
    plan = load("poland-czech-2007")
    with pytest.raises(InputError, match="no threat set in common"):
        shared_threats([plan, SimpleNamespace(threats=())], None)


def test_the_region_holds_all_regions():
    plan = load("poland-czech-2007")
    west = plan.replace("region.lon_min", "-20 deg").replace("region.lat_max", "60 deg")
    region = common_region([plan, west])
    assert (region.lon_min_deg, region.lat_max_deg) == (-20.0, 72.0)


def test_figures_are_never_rounded_to_all_or_nothing():
    assert [percent(share) for share in (0.0, 0.0001, 0.9999, 1.0)] == ["0 %", "<1 %", ">99 %", "100 %"]
    assert signed_people(-4.24e6) == "-4.2 M" and signed_people(0.2) == "–"  # noqa: RUF001


def test_all_pieces_of_work_can_be_sent_to_another_process(tmp_path):
    plan = Plan([load("poland-czech-2007"), load("ships-2009")], None, None, 1.0, tuple(SECTIONS), 1)
    for piece in [*plan.pieces(), *file_pieces(plan, tmp_path)]:
        assert pickle.loads(pickle.dumps(piece.run)).func is piece.run.func
