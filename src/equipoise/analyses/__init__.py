"""The analyses, each by its name: the function that runs it and the function that makes plain data of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from equipoise.analyses import deterrent, deterrent_answers, footprint, ledger, raid, raid_answers
from equipoise.results import Result


class Analysis(NamedTuple):
    """One analysis of a scenario."""

    run: Callable[..., Result]
    as_json: Callable[[Result], dict[str, Any]]
    summary: str


ANALYSES = {
    "footprint": Analysis(
        footprint.footprint, footprint.as_json, "which places a plan defends, and why not the others"
    ),
    "ledger": Analysis(ledger.ledger, ledger.as_json, "people protected, state by state"),
    "deterrent": Analysis(
        deterrent.deterrent,
        deterrent_answers.as_json,
        "which long-range missiles a plan could engage, and what decides it",
    ),
    "raid": Analysis(
        raid.raid, raid_answers.as_json, "how many missiles of a raid get through, and what is left"
    ),
}
