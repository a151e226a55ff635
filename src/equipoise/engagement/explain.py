"""Explain: one pair of launch point and aim taken through the four rooms, with everything shown."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from equipoise.engagement.defence import kept_flyout
from equipoise.engagement.flights import (
    Trajectory,
    first_of,
    ground_range_m,
    nodes_as_json,
    pair_of,
    place_as_json,
)
from equipoise.engagement.meeting import meeting
from equipoise.engagement.outcomes import Outcome
from equipoise.engagement.rooms import Engagement
from equipoise.engagement.tables import Committed, Found, Seen
from equipoise.errors import Fault, InputError
from equipoise.geography import states, states_on_grid
from equipoise.physics.earth import ecef_of
from equipoise.scenario import Scenario
from equipoise.systems.places import Place
from equipoise.systems.sensors import InfraredSatellite
from equipoise.systems.threats import Threat


class Event(NamedTuple):
    """One moment of the story: when [s], what, who, and a sentence."""

    t_s: float
    event: str
    who: str
    text: str


class Intercept(NamedTuple):
    """One look that ends in an intercept."""

    battery: str
    look: int
    launch_s: float
    t_s: float
    lat_deg: float
    lon_deg: float
    altitude_m: float
    closing_speed_m_s: float
    shots: int


@dataclass(frozen=True, eq=False)
class Explanation:
    """One engagement, second by second."""

    scenario: Scenario
    threat_set: str
    flight: Trajectory
    outcome: Outcome
    battery_outcome: dict[str, Outcome]
    battery_margin_s: dict[str, float]
    sightings: tuple[tuple[str, float, float], ...]
    commits: tuple[tuple[str, float, str], ...]
    intercepts: tuple[Intercept, ...]
    events: tuple[Event, ...]

    def story(self) -> list[str]:
        """Return the engagement as sentences, one a moment, in order of time."""
        head = [headline(self)]
        return head + [f"{clock(event.t_s)}  {event.text}" for event in self.events] + [verdict(self)]

    def as_json(self) -> dict[str, Any]:
        """Return the engagement as plain data."""
        margins = {name: None if math.isnan(m) else m for name, m in self.battery_margin_s.items()}
        return {
            "scenario": self.scenario.name,
            "threat": self.threat_set,
            "missile": self.flight.threat.missile.id,
            "launch": place_as_json(self.flight.launch),
            "aim": place_as_json(self.flight.aim),
            "outcome": self.outcome.word,
            "sentence": self.outcome.sentence,
            "events": [event._asdict() for event in self.events],
            "sightings": [{"sensor": s, "from_s": a, "to_s": b} for s, a, b in self.sightings],
            "commits": [{"battery": b, "t_s": t, "by": by} for b, t, by in self.commits],
            "intercepts": [intercept._asdict() for intercept in self.intercepts],
            "batteries": [
                {
                    "battery": name,
                    "outcome": outcome.word,
                    "sentence": outcome.sentence,
                    "margin_s": margins[name],
                }
                for name, outcome in self.battery_outcome.items()
            ],
            "trajectory": nodes_as_json(self.flight),
            "story": self.story(),
        }


def explain(
    scenario: Scenario, launch: Place, aim: Place, threat: str | None = None, missile: str | None = None
) -> Explanation:
    """Return one engagement with all its moments: the same compiled rooms that make a footprint, on one pair.

    Parameters
    ----------
    scenario : Scenario
    launch, aim : Place
        Where the missile starts and where it is aimed; neither need be in the scenario.
    threat, missile : str, optional
        Threat set and missile of the scenario; by default the missile of least range that reaches the aim.

    Returns
    -------
    explanation : Explanation
        `outcome` is OUT_OF_RANGE, with no other moment than that, where no missile asked for reaches the aim.

    Validity
    --------
    As the footprint. Closing speeds come from a direct flight of the interceptor, not from the table.

    References
    ----------
    The rooms: docs/models.md.

    Examples
    --------
    >>> from equipoise import catalogue
    >>> from equipoise.scenario import load
    >>> tabriz, london = catalogue.noun("places", "tabriz"), catalogue.noun("places", "london")
    >>> shot = explain(load("poland-czech-2007"), tabriz, london)
    >>> shot.outcome.word, shot.intercepts[0].battery
    ('engaged', 'redzikowo')
    """
    engagement, threat_set, flight = chosen_engagement(scenario, launch, aim, threat, missile)
    if not flight.reaches:
        outcomes = {battery.id: Outcome.OUT_OF_RANGE for battery in scenario.batteries}
        margins = dict.fromkeys(outcomes, math.nan)
        return Explanation(
            scenario, threat_set, flight, Outcome.OUT_OF_RANGE, outcomes, margins, (), (), (), ()
        )
    flown = engagement.fly(pair_of(aim))
    looks, seen = engagement.see(flown)
    committed = engagement.decide(flown, seen)
    found = engagement.reach(flown, looks, seen, committed)
    outcomes = {b.id: Outcome(int(found.outcome[0, n])) for n, b in enumerate(scenario.batteries)}
    margins = {b.id: float(found.margin_s[0, n]) for n, b in enumerate(scenario.batteries)}
    sightings = sightings_of(scenario, seen)
    commits = commits_of(scenario, committed)
    intercepts = intercepts_of(scenario, flight, found)
    events = events_of(scenario, flight, sightings, commits, intercepts)
    outcome = max(outcomes.values())
    return Explanation(
        scenario, threat_set, flight, outcome, outcomes, margins, sightings, commits, intercepts, events
    )


def chosen_engagement(
    scenario: Scenario, launch: Place, aim: Place, threat: str | None, missile: str | None
) -> tuple[Engagement, str, Trajectory]:
    """Return the engagement of the missile asked for, or of the one of least range that reaches the aim."""
    candidates = sorted(
        threats_asked(scenario, threat, missile), key=lambda pair: pair[1].missile.maximum_range_m
    )
    tried: tuple[Engagement, str, Trajectory] | None = None
    for set_id, each in candidates:
        one = each.model_copy(update={"launch": (launch,)})
        engagement = Engagement(scenario, one)
        flown = engagement.fly(pair_of(aim))
        tried = (engagement, set_id, first_of(flown, one, aim, engagement.world))
        if tried[2].reaches:
            break
    assert tried is not None
    return tried


def threats_asked(scenario: Scenario, threat: str | None, missile: str | None) -> list[tuple[str, Threat]]:
    """Return the threats of a set, or of all sets, whose missile has the id asked for."""
    sets = scenario.threats if threat is None else (scenario.threat_set(threat),)
    every = [(each.id, one) for each in sets for one in each.threats]
    asked = [pair for pair in every if missile in (None, pair[1].id, pair[1].missile.id)]
    if not asked:
        known = ", ".join(sorted({one.id for _, one in every}))
        raise InputError(Fault(scenario.path, "missile", f"there is no '{missile}' in it", f"it has {known}"))
    return asked


def sightings_of(scenario: Scenario, seen: Seen) -> tuple[tuple[str, float, float], ...]:
    """Return every interval in which a sensor sees the flight, the earliest first."""
    rows = [
        (sensor.id, float(seen.starts[0, n, k]), float(seen.ends[0, n, k]))
        for n, sensor in enumerate(scenario.sensors)
        for k in range(int(seen.counts[0, n]))
    ]
    return tuple(sorted(rows, key=lambda row: row[1]))


def commits_of(scenario: Scenario, committed: Committed) -> tuple[tuple[str, float, str], ...]:
    """Return when each battery may launch and by whose track, the earliest first."""
    rows = [
        (battery.id, float(committed.time_s[0, n]), scenario.sensors[int(committed.by_sensor[0, n])].id)
        for n, battery in enumerate(scenario.batteries)
        if not math.isnan(committed.time_s[0, n])
    ]
    return tuple(sorted(rows, key=lambda row: row[1]))


def intercepts_of(scenario: Scenario, flight: Trajectory, found: Found) -> tuple[Intercept, ...]:
    """Return every look of every battery, the earliest intercept first."""
    rows = []
    for n, battery in enumerate(scenario.batteries):
        flyout = kept_flyout(battery.interceptor, battery.place.lat_deg, battery.place.height_m, flight.world)
        for look in range(int(found.looks[0, n])):
            launch_s, hit_s = float(found.launch_s[0, n, look]), float(found.hit_s[0, n, look])
            lat_deg, lon_deg, altitude_m = flight.geodetic(hit_s)
            met = meeting(flyout, battery.place, flight.world, flight.position_m(hit_s), hit_s - launch_s)
            closing_m_s = float(np.linalg.norm(flight.velocity_m_s(hit_s) - met.velocity_m_s))
            rows.append(
                Intercept(
                    battery.id,
                    look + 1,
                    launch_s,
                    hit_s,
                    lat_deg,
                    lon_deg,
                    altitude_m,
                    closing_m_s,
                    battery.shots_per_look,
                )
            )
    return tuple(sorted(rows, key=lambda row: row.t_s))


def events_of(
    scenario: Scenario,
    flight: Trajectory,
    sightings: tuple[tuple[str, float, float], ...],
    commits: tuple[tuple[str, float, str], ...],
    intercepts: tuple[Intercept, ...],
) -> tuple[Event, ...]:
    """Return all moments in order of time."""
    events = flight_events(flight)
    for sensor_id, from_s, to_s in sightings:
        events += sighting_events(scenario, flight, sensor_id, from_s, to_s)
    for battery_id, t_s, by in commits:
        name = scenario.battery(battery_id).name
        text = f"{name} may launch: the track of {inside(scenario.sensor(by).name)} is firm and the decision is taken."
        events.append(Event(t_s, "commit", battery_id, text))
    for shot in intercepts:
        events += shot_events(scenario, shot)
    order = (
        "launch",
        "seen",
        "burnout",
        "lost",
        "commit",
        "interceptor-launch",
        "apogee",
        "intercept",
        "impact",
    )
    return tuple(sorted(events, key=lambda event: (event.t_s, order.index(event.event))))


def flight_events(flight: Trajectory) -> list[Event]:
    """Return launch, burnout, highest point and impact."""
    missile, launch, aim = flight.threat.missile, flight.launch, flight.aim
    speed_km_s = float(np.linalg.norm(flight.velocity_m_s(flight.burnout_s))) / 1e3
    peak_s, peak_m = flight.peak()
    height_km = flight.geodetic(flight.burnout_s)[2] / 1e3
    return [
        Event(0.0, "launch", missile.id, f"{missile.name} rises from {launch.name}, aimed at {aim.name}."),
        Event(
            flight.burnout_s,
            "burnout",
            missile.id,
            f"Burnout at {height_km:.0f} km altitude and {speed_km_s:.1f} km/s; it coasts from here.",
        ),
        Event(peak_s, "apogee", missile.id, f"Highest point, {peak_m / 1e3:.0f} km, {over(flight, peak_s)}."),
        Event(flight.impact_s, "impact", missile.id, f"Unless stopped, it comes down at {aim.name}."),
    ]


def sighting_events(
    scenario: Scenario, flight: Trajectory, sensor_id: str, from_s: float, to_s: float
) -> list[Event]:
    """Return the moments at which a sensor begins and ends to see the flight."""
    sensor = scenario.sensor(sensor_id)
    height_km = flight.geodetic(from_s)[2] / 1e3
    if isinstance(sensor, InfraredSatellite):
        return [
            Event(
                from_s, "seen", sensor_id, f"{sensor.name} reports the burning stage at {height_km:.0f} km."
            )
        ]
    place = flight.position_m(from_s)
    site = scenario_site(sensor.place, flight)
    distance_km = float(np.linalg.norm(place - site)) / 1e3
    text = f"{sensor.name} sees it, {distance_km:,.0f} km away at {height_km:.0f} km altitude, {over(flight, from_s)}."
    events = [Event(from_s, "seen", sensor_id, text)]
    if to_s < flight.impact_s - 1.0:
        events.append(Event(to_s, "lost", sensor_id, f"{sensor.name} loses it."))
    return events


def shot_events(scenario: Scenario, shot: Intercept) -> list[Event]:
    """Return the launch of a look and its intercept."""
    battery = scenario.battery(shot.battery)
    count = "one interceptor" if shot.shots == 1 else f"{shot.shots} interceptors"
    look = f", look {shot.look}" if shot.look > 1 else ""
    where = ground(shot.lat_deg, shot.lon_deg)
    meet = f"{shot.altitude_m / 1e3:.0f} km {where}, closing at {shot.closing_speed_m_s / 1e3:.1f} km/s"
    return [
        Event(shot.launch_s, "interceptor-launch", shot.battery, f"{battery.name} launches {count}{look}."),
        Event(
            shot.t_s,
            "intercept",
            shot.battery,
            f"An interceptor of {inside(battery.name)} can meet it at {meet}{look}.",
        ),
    ]


def inside(name: str) -> str:
    """Return a name as it stands inside a sentence: its article small."""
    article, _, rest = name.partition(" ")
    return f"{article.lower()} {rest}" if article in ("The", "A", "An") else name


def scenario_site(place: Place, flight: Trajectory) -> np.ndarray:
    """Return the Earth-fixed position of a site [m]."""
    from_world = flight.world
    return np.array(
        ecef_of(
            place.lat_deg,
            place.lon_deg,
            place.height_m,
            from_world.equatorial_radius_m,
            from_world.flattening,
        )
    )


def ground(lat_deg: float, lon_deg: float) -> str:
    """Return "above Poland" or "above the sea", by the base map."""
    state = int(states_on_grid([lat_deg], [lon_deg])[0, 0])
    return f"above {states().name[state]}" if state >= 0 else "above the sea"


def over(flight: Trajectory, time_s: float) -> str:
    """Return what the flight is above at a time."""
    lat_deg, lon_deg, _ = flight.geodetic(time_s)
    return ground(lat_deg, lon_deg)


def clock(time_s: float) -> str:
    """Return a time after launch as T+minutes:seconds."""
    whole = round(time_s)
    return f"T+{whole // 60:02d}:{whole % 60:02d}"


def headline(shot: Explanation) -> str:
    """Return the first sentence: who shoots at whom, how far."""
    flight = shot.flight
    distance_km = ground_range_m(flight.launch, flight.aim) / 1e3
    name = f"{flight.threat.missile.name}, {flight.launch.name} to {flight.aim.name}, {distance_km:,.0f} km"
    if not flight.reaches:
        return f"{name}: {Outcome.OUT_OF_RANGE.sentence}."
    return f"{name}, {flight.impact_s / 60:.0f} minutes, against {shot.scenario.title}."


def verdict(shot: Explanation) -> str:
    """Return the last sentence: how it ends, and by how much."""
    if not shot.flight.reaches:
        return "Nothing to intercept."
    if shot.outcome is not Outcome.ENGAGED:
        late = [m for m in shot.battery_margin_s.values() if not math.isnan(m)]
        short = f" The track would have to come {-max(late):.0f} s earlier." if late and max(late) < 0 else ""
        return f"No shot is possible: {shot.outcome.sentence}.{short}"
    looks, shots = len(shot.intercepts), sum(intercept.shots for intercept in shot.intercepts)
    margin_s = max(m for m in shot.battery_margin_s.values() if not math.isnan(m))
    plural = "look" if looks == 1 else "looks"
    return f"{looks} {plural}, {shots} shots are possible; the track might come {margin_s:.0f} s later and still serve."
