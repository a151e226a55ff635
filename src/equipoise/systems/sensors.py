"""Sensors: radars by stated range or by the radar equation, and geostationary warning satellites."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from equipoise.quantities import (
    Angle,
    Area,
    Contradiction,
    Count,
    Decibel,
    Frequency,
    Length,
    Longitude,
    Name,
    Named,
    Noun,
    Power,
    Ratio,
    Temperature,
    Time,
    told,
)
from equipoise.systems.places import Place


class RadarEquation(Noun):
    """What the detection range is computed from.

    With pulse power, `emission_time_s` is the time of emission on the target; with mean power, the dwell.
    """

    power_w: Power = told("transmitted power", gt=0.0)
    power_is: Literal["pulse", "mean"] = told("which power is stated")
    emission_time_s: Time = told("emission on target (pulse power) or dwell (mean power)", gt=0.0)
    aperture_area_m2: Area = told("area of the antenna", gt=0.0)
    aperture_efficiency: Ratio = told("effective over physical area", gt=0.0, le=1.0)
    gain_model: Literal["full-aperture", "thinned-array"] = told("how the transmit gain is reckoned")
    element_count: Count = told("number of transmitting elements", ge=1)
    frequency_hz: Frequency = told("carrier frequency", gt=0.0)
    system_temperature_k: Temperature = told("system noise temperature", gt=0.0)
    losses_db: Decibel = told("sum of losses", ge=0.0)
    required_snr_db: Decibel = told("signal-to-noise ratio needed for a detection")


class Radar(Named):
    """A radar; exactly one of `detection_range_m` and `radar_equation` is given.

    `detection_range_m` is the cued range and `search_range_m` the uncued one, both for
    `reference_cross_section_m2`; no search range means that it equals the detection range.
    """

    kind: Literal["radar"] = told("kind of sensor", default="radar")
    place: Place = told("where it stands")
    role: Literal["fire-control", "cue"] = told("whether its track may guide an interceptor")
    owner: Name | None = told("state that owns or runs it, a code of three letters", default=None)
    host: Name | None = told("state it stands in, where the place does not tell", default=None)
    boresight_deg: Angle = told("azimuth it faces, clockwise from north", ge=-360.0, le=360.0)
    azimuth_half_width_deg: Angle = told("half the azimuth sector; 180 deg all round", gt=0.0, le=180.0)
    elevation_minimum_deg: Angle = told("lowest elevation", ge=-10.0, le=90.0)
    elevation_maximum_deg: Angle = told("highest elevation", ge=0.0, le=90.0)
    antenna_height_m: Length = told("antenna above the ground", default=0.0, ge=0.0, le=1000.0)
    detection_range_m: Length | None = told("range for a cued search", default=None, gt=0.0)
    search_range_m: Length | None = told("range for an uncued search", default=None, gt=0.0)
    reference_cross_section_m2: Area = told("cross-section the ranges are stated for", gt=0.0)
    radar_equation: RadarEquation | None = told("inputs of the radar equation", default=None)
    track_time_s: Time = told("time in view until a track is firm", ge=0.0, le=600.0)
    coast_time_s: Time = told("longest gap a track survives", ge=0.0, le=600.0)

    @model_validator(mode="after")
    def _one_source_of_range(self):
        if (self.detection_range_m is None) == (self.radar_equation is None):
            both = "both are given" if self.radar_equation else "neither is given"
            problem = f"a radar needs either detection_range or radar_equation, and {both}"
            raise Contradiction("detection_range", problem, "give exactly one of the two")
        return self

    @model_validator(mode="after")
    def _elevations_in_order(self):
        if self.elevation_minimum_deg >= self.elevation_maximum_deg:
            problem = "the minimum elevation is not below the maximum elevation"
            raise Contradiction("elevation_minimum", problem, "exchange the two or mend one")
        return self


class InfraredSatellite(Named):
    """A geostationary satellite that sees a burning stage above the cloud top; it only ever cues."""

    kind: Literal["infrared"] = told("kind of sensor", default="infrared")
    longitude_deg: Longitude = told("longitude above the equator, east positive")
    detection_delay_s: Time = told("time in view until the launch is reported", ge=0.0, le=600.0)
    cloud_top_m: Length = told("altitude below which clouds hide the flame", ge=0.0, le=30_000.0)
    owner: Name | None = told("state that owns or runs it, a code of three letters", default=None)


Sensor = Annotated[Radar | InfraredSatellite, Field(discriminator="kind")]
