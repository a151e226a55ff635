"""Strict YAML 1.2 text to a tree of marked nodes, with every fault of form at once.

Every scalar stays text: what it means is for the declared field to say, so `no` is never false and `1e3`
never a number by accident. Anchors, aliases, tags and merge keys are refused unexpanded: no bomb can go off.
"""

from __future__ import annotations

import difflib
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sized
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
    StreamStartEvent,
)

from equipoise.errors import Fault, InputError

MAXIMUM_BYTES = 1024 * 1024
MAXIMUM_DEPTH = 32
MAXIMUM_ENTRIES = 2000
MAXIMUM_FAULTS = 200


@dataclass
class Origin:
    """Where text came from, and the source and grade that its numbers take when they name none."""

    name: str
    lines: tuple[str, ...] = ()
    default_source: str | None = None
    default_grade: str | None = None
    default_note: str | None = None


@dataclass(frozen=True)
class Mark:
    """A line and column, both counted from 1, in an origin; line 0 is the origin as a whole."""

    origin: Origin = field(repr=False)
    line: int = 0
    column: int = 0

    @property
    def where(self) -> str:
        return f"{self.origin.name}:{self.line}:{self.column}" if self.line else self.origin.name

    @property
    def excerpt(self) -> str:
        if not 0 < self.line <= len(self.origin.lines):
            return ""
        start = max(0, self.column - 60)
        shown = self.origin.lines[self.line - 1][start : start + 100].replace("\t", " ")
        return f"{shown}\n{' ' * (self.column - 1 - start)}^"


@dataclass(frozen=True)
class Scalar:
    """One text; `broken` marks a place whose fault has already been told."""

    text: str
    mark: Mark
    broken: bool = False


@dataclass(frozen=True)
class Sequence:
    items: tuple[Node, ...]
    mark: Mark


@dataclass(frozen=True)
class Mapping:
    entries: dict[str, Node]
    keys: dict[str, Mark]
    mark: Mark

    def changed(self, key: str, node: Node) -> Mapping:
        """Return a copy with one entry put in or replaced."""
        return Mapping({**self.entries, key: node}, {**self.keys, key: node.mark}, self.mark)

    def without(self, *dropped: str) -> Mapping:
        """Return a copy without some keys."""
        return Mapping(
            {key: node for key, node in self.entries.items() if key not in dropped}, self.keys, self.mark
        )

    def text(self, key: str) -> str | None:
        """Return the text of a scalar entry, None where there is none."""
        node = self.entries.get(key)
        return node.text if isinstance(node, Scalar) and not node.broken else None


Node = Scalar | Sequence | Mapping


class Faults:
    """The faults found so far, to be told all at once."""

    def __init__(self) -> None:
        self.found: list[Fault] = []

    def add(self, mark: Mark, address: str, problem: str, remedy: str) -> None:
        """Note one fault with its place and the source line; too many end the reading."""
        self.found.append(Fault(mark.where, address, problem, remedy, mark.excerpt))
        if len(self.found) >= MAXIMUM_FAULTS:
            self.found.append(Fault("", "", "there may be more faults than these", "mend these first"))
            self.raise_any()

    def raise_any(self) -> None:
        """End in one `InputError` where anything was found, in the order of the text."""
        if self.found:
            raise InputError(*sorted(dict.fromkeys(self.found), key=_in_order_of_text))


