"""Another value at an address, from a call or from the command line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from equipoise.addresses import NoSuchAddress, address_of, found_at, path_of, put
from equipoise.errors import Fault, InputError
from equipoise.evidence import is_number
from equipoise.reading import (
    Faults,
    Mapping,
    Mark,
    Node,
    Origin,
    Scalar,
    Sequence,
    harmless_scalar,
    read_tree,
    suggestion,
)
from equipoise.resolving import resited, resolved, without_rival


def overridden(tree: Mapping, override: str, known: Iterable[str], faults: Faults) -> Mapping:
    """Return the tree with the value of one "ADDRESS=VALUE" put in its place."""
    address, equals, value = override.partition("=")
    shown = f"--set {override if len(override) < 100 else override[:97] + '...'}"
    if not equals or not address.strip() or not value.strip():
        remedy = "write --set ADDRESS=VALUE, for example --set 'batteries.mine.magazine=20'"
        faults.add(Mark(Origin(shown)), "", "this is no address with a value", remedy)
        return tree
    origin = user_origin(shown)
    return put_value(tree, address.strip(), node_of(value.strip(), origin, faults), origin, known, faults)


def user_origin(shown: str) -> Origin:
    """Return the origin of a value that the user sets: an assumption of the analyst, and said so."""
    return Origin(shown, default_source="analyst", default_grade="assumption", default_note="set by the user")


def put_value(
    tree: Mapping, address: str, new: Node, origin: Origin, known: Iterable[str], faults: Faults
) -> Mapping:
    """Return the tree with a node put at an address and its catalogue ids resolved; faults are noted."""
    path = path_of(address)
    if path[-1] == "system" and len(path) > 1:
        path = path[:-1]
    if len(path) == 2 and path[0] == "sensors" and isinstance(new, Scalar):
        new = resited(found_at(tree, path), new)
    try:
        changed = put(tree, path, new)
    except NoSuchAddress as error:
        faults.add(
            Mark(origin), address, f"there is no such address: no '{error.missing}'", _nearest(address, known)
        )
        return tree
    assert isinstance(changed, Mapping)
    return resolved(without_rival(changed, path), faults)


def _nearest(address: str, known: Iterable[str]) -> str:
    return suggestion(address, known) + "see 'equipoise show' for the addresses of a scenario"


def node_of(value: Any, origin: Origin, faults: Faults) -> Node:
    """Return a value from a call or the command line as a node; lists and mappings may be YAML text."""
    mark = Mark(origin)
    if isinstance(value, dict):
        entries = {str(key): node_of(item, origin, faults) for key, item in value.items()}
        return Mapping(entries, dict.fromkeys(entries, mark), mark)
    if isinstance(value, list | tuple):
        return Sequence(tuple(node_of(item, origin, faults) for item in value), mark)
    text = str(value).lower() if isinstance(value, bool) else str(value)
    if text[:1] not in ("[", "{"):
        return harmless_scalar(text, mark, "", faults)
    inner = Faults()
    try:
        read = read_tree(f"value: {text}", Origin(origin.name), inner)
        inner.raise_any()
    except InputError as error:
        faults.found.extend(Fault(origin.name, "", fault.problem, fault.remedy) for fault in error.faults)
        return Scalar("", mark, broken=True)
    return _unmarked(read.entries["value"], mark)


def _unmarked(node: Node, mark: Mark) -> Node:
    if isinstance(node, Mapping):
        entries = {key: _unmarked(item, mark) for key, item in node.entries.items()}
        return Mapping(entries, dict.fromkeys(entries, mark), mark)
    if isinstance(node, Sequence):
        return Sequence(tuple(_unmarked(item, mark) for item in node.items), mark)
    return Scalar(node.text, mark, node.broken)


def addresses_in(node: Node, path: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return the addresses of everything in a tree, for suggestions."""
    here = (address_of(path),) if path else ()
    if isinstance(node, Mapping) and not is_number(node):
        below = (addresses_in(child, (*path, key)) for key, child in node.entries.items())
        return here + tuple(address for found in below for address in found)
    return here


def no_such_address(where: str, address: str, known: Iterable[str]) -> Fault:
    """Return the fault of an address that names nothing, with the nearest known one."""
    return Fault(where, address, "there is no such address", _nearest(address, known))
