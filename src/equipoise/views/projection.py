"""The frame of a map: an equal-area projection about its middle, its limits, graticule and scale."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pyproj import Geod, Transformer

Floats = NDArray[np.float64]
WGS84 = Geod(ellps="WGS84")
GRATICULE_STEP_DEG = 10
POINTS_PER_LINE = 121


@dataclass(frozen=True)
class Frame:
    """A Lambert azimuthal equal-area map about (lat_deg, lon_deg), and its limits in projected metres."""

    lat_deg: float
    lon_deg: float
    west_m: float = 0.0
    east_m: float = 0.0
    south_m: float = 0.0
    north_m: float = 0.0

    @cached_property
    def transformer(self) -> Transformer:
        """From longitude and latitude; told step by step, for a search of the data base of systems takes 20 ms."""
        plane = f"+proj=laea +lat_0={self.lat_deg} +lon_0={self.lon_deg} +ellps=WGS84 +units=m"
        radians = "+proj=unitconvert +xy_in=deg +xy_out=rad"
        return Transformer.from_pipeline(f"+proj=pipeline +step {radians} +step {plane}")

    @property
    def height_over_width(self) -> float:
        return (self.north_m - self.south_m) / (self.east_m - self.west_m)

    def project(self, lat_deg: ArrayLike, lon_deg: ArrayLike) -> Floats:
        """Return points (n, 2) in projected metres; infinite where a point cannot be shown."""
        x, y = self.transformer.transform(np.asarray(lon_deg, float), np.asarray(lat_deg, float))
        return np.column_stack([x, y])

    def holds(self, points_m: Floats, inset_m: float = 0.0) -> NDArray[np.bool_]:
        """Return which points lie in the frame, `inset_m` or more from its edge."""
        x, y = points_m.T
        in_x = (x >= self.west_m + inset_m) & (x <= self.east_m - inset_m)
        return in_x & (y >= self.south_m + inset_m) & (y <= self.north_m - inset_m)

    def unproject(self, x_m: float, y_m: float) -> tuple[float, float]:
        """Return latitude and longitude of a projected point."""
        lon, lat = self.transformer.transform(x_m, y_m, direction="INVERSE")
        return float(lat), float(lon)


def frame_around(lat_deg: Floats, lon_deg: Floats, sites: list[tuple[float, float]]) -> Frame:
    """Return the frame that holds the rectangle of two axes [deg] and the sites (lat, lon), and a margin."""
    middle = Frame(float(lat_deg.min() + lat_deg.max()) / 2, float(lon_deg.min() + lon_deg.max()) / 2)
    around = [middle.project(*outline_of(lat_deg, lon_deg))]
    if sites:
        around.append(middle.project(*np.array(sites).T))
    points = np.vstack(around)
    (west, south), (east, north) = points.min(axis=0), points.max(axis=0)
    edge = 0.015 * (east - west)
    return Frame(middle.lat_deg, middle.lon_deg, west - edge, east + edge, south - edge, north + edge)


def outline_of(lat_deg: Floats, lon_deg: Floats) -> tuple[Floats, Floats]:
    """Return latitudes and longitudes round the rectangle of two ascending axes, back to the start."""
    south, north, west, east = lat_deg[0], lat_deg[-1], lon_deg[0], lon_deg[-1]
    lat = np.concatenate([np.full_like(lon_deg, south), lat_deg, np.full_like(lon_deg, north), lat_deg[::-1]])
    lon = np.concatenate([lon_deg, np.full_like(lat_deg, east), lon_deg[::-1], np.full_like(lat_deg, west)])
    return np.append(lat, south), np.append(lon, west)


def parallels(frame: Frame) -> Iterator[tuple[float, Floats]]:
    """Yield each parallel of the graticule: its latitude and its line in projected metres."""
    lon = np.linspace(frame.lon_deg - 90, frame.lon_deg + 90, POINTS_PER_LINE)
    for lat in np.arange(-80.0, 81.0, GRATICULE_STEP_DEG):
        yield lat, frame.project(np.full_like(lon, lat), lon)


def meridians(frame: Frame) -> Iterator[tuple[float, Floats]]:
    """Yield each meridian of the graticule: its longitude and its line in projected metres."""
    lat = np.linspace(-80, 88, POINTS_PER_LINE)
    for lon in np.arange(-180.0, 180.0, GRATICULE_STEP_DEG):
        if abs((lon - frame.lon_deg + 180) % 360 - 180) <= 90:
            yield lon, frame.project(lat, np.full_like(lat, lon))


def sector(
    lat_deg: float, lon_deg: float, boresight_deg: float, half_width_deg: float, range_m: float
) -> tuple[Floats, Floats]:
    """Return latitude and longitude of the outline of a sector of geodesics; a full ring has no sides."""
    count = max(9, int(half_width_deg)) * 2 + 1
    azimuth = boresight_deg + np.linspace(-half_width_deg, half_width_deg, count)
    start_lon, start_lat = np.full(count, lon_deg), np.full(count, lat_deg)
    lon, lat, _ = WGS84.fwd(start_lon, start_lat, azimuth, np.full(count, range_m))
    if half_width_deg >= 180:
        return np.asarray(lat), np.asarray(lon)
    out_lat, out_lon = ray(lat_deg, lon_deg, azimuth[0], range_m)
    back_lat, back_lon = ray(lat_deg, lon_deg, azimuth[-1], range_m)
    lats = [out_lat, np.asarray(lat), back_lat[::-1]]
    lons = [out_lon, np.asarray(lon), back_lon[::-1]]
    return np.concatenate(lats), np.concatenate(lons)


def ray(lat_deg: float, lon_deg: float, azimuth_deg: float, range_m: float) -> tuple[Floats, Floats]:
    """Return latitudes and longitudes along a geodesic from its start to its end."""
    distance = np.linspace(0, range_m, 25)
    lon_0, lat_0, azimuth = (np.full(25, value) for value in (lon_deg, lat_deg, azimuth_deg))
    lon, lat, _ = WGS84.fwd(lon_0, lat_0, azimuth, distance)
    return np.asarray(lat), np.asarray(lon)


def scale_bar_length(frame: Frame, x_m: float, y_m: float, true_m: float) -> float:
    """Return how long a bar of `true_m` on the ground is on the map, eastwards from a projected point."""
    lat, lon = frame.unproject(x_m, y_m)
    lat_b, lon_b = frame.unproject(x_m + true_m, y_m)
    _, _, distance = WGS84.inv(lon, lat, lon_b, lat_b)
    return true_m * true_m / distance
