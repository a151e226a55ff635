"""ledger: its table at any width, sorting, filtering, files, refusals."""

from __future__ import annotations

import csv
import json
from io import StringIO

import pytest
from rich.console import Console

from equipoise.cli import status_of
from equipoise.scenario import load
from equipoise.studies.equal_security import equal_security
from equipoise.views.ledger_columns import COLUMNS, OF_STATE, ONE_PLAN, TWO_PLANS, sorted_rows
from equipoise.views.ledger_figure import draw_ledger, panels_of
from equipoise.views.ledger_scales import KINDS, scale_of
from equipoise.views.ledger_tables import Layout, ledger_parts

PLAN, SHIPS = "poland-czech-2007", "ships-2009"
FEW = ("--threat", "medium-range", "--states", "TUR,BGR,RUS,USA")


@pytest.fixture(scope="module")
def book():
    return equal_security(load(PLAN), load(SHIPS), threat="medium-range", of=("TUR", "BGR", "RUS", "USA"))


def printed(book, layout):
    console = Console(width=layout.width, markup=False, highlight=False, file=StringIO())
    console.print(*ledger_parts(book, layout), sep="\n")
    return console.file.getvalue()


@pytest.mark.parametrize("width", [60, 80, 100])
def test_the_table_is_no_wider_than_the_terminal_and_breaks_no_cell(book, width):
    text = printed(book, Layout(width=width))
    lines = text.splitlines()
    assert max(map(len, lines)) <= width
    assert sum(line.startswith(" Turkey  ") for line in lines) == 1
    assert "No room for" in text


def test_what_no_threat_set_decides_stands_once(book):
    lines = printed(book, Layout(columns=["protected", "open", "cost"])).splitlines()
    tables = [number for number, line in enumerate(lines) if line.startswith(" state ")]
    assert len(tables) == 2 and "open A" in lines[tables[1]] and "protected" not in lines[tables[1]]
    (america,) = [line for line in lines[tables[1] :] if line.startswith(" United States")]
    assert america.split()[-2:] == ["100", "%"]


def test_the_column_of_the_sorting_is_always_shown(book):
    heads = [
        line for line in printed(book, Layout(sort="decision", width=60)).splitlines() if " state " in line
    ]
    assert "decision A" in heads[0]


def test_columns_are_those_asked_for(book):
    text = printed(book, Layout(columns=["force-at-most", "change"]))
    people, force = [line for line in text.splitlines() if line.startswith(" Russia ")]
    assert "M" in people and "2.4 %" in force and "14 %" in force
    assert "protected A" not in text


@pytest.mark.parametrize("column", COLUMNS)
def test_sorting_puts_the_largest_first_and_those_without_a_number_last(book, column):
    rows = sorted_rows(book.rows("medium-range"), column, 2)
    numbers = [COLUMNS[column].number(row) for row in rows]
    known = [number for number in numbers if number is not None]
    assert known == sorted(known, reverse=True) and numbers[: len(known)] == known
    least = [COLUMNS[column].number(row) for row in sorted_rows(rows, column, 2, least_first=True)]
    assert least[: len(known)] == known[::-1]


def test_every_column_has_its_scale_and_every_default_exists():
    assert set(KINDS) | {"change"} == set(COLUMNS) and {*ONE_PLAN, *TWO_PLANS, *OF_STATE} <= set(COLUMNS)
    for column in KINDS:
        scale = scale_of(column)
        assert len(scale.classes) == len(scale.limits) + 1 and list(scale.limits) == sorted(scale.limits)


def test_a_map_has_one_panel_a_plan_and_one_for_the_change(book, tmp_path):
    assert len(panels_of(book, "medium-range", "protected")) == 2
    assert len(panels_of(book, "medium-range", "change")) == 1
    first, second = (draw_ledger(book, [tmp_path / name], column="change")[0] for name in ("a.svg", "b.svg"))
    assert first.read_bytes() == second.read_bytes() and b"loses over half" in first.read_bytes()


def test_classes_of_the_map_follow_the_numbers(book):
    scale = scale_of("change")
    classes = {row["iso3"]: scale.class_of(row) for row in book.rows("medium-range")}
    words = {iso3: None if place is None else scale.classes[place].label for iso3, place in classes.items()}
    assert words["USA"] is None and words["TUR"].startswith("gains") and words["BGR"].startswith("loses")


def answer(capsys, *words):
    assert status_of([*words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_the_command_answers_in_json_and_writes_files(capsys, tmp_path):
    data = answer(capsys, "ledger", PLAN, SHIPS, *FEW, "--sort", "change", "--out", str(tmp_path))
    assert {row["iso3"] for row in data["states"]} == {"TUR", "BGR", "RUS", "USA"}
    assert set(data["paragraphs"]) == {"medium-range"} and any(
        "6.2 billion" in one for one in data["sentences"]
    )
    names = {"ledger.json", "ledger.csv", "ledger-medium-range.png", "ledger-medium-range.svg"}
    assert {path.name for path in tmp_path.iterdir()} == names
    rows = list(csv.DictReader((tmp_path / "ledger.csv").open(newline="")))
    assert len(rows) == 8 and {row["scenario"] for row in rows} == {PLAN, SHIPS}
    (russia,) = [row for row in rows if (row["iso3"], row["scenario"]) == ("RUS", PLAN)]
    assert float(russia["force_share_at_most"]) == pytest.approx(10 / 415)
    assert next(row for row in rows if row["iso3"] == "TUR")["force_share_at_most"] == ""
    assert json.loads((tmp_path / "ledger.json").read_text()) == data


def test_a_group_filters(capsys):
    words = ("ledger", PLAN, "--threat", "medium-range", "--states", "RUS,TUR,POL", "--group", "csto-2007")
    assert [row["iso3"] for row in answer(capsys, *words)["states"]] == ["RUS"]


def test_another_day_and_another_reading_of_a_force(capsys):
    words = ("ledger", "epaa-phase-2", "--threat", "medium-range", "--states", "RUS,ROU")
    plain, other = (
        {row["iso3"]: row for row in answer(capsys, *words, *more)["states"]}
        for more in ((), ("--date", "2020-01-01", "--force", "russia-2008-slow"))
    )
    assert plain["ROU"]["treaty"]["open_count"] > 0 == other["ROU"]["treaty"]["open_count"]
    assert other["RUS"]["deterrent"]["force"] == "russia-2008-slow" != plain["RUS"]["deterrent"]["force"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--states", "Rusia"], "did you mean 'russia'"),
        (["--states", "RUS", "--group", "nato-2007"], "no state is left"),
        (["--group", "natoo-2007"], "did you mean 'nato-2007'"),
        (["--columns", "protectd"], "did you mean 'protected'"),
        (["--sort", "change"], "one plan has no change"),
        (["--key", "owner-pay"], "did you mean 'owner-pays'"),
        (["--sort", "warnin:least"], "did you mean 'warning'"),
        ([SHIPS, "cbo-option-1"], "before and after"),
        (["--date", "8 July 2008"], "this is no day"),
        (["--force", "russia-2009"], "russia-2008"),
        (["--force", "russia-2008", "--states", "POL"], "add --states RUS"),
        (["--region", "48,46,7,11"], "no range of latitudes"),
    ],
)
def test_wrong_words_are_told_before_the_work(words, said, capsys):
    assert status_of(["ledger", PLAN, *words]) == 1
    streams = capsys.readouterr()
    assert said in streams.err and streams.out == "" and "Traceback" not in streams.err
