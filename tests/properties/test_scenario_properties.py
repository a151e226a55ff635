"""What must hold of any number in a scenario, and where it need not."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from equipoise.errors import EquipoiseError
from equipoise.physics.earth import ecef_to_geodetic, geodetic_to_ecef
from equipoise.physics.kill import leakage
from equipoise.physics.radar import scaled_range
from equipoise.scenario import from_text, load
from equipoise.units import format_quantity, parse_quantity

FEW = settings(max_examples=25, deadline=None, derandomize=True)
MANY = settings(max_examples=200, deadline=None, derandomize=True)
PLAN = load("poland-czech-2007")
NUMBERS = sorted(address for address, said in PLAN.evidence.items() if said.value[0] in "-0123456789")


@given(st.floats(-90.0, 90.0), st.floats(-180.0, 180.0), st.floats(-5e3, 2e7))
@MANY
def test_there_and_back_is_the_same_place(lat_deg, lon_deg, height_m):
    """P13. Not valid near the Earth's centre; at a pole the longitude has no meaning."""
    lat2, lon2, height2 = ecef_to_geodetic(*geodetic_to_ecef(lat_deg, lon_deg, height_m))
    assert abs(lat2 - lat_deg) < 1e-9 and abs(height2 - height_m) < 1e-6
    if abs(lat_deg) < 89.9:
        assert abs((lon2 - lon_deg + 180.0) % 360.0 - 180.0) < 1e-9


@given(st.floats(1e3, 1e7), st.floats(1e-4, 10.0), st.floats(0.1, 100.0))
@MANY
def test_range_goes_with_the_fourth_root_of_the_cross_section(range_m, reference_m2, factor):
    """P14. Not valid where the horizon or a range gate limits."""
    scaled_m = scaled_range(range_m, reference_m2, reference_m2 * factor)
    assert scaled_m == pytest.approx(range_m * factor**0.25, rel=1e-12)


@given(st.integers(0, 30), st.integers(0, 5), st.floats(0.0, 1.0))
@MANY
def test_leakers_are_a_distribution_and_fewer_with_better_shots(warheads, shots, kill_probability):
    """P19 to P21 on the exact law. Not valid for doctrines that change with the magazine."""
    law = leakage(warheads, shots, kill_probability)
    mean = sum(n * p for n, p in enumerate(law))
    assert sum(law) == pytest.approx(1.0, abs=1e-12)
    assert mean == pytest.approx(warheads * (1.0 - kill_probability) ** shots, abs=1e-9)


@given(st.sampled_from(NUMBERS))
@FEW
def test_a_number_written_back_leaves_the_scenario_as_it_was(address):
    """P25, P26. What `get` says, `replace` takes. Not valid for the evidence, which then names the user."""
    again = PLAN.replace(address, PLAN.get(address))
    assert again.get(address) == PLAN.get(address)
    assert (again.batteries, again.sensors, again.threats) == (PLAN.batteries, PLAN.sensors, PLAN.threats)


@given(st.sampled_from(NUMBERS), st.sampled_from(["nan", "inf", "-inf", "nan m", "1e400 km", "", "three"]))
@FEW
def test_a_number_that_is_none_is_refused(address, text):
    """P30. Not valid for texts, such as names, which may be anything."""
    with pytest.raises(EquipoiseError):
        PLAN.replace(address, text)


@given(st.floats(1.0, 1e7))
@MANY
def test_units_change_no_length(length_m):
    """P26. Kilometres, miles and feet of one length read the same to rounding. Not valid for offsets (none here)."""
    for unit, size_m in (("km", 1e3), ("m", 1.0), ("ft", 0.3048), ("nmi", 1852.0), ("mi", 1609.344)):
        assert parse_quantity(f"{length_m / size_m!r} {unit}", "length") == pytest.approx(length_m, rel=1e-14)


@given(st.floats(-1e9, 1e9))
@MANY
def test_a_quantity_written_is_read_back_to_the_bit(number):
    """Canonical text round-trips. Not valid for numbers that are not finite, which are refused."""
    for dimension in ("length", "speed", "time", "angle"):
        assert parse_quantity(format_quantity(number, dimension), dimension) == number


def test_canonical_text_says_the_same_scenario():
    """P25: the canonical text needs no catalogue and gives the same hash. Not valid for the file's own comments."""
    for name in ("poland-czech-2007", "ships-2009"):
        plan = load(name)
        again = from_text(plan.canonical_text(), "again.yaml")
        assert again == plan and again.content_hash() == plan.content_hash()


def test_ranges_of_evidence_hold_their_value():
    """Low, value and high stand in order. Not valid for a value the user set outside the published range."""
    for address, number in PLAN.evidence.items():
        for low, high in ((number.low, number.value), (number.value, number.high)):
            if low is not None and high is not None and "-" not in (low + high)[1:]:  # a day has no unit
                ends = [float(text.split()[0].rstrip("%")) for text in (low, high)]
                same_unit = low.split()[1:] == high.split()[1:]
                assert not same_unit or ends[0] <= ends[1] or math.isclose(*ends), address
