"""Treaty part of the ledger: what binds a state and stays open on the day of the plan, and its room under ceilings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from equipoise.analyses.treaty_answers import findings_of, headroom_rows, of_state
from equipoise.analyses.treaty_findings import ABOVE, DISPUTED, HANGS, NOT_STATED
from equipoise.results import Result

PROHIBITED = "prohibited"
OPEN = (ABOVE, DISPUTED, HANGS, NOT_STATED, PROHIBITED)
LEVELS_SINCE = (
    1995  # the ceilings of 1990 held from November of that year; older holdings say nothing about them
)
TOLD = (
    "rule",
    "treaty",
    "article",
    "title",
    "subject",
    "result",
    "words",
    "reading_a",
    "reading_b",
    "standing",
)
ROOM = ("ceiling", "category", "year", "limit", "holding", "headroom", "headroom_share")


def treaty_parts(found: Result, of: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Return what the treaty analysis has on some states.

    Parameters
    ----------
    found : Result
        Of the treaty analysis.
    of : sequence of str
        Codes of the states.

    Returns
    -------
    parts : dict
        By code: `date`; `open`, the findings that bind the state on that day and are above a limit, disputed,
        prohibited, hang on a value or lack one; `binding`, how many bind it at all; `room`, its least headroom, None
        where no holding since the ceilings held is published. `open_count` is None where no finding names the state.

    Validity
    --------
    As the treaty analysis: no legal opinion.

    References
    ----------
    As the findings say.

    Examples
    --------
    >>> from equipoise.analyses.treaty import treaty
    >>> from equipoise.scenario import load
    >>> part = treaty_parts(treaty(load("poland-czech-2007")), ["USA"])["USA"]
    >>> part["room"]["year"], part["open_count"]
    (2007, 0)
    """
    rooms, findings = headroom_rows(found.data), findings_of(found)
    return {iso3: part_of(of_state(rooms, findings, iso3), found.data.attrs["date"]) for iso3 in of}


def part_of(row: dict[str, Any], day: str) -> dict[str, Any]:
    """Return what the ledger keeps of one state's row of the treaty analysis."""
    binding = [finding for finding in row["findings"] if finding["binds"]]
    unsettled = [{key: finding[key] for key in TOLD} for finding in binding if finding["result"] in OPEN]
    room = {key: row[key] for key in ROOM}
    return {
        "date": day,
        "binding": len(binding),
        "open_count": len(unsettled) if row["findings"] else None,
        "open": unsettled,
        "room": room if row["year"] is not None and row["year"] >= LEVELS_SINCE else None,
    }
