"""One trajectory as a file that maps and globes read: CSV, KML, CZML, GeoJSON by the ending of the name."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import numpy as np

from equipoise.engagement.flights import Trajectory
from equipoise.errors import Fault, InputError
from equipoise.views.exports import csv_text
from equipoise.writing import write_text

STEP_S = 5.0
EPOCH = "2000-01-01T00:00:00Z"  # a flight has no date of its own; globes want one
COLUMNS = (
    "t_s",
    "lat_deg",
    "lon_deg",
    "altitude_m",
    "x_m",
    "y_m",
    "z_m",
    "vx_m_s",
    "vy_m_s",
    "vz_m_s",
)
Point = tuple[float, float, float, float]


def write_flight(flight: Trajectory, path: Path) -> None:
    """Write a flight in the form that the ending of the path names."""
    write_text(path, form_of(path)(flight))


def form_of(path: Path) -> Any:
    """Return what writes the form of an ending; raise an InputError for any other ending."""
    if path.suffix.lower() not in FORMS:
        problem = f"'{path.suffix}' names no form of a flight"
        raise InputError(Fault("--out", path.name, problem, f"end the name in {', '.join(FORMS)}"))
    return FORMS[path.suffix.lower()]


def points_of(flight: Trajectory) -> list[Point]:
    """Return time, latitude, longitude and height every few seconds; none where the aim is out of range."""
    if not flight.reaches:
        return []
    count = int(np.ceil(flight.impact_s / STEP_S)) + 1
    return [(float(t), *flight.geodetic(float(t))) for t in np.linspace(0.0, flight.impact_s, count)]


def name_of(flight: Trajectory) -> str:
    """Return the flight in a line."""
    return f"{flight.threat.missile.name}, {flight.launch.name} to {flight.aim.name}"


def as_csv(flight: Trajectory) -> str:
    """Return the nodes of the flight, one a row; positions and velocities Earth-fixed."""
    if not flight.reaches:
        return csv_text([COLUMNS])
    times_s = flight.node_times_s()
    rows = [
        [float(t), *flight.geodetic(float(t)), *(float(value) for value in node[:6])]
        for t, node in zip(times_s, flight.nodes, strict=True)
    ]
    return csv_text([COLUMNS, *rows])


def as_kml(flight: Trajectory) -> str:
    """Return the flight as a line in space."""
    line = "\n".join(f"{lon:.6f},{lat:.6f},{height:.1f}" for _, lat, lon, height in points_of(flight))
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2">
<Document>
<name>{escape(name_of(flight))}</name>
<Placemark>
<name>{escape(name_of(flight))}</name>
<Style><LineStyle><color>ff1c1c8c</color><width>3</width></LineStyle></Style>
<LineString>
<altitudeMode>absolute</altitudeMode>
<coordinates>
{line}
</coordinates>
</LineString>
</Placemark>
</Document>
</kml>
"""


def as_czml(flight: Trajectory) -> str:
    """Return the flight as a moving point with its path; the date is a stand-in."""
    points = points_of(flight)
    degrees = [value for t, lat, lon, height in points for value in (t, lon, lat, height)]
    head = {"id": "document", "name": name_of(flight), "version": "1.0"}
    moving = {
        "id": flight.threat.missile.id,
        "name": name_of(flight),
        "position": {"epoch": EPOCH, "cartographicDegrees": degrees},
        "point": {"pixelSize": 6},
        "path": {"width": 2},
    }
    return json.dumps([head, moving] if points else [head], allow_nan=False) + "\n"


def as_geojson(flight: Trajectory) -> str:
    """Return the flight as a feature, cut where it crosses 180 degrees of longitude."""
    parts = [
        [[lon, lat, height] for _, lat, lon, height in part] for part in cut_at_date_line(points_of(flight))
    ]
    properties = {
        "name": name_of(flight),
        "missile": flight.threat.missile.id,
        "shape": flight.threat.shape,
        "flight_time_s": flight.impact_s if flight.reaches else None,
        "apogee_m": flight.peak()[1] if flight.reaches else None,
    }
    feature = {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": "MultiLineString", "coordinates": parts} if parts else None,
    }
    return json.dumps({"type": "FeatureCollection", "features": [feature]}, allow_nan=False) + "\n"


def cut_at_date_line(points: list[Point]) -> list[list[Point]]:
    """Return a line in parts, none of which crosses 180 degrees of longitude."""
    if not points:
        return []
    parts = [[points[0]]]
    for before, after in pairwise(points):
        if abs(after[2] - before[2]) > 180.0:
            ending, beginning = crossing(before, after)
            parts[-1].append(ending)
            parts.append([beginning])
        parts[-1].append(after)
    return parts


def crossing(before: Point, after: Point) -> tuple[Point, Point]:
    """Return the point on 180 degrees between two others, seen from either side."""
    side = 180.0 if before[2] > 0 else -180.0
    gone = (side - before[2]) / (after[2] + 2 * side - before[2])
    t, lat, _, height = (a + gone * (b - a) for a, b in zip(before, after, strict=True))
    return (t, lat, side, height), (t, lat, -side, height)


FORMS = {".csv": as_csv, ".kml": as_kml, ".czml": as_czml, ".geojson": as_geojson}
