"""Threat missiles, in the two forms in which the public record describes them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from equipoise.quantities import (
    Area,
    BallisticCoefficient,
    Contradiction,
    Length,
    Mass,
    Named,
    Time,
    told,
)
from equipoise.systems.stages import DragTable, Stage

HALF_CIRCUMFERENCE_M = 20_040_000.0


class _Missile(Named):
    """What both kinds of missile have in common."""

    maximum_range_m: Length = told("greatest ground range", gt=0.0, le=HALF_CIRCUMFERENCE_M)
    minimum_range_m: Length = told("smallest ground range", ge=0.0, le=HALF_CIRCUMFERENCE_M)
    cross_section_m2: Area = told("radar cross-section of the body after boost", gt=0.0)
    boost_cross_section_m2: Area = told("radar cross-section of the missile in boost", gt=0.0)
    ballistic_coefficient_kg_m2: BallisticCoefficient = told("mass over drag area at re-entry", gt=0.0)

    @model_validator(mode="after")
    def _ranges_in_order(self):
        if self.minimum_range_m >= self.maximum_range_m:
            problem = "the minimum range is not below the maximum range"
            raise Contradiction("minimum_range", problem, "exchange the two or mend one")
        return self


class ParametricMissile(_Missile):
    """A missile known by its range, burn time and burnout point."""

    kind: Literal["parametric"] = told("form of the description", default="parametric")
    burn_time_s: Time = told("time from launch to burnout", gt=0.0, le=1000.0)
    burnout_altitude_m: Length = told("altitude at burnout at maximum range", gt=0.0, le=1_000_000.0)
    burnout_downrange_m: Length = told("ground range at burnout at maximum range", ge=0.0, le=3_000_000.0)


class StagedMissile(_Missile):
    """A missile known by its stages; the stated maximum range is for reference."""

    kind: Literal["staged"] = told("form of the description", default="staged")
    stages: tuple[Stage, ...] = told("stages, the first to burn first", min_length=1, max_length=6)
    payload_mass_kg: Mass = told("mass carried after the last burnout", gt=0.0)
    drag: DragTable = told("drag coefficient by Mach number")
    vertical_rise_s: Time = told("time of vertical rise before the turn", ge=0.0, le=60.0)


Missile = Annotated[ParametricMissile | StagedMissile, Field(discriminator="kind")]
