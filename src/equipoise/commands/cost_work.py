"""cost: what a plan takes, for one scenario or more."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from equipoise.analyses.cost import cost as cost_result
from equipoise.analyses.cost_answers import as_json as answer_of
from equipoise.commands.console import progress_bar
from equipoise.commands.given import plans_of, region_of, writable_folder
from equipoise.commands.several import give
from equipoise.views.cost_figure import draw_cost
from equipoise.views.cost_tables import cost_parts


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
    give("cost", results, answers, cost_parts, draw_cost, as_json, folder)
