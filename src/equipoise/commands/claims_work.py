"""claims: the public claims, worked out."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from equipoise.analyses.claims import Answer, as_json
from equipoise.analyses.claims import claims as worked_out
from equipoise.commands.console import as_text, note, progress_bar, show, show_json
from equipoise.commands.given import writable_folder
from equipoise.unfinished import folder_inside
from equipoise.views.claim_figure import draw_claim
from equipoise.views.claims import claim_page, claims_table
from equipoise.views.exports import put_in_place
from equipoise.writing import write_text


def claims(names: list[str], as_json: bool, out: Path | None) -> None:
    """Work out claims, print a table of all or a page of each one named, and write them into the folder asked for."""
    folder = writable_folder(out)
    with progress_bar() as report:
        answers = worked_out(names, partial(report, "Claims"))
    if as_json:
        show_json(data_of(answers))
    elif names:
        show(*(part for answer in answers for part in claim_page(answer)))
    else:
        show(*claims_table(answers))
    if folder is not None:
        write_files(folder, answers)


data_of = as_json


def write_files(folder: Path, answers: Sequence[Answer]) -> None:
    """Write the answers as data, and a figure of each."""
    write_text(folder / "claims.json", as_text(data_of(answers)))
    with folder_inside(folder) as staging:
        files = [draw_claim(answer, staging / f"{answer.claim.id}.png") for answer in answers]
        put_in_place(folder, files)
    note(f"Figures and data lie in {folder}")
