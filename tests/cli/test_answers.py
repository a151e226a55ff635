"""footprint, ledger, explain, fly, compare, run: keys of their JSON, files, and refusals."""

from __future__ import annotations

import csv
import json
from xml.etree import ElementTree

import pytest

from equipoise.cli import status_of
from equipoise.commands import plans_work
from equipoise.views.exports import FORMULA_STARTS, csv_text

PLAN = "poland-czech-2007"
ALPS = ("--region", "46,48,7,11")
SMALL = (*ALPS, "--resolution", "1", "--threat", "long-range")
ALONE = ("--beside", "none")
HERE = ("--workers", "1")  # no further process, which would read all modules anew
SPEED = "batteries.redzikowo.interceptor.burnout_speed"


def answer(capsys, *words):
    assert status_of([*words, "--json"]) == 0
    text = capsys.readouterr().out
    return json.loads(text, parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))


def refusal(capsys, *words):
    assert status_of(list(words)) == 1
    streams = capsys.readouterr()
    assert streams.out == "" and "Traceback" not in streams.err
    return streams.err


@pytest.fixture
def worked_out_once(monkeypatch):
    """What is printed twice in a test is computed and drawn once."""
    work, found = plans_work.worked_out, []

    def first(*asked):
        if not found:
            found.append(work(*asked))
        return found[0]

    monkeypatch.setattr(plans_work, "worked_out", first)


def test_footprint_has_its_keys(capsys):
    data = answer(capsys, "footprint", PLAN, *SMALL)
    assert {"cells", "launch_points", "summary"} <= set(data)
    cells = data["cells"]
    assert {"lat_deg", "lon_deg", "shots", "margin_s", "outcome"} <= set(cells)
    assert len(cells["lat_deg"]) == len(cells["shots"]) == len(cells["outcome"]) == 8
    assert data["summary"]["long-range"]["defended_cells"] == 8


def test_set_changes_the_answer(capsys):
    slow = answer(capsys, "footprint", PLAN, *SMALL, "--set", f"{SPEED}=2 km/s")
    assert slow["summary"]["long-range"]["defended_cells"] == 0


def test_footprint_writes_maps_and_data(capsys, tmp_path):
    assert status_of(["footprint", PLAN, *SMALL, "--out", str(tmp_path / "new")]) == 0
    names = {file.name for file in (tmp_path / "new").iterdir()}
    assert {"footprint.json", "map-long-range-poland-czech-2007.svg"} <= names
    assert "defended" in capsys.readouterr().out


def test_ledger_has_its_keys(capsys, tmp_path):
    data = answer(capsys, "ledger", PLAN, *ALPS, "--threat", "long-range", "--out", str(tmp_path))
    assert {"states", "totals", "scenario", "threat"} <= set(data)
    keys = {"iso3", "name", "population", "reachable_share", "protected_people", "protected_share"}
    assert keys <= set(data["states"][0])
    rows = list(csv.DictReader((tmp_path / "ledger.csv").open(newline="")))
    assert [row["iso3"] for row in rows] == [state["iso3"] for state in data["states"]]
    assert float(rows[0]["protected_people"]) == data["states"][0]["protected_people"]


def test_ledger_prints_people_and_shares(capsys):
    assert status_of(["ledger", PLAN, *ALPS]) == 0
    text = capsys.readouterr().out
    assert "Switzerland" in text and "100 %" in text and " M" in text
    assert max(map(len, text.splitlines())) <= 100


@pytest.mark.parametrize("start", FORMULA_STARTS)
def test_no_cell_starts_a_formula(start):
    (row,) = csv.reader([csv_text([[f"{start}HYPERLINK(1)", "plain", 2.5]])])
    assert row[0].startswith("'") and row[1:] == ["plain", "2.5"]


def test_explain_has_its_keys_and_tells_a_story(capsys, tmp_path):
    words = ("explain", PLAN, "--from", "tabriz", "--to", "51.51,-0.13", "--out", str(tmp_path))
    data = answer(capsys, *words)
    assert data["outcome"] == "engaged"
    assert {"t_s", "event", "who", "text"} <= set(data["events"][0])
    assert {"sensor", "from_s", "to_s"} <= set(data["sightings"][0])
    assert {"battery", "t_s", "by"} <= set(data["commits"][0])
    intercept = {
        "battery",
        "look",
        "launch_s",
        "t_s",
        "lat_deg",
        "lon_deg",
        "altitude_m",
        "closing_speed_m_s",
    }
    assert intercept <= set(data["intercepts"][0])
    assert {"t_s", "position_m", "velocity_m_s"} <= set(data["trajectory"])
    assert "The Polish site launches" in (tmp_path / "explanation.txt").read_text()
    assert ElementTree.parse(tmp_path / "trajectory.kml").getroot().tag.endswith("kml")
    assert status_of(["explain", PLAN, "--from", "tabriz", "--to", "51.51,-0.13"]) == 0
    assert "min" in capsys.readouterr().out


