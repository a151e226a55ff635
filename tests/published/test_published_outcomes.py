"""What was said in public of the two plans, against what the shipped scenarios give. Reported, never tuned.

Sources: the Czech ambassador to NATO and the American map as reported in 2007 (uncovered: Greece, Turkey, Bulgaria,
eastern Romania; covered: Italy, Spain, Portugal), and the reports of the Bucharest summit of April 2008.
"""

import functools

import numpy as np
import pytest

from equipoise.analyses.coverage import coverage
from equipoise.geography import people, states
from equipoise.scenario import load
from equipoise.systems.threats import ThreatSet

STATIONS = ("eastern-mediterranean", "aegean", "north-sea")
SHIPS = tuple(f"{station}-{block}" for station in STATIONS for block in ("ia", "ib"))


@functools.cache
def residents():
    return people(load("poland-czech-2007").region)


def changed(name, changes):
    """A shipped scenario with other values at some addresses."""
    plan = load(name)
    for address, value in changes:
        plan = plan.replace(address, value)
    return plan


@functools.cache
def covered(name, set_id, missiles=(), changes=()):
    """Coverage of everybody against the missiles of a set, or some of them."""
    plan = changed(name, changes)
    each = plan.threat_set(set_id)
    chosen = tuple(one for one in each.threats if not missiles or one.id in missiles)
    folk = residents()
    return coverage(plan, ThreatSet(id="some", name="some", threats=chosen), folk.lat_deg, folk.lon_deg)


def protected_share(found, *iso3):
    """Share of the people whom the missiles reach that have a shot at each; of some states, or of all."""
    folk, codes = residents(), list(states().iso3)
    of_states = (
        np.isin(folk.state, [codes.index(code) for code in iso3]) if iso3 else np.ones(len(folk.state), bool)
    )
    reached = of_states & (found.reaching > 0)
    return folk.people[reached & (found.shots > 0)].sum() / folk.people[reached].sum()


def protected_near(found, lat_deg, lon_deg):
    """Whether the inhabited place nearest to a point has a shot at each missile."""
    folk = residents()
    return bool(found.shots[np.argmin(np.hypot(folk.lat_deg - lat_deg, folk.lon_deg - lon_deg))] > 0)


# ------------------------------------------------------------------- the plan of 2007 against missiles over 3,000 km


@pytest.mark.parametrize("iso3", ["TUR", "GRC", "BGR"])
def test_the_plan_of_2007_leaves_the_south_east_uncovered(iso3):
    assert protected_share(covered("poland-czech-2007", "long-range"), iso3) < 0.10


@pytest.mark.parametrize("iso3", ["ESP", "PRT", "DEU", "FRA", "GBR"])
def test_the_plan_of_2007_covers_the_west(iso3):
    assert protected_share(covered("poland-czech-2007", "long-range"), iso3) > 0.95


def test_the_plan_of_2007_has_italy_at_its_edge():
    """Covered by one account; 80 % here: the south is too near for the lowest climb of 15 degrees."""
    assert 0.6 < protected_share(covered("poland-czech-2007", "long-range"), "ITA") <= 1.0


CITIES_EAST = {"Iasi": (47.16, 27.59), "Galati": (45.44, 28.05), "Constanta": (44.17, 28.64)}


@pytest.mark.parametrize("city", CITIES_EAST)
def test_the_plan_of_2007_leaves_eastern_romania_uncovered(city):
    assert not protected_near(covered("poland-czech-2007", "long-range"), *CITIES_EAST[city])


def test_the_plan_of_2007_covers_a_part_of_romania():
    """11 %, in the north-west: Cluj is at the edge, Oradea inside."""
    found = covered("poland-czech-2007", "long-range")
    assert 0.02 < protected_share(found, "ROU") < 0.6
    assert protected_near(found, 47.05, 21.92)


# ------------------------------------------------------------------------------------------- with the forward radar


def test_a_forward_radar_covers_nearly_all_but_turkey():
    """Half and more of what was uncovered is covered; Turkey stays bare, and so does whoever lives next to Iran."""
    before, after = (
        covered(name, "long-range") for name in ("poland-czech-2007", "poland-czech-2007-forward-radar")
    )
    gains = {
        iso3: protected_share(after, iso3) - protected_share(before, iso3) for iso3 in ("GRC", "BGR", "ROU")
    }
    assert min(gains.values()) > 0.35
    assert protected_share(after, "TUR") < 0.10
    for iso3 in ("ITA", "ESP", "PRT", "DEU", "FRA", "GBR", "POL", "HUN", "SRB", "MKD"):
        assert protected_share(after, iso3) > 0.95


