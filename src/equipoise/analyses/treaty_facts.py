"""What treaty rules ask of a scenario: owner, host, launcher, purpose, speeds and ranges."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from equipoise.engagement.defence import world_of
from equipoise.engagement.staged_fan import reference_burnout_speed_m_s
from equipoise.evidence import GRADES
from equipoise.geography import SEA, states, states_on_grid
from equipoise.physics.ballistic import minimum_energy
from equipoise.scenario import Scenario
from equipoise.systems import Battery, Radar, Threat
from equipoise.systems.interceptors import StagedInterceptor
from equipoise.systems.places import Place
from equipoise.units import format_quantity, parse_quantity

BATTERY, RADAR, MISSILE = "battery", "radar", "missile"
MAP_SOURCE = "natural-earth"


@dataclass(frozen=True)
class Fact:
    """One thing known of a subject: as text or as a number in SI with its range; where it stands and how sure it is."""

    address: str
    text: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    grade: str | None = None
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Subject:
    """What a rule is held against: a battery, a radar or a missile of a scenario."""

    kind: str
    address: str
    name: str
    owners: tuple[str, ...]
    host: str | None
    facts: Mapping[str, Fact] = field(default_factory=dict)

    @property
    def states(self) -> tuple[str, ...]:
        """The states it concerns: owners, then host."""
        return tuple(dict.fromkeys((*self.owners, *([self.host] if self.host else []))))


def subjects_of(scenario: Scenario) -> tuple[Subject, ...]:
    """Return everything in a scenario that a treaty rule may speak of.

    Parameters
    ----------
    scenario : Scenario
        Any scenario; owner and host may be missing.

    Returns
    -------
    subjects : tuple of Subject
        Batteries, radars, then missiles by threat set. What the scenario does not state is no fact of the subject.

    Validity
    --------
    A host that is not stated is the state on whose land the map has the place; of a missile, the states of its launch
    points stand for its owner.

    References
    ----------
    [natural-earth] the states; each fact names its own source.

    Examples
    --------
    >>> from equipoise.scenario import load
    >>> [each.host for each in subjects_of(load("poland-czech-2007"))][:2]
    ['POL', 'CZE']
    """
    batteries = [_battery(scenario, each) for each in scenario.batteries]
    radars = [_radar(scenario, each) for each in scenario.sensors if isinstance(each, Radar)]
    missiles = [_missile(scenario, group.id, each) for group in scenario.threats for each in group.threats]
    return (*batteries, *radars, *missiles)


def _battery(scenario: Scenario, battery: Battery) -> Subject:
    here = f"batteries.{battery.id}"
    inside = f"{here}.interceptor"
    host = None if battery.platform == "ship" else battery.host or state_at(battery.place)
    facts = {
        "platform": Fact(f"{here}.platform", battery.platform),
        "magazine": _number(scenario, f"{here}.magazine", "count"),
        "owner": _text(scenario, f"{here}.owner", battery.owner),
        "host": _host(scenario, here, battery.host, host),
        "launcher": _text(scenario, f"{inside}.launcher", battery.interceptor.launcher),
        "solely-intercepts": _text(
            scenario, f"{inside}.solely_intercepts", _word(battery.interceptor.solely_intercepts)
        ),
        "interceptor-speed": _speed(scenario, battery, inside),
        "tested-range": _number(scenario, f"{inside}.tested_range", "length"),
    }
    owners = (battery.owner,) if battery.owner else ()
    return Subject(BATTERY, here, battery.name, owners, host, _known(facts))


def _radar(scenario: Scenario, radar: Radar) -> Subject:
    here = f"sensors.{radar.id}"
    host = radar.host or state_at(radar.place)
    at_sea = any(each.platform == "ship" and each.radar == radar.id for each in scenario.batteries)
    facts = {
        "platform": Fact(f"{here}.place", "ship") if at_sea else None,
        "role": Fact(f"{here}.role", radar.role),
        "owner": _text(scenario, f"{here}.owner", radar.owner),
        "host": _host(scenario, here, radar.host, host),
    }
    owners = (radar.owner,) if radar.owner else ()
    return Subject(RADAR, here, radar.name, owners, host, _known(facts))


def _missile(scenario: Scenario, group: str, threat: Threat) -> Subject:
    here = f"threats.{group}.{threat.id}"
    hosts = dict.fromkeys(state_at(place) for place in threat.launch)
    owners = tuple(code for code in hosts if code)
    reach = _number(scenario, f"{here}.missile.maximum_range", "length")
    facts = {"range": reach, "target-speed": _target_speed(reach) if reach else None}
    host = owners[0] if len(owners) == 1 else None
    return Subject(MISSILE, here, threat.missile.name, owners, host, _known(facts))


@cache
def state_at(place: Place) -> str | None:
    """Return the code of the state on whose land a place lies; None at sea.

    Examples
    --------
    >>> from equipoise import catalogue
    >>> state_at(catalogue.noun("places", "deveselu"))
    'ROU'
    """
    row = int(states_on_grid([place.lat_deg], [place.lon_deg])[0, 0])
    return None if row == SEA else states().iso3[row]


def weakest(*grades: str | None) -> str:
    """Return the weakest of some grades; None is no ground for doubt.

    Examples
    --------
    >>> weakest("official", None, "estimate")
    'estimate'
    """
    return max((grade for grade in grades if grade), key=GRADES.index, default=GRADES[0])


def _known(facts: Mapping[str, Fact | None]) -> dict[str, Fact]:
    return {name: fact for name, fact in facts.items() if fact is not None}


def _word(stated: bool | None) -> str | None:
    return None if stated is None else str(stated).lower()


def _text(scenario: Scenario, address: str, stated: str | None) -> Fact | None:
    """Return a text of the scenario as a fact; without evidence it is the author's assumption."""
    if stated is None:
        return None
    known = scenario.evidence.get(address)
    grade, sources = (known.grade, (known.source,)) if known else ("assumption", ())
    return Fact(address, stated, grade=grade, sources=sources)


def _host(scenario: Scenario, here: str, stated: str | None, found: str | None) -> Fact | None:
    if stated is not None:
        return _text(scenario, f"{here}.host", stated)
    return Fact(f"{here}.place", found, grade="measured", sources=(MAP_SOURCE,)) if found else None


def _number(scenario: Scenario, address: str, dimension: str) -> Fact | None:
    known = scenario.evidence.get(address)
    if known is None:
        return None
    value, low, high = (
        parse_quantity(text, dimension) if text is not None else None
        for text in (known.value, known.low, known.high)
    )
    return Fact(address, known.value, value, low, high, known.grade, (known.source,))


def _speed(scenario: Scenario, battery: Battery, inside: str) -> Fact | None:
    """Return the burnout speed; of a staged interceptor that of the reference flight."""
    if not isinstance(battery.interceptor, StagedInterceptor):
        return _number(scenario, f"{inside}.burnout_speed", "speed")
    speed_m_s = reference_burnout_speed_m_s(battery.interceptor, world_of(scenario))
    return Fact(inside, f"{speed_m_s / 1e3:.3g} km/s", speed_m_s, grade="estimate")


def _target_speed(reach: Fact) -> Fact:
    """Return the speed of the flight of least energy to the greatest range."""
    assert reach.value is not None
    value, low, high = (
        None if range_m is None else float(minimum_energy(range_m)[0])
        for range_m in (reach.value, reach.low, reach.high)
    )
    assert value is not None
    text = format_quantity(round(value, -1), "speed")
    return Fact(reach.address, text, value, low, high, reach.grade, reach.sources)
