"""cost: what a plan takes, for one scenario or more."""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path
from typing import Any

from equipoise.analyses.cost import cost as cost_result
from equipoise.analyses.cost_answers import as_json as answer_of
from equipoise.commands.console import as_text, note, progress_bar, show, show_json
from equipoise.commands.given import region_of, writable_folder
from equipoise.commands.plans import plans_of
from equipoise.views.cost_figure import draw_cost
from equipoise.views.cost_tables import cost_parts
from equipoise.views.exports import put_in_place
from equipoise.writing import write_text


def cost(
    names: list[str], overrides: list[str] | None, as_json: bool, out: Path | None, told: dict[str, Any]
) -> None:
    """Add up the budget of each scenario, print the answers, and draw them into the folder asked for."""
    folder = writable_folder(out)
    options = told | {"region": region_of(told["region"])}
    results = []
    with progress_bar() as report:
        for scenario in plans_of(names, overrides or ()):
            words = partial(report, f"{scenario.name}: cost")
            results.append(cost_result(scenario, **options, progress=words))
    answers = [answer_of(result) for result in results]
    data = answers[0] if len(answers) == 1 else {"scenarios": answers}
    if as_json:
        show_json(data)
    else:
        show(*(part for result in results for part in cost_parts(result)))
    if folder is not None:
        write_text(folder / "cost.json", as_text(data))
        with tempfile.TemporaryDirectory(dir=folder, prefix=".unfinished-") as staging:
            files = [draw_cost(answers, Path(staging) / f"cost.{form}") for form in ("png", "svg")]
            put_in_place(folder, files)
        note(f"The answer and its figure lie in {folder}")
