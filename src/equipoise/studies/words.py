"""Numbers and lists as a reader is told them: no more digits than the model bears, always with a unit."""

from __future__ import annotations

import math
from collections.abc import Sequence

SCALES = ((1e9, "billion"), (1e6, "M"), (1e3, "k"))
WHOLE_PERCENT = 0.0995
NOTHING = "–"  # noqa: RUF001


def people(count: float) -> str:
    """Return a number of people with its scale.

    Examples
    --------
    >>> people(448_130_000), people(4_240_000), people(81_400), people(0)
    ('448 M', '4.2 M', '81 k', '0')
    """
    if not math.isfinite(count):
        return NOTHING
    for scale, word in SCALES:
        if abs(count) >= 0.9995 * scale:
            return f"{digits(count / scale)} {word}"
    return f"{count:.0f}"


def digits(value: float) -> str:
    """Return a number from 1 up: two figures below a hundred, else whole."""
    return f"{value:.1f}" if abs(value) < 9.95 else f"{value:.0f}"


def signed_people(count: float) -> str:
    """Return a change of a number of people with its sign; a dash for none to speak of."""
    words = people(abs(count))
    if words == "0":
        return NOTHING
    return f"{'+' if count > 0 else '-'}{words}"


def percent(share: float | None) -> str:
    """Return a share as whole per cent, never rounded to all or to nothing.

    Examples
    --------
    >>> percent(0.5), percent(0.999), percent(0.001), percent(None)
    ('50 %', '>99 %', '<1 %', '–')
    """
    if share is None or not math.isfinite(share):
        return NOTHING
    if 0 < share < 0.005:
        return "<1 %"
    return ">99 %" if 0.995 <= share < 1 else f"{100 * share:.0f} %"


def small_percent(share: float | None) -> str:
    """Return a share of which small ones matter, with two figures; a dash where there is none.

    Examples
    --------
    >>> small_percent(10 / 415), small_percent(10 / 1575), small_percent(0.0), small_percent(1.0)
    ('2.4 %', '0.63 %', '0 %', '100 %')
    """
    if share is None or not math.isfinite(share):
        return NOTHING
    return f"{100 * share:.0f} %" if abs(share) >= WHOLE_PERCENT else f"{100 * share:.2g} %"


def minutes(time_s: float) -> str:
    """Return a time in minutes, with a tenth below ten of them."""
    return f"{digits(time_s / 60)} min" if math.isfinite(time_s) else NOTHING


def listing(names: Sequence[str], conjunction: str = "and") -> str:
    """Return names as one phrase.

    Examples
    --------
    >>> listing(["Greece"]), listing(["Greece", "Bulgaria", "Turkey"])
    ('Greece', 'Greece, Bulgaria and Turkey')
    """
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {conjunction} {names[-1]}"


def counted(count: int, noun: str) -> str:
    """Return a count with its noun in the right number."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
