"""The commands with their arguments and options, as typer reads them; the work is done elsewhere.

Nothing heavy is imported here, so that the help of a command comes at once.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from equipoise.cli import perform

KINDS = (
    "Scenarios, forces, interceptors, missiles, sensors, places, areas, treaties, elements, slips, budgets, "
    "promises, estimates or sources."
)
DEFAULT_FOLDER = Path("equipoise-output")

ScenarioName = Annotated[
    str, typer.Argument(metavar="A", help="A shipped scenario ('equipoise list scenarios') or a file.")
]
Overrides = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="ADDRESS=VALUE", help="Replace one value; may be given several times."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON only.")]
OutFolder = Annotated[
    Path | None, typer.Option("--out", metavar="DIR", help="Write the answer into this folder as well.")
]
ThreatName = Annotated[
    str | None,
    typer.Option("--threat", metavar="SET", help="One threat set of the scenario; by default all of them."),
]
Workers = Annotated[
    int | None, typer.Option("--workers", metavar="N", min=1, max=1024, help="Threads to compute with.")
]
RegionText = Annotated[
    str | None,
    typer.Option(
        "--region",
        metavar="LAT_MIN,LAT_MAX,LON_MIN,LON_MAX",
        help="Window in degrees; by default the scenario's.",
    ),
]
Resolution = Annotated[
    float, typer.Option("--resolution", metavar="DEG", help="Side of a cell of the map in degrees.")
]
Day = Annotated[
    str | None,
    typer.Option(
        "--date", metavar="YYYY-MM-DD", help="Day on which treaties are asked; by default the scenario's."
    ),
]
ForceName = Annotated[
    str | None,
    typer.Option(
        "--force", metavar="FORCE", help="A shipped force or a file; by default one that the plan opposes."
    ),
]
FromPlace = Annotated[
    str, typer.Option("--from", metavar="LAT,LON", help="Launch point: degrees, or the id of a place.")
]
ToPlace = Annotated[
    str, typer.Option("--to", metavar="LAT,LON", help="Aim point: degrees, or the id of a place.")
]
Beside = Annotated[
    str,
    typer.Option(
        metavar="NAMES", help="Analyses beside protection, with commas between; or 'all', or 'none'."
    ),
]
Full = Annotated[bool, typer.Option("--full", help="Print all of it, not the key numbers.")]
InFull = Annotated[
    str | None,
    typer.Option(
        "--section",
        metavar="NAMES",
        help="Print these in full, with commas between: 'protection', or an analysis.",
    ),
]
ReportFolder = Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder for report, maps and data.")]
PlanNames = Annotated[
    list[str] | None,
    typer.Argument(metavar="[A B ...]", help="Two or more scenarios, shipped or files.", show_default=False),
]
ScenarioNames = Annotated[
    list[str], typer.Argument(metavar="A [B ...]", help="One scenario or more, shipped or files.")
]
Trials = Annotated[int, typer.Option(metavar="N", help="Trials of the chance.")]
Seed = Annotated[int, typer.Option(metavar="N", help="Seed of the trials; 0 is a seed.")]
MissileOfScenario = Annotated[
    str | None,
    typer.Option(metavar="ID", help="A missile of the scenario; by default the least that reaches."),
]
FlightFile = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Write a .csv, .kml, .czml or .geojson file.")
]
KindName = Annotated[str, typer.Argument(metavar="KIND", help=KINDS)]
EntryName = Annotated[str, typer.Argument(metavar="ID", help="An id of the catalogue, or a scenario file.")]
FileName = Annotated[str, typer.Argument(metavar="FILE", help="A scenario file, or a shipped scenario.")]
MissileName = Annotated[str, typer.Argument(metavar="MISSILE", help="'equipoise list missiles' names them.")]
ShapeAngle = Annotated[
    float, typer.Option(metavar="DEG", help="Degrees above or below the angle of least energy.")
]


class Shape(StrEnum):
    """The shapes of a flight."""

    MINIMUM_ENERGY = "minimum-energy"
    LOFTED = "lofted"
    DEPRESSED = "depressed"


def compare(
    names: PlanNames = None,
    *,
    overrides: Overrides = None,
    threat: ThreatName = None,
    region: RegionText = None,
    resolution: Resolution = 0.5,
    beside: Beside = "all",
    workers: Workers = None,
    full: Full = False,
    section: InFull = None,
    as_json: AsJson = False,
    out: ReportFolder = DEFAULT_FOLDER,
) -> None:
    """Compare plans, by default those of 2007 and 2009: all analyses, maps and a report.

    --set applies to each scenario that has the address.
    """
    if names and len(names) == 1:
        raise typer.BadParameter("compare takes two scenarios or more; 'equipoise run' takes one")
    perform("plans", "compare", locals())


def run(
    name: ScenarioName,
    *,
    overrides: Overrides = None,
    threat: ThreatName = None,
    region: RegionText = None,
    resolution: Resolution = 0.5,
    beside: Beside = "all",
    workers: Workers = None,
    full: Full = False,
    section: InFull = None,
    as_json: AsJson = False,
    out: ReportFolder = DEFAULT_FOLDER,
) -> None:
    """Run all analyses of one plan: all analyses, maps and a report."""
    perform("plans", "run", locals())


def explain(
    name: ScenarioName,
    start: FromPlace,
    aim: ToPlace,
    overrides: Overrides = None,
    threat: ThreatName = None,
    missile: MissileOfScenario = None,
    as_json: AsJson = False,
    out: OutFolder = None,
) -> None:
    """Tell one engagement second by second, in words and numbers."""
    perform("shots", "explain", locals())


def fly(
    missile: MissileName,
    start: FromPlace,
    aim: ToPlace,
    shape: Annotated[Shape, typer.Option(help="Shape of the flight.")] = Shape.MINIMUM_ENERGY,
    shape_angle: ShapeAngle = 0.0,
    as_json: AsJson = False,
    out: FlightFile = None,
) -> None:
    """Fly one missile of the catalogue from a place to a place."""
    perform("shots", "fly", locals())


def footprint(
    name: ScenarioName,
    overrides: Overrides = None,
    threat: ThreatName = None,
    region: RegionText = None,
    resolution: Resolution = 0.5,
    workers: Workers = None,
    as_json: AsJson = False,
    out: OutFolder = None,
) -> None:
    """Tell which places a plan defends, and why not the others; --out writes maps and data."""
    perform("analyses", "footprint", locals())


def list_kind(kind: KindName, as_json: AsJson = False, out: OutFolder = None) -> None:
    """List what the catalogue holds of a kind."""
    perform("library", "list_kind", locals())


def show(
    name: EntryName, overrides: Overrides = None, as_json: AsJson = False, out: OutFolder = None
) -> None:
    """Show one entry: every number with its range, source, grade, and the values not chosen."""
    perform("library", "show", locals())


def cite(
    name: ScenarioName, overrides: Overrides = None, as_json: AsJson = False, out: OutFolder = None
) -> None:
    """List the references behind a scenario's numbers; --out writes text, BibTeX and CSL-JSON."""
    perform("library", "cite", locals())


def check(
    name: FileName, overrides: Overrides = None, as_json: AsJson = False, out: OutFolder = None
) -> None:
    """Check a scenario file: all faults at once, each with its place and what to do."""
    perform("library", "check", locals())


def perform_for_several(work: str, function: str, given: dict[str, Any]) -> None:
    """Do the work of a command that takes several scenarios; `told` are the options of its analysis."""
    frame = {word: given[word] for word in ("names", "overrides", "as_json", "out")}
    told = {word: value for word, value in given.items() if word not in frame}
    perform(work, function, frame | {"told": told})


def started(name: str, function: Callable[..., None], words: list[str]) -> None:
    """Read the words of a command line and do what they say; ends in SystemExit."""
    app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    app.command(name)(function)
    app(words, prog_name=f"equipoise {name}")
