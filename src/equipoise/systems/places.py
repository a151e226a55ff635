"""Places on the Earth and launch areas made of them."""

from __future__ import annotations

from equipoise.quantities import Latitude, Length, Longitude, Named, told


class Place(Named):
    """A named point of the Earth's surface."""

    lat_deg: Latitude = told("geodetic latitude, north positive")
    lon_deg: Longitude = told("longitude, east positive")
    height_m: Length = told("height above the ellipsoid", default=0.0, ge=-500.0, le=9000.0)


class LaunchArea(Named):
    """An area missiles may be launched from: named points for the engine, an outline for maps."""

    points: tuple[Place, ...] = told("launch points considered", min_length=1)
    outline: tuple[tuple[float, float], ...] = told("corners, latitude and longitude in degrees")
