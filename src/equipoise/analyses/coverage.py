"""What a whole threat set can do to any list of aims, and the defence to it: the ground of footprint and ledger."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from equipoise.engagement.engage import Gathered, Pairs, worst_of_aims
from equipoise.engagement.outcomes import Outcome
from equipoise.errors import Fault, InputError
from equipoise.scenario import Scenario
from equipoise.systems.threats import Threat, ThreatSet

Progress = Callable[[int, int], None]
NONE_REACHES = -1


@dataclass(frozen=True)
class Coverage:
    """One value an aim, over all missiles and launch points of a threat set that reach it.

    `shots` is the worst, -1 where nothing reaches; `outcome` that of the pair furthest from an intercept;
    `margin_s` the worst, NaN where some reaching pair has none; `share` of reaching pairs with a shot.
    `launch_share` has one value a missile and launch point: the share of the aims it reaches that it cannot
    attack without meeting a shot.
    """

    shots: np.ndarray
    margin_s: np.ndarray
    outcome: np.ndarray
    share: np.ndarray
    reaching: np.ndarray
    warning_s: np.ndarray
    launch_missile: tuple[str, ...]
    launch_point: tuple[str, ...]
    launch_share: np.ndarray


def threat_sets(scenario: Scenario, threat: str | None) -> tuple[ThreatSet, ...]:
    """Return the threat set of a name, or all of them."""
    return scenario.threats if threat is None else (scenario.threat_set(threat),)


def pairs_of(threat: Threat, lat_deg: np.ndarray, lon_deg: np.ndarray) -> Pairs:
    """Return every pair of a threat's launch points and the aims, launch point by launch point."""
    points, aims = len(threat.launch), len(lat_deg)
    return Pairs(np.repeat(np.arange(points), aims), np.tile(lat_deg, points), np.tile(lon_deg, points))


def coverage(
    scenario: Scenario,
    threat_set: ThreatSet,
    lat_deg: np.ndarray,
    lon_deg: np.ndarray,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Coverage:
    """Return what the defence can do for each aim against a threat set."""
    return coverages(scenario, (threat_set,), (lat_deg, lon_deg), workers, progress)[0]


def coverages(
    scenario: Scenario,
    sets: Sequence[ThreatSet],
    aims: tuple[np.ndarray, np.ndarray],
    workers: int | None = None,
    progress: Progress | None = None,
) -> list[Coverage]:
    """Return the same for several threat sets, whose pairs the threads share without waiting for each other."""
    require_aims(*aims)
    threats = [threat for each in sets for threat in each.threats]
    parts = iter(worst_of_aims(scenario, threats, aims, workers, progress))
    return [worst_of([next(parts) for _ in each.threats], each) for each in sets]


def worst_of(parts: list[Gathered], threat_set: ThreatSet) -> Coverage:
    """Return the worst over all missiles and launch points of the pairs that reach each aim."""

    def over_missiles(name: str, fold: np.ufunc) -> np.ndarray:
        return fold.reduce([getattr(part.worst, name) for part in parts])

    reaching = over_missiles("reaching", np.add)
    reached = reaching > 0
    margin_s = over_missiles("margin_s", np.minimum)
    launch_reaching = np.concatenate([part.launch_reaching for part in parts])
    launch_shot_at = np.concatenate([part.launch_shot_at for part in parts])
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.where(reached, over_missiles("shot_at", np.add) / reaching, np.nan)
        launch_share = np.where(launch_reaching > 0, launch_shot_at / launch_reaching, np.nan)
    return Coverage(
        shots=np.where(reached, over_missiles("shots", np.minimum), NONE_REACHES),
        margin_s=np.where(np.isfinite(margin_s), margin_s, np.nan),
        outcome=np.where(reached, over_missiles("outcome", np.minimum), Outcome.OUT_OF_RANGE),
        share=share,
        reaching=reaching,
        warning_s=np.where(reached, over_missiles("warning_s", np.minimum), np.nan),
        launch_missile=tuple(threat.id for threat in threat_set.threats for _ in threat.launch),
        launch_point=tuple(place.id for threat in threat_set.threats for place in threat.launch),
        launch_share=launch_share,
    )


def require_aims(lat_deg: np.ndarray, lon_deg: np.ndarray) -> None:
    """Raise an InputError where there is no aim, or one that is no place on Earth."""
    if len(lat_deg) == 0:
        raise InputError(
            Fault("", "region", "there is no aim point in it", "widen the region or refine the grid")
        )
    bad = ~((np.abs(lat_deg) <= 90.0) & (np.abs(lon_deg) <= 180.0))
    if bad.any():
        first = int(np.argmax(bad))
        place = f"{lat_deg[first]}, {lon_deg[first]}"
        raise InputError(
            Fault("", "aim", f"{place} is no latitude and longitude", "write LAT,LON in degrees")
        )
