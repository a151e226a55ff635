"""list, show, cite, check."""

from __future__ import annotations

import json

import pytest

from equipoise.catalogue import FOLDER, KINDS
from equipoise.cli import status_of

BURNOUT = "batteries.redzikowo.interceptor.burnout_speed"


def answer(capsys, *words):
    assert status_of([*words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("kind", KINDS)
def test_list_names_every_entry(kind, capsys):
    data = answer(capsys, "list", kind)
    assert data["kind"] == kind
    assert all(row["id"] and row["name"] for row in data["entries"])
    assert status_of(["list", kind]) == 0
    table = capsys.readouterr().out
    assert all(row["id"] in table.replace("\n", "") for row in data["entries"] if len(row["id"]) < 30)


def test_list_of_no_kind_names_the_kinds(capsys):
    assert status_of(["list", "radar"]) == 1
    assert "interceptors, missiles, sensors" in capsys.readouterr().err


def test_show_gives_range_source_grade_and_the_values_not_chosen(capsys):
    data = answer(capsys, "show", "gbi-two-stage")
    (speed,) = [number for number in data["numbers"] if number["key"] == "burnout_speed"]
    assert (speed["value"], speed["low"], speed["high"]) == ("6.3 km/s", "5.4 km/s", "9 km/s")
    assert (speed["source"], speed["grade"]) == ("afp-2007", "official")
    assert [rival["value"] for rival in speed["alternatives"]] == [
        "5.4 km/s",
        "7.7 km/s",
        "8.3 km/s",
        "9 km/s",
    ]
    assert "afp-2007" in [source["key"] for source in data["sources"]]
    assert status_of(["show", "gbi-two-stage"]) == 0
    text = capsys.readouterr().out
    assert "6.3 km/s  (5.4 km/s to 9 km/s)  [afp-2007, official]" in text
    assert "not chosen: 8.3 km/s" in text
    assert max(map(len, text.splitlines())) <= 100


def test_show_of_a_scenario_takes_set_and_paths(capsys):
    path = str(FOLDER / "scenarios" / "poland-czech-2007.yaml")
    data = answer(capsys, "show", path, "--set", f"{BURNOUT}=8.3 km/s")
    (speed,) = [number for number in data["numbers"] if number["key"] == BURNOUT]
    assert (speed["value"], speed["source"], speed["grade"]) == ("8.3 km/s", "analyst", "assumption")
    assert status_of(["show", "poland-czech-2007"]) == 0
    assert max(map(len, capsys.readouterr().out.splitlines())) <= 100


def test_show_of_an_unknown_id_suggests(capsys):
    assert status_of(["show", "gbi-two-stag"]) == 1
    assert "did you mean 'gbi-two-stage" in capsys.readouterr().err


def test_set_on_what_is_no_scenario_is_refused(capsys):
    assert status_of(["show", "gbi-two-stage", "--set", "burnout_speed=8 km/s"]) == 1
    assert "no scenario" in capsys.readouterr().err


def test_a_wrong_address_suggests_the_right_one(capsys):
    assert status_of(["show", "poland-czech-2007", "--set", "batteries.redzikowo.magazin=20"]) == 1
    assert "did you mean 'magazine'" in capsys.readouterr().err


def test_cite_writes_text_bibtex_and_csl(capsys, tmp_path):
    data = answer(capsys, "cite", "poland-czech-2007", "--out", str(tmp_path))
    (item,) = [each for each in data["references"] if each["id"] == "afp-2007"]
    assert BURNOUT in item["used_by"]
    assert "[afp-2007] Agence France-Presse" in (tmp_path / "references.txt").read_text()
    bibtex = (tmp_path / "references.bib").read_text()
    assert "@misc{afp-2007," in bibtex and "year = {2007}" in bibtex
    csl = json.loads((tmp_path / "references.json").read_text())
    assert {"id", "type", "title"} <= set(csl[0])
    assert len(csl) == len(data["references"])


def test_check_counts_a_good_file(capsys):
    assert status_of(["check", "ships-2009"]) == 0
    assert "no fault. 10 sensors, 6 batteries" in capsys.readouterr().out


def test_check_tells_all_faults_of_a_bad_one(capsys, tmp_path):
    text = (FOLDER / "scenarios" / "poland-czech-2007.yaml").read_text()
    bad = tmp_path / "bad.yaml"
    bad.write_text(
        text.replace("decision_delay: {value: 30 s", "decision_delay: {value: 30").replace("rule:", "rul:")
    )
    assert status_of(["check", str(bad)]) == 1
    said = capsys.readouterr()
    assert said.out == "" and "did you mean 'rule'" in said.err and "30" in said.err
    assert status_of(["check", str(bad), "--json"]) == 1
    faults = json.loads(capsys.readouterr().out)["faults"]
    assert len(faults) == 2
    assert all(fault["where"].startswith(str(bad)) and fault["problem"] for fault in faults)
