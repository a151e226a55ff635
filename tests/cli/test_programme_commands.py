"""The commands `schedule` and `cost`: keys of their JSON, tables, files, figures, and wrong words told."""

from __future__ import annotations

import json

import pytest

from equipoise.cli import status_of

PLAN, SHIPS = "poland-czech-2007", "ships-2009"
QUICK = {"schedule": ("--no-coverage", "--trials", "200"), "cost": ("--no-people", "--trials", "200")}


def said(capsys, *words):
    """What a command prints, after it ended well."""
    assert status_of([*words]) == 0
    return capsys.readouterr().out


def answer(capsys, command, *words):
    return json.loads(said(capsys, command, *words, *QUICK[command], "--json"))


def test_schedule_has_its_keys(capsys):
    data = answer(capsys, "schedule", PLAN, "--years", "2010-2015")
    assert {"years", "coverage", "items", "scenario", "provenance"} <= set(data)
    assert data["years"] == [2010, 2011, 2012, 2013, 2014, 2015] and data["coverage"] is None
    assert all(len(item["chance"]) == 6 for item in data["items"])


def test_schedule_counts_people_by_year(capsys):
    words = ("--region", "46,47,7,8", "--threat", "long-range", "--trials", "200", "--json")
    data = json.loads(said(capsys, "schedule", PLAN, *words))
    share = data["coverage"]["long-range"]["share"]
    assert share == sorted(share) and 0 < share[-1] < data["coverage"]["long-range"]["full_share"] == 1.0


def test_cost_has_its_keys(capsys):
    data = answer(capsys, "cost", PLAN)
    assert {"items", "total", "scenario", "provenance", "estimates"} <= set(data)
    assert data["per_person"] is None and data["total"]["p05_usd"] < data["total"]["p95_usd"]


@pytest.mark.parametrize("command", sorted(QUICK))
def test_two_plans_side_by_side_in_files(command, capsys, tmp_path):
    data = answer(capsys, command, PLAN, SHIPS, "--out", str(tmp_path))
    assert [one["scenario"] for one in data["scenarios"]] == [PLAN, SHIPS]
    figures = [command, "schedule-said"] if command == "schedule" else [command]
    pictures = {f"{figure}.{form}" for figure in figures for form in ("png", "svg")}
    assert {file.name for file in tmp_path.iterdir()} == {f"{command}.json", *pictures}
    assert json.loads((tmp_path / f"{command}.json").read_text()) == data
    assert PLAN in (tmp_path / f"{command}.svg").read_text()


@pytest.mark.parametrize("command", sorted(QUICK))
@pytest.mark.parametrize("name", [PLAN, SHIPS, "epaa-phase-4"])
def test_tables_fit_the_terminal_and_name_what_they_rest_on(command, name, capsys):
    text = said(capsys, command, name, *QUICK[command])
    assert max(map(len, text.splitlines())) <= 100
    assert ("european-sites" if command == "schedule" else "growth") in text or name == SHIPS


def test_set_changes_dates_and_prices(capsys):
    sure = [
        "--set",
        "programme.elements.site-redzikowo.slip=on-time",
        "--set",
        "programme.slip_correlation=1",
    ]
    data = answer(capsys, "schedule", PLAN, *sure)
    (site,) = [item for item in data["items"] if item["id"] == "site-redzikowo"]
    assert site["own"][data["years"].index(2012)] == 0.0 and site["own"][data["years"].index(2013)] == 1.0
    dear = answer(
        capsys, "cost", PLAN, "--set", "programme.elements.site-redzikowo.costs.interceptors.count=20"
    )
    (line,) = [item for item in dear["items"] if item["id"] == "interceptors"]
    assert line["base_usd"] == 1400e6


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("schedule", PLAN, "--years", "soon"), "write two years with a hyphen between"),
        (("schedule", PLAN, "--years", "2020-2010"), "no span of years"),
        (("schedule", PLAN, "--trials", "0"), "give 1 to 1,000,000"),
        (("schedule", PLAN, SHIPS, PLAN, SHIPS, PLAN), "give up to 4"),
        (("schedule", "thaad-south-east"), "no planned date"),
        (("schedule", "sectoral-defence"), "sites-russian-sector.planned"),
        (("schedule", "sites-caucasus"), "no programme"),
        (("cost", "sites-caucasus"), "no programme"),
        (("cost", PLAN, "--seed", "-1"), "is no seed"),
        (("cost", PLAN, "--set", "programme.budget.discount_rate=2"), "outside the limits"),
    ],
)
def test_wrong_words_are_told(words, told, capsys):
    assert status_of(list(words)) == 1
    streams = capsys.readouterr()
    assert told in streams.err and streams.out == "" and "Traceback" not in streams.err
