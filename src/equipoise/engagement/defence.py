"""A scenario's sensors, batteries and missiles as the rows that compiled rooms read."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from equipoise.constants import EARTH_MEAN_RADIUS_M
from equipoise.engagement.flyout import Flyout, flyout
from equipoise.engagement.remembered import content
from equipoise.engagement.staged import StagedThreat
from equipoise.engagement.tables import (
    BATTERY_ROW,
    MISSILE_ROW,
    SENSOR_ROW,
    Defence,
    FlyoutTables,
    empty_rows,
)
from equipoise.physics.earth import ecef_of, enu_axes
from equipoise.physics.infrared import geostationary_position
from equipoise.physics.radar import aperture_range, scaled_range, thinned_array_area
from equipoise.physics.targeting import hit_speed, least_energy_angle
from equipoise.physics.world import World, world
from equipoise.scenario import Scenario
from equipoise.systems.batteries import Battery
from equipoise.systems.interceptors import Interceptor
from equipoise.systems.missiles import ParametricMissile, StagedMissile
from equipoise.systems.sensors import InfraredSatellite, Radar, RadarEquation
from equipoise.systems.threats import Threat

SHAPE_SIGNS = {"minimum-energy": 0.0, "lofted": 1.0, "depressed": -1.0}


def world_of(scenario: Scenario) -> World:
    """Return the Earth that a scenario's settings ask for."""
    settings = scenario.settings
    return world(settings.earth, settings.rotation, settings.j2, settings.air)


def maximum_speed_m_s(missile: ParametricMissile, earth: World) -> float:
    """Return the Earth-relative burnout speed that just gives the stated range [m/s].

    The stated range is taken as that of a minimum-energy flight over a round Earth that stands still; on the
    turning Earth the same speed then reaches further to the east and less far to the west.
    """
    radius1_m = EARTH_MEAN_RADIUS_M + missile.burnout_altitude_m
    angle = (missile.maximum_range_m - missile.burnout_downrange_m) / EARTH_MEAN_RADIUS_M
    x2, z2 = EARTH_MEAN_RADIUS_M * math.sin(angle), EARTH_MEAN_RADIUS_M * math.cos(angle)
    path_angle = least_energy_angle(0.0, 0.0, radius1_m, x2, 0.0, z2)
    climb = math.sin(path_angle), math.cos(path_angle)
    speed_m_s, _ = hit_speed(
        radius1_m, EARTH_MEAN_RADIUS_M, math.cos(angle), math.sin(angle), climb, earth.gm_m3_s2
    )
    return speed_m_s


def missile_rows(threat: Threat, earth: World) -> Any:
    """Return what describes a threat's missile and the shape of its flight: a row, or for stages a StagedThreat."""
    missile = threat.missile
    shape_angle_rad = SHAPE_SIGNS[threat.shape] * math.radians(threat.shape_angle_deg)
    if isinstance(missile, StagedMissile):
        return StagedThreat(missile, shape_angle_rad)
    rows = empty_rows(MISSILE_ROW, 1)
    row = rows[0]
    row["burn_time_s"] = missile.burn_time_s
    row["burnout_altitude_m"] = missile.burnout_altitude_m
    row["burnout_downrange_m"] = max(missile.burnout_downrange_m, 1.0)
    row["maximum_speed_m_s"] = maximum_speed_m_s(missile, earth) * (1.0 + 1e-12)
    row["minimum_range_m"] = missile.minimum_range_m
    row["shape_angle_rad"] = shape_angle_rad
    row["ballistic_coefficient_kg_m2"] = missile.ballistic_coefficient_kg_m2
    return rows


def equation_range_m(equation: RadarEquation, cross_section_m2: float) -> float:
    """Return the range that the radar equation gives for a cross-section [m]."""
    full_m2 = equation.aperture_area_m2 * equation.aperture_efficiency
    thinned_m2 = thinned_array_area(equation.element_count, equation.frequency_hz)
    area_m2 = full_m2 if equation.gain_model == "full-aperture" else thinned_m2
    return aperture_range(
        equation.power_w,
        equation.emission_time_s,
        area_m2,
        equation.frequency_hz,
        cross_section_m2,
        equation.required_snr_db,
        equation.system_temperature_k,
        equation.losses_db,
    )


def reference_range_m(radar: Radar) -> float:
    """Return the cued range of a radar on its reference cross-section [m], stated or computed."""
    if radar.radar_equation is not None:
        return equation_range_m(radar.radar_equation, radar.reference_cross_section_m2)
    assert radar.detection_range_m is not None
    return radar.detection_range_m