def test_what_is_left_of_the_gap_hangs_on_the_lowest_climb():
    """At 10 degrees instead of 15, Greece, Bulgaria and Romania are covered: the published claim needs a low climb."""
    lower = (("batteries.redzikowo.interceptor.minimum_launch_elevation", "10 deg"),)
    found = covered("poland-czech-2007-forward-radar", "long-range", (), lower)
    assert min(protected_share(found, iso3) for iso3 in ("GRC", "BGR", "ROU")) > 0.90
    assert protected_share(found, "TUR") < 0.10


@pytest.mark.parametrize("climb", ["5 deg", "10 deg"])
def test_the_published_gap_does_not_hang_on_the_lowest_climb(climb):
    """Without the forward radar a lower climb brings Italy in, and still not Turkey, Greece and Bulgaria."""
    lower = (("batteries.redzikowo.interceptor.minimum_launch_elevation", climb),)
    found = covered("poland-czech-2007", "long-range", (), lower)
    assert max(protected_share(found, iso3) for iso3 in ("TUR", "GRC", "BGR")) < 0.10
    assert protected_share(found, "ITA") > 0.90


@pytest.mark.parametrize("speed", ["5.4 km/s", "7.7 km/s", "9 km/s"])
def test_the_published_gap_does_not_hang_on_the_disputed_burnout_speed(speed):
    faster = (("batteries.redzikowo.interceptor.burnout_speed", speed),)
    found = covered("poland-czech-2007", "long-range", (), faster)
    assert max(protected_share(found, iso3) for iso3 in ("TUR", "GRC", "BGR")) < 0.10
    assert min(protected_share(found, iso3) for iso3 in ("ESP", "PRT", "DEU", "FRA", "GBR")) > 0.95


def test_by_its_critics_range_the_czech_radar_covers_nobody():
    """470 km on 0.01 square metres, by the thinned array, and no other fire-control track: no shot at all."""
    critics = (("sensors.brdy.detection_range", "470 km"), ("sensors.brdy.search_range", "470 km"))
    found = covered("poland-czech-2007", "long-range", (), critics)
    assert protected_share(found) < 0.02


# ---------------------------------------------------------------------------------------- medium-range missiles


@pytest.mark.parametrize("missile", ["shahab-3", "ghadr-1"])
def test_the_polish_site_protects_nobody_from_missiles_that_fly_no_further_than_turkey(missile):
    assert protected_share(covered("poland-czech-2007", "medium-range", (missile,))) == 0.0


def test_the_polish_site_protects_almost_nobody_from_medium_range_missiles():
    """9 % of those reached: parts of Romania and Ukraine, which only the Sejjil-2 reaches, near its full range.

    The share hangs on how low the interceptor may fly: 2 % at a lowest path of 15 degrees at burnout.
    """
    found = covered("poland-czech-2007", "medium-range")
    assert protected_share(found) < 0.12
    assert protected_share(found, "TUR", "GRC", "BGR", "CYP") < 0.04


def test_the_ships_protect_cyprus_and_half_of_turkey_from_shahab_3_and_ghadr_1():
    """These two reach no other country of south-eastern Europe. Where there is no shot, the ship sees too late."""
    for missile, share in (("shahab-3", 0.53), ("ghadr-1", 0.47)):
        found = covered("ships-2009", "medium-range", (missile,))
        assert protected_share(found, "CYP") > 0.95
        assert protected_share(found, "TUR") == pytest.approx(share, abs=0.1)
        folk, codes = residents(), list(states().iso3)
        for iso3 in ("GRC", "BGR", "ROU"):
            assert not (found.reaching[folk.state == codes.index(iso3)] > 0).any()


def test_the_ships_protect_greece_and_not_bulgaria_and_romania_from_sejjil_2():
    found = covered("ships-2009", "medium-range", ("sejjil-2",))
    assert protected_share(found, "GRC") > 0.85
    assert protected_share(found, "TUR") == pytest.approx(0.5, abs=0.1)
    assert protected_share(found, "BGR", "ROU") < 0.02


def test_what_the_ships_protect_hangs_most_on_the_range_of_their_radars():
    """500 km instead of 430 km on 0.01 square metres: more than the rule, the altitude floor or the speed changes."""

    def of_turkey(*changes):
        found = covered("ships-2009", "medium-range", ("shahab-3", "ghadr-1"), changes)
        return protected_share(found, "TUR")

    def each(what, value):
        return tuple((f"batteries.{ship}.{what}", value) for ship in SHIPS)

    here = of_turkey()
    further = of_turkey(*((f"sensors.spy-{ship}.detection_range", "500 km") for ship in SHIPS))
    others = [
        of_turkey(*each("rule", "engage-on-remote")),
        of_turkey(*each("interceptor.minimum_altitude", "70 km")),
        of_turkey(*each("interceptor.burnout_speed", "3.5 km/s")),
    ]
    assert further - here > 0.25
    assert max(abs(other - here) for other in others) < 0.1
    assert of_turkey(*each("rule", "autonomous")) < 0.2
