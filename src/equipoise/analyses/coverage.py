"""What a whole threat set can do to any list of aims, and the defence to it: the ground of footprint and ledger."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from equipoise.engagement.engage import Engaged, Pairs, engage
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
    require_aims(lat_deg, lon_deg)
    total = sum(len(threat.launch) for threat in threat_set.threats) * len(lat_deg)
    done = 0
    rows: list[Engaged] = []
    for threat in threat_set.threats:
        before = done

        def report(part: int, _: int, before: int = before) -> None:
            if progress is not None:
                progress(before + part, total)

        rows.append(engage(scenario, threat, pairs_of(threat, lat_deg, lon_deg), workers, report))
        done += len(threat.launch) * len(lat_deg)
    return worst_of(rows, threat_set, len(lat_deg))


def worst_of(rows: list[Engaged], threat_set: ThreatSet, aims: int) -> Coverage:
    """Return the worst over all missiles and launch points of the pairs that reach each aim."""

    def stacked(name: str) -> np.ndarray:
        return np.concatenate([getattr(row, name).reshape(-1, aims) for row in rows])

    outcome, shots, margin_s = stacked("outcome"), stacked("shots"), stacked("margin_s")
    reaches = outcome != Outcome.OUT_OF_RANGE
    reaching = reaches.sum(axis=0)
    shot_at = reaches & (shots > 0)
    never = np.iinfo(np.int64).max
    worst_shots = np.where(reaches, shots, never).min(axis=0, initial=never)
    worst_margin_s = np.where(reaches, np.where(np.isnan(margin_s), -np.inf, margin_s), np.inf).min(axis=0)
    warning_s = np.where(reaches, stacked("impact_s") - stacked("commit_s"), np.inf)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.where(reaching > 0, shot_at.sum(axis=0) / reaching, np.nan)
        launch_share = np.where(reaches.any(axis=1), shot_at.sum(axis=1) / reaches.sum(axis=1), np.nan)
    return Coverage(
        shots=np.where(reaching > 0, worst_shots, NONE_REACHES),
        margin_s=np.where(np.isfinite(worst_margin_s), worst_margin_s, np.nan),
        outcome=np.where(
            reaching > 0, np.where(reaches, outcome, Outcome.ENGAGED).min(axis=0), Outcome.OUT_OF_RANGE
        ),
        share=share,
        reaching=reaching,
        warning_s=np.where(reaching > 0, warning_s.min(axis=0), np.nan),
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
