"""Where land, states and people are: plain arrays for the analyses and the maps.

The files in `catalogue/geography` are baked by `tools/build_basemap.py` and `tools/build_population.py`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from equipoise.catalogue.state_codes import FILES, state_codes, states_by_code

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

SEA = -1
COAST, BORDER, BORDER_OF_NEIGHBOUR, SEAM = 0, 1, 2, 3
POPULATION_YEAR = "about 2018"
CREDIT = "Made with Natural Earth; population GeoNames, CC BY 4.0; borders as the data set draws them"

_FOLDER = files("equipoise.catalogue") / "geography"
_DEG_PER_STEP = 1e-4


class Window(Protocol):
    """A rectangle of latitudes and longitudes: anything with these four limits, as a scenario's region."""

    @property
    def lat_min_deg(self) -> float: ...
    @property
    def lat_max_deg(self) -> float: ...
    @property
    def lon_min_deg(self) -> float: ...
    @property
    def lon_max_deg(self) -> float: ...


@dataclass(frozen=True, eq=False)
class States:
    """The states and territories of the world, in the order of their codes; arrays of equal length."""

    iso3: tuple[str, ...]
    name: tuple[str, ...]
    population: Ints
    nato_2007: Bools
    nato_europe_2007: Bools

    def index(self, iso3: str) -> int:
        """Return the row of a code."""
        return self.iso3.index(iso3)


@dataclass(frozen=True, eq=False)
class People:
    """Where people live: one row a cell of 0.25 degrees and a state; `state` is a row of `states()`."""

    lat_deg: Floats
    lon_deg: Floats
    people: Ints
    state: Ints


@dataclass(frozen=True, eq=False)
class LandCells:
    """A grid of cell centres, and which of them lie on land; `state` is a row of `states()`, or -1 at sea."""

    lat_deg: Floats
    lon_deg: Floats
    on_land: Bools
    state: Ints


@dataclass(frozen=True, eq=False)
class BaseMap:
    """The rings of all states: ring i is the points `ring_start[i]` to `ring_start[i + 1]`, and closed.

    Outer rings run anticlockwise and holes clockwise; no ring crosses 180 degrees. `ring_part` numbers the
    polygons, whose first ring is the outer one. `edge_kind` is what the edge from a point to the next one is.
    """

    lon_deg: Floats
    lat_deg: Floats
    ring_start: Ints
    ring_state: Ints
    ring_part: Ints
    edge_kind: NDArray[np.uint8]


@cache
def states() -> States:
    """Return codes, names, national totals and the NATO membership of 2007 for all states and territories.

    Returns
    -------
    states : States
        `population` is the national total of about 2018, 0 where nobody lives or the people are counted
        under another code (Northern Cyprus under CYP, Somaliland under SOM). `nato_2007` marks the 26
        members of that year, `nato_europe_2007` those of them other than Canada and the United States.

    Validity
    --------
    Totals are GeoNames' copies of World Bank figures for 2018; a few were edited since (Ukraine: 40 million).

    References
    ----------
    Natural Earth 4.1 (names), GeoNames (totals), NATO protocols of accession (membership).

    Examples
    --------
    >>> table = states()
    >>> int(table.nato_2007.sum()), table.name[table.index("POL")]
    (26, 'Poland')
    """
    totals, shapes = (states_by_code(name) for name in FILES)
    alliance = _read_json("alliances.json")["nato_2007"]
    codes = state_codes()
    overseas = np.isin(codes, alliance["outside_europe"])
    members = np.isin(codes, alliance["members"])
    return States(
        iso3=codes,
        name=tuple((totals | shapes)[code]["name"] for code in codes),
        population=_frozen([totals[code]["population"] if code in totals else 0 for code in codes]),
        nato_2007=_frozen(members),
        nato_europe_2007=_frozen(members & ~overseas),
    )


@cache
def alliance(name: str) -> tuple[str, ...]:
    """Return the codes of a list of states: "nato_2007", "europe" (by geography, with its rim) or "csto_2007".

    Parameters
    ----------
    name : str
        As above.

    Returns
    -------
    codes : tuple of str
        In the order of the alphabet.

    Validity
    --------
    Members of 2007; the list of European states and that of the CSTO are from memory.

    References
    ----------
    NATO protocols of accession; United Nations M49; `alliances.json` says more.

    Examples
    --------
    >>> len(alliance("nato_2007")), "TUR" in alliance("europe")
    (26, True)
    """
    return tuple(sorted(_read_json("alliances.json")[name]["members"]))


