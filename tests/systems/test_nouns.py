"""The nouns: frozen, hashable, strict, each field declared once with dimension, meaning and limits."""

import subprocess
import sys

import pytest
from pydantic import ValidationError

from equipoise import systems
from equipoise.quantities import Noun, fields_of
from equipoise.systems import (
    Battery,
    InfraredSatellite,
    ParametricInterceptor,
    ParametricMissile,
    Place,
    Radar,
    RadarEquation,
    Region,
    Stage,
    StagedMissile,
    Threat,
)

NOUNS = [thing for thing in vars(systems).values() if isinstance(thing, type) and issubclass(thing, Noun)]

PLACE = Place(id="redzikowo", name="Redzikowo", lat_deg=54.48, lon_deg=17.1)
INTERCEPTOR = ParametricInterceptor(
    id="fast",
    name="Fast",
    burnout_speed_m_s=6300.0,
    burn_time_s=140.0,
    minimum_launch_elevation_deg=15.0,
    minimum_altitude_m=100e3,
    maximum_altitude_m=2000e3,
    maximum_flight_time_s=1500.0,
    kill_probability=0.6,
)
BATTERY = {
    "id": "site",
    "name": "Site",
    "place": PLACE,
    "interceptor": INTERCEPTOR,
    "magazine": 10,
    "rule": "engage-on-remote",
    "network": ("brdy",),
    "decision_delay_s": 30.0,
    "shots_per_look": 2,
    "assessment_time_s": 30.0,
}
MISSILE = {
    "id": "irbm",
    "name": "IRBM",
    "maximum_range_m": 3500e3,
    "minimum_range_m": 1000e3,
    "burn_time_s": 150.0,
    "burnout_altitude_m": 150e3,
    "burnout_downrange_m": 200e3,
    "cross_section_m2": 0.03,
    "boost_cross_section_m2": 1.0,
    "ballistic_coefficient_kg_m2": 3000.0,
}
RADAR = {
    "id": "brdy",
    "name": "Brdy",
    "place": PLACE,
    "role": "fire-control",
    "boresight_deg": 130.0,
    "azimuth_half_width_deg": 60.0,
    "elevation_minimum_deg": 2.0,
    "elevation_maximum_deg": 90.0,
    "reference_cross_section_m2": 0.01,
    "track_time_s": 15.0,
    "coast_time_s": 10.0,
}
STAGE = {
    "propellant_mass_kg": 11200.0,
    "inert_mass_kg": 3800.0,
    "thrust_n": 260.4e3,
    "burn_time_s": 97.0,
    "diameter_m": 1.32,
}
EQUATION = RadarEquation(
    power_w=170e3,
    power_is="pulse",
    emission_time_s=0.02,
    aperture_area_m2=105.0,
    aperture_efficiency=0.6,
    gain_model="full-aperture",
    element_count=16896,
    frequency_hz=9.993e9,
    system_temperature_k=500.0,
    losses_db=8.0,
    required_snr_db=13.0,
)


@pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.__name__)
def test_every_field_has_a_meaning_and_every_number_its_unit_in_the_name(noun):
    for field in fields_of(noun):
        assert field.meaning
        if field.dimension is not None:
            assert field.attribute == field.key + field.dimension.suffix


def test_nouns_are_frozen_and_hashable():
    twin = Place(id="redzikowo", name="Redzikowo", lat_deg=54.48, lon_deg=17.1)
    assert hash(twin) == hash(PLACE) and twin == PLACE
    assert hash(Battery(**BATTERY)) == hash(Battery(**BATTERY))
    with pytest.raises(ValidationError):
        PLACE.lat_deg = 3.0


def test_unknown_fields_and_numbers_as_text_are_refused():
    with pytest.raises(ValidationError):
        Place(id="a", name="A", lat_deg=1.0, lon_deg=2.0, hight_m=3.0)
    with pytest.raises(ValidationError):
        Place(id="a", name="A", lat_deg="1", lon_deg=2.0)
    with pytest.raises(ValidationError):
        Place(id="a", name="A", lat_deg=float("nan"), lon_deg=2.0)


@pytest.mark.parametrize(
    ("noun", "good", "change"),
    [
        (Place, {"id": "a", "name": "A", "lat_deg": 1.0, "lon_deg": 2.0}, {"lat_deg": 97.0}),
        (Place, {"id": "a", "name": "A", "lat_deg": 1.0, "lon_deg": 2.0}, {"lon_deg": -181.0}),
        (Stage, STAGE, {"propellant_mass_kg": -1.0}),
        (Stage, STAGE, {"thrust_n": 0.0}),
        (ParametricInterceptor, INTERCEPTOR.model_dump(), {"kill_probability": 1.1}),
        (ParametricInterceptor, INTERCEPTOR.model_dump(), {"burnout_speed_m_s": 0.0}),
        (ParametricInterceptor, INTERCEPTOR.model_dump(), {"minimum_altitude_m": 2000e3}),
        (ParametricMissile, MISSILE, {"minimum_range_m": 3500e3}),
        (ParametricMissile, MISSILE, {"maximum_range_m": 40_000e3}),
        (Radar, {**RADAR, "detection_range_m": 2000e3}, {"detection_range_m": None}),
        (Radar, {**RADAR, "detection_range_m": 2000e3}, {"radar_equation": EQUATION}),
        (Radar, {**RADAR, "detection_range_m": 2000e3}, {"elevation_maximum_deg": 1.0}),
        (Battery, BATTERY, {"rule": "autonomous"}),
        (Battery, BATTERY, {"rule": "launch-on-remote"}),
        (Battery, BATTERY, {"network": ()}),
        (Battery, BATTERY, {"magazine": 1}),
        (
            Region,
            {"lat_min_deg": 30.0, "lat_max_deg": 70.0, "lon_min_deg": -10.0, "lon_max_deg": 50.0},
            {"lat_min_deg": 71.0},
        ),
    ],
)
def test_limits_and_contradictions(noun, good, change):
    noun(**good)
    with pytest.raises(ValidationError):
        noun(**{**good, **change})


def test_shape_angle_belongs_to_lofted_and_depressed_flights():
    parts = {"id": "t", "missile": ParametricMissile(**MISSILE), "launch": (PLACE,)}
    assert Threat(**parts, shape="lofted", shape_angle_deg=10.0).shape_angle_deg == 10.0
    with pytest.raises(ValidationError):
        Threat(**parts, shape_angle_deg=10.0)


def test_a_drag_table_rises_in_mach():
    shared = {key: value for key, value in MISSILE.items() if not key.startswith("burn")}
    parts = {**shared, "stages": (Stage(**STAGE),), "payload_mass_kg": 1000.0, "vertical_rise_s": 5.0}
    assert StagedMissile(**parts, drag=((0.0, 0.2), (2.0, 0.3))).kind == "staged"
    for wrong in (((2.0, 0.3), (0.0, 0.2)), ((0.0, -0.2),), ()):
        with pytest.raises(ValidationError):
            StagedMissile(**parts, drag=wrong)


def test_a_satellite_has_no_role():
    parts = {"id": "s", "name": "S", "longitude_deg": 10.0, "detection_delay_s": 20.0, "cloud_top_m": 10e3}
    assert InfraredSatellite(**parts).kind == "infrared"
    with pytest.raises(ValidationError):
        InfraredSatellite(**parts, role="fire-control")


def test_the_nouns_load_without_the_compiler():
    code = "import sys, equipoise.systems; sys.exit('numba' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
