"""The numbers of six plans beside protection fit the terminal, and none of them is cut."""

from __future__ import annotations

import io

from rich.console import Console

from equipoise.views.comparisons import section_table


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
