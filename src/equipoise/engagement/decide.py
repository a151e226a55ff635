"""Room 3, decide: when each battery may launch at each flight, and by whose track."""

from __future__ import annotations

import math

from equipoise.engagement.tables import Sight
from equipoise.kernels import law, uncounted


@law
def track_s(starts, ends, count, track_time_s, coast_time_s):
    """Return when a sensor's track is firm [s]: seen for the track time, no gap longer than the coast time.

    NaN where it never is.
    """
    run_start_s = math.nan
    for k in range(count):
        broken = k == 0 or starts[k] - ends[k - 1] > coast_time_s
        if broken:
            run_start_s = starts[k]
        firm_s = max(run_start_s + track_time_s, starts[k])
        if firm_s <= ends[k]:
            return firm_s
    return math.nan


@law
def commit_of(sensors, usable, sight, decision_delay_s):
    """Return (commit time, sensor number): the earliest firm fire-control track that a battery may use."""
    earliest_s, by = math.nan, -1
    for n in range(len(sensors)):
        if usable[n] == 0 or sensors[n].fire_control == 0:
            continue
        firm_s = track_s(
            sight.starts[n], sight.ends[n], sight.counts[n], sensors[n].track_time_s, sensors[n].coast_time_s
        )
        if not math.isnan(firm_s) and not firm_s >= earliest_s:
            earliest_s, by = firm_s, n
    return earliest_s + decision_delay_s, by


@law
def decide_rows(defence, flown, seen, committed):
    """Fill commit time and sensor of every flight and battery; NaN and -1 where there is none."""
    defence, flown, seen, committed = (
        uncounted(defence),
        uncounted(flown),
        uncounted(seen),
        uncounted(committed),
    )
    for row in range(len(flown.reaches)):
        sight = Sight(seen.starts[row], seen.ends[row], seen.counts[row])
        for b in range(len(defence.batteries)):
            committed.time_s[row, b], committed.by_sensor[row, b] = math.nan, -1
            if flown.reaches[row]:
                usable, delay_s = defence.may_launch_on[b], defence.batteries[b].decision_delay_s
                commit = commit_of(defence.sensors, usable, sight, delay_s)
                committed.time_s[row, b], committed.by_sensor[row, b] = commit


@law
def report_rows(sensors, flown, seen, report_s):
    """Fill when each sensor reports each flight [s]: a radar once its track is firm, a satellite at once; or NaN."""
    for row in range(len(flown.reaches)):
        for n in range(len(sensors)):
            report_s[row, n] = math.nan
            if flown.reaches[row]:
                starts, ends, count = seen.starts[row, n], seen.ends[row, n], seen.counts[row, n]
                report_s[row, n] = track_s(
                    starts, ends, count, sensors[n].track_time_s, sensors[n].coast_time_s
                )
