"""Dates as text and as decimal years: "2013" is its first moment, "2013-06" that of its month, and so on.

A decimal year is whole days of the year over the days that the year has, so that every date is a number that a
distribution can be laid over, and comes back as the same text.
"""

from __future__ import annotations

import calendar
import datetime
import re
from fractions import Fraction

FIRST_YEAR, LAST_YEAR = 1900, 2200
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_DECIMAL = re.compile(r"\d{4}\.\d{1,20}", re.ASCII)


def year_of(text: str) -> float | None:
    """Return the decimal year of a date, None where the text is none.

    Examples
    --------
    >>> year_of("2013"), year_of("2013-07-02"), year_of("2012-07-02"), year_of("2013-13")
    (2013.0, 2013.4986301369863, 2012.5, None)
    """
    if _DECIMAL.fullmatch(text):
        return _within(float(text))
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    year, month, day = (int(part or 1) for part in match.groups())
    if not FIRST_YEAR <= year < LAST_YEAR or not 1 <= month <= 12:
        return None
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    return _decimal(datetime.date(year, month, day))


def text_of(year: float) -> str:
    """Return the shortest date of a decimal year that gives it back: a year, a month, a day, else a decimal.

    Examples
    --------
    >>> text_of(2013.0), text_of(2012.5), text_of(2013.123)
    ('2013', '2012-07-02', '2013.123')
    """
    first = datetime.date(int(year), 1, 1)
    day = first + datetime.timedelta(days=round((year - int(year)) * _days(int(year))))
    if _decimal(day) != year:
        return repr(float(year))
    if day.day > 1:
        return day.isoformat()
    return f"{day.year}" if day.month == 1 else f"{day.year}-{day.month:02d}"


def _decimal(day: datetime.date) -> float:
    passed = (day - datetime.date(day.year, 1, 1)).days
    return float(day.year + Fraction(passed, _days(day.year)))


def _days(year: int) -> int:
    return 366 if calendar.isleap(year) else 365


def _within(year: float) -> float | None:
    return year if FIRST_YEAR <= year < LAST_YEAR else None
