"""The Earth that a study assumes, as plain numbers that compiled laws can take."""

from __future__ import annotations

from typing import NamedTuple

from equipoise.constants import (
    EARTH_EQUATORIAL_RADIUS_M,
    EARTH_FLATTENING,
    EARTH_GM_M3_S2,
    EARTH_J2,
    EARTH_MEAN_RADIUS_M,
    EARTH_ROTATION_RAD_S,
)


class World(NamedTuple):
    """Gravity, shape, spin and air of the Earth in one flight [SI, rad/s]; `air` is 1.0 or 0.0."""

    gm_m3_s2: float
    j2: float
    equatorial_radius_m: float
    flattening: float
    rotation_rad_s: float
    air: float


WGS84 = World(
    EARTH_GM_M3_S2, EARTH_J2, EARTH_EQUATORIAL_RADIUS_M, EARTH_FLATTENING, EARTH_ROTATION_RAD_S, 1.0
)


def world(earth: str = "wgs84", rotation: bool = True, j2: bool = True, air: str = "us1976") -> World:
    """Return the world of a scenario's settings.

    Parameters
    ----------
    earth : "wgs84" or "sphere"
        The sphere has the mean radius 6371 km and no J2, whatever `j2` says.
    rotation, j2 : bool
        Leave out the Earth's spin, or its oblateness in gravity.
    air : "us1976" or "none"

    Examples
    --------
    >>> world("sphere", rotation=False).rotation_rad_s
    0.0
    """
    sphere = earth == "sphere"
    return World(
        gm_m3_s2=EARTH_GM_M3_S2,
        j2=0.0 if sphere or not j2 else EARTH_J2,
        equatorial_radius_m=EARTH_MEAN_RADIUS_M if sphere else EARTH_EQUATORIAL_RADIUS_M,
        flattening=0.0 if sphere else EARTH_FLATTENING,
        rotation_rad_s=EARTH_ROTATION_RAD_S if rotation else 0.0,
        air=1.0 if air == "us1976" else 0.0,
    )
