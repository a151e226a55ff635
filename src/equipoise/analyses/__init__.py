"""The analyses, each by its name: where the function lives that runs it, and the one that makes plain data of it.

A module is read when its analysis is first asked for, so that a map does not wait for what a raid needs.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from equipoise.results import Result


class Analysis(NamedTuple):
    """One analysis of a scenario; each function as 'module.name' below `equipoise.analyses`."""

    runner: str
    plain_data: str
    summary: str

    @property
    def run(self) -> Callable[..., Result]:
        """The function that takes a scenario and options."""
        return found(self.runner)

    @property
    def as_json(self) -> Callable[[Result], dict[str, Any]]:
        """The function that makes plain data of a result."""
        return found(self.plain_data)


def found(name: str) -> Callable[..., Any]:
    """Return the function of a 'module.name' in this folder."""
    module, _, function = name.rpartition(".")
    return getattr(import_module(f"{__name__}.{module}"), function)


ANALYSES = {
    "footprint": Analysis(
        "footprint.footprint", "footprint.as_json", "which places a plan defends, and why not the others"
    ),
    "ledger": Analysis("ledger.ledger", "ledger.as_json", "people protected, state by state"),
    "deterrent": Analysis(
        "deterrent.deterrent",
        "deterrent_answers.as_json",
        "which long-range missiles a plan could engage, and what decides it",
    ),
    "raid": Analysis(
        "raid.raid", "raid_answers.as_json", "how many missiles of a raid get through, and what is left"
    ),
    "schedule": Analysis(
        "schedule.schedule",
        "schedule_answers.as_json",
        "by when a plan is likely to work, and whom it protects by then",
    ),
    "treaty": Analysis(
        "treaty.treaty", "treaty_answers.as_json", "what INF, ABM, New START and CFE say of a plan on a day"
    ),
    "cost": Analysis(
        "cost.cost", "cost_answers.as_json", "what a plan costs, line by line, and for each person protected"
    ),
    "adapt": Analysis(
        "adapt.adapt", "adapt_answers.as_json", "how coverage follows a changed threat while ships sail"
    ),
}
