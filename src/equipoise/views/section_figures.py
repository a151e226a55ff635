"""The figures of the analyses beside protection: one line an analysis."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from equipoise.analyses.raid_answers import as_json as raid_as_json
from equipoise.results import Result
from equipoise.studies.comparison import Comparison
from equipoise.views.deterrent_figure import draw_deterrent
from equipoise.views.raid_figure import COLOURS, draw_raid

ENDINGS = ("png", "svg")


class Picture(NamedTuple):
    """One figure: its files, one a form, and what it shows for who cannot see it."""

    files: tuple[Path, ...]
    words: str


def deterrent_pictures(labels: Sequence[str], results: Sequence[Result], folder: Path) -> list[Picture]:
    """Draw interceptor speed against launch delay, a figure a plan."""
    pictures = []
    for label, result in zip(labels, results, strict=True):
        files = [folder / f"deterrent-{file_name(label)}.{ending}" for ending in ENDINGS]
        words = f"{label}: up to which launch delay each base's missiles can be met, by interceptor speed."
        pictures.append(Picture(draw_deterrent(result, files), words))
    return pictures


def raid_pictures(labels: Sequence[str], results: Sequence[Result], folder: Path) -> list[Picture]:
    """Draw how many missiles get through by the size of the raid, a figure a threat set and few enough plans."""
    answers = [raid_as_json(result) for result in results]
    pictures = []
    shared = [
        raid["threat"]
        for raid in answers[0]["raids"]
        if all(raid["threat"] in [one["threat"] for one in each["raids"]] for each in answers)
    ]
    for threat in shared:
        for start in range(0, len(answers), len(COLOURS)):
            few = answers[start : start + len(COLOURS)]
            name = f"raid-{threat}" + (f"-{start // len(COLOURS) + 1}" if len(answers) > len(COLOURS) else "")
            files = tuple(draw_raid(few, folder / f"{name}.{ending}", threat) for ending in ENDINGS)
            plans = ", ".join(labels[start : start + len(COLOURS)])
            words = (
                f"Raids by {threat} missiles against {plans}: how many get through, by the size of the raid."
            )
            pictures.append(Picture(files, words))
    return pictures


Draw = Callable[[Sequence[str], Sequence[Result], Path], list[Picture]]
FIGURES: dict[str, Draw] = {"deterrent": deterrent_pictures, "raid": raid_pictures}


def write_pictures(comparison: Comparison, folder: Path) -> dict[str, list[Picture]]:
    """Draw the figures of all analyses beside protection into a folder, by the name of the analysis."""
    return {
        name: drawn(FIGURES[name], comparison, name, folder)
        for name in comparison.sections
        if name in FIGURES
    }


def drawn(draw: Draw, comparison: Comparison, name: str, folder: Path) -> list[Picture]:
    """Draw one analysis for the plans that have it."""
    pairs = zip(comparison.labels, comparison.sections[name], strict=True)
    able = [(label, part.result) for label, part in pairs if part.result is not None]
    return draw([label for label, _ in able], [result for _, result in able], folder) if able else []


def file_name(label: str) -> str:
    """Return a plan's label as a part of a file name."""
    return "".join(letter if letter.isalnum() or letter in "-_" else "-" for letter in label).strip("-")
