"""Numbers with units as text: one closed table, SI inside, degrees kept as degrees.

A bare number is refused wherever a unit belongs, and nothing is guessed: an unknown unit ends in an error
that names the legal ones. The arithmetic is exact rational arithmetic with one rounding at the end, so that
"1.1 km" and "1100 m" are the same float.
"""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from equipoise.dates import FIRST_YEAR, LAST_YEAR, text_of, year_of
from equipoise.errors import EquipoiseError

TEXTS_KEPT = 2**14  # a change of one number of a plan asks for the texts of all its numbers again


class UnitError(EquipoiseError):
    """A text that is no quantity of the wanted dimension: `problem` says why, `remedy` what to write."""

    def __init__(self, problem: str, remedy: str) -> None:
        self.problem = problem
        self.remedy = remedy
        super().__init__(f"{problem}\n  {remedy}")


@dataclass(frozen=True, eq=False)
class Dimension:
    """One kind of number: its units as exact factors, how it is called, and how it is written back."""

    name: str
    phrase: str
    units: Mapping[str, Fraction]
    written_in: tuple[str, ...]
    example: str
    suffix: str
    bare: bool = False
    integer: bool = False


_PI = Fraction(314159265358979323846264338327950288419716939937510, 10**50)

_LENGTH = {"m": 1, "km": 1000, "ft": "0.3048", "nmi": 1852, "mi": "1609.344"}
_SPEED = {"m/s": 1, "km/s": 1000, "kn": "1852/3600", "km/h": "1000/3600"}
_TIME = {"s": 1, "min": 60, "h": 3600, "day": 86400, "ms": "1/1000"}
_ANGLE = {"deg": 1, "rad": 180 / _PI}
_MASS = {"kg": 1, "t": 1000, "lb": "0.45359237"}
_FORCE = {"N": 1, "kN": 1000, "lbf": "4.4482216152605"}
_POWER = {"W": 1, "kW": 1000, "MW": 10**6}
_AREA = {"m2": 1, "cm2": "1/10000"}
_FREQUENCY = {"Hz": 1, "kHz": 1000, "MHz": 10**6, "GHz": 10**9}
_MONEY = {"USD": 1, "MUSD": 10**6, "BUSD": 10**9}


def _dimension(name, phrase, units, written_in, example, suffix, **kinds) -> Dimension:
    factors = {unit: Fraction(factor) for unit, factor in units.items()}
    return Dimension(name, phrase, factors, tuple(written_in.split()), example, suffix, **kinds)


DIMENSIONS: dict[str, Dimension] = {
    dimension.name: dimension
    for dimension in (
        _dimension("length", "a length", _LENGTH, "km m", "350 km", "_m"),
        _dimension("speed", "a speed", _SPEED, "km/s m/s", "6.3 km/s", "_m_s"),
        _dimension("time", "a time", _TIME, "s", "140 s", "_s"),
        _dimension("angle", "an angle", _ANGLE, "deg", "54.5 deg", "_deg"),
        _dimension("mass", "a mass", _MASS, "kg", "650 kg", "_kg"),
        _dimension("force", "a force", _FORCE, "kN N", "270 kN", "_n"),
        _dimension("power", "a power", _POWER, "MW kW W", "170 kW", "_w"),
        _dimension("area", "an area", _AREA, "m2", "0.01 m2", "_m2"),
        _dimension("temperature", "a temperature", {"K": 1}, "K", "500 K", "_k"),
        _dimension("decibel", "a level in decibels", {"dB": 1}, "dB", "13 dB", "_db"),
        _dimension("frequency", "a frequency", _FREQUENCY, "GHz MHz kHz Hz", "9.5 GHz", "_hz"),
        _dimension(
            "ballistic_coefficient",
            "a ballistic coefficient",
            {"kg/m2": 1},
            "kg/m2",
            "5000 kg/m2",
            "_kg_m2",
        ),
        _dimension("money", "an amount of money", _MONEY, "BUSD MUSD USD", "85 MUSD", "_usd"),
        _dimension("date", "a date", {}, "", "2013-06-15", "_year", bare=True),
        _dimension("count", "a whole number", {}, "", "10", "", bare=True, integer=True),
        _dimension("ratio", "a ratio", {"%": "1/100"}, "", "0.6", "", bare=True),
        _dimension("probability", "a probability", {"%": "1/100"}, "", "0.8", "", bare=True),
    )
}

