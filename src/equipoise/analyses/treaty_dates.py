"""What a treaty is on a day: signed, in force, suspended, ended, for whom; and when a notice runs out."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from equipoise.catalogue.treaty_files import Event, Treaty
from equipoise.errors import Fault, InputError

NOT_SIGNED, SIGNED, IN_FORCE, SUSPENDED, ENDED = (
    "not signed yet",
    "signed, not in force",
    "in force",
    "suspended",
    "ended",
)
_MOVES = {"signed": SIGNED, "applied": IN_FORCE, "in force": IN_FORCE, "suspended": SUSPENDED, "ended": ENDED}
NOTICES = ("notice", "decree")
EFFECTS = ("suspended", "ended")


@dataclass(frozen=True)
class Standing:
    """What a treaty is on a day for a state, or as a whole; `since` is the day of the last change."""

    word: str
    since: date | None
    apart: tuple[str, ...] = ()

    @property
    def is_law(self) -> bool:
        """Whether its rules bind; otherwise they are yardsticks."""
        return self.word == IN_FORCE

    def __str__(self) -> str:
        words = self.word if self.since is None else f"{self.word} since {self.since}"
        return f"{words}, not for {', '.join(self.apart)}" if self.apart else words


def standing_on(treaty: Treaty, day: date, state: str = "") -> Standing:
    """Return what a treaty is on a day, for one of its states or as a whole.

    Parameters
    ----------
    treaty : Treaty
        With its dates.
    day : date
        The day asked about.
    state : str
        Code of a state; as a whole without it, `apart` then names the states that have left or suspended.

    Returns
    -------
    standing : Standing
        Its word is one of the five constants of this module.

    Validity
    --------
    Knows what the file of the treaty holds; what is provisionally applied counts as in force.

    References
    ----------
    The sources of the treaty's dates.

    Examples
    --------
    >>> from equipoise.catalogue.treaty_files import read_treaty
    >>> str(standing_on(read_treaty("abm"), date(2008, 7, 8)))
    'ended since 2002-06-13'
    """
    word, since, gone = NOT_SIGNED, None, dict[str, str]()
    for event in sorted(treaty.dates, key=lambda one: one.date):
        if event.date > day or event.event not in _MOVES:
            continue
        if event.by and state not in event.by:
            gone |= dict.fromkeys(event.by, event.event)
        else:
            word, since = _MOVES[event.event], event.date
    everybody = bool(gone) and not state and set(treaty.members) <= set(gone)
    if everybody and word == IN_FORCE:
        last = max(event.date for event in treaty.dates if event.by and event.date <= day)
        return Standing(SUSPENDED, last)
    apart = tuple(sorted(gone)) if word == IN_FORCE and not state else ()
    return Standing(word, since, apart)


def suspended_on(treaty: Treaty, day: date) -> Iterator[Event]:
    """Yield the suspensions that last on a day."""
    for event in treaty.dates:
        if event.event == "suspended" and event.date <= day and event.by:
            left = [code for code in event.by if standing_on(treaty, day, code).word == SUSPENDED]
            if left:
                yield event.model_copy(update={"by": tuple(left)})


def notices(treaty: Treaty) -> Iterator[tuple[Event, Event | None]]:
    """Yield each notice with the suspension or end that followed it; None where none did."""
    later = sorted((event for event in treaty.dates if event.event in EFFECTS), key=lambda one: one.date)
    for event in treaty.dates:
        if event.event in NOTICES:
            yield event, next((one for one in later if one.date > event.date and _touches(one, event)), None)


def _touches(effect: Event, notice: Event) -> bool:
    return not effect.by or not notice.by or bool(set(effect.by) & set(notice.by))


def after(day: date, period: str) -> date:
    """Return the day a period after a day; months end with the month where it is shorter.

    Examples
    --------
    >>> after(date(2019, 2, 2), "6 months"), after(date(2007, 7, 14), "150 days")
    (datetime.date(2019, 8, 2), datetime.date(2007, 12, 11))
    """
    number, _, unit = period.partition(" ")
    if not number.isdecimal() or unit not in ("days", "months"):
        remedy = "write a number of days or months, for example '6 months'"
        raise InputError(Fault("treaty", "period", f"'{period}' is no period", remedy))
    if unit == "days":
        return day + timedelta(days=int(number))
    years, month = divmod(day.month - 1 + int(number), 12)
    last = calendar.monthrange(day.year + years, month + 1)[1]
    return date(day.year + years, month + 1, min(day.day, last))
