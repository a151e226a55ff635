"""Headroom by ceiling, state, category and year: what a state may hold less what it has told that it holds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import xarray as xr

from equipoise.analyses.treaty_findings import Stationing
from equipoise.catalogue.treaty_files import ANY_STATE, CATEGORIES, Holdings, Treaty, read_treaty

STATE_CEILINGS = {
    "levels-1990": "cfe-1990",
    "national-1999": "cfe-adapted-1999",
    "sufficiency": "cfe-1990",
}
BINDING_YEAR = 1995  # the levels bind from 17 November 1995 on


def headroom(blocks: Sequence[Holdings], day: date, stationings: Sequence[Stationing] = ()) -> xr.Dataset:
    """Return limits, holdings and headroom of every state that kept a CFE ceiling.

    Parameters
    ----------
    blocks : sequence of Holdings
        Notified holdings; those of a zone alone are left out.
    day : date
        Holdings of later days are left out.
    stationings : sequence of Stationing
        Added to what their owners hold, in every year.

    Returns
    -------
    data : Dataset
        `limit` (ceiling, state, category), `holding` (state, category, year), `headroom` and `headroom_share`
        (ceiling, state, category, year); NaN where no number is published.

    Validity
    --------
    A year holds what was notified at some day in it; before 17 November 1995 the limits did not bind yet.

    References
    ----------
    [cfe-ch7] holdings; [recalled-sums] most levels, whose totals are [cfe-node545].

    Examples
    --------
    >>> from equipoise.catalogue.treaty_files import holdings
    >>> data = headroom(holdings(), date(2008, 1, 1))
    >>> float(data.headroom.sel(ceiling="levels-1990", state="DEU", category="tanks", year=1995))
    1105.0
    """
    treaties = {name: read_treaty(name) for name in STATE_CEILINGS.values()}
    codes = sorted(treaties["cfe-1990"].members)
    known = [
        block for block in blocks if block.date <= day and not block.zone and set(block.rows) & set(codes)
    ]
    years = sorted({block.date.year for block in known})
    limit = np.array([limits(treaties[name], table, codes) for table, name in STATE_CEILINGS.items()])
    held = np.full((len(codes), len(CATEGORIES), len(years)), np.nan)
    for block in known:
        fill(held[:, :, years.index(block.date.year)], block, codes, stationings)
    room = limit[..., None] - held[None]
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(limit[..., None] > 0, room / limit[..., None], np.nan)
    by_limit, by_year = ("ceiling", "state", "category"), ("state", "category", "year")
    return xr.Dataset(
        {
            "limit": (by_limit, limit, {"units": "1", "long_name": "what a state may hold"}),
            "holding": (by_year, held, {"units": "1", "long_name": "what a state told that it holds"}),
            "headroom": (("ceiling", *by_year), room, {"units": "1", "long_name": "limit less holding"}),
            "headroom_share": (
                ("ceiling", *by_year),
                share,
                {"units": "1", "long_name": "headroom over limit"},
            ),
        },
        coords={"ceiling": list(STATE_CEILINGS), "state": codes, "category": list(CATEGORIES), "year": years},
    )


def limits(treaty: Treaty, name: str, codes: Sequence[str]) -> list[list[float]]:
    """Return the limits of each state and category; NaN where none is known."""
    table = treaty.table(name)
    whole = ANY_STATE in table.rows
    rows = [
        [table.number(ANY_STATE if whole else code, category) for category in CATEGORIES] for code in codes
    ]
    return [[np.nan if number is None else float(number) for number in row] for row in rows]


def fill(held: np.ndarray, block: Holdings, codes: Sequence[str], stationings: Sequence[Stationing]) -> None:
    """Put the numbers of a block into (state, category), what is newly stationed added."""
    for row, code in enumerate(codes):
        for column, category in enumerate(CATEGORIES):
            number = block.number(code, category)
            if number is not None:
                held[row, column] = number + sum(
                    one.number(category) for one in stationings if one.owner == code
                )
