"""The whole ledger of one plan: people, warning and deterrent of each state, joined to one row a state."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import xarray as xr

from equipoise.analyses.coverage import threat_sets
from equipoise.analyses.deterrent_force import KnownForce
from equipoise.analyses.ledger import ledger, plain_rows, row_of, totals
from equipoise.analyses.ledger_cost import OWNER_PAYS, Charge, charge_of, require_key, shares
from equipoise.analyses.ledger_deterrent import Touched, touched_forces
from equipoise.analyses.ledger_equality import Equality, equality
from equipoise.analyses.ledger_people import Crowd, crowd_of
from equipoise.analyses.ledger_treaty import treaty_parts
from equipoise.analyses.ledger_warning import alarm_s, own_alarm_s, unowned
from equipoise.analyses.treaty import treaty
from equipoise.geography import Window, states
from equipoise.results import Result
from equipoise.scenario import Scenario
from equipoise.systems.threats import ThreatSet

Progress = Callable[[str, int, int], None]
ALARMS = {
    "alarm_s": "mean time from the first report by any sensor of the plan to impact, people in reach",
    "alarm_own_s": "the same with the sensors of the own state alone; 0 where it has none that sees the missile",
}


@dataclass(frozen=True, eq=False)
class Books:
    """What a ledger holds of one plan: people by threat set and state, forces it touches, treaties, and its cost.

    `charge` is None where the scenario states no cost; `key` says how it is shared.
    """

    scenario: Scenario
    people: Result
    touched: dict[str, Touched]
    treaties: Result
    charge: Charge | None
    key: str

    @property
    def threats(self) -> tuple[str, ...]:
        """The threat sets, in the order of the scenario."""
        return tuple(str(name) for name in self.people.data.threat.values)

    @property
    def sources(self) -> list[str]:
        """The keys of all sources behind the ledger."""
        forces = (each.force.sources for each in self.touched.values())
        costs = self.charge.sources if self.charge else ()
        own = {*self.people.provenance["sources"], *self.treaties.provenance["sources"], *costs}
        return sorted(own.union(*forces))

    @property
    def unowned(self) -> tuple[str, ...]:
        """The ids of sensors that count as nobody's own, for nobody stated an owner."""
        return unowned(self.scenario)

    def rows(self, threat: str) -> list[dict[str, Any]]:
        """Return one entry a state for a threat set.

        `deterrent` is None where no file tells of a force, `cost` where nobody stated what the state would pay.
        """
        if threat not in self._rows:
            told_of = plain_rows(self.people.data.sel(threat=threat))
            rows = [self._row(one, threat) for one in told_of]
            share = shares(self.charge, self.key, rows)
            self._rows[threat] = [row | {"cost": self._cost(share[row["iso3"]])} for row in rows]
        return [dict(row) for row in self._rows[threat]]

    def _cost(self, share: float | None) -> dict[str, Any] | None:
        if share is None or self.charge is None:
            return None
        sums = {"base_usd": share * self.charge.base_usd, "grown_usd": share * self.charge.grown_usd}
        return {"key": self.key, "share": share, **sums, "price_year": self.charge.price_year}

    @cached_property
    def _rows(self) -> dict[str, list[dict[str, Any]]]:
        return {}

    @cached_property
    def _treaty_parts(self) -> dict[str, dict[str, Any]]:
        return treaty_parts(self.treaties, [str(iso3) for iso3 in self.people.data.state.values])

    def _row(self, one: Mapping[str, Any], threat: str) -> dict[str, Any]:
        iso3 = one["state"]
        force = self.touched.get(iso3)
        return {
            "iso3": iso3,
            "name": one["name"],
            "threat": threat,
            "nato_europe_2007": one["nato_europe_2007"],
            **row_of(one),
            "warning_s": one["warning_s"],
            **alarms_of(one),
            "deterrent": force.as_dict(self.scenario) if force else None,
            "treaty": self._treaty_parts[iso3],
        }

    def totals(self, threat: str) -> dict[str, dict[str, Any]]:
        """Return the sums of a threat set over all states told of, and over NATO Europe of 2007."""
        if threat not in self._totals:
            self._totals[threat] = self._summed(threat)
        return self._totals[threat]

    @cached_property
    def _totals(self) -> dict[str, dict[str, dict[str, Any]]]:
        return {}

    def _summed(self, threat: str) -> dict[str, dict[str, Any]]:
        data = self.people.data.sel(threat=threat)
        sums = totals(data)
        members = {
            "all": np.ones(data.sizes["state"], bool),
            "nato_europe_2007": data.nato_europe_2007.values,
        }
        return {name: sums[name] | alarms_of(mean_alarms(data, members[name])) for name in sums}

    def equality(self, threat: str) -> Equality:
        """Return how evenly the plan protects the states told of."""
        return equality(self.rows(threat))


