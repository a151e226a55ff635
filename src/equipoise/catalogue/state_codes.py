"""The codes of all states and territories, by themselves: cheap to read, before anything is computed."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from equipoise.catalogue import FOLDER

FILES = ("national_totals.json", "states.json")


@cache
def states_by_code(name: str) -> dict[str, dict[str, Any]]:
    """Return the rows of one file of the folder `geography` by their ISO 3166 codes."""
    rows = json.loads((FOLDER / "geography" / name).read_text(encoding="utf-8"))
    return {row["iso3"]: row for row in rows}


@cache
def state_codes() -> tuple[str, ...]:
    """Return the codes of all states and territories, sorted.

    Examples
    --------
    >>> {"POL", "RUS", "USA"} <= set(state_codes())
    True
    """
    return tuple(sorted({code for name in FILES for code in states_by_code(name)}))
