"""What stands on a map: batteries, ships, radars with their sectors, launch points and launch areas."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from equipoise.scenario import Scenario
from equipoise.systems.places import LaunchArea, Place
from equipoise.systems.sensors import Radar
from equipoise.views import palette
from equipoise.views.labels import Label
from equipoise.views.projection import Frame, ray, sector

SECTOR_SIDE_M = 1_000_000.0


@dataclass(frozen=True)
class Mark:
    """How one kind of site is drawn, and its words in the legend."""

    words: str
    marker: str
    colour: str
    size_pt: float
    filled: bool = True


BATTERY = Mark("battery", "s", palette.BATTERY, 6.5)
SHIP = Mark("ship", "D", palette.BATTERY, 6.0)
RADAR = Mark("radar and its sector", "^", palette.RADAR, 7.0)
LAUNCH = Mark("launch point", "x", palette.LAUNCH, 5.5, filled=False)


@dataclass(frozen=True)
class Site:
    """A place on the map with its mark."""

    place: Place
    mark: Mark


def sites_of(scenario: Scenario, threat: str | None) -> list[Site]:
    """Return batteries, radars that stand elsewhere, and the launch points of a threat set (all without one)."""
    batteries = [Site(b.place, SHIP if b.platform == "ship" else BATTERY) for b in scenario.batteries]
    defended = {_spot(site.place) for site in batteries}
    radars = [Site(r.place, RADAR) for r in radars_of(scenario) if _spot(r.place) not in defended]
    sets = [one for one in scenario.threats if threat in (None, one.id)]
    launches = [Site(place, LAUNCH) for one in sets for each in one.threats for place in each.launch]
    return list({(site.mark, _spot(site.place)): site for site in [*batteries, *radars, *launches]}.values())


def marks_of(scenario: Scenario, threat: str | None) -> list[Mark]:
    """Return the marks that the legend explains; a radar's too, where all radars stand at batteries."""
    marks = [site.mark for site in sites_of(scenario, threat)]
    return list(dict.fromkeys([*marks, *(RADAR for _ in radars_of(scenario))]))


def _spot(place: Place) -> tuple[float, float]:
    return round(place.lat_deg, 2), round(place.lon_deg, 2)


def radars_of(scenario: Scenario) -> list[Radar]:
    return [sensor for sensor in scenario.sensors if sensor.kind == "radar"]


def positions(sites: Iterable[Site], areas: Sequence[LaunchArea]) -> list[tuple[float, float]]:
    """Return latitude and longitude of all that the frame of a map must hold."""
    points = [(site.place.lat_deg, site.place.lon_deg) for site in sites]
    return points + [corner for area in areas for corner in area.outline]


def draw_sites(
    axes: Axes, frame: Frame, sites: Sequence[Site], small: bool
) -> tuple[list[Label], list[tuple[float, float]]]:
    """Draw the markers; return their labels, the important ones first, and where the markers are."""
    labels, markers, named = [], [], set()
    for site in sites:
        x, y = (float(value) for value in frame.project(site.place.lat_deg, site.place.lon_deg)[0])
        markers.append((x, y))
        draw_marker(axes, site.mark, x, y)
        name = short_name(site)
        if name not in named:
            named.add(name)
            launch = site.mark is LAUNCH
            size = (6.2 if launch else 7.8) * (0.85 if small else 1.0)
            labels.append(Label(name, (x, y), site.mark.colour, size, may_drop=launch))
    return labels, markers


def short_name(site: Site) -> str:
    """Return what a label says: "Brdy (Misov), hill 718" is "Brdy", a "Ship station, North Sea" is "North Sea"."""
    parts = site.place.name.split(" (")[0].split(", ")
    return parts[-1][0].upper() + parts[-1][1:] if site.mark is SHIP else parts[0]


def draw_marker(axes: Axes, mark: Mark, x: float, y: float) -> None:
    edge = palette.PAPER if mark.filled else mark.colour
    style: dict[str, Any] = {
        "markeredgecolor": edge,
        "markeredgewidth": 0.8 if mark.filled else 1.2,
        "zorder": 7,
    }
    axes.plot([x], [y], marker=mark.marker, color=mark.colour, markersize=mark.size_pt, **style)


def draw_radar_sectors(axes: Axes, frame: Frame, radars: Iterable[Radar]) -> None:
    """Draw each radar's sector out to its stated range; only its sides, dashed, if the range is computed."""
    for radar in radars:
        if radar.detection_range_m is not None:
            shape = (radar.boresight_deg, radar.azimuth_half_width_deg, radar.detection_range_m)
            _line(axes, frame, sector(radar.place.lat_deg, radar.place.lon_deg, *shape), "solid")
        elif radar.azimuth_half_width_deg < 180:
            for side in (-1, 1):
                azimuth = radar.boresight_deg + side * radar.azimuth_half_width_deg
                path = ray(radar.place.lat_deg, radar.place.lon_deg, azimuth, SECTOR_SIDE_M)
                _line(axes, frame, path, (0, (4, 2)))


def _line(axes: Axes, frame: Frame, path: tuple[np.ndarray, np.ndarray], dashes: Any) -> None:
    points = frame.project(*path)
    axes.plot(*points.T, color=palette.RADAR, linewidth=0.9, linestyle=dashes, alpha=0.85, zorder=6)


def draw_launch_areas(axes: Axes, frame: Frame, areas: Iterable[LaunchArea]) -> None:
    """Draw the outline of each launch area, dotted."""
    for area in areas:
        corners = np.array([*area.outline, area.outline[0]])
        points = frame.project(*corners.T)
        axes.plot(*points.T, color=palette.LAUNCH, linewidth=1.0, linestyle=(0, (1, 1.6)), zorder=5)
