"""One Result for all analyses: labelled data, and where it came from."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from importlib.metadata import version
from typing import Any

import numpy as np

from equipoise.labelled import Labelled
from equipoise.late import xarray as xr
from equipoise.scenario import Scenario


@dataclass(frozen=True, eq=False)
class Result:
    """What an analysis found.

    `data` is an xarray Dataset whose variables carry `units` and `long_name`; `provenance` says which program,
    scenario text, options and sources made it.
    """

    analysis: str
    found: Labelled | xr.Dataset
    provenance: dict[str, Any]
    answers: dict[str, Any] = field(
        default_factory=dict, init=False
    )  # made of it once, and sent along with it

    @cached_property
    def data(self) -> xr.Dataset:
        """What was found, as a Dataset."""
        return self.found.dataset() if isinstance(self.found, Labelled) else self.found

    def __repr__(self) -> str:
        scenario = self.provenance["scenario"]
        head = f"<Result {self.analysis} of {scenario}, {len(self.provenance['sources'])} sources>"
        return "\n".join([head, *(f"  {line}" for line in variable_lines(self.data))])


def variable_lines(data: xr.Dataset) -> Iterable[str]:
    """Yield one line a variable: name, dimensions, unit, range of values, meaning."""
    for name, variable in data.data_vars.items():
        unit = variable.attrs.get("units", "")
        dims = ", ".join(f"{dim} {size}" for dim, size in variable.sizes.items())
        yield f"{name} ({dims})  {value_range(variable.values)} {unit}  {variable.attrs.get('long_name', '')}"


def value_range(values: np.ndarray) -> str:
    """Return the least and the greatest finite value as text."""
    if values.dtype.kind not in "iufb":
        return ""
    finite = values[np.isfinite(values)] if values.dtype.kind == "f" else values
    if finite.size == 0:
        return "none"
    return f"{finite.min():.4g} to {finite.max():.4g}"


def provenance(scenario: Scenario, **options: Any) -> dict[str, Any]:
    """Return where a result comes from: program, full scenario text, options, source keys and the moment."""
    return {
        "program_version": version("equipoise"),
        "scenario": scenario.name,
        "scenario_title": scenario.title,
        "scenario_text": scenario.canonical_text(),
        "scenario_hash": scenario.content_hash(),
        "options": {name: value for name, value in options.items() if value is not None},
        "sources": sorted({evidence.source for evidence in scenario.evidence.values()}),
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def plain_array(values: np.ndarray) -> Any:
    """Return an array as lists, NaN and infinities as null."""
    if values.dtype.kind not in "fiubU":
        return plain(values.tolist())
    if values.dtype.kind == "f" and not np.isfinite(values).all():
        told = values.astype(object)
        told[~np.isfinite(values)] = None
        return told.tolist()
    return values.tolist()


def plain(value: Any) -> Any:
    """Return a value as JSON can hold it: arrays as lists, NaN and infinities as null."""
    if isinstance(value, np.ndarray):
        return plain_array(value)
    if isinstance(value, np.generic):
        return plain(value.item())
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