_OTHER_SPELLINGS = {
    "m": "meter meters metre metres",
    "km": "kilometer kilometers kilometre kilometres kms",
    "ft": "feet foot '",
    "nmi": "nm nautical-miles",
    "mi": "mile miles",
    "m/s": "mps ms-1 m/sec",
    "km/s": "kmps kps km/sec kms-1",
    "kn": "kt kts knot knots",
    "km/h": "kmh kph kmph km/hr",
    "s": "sec secs second seconds",
    "min": "minute minutes mins",
    "h": "hr hrs hour hours",
    "day": "d days",
    "ms": "msec millisecond milliseconds",
    "deg": "degree degrees ° degs degn dege",
    "rad": "radian radians",
    "kg": "kilogram kilograms kgs",
    "t": "ton tons tonne tonnes",
    "lb": "lbs pound pounds",
    "N": "newton newtons",
    "W": "watt watts",
    "m2": "m² m^2 m**2 sqm",
    "cm2": "cm² cm^2 sqcm",
    "K": "kelvin kelvins",
    "dB": "decibel decibels dbi",
    "kg/m2": "kg/m² kg/m^2 kgm2 kg/sqm",
    "USD": "$ dollars dollar",
    "MUSD": "musd m$ $m",
    "BUSD": "busd b$ $b",
    "%": "percent pct",
}
_MEANT_BY = {other: unit for unit, others in _OTHER_SPELLINGS.items() for other in others.split()}

