"""Adapt as a whole: its sums against the engine itself, and what any plan must obey."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from equipoise.analyses.adapt import adapt
from equipoise.analyses.adapt_answers import as_json
from equipoise.analyses.adapt_change import threats_after, threats_before
from equipoise.analyses.adapt_options import Option, moved_to, protected, reached
from equipoise.analyses.adapt_task import Task, aims_of
from equipoise.analyses.coverage import coverage
from equipoise.errors import InputError
from equipoise.scenario import load
from equipoise.systems import ThreatSet

BALKANS = SimpleNamespace(lat_min_deg=37, lat_max_deg=46, lon_min_deg=18, lon_max_deg=30)
SMALL = {"region": BALKANS, "resolution_deg": 2.0, "threat": "medium-range"}


@pytest.fixture(scope="module")
def plan():
    return load("ships-2009")


@pytest.fixture(scope="module")
def changed(plan):
    return adapt(plan, "irbm-3500", by_year=(2007, 2016), **SMALL)


def settled(plan, change="irbm-3500", **options):
    return adapt(plan, change, **(SMALL | options)).data.attrs["settled"]


def test_what_ships_do_adds_up_to_what_the_engine_says_of_them_together(plan):
    """Six ships over some stations, placed in three ways: the union of columns is the engine's own answer."""
    task = Task(plan, aims_of(BALKANS, 2.0), ())
    threats = threats_after(plan, threats_before(plan, "medium-range"), "irbm-3500")
    table = task.table(task.menu, threats, None, None)
    names = ("station-aegean", "station-adriatic", "station-black-sea", "station-levant", "station-ionian")
    for shift in (0, 2, 3):
        places = [task.stations[names[(shift + n) % len(names)]] for n in range(len(plan.fleet.ships))]
        moved = moved_to(plan, zip(plan.fleet.ships, places, strict=True))
        found = coverage(
            moved, ThreatSet(id="t", name="t", threats=threats), task.aims.lat_deg, task.aims.lon_deg
        )
        make = {"ia": "aegean-ia", "ib": "aegean-ib"}
        columns = [
            task.menu.column[Option(make[ship.batteries[0][-2:]], place.id)]
            for ship, place in zip(plan.fleet.ships, places, strict=True)
        ]
        count = len(task.aims.people)
        assert (reached(table, count) == (found.reaching > 0)).all()
        assert (protected(table, columns, count) == (found.shots > 0)).all()


def test_the_table_agrees_with_the_plans_networks(changed):
    assert changed.data.attrs["checked"] == pytest.approx(changed.data.attrs["settled"], abs=1e-12)


def test_days_rise_to_what_is_settled_and_the_fixed_plan_stays(changed):
    data = changed.data
    assert data.adapted.values[-1] == data.attrs["settled"] >= data.fixed.values[0]
    assert (np.diff(data.adapted.values) >= 0.0).all() and (data.fixed.values == data.fixed.values[0]).all()
    arrivals = sorted({move["arrives_day"] for move in data.attrs["moves"]})
    turns = data.day.values[1:][np.diff(data.adapted.values) > 0.0]
    assert all(any(0.0 <= turn - day <= 0.25 for day in arrivals) for turn in turns)


def test_no_change_is_flat(plan):
    data = adapt(plan, **SMALL).data
    shares = {*data.adapted.values.tolist(), *data.fixed.values.tolist(), data.attrs["before"]}
    assert len(shares) == 1 and data.attrs["moves"] == []
    same = adapt(plan, "shahab-3,ghadr-1,sejjil-2 from iran", **SMALL).data
    assert same.attrs["before"] == data.attrs["before"] == same.fixed.values[0]


def test_before_is_what_the_ledger_counts(plan):
    aims = aims_of(BALKANS, 2.0)
    found = coverage(plan, plan.threat_set("medium-range"), aims.lat_deg, aims.lon_deg)
    share = aims.people[found.shots > 0].sum() / aims.people[found.reaching > 0].sum()
    assert adapt(plan, **SMALL).data.attrs["before"] == pytest.approx(share)


def test_more_ships_and_more_straits_never_protect_less(plan):
    few, more, many = (settled(plan, further_ships=count) for count in (0, 1, 3))
    assert few <= more <= many
    shut = settled(plan, closed=("bosporus",))
    assert shut <= few
    assert settled(plan, closed=("bosporus", "gibraltar", "messina")) <= shut


def test_a_faster_fleet_is_never_behind(plan):
    slow = adapt(plan, "irbm-3500", **SMALL).data
    fast = adapt(plan.replace("fleet.speed", "30 kn"), "irbm-3500", **SMALL).data
    assert fast.attrs["settled"] == pytest.approx(slow.attrs["settled"])
    last_slow, last_fast = (max(move["arrives_day"] for move in one.attrs["moves"]) for one in (slow, fast))
    assert last_fast <= last_slow


def test_a_plan_without_ships_stays_where_it_is():
    data = adapt(
        load("poland-czech-2007"), "sejjil-2 from damascus", **(SMALL | {"threat": "long-range"})
    ).data
    assert (data.adapted.values == data.fixed.values).all() and data.attrs["moves"] == []
    assert data.attrs["match"]["goal"] == data.attrs["before"]


