"""Files whose form pydantic knows: the model that their parts share, plain data of a tree, faults with their place."""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from typing import Any

from pydantic import BaseModel, ConfigDict

from equipoise.errors import Fault
from equipoise.reading import Mapping, Node, Sequence


class Part(BaseModel):
    """A part of a file: no unknown key, no change after reading."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, str_min_length=1)


def plain_data(node: Node) -> Any:
    """Return a tree as dicts, tuples and texts."""
    if isinstance(node, Mapping):
        return {key: plain_data(child) for key, child in node.entries.items()}
    if isinstance(node, Sequence):
        return tuple(plain_data(item) for item in node.items)
    return node.text


def fault_in(tree: Mapping, error: MappingOf[str, Any], remedy: str) -> Fault:
    """Return what pydantic found wrong as a fault with its place in the file."""
    node: Node = tree
    for step in error["loc"]:
        if isinstance(node, Mapping) and step in node.entries:
            node = node.entries[str(step)]
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
    address = ".".join(str(step) for step in error["loc"])
    problem = str(error["msg"]).removeprefix("Value error, ")
    return Fault(node.mark.where, address, problem[:1].lower() + problem[1:], remedy, node.mark.excerpt)
