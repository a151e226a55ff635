"""A made-up footprint and scenario for tests of the views: a circle round a site, nothing computed."""

from __future__ import annotations

import re
from types import SimpleNamespace

import numpy as np
import xarray as xr

from equipoise.systems.places import LaunchArea, Place
from equipoise.systems.sensors import Radar


def place(name, lat, lon):
    return Place(id=re.sub("[^a-z]+", "-", name.lower()).strip("-"), name=name, lat_deg=lat, lon_deg=lon)


def radar(where, boresight, half_width, range_m):
    return Radar(
        id=where.id,
        name=where.name,
        place=where,
        role="fire-control",
        boresight_deg=boresight,
        azimuth_half_width_deg=half_width,
        elevation_minimum_deg=2.0,
        elevation_maximum_deg=88.0,
        detection_range_m=range_m,
        reference_cross_section_m2=0.01,
        track_time_s=10.0,
        coast_time_s=5.0,
    )


IRAN = [
    ("Tabriz", 38.08, 46.29),
    ("Kermanshah", 34.31, 47.07),
    ("Tehran", 35.69, 51.39),
    ("Semnan", 35.23, 53.92),
]
OUTLINE = ((39.4, 44.5), (38.2, 48.5), (36.6, 53.5), (33.0, 54.5), (31.5, 48.5), (34.0, 45.8))


def launch_area():
    points = tuple(place(*row) for row in IRAN)
    return LaunchArea(id="iran", name="Iran", points=points, outline=OUTLINE)


def scenario():
    site = place("Redzikowo", 54.48, 17.10)
    ships = [place("Ship station, Black Sea", 43.2, 31.0), place("Ship station, Adriatic", 42.4, 16.8)]
    batteries = [SimpleNamespace(id="a", name="a", place=site, platform="site")]
    batteries += [SimpleNamespace(id=ship.id, name=ship.name, place=ship, platform="ship") for ship in ships]
    sensors = [radar(place("Brdy hill 718", 49.66, 13.82), 130.0, 60.0, 2_300_000.0)]
    sensors.append(radar(place("Kürecik", 38.35, 37.79), 100.0, 60.0, 1_500_000.0))
    threats = [SimpleNamespace(launch=launch_area().points)]
    return SimpleNamespace(
        sensors=tuple(sensors),
        batteries=tuple(batteries),
        threats=(SimpleNamespace(id="long-range", name="Long range", threats=threats),),
    )


def result(threats=("long-range",), centre=(54.48, 17.10), resolution=0.5, name="poland-czech-2007"):
    lat = np.arange(34 + resolution / 2, 72, resolution)
    lon = np.arange(-12 + resolution / 2, 50, resolution)
    north = np.hypot(lat[:, None] - centre[0], (lon - centre[1]) * np.cos(np.radians(lat))[:, None])
    wave = 2.5 * np.sin(np.arctan2(lat[:, None] - centre[0], lon - centre[1]) * 3)
    margin = 420 - 32 * (north + wave)
    reachable = np.hypot(lat[:, None] - 35, (lon - 50) * np.cos(np.radians(lat))[:, None]) < 48
    shots = np.where(reachable, np.clip(np.floor(margin / 110 + 1), 0, 3), -1).astype(int)
    grids = {
        "shots": shots,
        "margin_s": np.where(reachable, margin, np.nan),
        "outcome": np.where(shots > 0, 0, 4),
    }
    stacked = {
        key: (("threat", "lat", "lon"), np.stack([grid] * len(threats))) for key, grid in grids.items()
    }
    data = xr.Dataset(stacked, coords={"threat": list(threats), "lat": lat, "lon": lon})
    provenance = {
        "scenario": name,
        "scenario_hash": "0123456789abcdef",
        "program_version": "0.1.0",
        "sources": [],
    }
    return SimpleNamespace(analysis="footprint", data=data, provenance=provenance)
