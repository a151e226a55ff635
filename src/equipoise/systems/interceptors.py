"""Interceptors, in the two forms in which the public record describes them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from equipoise.quantities import (
    Angle,
    Contradiction,
    Identifier,
    Length,
    Mass,
    Named,
    Probability,
    Speed,
    Time,
    told,
)
from equipoise.systems.stages import DragTable, Stage


class _Interceptor(Named):
    """What both kinds of interceptor have in common."""

    minimum_launch_elevation_deg: Angle = told("lowest flight-path angle at burnout", ge=0.0, le=90.0)
    minimum_altitude_m: Length = told("lowest altitude of an intercept", ge=0.0, le=2_000_000.0)
    maximum_altitude_m: Length = told("highest altitude of an intercept", gt=0.0, le=5_000_000.0)
    maximum_flight_time_s: Time = told("longest flight", gt=0.0, le=3600.0)
    kill_probability: Probability = told("probability that one shot kills")
    tested_range_m: Length | None = told(
        "greatest range at which it was tested against the ground", default=None, gt=0.0
    )
    launcher: Identifier | None = told("type of its launcher: silo, mk-41, mobile, ...", default=None)
    solely_intercepts: bool | None = told(
        "whether developed and tested solely to meet objects above the ground", default=None
    )

    @model_validator(mode="after")
    def _altitudes_in_order(self):
        if self.minimum_altitude_m >= self.maximum_altitude_m:
            problem = "the minimum altitude is not below the maximum altitude"
            raise Contradiction("minimum_altitude", problem, "exchange the two or mend one")
        return self


class ParametricInterceptor(_Interceptor):
    """An interceptor known by its burnout speed and burn time.

    The burnout speed is the Earth-relative speed at burnout on the 45-degree reference flight.
    """

    kind: Literal["parametric"] = told("form of the description", default="parametric")
    burnout_speed_m_s: Speed = told("Earth-relative speed at burnout, 45-degree flight", gt=0.0, le=15_000.0)
    burn_time_s: Time = told("time from launch to burnout", gt=0.0, le=1000.0)


class StagedInterceptor(_Interceptor):
    """An interceptor known by its stages."""

    kind: Literal["staged"] = told("form of the description", default="staged")
    stages: tuple[Stage, ...] = told("stages, the first to burn first", min_length=1, max_length=6)
    front_end_mass_kg: Mass = told("mass carried after the last burnout", gt=0.0)
    drag: DragTable = told("drag coefficient by Mach number")
    vertical_rise_s: Time = told("time of vertical rise before the turn", ge=0.0, le=60.0)


Interceptor = Annotated[ParametricInterceptor | StagedInterceptor, Field(discriminator="kind")]
