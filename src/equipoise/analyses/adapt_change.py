"""A changed threat: which missiles of the catalogue, from which places, told in one line by the analyst."""

from __future__ import annotations

import re

from equipoise import catalogue
from equipoise.analyses.coverage import threat_sets
from equipoise.errors import Fault, InputError
from equipoise.reading import suggestion
from equipoise.scenario import Scenario
from equipoise.systems import Missile, Place, Threat

FORM = "write '[+]MISSILE[,MISSILE] [from PLACE-OR-AREA[,PLACE]]', for example 'sejjil-2 from damascus'"
WHOLE = re.compile(
    r"^(?P<more>\+?)\s*(?P<missiles>[^\s,]+(?:\s*,\s*[^\s,]+)*)?\s*(?:\bfrom\s+(?P<places>.+))?$"
)


def threats_before(scenario: Scenario, threat: str | None) -> tuple[Threat, ...]:
    """Return the threats of one set of the plan, or of all its sets together."""
    return tuple(one for each in threat_sets(scenario, threat) for one in each.threats)


def threats_after(scenario: Scenario, before: tuple[Threat, ...], change: str | None) -> tuple[Threat, ...]:
    """Return the threats that a change leaves: it replaces the earlier ones, or with a plus adds to them.

    Left out, the missiles stay as they were, and so do the launch points.
    """
    if change is None:
        return before
    said = WHOLE.match(change.strip())
    if said is None or not (said["missiles"] or said["places"]):
        raise InputError(Fault("--threat-change", change, "this is no change of the threat", FORM))
    if said["missiles"] == "from":
        raise InputError(Fault("--threat-change", change, "no place stands after 'from'", FORM))
    launch = places_of(said["places"]) if said["places"] else launch_points(before)
    changed = tuple(
        Threat(id=missile.id, missile=missile, launch=launch)
        for missile in missiles_of(said["missiles"], before)
    )
    return (*before, *changed) if said["more"] else changed


def missiles_of(text: str | None, before: tuple[Threat, ...]) -> tuple[Missile, ...]:
    """Return the named missiles, the plan's own ones as the plan has them; those of before without a text."""
    own = {threat.missile.id: threat.missile for threat in before}
    if text is None:
        return tuple(own.values())
    names = dict.fromkeys(name.strip() for name in text.split(","))
    return tuple(own.get(name) or catalogue.noun("missiles", name) for name in names)


def places_of(text: str) -> tuple[Place, ...]:
    """Return the launch points that ids of areas and places name, each once."""
    areas = {area.id: area.points for area in catalogue.launch_areas()}
    known = (*areas, *catalogue.ids("places"))
    found: dict[str, Place] = {}
    for name in (part.strip() for part in text.split(",")):
        if name not in known:
            remedy = f"{suggestion(name, known)}name a launch area or a place; 'equipoise list places'"
            raise InputError(Fault("--threat-change", name, "there is no such place", remedy))
        for place in areas.get(name) or (catalogue.noun("places", name),):
            found[place.id] = place
    return tuple(found.values())


def launch_points(threats: tuple[Threat, ...]) -> tuple[Place, ...]:
    """Return all launch points of threats, each once."""
    found = {place.id: place for threat in threats for place in threat.launch}
    return tuple(found.values())
