"""Arrays with dimensions, units and meanings, of which xarray makes a Dataset when somebody asks for one."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from equipoise.late import xarray as xr

Variable = tuple[tuple[str, ...], np.ndarray, dict[str, str]]  # its dimensions, its values, unit and meaning
Axis = tuple[str, np.ndarray]


class Labelled(NamedTuple):
    """The parts of a Dataset: variables and coordinates by name, and what is said of the whole."""

    variables: dict[str, Variable]
    coordinates: dict[str, Axis]
    attributes: dict[str, Any]

    def values(self, name: str) -> np.ndarray:
        """Return the array of a variable."""
        return self.variables[name][1]

    def labels(self, name: str) -> np.ndarray:
        """Return the array of a coordinate."""
        return self.coordinates[name][1]

    def dataset(self) -> xr.Dataset:
        """Return the whole as a Dataset."""
        return xr.Dataset(self.variables, coords=self.coordinates, attrs=self.attributes)


def joined(one: Labelled, other: Labelled, attributes: dict[str, Any]) -> Labelled:
    """Return the variables of both with what is said of the whole."""
    return Labelled(one.variables | other.variables, one.coordinates | other.coordinates, attributes)
