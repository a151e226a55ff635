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
from equipoise.pieces import Helper, Piece, Report, all_done
from equipoise.reading import suggestion
from equipoise.studies.comparison import Comparison, Plan, require_known
from equipoise.studies.sections import SECTIONS
from equipoise.unfinished import folder_inside
from equipoise.views.comparisons import PROTECTION, brief_parts, full_parts
from equipoise.views.exports import csv_text, ledger_csv, put_in_place
from equipoise.views.ledger_tables import table_rows
from equipoise.views.map_files import map_files
from equipoise.views.report import report
from equipoise.views.section_figures import FIGURES, drawn

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
            found = all_done([*plan.pieces(), *file_pieces(plan, staging)], helpers, tell)
        return plan.comparison(found), put_in_place(out, files_of(plan, found))


def file_pieces(plan: Plan, folder: Path) -> list[Piece]:
    """Return the pieces of work that make the files; each is begun as soon as what it shows is there."""
    maps = [
        Piece(f"maps {threat}", partial(map_files, folder, plan.scenarios, threat), plan.names("map"))
        for threat in plan.threats
    ]
    pictures = [
        Piece(f"pictures {name}", partial(drawn, name, plan.labels, folder), plan.names(name))
        for name in plan.beside
        if name in FIGURES
    ]
    analyses = tuple(piece.name for piece in plan.pieces())
    shown = tuple(piece.name for piece in [*maps, *pictures])
    data = Piece("data", partial(write_data, plan, folder, analyses), analyses)
    page = partial(write_report, plan, folder, command_line(), (*analyses, *shown))
    last = Piece("report", page, (*analyses, *shown))
    return [piece._replace(words="Maps and report", weight=0.4) for piece in [*maps, *pictures, data, last]]


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


def write_report(
    plan: Plan, folder: Path, command: str, names: Sequence[str], *found: Any, progress: Report | None = None
) -> Path:
    """Write the report with the maps and pictures that were drawn."""
    known = dict(zip(names, found, strict=True))
    pictures = {name: known[f"pictures {name}"] for name in plan.beside if name in FIGURES}
    return report(plan.comparison(known), folder / "report.html", maps_of(plan, known), command, pictures)


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
