"""Which interceptor speed serves: latest launches over a scan of burnout speeds, and the critical speed at a delay."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from scipy.interpolate import PchipInterpolator

from equipoise.analyses.deterrent_reach import RISING, Flights, launches_at
from equipoise.engagement.engage import Progress, default_workers
from equipoise.scenario import Scenario
from equipoise.threads import threads

SLOWEST_M_S = 3000.0  # the slowest interceptor of the catalogue


class Scan(NamedTuple):
    """The burnout speeds looked at: so far apart, up to the fastest; and how often a step is halved where one turns."""

    step_m_s: float
    fastest_m_s: float
    halvings: int

    @property
    def speeds_m_s(self) -> np.ndarray:
        """The speeds of the scan before any halving [m/s]."""
        return np.arange(SLOWEST_M_S, self.fastest_m_s + 0.1, self.step_m_s)


FINE = Scan(250.0, 12_000.0, 1)  # critical speeds to about 20 m/s
QUICK = Scan(500.0, 10_000.0, 0)  # to about 100 m/s


class Launches:
    """The latest launches at each flight by burnout speed, each speed computed once for each window asked about."""

    def __init__(
        self,
        scenario: Scenario,
        force: tuple[Flights, ...],
        workers: int | None = None,
        progress: Progress | None = None,
    ) -> None:
        self.scenario, self.force = scenario, force
        self.workers = workers or default_workers()
        self.progress = progress
        self.known: dict[tuple[int, float], np.ndarray] = {}

    def at(self, speeds_m_s: Iterable[float], window: int) -> np.ndarray:
        """Return the latest launches, (speed, base, target) [s]."""
        asked = [float(speed_m_s) for speed_m_s in speeds_m_s]
        new = sorted(speed_m_s for speed_m_s in set(asked) if (window, speed_m_s) not in self.known)
        with threads(self.workers) as pool:
            found = pool.map(lambda speed_m_s: launches_at(self.scenario, self.force, speed_m_s, window), new)
            for done, (speed_m_s, launches_s) in enumerate(zip(new, found, strict=True), start=1):
                self.known[window, speed_m_s] = launches_s
                if self.progress is not None:
                    self.progress(done, len(new))
        return np.array([self.known[window, speed_m_s] for speed_m_s in asked])


def critical_speeds(
    launches: Launches, delays_s: Sequence[float], scan: Scan = FINE, also_m_s: Sequence[float] = ()
) -> np.ndarray:
    """Return the least burnout speed that still meets each rising flight, (base, target, delay) [m/s].

    A scan, to which speeds wanted anyway are added, its steps halved where a critical speed lies, and a monotone cubic
    through what was computed. NaN where no speed of the scan serves, or the flight is out of range; the slowest of
    the scan where that serves already.
    """
    speeds_m_s = np.union1d(scan.speeds_m_s, [speed for speed in also_m_s if speed >= SLOWEST_M_S])
    for _ in range(scan.halvings):
        speeds_m_s = np.union1d(speeds_m_s, middles_m_s(launches, speeds_m_s, delays_s))
    launch_s = launches.at(speeds_m_s, RISING)
    found = [
        [[crossing_m_s(speeds_m_s, flight, delay_s) for delay_s in delays_s] for flight in base]
        for base in np.moveaxis(launch_s, 0, -1)
    ]
    return np.array(found)


def middles_m_s(launches: Launches, speeds_m_s: np.ndarray, delays_s: Sequence[float]) -> np.ndarray:
    """Return the speeds halfway between those between which some flight begins to be met after some delay [m/s]."""
    serves = launches.at(speeds_m_s, RISING)[..., None] >= np.array(delays_s)
    first = np.argmax(serves, axis=0)
    turning = np.unique(first[np.any(serves, axis=0) & (first > 0)])
    return 0.5 * (speeds_m_s[turning - 1] + speeds_m_s[turning])


def crossing_m_s(speeds_m_s: np.ndarray, launch_s: np.ndarray, delay_s: float) -> float:
    """Return the speed from which a launch after a delay serves [m/s]; NaN for none."""
    serves = launch_s >= delay_s
    first = int(np.argmax(serves))
    if not serves[first]:
        return math.nan
    if first == 0 or not np.isfinite(launch_s[first - 1]):
        return float(speeds_m_s[first])
    known = np.isfinite(launch_s)
    roots = PchipInterpolator(speeds_m_s[known], launch_s[known]).solve(delay_s, extrapolate=False)
    return float(roots[roots >= speeds_m_s[first - 1]].min(initial=speeds_m_s[first]))
