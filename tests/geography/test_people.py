"""People by place against the stated totals and the sources."""

from types import SimpleNamespace

import numpy as np
import pytest

from equipoise import geography

# World Bank, World Development Indicators, SP.POP.TOTL 2018, as published in 2019.
WORLD_BANK_2018 = {
    "POL": 37_978_548,
    "CZE": 10_625_695,
    "DEU": 82_927_922,
    "FRA": 66_987_244,
    "GBR": 66_488_991,
    "ITA": 60_431_283,
    "TUR": 82_319_724,
    "ROU": 19_473_936,
    "USA": 327_167_434,
    "RUS": 144_478_050,
}


def people_by_state():
    table = geography.people()
    return np.bincount(table.state, table.people, minlength=len(geography.states().iso3))


def test_people_add_up_to_the_national_total_in_every_state():
    assert np.array_equal(people_by_state(), geography.states().population)


def test_people_live_on_both_sides_of_the_date_line():
    table = geography.people()
    russians = table.lon_deg[table.state == geography.states().index("RUS")]
    assert russians.max() > 170 and russians.min() < -170


@pytest.mark.parametrize("iso3", WORLD_BANK_2018)
def test_national_totals_are_those_of_2018(iso3):
    states = geography.states()
    assert states.population[states.index(iso3)] == WORLD_BANK_2018[iso3]


def test_the_world_has_as_many_people_as_in_2018():
    assert geography.states().population.sum() == pytest.approx(7.63e9, rel=0.01)


def test_nato_in_2007():
    states = geography.states()
    assert states.nato_2007.sum() == 26
    assert states.nato_europe_2007.sum() == 24
    assert not states.nato_2007[[states.index(code) for code in ("ALB", "HRV", "MKD", "FIN", "RUS")]].any()


def states_at(lat_deg, lon_deg):
    """Whose land some points lie on, out of the grid of all their latitudes and longitudes."""
    (lat, row), (lon, column) = (np.unique(axis, return_inverse=True) for axis in (lat_deg, lon_deg))
    return geography.states_on_grid(lat, lon)[row, column]


def test_people_live_on_land_in_their_state():
    table = geography.people()
    codes = geography.states()
    for iso3 in ("POL", "TUR", "ESP", "HUN"):
        own = table.state == codes.index(iso3)
        at_home = states_at(table.lat_deg[own], table.lon_deg[own]) == codes.index(iso3)
        assert (
            table.people[own][at_home].sum() > 0.95 * table.people[own].sum()
        )  # harbour towns may stand off a coast at 1:50 million


def test_a_region_cuts_the_table():
    bulgaria = SimpleNamespace(lat_min_deg=41, lat_max_deg=44.5, lon_min_deg=22, lon_max_deg=29)
    part = geography.people(bulgaria)
    assert 0 < len(part.people) < len(geography.people().people)
    assert part.lat_deg.min() >= 41
    assert part.lon_deg.max() <= 29


def test_tables_cannot_be_changed_by_accident():
    with pytest.raises(ValueError, match="read-only"):
        geography.people().people[0] = 0
