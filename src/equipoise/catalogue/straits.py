"""Straits and canals: the line across each, and the channel through those that coasts at 1:50 million do not show."""

from __future__ import annotations

from functools import cache

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from equipoise.catalogue import FOLDER
from equipoise.quantities import Identifier
from equipoise.reading import Faults, Mapping, Node, Origin, Sequence, read_text, read_tree

FILE = "straits.yaml"
Points = tuple[tuple[float, float], ...]


class Strait(BaseModel):
    """One strait or canal: points are latitude and longitude in degrees."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Identifier
    name: str
    gate: Points = Field(min_length=2, max_length=2)
    channel: Points = ()
    source: str
    grade: str


@cache
def straits() -> tuple[Strait, ...]:
    """Return the straits and canals that can be closed, in the order of the file.

    Examples
    --------
    >>> [strait.name for strait in straits()][:2]
    ['Strait of Gibraltar', 'Dardanelles']
    """
    shown = f"catalogue/{FILE}"
    faults = Faults()
    tree = read_tree(read_text(FOLDER / FILE, shown), Origin(shown), faults)
    faults.raise_any()
    return tuple(Strait(id=name, **plain(node)) for name, node in tree.entries.items())


def plain(node: Node) -> dict:
    """Return a strait's mapping as texts and points."""
    assert isinstance(node, Mapping)
    return {key: texts(child) for key, child in node.entries.items()}


def texts(node: Node) -> str | tuple:
    """Return nested sequences of texts."""
    if isinstance(node, Sequence):
        return tuple(texts(item) for item in node.items)
    assert not isinstance(node, Mapping)
    return node.text


def channel_points() -> np.ndarray:
    """Return latitude and longitude [deg] of all points of channels, strait by strait."""
    return np.array([point for strait in straits() for point in strait.channel])
