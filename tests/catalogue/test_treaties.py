"""Treaties as data: ceilings re-added to the published totals, dates in order, every row sourced and graded."""

from __future__ import annotations

from itertools import pairwise

import pytest

from equipoise.catalogue import sources
from equipoise.catalogue.treaty_files import CATEGORIES, holdings, read_treaty, treaty_ids
from equipoise.catalogue.treaty_sums import checked_sum, sum_of
from equipoise.errors import InputError
from equipoise.geography import states
from source_tree import ROOT

CFE, ADAPTED = read_treaty("cfe-1990"), read_treaty("cfe-adapted-1999")
# Arms Control Today, August 1999 (cfe-node545): NATO with three new members, entitlement and proposed ceilings.
NATO_AND_THREE = {"cfe-1990": (22664, 35039, 21503, 7532), "cfe-adapted-1999": (19096, 31787, 19529, 7273)}
# Treaty of 1990, Article IV.1.
GROUP = (20000, 30000, 20000, 6800, 2000)


@pytest.mark.parametrize("treaty", [CFE, ADAPTED], ids=lambda treaty: treaty.id)
def test_national_ceilings_add_up_to_the_published_totals(treaty):
    for known in treaty.sums:
        assert known.numbers[:4] == (NATO_AND_THREE[treaty.id] if "nato" in known.id else GROUP[:4])
        rows = checked_sum(treaty, known)
        assert len(rows) >= 4
        for category, ours, published in rows:
            assert ours == published, f"{known.id}: {category}"


def test_a_wrong_figure_would_be_seen():
    known = CFE.sums[1]
    table = CFE.table("levels-1990")
    rows = table.rows | {
        "POL": table.rows["POL"].model_copy(update={"numbers": (1731, 2150, 1610, 460, 130)})
    }
    tables = tuple(one.model_copy(update={"rows": rows}) if one is table else one for one in CFE.tables)
    changed = CFE.model_copy(update={"tables": tables})
    assert [ours - published for _, ours, published in checked_sum(changed, known)] == [1, 0, 0, 0, 0]


def numbers(name: str) -> tuple[int | None, ...]:
    return next(iter(CFE.table(name).rows.values())).numbers


def plus(*columns):
    return tuple(sum(parts) for parts in zip(*columns, strict=True))


def test_zones_add_up_to_the_ceiling_of_a_group():
    total, active = numbers("group-total"), numbers("group-active")
    assert plus(active, numbers("group-stored")) == total[:3]
    assert plus(numbers("zone-4-2"), numbers("group-flank")) == total[:3]
    assert plus(numbers("zone-4-2-active"), numbers("group-flank")) == active
    assert (
        tuple(2 * number for number in total) == numbers("area-total") == (40000, 60000, 40000, 13600, 4000)
    )


def test_zones_lie_within_each_other():
    nested = [
        numbers(name) for name in ("zone-4-4-active", "zone-4-3-active", "zone-4-2-active", "group-active")
    ]
    for inner, outer in pairwise(nested):
        assert all(small < large for small, large in zip(inner, outer, strict=True))


def test_one_third_is_not_one_third_for_aircraft_and_helicopters():
    shares = [part / whole for part, whole in zip(numbers("sufficiency"), numbers("area-total"), strict=True)]
    assert [round(100 * share, 2) for share in shares] == [33.25, 33.33, 34.25, 37.87, 37.5]


def test_the_southern_store_is_the_difference_of_two_flank_rules():
    active, stored = (
        CFE.table(name).rows["RUS"].numbers for name in ("flank-rule-1990", "flank-stored-1990")
    )
    assert tuple(b - a for a, b in zip(active, stored, strict=True)) == (600, 800, 400)


def test_helicopters_of_1999_miss_the_proposal_by_the_entry_of_canada():
    table = ADAPTED.table("national-1999")
    codes = (*ADAPTED.groups["nato"], "CZE", "HUN", "POL")
    assert sum_of(table, codes, "helicopters") == 2269 + table.number("CAN", "helicopters")


def test_territory_holds_at_least_the_nation_where_it_is_one_state():
    national, territorial = ADAPTED.table("national-1999"), ADAPTED.table("territorial-1999")
    for code, row in territorial.rows.items():
        own = national.rows[code].numbers[:3]
        assert all(land >= nation for land, nation in zip(row.numbers, own, strict=True)), code


@pytest.mark.parametrize(
    ("block", "total"),
    [
        ("all-1990", 201005),
        ("all-1992", 197296),
        ("all-1995", 130813),
        ("all-2000", 120384),
        ("all-2010", 92115),
    ],
)
def test_notified_holdings_add_up_to_the_printed_totals(block, total):
    found = next(one for one in holdings() if one.id == block)
    assert sum(found.rows["all parties"].numbers) == total