def people(region: Window | None = None) -> People:
    """Return where people live, in every state of the world.

    Places of 500 people and more are scaled to the total of their state and gathered in cells of 0.25 deg;
    a row stands at the mean position of its places, so that a point is where the people are.

    Parameters
    ----------
    region : Window, optional
        Only rows inside this window [deg]; all rows without it.

    Returns
    -------
    people : People
        Arrays of equal length; never NaN.

    Validity
    --------
    Every state with its total. One city is right within about a third, a state's total by construction. Give sums
    to two digits.

    References
    ----------
    GeoNames, CC BY 4.0; docs/population-check.md.

    Examples
    --------
    >>> everyone = people()
    >>> poles = everyone.people[everyone.state == states().index("POL")].sum()
    >>> int(poles)
    37978548
    """
    table = _all_people()
    if region is None:
        return table
    inside = _inside(table.lat_deg, table.lon_deg, region)
    return People(table.lat_deg[inside], table.lon_deg[inside], table.people[inside], table.state[inside])


def land_cells(region: Window, resolution_deg: float) -> LandCells:
    """Return the cells of a grid whose centre is on land, and the state that each belongs to.

    The first cell lies in the south-western corner of the region; one that would stick out is left off.

    Parameters
    ----------
    region : Window
        Limits of the grid [deg].
    resolution_deg : float
        Side of a cell [deg].

    Returns
    -------
    cells : LandCells
        Axes of centres [deg], and arrays (lat, lon); `state` is -1 at sea. They are made once and cannot be written.

    Validity
    --------
    Coasts at 1:50 million, about 1 km; longitudes from -180 to 180 degrees.

    References
    ----------
    Natural Earth 4.1.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> alps = SimpleNamespace(lat_min_deg=46, lat_max_deg=48, lon_min_deg=7, lon_max_deg=11)
    >>> land_cells(alps, 1.0).state.shape, bool(land_cells(alps, 1.0).on_land.all())
    ((2, 4), True)
    """
    limits = region.lat_min_deg, region.lat_max_deg, region.lon_min_deg, region.lon_max_deg
    return _cells_within(*limits, resolution_deg)


@lru_cache(maxsize=2)
def _cells_within(
    lat_min_deg: float, lat_max_deg: float, lon_min_deg: float, lon_max_deg: float, resolution_deg: float
) -> LandCells:
    lat = _centres(lat_min_deg, lat_max_deg, resolution_deg)
    lon = _centres(lon_min_deg, lon_max_deg, resolution_deg)
    state = states_on_grid(lat, lon)
    cells = LandCells(lat, lon, state != SEA, state)
    for column in (cells.lat_deg, cells.lon_deg, cells.on_land, cells.state):
        column.setflags(write=False)
    return cells


def states_on_grid(lat_deg: Floats | Sequence[float], lon_deg: Floats | Sequence[float]) -> Ints:
    """Return the state at each point of a grid, as a row of `states()`.

    A scan line a latitude: crossing into a state adds its number, crossing out of it takes the number off.

    Parameters
    ----------
    lat_deg, lon_deg : array
        Axes of the grid [deg], both ascending.

    Returns
    -------
    state : array (lat, lon)
        Row of `states()`, -1 at sea.

    Validity
    --------
    Coasts at 1:50 million, about 1 km; longitudes from -180 to 180 degrees.

    References
    ----------
    Natural Earth 4.1.

    Examples
    --------
    >>> table = states()
    >>> [table.iso3[i] for i in states_on_grid([52.2], [13.4, 21.0])[0]]
    ['DEU', 'POL']
    """
    lat, lon = np.asarray(lat_deg, float), np.asarray(lon_deg, float)
    south, north, number = _rising_edges()
    first, last = np.searchsorted(lat, south[:, 1]), np.searchsorted(lat, north[:, 1])
    repeats = np.maximum(last - first, 0)
    edge = np.repeat(np.arange(len(repeats)), repeats)
    row = np.arange(len(edge)) - np.repeat(np.cumsum(repeats) - repeats, repeats) + first[edge]
    (lon_s, lat_s), (lon_n, lat_n) = south[edge].T, north[edge].T
    crossing = lon_s + (lat[row] - lat_s) / (lat_n - lat_s) * (lon_n - lon_s)
    column = np.searchsorted(lon, crossing)
    shape = (len(lat), len(lon) + 1)
    steps = np.bincount(row * shape[1] + column, number[edge], minlength=shape[0] * shape[1])
    return np.cumsum(steps.reshape(shape), axis=1)[:, :-1].round().astype(np.int64) - 1


