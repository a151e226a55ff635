"""The numbers of six plans beside protection fit the terminal, and none of them is cut."""

from __future__ import annotations

import io
from types import SimpleNamespace

from rich.console import Console

from equipoise.scenario import load
from equipoise.studies.comparison import Comparison, compare
from equipoise.views.comparisons import brief_table, key_groups, section_table

ALPS = SimpleNamespace(lat_min_deg=46, lat_max_deg=47, lon_min_deg=7, lon_max_deg=8)
SIX = ("poland-czech-2007", "ships-2009", *(f"epaa-phase-{n}" for n in range(1, 5)))


def test_no_cell_of_six_plans_is_cut():
    cells = tuple(f"{n}5.0-40.{n}" for n in range(1, 7))
    stream = io.StringIO()
    rows = [
        ("states in reach with nobody protected, of all", cells),
        ("day asked about", ("2008-07-08",) * 6),
    ]
    Console(file=stream, width=100).print(section_table(rows))
    text = stream.getvalue()
    assert all(cell in text for cell in cells) and text.count("2008-07-08") == 6
    assert max(map(len, text.splitlines())) <= 100


def test_no_cell_of_long_rows_is_cut_and_short_words_stay_whole():
    spans = ("2017-11 (2013-11 to 2019-06)", "67 % (apart 56, together 84)")
    for words in (
        "a short row",
        "a row whose words are much longer than the room beside two such spans leaves",
    ):
        stream = io.StringIO()
        Console(file=stream, width=100).print(section_table([(words, spans)]))
        text = stream.getvalue()
        assert all(cell in text for cell in spans) and max(map(len, text.splitlines())) <= 100
        assert (words in text) == (words == "a short row")


def test_no_cell_of_the_screen_is_cut():
    beside = ("schedule", "adapt", "cost", "treaty", "ledger")
    six = compare(*map(load, SIX), threat="long-range", region=ALPS, resolution_deg=1, beside=beside)
    for comparison in (first_of(six, 3), six):
        stream = io.StringIO()
        Console(file=stream, width=100).print(brief_table(comparison))
        text = stream.getvalue()
        assert max(map(len, text.splitlines())) <= 100
        for group in key_groups(comparison):
            assert all(cell in text for _, cells in group.rows for cell in cells)


def first_of(whole: Comparison, count: int) -> Comparison:
    """The comparison of the first of its plans, of what was computed for all."""
    columns = (whole.scenarios[:count], whole.footprints[:count], whole.ledgers[:count])
    sections = {name: parts[:count] for name, parts in whole.sections.items()}
    return Comparison(*columns, whole.threats, sections)
