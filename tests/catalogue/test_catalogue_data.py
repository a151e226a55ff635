"""The catalogue's data: every number sourced, graded and in its range; every place where its name says."""

from __future__ import annotations

import contextlib
import math
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from shapely.geometry import Point, Polygon

from equipoise.constants import SOURCES as CONSTANT_SOURCES
from equipoise.geography import states, states_on_grid
from equipoise.scenario import load
from equipoise.units import DIMENSIONS, UnitError, parse_quantity
from source_tree import CATALOGUE
from source_tree import read_yaml as read

GRADES = {"official", "measured", "estimate", "assumption"}
ACCESSES = {"read", "transcription", "memory", "derived"}
ALWAYS_ASSUMED = {"analyst", "model-choice"}
SYSTEM_FILES = sorted(
    path for folder in ("interceptors", "missiles", "sensors") for path in (CATALOGUE / folder).glob("*.yaml")
)
ELEMENT_FILES = sorted((CATALOGUE / "elements").glob("*.yaml"))
PROGRAMME_FILES = [
    *ELEMENT_FILES,
    *(CATALOGUE / f"{kind}.yaml" for kind in ("slips", "budgets", "promises", "estimates")),
]
SCENARIO_FILES = sorted((CATALOGUE / "scenarios").glob("*.yaml"))
NUMBERED_FILES = [
    *SYSTEM_FILES,
    *SCENARIO_FILES,
    *PROGRAMME_FILES,
    CATALOGUE / "places.yaml",
    CATALOGUE / "areas.yaml",
]
KEY_IN_PROSE = re.compile(r"\b([a-z][a-z0-9]*(?:-[a-z0-9]+)*-(?:19|20)\d\d)\b")


STATIONS = re.findall(
    r"^(station-[\w-]+):", (CATALOGUE / "places.yaml").read_text(encoding="utf-8"), re.MULTILINE
)


def sources() -> dict[str, Any]:
    return read(CATALOGUE / "sources.yaml")


def places() -> dict[str, Any]:
    return read(CATALOGUE / "places.yaml")


