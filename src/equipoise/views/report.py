"""The report: one HTML file with maps, ledger, an explained shot, all assumptions, and how it was made.

It loads nothing: pictures are inside it, there is no script, and links are followed only by a click.
"""

from __future__ import annotations

import tempfile
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import jinja2
import numpy as np

from equipoise.engagement.outcomes import Outcome
from equipoise.geography import CREDIT, states, states_on_grid
from equipoise.results import Result
from equipoise.studies.comparison import Comparison
from equipoise.studies.rows import StateRow
from equipoise.studies.sections import SECTIONS
from equipoise.studies.sentences import FEWEST_PEOPLE, HALF, phrases
from equipoise.studies.telling_shot import telling_shots
from equipoise.studies.words import listing, people, percent, signed_people
from equipoise.views.answers import GROUPS
from equipoise.views.assumptions import GROUPS as NUMBER_GROUPS
from equipoise.views.assumptions import assumptions, cited, disputed, grade_counts
from equipoise.views.comparisons import LETTERS, brief_sentences, key_groups
from equipoise.views.ledger_grids import grids_of
from equipoise.views.map_files import write_maps
from equipoise.views.profile import profile_of
from equipoise.views.section_figures import Picture, write_pictures
from equipoise.views.shots import clock_words
from equipoise.writing import write_text

