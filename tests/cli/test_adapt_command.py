"""The command `adapt`: tables, JSON, files, and wrong words told."""

import json

import pytest

from equipoise.cli import status_of

SMALL = ("--threat", "medium-range", "--region", "37,46,18,30", "--resolution", "2")
PLAN = ("adapt", "ships-2009", *SMALL)


def said(capsys, *words):
    """What a command prints, after it ended well."""
    assert status_of(list(words)) == 0
    return capsys.readouterr().out


def test_json_is_one_text_with_the_agreed_keys(capsys):
    data = json.loads(said(capsys, *PLAN, "--threat-change", "irbm-3500", "--json"))
    assert {"days", "coverage", "items", "findings", "scenario", "provenance"} <= set(data)
    assert data["change"] == "irbm-3500" and data["by_year"] is None
    assert data["provenance"]["options"]["change"] == "irbm-3500"


def test_tables_fit_a_hundred_columns_and_tell_the_change(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    text = said(
        capsys,
        *PLAN,
        "--threat-change",
        "+sejjil-2 from damascus",
        "--by-year",
        "2011-2013",
        "--closed",
        "kiel,suez",
    )
    assert max(map(len, text.splitlines())) <= 100
    for words in ("before", "Straits closed: kiel, suez", "official", "Sites alone", "damascus"):
        assert words in text


def test_files_lie_in_the_folder(capsys, tmp_path):
    said(capsys, *PLAN, "--threat-change", "irbm-3500", "--by-year", "2014-2015", "--out", str(tmp_path))
    assert {file.name for file in tmp_path.iterdir()} == {"adapt.json", "adapt.png", "adapt.svg"}
    assert (tmp_path / "adapt.png").stat().st_size > 30_000
    assert json.loads((tmp_path / "adapt.json").read_text())["by_year"]["years"] == [2014, 2015]


def test_further_ships_and_settings_reach_the_answer(capsys):
    words = (*PLAN, "--threat-change", "irbm-3500", "--json")
    more = json.loads(said(capsys, *words, "--further-ships", "1", "--set", "fleet.speed=30 kn"))
    assert len(more["items"]) == 7
    fast = [item for item in more["items"] if item["moves"] and not item["fuel_stops"]]
    assert all(
        item["arrives_day"] == pytest.approx(item["length_m"] / (30 * 1852 / 3600) / 86_400)
        for item in fast
        if "bosporus" not in item["straits"]
    )


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--threat-change", "irbm-3501"), "irbm-3500"),
        (("--by-year", "2012"), ""),
        (("--by-year", "next year"), "FIRST-LAST"),
        (("--by-year", "2012-2008"), "range of years"),
        (("--closed", "gibralter"), "gibraltar"),
        (("--further-ships", "99"), "0 to 50"),
        (("--resolution", "0.01"), "0.25"),
        (("--region", "1,2"), "four numbers"),
        (("--set", "fleet.speed=20 km"), "speed"),
        (("--set", "fleet.home=norfolc"), "norfolk"),
    ],
)
def test_wrong_words_are_told(capsys, words, told):
    status = status_of([*PLAN, *words])
    streams = capsys.readouterr()
    assert "Traceback" not in streams.err
    assert (status, streams.out == "") == ((1, True) if told else (0, False))
    assert told in streams.err