def mappings(node: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every mapping of a tree with its address."""
    if isinstance(node, dict):
        yield path, node
    pairs = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, child in pairs:
        yield from mappings(child, f"{path}.{key}".lstrip("."))


def numbers(path: Path) -> list[tuple[str, dict[str, Any]]]:
    """Every number of a file: a mapping with a value, or a table; alternatives left out."""
    found = mappings(read(path))
    return [
        (address, node)
        for address, node in found
        if ("value" in node or "mach" in node) and ".alternatives." not in address
    ]


def is_numeric(number: dict[str, Any]) -> bool:
    """Whether a number is one, and not a text with its source, such as an owner."""
    return re.match(r"-?[\d.]+( |$|%)", str(number.get("value", ""))) is not None


@cache
def dimensions(text: Any) -> dict[str, float]:
    """The SI value of a text in each dimension that reads it."""
    readings = {}
    for name in DIMENSIONS:
        with contextlib.suppress(UnitError):
            readings[name] = parse_quantity(str(text), name)
    assert readings, f"no dimension reads {text!r}"
    return readings


def quantity(text: Any) -> float:
    """The SI value of a text; every dimension that reads it agrees."""
    (value,) = set(dimensions(text).values())
    return value


@pytest.mark.parametrize("path", NUMBERED_FILES, ids=lambda path: path.stem)
def test_every_number_names_a_known_source_and_a_grade(path):
    for address, number in numbers(path):
        assert number.get("source") in sources(), f"{address}: unknown source {number.get('source')}"
        assert number.get("grade") in GRADES, f"{address}: grade {number.get('grade')}"


@pytest.mark.parametrize("path", NUMBERED_FILES, ids=lambda path: path.stem)
def test_what_was_only_recalled_or_assumed_is_graded_assumption(path):
    for address, number in numbers(path):
        weak = sources()[number["source"]]["access"] == "memory" or number["source"] in ALWAYS_ASSUMED
        assert not weak or number["grade"] == "assumption", (
            f"{address}: {number['source']} as {number['grade']}"
        )


@pytest.mark.parametrize("path", NUMBERED_FILES, ids=lambda path: path.stem)
def test_low_value_and_high_are_in_order(path):
    for address, number in numbers(path):
        keys = [key for key in ("low", "value", "high") if key in number and is_numeric(number)]
        ordered = [quantity(number[key]) for key in keys]
        assert ordered == sorted(ordered), f"{address}: {ordered}"


@pytest.mark.parametrize("path", NUMBERED_FILES, ids=lambda path: path.stem)
def test_alternatives_are_rivals_of_one_dimension_with_sources(path):
    for address, number in numbers(path):
        for rival in number.get("alternatives", ()):
            assert rival["source"] in sources(), f"{address}: {rival['source']}"
            assert set(dimensions(rival["value"])) & set(dimensions(number["value"])), (
                f"{address}: {rival['value']}"
            )
            assert quantity(rival["value"]) != quantity(number["value"]), f"{address}: no rival"


@pytest.mark.parametrize("path", SYSTEM_FILES, ids=lambda path: path.stem)
def test_a_system_has_no_bare_number(path):
    bare = re.compile(r"^-?\d")
    for key, value in read(path).items():
        assert not (isinstance(value, int | float) or bare.match(str(value))), f"{path.stem}.{key} = {value}"


@pytest.mark.parametrize("path", [*SYSTEM_FILES, *PROGRAMME_FILES], ids=lambda path: path.stem)
def test_every_assumption_of_a_system_gives_its_reason(path):
    for address, number in numbers(path):
        if number["grade"] == "assumption":
            assert len(number.get("note", "")) > 8, f"{address} has no reason"


@pytest.mark.parametrize("path", [*SYSTEM_FILES, *ELEMENT_FILES], ids=lambda path: path.stem)
def test_the_id_is_the_name_of_the_file(path):
    assert read(path)["id"] == path.stem


def test_ids_are_unique_over_all_systems_and_scenarios():
    counted = Counter(path.stem for path in [*SYSTEM_FILES, *SCENARIO_FILES, *ELEMENT_FILES])
    assert [name for name, times in counted.items() if times > 1] == []
    assert all(read(path)["name"] == path.stem for path in SCENARIO_FILES)


@pytest.mark.parametrize("path", NUMBERED_FILES, ids=lambda path: path.stem)
def test_source_keys_in_prose_exist(path):
    text = path.read_text(encoding="utf-8")
    words = set(KEY_IN_PROSE.findall(text))
    names = {path.stem for path in [*SYSTEM_FILES, *SCENARIO_FILES, *ELEMENT_FILES]}
    names |= set(read(CATALOGUE / "promises.yaml"))
    assert {word for word in words if word not in sources() and word not in names} == set()


def test_every_source_tells_what_it_is_and_how_it_was_read():
    for key, source in sources().items():
        assert source["title"] and source["author"], key
        assert source["access"] in ACCESSES, key
        assert source["url"] is None or source["url"].startswith("http"), key
        assert source["access"] != "derived" or source["note"], f"{key} does not say how it was derived"


def test_every_constant_of_nature_has_a_source():
    assert set(CONSTANT_SOURCES.values()) <= set(sources())


def system_of(said):
    """The id of a system, whether it stands alone or has overrides beside it."""
    return said["system"] if isinstance(said, dict) else said


def test_areas_and_scenarios_name_places_and_systems_that_exist():
    areas = read(CATALOGUE / "areas.yaml")
    systems = {path.stem for path in SYSTEM_FILES}
    assert {point for area in areas.values() for point in area["points"]} <= set(places())
    for path in SCENARIO_FILES:
        scenario = read(path)
        members = [*scenario["sensors"].values(), *scenario["batteries"].values()]
        assert {member["place"] for member in members if "place" in member} <= set(places())
        assert {sensor["system"] for sensor in scenario["sensors"].values()} <= systems
        assert {system_of(battery["interceptor"]) for battery in scenario["batteries"].values()} <= systems
        threats = [threat for group in scenario["threats"].values() for threat in group["missiles"].values()]
        assert {threat["missile"] for threat in threats} <= systems
        assert {threat["launch"] for threat in threats} <= set(areas)


@pytest.mark.parametrize(("path"), SCENARIO_FILES, ids=lambda path: path.stem)
def test_batteries_use_sensors_of_their_own_scenario(path):
    scenario = read(path)
    for battery in scenario["batteries"].values():
        used = {*battery.get("network", ()), *([battery["radar"]] if "radar" in battery else [])}
        assert used <= set(scenario["sensors"])


@pytest.mark.parametrize("path", SCENARIO_FILES, ids=lambda path: path.stem)
def test_a_shipped_scenario_loads_with_every_number_sourced(path):
    scenario = load(path.stem)
    assert {threats.id for threats in scenario.threats} == {"long-range", "medium-range"}
    assert all(evidence.source in sources() for evidence in scenario.evidence.values())


PUTTING = {
    "interceptors": "batteries.redzikowo.interceptor",
    "missiles": "threats.long-range.irbm-3500.missile",
    "sensors": "sensors.brdy",
}


@pytest.mark.parametrize("path", SYSTEM_FILES, ids=lambda path: path.stem)
def test_every_system_fits_into_a_scenario(path):
    plan = load("poland-czech-2007")
    if read(path)["kind"] == "infrared":
        address, wanted = "sensors.dsp-europe", {"system": path.stem, "longitude": "10 deg"}
    else:
        address, wanted = PUTTING[path.parent.name], path.stem
    assert plan.replace(address, wanted).get(address).name == read(path)["name"]


# Great-circle distances of the project's fact sheet, kilometres on a sphere of 6,371 km. The centre of a city
# is a convention (Washington and Moscow differ by 6 and 5 km between gazetteers); a site is not.
BETWEEN_SITES = [
    ("redzikowo", "kozelsk", 1209),
    ("redzikowo", "teykovo", 1484),
    ("redzikowo", "tatishchevo", 1912),
    ("redzikowo", "yoshkar-ola", 1931),
    ("redzikowo", "nizhniy-tagil", 2663),
    ("redzikowo", "dombarovskiy", 2847),
    ("redzikowo", "tabriz", 2854),
    ("redzikowo", "shahroud", 3543),
    ("redzikowo", "novosibirsk", 4052),
    ("redzikowo", "brdy-hill-718", 585),
    ("brdy-hill-718", "kozelsk", 1582),
    ("brdy-hill-718", "tatishchevo", 2237),
    ("brdy-hill-718", "tabriz", 2879),
    ("brdy-hill-718", "kermanshah", 3203),
    ("brdy-hill-718", "shahroud", 3640),
    ("kurecik", "tabriz", 744),
    ("kurecik", "kermanshah", 949),
    ("kurecik", "shahroud", 1565),
    ("tabriz", "ankara", 1178),
    ("tabriz", "bucharest", 1824),
    ("tabriz", "athens", 1972),
    ("tabriz", "sofia", 2006),
    ("tabriz", "rome", 2890),
    ("shahroud", "ankara", 2002),
    ("shahroud", "bucharest", 2622),
    ("shahroud", "athens", 2794),
    ("shahroud", "berlin", 3720),
]
TO_CITY_CENTRES = [
    ("redzikowo", "moscow", 1311),
    ("tabriz", "berlin", 2992),
    ("tabriz", "london", 3876),
    ("tabriz", "washington", 9679),
    ("shahroud", "rome", 3708),
    ("shahroud", "london", 4628),
    ("shahroud", "washington", 10333),
]


def position(place: str) -> tuple[float, float]:
    lat, lon = (math.radians(quantity(places()[place][key]["value"])) for key in ("lat", "lon"))
    return lat, lon


def great_circle_km(first: str, second: str) -> float:
    (lat1, lon1), (lat2, lon2) = position(first), position(second)
    across = math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    haversine = math.sin((lat2 - lat1) / 2) ** 2 + across
    return 2 * 6371.0 * math.asin(math.sqrt(haversine))


@pytest.mark.parametrize(("first", "second", "published_km"), BETWEEN_SITES)
def test_sites_lie_at_their_published_distances(first, second, published_km):
    assert great_circle_km(first, second) == pytest.approx(published_km, abs=1.0)


@pytest.mark.parametrize(("first", "second", "published_km"), TO_CITY_CENTRES)
def test_cities_lie_at_their_published_distances_but_for_the_choice_of_centre(first, second, published_km):
    assert great_circle_km(first, second) == pytest.approx(published_km, abs=7.0)


def test_every_place_is_distinct_and_on_the_globe():
    positions = Counter()
    for name, place in places().items():
        lat, lon = (quantity(place[key]["value"]) for key in ("lat", "lon"))
        assert -90.0 <= lat <= 90.0 and -180.0 <= lon <= 180.0, name
        positions[lat, lon] += 1
    assert max(positions.values()) == 1


def state_of(lat_deg: float, lon_deg: float) -> str:
    row = int(states_on_grid([lat_deg], [lon_deg])[0, 0])
    return states().iso3[row] if row >= 0 else "sea"


SITE_STATES = {
    "redzikowo": "POL",
    "brdy-hill-718": "CZE",
    "deveselu": "ROU",
    "kurecik": "TUR",
    "fylingdales": "GBR",
    "armavir": "RUS",
    "gabala": "AZE",
    "forward-radar-caucasus": "AZE",
    "kozelsk": "RUS",
    "london": "GBR",
    "athens": "GRC",
    "sofia": "BGR",
    "washington": "USA",
}


@pytest.mark.parametrize(("place", "iso3"), SITE_STATES.items())
def test_sites_lie_in_their_states(place, iso3):
    assert state_of(*(quantity(places()[place][key]["value"]) for key in ("lat", "lon"))) == iso3


@pytest.mark.parametrize("place", STATIONS)
def test_ship_stations_lie_at_sea(place):
    assert state_of(*(quantity(places()[place][key]["value"]) for key in ("lat", "lon"))) == "sea"


def test_launch_points_and_outline_of_iran_lie_in_iran():
    area = read(CATALOGUE / "areas.yaml")["iran"]
    corners = list(zip(area["outline"]["lat"], area["outline"]["lon"], strict=True))
    points = [
        tuple(quantity(places()[name][key]["value"]) for key in ("lat", "lon")) for name in area["points"]
    ]
    assert {state_of(*corner) for corner in [*corners, *points]} == {"IRN"}
    assert all(Polygon(corners).contains(Point(point)) for point in points)


def test_the_rival_speeds_of_the_polish_interceptor_are_all_kept():
    speed = read(CATALOGUE / "interceptors" / "gbi-two-stage.yaml")["burnout_speed"]
    kept = {speed["value"], *(rival["value"] for rival in speed["alternatives"])}
    assert kept == {"5.4 km/s", "6.3 km/s", "7.7 km/s", "8.3 km/s", "9 km/s"}