def test_networks_of_ships_make_the_days_a_lower_bound():
    data = adapt(load("epaa-phase-3"), "+irbm-3500 from damascus", **SMALL).data
    assert data.attrs["checked"] >= data.attrs["settled"] - 1e-12


def test_years_follow_the_estimates_and_the_fleet(changed):
    data = changed.data
    assert np.isnan(data.ships_by_year.values[0]) and data.ships_by_year.values[-1] == 5
    assert np.isnan(data.adapted_by_year.sel(year=2007).values).all()
    alarmist, official = (data.fixed_by_year.sel(estimate=name).values for name in ("alarmist", "official"))
    same = data.year.values >= 2015
    assert np.allclose(alarmist[same], official[same])


def test_matching_sites_are_counted(changed):
    match = changed.data.attrs["match"]
    assert match["goal"] == changed.data.attrs["settled"]
    assert match["further_sites"] is None or 0 <= match["further_sites"] <= len(match["candidates"])
    assert (match["further_sites"] is None) == (match["all_candidates"] < match["goal"])


def test_plain_data_has_the_agreed_keys(changed):
    answer = as_json(changed)
    assert {"days", "coverage", "items", "findings", "scenario", "provenance", "stations"} <= set(answer)
    assert len(answer["days"]) == len(answer["coverage"]["adapted"]) == len(answer["coverage"]["fixed"])
    assert answer["by_year"]["estimates"].keys() == {"cautious", "official", "alarmist"}
    assert {"ship-fdnf", "ft-ewi-2009", "recalled"} <= set(answer["provenance"]["sources"])
    assert [len(item["route"]) > 1 for item in answer["items"]]
    assert all(finding["id"] and finding["text"] for finding in answer["findings"])


def test_nobody_reached_is_told_and_not_a_number(plan):
    result = adapt(plan, "shahab-3 from zahedan", **SMALL)
    assert math.isnan(result.data.attrs["settled"])
    answer = as_json(result)
    assert answer["coverage"]["settled"] is None
    assert "nobody is reached" in answer["findings"][0]["text"]


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ("", "change of the threat"),
        ("+", "change of the threat"),
        ("from", "from"),
        ("irbm-3500 from", "change of the threat"),
        ("irbm-3501", "irbm-3500"),
        ("irbm-3500 from damaskus", "damascus"),
        ("irbm-3500, from damascus", "change of the threat"),
        ("irbm-3500 sejjil-2", "change of the threat"),
    ],
)
def test_a_wrong_change_is_refused(plan, change, word):
    with pytest.raises(InputError, match=word):
        adapt(plan, change, **SMALL)


@pytest.mark.parametrize(
    ("options", "word"),
    [
        ({"closed": ("bosphorus",)}, "bosporus"),
        ({"further_ships": -1}, "further"),
        ({"further_ships": 51}, "0 to 50"),
        ({"resolution_deg": 0.1}, "0.25"),
        ({"by_year": (2012, 2008)}, "range of years"),
        ({"by_year": (1900, 2010)}, "2000"),
        ({"threat": "medium"}, "medium-range"),
        (
            {"region": SimpleNamespace(lat_min_deg=40, lat_max_deg=41, lon_min_deg=-31, lon_max_deg=-30)},
            "nobody",
        ),
    ],
)
def test_a_wrong_option_is_refused(plan, options, word):
    with pytest.raises(InputError, match=word):
        adapt(plan, "irbm-3500", **(SMALL | options))


@pytest.mark.parametrize(
    ("change", "missiles", "places"),
    [
        ("irbm-3500", ["irbm-3500"], ["kermanshah", "semnan", "shahroud", "tabriz"]),
        ("from zahedan,tripoli", ["ghadr-1", "sejjil-2", "shahab-3"], ["tripoli", "zahedan"]),
        ("sejjil-2 , irbm-3500 from iran, damascus", ["irbm-3500", "sejjil-2"],
         ["damascus", "kermanshah", "semnan", "shahroud", "tabriz"]),
    ],
)  # fmt: skip
def test_a_change_names_missiles_and_places(plan, change, missiles, places):
    before = threats_before(plan, "medium-range")
    after = threats_after(plan, before, change)
    assert sorted(one.missile.id for one in after) == missiles
    assert sorted({place.id for one in after for place in one.launch}) == places
    assert threats_after(plan, before, f"+{change}") == (*before, *after)


def test_ships_alike_are_exchanged_freely(plan):
    """Naming the ships in another order changes no number."""
    ships = plan.fleet.ships
    results = []
    for order in itertools.islice(itertools.permutations(ships), 0, 720, 311):
        other = plan.fleet.model_copy(update={"ships": tuple(order)})
        task = Task(replace(plan, fleet=other), aims_of(BALKANS, 5.0), ())
        results.append(sorted((group.makes, group.start.id, group.size) for group in task.groups))
    assert all(one == results[0] for one in results)
