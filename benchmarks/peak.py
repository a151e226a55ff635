"""Part 5: how many floating-point operations a pair takes, and what share of the machine's peak that is.

Counted by hand from the laws, roughly (within a third): an addition, multiplication, division or square root is one
operation; a sine, cosine, arc tangent or power is twenty. How often each law runs is taken from the flights themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import arcs
import chain
import defences
import numba
import numpy as np
from timing import Table, timed

from equipoise.engagement.tables import BOOST_SEGMENTS

FUNCTION = 20  # a sine, an arc tangent, a power
GRAVITY = 26
HEIGHT = 45
COAST_STEP = 5 * GRAVITY + 160
NODE = GRAVITY + 9 + 16 + 2 * FUNCTION + HEIGHT  # turned into the Earth-fixed frame, with its height
BOOST_NODE = 75 + 4 * FUNCTION + GRAVITY + 9
AIM_PASS = 240 + 13 * FUNCTION
LOOKED_UP = 60 + 2 * FUNCTION + 16 * 15
PASSES = 5  # three to settle, two after a flight that missed
FLIGHTS = 1.3  # integrations until the aim is met
PLACE = 60  # a quintic in three components
RADAR = 22
SATELLITE = 40
EDGE_TRIES = 6  # Illinois
VISIBILITY = PLACE + HEIGHT + RADAR + 20
MEETING = 110 + FUNCTION  # chord, direction, azimuth, a search in the fly-out table
SEARCHED = MEETING + PLACE + HEIGHT
CROSSING_TRIES, PEAK_TRIES, MEETING_TRIES = 13, 12, 5
PEAK_LANES, PEAK_ROUNDS = 64, 2_000_000


@numba.njit(nogil=True, error_model="numpy", fastmath={"contract"})
def multiply_and_add(rounds, factor, term):
    """Multiply and add in 64 independent lanes; one fused operation counts as two."""
    lanes = np.empty(PEAK_LANES)
    for k in range(PEAK_LANES):
        lanes[k] = k * 1e-3
    for _ in range(rounds):
        for k in range(PEAK_LANES):
            lanes[k] = lanes[k] * factor + term
    return lanes.sum()


def peak_flop_s() -> float:
    """Return the multiplications and additions a second of one core, measured."""
    took = timed(lambda: multiply_and_add(PEAK_ROUNDS, 0.999, 1e-3), 7)
    return 2.0 * PEAK_LANES * PEAK_ROUNDS / took.least_cpu_s


def operations(engagement: Any, pairs: Any) -> np.ndarray:
    """Return the operations of all pairs by room: fly, see, decide, reach."""
    flown = engagement.fly(pairs)
    looks, seen = engagement.see(flown)
    committed = engagement.decide(flown, seen)
    found = engagement.reach(flown, looks, seen, committed)
    reaching = flown.reaches
    segments = flown.times[reaching, 3].sum()
    flights = reaching.sum()
    fly = len(reaching) * LOOKED_UP + flights * (PASSES * AIM_PASS + BOOST_SEGMENTS * BOOST_NODE)
    fly += segments * (FLIGHTS * COAST_STEP + NODE)
    see = sighting(engagement, looks.count[reaching].sum(), flights, seen.counts[reaching])
    tried = (found.outcome >= 3) & np.isfinite(committed.time_s)
    after = [
        (looks.rows[row, 0, BOOST_SEGMENTS : looks.count[row]] >= committed.time_s[row, 0]).sum()
        for row in np.flatnonzero(tried.any(axis=1))
    ]
    reach = float(np.sum(after)) * MEETING + tried.sum() * 2 * CROSSING_TRIES * (PLACE + HEIGHT)
    reach += (found.looks > 0).sum() * PEAK_TRIES * SEARCHED + found.looks.sum() * MEETING_TRIES * SEARCHED
    return np.array([fly, see, 10.0 * flights, reach])


def sighting(engagement: Any, looks: int, flights: int, counts: np.ndarray) -> float:
    """Return the operations of room see: looks, then each sensor on each look, then the edges of what it saw."""
    radars = [sensor for sensor in engagement.defence.sensors if not sensor["infrared"]]
    twice = sum(1 for sensor in radars if (sensor["cued_range_m"] > sensor["search_range_m"]).any())
    satellites = len(engagement.defence.sensors) - len(radars)
    edges = 2.0 * counts.sum() * EDGE_TRIES * VISIBILITY
    seen = looks * (PLACE + HEIGHT + RADAR * (len(radars) + twice))
    return seen + flights * satellites * BOOST_SEGMENTS * SATELLITE + edges


def tables() -> Iterator[Table]:
    """Yield the table of this part."""
    plan = defences.scenario()
    total, total_s, count = np.zeros(4), np.zeros(4), 0
    for threat in defences.threats(plan):
        pairs = arcs.thinned(defences.pairs_of(plan, threat), 2048)
        engagement = defences.warmed(plan, threat, pairs)
        total += operations(engagement, pairs)
        total_s += np.min([chain.our_rooms(engagement, pairs)[0] for _ in range(5)], axis=0)
        count += len(pairs.launch_index)
    peak = peak_flop_s()
    coast = coast_rate()
    rows = [
        (room, f"{n / count:,.0f}", f"{s / count * 1e6:.2f}", f"{n / s / 1e9:.2f}", f"{n / s / peak:.1%}")
        for room, n, s in zip(chain.ROOMS, total, total_s, strict=True)
    ]
    n, s = total.sum(), total_s.sum()
    rows.append(
        ("all", f"{n / count:,.0f}", f"{s / count * 1e6:.2f}", f"{n / s / 1e9:.2f}", f"{n / s / peak:.1%}")
    )
    rows.append(("coast alone", f"{COAST_STEP} a step", "", f"{coast / 1e9:.2f}", f"{coast / peak:.1%}"))
    columns = ("room", "operations a pair", "us a pair", "Gflop/s", "share of the peak")
    note = (
        f"One core. Peak: {peak / 1e9:.1f} Gflop/s, a loop of fused multiplications and additions in {PEAK_LANES}"
        " lanes, compiled by numba. Operations are counted by hand from the laws, good to about a third; pairs out of"
        " range count with the few they take. Flights and the edges of sightings go sixteen side by side;"
        " meetings, and the coast alone, one by one: without the vector unit (8 lanes) and fusing (2) a sixteenth of"
        " the peak is the most to hope for."
    )
    yield Table("Floating-point operations", columns, rows, (note,))


def coast_rate() -> float:
    """Return the operations a second of the engine's coast alone, in steps of 100 s."""
    _, _, field = arcs.aimed_field(2048)
    ends = np.empty_like(field.states)
    took = timed(lambda: arcs.coasted(field.states, field.coast_s, 100.0, arcs.WGS84, ends))
    return np.maximum(3, np.ceil(field.coast_s / 100.0)).sum() * COAST_STEP / took.least_cpu_s
