"""The columns of the ledger: what each is called, how it is told, and by what number it is sorted and drawn."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from equipoise.errors import Fault, InputError
from equipoise.reading import suggestion
from equipoise.studies.words import NOTHING, minutes, people, percent, signed_people, small_percent

Row = dict[str, Any]
NOT_STATED = "not stated"
SHORTEST_S = 3.0


class Column(NamedTuple):
    """One column: its heading, the number behind a cell (None where there is none), its words, its meaning.

    `paired` columns stand twice where two plans are told of.
    """

    heading: str
    number: Callable[[Row], float | None]
    words: Callable[[float | None], str]
    meaning: str
    paired: bool = True


def of_reach(key: str) -> Callable[[Row], float | None]:
    """Return what gives the share of the people in reach that a count is."""

    def number(row: Row) -> float | None:
        return row[key] / row["reachable_people"] if row["reachable_people"] > 0 else None

    return number


def at(*keys: str) -> Callable[[Row], float | None]:
    """Return what reads a number at some keys, None where one of them is missing, empty or no number."""

    def number(row: Row) -> float | None:
        value: Any = row
        for key in keys:
            value = value.get(key) if value is not None else None
        return None if value is None or not math.isfinite(value) else float(value)

    return number


def of_force(key: str) -> Callable[[Row], float | None]:
    """Return what reads the most that is expected to be touched with the plan's own sensors."""

    def number(row: Row) -> float | None:
        force = row.get("deterrent")
        return max(each[key] for each in force["expected"]) if force else None

    return number


def count_words(number: float | None) -> str:
    """Return people, a dash for none to speak of."""
    return NOTHING if number is None else people(number)


def change_words(number: float | None) -> str:
    """Return a change of people with its sign."""
    return NOTHING if number is None else signed_people(number)


def time_words(number: float | None) -> str:
    """Return a time in minutes."""
    if number is None:
        return NOTHING
    return minutes(number) if abs(number) >= SHORTEST_S else "0 min"


def count_only(number: float | None) -> str:
    """Return a whole number, a dash for none."""
    return NOTHING if number is None else f"{number:.0f}"


def money_words(number: float | None) -> str:
    """Return dollars with their scale.

    Examples
    --------
    >>> money_words(6_214_156_165.5), money_words(0.0), money_words(None)
    ('$6.2 billion', '$0', 'not stated')
    """
    return NOT_STATED if number is None else f"${people(number)}"


def stated_share(number: float | None) -> str:
    """Return a share of the cost, and say so where it is not stated."""
    return NOT_STATED if number is None else small_percent(number)


COLUMNS = {
    "people": Column("people", at("population"), count_words, "people of the state", paired=False),
    "reach": Column(
        "in reach",
        at("reachable_people"),
        count_words,
        "people that some missile of the set reaches",
        paired=False,
    ),
    "protected": Column(
        "protected",
        at("protected_share"),
        percent,
        "share of those in reach for whom every missile that reaches them meets a shot",
    ),
    "two-shots": Column(
        "2+", of_reach("protected_people_2_shots"), percent, "the same with two shots or more"
    ),
    "three-shots": Column(
        "3+", of_reach("protected_people_3_shots"), percent, "the same with three shots or more"
    ),
    "change": Column(
        "change",
        at("change", "protected_people"),
        change_words,
        "people protected by the second plan less those by the first",
        paired=False,
    ),
    "warning": Column(
        "warning", at("alarm_s"), time_words, "mean time from the first report of any sensor to impact"
    ),
    "gained": Column(
        "gained",
        at("alarm_gained_s"),
        time_words,
        "what the sensors of other states add to the warning by the state's own",
    ),
    "force": Column(
        "force",
        of_force("share_of_missiles"),
        small_percent,
        "share of the state's own long-range missiles expected to be stopped, at the highest kill probability",
    ),
    "force-at-most": Column(
        "at most",
        at("deterrent", "at_most", "share_of_missiles"),
        small_percent,
        "the same if every missile were in reach and every interceptor hit one",
    ),
    "warheads-at-most": Column(
        "warheads",
        at("deterrent", "at_most", "share_of_warheads_low"),
        small_percent,
        "share of the state's warheads so, at one warhead a hit",
    ),
    "room": Column(
        "room",
        at("treaty", "room", "headroom_share"),
        small_percent,
        "least share of the state's CFE ceilings of 1990 that was left by its last published holdings since 1995",
        paired=False,
    ),
    "open": Column(
        "open",
        at("treaty", "open_count"),
        count_only,
        "treaty findings that bind on the plan's day and are disputed, above a limit, prohibited or hang on a value",
    ),
    "cost": Column(
        "cost", at("cost", "share"), stated_share, "share of the plan's cost by the key told below"
    ),
    "cost-usd": Column(
        "cost, $",
        at("cost", "base_usd"),
        money_words,
        "the same in dollars before growth, in the prices told below",
    ),
    "decision": Column(
        "decision", at("warning_s"), time_words, "mean time from the first possible launch decision to impact"
    ),
}
# What a threat set decides, and what is the same against all of them.
ONE_PLAN = ("reach", "protected", "two-shots", "three-shots", "warning", "gained", "people")
TWO_PLANS = ("reach", "protected", "change", "two-shots", "gained", "three-shots", "warning")
OF_STATE = ("force", "force-at-most", "open", "room", "cost", "warheads-at-most", "cost-usd")


def column_names(asked: Sequence[str] | None, plans: int) -> tuple[str, ...]:
    """Return the names of the columns asked for, or those shown by default; raise an InputError for others."""
    for name in asked or ():
        require_column(name, "--columns", plans)
    return tuple(asked or (*(ONE_PLAN if plans == 1 else TWO_PLANS), *OF_STATE))


def require_column(name: str, option: str, plans: int) -> None:
    """Raise an InputError where there is no such column, or none for one plan."""
    if name not in COLUMNS:
        remedy = f"{suggestion(name, COLUMNS)}write one of {', '.join(COLUMNS)}"
        raise InputError(Fault(option, name, f"there is no column '{name}'", remedy))
    if name == "change" and plans == 1:
        raise InputError(Fault(option, name, "one plan has no change", "give a second plan"))


def sorted_rows(rows: Sequence[Row], by: str | None, plans: int, least_first: bool = False) -> list[Row]:
    """Return rows by a column, the largest first; those without a number last. By name, in alphabetical order.

    By default the most people in reach come first, of two plans the greatest change.
    """
    if by == "name":
        return sorted(rows, key=lambda row: row["name"], reverse=least_first)
    if by is None:
        return sorted(rows, key=lambda row: default_order(row, plans))
    require_column(by, "--sort", plans)
    number = COLUMNS[by].number

    def place(row: Row) -> tuple[bool, float, str]:
        value = number(row)
        known = value is not None and math.isfinite(value)
        return (
            not known,
            (value if least_first else -value) if value is not None and known else 0.0,
            row["name"],
        )

    return sorted(rows, key=place)


def default_order(row: Row, plans: int) -> tuple[float, float, str]:
    """Return what sorts the greatest change first, then the most people in reach."""
    change = abs(row["change"]["protected_people"]) if plans > 1 else 0.0
    return -change, -row["reachable_people"], row["name"]
