"""Trees of marked nodes as JSON and back: reading a catalogue file a second time then takes no YAML."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from equipoise import reading
from equipoise.reading import Mapping, Mark, Node, Origin, Scalar, Sequence

# What is packed hangs on the reader and on this file.
READER_TEXT = Path(reading.__file__).read_bytes() + Path(__file__).read_bytes()


def packed(tree: Mapping) -> bytes:
    """Return a tree without faults as JSON: each node as its line, its column and what it holds."""
    return json.dumps(_plain(tree)).encode()


def unpacked(text: bytes, origin: Origin) -> Mapping:
    """Return the tree that was packed, its marks in an origin."""
    tree = _node(json.loads(text), origin)
    assert isinstance(tree, Mapping)
    return tree


def _plain(node: Node) -> list[Any]:
    held: Any
    if isinstance(node, Scalar):
        held = node.text
    elif isinstance(node, Sequence):
        held = [_plain(item) for item in node.items]
    else:
        held = {key: [mark.line, mark.column, _plain(node.entries[key])] for key, mark in node.keys.items()}
    return [node.mark.line, node.mark.column, held]


def _node(plain: list[Any], origin: Origin) -> Node:
    line, column, held = plain
    mark = Mark(origin, line, column)
    if isinstance(held, str):
        return Scalar(held, mark)
    if isinstance(held, list):
        return Sequence(tuple(_node(item, origin) for item in held), mark)
    keys = {key: Mark(origin, entry[0], entry[1]) for key, entry in held.items()}
    return Mapping({key: _node(entry[2], origin) for key, entry in held.items()}, keys, mark)
