"""The work of `compare` and `run`: all analyses of one plan or more, as a ledger, words, maps and a report."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from equipoise.commands.console import as_text, note, progress_bar, show, show_json
from equipoise.commands.given import plans_of, region_of, writable_folder
from equipoise.errors import Fault, InputError
from equipoise.hands import Asked, serve
from equipoise.pieces import Helper, Piece, Report, all_done, longest_first
from equipoise.reading import suggestion
from equipoise.studies.comparison import Comparison, Plan, require_known
from equipoise.studies.sections import SECTIONS
from equipoise.unfinished import folder_inside
from equipoise.views.comparisons import PROTECTION, brief_parts, full_parts
from equipoise.views.exports import csv_text, ledger_csv, put_in_place
from equipoise.views.ledger_tables import table_rows
from equipoise.views.map_files import map_files
from equipoise.views.report import Page, page_of, with_pictures
from equipoise.views.section_figures import FIGURES, drawn
from equipoise.writing import write_text

# What was said is held against all plans for the page too: the process that tells the page draws it.
DRAWN_NEAR = {"schedule": "people 0"}
DEFAULT_PLANS = ("poland-czech-2007", "ships-2009")


def compare(
    names: list[str] | None,
    *,
    overrides: list[str] | None,
    threat: str | None,
    region: str | None,
    resolution: float,
    beside: str,
    workers: int,
    full: bool,
    section: str | None,
    as_json: bool,
    out: Path,
    helpers: Sequence[Helper],
) -> None:
    """Compare plans, by default those of 2007 and 2009."""
    writable_folder(out)
    told = told_in_full(full, section, beside_of(beside))
    scenarios = plans_of(names or DEFAULT_PLANS, overrides or ())
    plan = Plan(scenarios, threat, region_of(region), resolution, beside_of(beside), workers)
    comparison, files = worked_out(plan, helpers, out)
    if as_json:
        show_json(comparison.as_json())
    else:
        show(*(full_parts(comparison, told) if told else brief_parts(comparison)))
    first, *others = files
    note(f"Report: {first}\nMaps, figures and data: {len(others)} files in {out}")


def help_along(asked: Asked) -> None:
    """Do pieces of work that another process hands over."""
    serve(asked)


def beside_of(text: str) -> tuple[str, ...]:
    """Return the analyses beside protection that a text names: 'all', 'none', or some with commas between."""
    if text in ("all", "none"):
        return tuple(SECTIONS) if text == "all" else ()
    names = tuple(dict.fromkeys(word.strip() for word in text.split(",")))
    require_known(names)
    return names


def told_in_full(full: bool, section: str | None, beside: Sequence[str]) -> tuple[str, ...]:
    """Return which parts are told in full on the screen; raise an InputError for a part that there will not be."""
    known = (PROTECTION, *beside)
    if full:
        return known
    names = tuple(dict.fromkeys(word.strip() for word in (section or "").split(",") if word.strip()))
    for name in names:
        if name not in known:
            remedy = f"{suggestion(name, known)}choose of {', '.join(known)}"
            raise InputError(Fault("--section", name, "there is no such section", remedy))
    return names


def worked_out(plan: Plan, helpers: Sequence[Helper], out: Path) -> tuple[Comparison, list[Path]]:
    """Compute the comparison, and write report, maps and data beside each other; each comes when all are ready."""
    with folder_inside(out) as staging:
        with progress_bar() as tell:
            pieces = longest_first([*plan.pieces(), *file_pieces(plan, staging)])
            found = all_done(pieces, helpers, tell)
        return plan.comparison(found), put_in_place(out, files_of(plan, found))


def file_pieces(plan: Plan, folder: Path) -> list[Piece]:
    """Return the pieces of work that make the files; each is begun as soon as what it shows is there."""
    pieces = [*map_pieces(plan, folder), *picture_pieces(plan, folder)]
    shown = tuple(piece.name for piece in pieces)
    analyses = tuple(piece.name for piece in plan.pieces())
    data = partial(write_data, plan, folder, analyses)
    page = partial(told_page, plan, command_line(), analyses)
    last = partial(write_report, plan, folder, shown)
    pieces += [
        Piece("data", data, analyses, "people 0", 0.15),
        Piece("page", page, analyses, "people 0", 0.3),
        Piece("report", last, ("page", *shown), "", 0.1),
    ]
    return [piece._replace(words="Maps and report") for piece in pieces]


def map_pieces(plan: Plan, folder: Path) -> list[Piece]:
    """Return the pieces of work that draw the maps."""
    return [
        Piece(
            f"maps {threat}", partial(map_files, folder, plan.scenarios, threat), plan.names("map"), "", 0.5
        )
        for threat in plan.threats
    ]


def picture_pieces(plan: Plan, folder: Path) -> list[Piece]:
    """Return the pieces of work that draw the analyses beside protection."""
    return [
        Piece(
            f"pictures {name}",
            partial(drawn, name, plan.scenarios, folder),
            plan.names(name),
            DRAWN_NEAR.get(name, ""),
            FIGURES[name].weight,
        )
        for name in plan.beside
        if name in FIGURES
    ]


def write_data(
    plan: Plan, folder: Path, names: Sequence[str], *found: Any, progress: Report | None = None
) -> list[Path]:
    """Write the comparison as plain data, and its ledger as a table."""
    comparison = plan.comparison(dict(zip(names, found, strict=True)))
    data, table = folder / "comparison.json", folder / "ledger.csv"
    data.write_text(as_text(comparison.as_json()), encoding="utf-8")
    table.write_text(ledger_csv(comparison.ledgers), encoding="utf-8", newline="")
    return [data, table, *joined_table(comparison, folder)]


def joined_table(comparison: Comparison, folder: Path) -> list[Path]:
    """Write the joined ledger of all plans as a table, where the comparison has one."""
    pairs = comparison.equal_security
    if not pairs:
        return []
    later = [pair.after for pair in pairs if pair.after is not None]
    file = folder / "equal-security.csv"
    text = csv_text(table_rows([pairs[0].before, *later], pairs[0].threats))
    file.write_text(text, encoding="utf-8", newline="")
    return [file]


def told_page(
    plan: Plan, command: str, names: Sequence[str], *found: Any, progress: Report | None = None
) -> Page:
    """Return the report but for its pictures."""
    return page_of(plan.comparison(dict(zip(names, found, strict=True))), command)


def write_report(
    plan: Plan, folder: Path, names: Sequence[str], page: Page, *shown: Any, progress: Report | None = None
) -> Path:
    """Write the report with the maps and pictures that were drawn."""
    known = dict(zip(names, shown, strict=True))
    pictures = {name: known[f"pictures {name}"] for name in plan.beside if name in FIGURES}
    file = folder / "report.html"
    write_text(file, with_pictures(page, maps_of(plan, known), pictures))
    return file


def maps_of(plan: Plan, found: dict[str, Any]) -> list[Path]:
    """Return the maps drawn."""
    return [file for threat in plan.threats for file in found[f"maps {threat}"]]


def files_of(plan: Plan, found: dict[str, Any]) -> list[Path]:
    """Return all files written, the report first."""
    drawn_of = [found[f"pictures {name}"] for name in plan.beside if name in FIGURES]
    figures = [file for pictures in drawn_of for picture in pictures for file in picture.files]
    return [found["report"], *maps_of(plan, found), *figures, *found["data"]]


def command_line() -> str:
    """Return the command that this process was started with, to be typed again."""
    return shlex.join(["equipoise", *sys.argv[1:]])
