"""Published outcomes: what was said in public about whom a plan covers, to set beside what is computed."""

from __future__ import annotations

from dataclasses import dataclass

from equipoise.addresses import found_at
from equipoise.catalogue import file_tree
from equipoise.reading import Mapping, Node, Scalar, Sequence

FILE = "published.yaml"


@dataclass(frozen=True)
class Published:
    """One public statement: who made it, its source key, and the states it names, by their codes."""

    who: str
    source: str
    uncovered: tuple[str, ...]
    in_part: tuple[str, ...]
    covered: tuple[str, ...]


def published(scenario: str, threat: str) -> tuple[Published, ...]:
    """Return what was published about a shipped scenario against one of its threat sets; often nothing.

    Examples
    --------
    >>> published("poland-czech-2007", "long-range")[0].covered
    ('ITA', 'ESP', 'PRT')
    """
    said = found_at(file_tree(FILE), (scenario, threat))
    items = said.items if isinstance(said, Sequence) else ()
    return tuple(_statement(item) for item in items if isinstance(item, Mapping))


def _statement(node: Mapping) -> Published:
    states = {key: _codes(node.entries.get(key)) for key in ("uncovered", "in_part", "covered")}
    return Published(node.text("who") or "", node.text("source") or "", **states)


def _codes(node: Node | None) -> tuple[str, ...]:
    items = node.items if isinstance(node, Sequence) else ()
    return tuple(item.text for item in items if isinstance(item, Scalar))