def test_fly_has_its_keys(capsys):
    data = answer(capsys, "fly", "irbm-3500", "--from", "tabriz", "--to", "berlin")
    assert {"missile", "shape", "range_m", "burnout", "apogee_m", "impact", "nodes"} <= set(data)
    assert {"t_s", "position_m", "velocity_m_s", "altitude_m"} <= set(data["burnout"])
    assert {"t_s", "lat_deg", "lon_deg"} <= set(data["impact"])
    assert {"t_s", "position_m", "velocity_m_s"} <= set(data["nodes"])
    assert data["missile"] == "irbm-3500" and data["shape"] == "minimum-energy"


def test_a_lofted_flight_goes_higher(capsys):
    route = ("fly", "irbm-3500", "--from", "tabriz", "--to", "sofia")
    low = answer(capsys, *route)
    high = answer(capsys, *route, "--shape", "lofted", "--shape-angle", "10")
    assert high["apogee_m"] > 1.1 * low["apogee_m"]


def test_out_of_range_is_an_answer(capsys):
    data = answer(capsys, "fly", "shahab-3", "--from", "tabriz", "--to", "-33.9,18.4")
    assert data["impact"] is None and data["nodes"]["t_s"] == []
    assert status_of(["fly", "shahab-3", "--from", "tabriz", "--to", "-33.9,18.4"]) == 0
    assert "out of range" in capsys.readouterr().out


@pytest.mark.parametrize("ending", ["csv", "kml", "czml", "geojson"])
def test_a_flight_is_written_in_the_form_of_the_ending(ending, tmp_path, capsys):
    file = tmp_path / f"flight.{ending}"
    route = ("--from", "tabriz", "--to", "52.52,13.4")
    assert status_of(["fly", "irbm-3500", *route, "--out", str(file)]) == 0
    text = file.read_text()
    if ending == "csv":
        rows = list(csv.DictReader(text.splitlines()))
        assert float(rows[0]["t_s"]) == 0 and float(rows[-1]["lat_deg"]) == pytest.approx(52.52, abs=1e-4)
    elif ending == "kml":
        name, line = "{http://www.opengis.net/kml/2.2}name", "{http://www.opengis.net/kml/2.2}coordinates"
        root = ElementTree.fromstring(text)
        assert "Tabriz" in root.find(f".//{name}").text
        lon, lat, height = root.find(f".//{line}").text.split()[-1].split(",")
        assert (float(lat), float(lon)) == pytest.approx((52.52, 13.4), abs=1e-4) and abs(
            float(height)
        ) < 1000
    elif ending == "czml":
        packets = json.loads(text)
        assert packets[0]["version"] == "1.0"
        assert packets[1]["position"]["cartographicDegrees"][-2] == pytest.approx(52.52, abs=1e-4)
    else:
        (feature,) = json.loads(text)["features"]
        assert feature["geometry"]["coordinates"][-1][-1][:2] == pytest.approx([13.4, 52.52], abs=1e-4)


def test_a_flight_over_the_date_line_is_cut_there(tmp_path, capsys):
    file = tmp_path / "far.geojson"
    route = ("--from", "60,170", "--to", "60,-160")
    assert status_of(["fly", "irbm-3500", *route, "--out", str(file)]) == 0
    (feature,) = json.loads(file.read_text())["features"]
    before, after = feature["geometry"]["coordinates"]
    assert before[-1][0] == 180.0 and after[0][0] == -180.0
    assert before[-1][1:] == after[0][1:]


@pytest.mark.parametrize(
    ("start", "said"),
    [
        ("97,3", "swapped: 3,97"),
        ("3,997", "no longitude 997"),
        ("nan,3", "no latitude nan"),
        ("1,2,3", "this is no place"),
        ("north,east", "this is no place"),
        ("tabritz", "did you mean 'tabriz'"),
    ],
)
def test_impossible_places_are_refused(start, said, capsys):
    assert said in refusal(capsys, "fly", "irbm-3500", "--from", start, "--to", "london")


@pytest.mark.parametrize("region", ["1,2,3", "48,46,7,11", "46,48,11,7", "46,98,7,11", "a,b,c,d"])
def test_impossible_regions_are_refused(region, capsys):
    assert "34,72,-12,50" in refusal(capsys, "footprint", PLAN, "--region", region)


