"""explain, fly: one engagement, one trajectory."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from equipoise.commands.console import as_text, note, show, show_json
from equipoise.commands.given import place_of, scenario_of, writable_folder
from equipoise.engagement.explain import explain as explained
from equipoise.engagement.flights import fly as flown
from equipoise.results import plain
from equipoise.scenario import Scenario
from equipoise.systems.places import Place
from equipoise.views.flights import form_of, write_flight
from equipoise.views.shots import flight_parts, shot_parts
from equipoise.writing import write_text

Shape = Literal["minimum-energy", "lofted", "depressed"]


def explain(
    name: str,
    start: str,
    aim: str,
    overrides: list[str] | None,
    threat: str | None,
    missile: str | None,
    as_json: bool,
    out: Path | None,
) -> None:
    """Explain one engagement."""
    folder, scenario = writable_folder(out), scenario_of(name, overrides)
    known = places_in(scenario)
    launch, target = place_of("--from", start, known), place_of("--to", aim, known)
    shot = explained(scenario, launch, target, threat=threat, missile=missile)
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
    missile: str,
    start: str,
    aim: str,
    shape: Shape,
    shape_angle: float,
    as_json: bool,
    out: Path | None,
) -> None:
    """Fly one missile."""
    if out is not None:
        form_of(out)
        writable_folder(out.parent)
    launch, target = place_of("--from", start), place_of("--to", aim)
    flight = flown(missile, launch, target, shape=shape, shape_angle_deg=shape_angle)
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
