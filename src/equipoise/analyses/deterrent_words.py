"""What a deterrent analysis allows to be said, in neutral sentences, each with what it hangs on."""

from __future__ import annotations

import numpy as np
import xarray as xr

from equipoise.analyses.deterrent_salvos import salvo_words
from equipoise.engagement.outcomes import Outcome

WHOLE = 0.995


def sentences(data: xr.Dataset) -> list[str]:
    """Return what the numbers say about "too slow to catch them" and "fast enough", and where the two turn."""
    told = [sensors_sentence(data), delay_sentence(data), *speed_sentences(data), touched_sentence(data)]
    others = data.attrs["other_forces"]
    return (
        [*told, f"Other forces that some battery of this plan opposes (--force): {others}."]
        if others
        else told
    )


def sensors_sentence(data: xr.Dataset) -> str:
    """Return whom the plan's own sensors let it engage, and how much the others lack."""
    engaged = (data.outcome == int(Outcome.ENGAGED)).any("target").values
    names = [short(str(name)) for name in data.base_name.values[engaged]]
    if not names:
        late = data.margin_s.max()
        lack = f" The nearest lacks {-float(late):.0f} s." if np.isfinite(late) else ""
        return f"With the plan's own sensors no flight can be engaged.{lack}"
    commits = data.commit_s.values[engaged]
    margin_s = float(data.margin_s.where(data.outcome == int(Outcome.ENGAGED)).max())
    first_s = float(np.nanmin(commits))
    return (
        f"With the plan's own sensors some flight from {listed(names)} can be engaged, with at most {margin_s:.0f} s "
        f"to spare; the earliest launch comes {first_s:.0f} s after the missile's. From the other bases none can."
    )


def delay_sentence(data: xr.Dataset) -> str:
    """Return how late the plan's interceptor may leave if some sensor guides it to the end."""
    latest = data.latest_launch_s.isel(target=0)
    target, own_km_s = str(data.target_name.values[0]), data.attrs["own_speed_m_s"] / 1e3
    if not (latest >= 0).any():
        return f"At {own_km_s:.1f} km/s no interceptor meets a rising flight to {target}, however early it leaves."
    order = [n for n in np.argsort(-latest.values) if latest.values[n] >= 0]
    told = [f"{short(str(data.base_name.values[n]))} {latest.values[n]:.0f} s" for n in order]
    return (
        f"If some sensor guides it to the end, an interceptor of {own_km_s:.1f} km/s meets the rising flight to "
        f"{target} when it leaves this long after the missile: {', '.join(told)}."
    )


def speed_sentences(data: xr.Dataset) -> list[str]:
    """Return for each disputed speed at which launch delay the one statement gives way to the other."""
    return [speed_sentence(data, float(speed)) for speed in data.speed.values]


def speed_sentence(data: xr.Dataset, speed_m_s: float) -> str:
    """Return where the two statements turn at one speed, for the first target."""
    launch_s = data.rival_launch_s.sel(speed=speed_m_s).isel(target=0)
    best_s, target = float(launch_s.max()), str(data.target_name.values[0])
    if not best_s >= 0:
        return f"At {speed_m_s / 1e3:.3g} km/s 'too slow' holds for every base at every launch delay (to {target})."
    last = short(str(data.base_name.values[int(np.nanargmax(launch_s.values))]))
    many = int((launch_s >= 120.0).sum())
    return (
        f"At {speed_m_s / 1e3:.3g} km/s 'too slow' holds for every base where the launch comes later than "
        f"{best_s:.0f} s ({last}); at 120 s flights to {target} from {many} of {data.sizes['base']} entries can be met."
    )


def touched_sentence(data: xr.Dataset) -> str:
    """Return the bound that the magazine sets, whatever the reach."""
    attrs = data.attrs
    magazine, shots, most = attrs["magazine"], salvo_words(attrs), attrs["salvos"]
    missiles, warheads = attrs["force_missiles"], attrs["force_warheads"]
    return (
        f"The magazine bounds it: {magazine} interceptors, {shots} at each missile, stop at most {most} of "
        f"{missiles:,} missiles ({share(most / missiles)}), {share(most / warheads)} of {warheads:,} warheads at one "
        "warhead a kill."
    )


def share(part: float) -> str:
    """Return a share with two digits, the whole with three."""
    return f"{100 * part:.2g} %" if part < WHOLE else f"{100 * part:.0f} %"


def short(name: str) -> str:
    """Return the name of a base without a comma before its missile."""
    return name.replace(", ", " ")


def listed(names: list[str]) -> str:
    """Return names as one phrase."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
