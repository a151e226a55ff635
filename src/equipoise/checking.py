"""The rules of a scenario file as a whole: its head, its limits, and ids that must be known in it."""

from __future__ import annotations

import re
from datetime import date

from equipoise import catalogue
from equipoise.addresses import SET_KEYS, found_at
from equipoise.catalogue import Source
from equipoise.catalogue.state_codes import state_codes
from equipoise.evidence import NumberReader
from equipoise.reading import Faults, Mapping, Node, Origin, Scalar, Sequence, suggestion

FORMAT_VERSION = "1"
HEAD_KEYS = ("equipoise", "source", "grade", "sources")
SOURCE_KEYS = ("title", "author", "date", "year", "publisher", "url", "access", "note")
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
    origin.default_source, origin.default_grade = (
        _head_text(tree, key, faults) for key in ("source", "grade")
    )
    if origin.default_source:
        numbers.known_source(origin.default_source, tree.entries["source"].mark, "source")
    if origin.default_grade:
        numbers.known_grade(origin.default_grade, tree.entries["grade"].mark, "grade")
    return own


def _head_text(tree: Mapping, key: str, faults: Faults) -> str | None:
    """Return a text of the head, None where it is absent; a broken one is "", so that it is told once only."""
    if key not in tree.entries:
        return None
    text = tree.text(key)
    if not text:
        faults.add(tree.keys[key], key, f"'{key}' has no text", f"write '{key}: ...' or leave it out")
    return text or ""


def _own_sources(node: Node | None, faults: Faults) -> dict[str, Source]:
    if node is None:
        return {}
    if not isinstance(node, Mapping):
        faults.add(node.mark, "sources", "a mapping of source keys belongs here", "write 'key: {title: ...}'")
        return {}
    for key, entry in node.entries.items():
        _own_source(key, entry, node, faults)
    return {key: catalogue.source_of(key, entry) for key, entry in node.entries.items()}


def _own_source(key: str, entry: Node, sources: Mapping, faults: Faults) -> None:
    address = f"sources.{key}"
    if key in catalogue.sources():
        problem = f"the catalogue has a source '{key}' already"
        faults.add(sources.keys[key], address, problem, "give yours another key")
    if not isinstance(entry, Mapping) or not entry.text("title"):
        faults.add(entry.mark, address, "the source has no title", "add 'title:', 'date:' and 'url:'")
    if isinstance(entry, Mapping):
        NumberReader(faults, ()).only_known_keys(entry, address, SOURCE_KEYS)


def within_limits(tree: Mapping, faults: Faults) -> None:
    """Note a fault where there are more sites or missiles than a scenario may have."""
    sites = _count(tree.entries.get("sensors")) + _count(tree.entries.get("batteries"))
    if sites > MAXIMUM_SITES:
        problem = f"{sites} sensors and batteries; the limit is {MAXIMUM_SITES}"
        faults.add(tree.mark, "", problem, "split the scenario")
    missiles = sum(_count(members) for members in _threats_by_set(tree).values())
    if missiles > MAXIMUM_MISSILES:
        problem = f"{missiles} missiles; the limit is {MAXIMUM_MISSILES}"
        faults.add(tree.mark, "threats", problem, "split the threat sets")


def _count(group: Node | None) -> int:
    return len(group.entries) if isinstance(group, Mapping) else 0


def _threats_by_set(tree: Mapping) -> dict[str, Node | None]:
    sets = tree.entries.get("threats")
    entries = sets.entries if isinstance(sets, Mapping) else {}
    return {name: found_at(one, ("missiles",)) for name, one in entries.items()}


def ids_are_free(tree: Mapping, faults: Faults) -> None:
    """Note a fault for each threat whose id is a key of its set, for the two would share one address."""
    for name, members in _threats_by_set(tree).items():
        if isinstance(members, Mapping):
            for taken in set(SET_KEYS) & set(members.entries):
                problem = f"a missile cannot have the id '{taken}'"
                faults.add(members.keys[taken], f"threats.{name}.{taken}", problem, "choose another id")


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


