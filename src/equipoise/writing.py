"""The canonical text of a scenario: all resolved, one spelling a value, keys in declared order."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from equipoise.addresses import address_of
from equipoise.catalogue import Source
from equipoise.errors import Fault, InputError
from equipoise.evidence import Alternative, Evidence
from equipoise.quantities import Declared, Noun, fields_of
from equipoise.unfinished import file_in_place_of

_PLAIN = re.compile(
    r"[A-Za-z0-9][A-Za-z0-9_-]*(?: [A-Za-z][A-Za-z0-9/]*)?|-?[0-9][0-9.e+-]*(?: [A-Za-z][A-Za-z0-9/]*)?"
)


def noun_lines(
    noun: Noun, path: tuple[str, ...], evidence: Mapping[str, Evidence], indent: str
) -> Iterator[str]:
    """Yield the lines of a noun's fields, each number with its evidence."""
    for field in fields_of(type(noun)):
        value = getattr(noun, field.attribute)
        if value is not None and value != "" and not (field.nouns and value == ()):
            yield from _field_lines(field, value, (*path, field.key), evidence, indent)


def _field_lines(
    field: Declared, value: Any, path: tuple[str, ...], evidence: Mapping[str, Evidence], indent: str
) -> Iterator[str]:
    if field.nouns and field.many:
        yield f"{indent}{field.key}:"
        yield from _member_lines(value, path, evidence, indent + "  ")
    elif field.nouns:
        yield f"{indent}{field.key}:"
        yield from noun_lines(value, path, evidence, indent + "  ")
    elif field.table:
        yield f"{indent}{field.key}: {_table(value, evidence[address_of(path)])}"
    elif field.dimension is not None:
        yield f"{indent}{field.key}: {_number(evidence[address_of(path)])}"
    elif field.many:
        yield f"{indent}{field.key}: [{', '.join(value)}]"
    elif address_of(path) in evidence:
        yield f"{indent}{field.key}: {_number(evidence[address_of(path)])}"
    else:
        yield f"{indent}{field.key}: {str(value).lower() if field.boolean else quoted(value)}"


def _member_lines(
    members: tuple[Noun, ...], path: tuple[str, ...], evidence: Mapping[str, Evidence], indent: str
) -> Iterator[str]:
    for place, member in enumerate(members, start=1):
        name = getattr(member, "id", None)
        if name is not None:
            yield f"{indent}{quoted(name)}:"
            yield from noun_lines(member, (*path, name), evidence, indent + "  ")
        else:
            lines = list(noun_lines(member, (*path, str(place)), evidence, indent + "  "))
            yield f"{indent}- {lines[0].strip()}"
            yield from lines[1:]


def _number(evidence: Evidence) -> str:
    parts = {"value": evidence.value, "low": evidence.low, "high": evidence.high, **_origin(evidence)}
    words = _flow(parts)
    if evidence.alternatives:
        rivals = ", ".join(
            "{" + _flow({"value": rival.value, **_origin(rival)}) + "}" for rival in evidence.alternatives
        )
        words += f", alternatives: [{rivals}]"
    return "{" + words + "}"


def _table(rows: tuple[tuple[float, float], ...], evidence: Evidence) -> str:
    machs = ", ".join(repr(mach) for mach, _ in rows)
    coefficients = ", ".join(repr(coefficient) for _, coefficient in rows)
    return f"{{mach: [{machs}], cd: [{coefficients}], {_flow(_origin(evidence))}}}"


def _origin(evidence: Evidence | Alternative) -> dict[str, str | None]:
    return {
        "source": evidence.source,
        "page": evidence.page,
        "grade": evidence.grade,
        "note": evidence.note,
    }


def _flow(parts: Mapping[str, str | None]) -> str:
    return ", ".join(f"{key}: {quoted(text)}" for key, text in parts.items() if text is not None)


def source_lines(sources: Mapping[str, Source]) -> Iterator[str]:
    """Yield the lines of the sources that the scenario brings itself."""
    if sources:
        yield "sources:"
    for key, source in sorted(sources.items()):
        said = {
            "title": source.title,
            "author": source.author,
            "date": source.date,
            "publisher": source.publisher,
            "url": source.url,
            "access": source.access,
            "note": source.note,
        }
        yield f"  {quoted(key)}: {{{_flow(said)}}}"


def quoted(text: str) -> str:
    """Return a text as YAML reads it back: plain where that is safe, else in double quotes.

    Examples
    --------
    >>> quoted("6.3 km/s"), quoted("a: b")
    ('6.3 km/s', '"a: b"')
    """
    return text if _PLAIN.fullmatch(text) else f'"{"".join(_escaped(letter) for letter in text)}"'


def _escaped(letter: str) -> str:
    if letter in '"\\':
        return "\\" + letter
    return letter if letter.isprintable() else f"\\U{ord(letter):08x}"


def write_text(path: Path, text: str) -> None:
    """Write a file whole and made durable, or not at all."""
    try:
        with file_in_place_of(path) as stream:
            stream.write(text.encode())
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as error:
        remedy = "name a file in a folder that exists and may be written"
        raise InputError(Fault(str(path), "", f"cannot write: {error.strerror}", remedy)) from None
