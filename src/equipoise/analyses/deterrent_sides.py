"""Whose batteries could oppose whose missiles: a plan without what the owner of a force and its allies have in it.

The rule is one for all states: nobody is taken to shoot at the missiles of its own side, nor to track them for others.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from equipoise.analyses.deterrent_force import KnownForce, force, force_for, shipped_forces
from equipoise.errors import Fault, InputError
from equipoise.geography import alliance
from equipoise.scenario import Scenario
from equipoise.systems.batteries import Battery

ALLIANCES = ("nato_2007", "csto_2007")
# Asked for in this order: the quarrel was about Russia's; of the others, the one most exposed to a Russian site first.
DEFAULTS = ("russia-2008", "usa-2009", "uk-2009", "france-2009", "china-2009")


@cache
def side_of(iso3: str) -> frozenset[str]:
    """Return a state with its allies of 2007.

    Examples
    --------
    >>> sorted(side_of("CHN")), "TUR" in side_of("USA"), "USA" in side_of("RUS")
    (['CHN'], True, False)
    """
    circles = (frozenset(alliance(name)) for name in ALLIANCES)
    return frozenset({iso3}).union(*(circle for circle in circles if iso3 in circle))


def opposing(scenario: Scenario, state: str | None) -> Scenario | None:
    """Return the part of a plan that could be turned against the missiles of a state; None where no battery could.

    Left out are batteries and sensors that the state or an ally of it owns; a battery without a stated owner is its
    radar's. What nobody is said to own stays. The same scenario comes back where nothing is left out.

    Examples
    --------
    >>> from equipoise.scenario import load
    >>> plan = load("sectoral-defence")
    >>> [battery.id for battery in opposing(plan, "USA").batteries]
    ['sector-north', 'sector-south']
    >>> opposing(load("poland-czech-2007"), "FRA") is None
    True
    """
    if state is None:
        return scenario
    side = side_of(state)
    batteries = tuple(battery for battery in scenario.batteries if owner_of(battery, scenario) not in side)
    if not batteries:
        return None
    sensors = tuple(sensor for sensor in scenario.sensors if sensor.owner not in side)
    if len(batteries) == len(scenario.batteries) and len(sensors) == len(scenario.sensors):
        return scenario
    left = frozenset(sensor.id for sensor in sensors)
    cut = tuple(cut_off(battery, left) for battery in batteries)
    # The rooms want a sensor; one that no battery may use any more changes nothing.
    return replace(scenario, sensors=sensors or scenario.sensors[:1], batteries=cut)


def owner_of(battery: Battery, scenario: Scenario) -> str | None:
    """Return whose a battery is: as stated, else its radar's; None where neither is said."""
    radars = {sensor.id: sensor.owner for sensor in scenario.sensors}
    return battery.owner or radars.get(battery.radar or "")


def cut_off(battery: Battery, left: frozenset[str]) -> Battery:
    """Return a battery with the sensors that are left to it."""
    network = tuple(name for name in battery.network if name in left)
    return battery.model_copy(
        update={"network": network, "radar": battery.radar if battery.radar in left else None}
    )


def opposed(scenario: Scenario, known: KnownForce) -> Scenario:
    """Return what `opposing` gives for a force; raise an InputError where no battery opposes it."""
    plan = opposing(scenario, known.force.state)
    if plan is None:
        whose = known.force.state
        problem = f"every battery of {scenario.name} belongs to {whose} or an ally, so none opposes '{known.force.id}'"
        others = ", ".join(forces_opposed(scenario)) or "none of those shipped"
        raise InputError(
            Fault("--force", known.force.id, problem, f"forces that this plan opposes: {others}")
        )
    return plan


def forces_opposed(scenario: Scenario) -> tuple[str, ...]:
    """Return the ids of the shipped forces that some battery of a plan could oppose, variants for one plan left out.

    Examples
    --------
    >>> from equipoise.scenario import load
    >>> forces_opposed(load("poland-czech-2007"))
    ('china-2009', 'russia-2008', 'russia-2008-sea')
    """
    usual = [known for known in shipped_forces() if not known.force.plans]
    return tuple(each.force.id for each in usual if opposing(scenario, each.force.state) is not None)


def default_force(scenario: Scenario) -> KnownForce:
    """Return the force that goes with a scenario, else the first of the usual ones that some battery opposes.

    Examples
    --------
    >>> from equipoise.scenario import load
    >>> default_force(load("ships-2009")).force.id, default_force(load("sectoral-defence")).force.id
    ('russia-2008', 'russia-2008')
    """
    own = force_for(scenario.name)
    if own is not None:
        return force(own)
    opposed_ids = forces_opposed(scenario)
    return force(next((name for name in DEFAULTS if name in opposed_ids), DEFAULTS[0]))
