"""list, show, cite, check: the catalogue and the sources behind a scenario."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typer

from equipoise import catalogue
from equipoise.catalogue.citing import cite as references_of
from equipoise.commands.console import as_text, show_json
from equipoise.commands.console import show as show_on_screen
from equipoise.commands.given import scenario_of, writable_folder
from equipoise.errors import Fault, InputError
from equipoise.views.entries import entry_as_json, entry_parts, is_scenario, scenario_as_json, scenario_parts
from equipoise.views.tables import catalogue_table
from equipoise.views.treaty_entries import treaty_as_json, treaty_entry_parts
from equipoise.writing import write_text


def list_kind(
    kind: str,
    as_json: bool,
    out: Path | None,
) -> None:
    """List what the catalogue holds of a kind."""
    folder = writable_folder(out)
    entries = catalogue.list(kind)
    rows = [{"id": entry.id, "name": entry.name, "summary": entry.summary} for entry in entries]
    data = {"kind": kind, "entries": rows}
    if as_json:
        show_json(data)
    else:
        show_on_screen(catalogue_table(entries), "'equipoise show ID' tells its numbers and sources.")
    keep(folder, f"{kind}.json", data)


def show(
    name: str,
    overrides: list[str] | None,
    as_json: bool,
    out: Path | None,
) -> None:
    """Show one entry."""
    folder = writable_folder(out)
    if is_scenario(name):
        scenario = scenario_of(name, overrides)
        data, parts = scenario_as_json(scenario), scenario_parts(scenario)
    elif overrides:
        raise InputError(
            Fault("--set", overrides[0], f"'{name}' is no scenario", "name a scenario, or leave --set")
        )
    else:
        entry = catalogue.show(name)
        if entry.kind == "treaties":
            data, parts = treaty_as_json(entry.id), treaty_entry_parts(entry.id)
        else:
            data, parts = entry_as_json(entry), entry_parts(entry)
    if as_json:
        show_json(data)
    else:
        show_on_screen(*parts)
    keep(folder, f"{Path(name).stem}.json", data)


def cite(name: str, overrides: list[str] | None, as_json: bool, out: Path | None) -> None:
    """List the references behind a scenario's numbers."""
    folder = writable_folder(out)
    references = references_of(scenario_of(name, overrides))
    if as_json:
        show_json(references.as_json())
    else:
        show_on_screen(references.as_text())
    if folder is not None:
        write_text(folder / "references.txt", references.as_text() + "\n")
        write_text(folder / "references.bib", references.as_bibtex())
        write_text(folder / "references.json", as_text(references.as_csl()))


def check(
    name: str,
    overrides: list[str] | None,
    as_json: bool,
    out: Path | None,
) -> None:
    """Check a scenario file."""
    folder = writable_folder(out)
    try:
        data: dict[str, Any] = {"faults": [], **counts_of(scenario_of(name, overrides))}
    except InputError as error:
        data = {"faults": [vars(fault) for fault in error.faults]}
        if not as_json:
            raise
    if as_json:
        show_json(data)
    else:
        counts = [f"{value} {plural(key, value)}" for key, value in data.items() if key != "faults"]
        show_on_screen(f"{name}: no fault. {', '.join(counts)}.")
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


def plural(noun: str, count: int) -> str:
    """Return a noun in the number of a count; it is given in the plural."""
    return {"batteries": "battery"}.get(noun, noun.removesuffix("s")) if count == 1 else noun


def keep(folder: Path | None, name: str, data: Any) -> None:
    """Write plain data into the folder asked for, if one was."""
    if folder is not None:
        write_text(folder / name, as_text(data))