def _in_order_of_text(fault: Fault) -> tuple[str, int, int]:
    if not fault.where:
        return (chr(sys.maxunicode), 0, 0)
    match = re.fullmatch(r"(.*):(\d+):(\d+)", fault.where, re.DOTALL)
    return (match[1], int(match[2]), int(match[3])) if match else (fault.where, 0, 0)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word nearest to a word, or one that begins with it, None where none is near."""
    words = list(known)
    close = difflib.get_close_matches(word[:200], words, n=1, cutoff=0.6)
    longer = [other for other in words if len(word) >= 3 and other.startswith(word)]
    return next(iter(close + longer), None)


def suggestion(word: str, known: Iterable[str]) -> str:
    """Return "did you mean 'x'? " for the nearest known word, "" where none is near."""
    near = nearest(word, known)
    return f"did you mean '{near}'? " if near else ""


def harmless_scalar(text: str, mark: Mark, address: str, faults: Faults) -> Scalar:
    """Return a text as a node, broken where it holds control characters or halves of characters."""
    if any(unicodedata.category(letter) in ("Cc", "Cs") and letter not in "\n\t" for letter in text):
        faults.add(mark, address, "the text holds a control character", "take the character out")
        return Scalar("", mark, broken=True)
    return Scalar(text, mark)


def read_text(path: Path, name: str, maximum_bytes: int = MAXIMUM_BYTES) -> str:
    """Return the text of a UTF-8 file, or end in one fault that says why it cannot be read."""
    try:
        with path.open("rb") as stream:
            data = stream.read(maximum_bytes + 1)
    except FileNotFoundError:
        raise InputError(Fault(name, "", "there is no such file", "check the path")) from None
    except IsADirectoryError:
        remedy = "name a scenario file, for example my-plan.yaml, inside it"
        raise InputError(Fault(name, "", "this is a folder, not a file", remedy)) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(Fault(name, "", f"the file cannot be read: {reason}", "check its rights")) from None
    if len(data) > maximum_bytes:
        remedy = "split it, or keep big tables out of the scenario"
        raise InputError(Fault(name, "", f"the file is larger than {maximum_bytes} bytes", remedy))
    return _decoded(data, name)


def _decoded(data: bytes, name: str) -> str:
    remedy = "give a YAML text file in UTF-8"
    if b"\0" in data:
        raise InputError(Fault(name, "", "this is a binary file, not text", remedy))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        problem = f"this is not UTF-8 text: byte {error.start} cannot be decoded"
        raise InputError(Fault(name, "", problem, remedy)) from None


def read_tree(text: str, origin: Origin, faults: Faults) -> Mapping:
    """Return the mapping a text holds; faults of form are noted, and one that ends the reading is raised.

    Parameters
    ----------
    text : str
        YAML 1.2.
    origin : Origin
        What the marks name; its `lines` are set here for the excerpts.
    faults : Faults
        Takes the faults that leave the rest readable.

    Returns
    -------
    tree : Mapping
        Keys and scalars as text, each with its mark.

    Validity
    --------
    No anchors, aliases, tags, merge keys, directives or second documents; depth up to 32.

    References
    ----------
    [yaml-1.2] the language.

    Examples
    --------
    >>> read_tree("range: 3 km", Origin("a.yaml"), Faults()).text("range")
    '3 km'
    """
    origin.lines = tuple(text.splitlines())
    try:
        return _Reader(text, origin, faults).document()
    except YAMLError as error:
        faults.add(_mark_of(error, origin), "", *_syntax(error))
    except _Excess as error:
        faults.add(error.mark, "", error.problem, "a scenario needs far less: take out what does not belong")
    faults.raise_any()
    raise AssertionError


def _mark_of(error: YAMLError, origin: Origin) -> Mark:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    return Mark(origin, mark.line + 1, mark.column + 1) if mark else Mark(origin)


def _syntax(error: YAMLError) -> tuple[str, str]:
    if not isinstance(error, MarkedYAMLError):
        return "the text holds a character that YAML does not allow", "save the file as plain UTF-8 text"
    problem = f"this is not YAML: {error.problem or error.context}"
    if "\\t" in problem:
        return problem, "indent with spaces, not with tabs"
    return problem, 'check indentation, colons and quotes; put a text that holds ": " or " #" in quotes'


class _Excess(Exception):
    def __init__(self, mark: Mark, problem: str) -> None:
        self.mark = mark
        self.problem = problem


class _Reader:
    """Events of one document to nodes."""

    def __init__(self, text: str, origin: Origin, faults: Faults) -> None:
        self.events: Iterator[Event] = iter(YAML(typ="safe", pure=True).parse(text))
        self.origin = origin
        self.faults = faults
        self.path: list[str] = []

    def document(self) -> Mapping:
        event = next(self.events)
        while isinstance(event, StreamStartEvent):
            event = next(self.events)
        if isinstance(event, StreamEndEvent):
            self._end(Mark(self.origin), "the file is empty")
        self._no_directives(event)
        root = self.node(next(self.events), 1)
        self._no_second_document()
        if isinstance(root, Mapping):
            return root
        empty = isinstance(root, Scalar) and not root.text
        return self._end(
            root.mark, "the file is empty" if empty else "the file is not a mapping of keys to values"
        )

    def _end(self, mark: Mark, problem: str) -> Mapping:
        remedy = "begin with 'equipoise: 1' and 'name: my-plan'; a shipped scenario shows the form"
        self.faults.add(mark, "", problem, remedy)
        self.faults.raise_any()
        raise AssertionError

    def _no_directives(self, event: Event) -> None:
        if isinstance(event, DocumentStartEvent) and (event.version or event.tags):
            self.faults.add(self.mark(event), "", "YAML directives are not read", "leave out the '%' line")

    def _no_second_document(self) -> None:
        second = next((event for event in self.events if isinstance(event, DocumentStartEvent)), None)
        if second is not None:
            self.faults.add(
                self.mark(second), "", "the file holds a second document", "write one file for each"
            )

    def mark(self, event: Event) -> Mark:
        return Mark(self.origin, event.start_mark.line + 1, event.start_mark.column + 1)

    def node(self, event: Event, depth: int) -> Node:
        mark = self.mark(event)
        if depth > MAXIMUM_DEPTH:
            raise _Excess(mark, f"the file is nested deeper than {MAXIMUM_DEPTH} levels")
        if isinstance(event, AliasEvent):
            self.faults.add(
                mark, self.address, f"aliases such as '*{event.anchor}' are not read", "write the value out"
            )
            return Scalar("", mark, broken=True)
        self._plain(event, mark)
        if isinstance(event, MappingStartEvent):
            return self.mapping(mark, depth)
        if isinstance(event, SequenceStartEvent):
            return self.sequence(mark, depth)
        assert isinstance(event, ScalarEvent)
        return self.scalar(event, mark)

    @property
    def address(self) -> str:
        return ".".join(self.path)

    def _plain(self, event: Any, mark: Mark) -> None:
        if event.anchor:
            self.faults.add(
                mark, self.address, f"anchors such as '&{event.anchor}' are not read", "write values out"
            )
        if event.tag:
            self.faults.add(
                mark, self.address, f"tags such as '{event.tag}' are not read", "leave the tag out"
            )

    def scalar(self, event: ScalarEvent, mark: Mark) -> Scalar:
        return harmless_scalar(event.value, mark, self.address, self.faults)

    def sequence(self, mark: Mark, depth: int) -> Sequence:
        items = []
        while not isinstance(event := next(self.events), SequenceEndEvent):
            items.append(self.node(event, depth + 1))
            self._not_too_long(items, mark)
        return Sequence(tuple(items), mark)

    def mapping(self, mark: Mark, depth: int) -> Mapping:
        mapping = Mapping({}, {}, mark)
        while not isinstance(event := next(self.events), MappingEndEvent):
            key = self.node(event, depth + 1)
            self.path.append(key.text if isinstance(key, Scalar) else "")
            self._enter(mapping, key, self.node(next(self.events), depth + 1))
            self.path.pop()
            self._not_too_long(mapping.keys, mark)
        return mapping

    @staticmethod
    def _not_too_long(entries: Sized, mark: Mark) -> None:
        if len(entries) > MAXIMUM_ENTRIES:
            raise _Excess(mark, f"more than {MAXIMUM_ENTRIES} entries stand in one place")

    def _enter(self, mapping: Mapping, key: Node, value: Node) -> None:
        if not isinstance(key, Scalar):
            self.faults.add(key.mark, self.address, "a key must be a plain word", "write 'key: value'")
        elif key.text == "<<":
            self.faults.add(key.mark, self.address, "merge keys '<<' are not read", "write the values out")
        elif key.text in mapping.keys:
            first = mapping.keys[key.text].line
            problem = f"'{key.text}' stands twice here, first in line {first}"
            self.faults.add(key.mark, self.address, problem, "leave one out or give it another name")
        elif not key.broken:
            absent = isinstance(value, Scalar) and not value.text and not value.broken
            mapping.entries[key.text] = Scalar("", key.mark) if absent else value
            mapping.keys[key.text] = key.mark
