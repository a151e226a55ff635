"""The deterrent analysis beside protection: whose missiles each plan could engage, and what that hangs on."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import xarray as xr

from equipoise.analyses.deterrent import deterrent
from equipoise.analyses.deterrent_salvos import salvo_words
from equipoise.analyses.deterrent_speeds import QUICK
from equipoise.analyses.deterrent_words import share, short
from equipoise.engagement.outcomes import Outcome
from equipoise.results import Result
from equipoise.scenario import Scenario
from equipoise.studies.beside import Asked, Row, picked
from equipoise.studies.words import NOTHING, counted, listing

DELAYS_S = (60.0, 120.0, 180.0)
MIDDLE_S = 120.0
MOST_BASES = 4
WHAT_DECIDES = (
    "whether 'too slow' or 'fast enough' is right hangs on the launch delay (whose radar sees the missile, and when) "
    "as much as on the interceptor's speed; how many missiles are at stake, on the magazine alone."
)
IN_SHORT = (
    "reach hangs on the launch delay as much as on the interceptor's speed, what is at stake on the magazine."
)
MOST_STOPPED = "missiles stopped at most, by the shots at hand"
ECONOMY = (
    "Three launch delays, and interceptor speeds from 3 to 10 km/s in steps of 0.5: critical speeds to about 0.1 km/s. "
    "In full: 'equipoise deterrent PLAN'."
)


def run(scenario: Scenario, asked: Asked) -> Result:
    """Return the deterrent analysis of a scenario, at three delays and on a quick scan of speeds."""
    return deterrent(scenario, delays_s=DELAYS_S, scan=QUICK, workers=asked.workers, progress=asked.progress)


def rows(results: Sequence[Result]) -> list[Row]:
    """Return what the plans could do to the bases of a force, a cell a plan."""
    tables = [result.data for result in results]
    delays = "/".join(f"{delay_s:.0f}" for delay_s in DELAYS_S)
    return [
        ("interceptor, km/s at burnout", tuple(f"{own_km_s(data):.3g}" for data in tables)),
        ("bases it may engage, own sensors", tuple(map(engaged_words, tables))),
        (f"bases met if guided, after {delays} s", tuple(map(met_words, tables))),
        (f"first base met if launched at {MIDDLE_S:.0f} s, km/s", tuple(map(first_speed, tables))),
        (f"last base met if launched at {MIDDLE_S:.0f} s, km/s", tuple(map(last_speed, tables))),
        (MOST_STOPPED, tuple(map(most_stopped, tables))),
        ("   share of the force", tuple(map(share_stopped, tables))),
    ]


def sentences(names: Sequence[str], results: Sequence[Result]) -> list[str]:
    """Return what the comparison says about the force, plan by plan, and what each answer hangs on."""
    told = [force_sentence(names, results)]
    for name, result in zip(names, results, strict=True):
        told += [sensor_words(name, result.data), guided_words(name, result.data)]
    return [*told, WHAT_DECIDES]


def key_rows(results: Sequence[Result]) -> list[Row]:
    """Return the interceptor's speed and the least that serves, bases in reach, and what is at stake at most."""
    told = picked(rows(results), "interceptor", "bases it may", "first base")
    at_most = tuple(
        f"{most_stopped(data)} ({share_stopped(data)})" for data in (each.data for each in results)
    )
    return [*told, (MOST_STOPPED, at_most)]


def verdicts(names: Sequence[str], results: Sequence[Result]) -> list[str]:
    """Return against which force the plans are held, and what decides."""
    return [force_sentence(names, results), IN_SHORT]


def force_sentence(names: Sequence[str], results: Sequence[Result]) -> str:
    """Return against which force each plan is held."""
    forces = [result.data.attrs["force_name"] for result in results]
    entries = results[0].data.sizes["base"]
    if len(set(forces)) == 1:
        where = cities_words(results[0].data)
        return f"held against {forces[0]}: {entries} entries of base and type, flights to {where}."
    usual = max(forces, key=forces.count)
    pairs = [f"{name} against {force}" for name, force in zip(names, forces, strict=True) if force != usual]
    return f"held against {usual} ({entries} entries of base and type); {listing(pairs)}."


def cities_words(data: xr.Dataset) -> str:
    """Return where the flights go."""
    first, more = data.target_name.values[0], data.sizes["target"] - 1
    return f"{first} and {counted(more, 'more target')}" if more else str(first)


def sensor_words(name: str, data: xr.Dataset) -> str:
    """Return whom a plan's own sensors let it engage, and how much the nearest other lacks."""
    engaged = (data.outcome == int(Outcome.ENGAGED)).any("target").values
    lack_s = nearest_lack_s(data)
    lack = f"; the nearest of the others lacks {lack_s:.0f} s" if np.isfinite(lack_s) else ""
    if not engaged.any():
        never = (data.outcome == int(Outcome.NOT_SEEN)).all()
        reason = ": no radar that it may launch on sees them" if never else lack
        return f"with its own sensors {name} can engage none of these flights{reason}."
    spare_s = float(data.margin_s.where(data.outcome == int(Outcome.ENGAGED)).max())
    return (
        f"with its own sensors {name} can engage some flight from {base_words(data, engaged)}, "
        f"with at most {spare_s:.0f} s to spare{lack}."
    )


