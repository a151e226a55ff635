"""list, show, cite, check: the catalogue and the sources behind a scenario."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

import equipoise as eq
from equipoise.commands.console import as_text, show_json
from equipoise.commands.console import show as show_on_screen
from equipoise.commands.options import (
    AsJson,
    OutFolder,
    Overrides,
    ScenarioName,
    scenario_of,
    writable_folder,
)
from equipoise.errors import Fault, InputError
from equipoise.views.entries import entry_as_json, entry_parts, is_scenario, scenario_as_json, scenario_parts
from equipoise.views.tables import catalogue_table
from equipoise.writing import write_text

KINDS = "scenarios, interceptors, missiles, sensors, places, areas or sources"


def list_kind(
    kind: Annotated[str, typer.Argument(metavar="KIND", help=f"{KINDS[0].upper()}{KINDS[1:]}.")],
    as_json: AsJson = False,
    out: OutFolder = None,
) -> None:
    """List what the catalogue holds of a kind."""
    folder = writable_folder(out)
    entries = eq.catalogue.list(kind)
    rows = [{"id": entry.id, "name": entry.name, "summary": entry.summary} for entry in entries]
    data = {"kind": kind, "entries": rows}
    if as_json:
        show_json(data)
    else:
        show_on_screen(catalogue_table(entries), "'equipoise show ID' tells its numbers and sources.")
    keep(folder, f"{kind}.json", data)


def show(
    name: Annotated[str, typer.Argument(metavar="ID", help="An id of the catalogue, or a scenario file.")],
    overrides: Overrides = None,
    as_json: AsJson = False,
    out: OutFolder = None,
) -> None:
    """Show one entry: every number with its range, source, grade, and the values not chosen."""
    folder = writable_folder(out)
    if is_scenario(name):
        scenario = scenario_of(name, overrides)
        data, parts = scenario_as_json(scenario), scenario_parts(scenario)
    elif overrides:
        raise InputError(
            Fault("--set", overrides[0], f"'{name}' is no scenario", "name a scenario, or leave --set")
        )
    else:
        entry = eq.catalogue.show(name)
        data, parts = entry_as_json(entry), entry_parts(entry)
    if as_json:
        show_json(data)
    else:
        show_on_screen(*parts)
    keep(folder, f"{Path(name).stem}.json", data)


def cite(
    name: ScenarioName, overrides: Overrides = None, as_json: AsJson = False, out: OutFolder = None
) -> None:
    """List the references behind a scenario's numbers; --out writes text, BibTeX and CSL-JSON."""
    folder = writable_folder(out)
    references = eq.cite(scenario_of(name, overrides))
    if as_json:
        show_json(references.as_json())
    else:
        show_on_screen(references.as_text())
    if folder is not None:
        write_text(folder / "references.txt", references.as_text() + "\n")
        write_text(folder / "references.bib", references.as_bibtex())
        write_text(folder / "references.json", as_text(references.as_csl()))


def check(
    name: Annotated[str, typer.Argument(metavar="FILE", help="A scenario file, or a shipped scenario.")],
    overrides: Overrides = None,
    as_json: AsJson = False,
    out: OutFolder = None,
) -> None:
    """Check a scenario file: all faults at once, each with its place and what to do."""
    folder = writable_folder(out)
    try:
        data = {"faults": [], **counts_of(scenario_of(name, overrides))}
    except InputError as error:
        data = {"faults": [vars(fault) for fault in error.faults]}
        if not as_json:
            raise
    if as_json:
        show_json(data)
    else:
        counts = ", ".join(f"{value} {key}" for key, value in data.items() if key != "faults")
        show_on_screen(f"{name}: no fault. {counts}.")
    keep(folder, "check.json", data)
    if data["faults"]:
        raise typer.Exit(1)


def counts_of(scenario: Any) -> dict[str, int]:
    """Return how many things of each sort a scenario has."""
    return {
        "sensors": len(scenario.sensors),
        "batteries": len(scenario.batteries),
        "threat sets": len(scenario.threats),
        "missiles": sum(len(each.threats) for each in scenario.threats),
        "numbers": len(scenario.evidence),
        "sources": len(scenario.cited()),
    }


def keep(folder: Path | None, name: str, data: Any) -> None:
    """Write plain data into the folder asked for, if one was."""
    if folder is not None:
        write_text(folder / name, as_text(data))
