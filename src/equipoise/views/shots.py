"""One engagement or one flight as words and a small table for the terminal."""

from __future__ import annotations

from typing import Any

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from equipoise.engagement.explain import Explanation
from equipoise.engagement.flights import Trajectory
from equipoise.studies.words import minutes
from equipoise.views.tables import add_row, plain_table

CLOCK_COLUMNS = 9


def shot_parts(shot: Explanation) -> list[RenderableType]:
    """Return the story, each moment at its time, and the end by battery."""
    head, *_, verdict = shot.story()
    moments = Table.grid(padding=(0, 2))
    moments.add_column(no_wrap=True, width=CLOCK_COLUMNS, justify="right")
    moments.add_column()
    for event in shot.events:
        moments.add_row(Text(clock_words(event.t_s)), Text(event.text))
    parts: list[RenderableType] = [Text(head, style="bold"), Padding(moments, (1, 0)), Text(verdict)]
    return [*parts, battery_table(shot)] if len(shot.battery_outcome) > 1 else parts


def clock_words(time_s: float) -> str:
    """Return a time after launch as minutes and seconds."""
    whole = round(time_s)
    return f"{whole // 60} min {whole % 60:02d}"


def battery_table(shot: Explanation) -> RenderableType:
    """Return how it ends for each battery."""
    table = plain_table("battery", "how it ends")
    for name, outcome in shot.battery_outcome.items():
        add_row(table, name, outcome.sentence)
    return table


def flight_parts(flight: Trajectory) -> list[RenderableType]:
    """Return the numbers of a flight."""
    data: dict[str, Any] = flight.as_json()
    head = f"{flight.threat.missile.name}, {flight.launch.name} to {flight.aim.name}"
    if not flight.reaches:
        return [Text(f"{head}, {data['range_m'] / 1e3:,.0f} km: the aim is out of range.")]
    burnout, impact = data["burnout"], data["impact"]
    grid = Table.grid(padding=(0, 3))
    grid.add_column(min_width=12)
    rows = {
        "range": f"{data['range_m'] / 1e3:,.0f} km over the ground",
        "shape": data["shape"],
        "burnout": f"{burnout['t_s']:.0f} s, at {burnout['altitude_m'] / 1e3:,.0f} km altitude, "
        f"{burnout['speed_m_s'] / 1e3:.2f} km/s over the ground",
        "highest": f"{data['apogee_m'] / 1e3:,.0f} km",
        "impact": f"{impact['t_s']:.0f} s ({minutes(impact['t_s'])}), "
        f"at {impact['lat_deg']:.3f}, {impact['lon_deg']:.3f}",
    }
    for word, words in rows.items():
        grid.add_row(Text(word), Text(words))
    return [Text(head, style="bold"), Padding(grid, (0, 2))]
