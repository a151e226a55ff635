"""The figure and the tables of a changed threat: for plans with and without ships, the same bytes each time."""

from types import SimpleNamespace

import numpy as np
import pytest
from rich.console import Console

from equipoise.analyses.adapt import adapt
from equipoise.scenario import load
from equipoise.views.adapt_figure import curved, draw_adapt
from equipoise.views.adapt_tables import adapt_parts, steps_of

SMALL = {
    "region": SimpleNamespace(lat_min_deg=37, lat_max_deg=46, lon_min_deg=18, lon_max_deg=30),
    "resolution_deg": 3.0,
}


@pytest.fixture(scope="module", params=["ships-2009", "poland-czech-2007", "ships-black-sea-north-sea"])
def result(request):
    return adapt(load(request.param), "irbm-3500 from damascus", threat="medium-range", **SMALL)


def test_a_picture_is_drawn_the_same_twice(result, tmp_path):
    for form in ("png", "svg"):
        first, second = draw_adapt(result, [tmp_path / f"{name}.{form}" for name in ("a", "b")])
        assert first.read_bytes() == second.read_bytes() and first.stat().st_size > 20_000


def test_the_svg_names_stations_and_threat(result, tmp_path):
    (file,) = draw_adapt(result, [tmp_path / "a.svg"])
    text = file.read_text(encoding="utf-8")
    assert "irbm-3500 from damascus" in text and "Natural Earth" in text
    for move in result.data.attrs["moves"]:
        assert move["to"].removeprefix("Ship station, ") in text


def test_tables_fit_the_terminal(result):
    console = Console(width=100, record=True, file=None)
    with console.capture() as caught:
        console.print(*adapt_parts(result), sep="\n")
    assert max(map(len, caught.get().splitlines())) <= 100


def test_steps_are_where_a_series_turns():
    assert steps_of(np.array([1.0, 1.0, 2.0, 2.0, np.nan])) == [0, 2, 4]
    assert steps_of(np.array([np.nan, np.nan])) == [0]


def test_a_route_is_drawn_along_great_circles():
    lat_deg, lon_deg = curved([[40.0, -70.0], [40.0, -10.0], [40.0, -10.0]])
    assert lat_deg[0] == lat_deg[-1] == 40.0 and lat_deg.max() > 44.0
    assert (np.diff(lon_deg) >= 0.0).all()


def test_a_station_that_cannot_be_kept_is_told_without_a_number():
    plan = load("ships-black-sea-north-sea")
    shut = adapt(plan, "irbm-3500", threat="medium-range", closed=("gibraltar", "suez"), **SMALL)
    console = Console(width=100, file=None)
    with console.capture() as caught:
        console.print(*adapt_parts(shut), sep="\n")
    text = " ".join(caught.get().split())
    assert "not all of these stations can be kept" in text and " inf" not in text
