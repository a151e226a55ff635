"""What the rules of treaties find: the outcomes of the fact sheet, dates, both readings, ceilings and stationing."""

from __future__ import annotations

import json
from datetime import date
from functools import cache

import numpy as np
import pytest

from equipoise.analyses.treaty import treaty
from equipoise.analyses.treaty_answers import as_json, findings_of, headroom_of
from equipoise.analyses.treaty_dates import after, standing_on
from equipoise.analyses.treaty_findings import Stationing
from equipoise.catalogue import sources
from equipoise.catalogue.treaty_files import read_treaty
from equipoise.errors import InputError
from equipoise.scenario import examples, load

PLAN = load("poland-czech-2007")
ASHORE = load("epaa-phase-3")


def found(result, rule, subject=None):
    """The findings of a rule; of one subject, the only one."""
    rows = [row for row in findings_of(result) if row["rule"] == rule]
    if subject is None:
        return rows
    (row,) = [row for row in rows if row["subject"] == subject]
    return row


IN_POLAND = "batteries.redzikowo"
OUTCOMES = [
    # scenario, rule, subject, result: the worked outcomes of the treaties' own texts
    (PLAN, "inf-vii-3", IN_POLAND, "exempt"),
    (PLAN, "inf-range", IN_POLAND, "settled"),
    (PLAN, "inf-launcher", IN_POLAND, "not concerned"),
    (ASHORE, "inf-vii-3", "batteries.deveselu", "exempt"),
    (ASHORE, "inf-launcher", "batteries.deveselu", "disputed"),
    (ASHORE, "inf-launcher", "batteries.redzikowo", "disputed"),
    (ASHORE, "inf-sea", "batteries.aegean", "out of scope"),
    (ASHORE, "inf-launcher", "batteries.aegean", "settled"),
    (PLAN, "abm-d1", IN_POLAND, "above"),
    (PLAN, "abm-ix", IN_POLAND, "prohibited"),
    (PLAN, "abm-ix-radar", "sensors.brdy", "prohibited"),
    (ASHORE, "abm-d1", "batteries.deveselu", "hangs on the value"),
    (ASHORE, "abm-ix", "batteries.deveselu", "hangs on the value"),
    (ASHORE, "abm-v-1", "batteries.aegean", "prohibited"),
    (PLAN, "abm-d2-speed", "threats.long-range.icbm-notional-9000", "above"),
    (PLAN, "abm-d2-range", "threats.medium-range.sejjil-2", "within"),
    (PLAN, "inf-threat", "threats.medium-range.sejjil-2", "no party"),
    (ASHORE, "ns-v-3", "batteries.redzikowo", "not concerned"),
    (PLAN, "cfe-scope", IN_POLAND, "out of scope"),
    (PLAN, "cfe-iv", "east", "within"),
    (PLAN, "cfe-vi", "RUS", "within"),
    (PLAN, "cfe-vii", "AZE", "above"),
    (PLAN, "flank-smaller", "RUS", "above"),
    (PLAN, "acfe-territorial", "POL", "no room"),
]


@cache
def result_of(name):
    return treaty(PLAN if name == PLAN.name else ASHORE)


@pytest.mark.parametrize(
    ("plan", "rule", "subject", "result"), OUTCOMES, ids=lambda part: getattr(part, "name", part)
)
def test_worked_outcomes(plan, rule, subject, result):
    assert found(result_of(plan.name), rule, subject)["result"] == result


def test_a_finding_names_rule_input_confidence_and_sources():
    row = found(result_of(PLAN.name), "abm-d1", IN_POLAND)
    assert row["input_address"] == "batteries.redzikowo.interceptor.burnout_speed"
    assert row["input_value"] == "6.3 km/s" and row["article"] == "1st Statement"
    assert row["confidence"] == "official" and {"abm-first", "afp-2007"} <= set(row["sources"])
    assert row["states"] == ["USA", "POL"] and row["id"] == "abm-d1:batteries.redzikowo"


def test_every_finding_of_every_shipped_plan_is_sourced_and_graded():
    for name in ("ships-2009", "sectoral-defence", "cbo-option-3", "gabala-armavir-added"):
        rows = findings_of(treaty(load(name)))
        assert len(rows) > 20
        for row in rows:
            assert row["confidence"] in ("official", "measured", "estimate", "assumption")
            assert row["sources"] and set(row["sources"]) <= set(sources())


def test_the_launcher_on_land_has_both_readings_and_neither_is_resolved():
    row = found(result_of(ASHORE.name), "inf-launcher", "batteries.deveselu")
    assert row["reading_a"].startswith("Russian Foreign Ministry:") and "Tomahawk" in row["reading_a"]
    assert row["reading_b"].startswith("United States:") and "not the same launcher" in row["reading_b"]
    silent = found(result_of(PLAN.name), "inf-launcher", IN_POLAND)
    assert silent["reading_a"] == silent["reading_b"] == ""