def books_of(
    scenario: Scenario,
    *,
    threat: str | None = None,
    region: Window | None = None,
    of: Sequence[str] | None = None,
    force: KnownForce | None = None,
    key: str = OWNER_PAYS,
    date: str | None = None,
    around: Window | None = None,
    deterrent: Result | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Books:
    """Return the whole ledger of one plan.

    Parameters
    ----------
    scenario : Scenario
        The plan and its threats.
    threat : str, optional
        One threat set; by default each of them, apart.
    region : Window, optional
        Only people inside it [deg].
    of : sequence of str, optional
        Codes of the states told of, whole; by default those in the window, that of the scenario.
    force : KnownForce, optional
        A force that stands in the place of the shipped one of its state.
    key : str
        How the cost is shared: "owner-pays", "nato-population" or "protected".
    date : str, optional
        Day on which treaties are asked, YYYY-MM-DD; by default the scenario's.
    around : Window, optional
        As in `ledger`: a window whose people were asked about before.
    deterrent : Result, optional
        The deterrent analysis of the same scenario, against the force that goes with it, where there is one already.
    workers : int, optional
        Threads; the numbers do not depend on it.
    progress : callable, optional
        Called with words, steps done and steps in all.

    Returns
    -------
    books : Books
        Rows by threat set, totals, equality. Shares and means are None or NaN where nobody is in reach.

    Validity
    --------
    As `ledger` and `deterrent`. A state without a file of its force has no deterrent to tell of: that is not zero.

    References
    ----------
    GeoNames for people; each force and each scenario name their own sources.

    Examples
    --------
    >>> from equipoise.scenario import load
    >>> books = books_of(load("poland-czech-2007"), threat="long-range", of=("LUX", "MLT"))
    >>> [row["iso3"] for row in books.rows("long-range")]
    ['LUX', 'MLT']
    """
    require_key(key)
    tell = progress or (lambda words, done, total: None)

    def step(words: str) -> Callable[[int, int], None]:
        return lambda done, total: tell(f"{scenario.name}, {words}", done, total)

    found = ledger(scenario, threat, region, workers, step("people"), of=of, around=around)
    crowd = crowd_of(scenario, region, of, around)
    alarms = [
        warned(scenario, each, crowd, found.data, workers, step("warning"))
        for each in threat_sets(scenario, threat)
    ]
    data = found.data.merge(xr.concat(alarms, dim=found.data.threat))
    people = Result(found.analysis, data, found.provenance)
    present = tuple(str(iso3) for iso3 in data.state.values)
    touched = touched_forces(scenario, present, force, step("forces"), deterrent)
    return Books(scenario, people, touched, treaty(scenario, date=date), charge_of(scenario), key)


def warned(
    scenario: Scenario,
    threat_set: ThreatSet,
    crowd: Crowd,
    data: xr.Dataset,
    workers: int | None,
    progress: Callable[[int, int], None] | None,
) -> xr.Dataset:
    """Return the mean alarm of each state's people in reach, with all sensors and with its own alone."""
    residents = crowd.people
    groups = [
        alarm_s(scenario, threat_set, one.lat_deg, one.lon_deg, workers, progress) for one in crowd.groups
    ]
    all_s = crowd.gathered(groups)
    own_s = own_alarm_s(scenario, threat_set, residents, states(), workers)
    reached = np.isfinite(all_s)
    rows = np.array([states().index(str(iso3)) for iso3 in data.state.values])

    def mean_s(values_s: np.ndarray) -> np.ndarray:
        sums = np.bincount(residents.state[reached], (residents.people * values_s)[reached], rows.max() + 1)
        people = np.bincount(residents.state[reached], residents.people[reached], rows.max() + 1)
        with np.errstate(invalid="ignore"):
            return (sums / people)[rows]

    columns = {"alarm_s": mean_s(all_s), "alarm_own_s": mean_s(own_s)}
    attributes = {name: {"units": "s", "long_name": ALARMS[name]} for name in columns}
    return xr.Dataset(
        {name: ("state", values, attributes[name]) for name, values in columns.items()},
        coords={"state": data.state},
    )


def mean_alarms(data: xr.Dataset, chosen: np.ndarray) -> dict[str, float]:
    """Return the alarms of a group of states, each weighted by its people in reach."""
    part = data.isel(state=chosen)
    means = part[list(ALARMS)].weighted(part.reachable_people.fillna(0.0)).mean("state")
    return {name: float(means[name]) for name in ALARMS}


def alarms_of(one: Mapping[str, float]) -> dict[str, float]:
    """Return the alarms of one row, and what the sensors of others add."""
    all_s, own_s = one["alarm_s"], one["alarm_own_s"]
    return {"alarm_s": all_s, "alarm_own_s": own_s, "alarm_gained_s": all_s - own_s}
