"""A scenario's references to the catalogue, put in place: systems, places, launch areas."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeGuard

from equipoise import catalogue
from equipoise.addresses import Path, address_of, found_at, put
from equipoise.evidence import is_number
from equipoise.reading import Faults, Mapping, Node, Scalar, Sequence, suggestion

_NOT_FIELDS = ("system", "summary")
# To state one of these over a catalogue entry means to replace the other, for a radar has exactly one.
_RIVALS = {"detection_range": "radar_equation", "radar_equation": "detection_range"}
_SITING = ("place", "role", "boresight")


def resolved(tree: Mapping, faults: Faults) -> Mapping:
    """Return the scenario tree with every catalogue id replaced by what it stands for.

    A tree that holds no ids any more is returned with equal content, so it may be applied after each change.
    """
    programme = tree.entries.get("programme")
    if isinstance(programme, Mapping):
        tree = tree.changed("programme", _programme(programme, faults))
    for group, change in (("sensors", _sensor), ("batteries", _battery), ("threats", _threat_set)):
        members = tree.entries.get(group)
        if isinstance(members, Mapping):
            changed = {name: change(node, (group, name), faults) for name, node in members.entries.items()}
            tree = tree.changed(group, Mapping(changed, members.keys, members.mark))
    fleet = tree.entries.get("fleet")
    if isinstance(fleet, Mapping):
        tree = tree.changed("fleet", _with_ports(fleet, faults))
    return tree


def resited(old: Node | None, system: Scalar) -> Node:
    """Return another sensor of the catalogue at the place of an old one, facing as it did at need."""
    entry = catalogue.tree("sensors", system.text)
    if not isinstance(old, Mapping) or entry is None or entry.text("kind") != "radar":
        return system
    kept = {key: old.entries[key] for key in _SITING if key in old.entries and key not in entry.entries}
    entries = {"system": system, **kept}
    return Mapping(entries, {key: node.mark for key, node in entries.items()}, system.mark)


def without_rival(tree: Mapping, path: Path) -> Mapping:
    """Return the tree without the field that the one just put at a path replaces."""
    rival = _RIVALS.get(path[-1])
    owner = found_at(tree, path[:-1])
    if rival is None or not isinstance(owner, Mapping) or rival not in owner.entries:
        return tree
    changed = put(tree, path[:-1], owner.without(rival))
    assert isinstance(changed, Mapping)
    return changed


def _sensor(node: Node, path: Path, faults: Faults) -> Node:
    node = _system(node, "sensors", path, faults, keep_id=False)
    return _with(node, "place", lambda place, here: _place(place, here, faults), path)


def _with_ports(fleet: Node, faults: Faults) -> Node:
    for port in ("home", "forward"):
        fleet = _with(fleet, port, lambda place, here: _place(place, here, faults), ("fleet",))
    return fleet


def _battery(node: Node, path: Path, faults: Faults) -> Node:
    node = _with(node, "place", lambda place, here: _place(place, here, faults), path)
    return _with(node, "interceptor", lambda one, here: _system(one, "interceptors", here, faults), path)


def _threat_set(node: Node, path: Path, faults: Faults) -> Node:
    def all_missiles(members: Node, here: Path) -> Node:
        if not isinstance(members, Mapping):
            return members
        changed = {name: _threat(one, (*here, name), faults) for name, one in members.entries.items()}
        return Mapping(changed, members.keys, members.mark)

    return _with(node, "missiles", all_missiles, path)


def _threat(node: Node, path: Path, faults: Faults) -> Node:
    node = _with(node, "missile", lambda one, here: _system(one, "missiles", here, faults), path)
    return _with(node, "launch", lambda launch, here: _launch(launch, here, faults), path)


def _programme(node: Mapping, faults: Faults) -> Mapping:
    """Return a programme with elements, budget, promises, and the records of slips that its elements name."""

    def members_of(kind: str) -> Callable[[Node, Path], Node]:
        def change(members: Node, here: Path) -> Node:
            if not isinstance(members, Mapping):
                return members
            changed = {
                name: _system(one, kind, (*here, name), faults, keep_id=False)
                for name, one in members.entries.items()
            }
            return Mapping(changed, members.keys, members.mark)

        return change

    def budget(said: Node, here: Path) -> Node:
        return _system(said, "budgets", here, faults, keep_id=False)

    path = ("programme",)
    changed: Node = node
    for key, change in (
        ("elements", members_of("elements")),
        ("promises", members_of("promises")),
        ("estimates", members_of("estimates")),
        ("budget", budget),
    ):
        changed = _with(changed, key, change, path)
    assert isinstance(changed, Mapping)
    return _with_slips(changed)


def _with_slips(programme: Mapping) -> Mapping:
    """Return a programme with each record of slips that an element names and the catalogue has."""
    elements, own = programme.entries.get("elements"), programme.entries.get("slips")
    if not isinstance(elements, Mapping) or not (own is None or isinstance(own, Mapping)):
        return programme
    known = own or Mapping({}, {}, programme.mark)
    named = (one.text("slip") for one in elements.entries.values() if isinstance(one, Mapping))
    for name in dict.fromkeys(name for name in named if name):
        entry = catalogue.tree("slips", name) if name not in known.entries else None
        if entry is not None:
            known = known.changed(name, entry.without(*_NOT_FIELDS))
    return programme.changed("slips", known) if known.entries else programme


def _with(node: Node, key: str, change, path: Path) -> Node:
    if not isinstance(node, Mapping) or key not in node.entries:
        return node
    child = node.entries[key]
    if isinstance(child, Scalar) and (child.broken or not child.text):
        return node
    return Mapping({**node.entries, key: change(child, (*path, key))}, node.keys, node.mark)


def _system(node: Node, kind: str, path: Path, faults: Faults, keep_id: bool = True) -> Node:
    """Return the catalogue entry a node names, completed and overridden by what the node says itself."""
    if isinstance(node, Mapping) and "system" not in node.entries:
        return node
    said = node.entries["system"] if isinstance(node, Mapping) else node
    entry = _looked_up(said, kind, path, faults)
    if not isinstance(entry, Mapping):
        return entry
    entry = entry.without(*_NOT_FIELDS, *(() if keep_id else ("id",)))
    return _merged(entry, node.without(*_NOT_FIELDS)) if isinstance(node, Mapping) else entry


def _looked_up(said: Node, kind: str, path: Path, faults: Faults) -> Node:
    if not isinstance(said, Scalar):
        faults.add(said.mark, address_of(path), "a catalogue id belongs here", f"see 'equipoise list {kind}'")
        return Scalar("", said.mark, broken=True)
    entry = None if said.broken else catalogue.tree(kind, said.text)
    if entry is None:
        if not said.broken:
            problem = f"there is no '{said.text}' among the {kind} of the catalogue"
            remedy = f"{suggestion(said.text, catalogue.ids(kind))}see 'equipoise list {kind}'"
            faults.add(said.mark, address_of(path), problem, remedy)
        return Scalar("", said.mark, broken=True)
    return entry


def _merged(base: Mapping, over: Mapping) -> Mapping:
    rivals = [_RIVALS[key] for key in over.entries if key in _RIVALS]
    base = base.without(*(rival for rival in rivals if rival not in over.entries))
    entries, keys = dict(base.entries), {**base.keys, **over.keys}
    for key, node in over.entries.items():
        under = entries.get(key)
        if _has_fields(node) and _has_fields(under):
            node = _merged(under, node)
        entries[key] = node
    return Mapping(entries, keys, over.mark)


def _has_fields(node: Node | None) -> TypeGuard[Mapping]:
    return isinstance(node, Mapping) and not is_number(node)


def _place(node: Node, path: Path, faults: Faults) -> Node:
    if isinstance(node, Mapping):
        return node
    entry = _looked_up(node, "places", path, faults)
    if not isinstance(entry, Mapping) or not isinstance(node, Scalar):
        return entry
    return entry.without(*_NOT_FIELDS).changed("id", Scalar(node.text, node.mark))


def _launch(node: Node, path: Path, faults: Faults) -> Node:
    """Return launch points by id: an area's named points, a list of place ids, or a mapping as it stands."""
    if isinstance(node, Mapping):
        places = {name: _place(place, (*path, name), faults) for name, place in node.entries.items()}
        return Mapping(places, node.keys, node.mark)
    if isinstance(node, Scalar):
        area = None if node.text in catalogue.ids("places") else _looked_up(node, "areas", path, faults)
        node = Sequence((node,), node.mark) if area is None else area
        if isinstance(node, Mapping):
            node = node.entries["points"]
    if not isinstance(node, Sequence):
        return node
    return _points(node, path, faults)


def _points(node: Sequence, path: Path, faults: Faults) -> Mapping:
    entries: dict[str, Node] = {}
    for item in node.items:
        name = item.text if isinstance(item, Scalar) else ""
        if name in entries:
            faults.add(item.mark, address_of(path), f"'{name}' stands twice", "leave one out")
        entries[name] = _place(item, (*path, name), faults)
    return Mapping(entries, {name: place.mark for name, place in entries.items()}, node.mark)
