"""How a figure becomes files: drawn once, written as PNG and as SVG, the same bytes for the same figure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from io import BytesIO
from pathlib import Path
from typing import Any

import matplotlib
from matplotlib.figure import Figure

from equipoise.errors import EquipoiseError
from equipoise.unfinished import file_in_place_of
from equipoise.views import palette

DPI = 150
COMPRESSION = 3  # of 9: five eighths of the time of the usual 6, for files six hundredths larger
STYLE: dict[Any, Any] = {
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans", "Verdana", "Arial"],
    "svg.fonttype": "none",
    "svg.hashsalt": "equipoise",
    "hatch.linewidth": 0.45,
    "path.simplify": False,
}


def write_figure(make: Callable[[], Figure], paths: Iterable[Path]) -> tuple[Path, ...]:
    """Make a figure and write it into files, whose endings choose the form; return their paths."""
    files = tuple(paths)
    with matplotlib.rc_context(STYLE):
        figure = make()
        for file in files:
            save_picture(figure, file)
    return files


def save_picture(figure: Figure, file: Path) -> None:
    """Write a figure as PNG or SVG, whole or not at all, the same bytes for the same figure."""
    form = file.suffix.lower()[1:]
    metadata = {"Date": None, "Creator": "Equipoise"} if form == "svg" else {"Software": "Equipoise"}
    options: dict[str, Any] = {} if form == "svg" else {"pil_kwargs": {"compress_level": COMPRESSION}}
    picture = BytesIO()
    figure.savefig(picture, format=form, dpi=DPI, metadata=metadata, facecolor=palette.PAPER, **options)
    content = picture.getvalue() if form == "png" else _shortened(picture.getvalue())
    try:
        with file_in_place_of(file) as stream:
            stream.write(content)
    except OSError as problem:
        reason = problem.strerror or "the file cannot be written"
        raise EquipoiseError(f"figure: cannot write '{file}': {reason}\n  choose another folder") from problem


def _shortened(svg: bytes) -> bytes:
    """Return an SVG whose outlines are written to a hundredth of a point; matplotlib writes a millionth."""
    return re.sub(rb' d="[^"]*"', lambda outline: _compact(outline[0]), svg)


def _compact(outline: bytes) -> bytes:
    shorter = re.sub(rb"(?<=\.\d\d)\d+", b"", outline).replace(b" \n", b"\n")
    return shorter.replace(b"\nL ", b"L").replace(b"\n", b"")
