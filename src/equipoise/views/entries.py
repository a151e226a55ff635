"""One entry of the catalogue, or a scenario, as a reader is shown it: numbers, ranges, sources, rivals."""

from __future__ import annotations

import os
import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from rich.console import RenderableType
from rich.text import Text

from equipoise.catalogue import Entry, Source, sources, tree
from equipoise.catalogue.citing import Reference
from equipoise.evidence import is_number
from equipoise.reading import Mapping, Node, Scalar, Sequence
from equipoise.scenario import Scenario, examples

EVIDENCE = ("value", "low", "high", "source", "page", "grade", "note")
HEAD = ("id", "name", "summary", "title")
TEXT_WIDTH = 96


def is_scenario(name: str) -> bool:
    """Return whether a name means a scenario: a shipped one, or the path of a file."""
    return name in examples() or name.endswith((".yaml", ".yml")) or os.path.isfile(name)


def entry_as_json(entry: Entry) -> dict[str, Any]:
    """Return an entry of the catalogue as plain data."""
    node = tree(entry.kind, entry.id)
    numbers = list(numbers_in(node)) if node is not None and entry.kind != "sources" else []
    texts = dict(texts_in(node)) if node is not None else {}
    return {
        "kind": entry.kind,
        "id": entry.id,
        "name": entry.name,
        "summary": entry.summary,
        "texts": {key: text for key, text in texts.items() if key not in HEAD},
        "numbers": numbers,
        "sources": [asdict(source) for source in sources_of(numbers)],
    }


def numbers_in(node: Node, path: tuple[str, ...] = ()) -> Iterator[dict[str, Any]]:
    """Yield every number below a node, with its evidence and the values not chosen."""
    if isinstance(node, Mapping) and is_number(node):
        yield number_of(node, ".".join(path))
    elif isinstance(node, Mapping):
        for key, child in node.entries.items():
            yield from numbers_in(child, (*path, key))
    elif isinstance(node, Sequence):
        for place, item in enumerate(node.items, start=1):
            yield from numbers_in(item, (*path, str(place)))


def number_of(node: Mapping, key: str) -> dict[str, Any]:
    """Return one number with its evidence."""
    said = {name: node.text(name) for name in EVIDENCE}
    if "mach" in node.entries:
        said["value"] = "by Mach number: " + " ".join(written(node.entries[name]) for name in ("mach", "cd"))
    rivals = node.entries.get("alternatives")
    items = rivals.items if isinstance(rivals, Sequence) else ()
    alternatives = [
        {name: item.text(name) for name in EVIDENCE} for item in items if isinstance(item, Mapping)
    ]
    return {"key": key, **said, "alternatives": alternatives}


def texts_in(node: Node, path: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """Yield every text below a node that belongs to no number, lists of texts joined."""
    if isinstance(node, Scalar):
        yield ".".join(path), node.text
    elif isinstance(node, Sequence) and all(isinstance(item, Scalar) for item in node.items):
        yield ".".join(path), written(node)
    elif isinstance(node, Mapping) and not is_number(node):
        for key, child in node.entries.items():
            yield from texts_in(child, (*path, key))


def written(node: Node) -> str:
    """Return a text or a list of texts in one line."""
    items = node.items if isinstance(node, Sequence) else (node,)
    return ", ".join(item.text for item in items if isinstance(item, Scalar))


def sources_of(numbers: Iterable[dict[str, Any]]) -> list[Source]:
    """Return the sources of numbers and of their rivals, sorted by key."""
    keys = {each["source"] for number in numbers for each in (number, *number["alternatives"])}
    return [sources()[key] for key in sorted(key for key in keys if key in sources())]


def entry_parts(entry: Entry) -> list[RenderableType]:
    """Return an entry as lines for the terminal."""
    data = entry_as_json(entry)
    lines = [f"{entry.id} ({entry.kind}): {entry.name}", *wrapped(entry.summary, "  "), ""]
    lines += [line for key, text in data["texts"].items() for line in wrapped(f"{key}: {text}", "  ")]
    for number in data["numbers"]:
        lines += number_lines(number)
    if data["sources"]:
        lines += ["", "Sources"]
    for source in data["sources"]:
        lines += wrapped(Reference(Source(**source), ()).as_text(), "  ")
    return [Text("\n".join(lines))]


def number_lines(number: dict[str, Any]) -> list[str]:
    """Return a number in a line, then why it was chosen, then what was not."""
    head = f"{number['key']}: {number['value']}{range_words(number['low'], number['high'])}"
    lines = wrapped(f"{head}  [{number['source']}, {number['grade']}]", "  ")
    if number["note"]:
        lines += wrapped(number["note"], "      ")
    for rival in number["alternatives"]:
        words = f"not chosen: {rival['value']}  [{rival['source']}] {rival['note'] or ''}"
        lines += wrapped(words.rstrip(), "      ")
    return lines


def range_words(low: str | None, high: str | None) -> str:
    """Return the range of a number in brackets; nothing where none is stated."""
    return f"  ({low or '?'} to {high or '?'})" if low or high else ""


def wrapped(text: str, indent: str) -> list[str]:
    """Return a text broken into lines."""
    hanging = indent + "  "
    return textwrap.wrap(text, TEXT_WIDTH, initial_indent=indent, subsequent_indent=hanging)


def scenario_as_json(scenario: Scenario) -> dict[str, Any]:
    """Return a scenario's numbers with their evidence, and its sources, as plain data."""
    return {
        "kind": "scenarios",
        "id": scenario.name,
        "name": scenario.title,
        "summary": scenario.summary,
        "hash": scenario.content_hash(),
        "numbers": [{"key": address, **asdict(number)} for address, number in scenario.evidence.items()],
        "sources": [asdict(source) for source in scenario.cited().values()],
    }


def scenario_parts(scenario: Scenario) -> list[RenderableType]:
    """Return a scenario as its numbers, one group a sensor, battery or missile."""
    lines = [f"{scenario.name}: {scenario.title}", *wrapped(scenario.summary, "  ")]
    group = ""
    for address, number in scenario.evidence.items():
        above, _, below = address.rpartition(".")
        if above != group:
            group = above
            lines += ["", above]
        star = " *" if number.alternatives else ""
        value, span = shortened(number.value) + star, range_words(number.low, number.high).strip(" ()")
        lines.append(f"  .{below:<24} {value:<13} {span:<21} {number.source:<22} {number.grade}")
    hint = "* other values were published: 'equipoise show' with the id of the system names them all."
    return [Text("\n".join([*lines, "", hint]))]


def shortened(value: str) -> str:
    """Return a value that fits a column; a table of numbers is only named."""
    return value if len(value) <= 13 else "a table"
