"""What can decide a public claim: a visible table from the name of a quantity to the function that computes it.

Each function takes the scenario of the claim, None where it has none, and its own parameters; it gives one number.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from equipoise import catalogue
from equipoise.analyses import claim_arithmetic as arithmetic
from equipoise.analyses import claim_coverage as coverage
from equipoise.analyses import claim_deterrent as deterrent
from equipoise.analyses import claim_tracks as tracks
from equipoise.errors import EquipoiseError, Fault, InputError
from equipoise.geography import states
from equipoise.reading import suggestion
from equipoise.scenario import Scenario
from equipoise.units import DIMENSIONS, parse_quantity

NATO = "nato-europe-2007"


class Quantity(NamedTuple):
    """A quantity: what computes it, of which dimension it is, what it takes, and what it means.

    `takes` names each parameter of the function with its sort: a dimension, "text", "texts", "place", "places" or
    "states". In a file the unit suffix is left out, as everywhere.
    """

    compute: Callable[..., float]
    dimension: str
    takes: Mapping[str, str]
    meaning: str


COVERED = {"threat": "text", "states": "states"}
TRACKS = {"launch": "places", "aims": "places"}

QUANTITIES: dict[str, Quantity] = {
    "protected-share": Quantity(
        coverage.protected_share, "ratio", {**COVERED, "shots": "count", "missile": "text"},
        "people protected, as a share of the people in reach",
    ),
    "least-protected-share": Quantity(
        coverage.least_protected_share, "ratio", {**COVERED, "shots": "count"},
        "people protected, as a share of the people in reach, in the state worst off",
    ),
    "greatest-protected-share": Quantity(
        coverage.greatest_protected_share, "ratio", {**COVERED, "shots": "count"},
        "people protected, as a share of the people in reach, in the state best off",
    ),
    "protected-share-lead": Quantity(
        coverage.protected_share_lead, "ratio", {**COVERED, "others": "texts"},
        "share of people protected, less that of the best of the other plans",
    ),
    "site-lead": Quantity(
        coverage.site_lead, "ratio", {**COVERED, "battery": "text", "places": "places"},
        "share of people protected, less that with the battery at the best of the other places",
    ),
    "engaged-share": Quantity(
        coverage.engaged_share, "ratio", {"threat": "text", "aims": "places", "battery": "text"},
        "flights to the aims that meet a shot, as a share of those that reach them",
    ),
    "engaged-share-lead": Quantity(
        coverage.engaged_share_lead, "ratio", {"threat": "text", "aims": "places", "others": "texts"},
        "share of flights that meet a shot, less that of the best of the other plans",
    ),
    "best-of-sites": Quantity(
        coverage.site_engaged_lead, "ratio",
        {"threat": "text", "aims": "places", "battery": "text", "places": "places"},
        "share of flights that one battery can engage, less that at the best of the other places",
    ),
    "seen-share": Quantity(
        coverage.seen_share, "ratio", {**COVERED, "sensor": "text", "time_s": "time"},
        "flights that a sensor sees for so long after burnout, as a share of all that reach",
    ),
    "first-sight": Quantity(
        coverage.first_sight_s, "time", {**COVERED, "sensors": "texts"},
        "time from the launch until one of the sensors sees the missile, in half of the flights or more",
    ),
    "radar-range": Quantity(
        arithmetic.radar_range_m, "length", {"sensor": "text", "cross_section_m2": "area"},
        "range at which a radar detects the cross-section with a cue",
    ),
    "flight-time": Quantity(
        arithmetic.flight_time_s, "time", {"launch": "place", "aim": "place", "boost_time_s": "time"},
        "time of a flight of least energy, and of the boost before it",
    ),
    "apogee": Quantity(
        arithmetic.apogee_m, "length", {"range_m": "length"}, "highest point of a flight of least energy"
    ),
    "share-of-force": Quantity(
        arithmetic.share_of_force, "ratio",
        {"force": "count", "shots": "count", "kill_probability": "probability"},
        "expected kills with all interceptors, as a share of the force",
    ),
    "missiles-engaged": Quantity(
        arithmetic.missiles_engaged, "count", {"batteries": "texts"},
        "missiles at which the magazines allow a full look each",
    ),
    "expected-leakers": Quantity(
        arithmetic.expected_leakers, "count", {"missiles": "count", "kill_probability": "probability"},
        "missiles of a raid expected through when all interceptors are shared out evenly",
    ),
    "shots-needed": Quantity(
        arithmetic.shots_needed_at_one, "count",
        {"kill_probability": "probability", "confidence": "probability"},
        "shots at one missile for the confidence wanted",
    ),
    "reachable-share": Quantity(
        deterrent.reachable_share, "ratio",
        {"force": "text", "aims": "places", "delay_s": "time", "part": "text", "tracked_by": "text"},
        "missiles of a force whose flight can still be met, as a share of those whose base is known",
    ),
    "latest-launch": Quantity(
        deterrent.latest_launch, "time", {"force": "text", "base": "text", "aims": "places", "part": "text"},
        "last moment to launch that still meets the flights from a base, after their launch",
    ),
    "track-over-state": Quantity(
        tracks.track_over_state_m, "length", {**TRACKS, "state": "text"},
        "longest stretch of a ground track above a state",
    ),
    "track-distance": Quantity(
        tracks.track_distance_m, "length", {**TRACKS, "site": "place"},
        "least distance along the ground between a site and the ground tracks",
    ),
    "crossing-share": Quantity(
        tracks.crossing_share, "ratio", {**TRACKS, "state": "text"},
        "ground tracks that cross a state, as a share of all",
    ),
}  # fmt: skip


def quantity_of(name: str) -> Quantity:
    """Return the quantity of a name; raise an InputError where there is none."""
    if name not in QUANTITIES:
        remedy = f"{suggestion(name, QUANTITIES)}the quantities are {', '.join(QUANTITIES)}"
        raise InputError(Fault("", "quantity", f"there is no quantity '{name}'", remedy))
    return QUANTITIES[name]


def computed(quantity: Quantity, plan: Scenario | None, parameters: Mapping[str, Any]) -> float:
    """Return the number that a quantity gives for a scenario and the parameters of a claim file."""
    return float(quantity.compute(plan, **arguments(quantity, parameters)))


def arguments(quantity: Quantity, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Return the parameters of a claim file as a function takes them."""
    by_key = {key_of(name, sort): (name, sort) for name, sort in quantity.takes.items()}
    found = {}
    for key, value in parameters.items():
        if key not in by_key:
            remedy = f"{suggestion(key, by_key)}it takes {', '.join(by_key) or 'none'}"
            raise InputError(Fault("", f"parameters.{key}", "the quantity has no such parameter", remedy))
        name, sort = by_key[key]
        found[name] = argument(f"parameters.{key}", value, sort)
    return found


