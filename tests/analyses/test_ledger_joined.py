"""Cost shares by key, and what treaties leave open, as the ledger joins them."""

from __future__ import annotations

import pytest

from equipoise.analyses.ledger_cost import KEYS, Charge, charge_of, shares
from equipoise.analyses.ledger_rows import books_of
from equipoise.analyses.ledger_treaty import treaty_parts
from equipoise.analyses.treaty import treaty
from equipoise.errors import InputError
from equipoise.geography import alliance, states
from equipoise.scenario import load

PLAN = "poland-czech-2007"


def rows(**protected):
    return [{"iso3": iso3, "protected_people": float(people)} for iso3, people in protected.items()]


def treaty_part(found, iso3):
    return treaty_parts(found, [iso3])[iso3]


def charge(**payers):
    return Charge(sum(payers.values()), 2.0 * sum(payers.values()), 2009, payers, (), ())


@pytest.mark.parametrize("key", KEYS)
def test_all_shares_together_are_the_whole(key):
    told = [{"iso3": iso3, "protected_people": 5.0} for iso3 in states().iso3]
    assert sum(shares(charge(USA=3.0, POL=1.0), key, told).values()) == pytest.approx(1.0)


def test_who_is_not_named_pays_nothing_only_where_every_line_has_its_payer():
    told = rows(USA=1, POL=1)
    assert shares(charge(USA=4.0), "owner-pays", told) == {"USA": 1.0, "POL": 0.0}
    assert shares(charge(USA=3.0, unknown=1.0), "owner-pays", told) == {"USA": 0.75, "POL": None}


def test_by_population_members_alone_pay():
    table = states()
    found = shares(charge(USA=1.0), "nato-population", rows(DEU=0, RUS=0))
    whole = sum(int(table.population[table.index(code)]) for code in alliance("nato_2007"))
    assert found["DEU"] == pytest.approx(82_927_922 / whole) and found["RUS"] == 0.0


def test_by_people_protected():
    assert shares(charge(USA=1.0), "protected", rows(POL=3, TUR=1)) == {"POL": 0.75, "TUR": 0.25}
    assert shares(charge(USA=1.0), "protected", rows(POL=0, TUR=0)) == {"POL": None, "TUR": None}


def test_a_cost_that_nobody_stated_is_not_zero():
    assert charge_of(load("sites-caucasus")) is None
    assert shares(None, "owner-pays", rows(USA=1)) == {"USA": None}
    (row,) = books_of(load("sites-caucasus"), threat="medium-range", of=("CYP",)).rows("medium-range")
    assert row["cost"] is None


def test_an_unknown_key_is_told():
    with pytest.raises(InputError, match="did you mean 'owner-pays'"):
        shares(None, "owner-pay", [])


def test_the_plan_of_2007_costs_as_the_cost_analysis_says():
    found = charge_of(load(PLAN))
    assert set(found.payers) == {"USA"} and 4e9 < found.base_usd < found.grown_usd < 14e9


def test_the_launcher_dispute_stays_open_for_host_and_owner():
    found = treaty(load("epaa-phase-2"))
    for iso3 in ("ROU", "USA"):
        (disputed,) = treaty_part(found, iso3)["open"]
        assert disputed["result"] == "disputed" and disputed["reading_a"] and disputed["reading_b"]
    assert treaty_part(found, "CHE")["open_count"] is None


def test_old_holdings_say_nothing_of_later_ceilings():
    found = treaty(load(PLAN))
    assert treaty_part(found, "ARM")["room"] is None
    assert treaty_part(found, "GRC")["room"]["headroom"] == 0
    assert treaty_part(found, "AZE")["open_count"] == 1


def test_another_day_other_treaties():
    # INF binds in 2008 and has ended by 2020.
    plan = load("epaa-phase-2")
    assert treaty_part(treaty(plan, date="2020-01-01"), "ROU")["open_count"] == 0