# Digits and exponent are bounded because exact arithmetic on "1e999999999" would fill the memory.
_QUANTITY = re.compile(
    r"([+-]?(?:\d{1,40}(?:\.\d{0,40})?|\.\d{1,40})(?:[eE][+-]?\d{1,3})?) ?([^\s\d.,+-]\S*)?", re.ASCII
)
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:[ ,'_\u00a0\u202f]\d{3})+(?!\d)")
_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+(?!\d)")


@lru_cache(TEXTS_KEPT)
def parse_quantity(text: str, dimension: str) -> float:
    """Return the SI value of a text such as "6.3 km/s"; degrees stay degrees.

    Parameters
    ----------
    text : str
        A number and a unit of the closed table, parted by at most one space.
    dimension : str
        A key of `DIMENSIONS`. "count" takes a bare whole number, "ratio" a bare number or %, "date" a year,
        a month, a day or a decimal year.

    Returns
    -------
    value : float
        In SI units, dates in decimal years, correctly rounded; never NaN or infinite.

    Validity
    --------
    Raises `UnitError` for everything else: bare numbers, unknown units, thousands separators, NaN, infinity.

    References
    ----------
    [si-brochure] SI units; [nist-sp811] the factors of foot, mile, pound and nautical mile, exact.

    Examples
    --------
    >>> parse_quantity("6.3 km/s", "speed")
    6300.0
    >>> parse_quantity("80 %", "probability")
    0.8
    >>> parse_quantity("2012-07-02", "date")
    2012.5
    """
    kind = DIMENSIONS[dimension]
    if dimension == "date":
        return _date(text, kind)
    match = _QUANTITY.fullmatch(text.strip())
    if match is None:
        raise _unreadable(text, kind)
    number, unit = match.groups()
    return _rounded(Fraction(number) * _factor(text, unit, kind), text, kind)


def _date(text: str, kind: Dimension) -> float:
    year = year_of(text.strip())
    if year is None:
        raise UnitError(f"cannot read '{_shortened(text.strip())}' as {kind.phrase}", legal_forms(kind.name))
    return year


def _factor(text: str, unit: str | None, kind: Dimension) -> Fraction:
    if unit is None:
        if kind.bare:
            return Fraction(1)
        raise UnitError(f"cannot read '{text}' as {kind.phrase}: it has no unit", legal_forms(kind.name))
    if unit in kind.units:
        return kind.units[unit]
    raise _unknown_unit(text, unit, kind)


def _rounded(exact: Fraction, text: str, kind: Dimension) -> float:
    if kind.integer and exact.denominator != 1:
        raise UnitError(f"cannot read '{text}' as {kind.phrase}", legal_forms(kind.name))
    try:
        return float(exact)
    except OverflowError:
        raise UnitError(f"cannot read '{text}': the number is too large", legal_forms(kind.name)) from None


def _unreadable(text: str, kind: Dimension) -> UnitError:
    bare = text.strip()
    problem = f"cannot read '{_shortened(bare)}' as {kind.phrase}"
    if bare.lower().lstrip("+-.").startswith(("nan", "inf")):
        return UnitError(f"{problem}: it is not a finite number", legal_forms(kind.name))
    thousands = _THOUSANDS.match(bare)
    if thousands:
        plain = re.sub(r"[^\d+-]", "", thousands.group()) + bare[thousands.end() :]
        return UnitError(f"{problem}: digits are grouped", f'write the digits together: "{plain}"')
    if _DECIMAL_COMMA.match(bare):
        pointed = bare.replace(",", ".", 1)
        return UnitError(f"{problem}: it has a decimal comma", f'write a decimal point: "{pointed}"')
    return UnitError(problem, legal_forms(kind.name))


def _unknown_unit(text: str, unit: str, kind: Dimension) -> UnitError:
    problem = f"cannot read '{_shortened(text)}' as {kind.phrase}"
    owner = next((other for other in DIMENSIONS.values() if unit in other.units), None)
    if owner is not None:
        return UnitError(f"{problem}: '{unit}' is a unit of {owner.name}", legal_forms(kind.name))
    near = _nearest_unit(unit, kind)
    hint = f"did you mean '{near}'? " if near else ""
    return UnitError(f"{problem}: '{_shortened(unit)}' is not a known unit", hint + legal_forms(kind.name))


def _nearest_unit(unit: str, kind: Dimension) -> str | None:
    meant = _MEANT_BY.get(unit.lower())
    if meant in kind.units:
        return meant
    same_letters = [known for known in kind.units if known.lower() == unit.lower()]
    close = difflib.get_close_matches(unit, kind.units, n=1, cutoff=0.6)
    return next(iter(same_letters + close), None)


def _shortened(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "..."


def legal_forms(dimension: str) -> str:
    """Return the sentence that says how a quantity of this dimension is written.

    Examples
    --------
    >>> legal_forms("speed")
    'write a number and one of m/s, km/s, kn, km/h, for example "6.3 km/s"'
    """
    kind = DIMENSIONS[dimension]
    if dimension == "date":
        form = f"write a year, a month or a day from {FIRST_YEAR} to {LAST_YEAR - 1}"
        return f'{form}, for example "2013", "2013-06" or "{kind.example}"'
    if kind.integer:
        return f"write a whole number without a unit, for example {kind.example}"
    if kind.bare:
        return f"write a number without a unit or with %, for example {kind.example}"
    return f'write a number and one of {", ".join(kind.units)}, for example "{kind.example}"'


@lru_cache(TEXTS_KEPT)
def format_quantity(value: float, dimension: str) -> str:
    """Return the one canonical text of an SI value, which `parse_quantity` reads back to the same float.

    The unit is the largest customary one that leaves a number of at least 1; "6.3 km/s", "850 m".

    Parameters
    ----------
    value : float
        In SI units; degrees for angles. Must be finite.
    dimension : str
        A key of `DIMENSIONS`.

    Returns
    -------
    text : str
        The same for every spelling of the same value; raises `UnitError` for NaN and infinity.

    Validity
    --------
    Exact for every finite float (dates: 1900 to 2199); the base unit where a larger one would lose the last bit.

    References
    ----------
    [si-brochure] unit symbols.

    Examples
    --------
    >>> format_quantity(6300.0, "speed")
    '6.3 km/s'
    """
    kind = DIMENSIONS[dimension]
    if not math.isfinite(value):
        raise UnitError(f"{value} is not a finite number", legal_forms(dimension))
    if dimension == "date":
        return _date_text(value, kind)
    for unit in kind.written_in:
        text = f"{_digits(float(Fraction(value) / kind.units[unit]))} {unit}"
        large_enough = abs(value) >= kind.units[unit] or unit == kind.written_in[-1]
        if large_enough and _reads_back(text, value, dimension):
            return text
    base = next((unit for unit, factor in kind.units.items() if factor == 1), "")
    return f"{_digits(value)} {base}".strip()


def _reads_back(text: str, value: float, dimension: str) -> bool:
    try:
        return parse_quantity(text, dimension) == value
    except UnitError:  # rounding up in the larger unit went past the largest float
        return False


def _date_text(year: float, kind: Dimension) -> str:
    if not FIRST_YEAR <= year < LAST_YEAR:
        raise UnitError(
            f"{year} is no {kind.name} of {FIRST_YEAR} to {LAST_YEAR - 1}", legal_forms(kind.name)
        )
    return text_of(year)


def _digits(value: float) -> str:
    shortest = repr(float(value) + 0.0)  # adding zero turns -0.0 into 0.0
    return shortest.removesuffix(".0")
