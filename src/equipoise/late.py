"""Libraries that many commands do without, each read when something of it is first used."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any


class Late:
    """A library known by its name, which is read when it is first asked for something."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __getattr__(self, wanted: str) -> Any:
        return getattr(import_module(self.name), wanted)


if TYPE_CHECKING:
    import xarray as xarray
else:
    xarray = Late("xarray")