def place_axes(row: Any, lat_deg: float, lon_deg: float, height_m: float, earth: World) -> None:
    """Write position and east, north, up axes of a place into a row."""
    row["x_m"], row["y_m"], row["z_m"] = ecef_of(
        lat_deg, lon_deg, height_m, earth.equatorial_radius_m, earth.flattening
    )
    axes = enu_axes(lat_deg, lon_deg)
    row["east"], row["north"], row["up"] = axes[0:3], axes[3:6], axes[6:9]


@lru_cache(maxsize=256)
def radar_row(radar: Radar, burning_m2: float, coasting_m2: float, earth: World) -> Any:
    """Return the row of one radar, with its ranges on a body's cross-section while it burns and after."""
    row, place = empty_rows(SENSOR_ROW, 1)[0], radar.place
    place_axes(row, place.lat_deg, place.lon_deg, place.height_m + radar.antenna_height_m, earth)
    row["fire_control"] = radar.role == "fire-control"
    bearing = math.radians(radar.boresight_deg)
    row["boresight_north"], row["boresight_east"] = math.cos(bearing), math.sin(bearing)
    half_width = radar.azimuth_half_width_deg
    row["sector_cosine"] = -2.0 if half_width >= 180.0 else math.cos(math.radians(half_width))
    row["lowest_sine"] = math.sin(math.radians(radar.elevation_minimum_deg))
    row["highest_sine"] = math.sin(math.radians(radar.elevation_maximum_deg))
    cued_m = reference_range_m(radar)
    search_m = cued_m if radar.search_range_m is None else min(radar.search_range_m, cued_m)
    for phase, section_m2 in enumerate((burning_m2, coasting_m2)):
        row["cued_range_m"][phase] = scaled_range(cued_m, radar.reference_cross_section_m2, section_m2)
        row["search_range_m"][phase] = scaled_range(search_m, radar.reference_cross_section_m2, section_m2)
    row["track_time_s"], row["coast_time_s"] = radar.track_time_s, radar.coast_time_s
    return row


@lru_cache(maxsize=64)
def satellite_row(satellite: InfraredSatellite) -> Any:
    """Return the row of one warning satellite."""
    row = empty_rows(SENSOR_ROW, 1)[0]
    row["infrared"] = 1
    row["x_m"], row["y_m"], row["z_m"] = geostationary_position(satellite.longitude_deg)
    row["detection_delay_s"] = satellite.detection_delay_s
    row["cloud_top_m"] = satellite.cloud_top_m
    return row


def sensor_rows(scenario: Scenario, threat: Threat, earth: World) -> Any:
    """Return the rows of all sensors against one threat."""
    sections_m2 = threat.missile.boost_cross_section_m2, threat.missile.cross_section_m2
    rows = empty_rows(SENSOR_ROW, len(scenario.sensors))
    for n, sensor in enumerate(scenario.sensors):
        if isinstance(sensor, InfraredSatellite):
            rows[n] = satellite_row(sensor)
        else:
            rows[n] = radar_row(sensor, *sections_m2, earth)
    rows["same_as"] = first_alike([row.tobytes() for row in rows])
    return rows


def first_alike(keys: list[Any]) -> list[int]:
    """Return for each key the number of the first one that equals it: what is alike is computed once."""
    return [keys.index(key) for key in keys]


def fill_battery(row: Any, battery: Battery, table: int, earth: World) -> None:
    """Write one battery."""
    place, interceptor = battery.place, battery.interceptor
    place_axes(row, place.lat_deg, place.lon_deg, place.height_m, earth)
    row["decision_delay_s"] = battery.decision_delay_s
    row["assessment_time_s"] = battery.assessment_time_s
    row["shots_per_look"], row["magazine"] = battery.shots_per_look, battery.magazine
    row["minimum_altitude_m"] = interceptor.minimum_altitude_m
    row["maximum_altitude_m"] = interceptor.maximum_altitude_m
    row["flyout"] = table


@lru_cache(maxsize=64)
def kept_flyout(interceptor: Interceptor, lat_deg: float, height_m: float, earth: World) -> Flyout:
    """Return the fly-out table of an interceptor at a latitude, made once; the longitude does not matter."""
    return flyout(interceptor, lat_deg, height_m, earth)


class Pad(NamedTuple):
    """All that a fly-out table depends on but the Earth."""

    interceptor: Interceptor
    lat_deg: float
    height_m: float


