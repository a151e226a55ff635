"""The side view of one engagement: height against time, who sees it when, where it can be met."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from equipoise.engagement.explain import Explanation

LEFT, RIGHT, TOP, HEIGHT = 210.0, 690.0, 22.0, 190.0
ROW, BAR = 19.0, 9.0
SAMPLES = 121


@dataclass(frozen=True)
class Bar:
    """One line under the curve: its words, and where its bars begin and how long they are."""

    words: str
    y: float
    spans: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Profile:
    """All coordinates of the picture, in its own units."""

    curve: str
    bars: tuple[Bar, ...]
    intercepts: tuple[tuple[float, float, float], ...]
    commits: tuple[float, ...]
    times: tuple[tuple[float, str], ...]
    heights: tuple[tuple[float, str], ...]
    ground: float
    bottom: float
    left: float = LEFT
    right: float = RIGHT
    top: float = TOP


def profile_of(shot: Explanation) -> Profile | None:
    """Return the picture of a shot; None where the missile does not reach the aim."""
    flight = shot.flight
    if not flight.reaches:
        return None
    _, peak_m = flight.peak()
    ceiling_m = 1.08 * peak_m
    ground = TOP + HEIGHT

    def x(time_s: float) -> float:
        return round(LEFT + (RIGHT - LEFT) * time_s / flight.impact_s, 1)

    def y(height_m: float) -> float:
        return round(ground - HEIGHT * height_m / ceiling_m, 1)

    times_s = np.linspace(0.0, flight.impact_s, SAMPLES)
    curve = " ".join(f"{x(t)},{y(flight.geodetic(float(t))[2])}" for t in times_s)
    names = list(dict.fromkeys(sensor for sensor, _, _ in shot.sightings))
    bars = tuple(
        Bar(
            shot.scenario.sensor(name).name,
            ground + 38 + ROW * place,
            tuple((x(a), round(x(b) - x(a), 1)) for sensor, a, b in shot.sightings if sensor == name),
        )
        for place, name in enumerate(names)
    )
    return Profile(
        curve=curve,
        bars=bars,
        intercepts=tuple((x(each.launch_s), x(each.t_s), y(each.altitude_m)) for each in shot.intercepts),
        commits=tuple(x(time_s) for _, time_s, _ in shot.commits),
        times=tuple((x(t), f"{t / 60:.0f}") for t in steps(flight.impact_s, 60.0)),
        heights=tuple((y(h), f"{h / 1e3:,.0f}") for h in steps(ceiling_m, 100e3)),
        ground=ground,
        bottom=ground + 38 + ROW * len(names),
    )


def steps(limit: float, unit: float) -> list[float]:
    """Return round marks from 0 to a limit, four to eight of them."""
    step = next(unit * each for each in (0.5, 1, 2, 5, 10, 20, 50, 100) if limit / (unit * each) <= 8)
    return [step * n for n in range(int(limit / step) + 1)]
