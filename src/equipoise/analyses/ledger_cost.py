"""Cost share: which part of a plan's cost falls on each state by a stated key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from equipoise.analyses.cost import cost
from equipoise.analyses.cost_answers import payers_of, unpriced_of
from equipoise.analyses.schedule_answers import programme_of
from equipoise.errors import Fault, InputError
from equipoise.geography import alliance, states
from equipoise.reading import suggestion
from equipoise.scenario import Scenario

OWNER_PAYS, NATO_POPULATION, PROTECTED = "owner-pays", "nato-population", "protected"
UNKNOWN = "unknown"  # what payers_of calls lines whose payer nobody stated
KEYS = {
    OWNER_PAYS: "each line is paid by the state that its element names as payer",
    NATO_POPULATION: "the 26 members of NATO of 2007 share it by population, as common funding might (assumption)",
    PROTECTED: "the states told of share it by the people protected against the threat set (assumption)",
}


@dataclass(frozen=True)
class Charge:
    """What a plan costs, before growth and with it (even chance), in dollars of one year, and who pays by its owner.

    `unpriced` names what is known to cost money and has no published figure; the sums leave it out.
    """

    base_usd: float
    grown_usd: float
    price_year: int
    payers: dict[str, float]
    unpriced: tuple[str, ...]
    sources: tuple[str, ...]


def charge_of(scenario: Scenario) -> Charge | None:
    """Return what a plan costs; None where its scenario states no programme, budget or price: that is not zero.

    Examples
    --------
    >>> from equipoise.scenario import load
    >>> charge_of(load("sites-caucasus")) is None, charge_of(load("poland-czech-2007")).price_year
    (True, 2009)
    """
    programme = scenario.programme
    if programme is None or programme.budget is None or not any(each.costs for each in programme.elements):
        return None
    found = cost(scenario, per_person=False)
    payers = payers_of(found.data, programme_of(found))
    return Charge(
        float(found.data.base_usd.sum()),
        float(found.data.total_usd.sel(level=0.5)),
        programme.budget.price_year,
        payers,
        tuple(each["what"] for each in unpriced_of(programme)),
        tuple(found.provenance["sources"]),
    )


def require_key(key: str) -> None:
    """Raise an InputError where there is no such key."""
    if key not in KEYS:
        remedy = f"{suggestion(key, KEYS)}write one of {', '.join(KEYS)}"
        raise InputError(Fault("--key", key, f"there is no key '{key}'", remedy))


def shares(charge: Charge | None, key: str, rows: Sequence[dict[str, Any]]) -> dict[str, float | None]:
    """Return the share of the cost of each row's state; None where it is not stated.

    Under `owner-pays`, a state that no line names pays nothing where every line has its payer, and is not stated where
    one has none. Under `protected`, nobody pays where nobody is protected, and all are not stated.

    Examples
    --------
    >>> charge = Charge(4.0, 5.0, 2009, {"USA": 3.0, "unknown": 1.0}, (), ())
    >>> shares(charge, "owner-pays", [{"iso3": "USA"}, {"iso3": "POL"}])
    {'USA': 0.75, 'POL': None}
    """
    require_key(key)
    codes = [row["iso3"] for row in rows]
    if charge is None or not charge.base_usd > 0:
        return dict.fromkeys(codes)
    if key == OWNER_PAYS:
        unnamed = None if charge.payers.get(UNKNOWN, 0.0) > 0 else 0.0
        return {
            code: charge.payers[code] / charge.base_usd if code in charge.payers else unnamed
            for code in codes
        }
    weights = (
        member_people() if key == NATO_POPULATION else {row["iso3"]: row["protected_people"] for row in rows}
    )
    whole = sum(weights.values())
    return {code: weights.get(code, 0.0) / whole if whole > 0 else None for code in codes}


def member_people() -> dict[str, float]:
    """Return the population of each member of NATO of 2007."""
    table = states()
    return {code: float(table.population[table.index(code)]) for code in alliance("nato_2007")}