def nearest_lack_s(data: xr.Dataset) -> float:
    """Return how much earlier the track must come for the nearest base that cannot be engaged [s]; NaN for none."""
    missed = ~(data.outcome == int(Outcome.ENGAGED)).any("target")
    lack_s = -data.margin_s.where(missed).values
    return float(lack_s[np.isfinite(lack_s)].min(initial=np.inf)) if np.isfinite(lack_s).any() else np.nan


def guided_words(name: str, data: xr.Dataset) -> str:
    """Return whom a guided interceptor of the plan meets, up to which delay, and at which speed that turns."""
    latest_s = latest_launch_s(data)
    count, own = len(latest_s), f"{own_km_s(data):.3g} km/s"
    met = latest_s >= MIDDLE_S
    start = (
        f"guided to the end by whatever sensor, an interceptor of {name} ({own}) that leaves {MIDDLE_S:.0f} s"
    )
    if not met.any():
        return f"{start} after the missile meets no base's rising flight; at that delay {turn_words(data)}."
    last, first = int(np.argmax(latest_s)), int(np.argmin(np.where(met, latest_s, np.inf)))
    return (
        f"{start} after the missile meets rising flights from {met.sum()} of {count}; the launch may wait until "
        f"{latest_s[first]:.0f} s for {base_name(data, first)}, until {latest_s[last]:.0f} s for "
        f"{base_name(data, last)}; at that delay {turn_words(data)}."
    )


def turn_words(data: xr.Dataset) -> str:
    """Return from which speed the first base is met at the middle delay."""
    speed_m_s = least_speeds_m_s(data)
    if not np.isfinite(speed_m_s).any():
        return f"no speed up to {float(data.scan.max()) / 1e3:.0f} km/s changes that"
    base = int(np.nanargmin(speed_m_s))
    turn_km_s = float(speed_m_s[base]) / 1e3
    if speed_m_s[base] <= float(data.scan.min()):
        return f"the first base ({base_name(data, base)}) is met already at {turn_km_s:.1f} km/s"
    return f"the first base ({base_name(data, base)}) is met from {turn_km_s:.1f} km/s on"


def own_km_s(data: xr.Dataset) -> float:
    """Return the burnout speed of a plan's fastest interceptor [km/s]."""
    return float(data.attrs["own_speed_m_s"]) / 1e3


def latest_launch_s(data: xr.Dataset) -> np.ndarray:
    """Return the latest launch at any rising flight from each base [s]; before all time where there is none."""
    return np.nan_to_num(data.latest_launch_s.values, nan=-np.inf).max(axis=1)


def least_speeds_m_s(data: xr.Dataset) -> np.ndarray:
    """Return for each base the least speed that meets a rising flight at the middle delay [m/s]; NaN for none."""
    speeds_m_s = data.critical_speed_m_s.sel(delay=MIDDLE_S)
    return speeds_m_s.min("target").values


def base_name(data: xr.Dataset, base: int) -> str:
    """Return the name of a base inside a sentence."""
    return short(str(data.base_name.values[base]))


def base_words(data: xr.Dataset, chosen: np.ndarray) -> str:
    """Return some bases by name, or how many they are."""
    names = [base_name(data, int(n)) for n in np.flatnonzero(chosen)]
    return listing(names) if len(names) <= MOST_BASES else f"{len(names)} of {len(chosen)} entries"


def engaged_words(data: xr.Dataset) -> str:
    """Return how many bases a plan's own sensors let it engage."""
    engaged = (data.outcome == int(Outcome.ENGAGED)).any("target").values
    return f"{engaged.sum()} of {len(engaged)}"


def met_words(data: xr.Dataset) -> str:
    """Return how many bases a guided interceptor meets at each delay."""
    latest_s = latest_launch_s(data)
    return "/".join(str((latest_s >= delay_s).sum()) for delay_s in DELAYS_S)


def first_speed(data: xr.Dataset) -> str:
    """Return the least critical speed."""
    return speed_words(data, np.nanmin(finite_or_none(least_speeds_m_s(data))))


def last_speed(data: xr.Dataset) -> str:
    """Return the greatest critical speed; with a sign where some base is met at no speed looked at."""
    speeds_m_s = least_speeds_m_s(data)
    if np.isnan(speeds_m_s).any():
        return f">{float(data.scan.max()) / 1e3:.3g}"
    return speed_words(data, float(speeds_m_s.max()))


def finite_or_none(speeds_m_s: np.ndarray) -> np.ndarray:
    """Return the speeds that are numbers, or a single NaN."""
    finite = speeds_m_s[np.isfinite(speeds_m_s)]
    return finite if finite.size else np.array([np.nan])


def speed_words(data: xr.Dataset, speed_m_s: float) -> str:
    """Return a critical speed with one decimal."""
    if not np.isfinite(speed_m_s):
        return NOTHING
    sign = "<" if speed_m_s <= float(data.scan.min()) else ""
    return f"{sign}{speed_m_s / 1e3:.1f}"


def most_stopped(data: xr.Dataset) -> str:
    """Return how many missiles the magazine could stop, and at how many shots a missile."""
    return f"{data.attrs['salvos']} at {salvo_words(data.attrs)} each"


def share_stopped(data: xr.Dataset) -> str:
    """Return the share of the force that the magazine could stop."""
    return share(data.attrs["salvos"] / data.attrs["force_missiles"])