def key_of(name: str, sort: str) -> str:
    """Return the key in a file of a parameter: its name without the suffix of its unit."""
    return name.removesuffix(DIMENSIONS[sort].suffix) if sort in DIMENSIONS else name


def argument(address: str, value: Any, sort: str) -> Any:
    """Return one value of a claim file as its sort wants it."""
    texts = (value,) if isinstance(value, str) else tuple(value)
    if sort in ("texts", "places", "states"):
        return of_many(texts, sort)
    if len(texts) != 1:
        raise InputError(Fault("", address, "one value belongs here, not a list", "write one of them"))
    if sort == "text":
        return texts[0]
    if sort == "place":
        return catalogue.noun("places", texts[0])
    try:
        number = parse_quantity(texts[0], sort)
    except EquipoiseError as error:
        raise InputError(Fault("", address, str(error), f"write {DIMENSIONS[sort].phrase}")) from None
    return int(number) if sort == "count" else number


def of_many(texts: tuple[str, ...], sort: str) -> tuple[Any, ...]:
    """Return a list of a claim file: texts, places of the catalogue, or codes of states."""
    if sort == "places":
        return tuple(catalogue.noun("places", text) for text in texts)
    if sort == "texts":
        return texts
    table = states()
    members = tuple(code for code, member in zip(table.iso3, table.nato_europe_2007, strict=True) if member)
    codes = [code for text in texts for code in (members if text == NATO else (text,))]
    for code in codes:
        if code not in table.iso3:
            raise InputError(Fault("", "states", f"there is no state '{code}'", f"write a code, or {NATO}"))
    return tuple(codes)