@pytest.mark.parametrize(
    ("name", "day", "state", "words"),
    [
        ("inf", "1987-12-07", "", "not signed yet"),
        ("inf", "1988-05-31", "", "signed, not in force since 1987-12-08"),
        ("inf", "2008-07-08", "USA", "in force since 1988-06-01"),
        ("inf", "2019-02-02", "USA", "suspended since 2019-02-02"),
        ("inf", "2019-08-02", "USA", "ended since 2019-08-02"),
        ("abm", "2002-06-12", "USA", "in force since 1972-10-03"),
        ("abm", "2002-06-13", "USA", "ended since 2002-06-13"),
        ("abm-demarcation-1997", "2008-07-08", "USA", "signed, not in force since 1997-09-26"),
        ("new-start", "2011-02-05", "RUS", "in force since 2011-02-05"),
        ("new-start", "2026-02-05", "RUS", "ended since 2026-02-05"),
        ("cfe-1990", "2007-12-11", "RUS", "in force since 1992-11-09"),
        ("cfe-1990", "2007-12-12", "RUS", "suspended since 2007-12-12"),
        ("cfe-1990", "2007-12-12", "POL", "in force since 1992-11-09"),
        ("cfe-1990", "2007-12-12", "", "in force since 1992-11-09, not for RUS"),
        ("cfe-1990", "2023-11-07", "RUS", "ended since 2023-11-07"),
        ("cfe-1990", "2023-11-07", "USA", "suspended since 2023-11-07"),
        ("cfe-adapted-1999", "2010-01-01", "RUS", "signed, not in force since 1999-11-19"),
    ],
)
def test_standing_on_a_day(name, day, state, words):
    assert str(standing_on(read_treaty(name), date.fromisoformat(day), state)) == words


def test_notices_run_as_the_treaties_say():
    assert after(date(2001, 12, 13), "6 months") == date(2002, 6, 13)
    assert after(date(2019, 2, 2), "6 months") == date(2019, 8, 2)
    assert after(date(2019, 8, 31), "6 months") == date(2020, 2, 29)
    assert after(date(2023, 5, 10), "150 days") == date(2023, 10, 7)
    (abm,) = found(result_of(PLAN.name), "abm-xv")
    assert abm["result"] == "kept" and "2002-06-13" in abm["words"]
    (cfe,) = found(result_of(PLAN.name), "cfe-xix")
    assert cfe["result"] == "kept" and "151 days" in cfe["words"]
    late = treaty(PLAN, date="2023-12-31", treaty="cfe-1990")
    assert ["181 days" in row["words"] for row in found(late, "cfe-xix")] == [False, True]
    (running,) = found(treaty(PLAN, date="2019-05-01", treaty="inf"), "inf-notice")
    assert running["result"] == "not yet" and "2019-08-02" in running["words"]


def test_a_rule_is_law_only_while_its_treaty_is_in_force():
    assert not found(result_of(PLAN.name), "abm-ix", IN_POLAND)["binds"]
    assert found(treaty(PLAN, date="2001-01-01"), "abm-ix", IN_POLAND)["binds"]
    assert found(result_of(PLAN.name), "inf-vii-3", IN_POLAND)["binds"]
    assert not found(treaty(PLAN, date="2020-01-01"), "inf-vii-3", IN_POLAND)["binds"]


def test_suspension_tells_what_cannot_be_verified():
    (row,) = found(result_of(PLAN.name), "cfe-suspension")
    # 6,400 of 20,000 tanks and 3,450 of 6,800 aircraft.
    assert row["result"] == "disputed" and "32% to 51%" in row["words"] and row["states"] == ["RUS"]
    (before,) = found(treaty(PLAN, date="2007-12-11"), "cfe-suspension")
    assert before["result"] == "not concerned"


def test_what_is_not_stated_is_said():
    bare = load("thaad-south-east")
    result = treaty(bare)
    assert {row["result"] for row in found(result, "inf-vii-3")} == {"not stated"}
    assert result.data.attrs["date"] == "2008-07-08" and "default" in result.data.attrs["date_from"]
    owned = treaty(bare.replace("batteries.ankara.owner", "USA"))
    assert found(owned, "inf-vii-3", "batteries.ankara")["result"] == "exempt"
    assert found(owned, "inf-vii-3", "batteries.ankara")["confidence"] == "assumption"
    assert found(owned, "abm-ix", "batteries.ankara")["states"] == ["USA", "TUR"]


def test_a_missile_with_a_range_in_the_band_is_prohibited_for_its_party():
    plan = PLAN.replace("batteries.redzikowo.interceptor.solely_intercepts", "false")
    assert found(treaty(plan), "inf-range", IN_POLAND)["result"] == "not stated"
    for reach, result in (("499 km", "out of scope"), ("500 km", "prohibited"), ("5500 km", "prohibited"),
                          ("5501 km", "out of scope")):  # fmt: skip
        tested = plan.replace("batteries.redzikowo.interceptor.tested_range", reach)
        assert found(treaty(tested), "inf-range", IN_POLAND)["result"] == result


