"""The figures of the analyses beside protection: one line an analysis."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from equipoise.analyses.ledger_rows import Books
from equipoise.analyses.schedule_answers import keep_at_hand
from equipoise.pieces import Report
from equipoise.results import Result
from equipoise.scenario import Scenario
from equipoise.studies.beside import answer_of, shared_names
from equipoise.studies.beside_ledger import books_in_pairs
from equipoise.studies.beside_schedule import together as held_together
from equipoise.studies.comparison import Comparison, labels_of
from equipoise.studies.sections import Part
from equipoise.studies.words import listing
from equipoise.views.adapt_figure import draw_adapt
from equipoise.views.cost_figure import draw_cost
from equipoise.views.deterrent_figure import draw_deterrent
from equipoise.views.ledger_columns import COLUMNS
from equipoise.views.ledger_figure import draw_ledger
from equipoise.views.raid_figure import COLOURS as RAID_COLOURS
from equipoise.views.raid_figure import draw_raid
from equipoise.views.said_figure import draw_said
from equipoise.views.schedule_figure import COLOURS as SCHEDULE_COLOURS
from equipoise.views.schedule_figure import draw_schedule
from equipoise.views.treaty_figure import draw_treaty

ENDINGS = ("png", "svg")
MOST_BARS = 8
MOST_MAPPED = 3
MOST_SIDE_BY_SIDE = 2
MOST_DAYS = 2  # more of them would write over each other


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
    answers = [answer_of(result) for result in results]
    pictures = []
    for threat in shared_names([[one["threat"] for one in answer["raids"]] for answer in answers]):
        for part, few in enumerate(parted(answers, len(RAID_COLOURS))):
            files = files_of(folder, f"raid-{threat}", part, len(answers) > len(few))
            draw_raid(few, files, threat)
            words = f"Raids by {threat} missiles: how many get through each plan, by the size of the raid."
            pictures.append(Picture(files, words))
    return pictures


def schedule_pictures(labels: Sequence[str], results: Sequence[Result], folder: Path) -> list[Picture]:
    """Draw the chance that the plans work by year, and the people protected, for few enough plans in a figure."""
    words = "The chance that each plan works by each year, the people protected by then, and the dates named in public."
    said = "What was said of the time at which the plans work, when it comes with each, and the chances told."
    answers = [answer_of(result) for result in results]
    beside = held_together(results)
    return [
        *together(draw_schedule, answers, len(SCHEDULE_COLOURS), folder / "schedule", words),
        *together(draw_said, beside, len(SCHEDULE_COLOURS), folder / "schedule-said", said),
    ]


def adapt_pictures(labels: Sequence[str], results: Sequence[Result], folder: Path) -> list[Picture]:
    """Draw the ways of the ships and coverage against days, a figure for each plan in which a ship moves."""
    pictures = []
    for label, result in zip(labels, results, strict=True):
        if any(move["moves"] for move in result.data.attrs["moves"]):
            files = [folder / f"adapt-{file_name(label)}.{ending}" for ending in ENDINGS]
            words = f"{label}: where its ships sail when the threat changes, and people protected by day."
            pictures.append(Picture(draw_adapt(result, files), words))
    return pictures


def cost_pictures(labels: Sequence[str], results: Sequence[Result], folder: Path) -> list[Picture]:
    """Draw what the plans cost, a bar a plan."""
    answers = [answer_of(result) for result in results]
    words = "What each plan costs by kind, after growth, beside published ranges."
    return together(draw_cost, answers, MOST_BARS, folder / "cost", words)


def treaty_pictures(labels: Sequence[str], results: Sequence[Result], folder: Path) -> list[Picture]:
    """Draw when each treaty was law, and the headroom of states: one figure, with few enough days asked about."""
    days = {str(result.data.attrs["date"]): result for result in reversed(results)}
    pictures = []
    for part, few in enumerate(parted(sorted(days), MOST_DAYS)):
        files = files_of(folder, "treaty", part, len(days) > len(few))
        first, *others = [days[day] for day in few]
        words = f"When each treaty was law, seen from {listing(few)}, and headroom by state."
        pictures.append(Picture(draw_treaty(first, files, others), words))
    return pictures


def ledger_pictures(labels: Sequence[str], results: Sequence[Books], folder: Path) -> list[Picture]:
    """Draw each state's protection, or what changes of it: a map a threat set and pair of few enough plans."""
    pairs = books_in_pairs(results) if len(results) <= MOST_MAPPED else ()
    pictures = []
    for later, book in enumerate(pairs):
        column = "protected" if book.after is None else "change"
        for number, threats in enumerate(parted(book.threats, MOST_SIDE_BY_SIDE)):
            several = len(pairs) > 1 or len(book.threats) > len(threats)
            files = files_of(folder, "ledger", number + later * len(book.threats), several)
            words = f"Map of the states of Europe: {COLUMNS[column].meaning}, against {listing(threats)} missiles."
            pictures.append(Picture(draw_ledger(book, files, threat=threats, column=column), words))
    return pictures


