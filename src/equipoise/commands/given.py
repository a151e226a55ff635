"""What is made of the texts that a command was given: scenarios, windows, places, folders."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from equipoise import catalogue
from equipoise.errors import Fault, InputError
from equipoise.scenario import Scenario, load
from equipoise.systems.places import Place
from equipoise.systems.settings import Region
from equipoise.unfinished import folder_inside

COORDINATES = "write LAT,LON in degrees, north and east positive, for example 38.08,46.30"
REGION_FORM = "write --region LAT_MIN,LAT_MAX,LON_MIN,LON_MAX in degrees, for example 34,72,-12,50"


def scenario_of(name: str, overrides: Sequence[str] | None) -> Scenario:
    """Return the scenario that a command names, with its values replaced."""
    return load(name, overrides or ())


def plans_of(names: Sequence[str], overrides: Sequence[str]) -> list[Scenario]:
    """Return scenarios, each with those values replaced whose address it has.

    An address that no plan lists goes to all of them, whose reader takes it or says what is near it.
    """
    plans = [scenario_of(name, None) for name in names]
    if not overrides:
        return plans
    addresses = [override.partition("=")[0].strip() for override in overrides]
    known = [[has_address(plan, address) for address in addresses] for plan in plans]
    orphan = [not any(column) for column in zip(*known, strict=True)]
    return [
        scenario_of(name, [o for o, own, lost in zip(overrides, has, orphan, strict=True) if own or lost])
        for name, has in zip(names, known, strict=True)
    ]


def has_address(scenario: Scenario, address: str) -> bool:
    """Return whether an address names a value of a scenario or something with values."""
    return any(each == address or each.startswith(f"{address}.") for each in scenario.addresses())


def region_of(text: str | None) -> Region | None:
    """Return the window that four numbers describe; None for no text."""
    if text is None:
        return None
    numbers = numbers_of(text)
    if len(numbers) != 4:
        raise InputError(Fault("--region", text, "these are not four numbers", REGION_FORM))
    south, north, west, east = numbers
    if not (-90 <= south < north <= 90):
        problem = f"{south:g} to {north:g} is no range of latitudes, from south to north"
        raise InputError(Fault("--region", text, problem, REGION_FORM))
    if not (-180 <= west < east <= 180):
        problem = f"{west:g} to {east:g} is no range of longitudes, from west to east"
        raise InputError(Fault("--region", text, problem, REGION_FORM))
    return Region(lat_min_deg=south, lat_max_deg=north, lon_min_deg=west, lon_max_deg=east)


def numbers_of(text: str) -> list[float]:
    """Return the numbers between the commas of a text; none where a part is no number."""
    try:
        return [float(part) for part in text.split(",")]
    except ValueError:
        return []


def place_of(option: str, text: str, known: tuple[Place, ...] = ()) -> Place:
    """Return the place that coordinates or an id name; `known` places come before the catalogue's."""
    own = {place.id: place for place in known}
    if text in own:
        return own[text]
    numbers = numbers_of(text)
    if len(numbers) == 2:
        return point(option, text, *numbers)
    if numbers or "," in text or not text.strip():
        raise InputError(Fault(option, text, "this is no place", f"{COORDINATES}, or the id of a place"))
    return catalogue.noun("places", text)


def places_of(option: str, text: str) -> tuple[Place, ...]:
    """Return the places of a list with commas between; two numbers in a row are a place."""
    words = [word.strip() for word in text.split(",")]
    places: list[Place] = []
    while words:
        count = 2 if numbers_of(words[0]) and len(words) > 1 else 1
        places.append(place_of(option, ",".join(words[:count])))
        words = words[count:]
    return tuple(places)


def point(option: str, text: str, lat_deg: float, lon_deg: float) -> Place:
    """Return a place at a latitude and longitude, both checked."""
    if not abs(lat_deg) <= 90:
        swapped = abs(lon_deg) <= 90 and abs(lat_deg) <= 180
        hint = f"the two may be swapped: {lon_deg:g},{lat_deg:g}; " if swapped else ""
        raise InputError(Fault(option, text, f"there is no latitude {lat_deg:g}", hint + COORDINATES))
    if not abs(lon_deg) <= 180:
        raise InputError(Fault(option, text, f"there is no longitude {lon_deg:g}", COORDINATES))
    name = f"{abs(lat_deg):g} {'N' if lat_deg >= 0 else 'S'} {abs(lon_deg):g} {'E' if lon_deg >= 0 else 'W'}"
    return Place(id="point", name=name, lat_deg=lat_deg, lon_deg=lon_deg)


def writable_folder(folder: Path | None) -> Path | None:
    """Return the folder, made where it is missing; raise an InputError before any work where it is no use."""
    if folder is None:
        return None
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with folder_inside(folder):
            return folder
    except OSError as error:
        problem = f"cannot write there: {error.strerror or 'no such folder'}"
        remedy = "name a folder that you may write into"
        raise InputError(Fault("--out", str(folder), problem, remedy)) from None
