"""What a scenario sets for the whole chain: the Earth model and the window of maps and aim points."""

from __future__ import annotations

from typing import Literal

from pydantic import model_validator

from equipoise.quantities import Contradiction, Latitude, Longitude, Noun, told


class Settings(Noun):
    """The Earth that everything flies around."""

    earth: Literal["wgs84", "sphere"] = told("figure of the Earth", default="wgs84")
    rotation: bool = told("whether the Earth turns", default=True)
    j2: bool = told("whether gravity has its J2 term", default=True)
    air: Literal["us1976", "none"] = told("atmosphere", default="us1976")


class Region(Noun):
    """A window in latitude and longitude; it does not cross the date line."""

    lat_min_deg: Latitude = told("southern edge")
    lat_max_deg: Latitude = told("northern edge")
    lon_min_deg: Longitude = told("western edge")
    lon_max_deg: Longitude = told("eastern edge")

    def holds(self, lat_deg: float, lon_deg: float) -> bool:
        """Return whether a point lies in the window, edges included."""
        in_latitude = self.lat_min_deg <= lat_deg <= self.lat_max_deg
        return in_latitude and self.lon_min_deg <= lon_deg <= self.lon_max_deg

    @model_validator(mode="after")
    def _edges_in_order(self):
        if self.lat_min_deg >= self.lat_max_deg:
            problem = "the southern edge is not south of the northern edge"
            raise Contradiction("lat_min", problem, "exchange lat_min and lat_max")
        if self.lon_min_deg >= self.lon_max_deg:
            problem = "the western edge is not west of the eastern edge"
            raise Contradiction("lon_min", problem, "exchange lon_min and lon_max")
        return self
