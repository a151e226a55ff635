"""The classes by which a map of states is coloured, one scale for each kind of column; safe for the colour-blind."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from equipoise.views.ledger_columns import COLUMNS, Row
from equipoise.views.palette import MapClass

NONE = "#eaa98a"  # the warm tone of "no shot" on the other maps
BLUES = ("#d9e8f2", "#b5d3e8", "#82b7da", "#4a8cc0", "#1f5c93")
UNCHANGED = "#f2f0ea"


class Scale(NamedTuple):
    """Classes with the limits between them, and the number by which a state is put into one."""

    limits: tuple[float, ...]
    classes: tuple[MapClass, ...]
    number: Callable[[Row], float | None]
    heading: str

    def class_of(self, row: Row) -> int | None:
        """Return the class of a state, None where it has no number."""
        value = self.number(row)
        if value is None or not math.isfinite(value):
            return None
        return int(np.searchsorted(self.limits, value, side="right"))


def rising(words: tuple[str, ...], least: MapClass) -> tuple[MapClass, ...]:
    """Return classes from a warm and hatched one for nothing to dark blue for most."""
    return (least, *(MapClass(label, colour) for label, colour in zip(words, BLUES, strict=True)))


SHARES = rising(
    ("under 25 %", "25 to 50 %", "50 to 75 %", "75 to 99 %", "all or nearly all"),
    MapClass("nobody", NONE, "////"),
)
SMALL_SHARES = rising(
    ("under 1 %", "1 to 3 %", "3 to 10 %", "10 to 30 %", "over 30 %"), MapClass("none", UNCHANGED)
)
TIMES = rising(
    ("under 5 min", "5 to 10 min", "10 to 15 min", "15 to 20 min", "over 20 min"),
    MapClass("none", NONE, "////"),
)
PEOPLE = rising(
    ("under 1 M", "1 to 5 M", "5 to 20 M", "20 to 60 M", "over 60 M"), MapClass("nobody", UNCHANGED)
)
COUNTS = rising(("1", "2", "3", "4 to 9", "10 or more"), MapClass("none", UNCHANGED))
MONEY = rising(
    ("under $0.1 bn", "$0.1 to 0.5 bn", "$0.5 to 1 bn", "$1 to 5 bn", "over $5 bn"),
    MapClass("none", UNCHANGED),
)
CHANGES = (
    MapClass("loses over half", "#c47d42", "////"),
    MapClass("loses some", "#f0cfa6", "////"),
    MapClass("no change", UNCHANGED),
    MapClass("gains some", "#8dbfdf"),
    MapClass("gains over half", "#1f5c93"),
)
LIMITS = {
    SHARES: (0.0005, 0.25, 0.5, 0.75, 0.99),
    SMALL_SHARES: (1e-9, 0.01, 0.03, 0.1, 0.3),
    TIMES: (1.0, 300.0, 600.0, 900.0, 1200.0),
    PEOPLE: (0.5, 1e6, 5e6, 2e7, 6e7),
    COUNTS: (0.5, 1.5, 2.5, 3.5, 9.5),
    MONEY: (0.5, 1e8, 5e8, 1e9, 5e9),
}
KINDS = {
    "people": PEOPLE,
    "reach": PEOPLE,
    "protected": SHARES,
    "two-shots": SHARES,
    "three-shots": SHARES,
    "warning": TIMES,
    "gained": TIMES,
    "decision": TIMES,
    "force": SMALL_SHARES,
    "force-at-most": SMALL_SHARES,
    "warheads-at-most": SMALL_SHARES,
    "room": SHARES,
    "open": COUNTS,
    "cost": SMALL_SHARES,
    "cost-usd": MONEY,
}


def change_share(row: Row) -> float | None:
    """Return the change of people protected as a share of those in reach."""
    reach = max(row["reachable_people"], row["after"]["reachable_people"])
    return row["change"]["protected_people"] / reach if reach > 0 else None


def scale_of(column: str) -> Scale:
    """Return the scale of a column."""
    if column == "change":
        heading = "Change of protection from the first plan to the second, of the people in reach"
        return Scale((-0.5, -0.01, 0.01, 0.5), CHANGES, change_share, heading)
    classes, told = KINDS[column], COLUMNS[column]
    return Scale(LIMITS[classes], classes, told.number, capital(told.meaning))


def capital(words: str) -> str:
    """Return words with a large first letter."""
    return words[:1].upper() + words[1:]