def test_a_threat_that_is_not_there_is_named(capsys):
    assert "did you mean 'long-range'" in refusal(capsys, "ledger", PLAN, "--threat", "long-rang")


@pytest.mark.parametrize("command", ["footprint", "ledger", "run", "compare", "cite"])
def test_a_folder_that_cannot_be_written_is_told_before_the_work(command, capsys, tmp_path):
    taken = tmp_path / "taken"
    taken.write_text("a file stands here")
    names = [] if command == "compare" else [PLAN]
    assert "cannot write there" in refusal(capsys, command, *names, "--out", str(taken))
    assert taken.read_text() == "a file stands here"


def test_a_form_that_no_one_writes_is_refused_before_the_work(capsys, tmp_path):
    said = refusal(
        capsys, "fly", "irbm-3500", "--from", "tabriz", "--to", "london", "--out", str(tmp_path / "x.doc")
    )
    assert ".csv, .kml, .czml, .geojson" in said


def test_compare_writes_report_maps_and_data(capsys, tmp_path):
    names, beside = (PLAN, "ships-2009"), ("--beside", "raid")
    folder, twenty = ("--out", str(tmp_path)), ("--set", "batteries.redzikowo.magazine=20")
    data = answer(capsys, "compare", *names, *SMALL, *beside, *folder, *twenty)
    assert data["threats"]["long-range"]["sentences"]
    assert set(data["sections"]) == {"raid"}
    written = {file.name for file in tmp_path.iterdir()}
    maps = {"map-long-range.png", "map-long-range.svg", "raid-long-range.png", "raid-long-range.svg"}
    assert written == {"report.html", "comparison.json", "ledger.csv", *maps}
    assert json.loads((tmp_path / "comparison.json").read_text())["scenarios"] == data["scenarios"]
    assert data["differences"]


def test_run_prints_one_plan_with_all_that_stands_beside(capsys, tmp_path):
    assert status_of(["run", PLAN, *SMALL, *HERE, "--out", str(tmp_path)]) == 0
    streams = capsys.readouterr()
    assert "NATO Europe" in streams.out and "report.html" in streams.err
    for name in ("protection", "deterrent", "raid", "schedule", "adapt", "cost", "treaty", "ledger"):
        assert f"{name}: " in streams.out
    lines = streams.out.splitlines()
    assert max(map(len, lines)) <= 100 and len(lines) <= 80
    assert (tmp_path / f"deterrent-{PLAN}.svg").exists() and (tmp_path / "equal-security.csv").exists()


def test_a_section_is_printed_in_full_where_it_is_asked_for(capsys, tmp_path, worked_out_once):
    words = ("compare", PLAN, "ships-2009", *SMALL, "--beside", "cost,ledger", *HERE, "--out", str(tmp_path))
    assert status_of([*words, "--section", "ledger"]) == 0
    text = capsys.readouterr().out
    assert "Forces, treaties, cost" in text and "protected A" in text and "cost: What it costs" not in text
    assert status_of([*words, "--full"]) == 0
    text = capsys.readouterr().out
    assert "cost: What it costs" in text and "Protected: of the people in reach" in text
    assert max(map(len, text.splitlines())) <= 100
    assert "did you mean 'ledger'" in refusal(capsys, *words, "--section", "leger")


def test_six_plans_fit_the_terminal(capsys, tmp_path, worked_out_once):
    names = [PLAN, "ships-2009", *(f"epaa-phase-{n}" for n in range(1, 5))]
    words = ["compare", *names, *SMALL, *ALONE, *HERE, "--out", str(tmp_path)]
    assert status_of(words) == 0
    text = capsys.readouterr().out
    assert max(map(len, text.splitlines())) <= 100
    assert text.count("%") >= 6
    assert status_of([*words, "--full"]) == 0
    text = capsys.readouterr().out
    assert max(map(len, text.splitlines())) <= 100
    assert "by 2 shots or more" in text and "F 1+" in text and "Covered by" in text


def test_an_analysis_that_stands_not_beside_protection_is_refused(capsys, tmp_path):
    said = refusal(capsys, "run", PLAN, "--beside", "deterent", "--out", str(tmp_path))
    assert "did you mean 'deterrent'" in said


def test_compare_refuses_an_address_that_no_plan_has(capsys, tmp_path):
    said = refusal(capsys, "compare", "--set", "batteries.redzikowo.magazin=20", "--out", str(tmp_path))
    assert "did you mean 'magazine'" in said
    assert list(tmp_path.iterdir()) == []
