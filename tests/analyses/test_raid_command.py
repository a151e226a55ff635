"""The command `raid`: tables, JSON, files, and wrong words told."""

import json

import pytest

from equipoise import cli
from equipoise.views.raid_figure import draw_raid

WORDS = [
    "raid",
    "poland-czech-2007",
    "--threat",
    "long-range",
    "--aims",
    "berlin,51.5,-0.1,paris",
    "--trials",
    "200",
]


def said(capsys, *words):
    """What a command prints, after it ended well."""
    assert cli.status_of([*WORDS, *words]) == 0
    return capsys.readouterr().out


def test_json_is_one_text_with_the_agreed_keys(capsys):
    data = json.loads(said(capsys, "--missiles", "6", "--json"))
    assert len(data["leakers"]["probability"]) == 7
    assert data["exhausted_at"] == 6
    assert [row["aim"] for row in data["attack"]] == ["berlin", "point", "paris"] * 2
    assert data["seed"] == 0 and data["trials"] == 200


def test_tables_tell_both_rules_and_the_size_that_exhausts(capsys):
    text = said(capsys, "--missiles", "8", "--kill-probability", "0.3..0.8")
    for words in ("first come, first served", "raid known", "redzikowo", "Exhausted at 6 missiles", "seed 0"):
        assert words in text


def test_two_scenarios_side_by_side_in_files(capsys, tmp_path):
    data = json.loads(said(capsys, "ships-2009", "--missiles", "16", "--json", "--out", str(tmp_path)))
    assert [one["scenario"] for one in data["scenarios"]] == ["poland-czech-2007", "ships-2009"]
    assert {file.name for file in tmp_path.iterdir()} == {
        "raid.json",
        "raid-long-range.png",
        "raid-long-range.svg",
    }
    sizes = [row["missiles"] for row in data["scenarios"][0]["sizes"]]
    assert sizes == sorted(set(sizes)) and sizes[0] == 1 and sizes[-1] == 16 and len(sizes) <= 13
    svg = (tmp_path / "raid-long-range.svg").read_text(encoding="utf-8")
    assert "missiles that get through" in svg and "ships-2009 (60 interceptors)" in svg
    (again,) = draw_raid(data["scenarios"], [tmp_path / "again.svg"], "long-range")
    assert again.read_text(encoding="utf-8") == svg


def test_limits_reach_the_game(capsys):
    free, bound = (
        json.loads(
            said(capsys, "--missiles", "5", "--kill-probability", "1", "--window", "0 s", "--json", *more)
        )
        for more in ((), ("--limit", "tracks=1", "--limit", "fire-channels=1"))
    )
    assert free["leakers"]["mean"] == 0.0
    assert bound["leakers"]["mean"] >= 1.0


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--window", "60"], "--window"),
        (["--kill-probability", "often"], "--kill-probability"),
        (["--kill-probability", "0.1..0.2..0.3"], "--kill-probability"),
        (["--aims", "atlantis"], "atlantis"),
        (["--aims", ""], "--aims"),
        (["--limit", "patience=3"], "--limit"),
        (["--limit", "tracks=many"], "--limit"),
        (["--seed", "-1"], "seed"),
        (["--missiles", "0"], "missiles"),
        (["ships-2009"] * 4, "too many"),
    ],
)
def test_wrong_words_are_told(capsys, words, told):
    assert cli.status_of([*WORDS, *words]) == 1
    error = capsys.readouterr().err
    assert told in error and "Traceback" not in error