@cache
def base_map() -> BaseMap:
    """Return coasts and borders of the world at 1:50 million.

    Returns
    -------
    base_map : BaseMap
        Points in degrees; see the class for how rings are laid out.

    Validity
    --------
    About 1 km; borders of the 2018 edition, as the data set draws them.

    References
    ----------
    Natural Earth 4.1, public domain.

    Examples
    --------
    >>> len(base_map().ring_state) == len(base_map().ring_start) - 1
    True
    """
    with (_FOLDER / "basemap.npz").open("rb") as stream, np.load(stream) as data:
        steps = {name: data[name] for name in data.files}
    lon_deg, lat_deg = (np.cumsum(steps["delta_e4"], axis=0, dtype=np.int64) * _DEG_PER_STEP).T
    return BaseMap(
        lon_deg=_frozen(lon_deg),
        lat_deg=_frozen(lat_deg),
        ring_start=_frozen(steps["ring_start"].astype(np.int64)),
        ring_state=_frozen(_state_rows("states.json")[steps["ring_state"]]),
        ring_part=_frozen(steps["ring_part"].astype(np.int64)),
        edge_kind=_frozen(steps["edge_kind"]),
    )


@cache
def _all_people() -> People:
    with (_FOLDER / "population.npz").open("rb") as stream, np.load(stream) as data:
        return People(
            lat_deg=_frozen(data["lat_e4"] * _DEG_PER_STEP),
            lon_deg=_frozen(data["lon_e4"] * _DEG_PER_STEP),
            people=_frozen(data["people"].astype(np.int64)),
            state=_frozen(_state_rows("national_totals.json")[data["state"]]),
        )


@cache
def _rising_edges() -> tuple[Floats, Floats, Floats]:
    """Return southern and northern end (lon, lat) of all edges, and the step of the state number going east.

    Ends are put in order of latitude so that the two states of a border compute the very same crossing.
    """
    rings = base_map()
    points = np.column_stack([rings.lon_deg, rings.lat_deg])
    counts = np.diff(rings.ring_start)
    last_of_ring = np.zeros(len(points), bool)
    last_of_ring[rings.ring_start[1:] - 1] = True
    begin = np.flatnonzero(~last_of_ring)
    number = np.repeat(rings.ring_state, counts)[begin] + 1.0
    start, end = points[begin], points[begin + 1]
    falling = (end[:, 1] < start[:, 1])[:, None]
    south, north = np.where(falling, end, start), np.where(falling, start, end)
    return south, north, np.where(falling[:, 0], number, -number)


def _state_rows(name: str) -> Ints:
    """Return the row of `states()` for each row of a file."""
    rows = {code: row for row, code in enumerate(states().iso3)}
    return np.array([rows[entry["iso3"]] for entry in _read_json(name)])


def _inside(lat_deg: Floats, lon_deg: Floats, region: Window) -> Bools:
    in_lat = (lat_deg >= region.lat_min_deg) & (lat_deg <= region.lat_max_deg)
    return in_lat & (lon_deg >= region.lon_min_deg) & (lon_deg <= region.lon_max_deg)


def _centres(lowest_deg: float, highest_deg: float, resolution_deg: float) -> Floats:
    count = int((highest_deg - lowest_deg) / resolution_deg + 1e-9)
    return lowest_deg + resolution_deg * (np.arange(count, dtype=float) + 0.5)


def _read_json(name: str) -> Any:
    return json.loads((_FOLDER / name).read_text(encoding="utf-8"))


def _frozen(values: Any) -> Any:
    array = np.array(values)
    array.setflags(write=False)
    return array
