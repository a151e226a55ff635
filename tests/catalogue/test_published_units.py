"""Numbers of the catalogue against what their sources print, in the units in which they print it.

The printed values are those of the sources named beside them; conversions are exact by definition (foot, mile, nautical
mile, pound, kilogram-force) or worked out here.
"""

from __future__ import annotations

import pytest

from equipoise.units import DIMENSIONS, UnitError, parse_quantity
from source_tree import CATALOGUE, read_yaml

MILE_M, NAUTICAL_MILE_M, FOOT_M, INCH_M = 1609.344, 1852.0, 0.3048, 0.0254
POUND_KG, GRAVITY_M_S2 = 0.45359237, 9.80665
LBF_N, KGF_N = POUND_KG * GRAVITY_M_S2, GRAVITY_M_S2


def number(name, *path):
    node = read_yaml(CATALOGUE / name)
    for key in path:
        node = node[key]
    text = str(node["value"] if isinstance(node, dict) else node)
    for dimension in DIMENSIONS:
        try:
            return parse_quantity(text, dimension)
        except UnitError:
            continue
    raise AssertionError(text)


def degrees(whole, minutes, seconds=0.0):
    return whole + minutes / 60 + seconds / 3600


GBI, NODONG, SCUD = (
    "interceptors/gbi-two-stage-staged.yaml",
    "missiles/nodong-a-staged.yaml",
    "missiles/scud-b-staged.yaml",
)
PRINTED = [
    # Northrop Grumman catalogue, as transcribed: pounds, pounds-force, inches.
    (GBI, ("stages", 0, "propellant_mass"), 33_145 * POUND_KG),
    (GBI, ("stages", 0, "inert_mass"), (35_525 - 33_145) * POUND_KG),
    (GBI, ("stages", 0, "thrust"), 131_200 * LBF_N),
    (GBI, ("stages", 0, "burn_time"), 69.0),
    (GBI, ("stages", 0, "diameter"), 50.2 * INCH_M),
    (GBI, ("stages", 1, "propellant_mass"), 8_631 * POUND_KG),
    (GBI, ("stages", 1, "inert_mass"), (9_494 - 8_631) * POUND_KG),
    (GBI, ("stages", 1, "thrust"), 35_511 * LBF_N),
    (GBI, ("stages", 1, "burn_time"), 71.0),
    # Presets of the Wright program: kilograms-force; burn time = propellant x specific impulse / thrust.
    (NODONG, ("stages", 0, "thrust"), 26_600 * KGF_N),
    (NODONG, ("stages", 0, "burn_time"), 12_798 * 226 / 26_600),
    # Forden 2007, table 1: dry and fuelled mass, specific impulse 230 s, 75 s.
    (SCUD, ("stages", 0, "propellant_mass"), 4_897 - 1_198),
    (SCUD, ("stages", 0, "thrust"), 230 * GRAVITY_M_S2 * (4_897 - 1_198) / 75),
    # Shahab-3: 560 miles shown in tests.
    ("missiles/shahab-3.yaml", ("maximum_range", "alternatives", 0), 560 * MILE_M),
    # Block IA at 133 nautical miles; Fylingdales 3,000 nautical miles and 820 feet.
    ("interceptors/sm-3-block-ia.yaml", ("maximum_altitude", "low"), 133 * NAUTICAL_MILE_M),
    ("sensors/uewr-fylingdales.yaml", ("detection_range", "alternatives", 0), 3_000 * NAUTICAL_MILE_M),
    ("places.yaml", ("fylingdales", "height"), 820 * FOOT_M),
    # Trident: 4,000 nautical miles, 7,500 miles.
    ("missiles/trident-2.yaml", ("maximum_range", "alternatives", 0), 4_000 * NAUTICAL_MILE_M),
    ("missiles/trident-2.yaml", ("maximum_range",), 7_500 * MILE_M),
    # Title page of the Czech health study; the list of divisions in degrees and minutes;
    # limits of Armavir, 55 to 295 degrees.
    ("places.yaml", ("brdy-hill-718", "lat"), degrees(49, 38, 6.8)),
    ("places.yaml", ("brdy-hill-718", "lon"), degrees(13, 44, 52.6)),
    ("places.yaml", ("kozelsk", "lat"), degrees(54, 2)),
    ("places.yaml", ("kozelsk", "lon"), degrees(35, 46)),
    ("places.yaml", ("tatishchevo", "lon"), degrees(45, 34)),
    ("places.yaml", ("teykovo", "lat"), degrees(56, 51)),
    ("places.yaml", ("yoshkar-ola", "lat"), degrees(56, 38)),
    ("places.yaml", ("nizhniy-tagil", "lon"), degrees(60, 33)),
    ("places.yaml", ("uzhur", "lat"), degrees(55, 20)),
    ("places.yaml", ("irkutsk", "lat"), degrees(52, 19)),
    ("places.yaml", ("kansk", "lon"), degrees(95, 28)),
    ("places.yaml", ("krasnoyarsk", "lon"), degrees(92, 25)),
    ("sensors/armavir-voronezh-dm.yaml", ("boresight",), (55 + 295) / 2),
    ("sensors/armavir-voronezh-dm.yaml", ("azimuth_half_width",), (295 - 55) / 2),
    # Test records: 6 of 10 and 7 of 13; 19 of 23 and 22 of 27.
    ("interceptors/gbi-two-stage.yaml", ("kill_probability",), 6 / 10),
    ("interceptors/gbi-two-stage.yaml", ("kill_probability", "alternatives", 0), 7 / 13),
    ("interceptors/sm-3-block-ia.yaml", ("kill_probability", "alternatives", 1), 19 / 23),
    ("interceptors/sm-3-block-ia.yaml", ("kill_probability", "alternatives", 2), 22 / 27),
    # Prices: four for 133.3 and 24 for 312 million, two for 3,149.4, seven for 2,300, six for 200.
    ("elements/ships-phase-3.yaml", ("costs", "interceptors", "amount"), 133.3e6 / 4),
    ("elements/ships-phase-2.yaml", ("costs", "interceptors", "amount"), 312e6 / 24),
    ("elements/ships-bought.yaml", ("costs", "ships", "amount"), 3_149.4e6 / 2),
    ("elements/radar-kurecik.yaml", ("costs", "radar", "amount"), 2.3e9 / 7),
    ("elements/ships-phase-2.yaml", ("costs", "conversion", "amount"), 200e6 / 6),
    ("elements/site-redzikowo-2007.yaml", ("costs", "operation", "amount"), 600e6 / 100),
    ("elements/site-redzikowo-phase-3.yaml", ("costs", "equipment", "amount"), (746 - 182) * 1e6),
]


@pytest.mark.parametrize(
    ("name", "path", "printed"), PRINTED, ids=[f"{row[0]}:{'.'.join(map(str, row[1]))}" for row in PRINTED]
)
def test_a_number_is_what_its_source_prints(name, path, printed):
    assert number(name, *path) == pytest.approx(printed, rel=0.012)


def test_what_the_known_lines_leave_of_the_official_sum():
    lines = [("site-redzikowo-2007", "construction"), ("radar-brdy", "construction"), ("radar-brdy", "radar")]
    known = sum(number(f"elements/{name}.yaml", "costs", line, "amount") for name, line in lines)
    silos = 10 * number("elements/site-redzikowo-2007.yaml", "costs", "interceptors", "amount")
    left = number("elements/two-stage-gbi.yaml", "costs", "development", "amount")
    assert known + silos + left == pytest.approx(4e9)
