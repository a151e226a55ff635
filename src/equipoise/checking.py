"""The rules of a scenario file as a whole: its head, its limits, and ids that must be known in it."""

from __future__ import annotations

from equipoise import catalogue
from equipoise.addresses import found_at
from equipoise.catalogue import Source
from equipoise.evidence import NumberReader
from equipoise.reading import Faults, Mapping, Node, Origin, Scalar, Sequence, suggestion

FORMAT_VERSION = "1"
HEAD_KEYS = ("equipoise", "source", "grade", "sources")
MAXIMUM_SITES = 200
MAXIMUM_MISSILES = 1000


def read_head(tree: Mapping, origin: Origin, faults: Faults) -> dict[str, Source]:
    """Read the keys that speak of the file itself, and give its numbers their default source and grade."""
    version = tree.text("equipoise")
    if version != FORMAT_VERSION:
        mark = tree.entries["equipoise"].mark if "equipoise" in tree.entries else tree.mark
        problem = f"format '{version}' is not known" if version else "'equipoise' is missing"
        faults.add(mark, "equipoise", problem, "write 'equipoise: 1', the format of this program")
    own = _own_sources(tree.entries.get("sources"), faults)
    numbers = NumberReader(faults, (*catalogue.sources(), *own))
    origin.default_source, origin.default_grade = tree.text("source"), tree.text("grade")
    if origin.default_source is not None:
        numbers.known_source(origin.default_source, tree.entries["source"].mark, "source")
    if origin.default_grade is not None:
        numbers.known_grade(origin.default_grade, tree.entries["grade"].mark, "grade")
    return own


def _own_sources(node: Node | None, faults: Faults) -> dict[str, Source]:
    if node is None:
        return {}
    if not isinstance(node, Mapping):
        faults.add(node.mark, "sources", "a mapping of source keys belongs here", "write 'key: {title: ...}'")
        return {}
    for key, entry in node.entries.items():
        if not isinstance(entry, Mapping) or not entry.text("title"):
            faults.add(
                entry.mark, f"sources.{key}", "the source has no title", "add 'title:', 'date:' and 'url:'"
            )
    return {key: catalogue.source_of(key, entry) for key, entry in node.entries.items()}


def within_limits(tree: Mapping, faults: Faults) -> None:
    groups = [tree.entries.get(group) for group in ("sensors", "batteries")]
    sites = sum(len(group.entries) for group in groups if isinstance(group, Mapping))
    if sites > MAXIMUM_SITES:
        faults.add(
            tree.mark,
            "",
            f"{sites} sensors and batteries; the limit is {MAXIMUM_SITES}",
            "split the scenario",
        )
    sets = tree.entries.get("threats")
    found = (
        [found_at(one, ("missiles",)) for one in sets.entries.values()] if isinstance(sets, Mapping) else []
    )
    missiles = sum(len(members.entries) for members in found if isinstance(members, Mapping))
    if missiles > MAXIMUM_MISSILES:
        faults.add(
            tree.mark,
            "threats",
            f"{missiles} missiles; the limit is {MAXIMUM_MISSILES}",
            "split the threat sets",
        )


def sensors_are_known(tree: Mapping, faults: Faults) -> None:
    """Note a fault for each sensor id that a battery names and the scenario has not."""
    sensors, batteries = tree.entries.get("sensors"), tree.entries.get("batteries")
    known = tuple(sensors.entries) if isinstance(sensors, Mapping) else ()
    for name, battery in batteries.entries.items() if isinstance(batteries, Mapping) else ():
        for key in ("radar", "network"):
            named = found_at(battery, (key,))
            items = named.items if isinstance(named, Sequence) else (named,)
            for item in items:
                if isinstance(item, Scalar) and item.text and item.text not in known:
                    problem = f"there is no '{item.text}' among the sensors of the scenario"
                    remedy = f"{suggestion(item.text, known)}the scenario has {', '.join(known) or 'none'}"
                    faults.add(item.mark, f"batteries.{name}.{key}", problem, remedy)
        _radar_is_one(sensors, name, battery, faults)


def _radar_is_one(sensors: Node | None, name: str, battery: Node, faults: Faults) -> None:
    own = battery.text("radar") if isinstance(battery, Mapping) else None
    sensor = found_at(sensors, (own,)) if own and sensors is not None else None
    if isinstance(sensor, Mapping) and sensor.text("kind") == "infrared":
        named = found_at(battery, ("radar",)) or battery
        problem = f"'{own}' is a satellite; a battery's own radar must be a radar"
        faults.add(named.mark, f"batteries.{name}.radar", problem, "put the satellite under 'network:'")
