"""Deterrent touched: what a plan could do to the force of each state that a shipped file tells of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import xarray as xr

from equipoise.analyses.deterrent import attributes
from equipoise.analyses.deterrent_answers import touched
from equipoise.analyses.deterrent_force import KnownForce, shipped_forces
from equipoise.analyses.deterrent_reach import engaged_by, engaging, flights_of
from equipoise.analyses.deterrent_sides import opposing
from equipoise.results import Result
from equipoise.scenario import Scenario

OWN_SENSORS, AT_MOST = "plan", "all in reach"
SURE = 1.0


@dataclass(frozen=True)
class Touched:
    """What the batteries of a plan that oppose a state could do to its force; nothing where none does.

    `at_most` counts every interceptor as a hit on a missile of its own, and every missile as within reach; it is
    the bound of the public arithmetic. `expected` is with the plan's own sensors, its shots at each missile and its
    kill probability: low, stated and high.
    """

    state: str
    force: KnownForce
    interceptors: int
    at_most: dict[str, Any]
    expected: tuple[dict[str, Any], ...]
    by: tuple[str, ...]

    def as_dict(self, scenario: Scenario) -> dict[str, Any]:
        """Return it as plain data; `by` names the batteries that reach, with their owners."""
        whole = self.force.force
        batteries = [scenario.battery(name) for name in self.by]
        return {
            "force": whole.id,
            "force_date": whole.date,
            "missiles": whole.missiles,
            "warheads": whole.warheads,
            "interceptors": self.interceptors,
            "opposed": self.interceptors > 0,
            "at_most": self.at_most,
            "expected": list(self.expected),
            "by": [{"battery": each.id, "name": each.name, "owner": each.owner} for each in batteries],
            "sources": sorted(self.force.sources),
        }


def force_of(iso3: str, scenario: str) -> KnownForce | None:
    """Return the shipped force of a state, the one that goes with a scenario where there are several.

    None where no file tells of one.

    Examples
    --------
    >>> force_of("RUS", "poland-czech-2007-us-numbers").force.id, force_of("POL", "ships-2009")
    ('russia-2008-fast', None)
    """
    own = [known for known in shipped_forces() if known.force.state == iso3]
    fitting = [known for known in own if scenario in known.force.plans]
    return next(iter([*fitting, *own]), None)


def touched_forces(
    scenario: Scenario,
    of: tuple[str, ...],
    own: KnownForce | None = None,
    progress: Callable[[int, int], None] | None = None,
    found_before: Result | None = None,
) -> dict[str, Touched]:
    """Return what a plan could do to the forces of some states; states without a file are left out.

    `own` is a force that stands in the place of the shipped one of its state; `found_before`, the deterrent analysis of
    the plan against one of these forces, where there is one already.
    """
    found: dict[str, Touched] = {}
    for iso3 in of:
        known = own if own is not None and own.force.state == iso3 else force_of(iso3, scenario.name)
        if known is not None:
            found[iso3] = touched_force(scenario, iso3, known, progress, found_before)
    return found


def touched_force(
    scenario: Scenario,
    iso3: str,
    known: KnownForce,
    progress: Callable[[int, int], None] | None = None,
    found_before: Result | None = None,
) -> Touched:
    """Return what a plan could do to one force: nothing where every battery is the state's own or an ally's."""
    plan = opposing(scenario, iso3)
    if plan is None:
        return Touched(iso3, known, 0, nothing(AT_MOST), (nothing(OWN_SENSORS),), ())
    answers = found_before is not None and found_before.data.attrs["force"] == known.force.id
    data = found_before.data if found_before and answers else table_of(plan, known, progress)
    rows = touched(data)
    shots = data.attrs["shots_per_target"]
    planned = [row for row in rows if row["case"] == OWN_SENSORS and row["shots_per_missile"] == shots]
    (bound,) = [
        row
        for row in rows
        if (row["case"], row["shots_per_missile"], row["kill_probability"]) == (AT_MOST, 1, SURE)
    ][:1]
    expected = tuple(planned[: len(data.attrs["kill_probability"])])
    return Touched(iso3, known, data.attrs["magazine"], bound, expected, tuple(data.attrs["engaging"]))


def nothing(case: str) -> dict[str, Any]:
    """Return the losses of a force that no battery opposes, in the form of `touched`."""
    counts = ("missiles_in_reach", "shots_per_missile")
    losses = ("missiles", "share_of_missiles", "warheads_low", "warheads_high")
    shares = ("share_of_warheads_low", "share_of_warheads_high")
    zero = dict.fromkeys(counts, 0) | dict.fromkeys((*losses, *shares), 0.0)
    return {"case": case, "kill_probability": SURE, **zero}


def table_of(
    scenario: Scenario, known: KnownForce, progress: Callable[[int, int], None] | None = None
) -> xr.Dataset:
    """Return outcomes and counts of all bases, as the arithmetic of the deterrent analysis reads them."""
    flights = []
    for done, base in enumerate(known.force.bases, start=1):
        flights.append(flights_of(scenario, base, known.force.aims))
        if progress is not None:
            progress(done, len(known.force.bases))
    columns = {
        "outcome": (("base", "target"), np.array([each.planned.outcome for each in flights])),
        "engaged_by": (("base", "defender"), engaged_by(flights)),
        "count": ("base", [each.base.count for each in flights]),
        "warheads_each": ("base", [each.base.warheads_each for each in flights]),
    }
    no_delays: dict[str, Any] = {"delay": np.empty(0)}
    named = attributes(scenario, known) | {"engaging": engaging(scenario, flights)}
    return xr.Dataset(columns, coords=no_delays, attrs=named)
