"""A footprint's arrays, and the Dataset that is made of them when somebody asks for it."""

from __future__ import annotations

import pickle
from types import SimpleNamespace

import numpy as np
import pytest
import xarray as xr

from equipoise.analyses.footprint import as_json, footprint
from equipoise.scenario import load

PLAN = load("poland-czech-2007")
ALPS = SimpleNamespace(lat_min_deg=46, lat_max_deg=48, lon_min_deg=7, lon_max_deg=11)
WINDOW = {"region": ALPS, "resolution_deg": 1.0}


@pytest.fixture(scope="module")
def both():
    return footprint(PLAN, **WINDOW)


def test_both_threat_sets_together_are_what_xarray_joins_of_each(both) -> None:
    names = [each.id for each in PLAN.threats]
    apart = [footprint(PLAN, threat=name, **WINDOW).data for name in names]
    assert len(names) > 1 and not apart[0].launch.equals(apart[1].launch)
    joined = xr.concat(apart, dim="threat", join="outer", combine_attrs="override")
    xr.testing.assert_identical(both.data, joined.assign_attrs(launch=both.data.attrs["launch"]))
    points = [point["id"] for each in apart for point in each.attrs["launch"]]
    assert [point["id"] for point in both.data.attrs["launch"]] == list(dict.fromkeys(points))


def test_the_dataset_is_made_once_and_goes_along_with_the_result(both) -> None:
    assert both.data is both.data
    again = pickle.loads(pickle.dumps(both))
    xr.testing.assert_identical(again.data, both.data)
    assert as_json(again) == as_json(both)


def test_cells_left_out_are_no_cells_in_reach() -> None:
    bay = SimpleNamespace(lat_min_deg=44, lat_max_deg=48, lon_min_deg=-6, lon_max_deg=2)
    land = footprint(PLAN, threat="long-range", region=bay, resolution_deg=1.0, land_only=True).data
    whole = footprint(PLAN, threat="long-range", region=bay, resolution_deg=1.0).data
    out = (land.shots == -1) & (whole.shots >= 0)
    assert out.any() and not out.all()
    assert (land.reaching.values[out] == 0).all() and np.isnan(land.share.values[out]).all()
    xr.testing.assert_equal(land.shots.where(~out), whole.shots.where(~out))
