"""Threats: a missile, the points it may be launched from, and the shape of its flight."""

from __future__ import annotations

from typing import Literal

from pydantic import model_validator

from equipoise.quantities import Angle, Contradiction, Identifier, Named, Noun, told
from equipoise.systems.missiles import Missile
from equipoise.systems.places import Place


class Threat(Noun):
    """One missile type launched from a set of points."""

    id: Identifier = told("identifier")
    missile: Missile = told("the missile")
    launch: tuple[Place, ...] = told("launch points", min_length=1)
    shape: Literal["minimum-energy", "lofted", "depressed"] = told(
        "shape of the flight", default="minimum-energy"
    )
    shape_angle_deg: Angle = told("burnout angle above or below minimum energy", default=0.0, ge=0.0, le=80.0)

    @model_validator(mode="after")
    def _angle_fits_shape(self):
        if self.shape == "minimum-energy" and self.shape_angle_deg != 0.0:
            problem = f"a minimum-energy flight with a shape angle of {self.shape_angle_deg:g} deg"
            raise Contradiction("shape_angle", problem, "write shape: lofted or shape: depressed")
        return self


class ThreatSet(Named):
    """A named group of threats that is reported apart."""

    threats: tuple[Threat, ...] = told("the threats of the set", key="missiles", min_length=1)
