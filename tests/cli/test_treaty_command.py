"""equipoise treaty, list treaties, show: what they print, write and refuse."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from equipoise.catalogue.treaty_files import treaty_ids
from equipoise.cli import status_of


def run(capsys, *words):
    """Standard output of a command that ends well."""
    assert status_of(list(words)) == 0
    return capsys.readouterr().out


def test_the_plan_of_2007_in_tables_of_a_hundred_columns(capsys):
    text = run(capsys, "treaty", "poland-czech-2007")
    assert max(map(len, text.splitlines())) <= 100
    for words in (
        "poland-czech-2007 on 2008-07-08 (the scenario's)",
        "exempt*",
        "prohibited*",
        "of USA, in POL",
        "296 of 220",
    ):
        assert words in text
    assert "No finding is a legal opinion" in " ".join(text.split())
    shares = {line.split()[0]: line.split()[-1] for line in text.splitlines() if len(line.split()) == 8}
    assert shares["GEO"] == "-"  # holdings of 1990 are beside no level that bound yet
    assert shares["AZE"] == "-35%"


def test_both_readings_are_printed_and_stationing_is_told(capsys):
    text = " ".join(run(capsys, "treaty", "epaa-phase-3", "--station", "USA:POL:0,116,20").split())
    assert "Russian Foreign Ministry: The naval Mk-41" in text and "neither reading is preferred" in text
    assert "116 acv and 20 artillery of USA in POL" in text and "temporary only*" in text


def test_json_and_files(capsys, tmp_path):
    data = json.loads(
        run(capsys, "treaty", "ships-2009", "--treaty", "inf", "--json", "--out", str(tmp_path))
    )
    assert {row["treaty"] for row in data["findings"]} == {"inf"} and data["scenario"] == "ships-2009"
    assert {"out of scope"} == {row["result"] for row in data["findings"] if row["rule"] == "inf-sea"}
    assert json.loads((tmp_path / "treaty.json").read_text())["date"] == "2009-09-17"
    assert (tmp_path / "treaty.png").read_bytes()[:4] == b"\x89PNG" and (
        tmp_path / "treaty.svg"
    ).stat().st_size > 5000


def test_set_changes_a_fact(capsys):
    words = ("treaty", "poland-czech-2007", "--treaty", "inf", "--json", "--set")
    data = json.loads(run(capsys, *words, "batteries.redzikowo.interceptor.launcher=mk-41"))
    (row,) = [row for row in data["findings"] if row["rule"] == "inf-launcher"]
    assert row["result"] == "disputed" and row["confidence"] == "assumption"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--date", "2008-13-01"), "this is no day"),
        (("--date", "yesterday"), "write YYYY-MM-DD"),
        (("--treaty", "in"), "did you mean 'inf'"),
        (("--treaty", "nowhere.yaml"), "nowhere.yaml"),
        (("--station", "USA-POL-1"), "this is no stationing"),
        (("--station", "USA:XXX:1,2,3"), "there is no state 'XXX'"),
        (("--station", "POL:POL:1,2,3"), "one state"),
        (("--station", "USA:POL:1,2"), "three whole numbers"),
        (("--station", "USA:POL:1,-2,3"), "three whole numbers"),
        (("--set", "batteries.redzikowo.owner=Amerika"), "there is no state 'Amerika'"),
        (("--set", "date=2008"), "is no day"),
    ],
)
def test_wrong_input_is_told(capsys, words, told):
    assert status_of(["treaty", "poland-czech-2007", *words]) == 1
    assert told in capsys.readouterr().err


def test_show_tells_a_treaty_with_its_dates_rules_tables_and_sums(capsys):
    text = run(capsys, "show", "cfe-1990")
    assert max(map(len, text.splitlines())) <= 100
    told = " ".join(text.split())
    for words in (
        "2007-12-12 suspended RUS",
        "cfe-vii VII: Maximum national level",
        "DEU* 4,166",
        "as published [cfe-node545]",
    ):
        assert words in told
    data = json.loads(run(capsys, "show", "inf", "--json"))
    assert [rule["id"] for rule in data["rules"]][:2] == ["inf-sea", "inf-vii-3"] and data["sources"]


@pytest.mark.parametrize("name", treaty_ids())
def test_every_treaty_is_shown_within_the_width(capsys, name):
    assert max(map(len, run(capsys, "show", name).splitlines())) <= 100


def test_list_and_show_stay_light():
    code = "import sys, equipoise.commands.library; sys.exit(bool({'numba', 'numpy', 'xarray'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
