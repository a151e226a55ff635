"""The one address of every number: where it stands in the tree, and how to put another there."""

from __future__ import annotations

from equipoise.errors import EquipoiseError
from equipoise.evidence import is_number
from equipoise.quantities import fields_of
from equipoise.reading import Mapping, Node, Sequence
from equipoise.systems import ThreatSet

Path = tuple[str, ...]

_MEMBERS = {"sensors": 1, "batteries": 1, "threats": 1, "programme": 2}
SET_KEYS = tuple(field.key for field in fields_of(ThreatSet))


class NoSuchAddress(EquipoiseError):
    """An address that names nothing: `missing` is the part that is not there."""

    def __init__(self, address: str, missing: str) -> None:
        self.address = address
        self.missing = missing
        super().__init__(f"{address}: there is no '{missing}'")


def address_of(path: Path) -> str:
    """Return the address of a path in the file: the key `missiles` of a threat set is not spoken.

    Examples
    --------
    >>> address_of(("threats", "long-range", "missiles", "irbm-3500", "shape"))
    'threats.long-range.irbm-3500.shape'
    """
    if path[:1] == ("threats",) and path[2:3] == ("missiles",) and len(path) > 3:
        path = path[:2] + path[3:]
    return ".".join(path)


def path_of(address: str) -> Path:
    """Return the path in the file of an address.

    Examples
    --------
    >>> path_of("threats.long-range.irbm-3500.shape")
    ('threats', 'long-range', 'missiles', 'irbm-3500', 'shape')
    """
    path = tuple(address.strip().split("."))
    if path[0] == "threats" and len(path) > 2 and path[2] not in SET_KEYS:
        return (*path[:2], "missiles", *path[2:])
    return path


def found_at(tree: Node | None, path: Path) -> Node | None:
    """Return the node at a path, None where there is none."""
    node = tree
    for segment in path:
        node = _child(node, segment)
        if node is None:
            return None
    return node


def _child(node: Node | None, segment: str) -> Node | None:
    if isinstance(node, Mapping) and not is_number(node):
        return node.entries.get(segment)
    if isinstance(node, Sequence) and segment.isdecimal() and 0 < int(segment) <= len(node.items):
        return node.items[int(segment) - 1]
    return None


def put(tree: Node, path: Path, new: Node, done: Path = ()) -> Node:
    """Return the tree with one node replaced; raises `NoSuchAddress` where the way to it does not exist.

    The last key may be new where a noun may yet take it (an optional field), never among named members.
    """
    if not path:
        return new
    segment, rest = path[0], path[1:]
    child = _child(tree, segment)
    if child is None and (rest or not _may_grow(tree, done)):
        raise NoSuchAddress(address_of((*done, *path)), segment)
    changed = put(child, rest, new, (*done, segment)) if child is not None else new
    if isinstance(tree, Sequence):
        position = int(segment) - 1
        return Sequence((*tree.items[:position], changed, *tree.items[position + 1 :]), tree.mark)
    assert isinstance(tree, Mapping)
    return tree.changed(segment, changed)


def _may_grow(tree: Node, path: Path) -> bool:
    members = len(path) == _MEMBERS.get(path[0]) if path else False
    return isinstance(tree, Mapping) and not is_number(tree) and not members and path[-1:] not in _NAMED


_NAMED = (("missiles",), ("launch",))
