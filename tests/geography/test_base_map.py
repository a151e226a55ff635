"""The base map against published areas and known places."""

from types import SimpleNamespace

import numpy as np
import pytest
from pyproj import Geod
from shapely import covers, prepare
from shapely.geometry import Point, Polygon

from equipoise import geography

# Total area in km2, CIA World Factbook; states whose shape leaves out no part that the figure counts.
PUBLISHED_AREA_KM2 = {
    "POL": 312_685,
    "DEU": 357_022,
    "CZE": 78_867,
    "ROU": 238_391,
    "BGR": 110_879,
    "TUR": 783_562,
    "ITA": 301_340,
    "IRN": 1_648_195,
    "SWE": 450_295,
    "FIN": 338_145,
    "AUT": 83_871,
    "HUN": 93_028,
    "BLR": 207_600,
    "GBR": 243_610,
    "EGY": 1_001_450,
    "KAZ": 2_724_900,
}

KNOWN_POINTS = [
    (52.23, 21.01, "POL"),
    (49.67, 13.82, "CZE"),
    (38.08, 46.29, "IRN"),
    (39.93, 32.86, "TUR"),
    (54.71, 20.51, "RUS"),
    (42.66, 21.17, "XKX"),
    (35.30, 33.40, "XNC"),
    (34.90, 33.10, "CYP"),
    (64.5, -19.0, "ISL"),
    (41.98, 21.43, "MKD"),
    (66.0, -172.0, "RUS"),
    (58.0, 19.0, None),
    (42.0, 51.0, None),
    (43.0, 34.0, None),
    (40.0, 6.0, None),
    (0.0, 0.0, None),
]


def rings():
    base = geography.base_map()
    points = np.column_stack([base.lon_deg, base.lat_deg])
    return np.split(points, base.ring_start[1:-1])


def signed_area_km2(ring):
    return Geod(ellps="WGS84").polygon_area_perimeter(*ring.T)[0] / 1e6


@pytest.mark.parametrize("iso3", PUBLISHED_AREA_KM2)
def test_areas_agree_with_published_ones_within_two_percent(iso3):
    owner = geography.base_map().ring_state
    row = geography.states().index(iso3)
    area = sum(signed_area_km2(ring) for ring, state in zip(rings(), owner, strict=True) if state == row)
    assert area == pytest.approx(PUBLISHED_AREA_KM2[iso3], rel=0.02)


def test_every_ring_is_closed_and_simple():
    for ring in rings():
        assert np.array_equal(ring[0], ring[-1])
        assert Polygon(ring).is_valid


def test_every_polygon_is_valid_and_wound_as_promised():
    base = geography.base_map()
    parts = np.split(np.arange(len(base.ring_part)), np.flatnonzero(np.diff(base.ring_part)) + 1)
    all_rings = rings()
    for part in parts:
        outer, *holes = (all_rings[i] for i in part)
        assert Polygon(outer, holes).is_valid
        assert Polygon(outer).exterior.is_ccw
        assert not any(Polygon(hole).exterior.is_ccw for hole in holes)


def test_nothing_crosses_180_degrees():
    steps = [np.abs(np.diff(ring[:, 0])).max() for ring in rings() if ring[:, 1].min() > -89]
    assert max(steps) < 30
    assert np.abs(geography.base_map().lon_deg).max() <= 180


def test_the_seam_at_180_degrees_is_not_drawn_as_a_coast():
    base = geography.base_map()
    on_seam = np.abs(base.lon_deg) == 180
    both = on_seam[:-1] & on_seam[1:] & (np.diff(base.lon_deg) == 0)
    assert both.any()
    assert (base.edge_kind[:-1][both] == geography.SEAM).all()


@pytest.mark.parametrize(("lat", "lon", "iso3"), KNOWN_POINTS)
def test_known_points(lat, lon, iso3):
    state = geography.states_on_grid([lat], [lon])[0, 0]
    assert (geography.states().iso3[state] if state != geography.SEA else None) == iso3


def test_land_cells_agree_with_point_in_polygon():
    region = SimpleNamespace(lat_min_deg=36, lat_max_deg=60, lon_min_deg=-10, lon_max_deg=40)
    cells = geography.land_cells(region, 2.0)
    owner = geography.base_map().ring_state
    holders = np.array([Polygon(ring) for ring in rings()])
    prepare(holders)
    for i, lat in enumerate(cells.lat_deg):
        for j, lon in enumerate(cells.lon_deg):
            around = np.flatnonzero(covers(holders, Point(lon, lat)))
            smallest = min(around, key=lambda n: holders[n].area, default=None)
            expected = geography.SEA if smallest is None else owner[smallest]
            assert cells.state[i, j] == expected, (lat, lon)


def test_land_cells_start_in_the_corner_and_stay_inside():
    region = SimpleNamespace(lat_min_deg=34, lat_max_deg=72, lon_min_deg=-12, lon_max_deg=50.1)
    cells = geography.land_cells(region, 0.5)
    assert cells.on_land.shape == (76, 124)
    assert (cells.lat_deg[0], cells.lon_deg[0]) == (34.25, -11.75)
    assert cells.lon_deg[-1] == 49.75


def test_a_border_belongs_to_two_states_and_is_drawn_once():
    kinds = geography.base_map().edge_kind
    drawn = (kinds == geography.BORDER).sum()
    hidden = (kinds == geography.BORDER_OF_NEIGHBOUR).sum()
    assert drawn == hidden > 10_000
