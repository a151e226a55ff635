"""Treaty part of the ledger: what binds a state and stays open on the day of the plan, and its room under ceilings."""

from __future__ import annotations

from typing import Any

from equipoise.analyses.treaty_answers import headroom_of
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


def treaty_part(found: Result, iso3: str) -> dict[str, Any]:
    """Return what the treaty analysis has on one state.

    Parameters
    ----------
    found : Result
        Of the treaty analysis.
    iso3 : str
        Code of the state.

    Returns
    -------
    part : dict
        `date`; `open`, the findings that bind the state on that day and are above a limit, disputed, prohibited, hang
        on a value or lack one; `binding`, how many bind it at all; `room`, its least headroom, None where no holding
        since the ceilings held is published. `open_count` is None where no finding names the state.

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
    >>> part = treaty_part(treaty(load("poland-czech-2007")), "USA")
    >>> part["room"]["year"], part["open_count"]
    (1999, 0)
    """
    row = headroom_of(found, iso3)
    binding = [finding for finding in row["findings"] if finding["binds"]]
    unsettled = [{key: finding[key] for key in TOLD} for finding in binding if finding["result"] in OPEN]
    room = {key: row[key] for key in ROOM}
    return {
        "date": found.data.attrs["date"],
        "binding": len(binding),
        "open_count": len(unsettled) if row["findings"] else None,
        "open": unsettled,
        "room": room if row["year"] is not None and row["year"] >= LEVELS_SINCE else None,
    }
