"""From a tree of marked nodes to validated nouns, by the declarations of the nouns themselves."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from pydantic import ValidationError

from equipoise.addresses import Path, address_of
from equipoise.errors import Fault
from equipoise.evidence import TABLE_KEYS, TEXT_KEYS, Evidence, NumberReader
from equipoise.quantities import Contradiction, Declared, Noun, fields_of
from equipoise.reading import Faults, Mapping, Mark, Node, Scalar, Sequence, nearest, suggestion
from equipoise.systems import Place, Region
from equipoise.units import DIMENSIONS, UnitError, format_quantity, parse_quantity

DEFAULT_NOTE = "default of the program"
IN_CATALOGUE = ("place", "interceptor", "missile", "launch", "budget")


class Assembly:
    """Nouns out of nodes, with the evidence and the value at each address; faults are collected."""

    def __init__(self, faults: Faults, sources: Collection[str], root_keys: tuple[str, ...] = ()) -> None:
        self.faults = faults
        self.root_keys = root_keys
        self.numbers = NumberReader(faults, sources)
        self.evidence: dict[str, Evidence] = {}
        self.values: dict[str, Any] = {}
        self.region: Region | None = None

    def noun(self, kinds: tuple[type[Noun], ...], node: Node, path: Path, own_id: str = "") -> Noun | None:
        """Return the noun a node describes, None where a fault was noted."""
        address = address_of(path)
        if not isinstance(node, Mapping):
            if not (isinstance(node, Scalar) and node.broken):
                self.faults.add(node.mark, address, "a mapping of keys belongs here", _keys_remedy(kinds[0]))
            return None
        chosen = self._kind(kinds, node, address)
        if chosen is None:
            return None
        before = len(self.faults.found)
        misspelt = self._unknown_keys(chosen, node, path)
        fields = [field for field in fields_of(chosen) if field.key not in misspelt]
        given = {field.attribute: self._field(field, node, path, own_id) for field in fields}
        self._swapped_places(chosen, node, path)
        complete = not misspelt and not any(_failed(field, given[field.attribute], node) for field in fields)
        return (
            self._built(chosen, given, node, path) if complete and len(self.faults.found) == before else None
        )

    def _kind(self, kinds: tuple[type[Noun], ...], node: Mapping, address: str) -> type[Noun] | None:
        if len(kinds) == 1:
            return kinds[0]
        by_name = {
            next(field for field in fields_of(kind) if field.key == "kind").default: kind for kind in kinds
        }
        said = node.text("kind")
        if said in by_name:
            return by_name[said]
        problem = f"there is no kind '{said}'" if said else "'kind' is missing"
        mark = node.entries["kind"].mark if "kind" in node.entries else node.mark
        self.faults.add(mark, f"{address}.kind", problem, f"write kind: {' or kind: '.join(by_name)}")
        return None

    def _unknown_keys(self, noun: type[Noun], node: Mapping, path: Path) -> set[str]:
        """Note each unknown key; return the keys probably meant, so that they are not missed too."""
        known = tuple(field.key for field in fields_of(noun)) + (self.root_keys if not path else ())
        meant = set()
        for key in node.entries:
            if key not in known:
                near = nearest(key, known)
                remedy = f"did you mean '{near}'?" if near else f"known keys: {', '.join(known)}"
                self.faults.add(node.keys[key], address_of((*path, key)), f"unknown key '{key}'", remedy)
                meant.add(near)
        return {key for key in meant if key is not None and key not in node.entries}

    def _field(self, field: Declared, node: Mapping, path: Path, own_id: str) -> Any:
        here = (*path, field.key)
        child = node.entries.get(field.key)
        if child is None:
            return self._absent(field, node, here, own_id)
        if isinstance(child, Scalar) and child.broken:
            return None
        if isinstance(child, Scalar) and not child.text:
            self.faults.add(child.mark, address_of(here), f"'{field.key}' has no value", _written_form(field))
            return None
        return self._given(field, child, here, own_id)

    def _absent(self, field: Declared, node: Mapping, here: Path, own_id: str) -> Any:
        address = address_of(here)
        if field.attribute in ("id", "name") and own_id:
            self.values[address] = own_id
            return own_id
        if field.required:
            self.faults.add(node.mark, address, f"'{field.key}' is missing", _written_form(field))
            return None
        if field.nouns and isinstance(field.default, Noun):
            return self.noun(field.nouns, Mapping({}, {}, node.mark), here)
        self._note_default(field, address)
        return field.default

    def _note_default(self, field: Declared, address: str) -> None:
        if field.default is None or field.default in ((), ""):
            return
        self.values[address] = field.default
        if field.dimension is not None:
            text = format_quantity(field.default, field.dimension.name)
            self.values[address] = text
            self.evidence[address] = Evidence(
                text, None, None, "model-choice", None, "assumption", DEFAULT_NOTE
            )

    def _given(self, field: Declared, child: Node, here: Path, own_id: str) -> Any:
        if field.nouns and field.many:
            return self._members(field, child, here)
        if field.nouns:
            return self.noun(field.nouns, child, here, own_id)
        if field.dimension is not None:
            return self._number(field, child, here)
        if field.table:
            return self._table(child, address_of(here))
        if field.many:
            return self._texts(child, address_of(here))
        return self._text(field, child, address_of(here))

    def _members(self, field: Declared, child: Node, here: Path) -> tuple[Any, ...] | None:
        named = "id" in field.nouns[0].model_fields
        if named and isinstance(child, Mapping):
            pairs = sorted(child.entries.items())
            return tuple(self._member(field, name, node, child.keys[name], here) for name, node in pairs)
        if not named and isinstance(child, Sequence):
            pairs = [(str(place), node) for place, node in enumerate(child.items, start=1)]
            return tuple(self.noun(field.nouns, node, (*here, place)) for place, node in pairs)
        form = "a mapping of ids belongs here" if named else "a list belongs here"
        self.faults.add(child.mark, address_of(here), form, _written_form(field))
        return None

    def _member(self, field: Declared, name: str, node: Node, mark: Mark, here: Path) -> Noun | None:
        said = node.text("id") if isinstance(node, Mapping) else None
        if said is not None and said != name:
            problem = f"the id '{said}' differs from the key '{name}'"
            self.faults.add(mark, address_of((*here, name)), problem, "leave out 'id'; the key is the id")
        return self.noun(field.nouns, node, (*here, name), name)

    def _number(self, field: Declared, child: Node, here: Path) -> float | int | None:
        assert field.dimension is not None
        address = address_of(here)
        read = self.numbers.number(child, address, field.dimension)
        if read is None:
            return None
        value, evidence = read
        if not field.allows(value):
            problem = f"{evidence.value} is outside the limits: {field.limits}"
            self.faults.add(child.mark, address, problem, f"give {field.meaning} within {field.limits}")
            return None
        self._bounds_within_limits(field, evidence, child, address)
        self.evidence[address] = evidence
        self.values[address] = evidence.value
        return int(value) if field.dimension.integer else value

    def _bounds_within_limits(self, field: Declared, evidence: Evidence, child: Node, address: str) -> None:
        assert field.dimension is not None
        for key, text in (("low", evidence.low), ("high", evidence.high)):
            if text is not None and not field.allows(parse_quantity(text, field.dimension.name)):
                problem = f"{key}: {text} is outside the limits: {field.limits}"
                self.faults.add(child.mark, address, problem, f"give a {key} within {field.limits}")

    def _table(self, child: Node, address: str) -> tuple[tuple[float, float], ...] | None:
        form = "write {mach: [0, 1, 2], cd: [0.2, 0.3, 0.2], source: KEY, grade: ...}"
        if not isinstance(child, Mapping):
            self.faults.add(child.mark, address, "a table of mach and cd belongs here", form)
            return None
        self.numbers.only_known_keys(child, address, (*TABLE_KEYS, *TEXT_KEYS))
        source, grade = self.numbers.source_and_grade(child, address)
        columns = [self._column(child, key, address, form) for key in TABLE_KEYS]
        if columns[0] is None or columns[1] is None:
            return None
        if len(columns[0]) != len(columns[1]):
            self.faults.add(child.mark, address, "mach and cd have different lengths", form)
            return None
        text = f"{{mach: {[*columns[0]]}, cd: {[*columns[1]]}}}"
        self.values[address] = text
        self.evidence[address] = Evidence(
            text, None, None, source, child.text("page"), grade, child.text("note")
        )
        return tuple(zip(columns[0], columns[1], strict=True))

    def _column(self, child: Mapping, key: str, address: str, form: str) -> tuple[float, ...] | None:
        column = child.entries.get(key)
        if not isinstance(column, Sequence):
            self.faults.add(child.mark, address, f"'{key}' is missing or is not a list", form)
            return None
        values = [
            self.numbers.quantity(item, f"{address}.{key}", DIMENSIONS["ratio"]) for item in column.items
        ]
        known = tuple(value for value in values if value is not None)
        return known if len(known) == len(values) else None

    def _texts(self, child: Node, address: str) -> tuple[str, ...] | None:
        if not isinstance(child, Sequence) or not all(isinstance(item, Scalar) for item in child.items):
            self.faults.add(child.mark, address, "a list of ids belongs here", "write [first-id, second-id]")
            return None
        if any(isinstance(item, Scalar) and item.broken for item in child.items):
            return None
        texts = tuple(item.text for item in child.items if isinstance(item, Scalar))
        for place, text in enumerate(texts):
            if text in texts[:place]:
                self.faults.add(child.items[place].mark, address, f"'{text}' stands twice", "leave one out")
        self.values[address] = texts
        return texts

    def _text(self, field: Declared, child: Node, address: str) -> str | bool | None:
        if isinstance(child, Mapping) and isinstance(child.entries.get("value"), Scalar):
            return self._text_with_evidence(field, child, address)
        if not isinstance(child, Scalar):
            self.faults.add(child.mark, address, "a text belongs here", _written_form(field))
            return None
        choices = ("true", "false") if field.boolean else field.choices
        if choices and child.text not in choices:
            remedy = f"{suggestion(child.text, choices)}write one of {', '.join(choices)}"
            self.faults.add(child.mark, address, f"'{child.text}' is not a legal {field.key}", remedy)
            return None
        value = child.text == "true" if field.boolean else child.text
        self.values[address] = value
        return value

    def _text_with_evidence(self, field: Declared, child: Mapping, address: str) -> str | bool | None:
        """Return a text that says where it is from, as numbers do."""
        self.numbers.only_known_keys(child, address, ("value", *TEXT_KEYS))
        source, grade = self.numbers.source_and_grade(child, address)
        value = self._text(field, child.entries["value"], address)
        if value is not None:
            text = child.text("value") or ""
            page, note = child.text("page"), child.text("note")
            self.evidence[address] = Evidence(text, None, None, source, page, grade, note)
        return value

    def _swapped_places(self, noun: type[Noun], node: Mapping, path: Path) -> None:
        if noun is not Place:
            return
        address, is_site = address_of(path), path[0] in ("sensors", "batteries")
        lat, lon = (_angle(node.entries.get(key)) for key in ("lat", "lon"))
        if lat is None or lon is None:
            return
        if abs(lat) > 90.0 >= abs(lon):
            self._say_swapped(address)
        elif is_site and self._unsourced(node) and self._only_swapped_inside(lat, lon):
            problem = f"latitude and longitude look swapped: {lat:g}, {lon:g} lies outside the region"
            remedy = (
                "exchange lat and lon; if they are right, widen 'region' or give each number its own source"
            )
            self.faults.add(node.entries["lat"].mark, address, problem, remedy)

    def _say_swapped(self, address: str) -> None:
        """Turn the fault of the latitude into one that names its likely cause."""
        for place, fault in enumerate(self.faults.found):
            if fault.address == f"{address}.lat" and "outside the limits" in fault.problem:
                remedy = "latitude and longitude look swapped: exchange them, or mend the latitude"
                self.faults.found[place] = Fault(
                    fault.where, fault.address, fault.problem, remedy, fault.excerpt
                )

    @staticmethod
    def _unsourced(node: Mapping) -> bool:
        numbers = [node.entries[key] for key in ("lat", "lon")]
        return all(isinstance(number, Scalar) and number.mark.line for number in numbers)

    def _only_swapped_inside(self, lat: float, lon: float) -> bool:
        return self.region is not None and not self.region.holds(lat, lon) and self.region.holds(lon, lat)

    def _built(self, noun: type[Noun], given: dict[str, Any], node: Mapping, path: Path) -> Noun | None:
        try:
            built = noun(**given)
        except ValidationError as errors:
            for error in errors.errors(include_url=False):
                self._refused(noun, error, node, path)
            return None
        if path:
            self.values[address_of(path)] = built
        if isinstance(built, Region):
            self.region = built
        return built

    def _refused(self, noun: type[Noun], error: Any, node: Mapping, path: Path) -> None:
        cause = error.get("ctx", {}).get("error")
        key = {field.attribute: field.key for field in fields_of(noun)}.get(next(iter(error["loc"]), ""), "")
        problem, remedy = error["msg"], f"known keys: {', '.join(field.key for field in fields_of(noun))}"
        if isinstance(cause, Contradiction):
            key, problem, remedy = cause.key, cause.problem, cause.remedy
        elif error["type"] == "string_pattern_mismatch":
            problem = f"'{error['input']}' cannot be an id"
            remedy = "use lower-case letters, digits and hyphens, at most 64"
        elif error["type"] == "too_short":
            problem, remedy = f"'{key}' is empty", "list at least one"
        mark = node.entries[key].mark if key in node.entries else node.mark
        self.faults.add(mark, address_of((*path, key) if key else path), problem, remedy)


def _failed(field: Declared, value: Any, node: Mapping) -> bool:
    """Return whether a field came to nothing for a fault, not because it was left out."""
    if isinstance(value, tuple):
        return None in value
    optional = not field.required and field.default is None
    return value is None and (field.key in node.entries or not optional)


def _angle(node: Node | None) -> float | None:
    if isinstance(node, Mapping):
        node = node.entries.get("value")
    if not isinstance(node, Scalar):
        return None
    try:
        return parse_quantity(node.text, "angle")
    except UnitError:
        return None


def _keys_remedy(noun: type[Noun]) -> str:
    keys = (field.key for field in fields_of(noun) if field.required and field.key not in ("id", "name"))
    return f"write its keys: {', '.join(keys)}"


def _written_form(field: Declared) -> str:
    """Return how to write a field: its key, a form and what it means."""
    return f"write '{field.key}: {_form(field)}' ({field.meaning})"


def _form(field: Declared) -> str:
    if field.dimension is not None:
        return field.dimension.example
    if field.choices:
        return " | ".join(field.choices)
    if field.nouns and field.key in IN_CATALOGUE:
        return "ID-OF-THE-CATALOGUE"
    if field.nouns:
        keys = (
            key.key for key in fields_of(field.nouns[0]) if key.required and key.key not in ("id", "name")
        )
        inner = "{" + ": ..., ".join(keys) + ": ...}"
        return f"{{my-id: {inner}}}" if field.many else inner
    return "[...]" if field.many else "..."
