"""Equal security: the whole ledger of one plan, or of two as before and after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from equipoise.analyses.deterrent_force import KnownForce
from equipoise.analyses.ledger_cost import KEYS, OWNER_PAYS
from equipoise.analyses.ledger_equality import Shift, shift
from equipoise.analyses.ledger_rows import Books, Progress, books_of
from equipoise.analyses.ledger_states import chosen_states
from equipoise.errors import Fault, InputError
from equipoise.geography import Window
from equipoise.results import plain
from equipoise.scenario import Scenario
from equipoise.studies.threats import shared_threats

MOVING = ("protected_people", "protected_people_2_shots", "protected_people_3_shots", "protected_share")
SECONDS = ("alarm_s", "alarm_gained_s")


@dataclass(frozen=True, eq=False)
class EqualSecurity:
    """The ledgers of one plan or of two, of the same states against the same threat sets."""

    books: tuple[Books, ...]
    threats: tuple[str, ...]

    @property
    def before(self) -> Books:
        """The ledger of the first plan."""
        return self.books[0]

    @property
    def after(self) -> Books | None:
        """The ledger of the second plan, None where one plan was asked for."""
        return self.books[1] if len(self.books) > 1 else None

    @property
    def labels(self) -> tuple[str, ...]:
        """The names of the plans."""
        return tuple(each.scenario.name for each in self.books)

    def rows(self, threat: str) -> list[dict[str, Any]]:
        """Return one entry a state: the first plan's numbers, and with two plans `after` and `change`."""
        rows = self.before.rows(threat)
        if self.after is None:
            return rows
        later = self.after.rows(threat)
        return [row | moved(row, other) for row, other in zip(rows, later, strict=True)]

    def totals(self, threat: str) -> dict[str, dict[str, Any]]:
        """Return the sums by group of states, with two plans as in `rows`."""
        sums = self.before.totals(threat)
        if self.after is None:
            return sums
        later = self.after.totals(threat)
        return {name: sums[name] | moved(sums[name], later[name]) for name in sums}

    def shift(self, threat: str) -> Shift | None:
        """Return who gains and who loses by the change; None for one plan."""
        return shift(self.before.rows(threat), self.after.rows(threat)) if self.after else None

    def as_json(self) -> dict[str, Any]:
        """Return the ledger as plain data; `states` and `totals` hold the first plan's numbers."""
        single = len(self.threats) == 1
        sums = {threat: self.totals(threat) for threat in self.threats}
        data = {
            "scenario": self.labels[0],
            "threat": self.threats[0] if single else list(self.threats),
            "states": [row for threat in self.threats for row in self.rows(threat)],
            "totals": sums[self.threats[0]] if single else sums,
            "equality": {threat: self._equality(threat) for threat in self.threats},
            "cost": [cost_as_json(each) for each in self.books],
            "sensors_without_owner": sorted({name for each in self.books for name in each.unowned}),
            "sources": sorted({key for each in self.books for key in each.sources}),
            "provenance": self.before.people.provenance,
        }
        if self.after is not None:
            data |= {"after_scenario": self.labels[1], "after_provenance": self.after.people.provenance}
        return plain(data)

    def _equality(self, threat: str) -> dict[str, Any]:
        told: dict[str, Any] = asdict(self.before.equality(threat))
        moving = self.shift(threat)
        if self.after is None or moving is None:
            return told
        return told | {
            "after": asdict(self.after.equality(threat)),
            "change": asdict(moving) | {"verdict": moving.verdict},
        }


def equal_security(
    *scenarios: Scenario,
    threat: str | None = None,
    of: Sequence[str] | None = None,
    region: Window | None = None,
    force: KnownForce | None = None,
    key: str = OWNER_PAYS,
    date: str | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
) -> EqualSecurity:
    """Return the equal-security ledger of one plan, or of two as before and after.

    Parameters
    ----------
    scenarios : Scenario
        One, or two: before and after.
    threat : str, optional
        One threat set; by default each that the plans share, apart.
    of : sequence of str, optional
        Codes of the states told of, whole; by default all of Europe with Russia and Turkey, and the United States.
    region : Window, optional
        Only people inside it [deg]; without `of`, all states with people inside.
    force, key, date, workers, progress
        As in `books_of`.

    Returns
    -------
    book : EqualSecurity
        `rows(threat)`, `totals(threat)`, `shift(threat)`; `as_json()`.

    Validity
    --------
    As `ledger` and `deterrent`; warning and protection are worst cases over missiles and launch points.

    References
    ----------
    docs/ledger.md.

    Examples
    --------
    >>> from equipoise.scenario import load
    >>> plan = load("poland-czech-2007")
    >>> book = equal_security(plan, plan, threat="long-range", of=("LUX", "MLT"))
    >>> book.shift("long-range").verdict
    'no state gains or loses'
    """
    if not 1 <= len(scenarios) <= 2:
        problem = f"{len(scenarios)} scenarios were given"
        raise InputError(Fault("", "ledger", problem, "give one, or two: before and after"))
    threats = shared_threats(scenarios, threat)
    told_of = chosen_states() if of is None and region is None else of
    only = threats[0] if len(threats) == 1 else None
    options: dict[str, Any] = {"threat": only, "region": region, "of": told_of, "force": force, "key": key}
    books = (books_of(each, **options, date=date, workers=workers, progress=progress) for each in scenarios)
    return EqualSecurity(tuple(books), threats)


def cost_as_json(books: Books) -> dict[str, Any]:
    """Return what a plan costs in all and by which key it is shared; None for what its scenario does not state."""
    charge = books.charge
    return {
        "scenario": books.scenario.name,
        "key": books.key,
        "meaning": KEYS[books.key],
        "total": asdict(charge) if charge else None,
    }


def moved(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """Return the second plan's numbers of a row, and by how much they differ from the first's."""
    change = {key: difference(before[key], after[key]) for key in (*MOVING, *SECONDS)}
    return {"after": after, "change": change}


def difference(before: float | None, after: float | None) -> float | None:
    """Return after less before, None where either is not there."""
    return None if before is None or after is None else after - before
