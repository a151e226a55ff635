"""Quantities of public claims about a deterrent: which missiles of a force an interceptor could meet, and when.

The interceptor leaves a stated time after the missile and is guided to the end, whoever tracks.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from equipoise.analyses.claim_arithmetic import plan_of
from equipoise.analyses.deterrent_force import Base, KnownForce, force
from equipoise.analyses.deterrent_reach import RISING, WHOLE, flights_of, launches_of
from equipoise.engagement.outcomes import Outcome
from equipoise.errors import Fault, InputError
from equipoise.scenario import Scenario
from equipoise.systems.places import Place

PARTS = {"rising": RISING, "whole": WHOLE}


def reachable_share(
    plan: Scenario | None,
    *,
    force: str,
    aims: tuple[Place, ...],
    delay_s: float,
    part: str = "rising",
    tracked_by: str = "anybody",
) -> float:
    """Return the missiles whose flight to every one of the aims a launch after a delay still meets, as a share.

    Of the missiles whose base is known; `part` says whether the flight must be met before its highest point. Tracked
    by the `plan`, its own sensors decide when a launch is possible, and delay and part do not count.
    """
    bases = kept_force(force).force.bases
    count = np.array([base.count for base in bases])
    if tracked_by == "plan":
        met = np.array([engaged_as_planned(plan_of(plan), base, aims) for base in bases])
    elif tracked_by == "anybody":
        met = np.array([latest(plan_of(plan), base, aims, part) >= delay_s for base in bases])
    else:
        problem = f"'{tracked_by}' tracks nothing"
        raise InputError(Fault("", "tracked_by", problem, "write anybody or plan"))
    return float(count[met].sum() / count.sum())


def engaged_as_planned(plan: Scenario, base: Base, aims: tuple[Place, ...]) -> bool:
    """Return whether the plan's own sensors and batteries allow a shot at the flights of a base to all aims."""
    return bool((flights_of(plan, base, aims).planned.outcome == Outcome.ENGAGED).all())


def latest_launch(
    plan: Scenario | None, *, force: str, base: str, aims: tuple[Place, ...], part: str = "rising"
) -> float:
    """Return the last moment to launch that still meets the flights from a base, after their launch [s]."""
    bases = {each.id: each for each in kept_force(force).force.bases}
    if base not in bases:
        raise InputError(Fault("", "base", f"there is no base '{base}'", f"it has {', '.join(bases)}"))
    return latest(plan_of(plan), bases[base], aims, part)


@lru_cache(maxsize=16)
def kept_force(name: str) -> KnownForce:
    """Return a force, read once."""
    return force(name)


def latest(plan: Scenario, base: Base, aims: tuple[Place, ...], part: str) -> float:
    """Return the last useful launch at the flights of a base to all aims [s]; before any time where one is missed."""
    if part not in PARTS:
        raise InputError(Fault("", "part", f"'{part}' is no part of a flight", f"write {' or '.join(PARTS)}"))
    launches_s = launches_of(plan, (flights_of(plan, base, aims),), PARTS[part])[0]
    return float(np.nan_to_num(launches_s, nan=-np.inf).min())
