"""Rocket stages and drag, shared by staged missiles and staged interceptors."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated

from pydantic import AfterValidator

from equipoise.quantities import Area, Contradiction, Force, Length, Mass, Noun, Time, told


class Stage(Noun):
    """One rocket stage with constant thrust."""

    propellant_mass_kg: Mass = told("mass of propellant burned", gt=0.0)
    inert_mass_kg: Mass = told("mass dropped after burnout", gt=0.0)
    thrust_n: Force = told("mean thrust in vacuum", gt=0.0)
    burn_time_s: Time = told("burn time", gt=0.0, le=1000.0)
    diameter_m: Length = told("body diameter", gt=0.0, le=20.0)
    nozzle_exit_area_m2: Area = told("nozzle exit area, for the loss of thrust in air", default=0.0, ge=0.0)


def _rising(table: tuple[tuple[float, float], ...]) -> tuple[tuple[float, float], ...]:
    machs = [mach for mach, _ in table]
    if not table or machs[0] < 0.0 or any(later <= earlier for earlier, later in pairwise(machs)):
        raise Contradiction("drag", "Mach numbers must rise from 0 or more", "sort the table by Mach number")
    if any(coefficient < 0.0 for _, coefficient in table):
        raise Contradiction("drag", "a drag coefficient is negative", "write coefficients of 0 or more")
    return table


DragTable = Annotated[tuple[tuple[float, float], ...], AfterValidator(_rising)]