@lru_cache(maxsize=64)
def known_flyout(pad: Pad, earth: World) -> tuple[bytes, float]:
    """Return the hash of a fly-out table and the greatest distance in it [m]."""
    table = kept_flyout(*pad, earth)
    return content(table.reach_m, table.burn_time_s, table.time_step_s), float(table.reach_m.max())


def pad_of(battery: Battery) -> Pad:
    """Return what a battery's fly-out table depends on."""
    return Pad(battery.interceptor, battery.place.lat_deg, battery.place.height_m)


def standstills(reach_m: np.ndarray) -> np.ndarray:
    """Return the number of the time until which the reach in each direction stands still, 0 where it does not.

    The lowest flights of a fan climb away from the directions beneath them, and come back when they fall.
    """
    grows = np.diff(reach_m, axis=-1) > 0.0
    again = grows & np.maximum.accumulate(~grows, axis=-1)
    never = np.where(grows.any(axis=-1), 0, reach_m.shape[-1])
    return np.where(again.any(axis=-1), again.argmax(axis=-1) + 1, never)


@lru_cache(maxsize=8)
def stacked(pads: tuple[Pad, ...], earth: World) -> FlyoutTables:
    """Return fly-out tables as arrays; single precision keeps them small."""
    tables = [kept_flyout(*pad, earth) for pad in pads]
    reach_m = np.stack([table.reach_m for table in tables]).astype(np.float32)
    return FlyoutTables(
        reach_m=reach_m,
        nearest_m=np.ascontiguousarray(reach_m[:, :, :, 0]),
        furthest_m=np.ascontiguousarray(reach_m[:, :, :, -1]),
        still_until=standstills(reach_m),
        burn_time_s=np.array([table.burn_time_s for table in tables]),
        time_step_s=np.array([table.time_step_s for table in tables]),
    )


def sensors_of(battery: Battery, scenario: Scenario, own_only: bool) -> np.ndarray:
    """Return 1 for each sensor that a battery may use: its own radar, and the network unless own only."""
    allowed = {battery.radar} if own_only else {battery.radar, *battery.network}
    return np.array([int(sensor.id in allowed) for sensor in scenario.sensors], dtype=np.int64)


def fire_control_only(flags: np.ndarray, scenario: Scenario) -> np.ndarray:
    """Return the flags with sensors that do not give fire-control tracks left out."""
    guiding = [
        int(isinstance(sensor, Radar) and sensor.role == "fire-control") for sensor in scenario.sensors
    ]
    return flags * np.array(guiding, dtype=np.int64)


def like_flags(flags: np.ndarray, sensors: Any) -> frozenset[int]:
    """Return the numbers of the flagged sensors, sensors that are alike counted as one."""
    return frozenset(int(sensors[n]["same_as"]) for n in np.flatnonzero(flags))


def defence_of(scenario: Scenario, threat: Threat, earth: World) -> Defence:
    """Return all that a scenario's defence brings against one threat."""
    batteries = empty_rows(BATTERY_ROW, len(scenario.batteries))
    pads = [pad_of(battery) for battery in scenario.batteries]
    keys = [known_flyout(pad, earth)[0] for pad in pads]
    distinct = list(dict.fromkeys(keys))
    for n, battery in enumerate(scenario.batteries):
        fill_battery(batteries[n], battery, distinct.index(keys[n]), earth)
        batteries[n]["longest_m"] = known_flyout(pads[n], earth)[1]
    launch_on = [sensors_of(b, scenario, own_only=b.rule == "autonomous") for b in scenario.batteries]
    support = [sensors_of(b, scenario, own_only=b.rule != "engage-on-remote") for b in scenario.batteries]
    sensors = sensor_rows(scenario, threat, earth)
    may_launch_on = np.array([fire_control_only(flags, scenario) for flags in launch_on])
    may_support = np.array([fire_control_only(flags, scenario) for flags in support])
    batteries["same_as"] = first_alike(
        [
            (battery.tobytes(), like_flags(launching, sensors), like_flags(supporting, sensors))
            for battery, launching, supporting in zip(batteries, may_launch_on, may_support, strict=True)
        ]
    )
    return Defence(
        sensors=sensors,
        batteries=batteries,
        may_launch_on=may_launch_on,
        may_support=may_support,
        flyouts=stacked(tuple(pads[keys.index(key)] for key in distinct), earth),
        world=earth,
    )
