"""Things of the catalogue as nouns, without a scenario around them."""

from __future__ import annotations

from typing import Any

from equipoise import catalogue
from equipoise.assembly import Assembly
from equipoise.reading import Faults, Mapping
from equipoise.systems.missiles import Missile, ParametricMissile, StagedMissile
from equipoise.systems.places import Place

NOUNS: dict[str, tuple[type, ...]] = {"missiles": (ParametricMissile, StagedMissile), "places": (Place,)}


def missile(name: str) -> Missile:
    """Return a missile of the catalogue.

    Examples
    --------
    >>> missile("irbm-3500").maximum_range_m
    3500000.0
    """
    return _noun("missiles", name)


def place(name: str) -> Place:
    """Return a place of the catalogue.

    Examples
    --------
    >>> place("redzikowo").lat_deg
    54.4728
    """
    return _noun("places", name)


def _noun(kind: str, name: str) -> Any:
    entry = catalogue.show(f"{kind}/{name}")
    node = catalogue.tree(kind, entry.id)
    assert isinstance(node, Mapping)
    faults = Faults()
    noun = Assembly(faults, catalogue.sources()).noun(NOUNS[kind], node.without("summary"), (kind, entry.id), entry.id)
    faults.raise_any()
    return noun
