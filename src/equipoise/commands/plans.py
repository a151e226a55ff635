"""compare, run: all analyses of one plan or more, as a ledger, words, maps and a report."""

from __future__ import annotations

import shlex
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from equipoise.commands.console import as_text, note, progress_bar, show, show_json
from equipoise.commands.given import region_of, scenario_of, writable_folder
from equipoise.errors import Fault, InputError
from equipoise.reading import suggestion
from equipoise.scenario import Scenario
from equipoise.studies.comparison import Comparison, require_known
from equipoise.studies.comparison import compare as compared
from equipoise.studies.sections import SECTIONS
from equipoise.views.comparisons import PROTECTION, brief_parts, full_parts
from equipoise.views.exports import csv_text, ledger_csv, put_in_place
from equipoise.views.ledger_tables import table_rows
from equipoise.views.map_files import write_maps
from equipoise.views.report import report
from equipoise.views.section_figures import write_pictures

DEFAULT_PLANS = ("poland-czech-2007", "ships-2009")


def compare(
    names: list[str] | None,
    *,
    overrides: list[str] | None,
    threat: str | None,
    region: str | None,
    resolution: float,
    beside: str,
    workers: int | None,
    full: bool,
    section: str | None,
    as_json: bool,
    out: Path,
) -> None:
    """Compare plans, by default those of 2007 and 2009."""
    writable_folder(out)
    told = told_in_full(full, section, beside_of(beside))
    scenarios = plans_of(names or DEFAULT_PLANS, overrides or ())
    options = {
        "threat": threat,
        "region": region_of(region),
        "resolution_deg": resolution,
        "beside": beside_of(beside),
        "workers": workers,
    }
    worked_out(scenarios, options, told, as_json, out)


def run(name: str, **options: Any) -> None:
    """Run all analyses of one plan."""
    compare([name], **options)


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


def plans_of(names: Sequence[str], overrides: Sequence[str]) -> list[Scenario]:
    """Return scenarios, each with those values replaced whose address it has.

    An address that no plan lists goes to all of them, whose reader takes it or says what is near it.
    """
    plans = [scenario_of(name, None) for name in names]
    addresses = [override.partition("=")[0].strip() for override in overrides]
    known = [[has_address(plan, address) for address in addresses] for plan in plans]
    orphan = [not any(column) for column in zip(*known, strict=True)] if addresses else []
    return [
        scenario_of(name, [o for o, own, lost in zip(overrides, has, orphan, strict=True) if own or lost])
        for name, has in zip(names, known, strict=True)
    ]


def has_address(scenario: Scenario, address: str) -> bool:
    """Return whether an address names a value of a scenario or something with values."""
    return any(each == address or each.startswith(f"{address}.") for each in scenario.addresses())


def worked_out(
    scenarios: list[Scenario], options: dict[str, Any], told: Sequence[str], as_json: bool, out: Path
) -> None:
    """Compute the comparison, print it, and write report, maps and data."""
    with progress_bar() as tell:
        comparison = compared(*scenarios, **options, progress=tell)
        tell("Maps and report", 0, 1)
        files = written(comparison, out)
    if as_json:
        show_json(comparison.as_json())
    else:
        show(*(full_parts(comparison, told) if told else brief_parts(comparison)))
    first, *others = files
    note(f"Report: {first}\nMaps, figures and data: {len(others)} files in {out}")


def written(comparison: Comparison, out: Path) -> list[Path]:
    """Write report, maps and data beside each other; each file comes whole, and only when all are ready."""
    with tempfile.TemporaryDirectory(dir=out, prefix=".unfinished-") as staging:
        folder = Path(staging)
        maps = write_maps(folder, comparison.scenarios, comparison.footprints)
        pictures = write_pictures(comparison, folder)
        page = report(comparison, folder / "report.html", maps, command_line(), pictures)
        data = folder / "comparison.json"
        data.write_text(as_text(comparison.as_json()), encoding="utf-8")
        table = folder / "ledger.csv"
        table.write_text(ledger_csv(comparison.ledgers), encoding="utf-8", newline="")
        tables = [table, *joined_table(comparison, folder)]
        figures = [file for drawn in pictures.values() for picture in drawn for file in picture.files]
        return put_in_place(out, [page, *maps, *figures, data, *tables])


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


def command_line() -> str:
    """Return the command that this process was started with, to be typed again."""
    return shlex.join(["equipoise", *sys.argv[1:]])