def together(
    draw: Callable[[Sequence[Any], Iterable[Path]], tuple[Path, ...]],
    answers: Sequence[Any],
    most: int,
    stem: Path,
    words: str,
) -> list[Picture]:
    """Draw answers together, no more of them in a figure than it can tell apart."""
    pictures = []
    for part, few in enumerate(parted(answers, most)):
        files = files_of(stem.parent, stem.name, part, len(answers) > len(few))
        pictures.append(Picture(draw(few, files), words))
    return pictures


def parted(answers: Sequence[Any], most: int) -> list[Sequence[Any]]:
    """Return answers in groups of at most so many."""
    return [answers[start : start + most] for start in range(0, len(answers), most)]


def files_of(folder: Path, name: str, part: int, several: bool) -> tuple[Path, ...]:
    """Return the files of a figure, one a form, numbered where there are several."""
    return tuple(folder / f"{name}{f'-{part + 1}' if several else ''}.{ending}" for ending in ENDINGS)


class Drawing(NamedTuple):
    """How one analysis is drawn, and the seconds that takes, more or less."""

    draw: Callable[[Sequence[str], Sequence[Any], Path], list[Picture]]
    weight: float


FIGURES: dict[str, Drawing] = {
    "deterrent": Drawing(deterrent_pictures, 0.6),
    "raid": Drawing(raid_pictures, 0.3),
    "schedule": Drawing(schedule_pictures, 0.9),
    "adapt": Drawing(adapt_pictures, 0.4),
    "cost": Drawing(cost_pictures, 0.15),
    "treaty": Drawing(treaty_pictures, 0.3),
    "ledger": Drawing(ledger_pictures, 0.5),
}


def write_pictures(comparison: Comparison, folder: Path) -> dict[str, list[Picture]]:
    """Draw the figures of all analyses beside protection into a folder, by the name of the analysis."""
    return {
        name: drawn(name, comparison.scenarios, folder, *comparison.sections[name])
        for name in comparison.sections
        if name in FIGURES
    }


def drawn(
    name: str, scenarios: Sequence[Scenario], folder: Path, *parts: Part, progress: Report | None = None
) -> list[Picture]:
    """Draw one analysis for the plans that have it."""
    for scenario in scenarios:
        keep_at_hand(scenario)
    pairs = zip(labels_of(scenarios), parts, strict=True)
    able = [(label, part.result) for label, part in pairs if part.result is not None]
    if not able:
        return []
    return FIGURES[name].draw([label for label, _ in able], [result for _, result in able], folder)


def file_name(label: str) -> str:
    """Return a plan's label as a part of a file name."""
    return "".join(letter if letter.isalnum() or letter in "-_" else "-" for letter in label).strip("-")
