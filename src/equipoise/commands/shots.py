"""explain, fly: one engagement, one trajectory."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

import equipoise as eq
from equipoise.commands.console import as_text, note, show, show_json
from equipoise.commands.options import (
    AsJson,
    FromPlace,
    OutFolder,
    Overrides,
    ScenarioName,
    ThreatName,
    ToPlace,
    place_of,
    scenario_of,
    writable_folder,
)
from equipoise.results import plain
from equipoise.scenario import Scenario
from equipoise.systems.places import Place
from equipoise.views.flights import form_of, write_flight
from equipoise.views.shots import flight_parts, shot_parts
from equipoise.writing import write_text


class Shape(StrEnum):
    """The shapes of a flight."""

    MINIMUM_ENERGY = "minimum-energy"
    LOFTED = "lofted"
    DEPRESSED = "depressed"


def explain(
    name: ScenarioName,
    start: FromPlace,
    aim: ToPlace,
    overrides: Overrides = None,
    threat: ThreatName = None,
    missile: Annotated[
        str | None,
        typer.Option(metavar="ID", help="A missile of the scenario; by default the least that reaches."),
    ] = None,
    as_json: AsJson = False,
    out: OutFolder = None,
) -> None:
    """Tell one engagement second by second, in words and numbers."""
    folder, scenario = writable_folder(out), scenario_of(name, overrides)
    known = places_in(scenario)
    launch, target = place_of("--from", start, known), place_of("--to", aim, known)
    shot = eq.explain(scenario, launch, target, threat=threat, missile=missile)
    if as_json:
        show_json(plain(shot.as_json()))
    else:
        show(*shot_parts(shot))
    if folder is not None:
        write_text(folder / "explanation.txt", "\n".join(shot.story()) + "\n")
        write_text(folder / "explanation.json", as_text(plain(shot.as_json())))
        write_flight(shot.flight, folder / "trajectory.kml")
        note(f"The story, its data and the trajectory lie in {folder}")


def fly(
    missile: Annotated[str, typer.Argument(metavar="MISSILE", help="'equipoise list missiles' names them.")],
    start: FromPlace,
    aim: ToPlace,
    shape: Annotated[Shape, typer.Option(help="Shape of the flight.")] = Shape.MINIMUM_ENERGY,
    shape_angle: Annotated[
        float, typer.Option(metavar="DEG", help="Degrees above or below the angle of least energy.")
    ] = 0.0,
    as_json: AsJson = False,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write a .csv, .kml, .czml or .geojson file.")
    ] = None,
) -> None:
    """Fly one missile of the catalogue from a place to a place."""
    if out is not None:
        form_of(out)
        writable_folder(out.parent)
    launch, target = place_of("--from", start), place_of("--to", aim)
    flight = eq.fly(missile, launch, target, shape=shape.value, shape_angle_deg=shape_angle)
    if as_json:
        show_json(plain(flight.as_json()))
    else:
        show(*flight_parts(flight))
    if out is not None:
        write_flight(flight, out)
        note(f"The trajectory lies in {out}")


def places_in(scenario: Scenario) -> tuple[Place, ...]:
    """Return the places that a scenario names itself: launch points, batteries and radars."""
    launches = [place for each in scenario.threats for threat in each.threats for place in threat.launch]
    sites: list[Any] = [*scenario.batteries, *scenario.sensors]
    return (*launches, *(site.place for site in sites if hasattr(site, "place")))
