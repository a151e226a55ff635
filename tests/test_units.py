"""The unit table against pint, exact round trips, and everything that must be refused."""

import datetime
import math
import sys
from fractions import Fraction

import pint
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from equipoise.units import DIMENSIONS, UnitError, format_quantity, parse_quantity

PINT_NAMES = {
    "nmi": "nautical_mile",
    "kn": "knot",
    "t": "metric_ton",
    "lbf": "force_pound",
    "deg": "degree",
    "rad": "radian",
    "m2": "m**2",
    "cm2": "cm**2",
    "kg/m2": "kg/m**2",
    "h": "hour",
    "min": "minute",
    "lb": "pound",
    "mi": "mile",
    "ft": "foot",
}
BASE = {
    "length": "m",
    "speed": "m/s",
    "time": "s",
    "angle": "degree",
    "mass": "kg",
    "force": "N",
    "power": "W",
    "area": "m**2",
    "temperature": "K",
    "frequency": "Hz",
    "ballistic_coefficient": "kg/m**2",
}
UNITS = [(name, unit) for name in BASE for unit in DIMENSIONS[name].units]


@pytest.fixture(scope="module")
def registry():
    return pint.UnitRegistry()


@pytest.mark.parametrize(("dimension", "unit"), UNITS)
@pytest.mark.parametrize("number", ["1", "6.3", "1852", "1e-3"])
def test_each_unit_agrees_with_pint(registry, dimension, unit, number):
    expected = registry.Quantity(float(number), PINT_NAMES.get(unit, unit)).to(BASE[dimension]).magnitude
    assert parse_quantity(f"{number} {unit}", dimension) == pytest.approx(expected, rel=1e-14)


def test_money_and_percent():
    assert parse_quantity("85 MUSD", "money") == 85e6
    assert parse_quantity("1.5 BUSD", "money") == 1.5e9
    assert parse_quantity("80 %", "probability") == 0.8
    assert parse_quantity("0.8", "ratio") == 0.8
    assert parse_quantity("10", "count") == 10.0
    assert parse_quantity("13 dB", "decibel") == 13.0


@pytest.mark.parametrize(
    ("one", "other", "dimension"),
    [
        ("1.1 km", "1100 m", "length"),
        ("6.3 km/s", "6300 m/s", "speed"),
        ("0.1 m2", "1000 cm2", "area"),
        ("9.993 GHz", "9993 MHz", "frequency"),
        ("20 ms", "0.02 s", "time"),
        ("260.4 kN", "260400 N", "force"),
    ],
)
def test_two_spellings_are_the_same_float(one, other, dimension):
    assert parse_quantity(one, dimension) == parse_quantity(other, dimension)


@pytest.mark.parametrize(
    ("text", "dimension", "problem", "remedy"),
    [
        ("6.3", "speed", "cannot read '6.3' as a speed: it has no unit", "one of m/s, km/s, kn, km/h"),
        ("6.3 kmh", "speed", "'kmh' is not a known unit", "did you mean 'km/h'?"),
        ("30 kt", "speed", "'kt' is not a known unit", "did you mean 'kn'?"),
        ("6.3 km", "speed", "'km' is a unit of length", 'for example "6.3 km/s"'),
        ("5 T", "mass", "'T' is not a known unit", "did you mean 't'?"),
        ("12 M", "length", "'M' is not a known unit", "did you mean 'm'?"),
        ("5 m²", "area", "'m²' is not a known unit", "did you mean 'm2'?"),
        ("1 200 km", "length", "digits are grouped", 'write the digits together: "1200 km"'),
        ("1,200 km", "length", "digits are grouped", 'write the digits together: "1200 km"'),
        ("1_200 km", "length", "digits are grouped", '"1200 km"'),
        ("6,35 km/s", "speed", "decimal comma", 'write a decimal point: "6.35 km/s"'),
        ("nan m", "length", "not a finite number", "write a number"),
        (".inf m", "length", "not a finite number", "write a number"),
        ("-Infinity", "ratio", "not a finite number", "without a unit"),
        ("1e999 m", "length", "too large", "write a number"),
        ("10.5", "count", "cannot read '10.5' as a whole number", "for example 10"),
        ("10 m", "count", "'m' is a unit of length", "whole number without a unit"),
        (
            "2013-13",
            "date",
            "cannot read '2013-13' as a date",
            'for example "2013", "2013-06" or "2013-06-15"',
        ),
        ("2013-02-29", "date", "as a date", "write a year, a month or a day"),
        ("13-06-2013", "date", "as a date", "write a year, a month or a day"),
        ("1066", "date", "as a date", "from 1900 to 2199"),
        ("2013 m", "date", "as a date", "write a year, a month or a day"),
        ("ten km", "length", "cannot read 'ten km' as a length", "write a number"),
        ("", "angle", "cannot read '' as an angle", "one of deg, rad"),
        ("٣ km", "length", "cannot read", "write a number"),
        ("9" * 400 + " m", "length", "cannot read", "write a number"),
        ("1e99999999999 m", "length", "cannot read", "write a number"),
    ],
)
def test_refusals_say_what_and_what_to_do(text, dimension, problem, remedy):
    with pytest.raises(UnitError) as caught:
        parse_quantity(text, dimension)
    assert problem in caught.value.problem
    assert remedy in caught.value.remedy


