"""How a command that takes several scenarios gives its answers: tables or JSON, and files where a folder is given."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from equipoise.commands.console import as_text, note, show, show_json
from equipoise.results import Result
from equipoise.views.exports import put_in_place
from equipoise.writing import write_text


def give(
    name: str,
    results: Sequence[Result],
    answers: Sequence[dict[str, Any]],
    parts: Callable[[Result], Sequence[Any]],
    draw: Callable[[Sequence[dict[str, Any]], Iterable[Path]], tuple[Path, ...]],
    as_json: bool,
    folder: Path | None,
) -> None:
    """Print answers as tables or JSON, and write them and their figure into a folder."""
    data = answers[0] if len(answers) == 1 else {"scenarios": answers}
    if as_json:
        show_json(data)
    else:
        show(*(part for result in results for part in parts(result)))
    if folder is not None:
        write_text(folder / f"{name}.json", as_text(data))
        with tempfile.TemporaryDirectory(dir=folder, prefix=".unfinished-") as staging:
            put_in_place(folder, draw(answers, [Path(staging) / f"{name}.{form}" for form in ("png", "svg")]))
        note(f"The answer and its figure lie in {folder}")
