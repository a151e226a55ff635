"""The nouns: frozen, hashable, validated when built."""

from equipoise.systems.batteries import Battery
from equipoise.systems.interceptors import Interceptor, ParametricInterceptor, StagedInterceptor
from equipoise.systems.missiles import Missile, ParametricMissile, StagedMissile
from equipoise.systems.places import LaunchArea, Place
from equipoise.systems.programmes import (
    Budget,
    Cost,
    Element,
    Estimate,
    Programme,
    Promise,
    SlipCase,
    SlipRecord,
)
from equipoise.systems.sensors import InfraredSatellite, Radar, RadarEquation, Sensor
from equipoise.systems.settings import Region, Settings
from equipoise.systems.ships import Fleet, FleetYear, Ship
from equipoise.systems.stages import DragTable, Stage
from equipoise.systems.threats import Threat, ThreatSet

__all__ = [
    "Battery",
    "Budget",
    "Cost",
    "DragTable",
    "Element",
    "Estimate",
    "Fleet",
    "FleetYear",
    "InfraredSatellite",
    "Interceptor",
    "LaunchArea",
    "Missile",
    "ParametricInterceptor",
    "ParametricMissile",
    "Place",
    "Programme",
    "Promise",
    "Radar",
    "RadarEquation",
    "Region",
    "Sensor",
    "Settings",
    "Ship",
    "SlipCase",
    "SlipRecord",
    "Stage",
    "StagedInterceptor",
    "StagedMissile",
    "Threat",
    "ThreatSet",
]
