"""Where a number comes from: its range, source and grade, read strictly beside the number itself."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from equipoise.reading import Faults, Mapping, Mark, Node, Scalar, Sequence, suggestion
from equipoise.units import Dimension, UnitError, format_quantity, legal_forms, parse_quantity

GRADES = ("official", "measured", "estimate", "assumption")
RESERVED_SOURCES = ("analyst", "model-choice")
TABLE_KEYS = ("mach", "cd")
NUMBER_KEYS = ("value", "low", "high", "source", "page", "grade", "note", "alternatives")
TEXT_KEYS = ("source", "page", "grade", "note")
ALTERNATIVE_KEYS = ("value", "source", "page", "grade", "note")


@dataclass(frozen=True)
class Alternative:
    """A rival value that was not chosen."""

    value: str
    source: str | None = None
    page: str | None = None
    grade: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class Evidence:
    """What stands behind one number; value, low and high as canonical text with unit."""

    value: str
    low: str | None
    high: str | None
    source: str
    page: str | None
    grade: str
    note: str | None
    alternatives: tuple[Alternative, ...] = ()


def is_number(node: Node) -> bool:
    """Return whether a node is a number or table with its evidence, not a thing with fields."""
    return isinstance(node, Mapping) and ("value" in node.entries or "mach" in node.entries)


class NumberReader:
    """Numbers with their evidence out of nodes; faults go to `faults`, a broken number gives None."""

    def __init__(self, faults: Faults, sources: Collection[str]) -> None:
        self.faults = faults
        self.sources = sources

    def number(self, node: Node, address: str, dimension: Dimension) -> tuple[float, Evidence] | None:
        """Return the SI value of a number and its evidence."""
        if isinstance(node, Scalar):
            value = self.quantity(node, address, dimension)
            return self._with_evidence(value, Mapping({}, {}, node.mark), address, dimension)
        if isinstance(node, Sequence):
            self.faults.add(
                node.mark, address, "a list stands where a number belongs", legal_forms(dimension.name)
            )
            return None
        self.only_known_keys(node, address, NUMBER_KEYS)
        if "value" not in node.entries:
            self.faults.add(node.mark, address, "the number has no value", "add 'value:'")
            return None
        value = self.quantity(node.entries["value"], address, dimension)
        return self._with_evidence(value, node, address, dimension)

    def quantity(self, node: Node, address: str, dimension: Dimension) -> float | None:
        """Return the SI value of one text with its unit."""
        if not isinstance(node, Scalar):
            self.faults.add(
                node.mark, address, "a number with its unit belongs here", legal_forms(dimension.name)
            )
            return None
        if node.broken:
            return None
        try:
            return parse_quantity(node.text, dimension.name)
        except UnitError as error:
            self.faults.add(node.mark, address, error.problem, error.remedy)
            return None

    def _with_evidence(
        self, value: float | None, node: Mapping, address: str, dimension: Dimension
    ) -> tuple[float, Evidence] | None:
        low, high = (self._bound(node, key, address, dimension) for key in ("low", "high"))
        source, grade = self.source_and_grade(node, address)
        alternatives = self._alternatives(node, address, dimension)
        if value is None:
            return None
        self._in_order(low, value, high, node, address)
        texts = [
            None if bound is None else format_quantity(bound, dimension.name) for bound in (low, value, high)
        ]
        note = node.text("note") or (node.mark.origin.default_note if "source" not in node.entries else None)
        evidence = Evidence(
            texts[1] or "", texts[0], texts[2], source, node.text("page"), grade, note, alternatives
        )
        return value, evidence

    def _bound(self, node: Mapping, key: str, address: str, dimension: Dimension) -> float | None:
        given = node.entries.get(key)
        return None if given is None else self.quantity(given, f"{address}.{key}", dimension)

    def _in_order(
        self, low: float | None, value: float, high: float | None, node: Mapping, address: str
    ) -> None:
        floor, ceiling = (value if low is None else low), (value if high is None else high)
        if not floor <= value <= ceiling:
            remedy = "write them so that low <= value <= high"
            self.faults.add(node.mark, address, "low, value and high are not in order", remedy)

    def source_and_grade(self, node: Mapping, address: str) -> tuple[str, str]:
        """Return the source key and grade of a number, the file's defaults where it names none."""
        origin = node.mark.origin
        source = node.text("source") or origin.default_source
        grade = node.text("grade") or origin.default_grade
        if source is None:
            remedy = "write {value: ..., source: KEY, grade: ...}, or give the file a default 'source:'"
            self.faults.add(node.mark, address, "the number has no source", remedy)
        elif "source" in node.entries:
            self.known_source(source, node.entries["source"].mark, address)
        if grade is None and source is not None:
            self.faults.add(
                node.mark, address, "the number has no grade", f"add 'grade:', one of {_GRADE_LIST}"
            )
        elif grade is not None and "grade" in node.entries:
            self.known_grade(grade, node.entries["grade"].mark, address)
        return source or "", grade or ""

    def known_source(self, source: str, mark: Mark, address: str) -> None:
        """Note a fault where a source key is neither reserved nor on the list of sources."""
        if source not in RESERVED_SOURCES and source not in self.sources:
            remedy = suggestion(source, (*self.sources, *RESERVED_SOURCES))
            remedy += "list the keys with 'equipoise list sources', or add yours under 'sources:'"
            self.faults.add(mark, address, f"there is no source '{source}'", remedy)

    def known_grade(self, grade: str, mark: Mark, address: str) -> None:
        """Note a fault where a grade is not one of the four."""
        if grade not in GRADES:
            remedy = f"{suggestion(grade, GRADES)}write one of {_GRADE_LIST}"
            self.faults.add(mark, address, f"there is no grade '{grade}'", remedy)

    def _alternatives(self, node: Mapping, address: str, dimension: Dimension) -> tuple[Alternative, ...]:
        given = node.entries.get("alternatives")
        if given is None:
            return ()
        if not isinstance(given, Sequence):
            remedy = "write a list: [{value: ..., source: ...}]"
            self.faults.add(given.mark, address, "alternatives are not a list", remedy)
            return ()
        found = [self._alternative(item, address, dimension) for item in given.items]
        return tuple(alternative for alternative in found if alternative is not None)

    def _alternative(self, node: Node, address: str, dimension: Dimension) -> Alternative | None:
        if not isinstance(node, Mapping) or "value" not in node.entries:
            self.faults.add(
                node.mark, address, "an alternative has no value", "write {value: ..., source: ...}"
            )
            return None
        self.only_known_keys(node, address, ALTERNATIVE_KEYS)
        value = self.quantity(node.entries["value"], address, dimension)
        source = node.text("source") or node.mark.origin.default_source
        if source is None:
            self.faults.add(node.mark, address, "the alternative has no source", "add 'source:'")
        elif "source" in node.entries:
            self.known_source(source, node.entries["source"].mark, address)
        if value is None:
            return None
        text = format_quantity(value, dimension.name)
        return Alternative(text, source, node.text("page"), node.text("grade"), node.text("note"))

    def only_known_keys(self, node: Mapping, address: str, known: tuple[str, ...]) -> None:
        """Note a fault for each key of a mapping that is not known."""
        for key in node.entries:
            if key not in known:
                remedy = f"{suggestion(key, known)}known keys: {', '.join(known)}"
                self.faults.add(node.keys[key], f"{address}.{key}", f"unknown key '{key}'", remedy)
            elif key in TEXT_KEYS and not isinstance(node.entries[key], Scalar):
                self.faults.add(
                    node.keys[key], f"{address}.{key}", f"'{key}' is not a text", "write one text"
                )


_GRADE_LIST = ", ".join(GRADES)