@pytest.mark.parametrize("name", treaty_ids())
def test_a_treaty_has_known_states_dates_in_order_and_reasons(name):
    treaty = read_treaty(name)
    codes = set(states().iso3)
    assert set(treaty.members) <= codes
    days = [event.date for event in treaty.dates]
    assert days == sorted(days) and treaty.dates[0].event == "signed"
    assert all(set(event.by) <= set(treaty.members) for event in treaty.dates)
    ids = [rule.id for rule in treaty.rules]
    assert len(set(ids)) == len(ids)
    for rule in treaty.rules:
        assert set(rule.sources) <= set(sources()) and len(rule.text) > 20


@pytest.mark.parametrize("name", treaty_ids())
def test_what_was_only_recalled_is_graded_assumption(name):
    treaty = read_treaty(name)
    for each in (*treaty.dates, *treaty.rules, *treaty.tables, *treaty.sums):
        assert sources()[each.source].access != "memory" or each.grade == "assumption", each
    for table in treaty.tables:
        for code in table.rows:
            memory = sources()[table.source_of(code)].access == "memory"
            assert not memory or table.grade_of(code) == "assumption", f"{table.id}.{code}"


def test_every_group_has_its_states():
    assert [len(CFE.groups[name]) for name in ("nato", "east")] == [16, 14]
    assert set(CFE.table("levels-1990").rows) == set(CFE.members) == set(ADAPTED.table("national-1999").rows)
    assert CFE.table("group-total").categories == CATEGORIES


def test_an_unknown_treaty_names_the_nearest():
    with pytest.raises(InputError, match="did you mean 'cfe-1990'"):
        read_treaty("cfe-1991")


def test_a_file_of_ones_own_is_a_treaty_and_its_faults_have_places(tmp_path):
    text = """\
id: mine
name: My treaty
summary: A trial.
parties: [USA, POL]
dates:
  - {event: signed, date: "2001-01-01", source: recalled, grade: assumption}
rules:
  - id: mine-1
    article: I
    title: Speed
    text: No faster than so, wherever it stands.
    subject: battery
    test: at-most
    fact: interceptor-speed
    limit: {value: 5 km/s, source: recalled, grade: assumption}
    met: within
    otherwise: above
    source: recalled
    grade: assumption
"""
    path = tmp_path / "mine.yaml"
    path.write_text(text)
    assert read_treaty(str(path)).rules[0].test == "at-most"
    broken = tmp_path / "broken.yaml"
    broken.write_text(text.replace("test: at-most", "test: at-least"))
    with pytest.raises(InputError, match=r"broken.yaml:13:.*rules.0.test"):
        read_treaty(str(broken))
    unsourced = tmp_path / "unsourced.yaml"
    unsourced.write_text(
        text.replace("source: recalled, grade: assumption}\nrules", "source: nobody, grade: official}\nrules")
    )
    with pytest.raises(InputError, match="there is no source 'nobody'"):
        read_treaty(str(unsourced))


@pytest.mark.parametrize("treaty", [CFE, ADAPTED], ids=lambda treaty: treaty.id)
def test_the_page_reproduces_the_tables(treaty):
    page = (ROOT / "docs" / "treaties.md").read_text(encoding="utf-8")
    for table in treaty.tables:
        if table.id in (
            "levels-1990",
            "national-1999",
            "territorial-1999",
            "group-total",
            "zone-4-2",
            "sufficiency",
        ):
            for row in table.rows.values():
                cells = " | ".join(
                    "\N{EN DASH}" if number is None else f"{number:,}" for number in row.numbers
                )
                assert f"| {cells} |" in page, f"{table.id}: {cells}"


def held(block: str, name: str) -> tuple[int | None, ...]:
    return next(one for one in holdings() if one.id == block).rows[name].numbers


def test_holdings_of_an_alliance_lie_between_those_of_its_members_and_of_all_parties():
    for year, parties in ((1990, "all-1990"), (2007, "all-2000")):
        alliance, whole = held(f"nato-{year}", "NATO"), held(parties, "all parties")
        members = plus(held(f"nato-{year}", "USA"), held(f"nato-{year}", "DEU"))
        assert all(a < b < c for a, b, c in zip(members, alliance, whole, strict=True))
    assert all(
        later < sooner
        for later, sooner in zip(held("nato-2007", "USA")[:3], held("usa-1999", "USA"), strict=False)
    )


def test_every_state_of_the_treaty_has_a_holding_but_those_that_the_page_names():
    told = {code for block in holdings() for code in block.rows if not block.zone}
    page = (ROOT / "docs" / "treaties.md").read_text(encoding="utf-8")
    missing = sorted(set(CFE.members) - told)
    names = dict(zip(states().iso3, states().name, strict=True))
    assert missing == ["ESP", "GBR", "ISL", "KAZ", "LUX", "PRT", "TUR"]
    assert all(names[code] in page for code in missing)


@pytest.mark.parametrize("block", [one.id for one in holdings()])
def test_holdings_stand_on_the_page(block):
    page = (ROOT / "docs" / "treaties.md").read_text(encoding="utf-8")
    found = next(one for one in holdings() if one.id == block)
    for row in found.rows.values():
        cells = ["\N{EN DASH}" if number is None else f"{number:,}" for number in row.numbers]
        assert f"| {found.date} | {' | '.join(cells)} |"[:40] in page, (block, cells)