def test_a_long_text_is_shortened_in_the_message():
    with pytest.raises(UnitError) as caught:
        parse_quantity("x" * 10_000, "length")
    assert len(str(caught.value)) < 300


def test_no_infinite_number_is_written():
    for value in (math.nan, math.inf, -math.inf):
        with pytest.raises(UnitError):
            format_quantity(value, "length")


FINITE = st.floats(allow_nan=False, allow_infinity=False)
LARGEST = sys.float_info.max


@example(LARGEST, "frequency")
@example(-LARGEST, "frequency")
@given(FINITE, st.sampled_from([name for name in DIMENSIONS if name not in ("count", "date")]))
def test_written_numbers_are_read_back_exactly(value, dimension):
    assert parse_quantity(format_quantity(value, dimension), dimension) == value


@given(st.integers(min_value=0, max_value=2**53))
def test_written_counts_are_read_back_exactly(value):
    assert parse_quantity(format_quantity(float(value), "count"), "count") == value


@given(FINITE, st.sampled_from(UNITS))
def test_parsing_is_exact_arithmetic_rounded_once(number, unit):
    dimension, symbol = unit
    exact = Fraction(repr(number)) * DIMENSIONS[dimension].units[symbol]
    if abs(exact) < 1.7e308:
        assert parse_quantity(f"{number!r} {symbol}", dimension) == float(exact)


@given(st.text(max_size=40), st.sampled_from(sorted(DIMENSIONS)))
def test_any_text_is_a_finite_number_or_one_unit_error(text, dimension):
    try:
        assert math.isfinite(parse_quantity(text, dimension))
    except UnitError as error:
        assert error.problem and error.remedy


def test_canonical_text_uses_the_largest_unit_that_leaves_one():
    assert format_quantity(6300.0, "speed") == "6.3 km/s"
    assert format_quantity(850.0, "length") == "850 m"
    assert format_quantity(-0.0, "length") == "0 m"
    assert format_quantity(9.993e9, "frequency") == "9.993 GHz"


def test_dates_are_decimal_years():
    assert parse_quantity("2013", "date") == 2013.0
    assert parse_quantity("2012-07-02", "date") == 2012.5  # 183 of 366 days
    assert parse_quantity("2013-03", "date") == pytest.approx(2013 + 59 / 365, abs=1e-12)
    assert parse_quantity("2013-01-01", "date") == parse_quantity("2013-01", "date") == 2013.0
    assert parse_quantity("2013.25", "date") == 2013.25


@given(st.dates(min_value=datetime.date(1900, 1, 1), max_value=datetime.date(2199, 12, 31)))
def test_every_day_has_one_canonical_text(day):
    value = parse_quantity(day.isoformat(), "date")
    text = format_quantity(value, "date")
    assert parse_quantity(text, "date") == value and day.isoformat().startswith(text)
    assert day.year <= value < day.year + 1


@given(st.floats(min_value=1900, max_value=2200, exclude_max=True))
def test_every_decimal_year_is_read_back_exactly(value):
    assert parse_quantity(format_quantity(value, "date"), "date") == value


def test_no_date_outside_the_calendar_is_written():
    with pytest.raises(UnitError, match="1900 to 2199"):
        format_quantity(-3.0, "date")
