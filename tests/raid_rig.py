"""Made-up raids for tests: batteries that need so long to meet a missile, and a last moment to do it; no engine."""

import math

import numpy as np
from hypothesis import strategies as st

from equipoise.analyses.raid_attack import Attack
from equipoise.analyses.raid_counts import exact_chances, mean_of, tallies
from equipoise.analyses.raid_defence import Guard, Limits, game_of, guard_of, planned
from equipoise.analyses.raid_looks import READY_STEP_S, Chances, Flight
from rig import battery

NO_LIMITS = Limits()


class Side:
    """What `guard_of` reads of a scenario."""

    def __init__(self, batteries):
        self.batteries = tuple(batteries)


def stock(name, magazine, shots_per_look=2, assessment_s=30.0):
    """A battery of which only the magazine and the doctrine matter."""
    changes = {"magazine": magazine, "shots_per_look": shots_per_look, "assessment_time_s": assessment_s}
    return battery(name=name, **changes)


def chances(commit_s, flight_s, last_s):
    """Looks (flight, battery): a battery ready at t meets a missile at t + flight_s, if that is not after last_s."""
    commit_s, flight_s, last_s = np.broadcast_arrays(
        *(np.asarray(a, float) for a in (commit_s, flight_s, last_s))
    )
    steps = 2 + max(0, math.ceil(np.nanmax(last_s - commit_s) / READY_STEP_S))
    launch_s = commit_s[:, :, None] + READY_STEP_S * np.arange(steps)
    hit_s = launch_s + flight_s[:, :, None]
    late = ~(hit_s <= last_s[:, :, None])
    flights = tuple(Flight(0, n, 0) for n in range(len(commit_s)))
    commit_s = np.where(late[:, :, 0], math.nan, commit_s)
    no_look = math.nan
    return Chances(
        flights,
        last_s.max(axis=1),
        commit_s,
        np.where(late, no_look, launch_s),
        np.where(late, no_look, hit_s),
    )


def guard(batteries, table, kill_probability):
    """The batteries against flights; one kill probability for all, or one a battery, at a single level."""
    levels = np.broadcast_to(np.asarray(kill_probability, float), (1, len(batteries)))
    return guard_of(Side(batteries), table, levels.copy())


def attack(flights, window_s=60.0):
    """A raid of the flights with these numbers, at equal intervals."""
    flights = np.asarray(flights, np.int64)
    return Attack(flights, np.linspace(0.0, window_s, len(flights)) if len(flights) > 1 else np.zeros(1))


def game(defence: Guard, raid: Attack, rule="first-come", limits=NO_LIMITS):
    """The raid under one rule."""
    free = game_of(defence, raid, limits)
    return free if rule == "first-come" else game_of(defence, raid, limits, planned(defence, free).reserved)


def exact(defence: Guard, raid: Attack, rule="first-come", limits=NO_LIMITS):
    """The exact chance of each number of leakers."""
    found = exact_chances(
        game(defence, raid, rule, limits), limits.fire_channels or 0, 1.0 - defence.kill_probability
    )
    assert found is not None
    return found[0]


def mean_leakers(defence, raid, rule="first-come"):
    return mean_of(exact(defence, raid, rule))


def tally(defence, raid, trials, seed=0, rule="first-come", limits=NO_LIMITS, **cut):
    """What is counted in so many trials."""
    one = game(defence, raid, rule, limits)
    survival = 1.0 - defence.kill_probability
    return tallies(one, limits.fire_channels or 0, survival, seed, trials, **({"workers": 1} | cut))[0]


@st.composite
def sides(draw, most_batteries=3, most_missiles=5, equal_kill_probability=False):
    """Batteries, their looks at some flights, kill probabilities and a raid: small enough to count all ways."""
    count, missiles = draw(st.integers(1, most_batteries)), draw(st.integers(1, most_missiles))

    def drawn(low, high):
        return np.array(
            [[draw(st.integers(low, high)) for _ in range(count)] for _ in range(missiles)], float
        )

    batteries = []
    for n in range(count):
        shots = draw(st.integers(1, 3))
        batteries.append(stock(f"b{n}", draw(st.integers(shots, 8)), shots, float(draw(st.integers(0, 60)))))
    commit_s, flight_s = drawn(50, 300), drawn(60, 200)
    table = chances(commit_s, flight_s, commit_s + flight_s + drawn(-50, 250))
    kill = [draw(st.floats(0.05, 0.95)) for _ in range(1 if equal_kill_probability else count)]
    return batteries, table, np.resize(kill, count), attack(range(missiles), float(draw(st.integers(0, 600))))