def provided_is_known(tree: Mapping, faults: Faults) -> None:
    """Note a fault for each sensor or battery that an element provides and the scenario has not."""
    groups = [tree.entries.get(name) for name in ("sensors", "batteries")]
    known = tuple(name for group in groups if isinstance(group, Mapping) for name in group.entries)
    elements = found_at(tree, ("programme", "elements"))
    for name, element in elements.entries.items() if isinstance(elements, Mapping) else ():
        named = found_at(element, ("provides",))
        for item in named.items if isinstance(named, Sequence) else ():
            if isinstance(item, Scalar) and item.text and item.text not in known:
                problem = f"there is no '{item.text}' among the sensors and batteries of the scenario"
                remedy = f"{suggestion(item.text, known)}the scenario has {', '.join(known)}"
                faults.add(item.mark, f"programme.elements.{name}.provides", problem, remedy)


def states_are_known(tree: Mapping, faults: Faults) -> None:
    """Note a fault for each owner or host that is no state's code."""
    codes = state_codes()
    for group in ("sensors", "batteries"):
        members = tree.entries.get(group)
        for name, member in members.entries.items() if isinstance(members, Mapping) else ():
            for key in ("owner", "host"):
                said = _stated(found_at(member, (key,)))
                if said is not None and said.text not in codes:
                    problem = f"there is no state '{said.text}'"
                    remedy = "write the ISO 3166 code of three letters, for example POL"
                    faults.add(said.mark, f"{group}.{name}.{key}", problem, remedy)


def date_is_a_day(tree: Mapping, faults: Faults) -> None:
    """Note a fault where the date of the scenario is no day."""
    said = _stated(tree.entries.get("date"))
    if said is not None and day_of(said.text) is None:
        faults.add(said.mark, "date", f"'{said.text}' is no day", "write YYYY-MM-DD, for example 2008-07-08")


def day_of(text: str) -> date | None:
    """Return the day that YYYY-MM-DD names, None where it names none.

    Examples
    --------
    >>> day_of("2008-07-08"), day_of("2008-02-30")
    (datetime.date(2008, 7, 8), None)
    """
    try:
        return date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) else None
    except ValueError:
        return None


def _stated(node: Node | None) -> Scalar | None:
    """Return the text of a field, alone or with its evidence; None where there is none to judge."""
    if isinstance(node, Mapping):
        node = node.entries.get("value")
    return node if isinstance(node, Scalar) and node.text and not node.broken else None


def _radar_is_one(sensors: Node | None, name: str, battery: Node, faults: Faults) -> None:
    own = battery.text("radar") if isinstance(battery, Mapping) else None
    sensor = found_at(sensors, (own,)) if own and sensors is not None else None
    if isinstance(sensor, Mapping) and sensor.text("kind") == "infrared":
        named = found_at(battery, ("radar",)) or battery
        problem = f"'{own}' is a satellite; a battery's own radar must be a radar"
        faults.add(named.mark, f"batteries.{name}.radar", problem, "put the satellite under 'network:'")


def ships_carry_known_batteries(tree: Mapping, faults: Faults) -> None:
    """Note a fault for each battery that a ship names and the scenario has not, or has as a land site."""
    ships, batteries = found_at(tree, ("fleet", "ships")), tree.entries.get("batteries")
    known = tuple(batteries.entries) if isinstance(batteries, Mapping) else ()
    for name, ship in ships.entries.items() if isinstance(ships, Mapping) else ():
        named = found_at(ship, ("batteries",))
        for item in named.items if isinstance(named, Sequence) else ():
            if isinstance(item, Scalar) and item.text:
                _rides(item, tuple(known), batteries, f"fleet.ships.{name}.batteries", faults)


def _rides(
    item: Scalar, known: tuple[str, ...], batteries: Node | None, address: str, faults: Faults
) -> None:
    if item.text not in known:
        problem = f"there is no '{item.text}' among the batteries of the scenario"
        remedy = f"{suggestion(item.text, known)}the scenario has {', '.join(known) or 'none'}"
        faults.add(item.mark, address, problem, remedy)
        return
    battery = found_at(batteries, (item.text,)) if batteries is not None else None
    if isinstance(battery, Mapping) and battery.text("platform") != "ship":
        problem = f"the battery '{item.text}' is a land site"
        faults.add(item.mark, address, problem, "give it 'platform: ship', or leave it out of the fleet")