def test_converted_silos_are_forbidden_by_new_start_alone():
    plan = PLAN.replace("batteries.redzikowo.interceptor.launcher", "converted-icbm-silo")
    row = found(treaty(plan, date="2015-01-01"), "ns-v-3", IN_POLAND)
    assert (row["result"], row["binds"]) == ("prohibited", True)


def test_states_are_treated_alike():
    """The same battery, owned by Russia and standing in Belarus, draws the same findings."""
    mirrored = PLAN.replace("batteries.redzikowo.owner", "RUS").replace("batteries.redzikowo.host", "BLR")
    ours, theirs = (treaty(plan) for plan in (PLAN, mirrored))
    for rule in ("inf-vii-3", "inf-launcher", "abm-ix", "abm-d1", "ns-v-3"):
        assert found(ours, rule, IN_POLAND)["result"] == found(theirs, rule, IN_POLAND)["result"]


def test_headroom_is_limit_less_holding():
    data = result_of(PLAN.name).data
    # Germany 1992: 7,170 tanks of 4,166; 1995: 3,061.
    tanks = data.headroom.sel(ceiling="levels-1990", state="DEU", category="tanks")
    assert float(tanks.sel(year=1992)) == 4166 - 7170 and float(tanks.sel(year=1995)) == 4166 - 3061
    # At the beginning of 2007: 1,904.
    assert float(tanks.sel(year=2007)) == 4166 - 1904 and np.isnan(tanks.sel(year=1999))
    assert float(data.limit.sel(ceiling="sufficiency", state="RUS", category="aircraft")) == 5150
    assert int(data.year.max()) == 2007 and set(treaty(PLAN, date="1994-01-01").data.year.values) == {
        1990,
        1992,
    }


def test_the_ledger_gets_the_least_headroom_and_the_findings_of_a_state():
    greece = headroom_of(result_of(PLAN.name), "GRC")
    assert (greece["category"], greece["year"], greece["headroom_share"]) == ("tanks", 1995, 0.0)
    turkey, poland = (headroom_of(result_of(PLAN.name), code) for code in ("TUR", "POL"))
    assert turkey["headroom"] is None
    assert (poland["category"], poland["year"], poland["headroom"]) == ("tanks", 2002, 1730 - 1000)
    assert {"inf-vii-3", "abm-ix", "acfe-territorial"} <= {row["rule"] for row in poland["findings"]}
    assert headroom_of(result_of(PLAN.name), "BRA")["findings"] == []


@pytest.mark.parametrize(
    ("numbers", "result"),
    [
        ((0, 0, 0), "within"),
        ((153, 241, 140), "temporary only"),
        ((154, 0, 0), "exceptional only"),
        ((460, 0, 0), "above"),
    ],
)
def test_stationing_in_a_host_that_may_fill_its_own_ceiling(numbers, result):
    one = Stationing("USA", "POL", numbers)
    row = found(treaty(PLAN, stationings=(one,)), "acfe-territorial", "POL")
    assert row["result"] == result and {"USA", "POL"} <= set(row["states"])


def test_stationing_lowers_the_headroom_of_its_owner():
    with_force = treaty(PLAN, stationings=(Stationing("USA", "DEU", (100, 50, 0)),))
    at = {"ceiling": "levels-1990", "state": "USA", "year": 1999}
    before, later = (result.data.headroom.sel(at) for result in (result_of(PLAN.name), with_force))
    assert list((before - later).sel(category=["tanks", "acv", "artillery"]).values) == [100, 50, 0]
    # Germany: 4,704 tanks on its territory, 3,444 of its own.
    assert "1,260 tanks" in found(with_force, "acfe-territorial", "DEU")["words"]


def test_one_treaty_alone_says_the_same():
    alone = treaty(PLAN, treaty="abm")
    assert {row["treaty"] for row in findings_of(alone)} == {"abm"}
    whole = [row for row in findings_of(result_of(PLAN.name)) if row["treaty"] == "abm"]
    assert findings_of(alone) == whole


@pytest.mark.parametrize("given", ["2008-02-30", "8 July 2008", ""])
def test_a_wrong_day_is_refused(given):
    with pytest.raises(InputError, match="this is no day"):
        treaty(PLAN, date=given)


def test_plain_data_is_json():
    data = as_json(result_of(PLAN.name))
    text = json.dumps(data, allow_nan=False)
    assert {"findings", "items", "treaties", "scenario", "date", "provenance"} <= set(json.loads(text))
    assert {"nato-figures-2008", "cfe-ch7"} <= set(data["provenance"]["sources"])


@pytest.mark.parametrize("name", examples())
def test_every_shipped_plan_is_judged(name):
    assert load(name).date or name in ("ships-black-sea-north-sea", "sites-caucasus", "thaad-south-east")
