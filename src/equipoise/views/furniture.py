"""What stands round a map: title, legends, caption; all lengths in inches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from equipoise import geography
from equipoise.views import palette
from equipoise.views.sites import Mark

WIDTH, MARGIN, GAP = 8.0, 0.2, 0.16
DEFENDED_EDGE = Line2D([], [], color=palette.DEFENDED_LINE, linewidth=1.2, label="defended area")
COMPUTED_EDGE = Line2D(
    [], [], color=palette.QUIET_INK, linewidth=0.6, linestyle=(0, (6, 3)), label="area computed"
)
LAUNCH_AREA = Line2D(
    [], [], color=palette.LAUNCH, linewidth=1.0, linestyle=(0, (1, 1.6)), label="launch area"
)
TITLE, LEGEND, CAPTION = 0.56, 0.62, 0.36


@dataclass(frozen=True)
class Sheet:
    """The paper: one or two maps side by side, a title above each, legends and caption below."""

    width_in: float
    height_in: float
    map_width_in: float
    map_height_in: float

    @property
    def is_small(self) -> bool:
        return self.map_width_in < 5

    def map_box(self, number: int) -> tuple[float, float, float, float]:
        left = MARGIN + number * (self.map_width_in + GAP)
        size = (self.map_width_in / self.width_in, self.map_height_in / self.height_in)
        return (left / self.width_in, (LEGEND + CAPTION) / self.height_in, *size)


def sheet_for(maps: int, height_over_width: float) -> Sheet:
    """Return the sheet for one or two maps of a given shape."""
    map_width = (WIDTH - 2 * MARGIN - (maps - 1) * GAP) / maps
    map_height = map_width * height_over_width
    return Sheet(WIDTH, TITLE + map_height + LEGEND + CAPTION, map_width, map_height)


def write_title(figure: Figure, sheet: Sheet, number: int, title: str, subtitle: str) -> None:
    left, bottom, _, height = sheet.map_box(number)
    size = 9.5 if sheet.is_small else 12.0
    above = bottom + height
    heads: dict[str, Any] = {"color": palette.INK, "va": "bottom", "fontweight": "bold"}
    head = figure.text(left, above + 0.25 / sheet.height_in, title, fontsize=size, **heads)
    tails: dict[str, Any] = {"color": palette.QUIET_INK, "va": "bottom"}
    tail = figure.text(left, above + 0.07 / sheet.height_in, subtitle, fontsize=0.68 * size, **tails)
    for text, full_size in ((head, size), (tail, 0.68 * size)):
        width_in = text.get_window_extent().width / figure.dpi
        text.set_fontsize(full_size * min(1.0, 0.96 * sheet.map_width_in / width_in))


def write_legends(
    figure: Figure,
    sheet: Sheet,
    heading: str,
    classes: Sequence[palette.MapClass],
    marks: Sequence[Mark],
    has_areas: bool,
) -> None:
    """Write the legend of the colours and the legend of the marks, one under the other, below the maps."""
    colours = [_swatch(one.colour, one.label, one.hatch) for one in classes]
    colours.append(_swatch(palette.LAND, "not reached", ""))
    top = (LEGEND + CAPTION - 0.05) / sheet.height_in
    left = MARGIN / sheet.width_in
    columns = len(colours)
    _legend(figure, (left, top), colours, heading, columns)
    lines = [*map(_symbol, marks), *([LAUNCH_AREA] if has_areas else []), DEFENDED_EDGE, COMPUTED_EDGE]
    _legend(figure, (left, top - 0.36 / sheet.height_in), lines, None, len(lines))


def _legend(
    figure: Figure, corner: tuple[float, float], handles: list, heading: str | None, columns: int
) -> None:
    spacing = {"borderpad": 0, "borderaxespad": 0, "handletextpad": 0.5, "columnspacing": 1.4}
    look = {
        "frameon": False,
        "fontsize": 7.0,
        "title_fontsize": 7.4,
        "alignment": "left",
        "labelcolor": palette.INK,
    }
    figure.legend(
        handles=handles,
        title=heading,
        loc="upper left",
        bbox_to_anchor=corner,
        ncols=columns,
        **spacing,
        **look,
    )


def _swatch(colour: str, label: str, hatch: str) -> Patch:
    edge = palette.PAPER if hatch else palette.FRAME
    return Patch(facecolor=colour, edgecolor=edge, hatch=hatch * 2 or None, linewidth=0.0, label=label)


def _symbol(mark: Mark) -> Line2D:
    line: dict[str, Any] = {"linestyle": "-" if "sector" in mark.words else "none", "linewidth": 0.9}
    edge = palette.PAPER if mark.filled else mark.colour
    look: dict[str, Any] = {"color": mark.colour, "markersize": mark.size_pt, "markeredgecolor": edge}
    return Line2D([], [], marker=mark.marker, label=mark.words, **line, **look)


def write_caption(figure: Figure, sheet: Sheet, results: Sequence[Any], threat: str) -> None:
    """Write where the numbers come from, and the credit of the map, in two lines at the foot."""
    names = " and ".join(_scenario_words(result.provenance) for result in results)
    version = results[0].provenance.get("program_version", "")
    words = f"Equipoise {version}. Equal-area projection, north up in the middle."
    head = f"Scenario {names}, threat set {threat}. {words}"
    lines = f"{head}\n{geography.CREDIT}."
    left, y = MARGIN / sheet.width_in, 0.08 / sheet.height_in
    figure.text(left, y, lines, fontsize=5.6, color=palette.QUIET_INK, va="bottom", linespacing=1.45)


def _scenario_words(provenance: Mapping[str, Any]) -> str:
    digest = str(provenance.get("scenario_hash", ""))[:8]
    return f"{provenance.get('scenario', '')}" + (f" ({digest})" if digest else "")
