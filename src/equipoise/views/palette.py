"""Colours of the maps, safe for the colour-blind: a warm tone for no shot, darker blues for more shots."""

from __future__ import annotations

from dataclasses import dataclass

SEA = "#f4f7f9"
LAND = "#e3e0d8"
COAST = "#7d8287"
BORDER = "#8f8d88"
GRATICULE = "#c9d0d5"
FRAME = "#4a4f54"
INK = "#1d2226"
QUIET_INK = "#5d646a"
STATE_NAME = "#454c52"
PAPER = "#ffffff"
HATCH = "#ffffff99"
BACKING = {"boxstyle": "round,pad=0.12", "facecolor": PAPER, "edgecolor": "none", "alpha": 0.72}
DEFENDED_LINE = "#10375c"
BATTERY = "#0b2d4d"
RADAR = "#6a2c91"
LAUNCH = "#8c1c13"


@dataclass(frozen=True)
class MapClass:
    """One class of a map: its words in the legend, its colour, and a hatch as the second sign."""

    label: str
    colour: str
    hatch: str = ""


SHOT_CLASSES = (
    MapClass("no shot", "#eaa98a", "////"),
    MapClass("1 shot", "#cde1ef"),
    MapClass("2 shots", "#8dbfdf"),
    MapClass("3 or more", "#4a8cc0"),
)

MARGIN_LIMITS_S = (-300.0, -120.0, 0.0, 120.0, 300.0)
MARGIN_CLASSES = (
    MapClass("below -300, or never", "#c47d42", "////"),
    MapClass("-300 to -120", "#e6bd88", "////"),
    MapClass("-120 to 0", "#f6e7cf", "////"),
    MapClass("0 to 120", "#d3ebe6"),
    MapClass("120 to 300", "#8fccc2"),
    MapClass("over 300", "#43a195"),
)
