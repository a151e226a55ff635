"""The cheap bound on what an interceptor reaches never leaves out a flight that the judging of meetings could meet."""

import numpy as np
import pytest

from equipoise.engagement.envelope import furthest_from, reachable
from equipoise.engagement.flyout import azimuth_to, chord_to, direction_and_distance
from equipoise.engagement.fronts import shortest_flight_s
from equipoise.engagement.path import flight_of, height_of, place_at
from equipoise.engagement.rooms import Engagement
from equipoise.engagement.tables import BOOST_SEGMENTS, Looks
from rig import IRBM, SM3, battery, defended, radar, threat, to_europe

LAUNCH = ((35.0, 50.0), (38.1, 46.3))
SITES = ((36.0, 25.0), (47.0, 20.0), (54.5, 17.1), (60.0, 40.0), (40.0, 0.0))


def flight_s(engagement, place, height_m):
    """Return the flight time of the only battery's interceptor to a place; NaN or -1 for none."""
    one, tables = engagement.defence.batteries[0], engagement.defence.flyouts
    site = (one["x_m"], one["y_m"], one["z_m"])
    direction, distance_m = direction_and_distance(chord_to(*place, site), height_m)
    azimuth_rad = azimuth_to(*place, site, one["east"], one["north"])
    return shortest_flight_s(
        tables.reach_m[0], tables.burn_time_s[0], tables.time_step_s[0], azimuth_rad, direction, distance_m
    )


def ever_reached(engagement, flown, row):
    """Return whether the interceptor reaches the flight in any of many moments of its coast."""
    flight = flight_of(flown, row)
    for time_s in np.linspace(flight.burnout_s, flight.impact_s, 400):
        place = place_at(flight, time_s)
        if flight_s(engagement, place, height_of(place, engagement.world)) > 0.0:
            return True
    return False


def within_reach(defence, wanted, looks):
    """Return the looks at those wanted flights that may be reached."""
    return reachable(defence, furthest_from(defence), wanted, looks)


@pytest.mark.parametrize("site", SITES)
def test_no_flight_that_can_be_reached_is_left_out(site):
    ship = defended([radar(*site, "own")], [battery(*site, "ship", interceptor=SM3, network=("own",))])
    engagement = Engagement(ship, threat(IRBM, LAUNCH))
    flown = engagement.fly(to_europe(np.random.default_rng(5), 60, len(LAUNCH)))
    looks, _ = engagement.see(flown)
    kept = within_reach(engagement.defence, flown.reaches, looks).count > 0
    met = np.array([flown.reaches[row] and ever_reached(engagement, flown, row) for row in range(len(kept))])
    assert not np.any(met & ~kept)
    assert kept.sum() <= met.sum() + 0.25 * flown.reaches.sum(), "the bound is too wide to be of use"


def test_what_is_not_wanted_has_no_looks():
    wanted, looks = np.zeros(2, dtype=np.bool_), Looks(np.ones((2, 5, 12)), np.full(2, 12))
    ship = defended([radar(36.0, 25.0, "own")], [battery(36.0, 25.0, "ship", network=("own",))])
    found = within_reach(Engagement(ship, threat(IRBM, LAUNCH)).defence, wanted, looks)
    assert list(found.count) == [0, 0] and list(looks.count) == [12, 12]


@pytest.mark.parametrize("behind", ["nan", "zero", "site"])
def test_what_lies_behind_the_last_look_counts_for_nothing(behind):
    ship = defended(
        [radar(36.0, 25.0, "own")], [battery(36.0, 25.0, "ship", interceptor=SM3, network=("own",))]
    )
    engagement = Engagement(ship, threat(IRBM, LAUNCH))
    flown = engagement.fly(to_europe(np.random.default_rng(5), 60, len(LAUNCH)))
    looks, _ = engagement.see(flown)
    few = np.where(flown.reaches, BOOST_SEGMENTS + 5, 0)
    one = engagement.defence.batteries[0]
    site = {"nan": np.nan, "zero": 0.0, "site": np.array([0.0, one["x_m"], one["y_m"], one["z_m"], 0.0])}[
        behind
    ]
    cut = looks.rows.copy()
    cut[:, :, BOOST_SEGMENTS + 5 :] = np.reshape(site, (-1, 1))
    found = within_reach(engagement.defence, flown.reaches, Looks(cut, few)).count
    whole = within_reach(engagement.defence, flown.reaches, Looks(looks.rows, looks.count)).count
    assert not found.any() and whole.any()
