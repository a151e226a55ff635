"""How a command gives its answers: tables or JSON, and files with figures where a folder is given."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from equipoise.commands.console import as_text, note, show, show_json
from equipoise.errors import Fault, InputError
from equipoise.results import Result
from equipoise.unfinished import folder_inside
from equipoise.views.exports import put_in_place
from equipoise.writing import write_text

Draw = Callable[[Sequence[dict[str, Any]], Iterable[Path]], tuple[Path, ...]]


def give(
    name: str,
    results: Sequence[Result],
    answers: Sequence[dict[str, Any]],
    parts: Callable[[Result], Sequence[Any]],
    draw: Draw | None,
    as_json: bool,
    folder: Path | None,
) -> None:
    """Print answers as tables or JSON, and write them and their figure into a folder; no files without a `draw`."""
    data = as_one(answers)
    if as_json:
        show_json(data)
    else:
        show(*(part for result in results for part in parts(result)))
    if folder is not None and draw is not None:
        write_answer(folder, name, data, lambda staging: draw(answers, both_forms(staging, name)))


def as_one(answers: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return the only answer, or several as one."""
    return answers[0] if len(answers) == 1 else {"scenarios": answers}


def both_forms(folder: Path, name: str) -> list[Path]:
    """Return the two files of a figure."""
    return [folder / f"{name}.{form}" for form in ("png", "svg")]


def write_answer(folder: Path, name: str, data: Any, draw: Callable[[Path], Sequence[Path]]) -> None:
    """Write an answer, and what `draw` puts into a folder of its own; each file comes whole."""
    write_text(folder / f"{name}.json", as_text(data))
    with folder_inside(folder) as staging:
        put_in_place(folder, list(draw(staging)))
    note(f"The answer and its figures lie in {folder}")


def require_few(command: str, names: Sequence[str], most: int) -> None:
    """Raise an InputError where there are more scenarios than a figure can tell apart."""
    if len(names) > most:
        problem = f"{len(names)} scenarios are too many"
        raise InputError(Fault("", command, problem, f"give up to {most}"))