LEFT_OUT = (
    "Missiles and interceptors are point masses; sensors are idealised: no clutter, no noise beyond the stated range.",
    "A shot counts as protection whatever its probability to kill, which stands among the assumptions.",
    "One missile at a time: a magazine that runs empty under many missiles is not counted here.",
    "No guidance, seeker or kill-vehicle detail, no warheads and their effects, no countermeasures and decoys.",
    "Nothing classified or restricted: none of these numbers is offered as the true performance of a named system.",
    "People are those of places of 500 and more, scaled to national totals of about 2018; read them to two figures.",
    "States and borders are drawn as the data set draws them, without judgement.",
)
CITY_COLUMNS = ("city_shots", "city_margin_s", "city_outcome")
TEMPLATES = jinja2.Environment(
    loader=jinja2.PackageLoader("equipoise.views", "templates"),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
TEMPLATES.filters.update(people=people, percent=percent, signed=signed_people, clock=clock_words)


HERE = "<!-- pictures -->"  # what a user wrote is escaped, and cannot hold it


class Page(NamedTuple):
    """A report cut where pictures come in: after what is told of each threat set, then in each section."""

    parts: tuple[str, ...]
    plans: tuple[str, ...]
    threats: tuple[str, ...]
    sections: tuple[str, ...]


@dataclass(frozen=True)
class Cell:
    """What one plan does for one state: shares by 1, 2 and 3 shots, and why not more where most are left open."""

    shares: tuple[float | None, ...]
    reason: str = ""


@dataclass(frozen=True)
class Line:
    """One row of a ledger."""

    name: str
    reachable_people: float
    cells: tuple[Cell, ...]
    change_people: float


def report(
    comparison: Comparison,
    path: str | Path,
    maps: Sequence[Path] | None = None,
    command: str = "",
    pictures: dict[str, list[Picture]] | None = None,
) -> Path:
    """Write the report of a comparison, or of a single plan, as one HTML file.

    Parameters
    ----------
    comparison : Comparison
        What `compare` returned, for one scenario or more.
    path : str or path
        The file to write.
    maps : sequence of path, optional
        SVG maps already drawn by `write_maps`; by default they are drawn now.
    command : str
        The command line that makes it again, to be printed in it.
    pictures : dict, optional
        Figures of the analyses beside protection already drawn by `write_pictures`; by default they are drawn now.

    Returns
    -------
    path : Path
        The file written, whole or not at all.

    Validity
    --------
    The page needs no network and runs no script.

    References
    ----------
    None.

    Examples
    --------
    >>> import tempfile
    >>> from types import SimpleNamespace
    >>> from equipoise.scenario import load
    >>> from equipoise.studies.comparison import compare
    >>> alps = SimpleNamespace(lat_min_deg=46, lat_max_deg=48, lon_min_deg=7, lon_max_deg=11)
    >>> plan = compare(load("poland-czech-2007"), threat="long-range", region=alps, resolution_deg=1)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     report(plan, f"{folder}/report.html").name
    'report.html'
    """
    file = Path(path)
    with tempfile.TemporaryDirectory() as folder:
        if maps is None:
            maps = write_maps(Path(folder), comparison.scenarios, comparison.footprints)
        if pictures is None:
            pictures = write_pictures(comparison, Path(folder))
        write_text(file, with_pictures(page_of(comparison, command), maps, pictures))
    return file


def page_of(comparison: Comparison, command: str) -> Page:
    """Return the report but for its pictures."""
    html = TEMPLATES.get_template("report.html").render(contents(comparison), command=command, here=HERE)
    plans = tuple(scenario.name for scenario in comparison.scenarios)
    return Page(tuple(html.split(f"{HERE}\n")), plans, comparison.threats, tuple(comparison.sections))


def with_pictures(page: Page, maps: Sequence[Path], pictures: dict[str, list[Picture]]) -> str:
    """Return the whole report: its pictures are inside it, and may be drawn after the rest was told."""
    figures = [map_figures(page, threat, maps) for threat in page.threats]
    figures += [section_figures(name, pictures.get(name, ())) for name in page.sections]
    first, *others = page.parts
    return first + "".join(figure + part for figure, part in zip(figures, others, strict=True))


def map_figures(page: Page, threat: str, maps: Sequence[Path]) -> str:
    """Return the maps of a threat set as they stand in the report."""
    words = (
        f"Map of the defended area against the threat set {threat}; "
        "the ledger below gives its content in numbers."
    )
    names = [f"map-{threat}", *(f"map-{threat}-{plan}" for plan in page.plans)]
    shown = [file for file in maps if file.suffix == ".svg" and file.stem in names]
    return figures_of("wide", [(picture_of(file), words) for file in shown])


def section_figures(name: str, pictures: Sequence[Picture]) -> str:
    """Return the figures of one analysis beside protection as they stand in the report."""
    shown = [(picture_of(svg_of(each)), each.words) for each in pictures]
    return figures_of("wide" if name == "ledger" else "plot", shown)


def figures_of(kind: str, pictures: Sequence[tuple[str, str]]) -> str:
    """Return addresses that hold a picture, with words for who cannot see it, as HTML."""
    return TEMPLATES.get_template("figures.html").render(kind=kind, pictures=pictures)


def contents(comparison: Comparison) -> dict[str, Any]:
    """Return all that the template prints, but for the command."""
    scenarios = comparison.scenarios
    provenance = comparison.footprints[0].provenance
    sources = cited(scenarios)
    return {
        "title": title_of(comparison),
        "in_short": key_groups(comparison),
        "verdicts": brief_sentences(comparison),
        "plans": list(zip(LETTERS, comparison.labels, scenarios, strict=False)),
        "threats": [threat_contents(comparison, threat) for threat in comparison.threats],
        "sections": [section_contents(comparison, name) for name in comparison.sections],
        "shots": [(shot, profile_of(shot)) for shot in telling_shots(comparison)],
        "differences": comparison.differences,
        "disputed": disputed(scenarios),
        "assumptions": assumptions(scenarios),
        "number_groups": NUMBER_GROUPS,
        "grades": grade_counts(scenarios),
        "sources": sources,
        "left_out": LEFT_OUT,
        "credit": CREDIT,
        "provenance": provenance,
    }


def title_of(comparison: Comparison) -> str:
    """Return the headline."""
    if len(comparison.scenarios) == 1:
        return comparison.scenarios[0].title
    names = listing(phrases(comparison.scenarios))
    return names[0].upper() + names[1:]


def threat_contents(comparison: Comparison, threat: str) -> dict[str, Any]:
    """Return what the template prints of one threat set."""
    rows = comparison.rows(threat)
    reasons = [reasons_by_state(footprint, threat) for footprint in comparison.footprints]
    shown = [row for row in rows if row.reachable_people >= FEWEST_PEOPLE]
    threat_set = comparison.scenarios[0].threat_set(threat)
    return {
        "id": threat,
        "name": threat_set.name,
        "missiles": [each.missile.name for each in threat_set.threats],
        "sentences": comparison.sentences(threat),
        "totals": total_lines(comparison, threat),
        "allies": [line_of(row, reasons) for row in shown if row.nato_europe_2007],
        "others": [line_of(row, reasons) for row in shown if not row.nato_europe_2007],
        "small": len(rows) - len(shown),
        "cities": city_lines(comparison, threat),
    }


def section_contents(comparison: Comparison, name: str) -> dict[str, Any]:
    """Return what the template prints of one analysis beside protection."""
    section = SECTIONS[name]
    return {
        "name": name,
        "heading": section.heading,
        "economy": section.economy,
        "sentences": comparison.section_sentences(name),
        "rows": comparison.section_rows(name),
        "ledgers": ledger_contents(comparison) if name == "ledger" else [],
    }


def ledger_contents(comparison: Comparison) -> list[dict[str, Any]]:
    """Return the joined ledger of the only plan, or of the first and each later one."""
    single = len(comparison.equal_security) == 1
    return [
        {"heading": "" if single else f"From {listing(book.labels, 'to')}", "grids": grids_of(book)}
        for book in comparison.equal_security
    ]


def svg_of(picture: Picture) -> Path:
    """Return the SVG among the files of a figure."""
    return next(file for file in picture.files if file.suffix == ".svg")


def picture_of(file: Path) -> str:
    """Return a picture as an address that holds the picture itself."""
    return f"data:image/svg+xml;base64,{b64encode(file.read_bytes()).decode()}"


def total_lines(comparison: Comparison, threat: str) -> list[Line]:
    """Return the totals, NATO Europe first."""
    lines = []
    for group, totals in reversed(list(comparison.totals(threat).items())):
        cells = tuple(Cell(shares_of(total)) for total in totals)
        change = totals[-1]["protected_people"] - totals[0]["protected_people"]
        reachable = max(total["reachable_people"] for total in totals)
        lines.append(Line(GROUPS[group], reachable, cells, change))
    return lines


def line_of(row: StateRow, reasons: Sequence[dict[str, str]]) -> Line:
    """Return the line of one state."""
    cells = tuple(
        Cell(shares_of(cell), why.get(row.iso3, "") if row.share(n) < HALF else "")
        for n, (cell, why) in enumerate(zip(row.cells, reasons, strict=True))
    )
    return Line(row.name, row.reachable_people, cells, row.change_people)


def shares_of(total: dict[str, Any]) -> tuple[float | None, ...]:
    """Return the shares of the people in reach protected by 1, 2 and 3 shots or more."""
    reachable = total["reachable_people"]
    counts = (total["protected_people"], total["protected_people_2_shots"], total["protected_people_3_shots"])
    return tuple(count / reachable if reachable > 0 else None for count in counts)


def reasons_by_state(footprint: Result, threat: str) -> dict[str, str]:
    """Return for each state the commonest reason why cells of it are open, in words."""
    data = footprint.data.sel(threat=threat)
    state = states_on_grid(data.lat.values, data.lon.values)
    is_open = (data.reaching.values > 0) & (data.shots.values == 0) & (state >= 0)
    table = states()
    reasons = {}
    for row in np.unique(state[is_open]):
        codes = data.outcome.values[is_open & (state == row)]
        reasons[table.iso3[int(row)]] = Outcome(int(np.bincount(codes).argmax())).word.replace("-", " ")
    return reasons


def city_lines(comparison: Comparison, threat: str) -> list[dict[str, Any]]:
    """Return the cities in reach with their shots and margins, those that differ most first."""
    tables = [footprint.data.sel(threat=threat) for footprint in comparison.footprints]
    if any("city_shots" not in table for table in tables):
        return []
    cities = tables[0].city
    columns = [[table[name].sel(city=cities).values for name in CITY_COLUMNS] for table in tables]
    lines = []
    for place, name in enumerate(tables[0].city_name.values):
        shots, margins, outcomes = zip(*([column[place] for column in one] for one in columns), strict=True)
        if max(shots) >= 0:
            words = [Outcome(int(outcome)).word.replace("-", " ") for outcome in outcomes]
            cells = list(zip(map(int, shots), map(float, margins), words, strict=True))
            lines.append({"name": str(name), "cells": cells, "shots": shots})
    return sorted(lines, key=lambda line: (min(line["shots"]) - max(line["shots"]), line["name"]))
