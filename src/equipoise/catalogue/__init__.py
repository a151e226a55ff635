"""The catalogue of published systems: one YAML file a system, read when asked for and kept.

>>> from equipoise import catalogue
>>> "poland-czech-2007" in [entry.id for entry in catalogue.list("scenarios")]
True
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from equipoise.addresses import found_at
from equipoise.assembly import Assembly
from equipoise.errors import Fault, InputError
from equipoise.kept import kept
from equipoise.packing import READER_TEXT, packed, unpacked
from equipoise.quantities import Noun
from equipoise.reading import (
    Faults,
    Mapping,
    Node,
    Origin,
    Scalar,
    Sequence,
    read_text,
    read_tree,
    suggestion,
)
from equipoise.systems import (
    LaunchArea,
    ParametricInterceptor,
    ParametricMissile,
    Place,
    StagedInterceptor,
    StagedMissile,
)

FOLDER = Path(__file__).parent
KINDS = (
    "interceptors",
    "missiles",
    "sensors",
    "places",
    "areas",
    "scenarios",
    "forces",
    "treaties",
    "elements",
    "slips",
    "budgets",
    "promises",
    "estimates",
    "sources",
)
_NOUNS: dict[str, tuple[type[Noun], ...]] = {
    "missiles": (ParametricMissile, StagedMissile),
    "interceptors": (ParametricInterceptor, StagedInterceptor),
    "places": (Place,),
}
_ONE_FILE_EACH = ("interceptors", "missiles", "sensors", "scenarios", "forces", "treaties", "elements")


@dataclass(frozen=True)
class Entry:
    """One thing of the catalogue: what it is, and its text as the catalogue has it."""

    kind: str
    id: str
    name: str
    summary: str
    text: str


@dataclass(frozen=True)
class Source:
    """Where numbers were read: a publication, and how it was had (read, transcription, memory, derived)."""

    key: str
    title: str
    author: str | None
    date: str | None
    publisher: str | None
    url: str | None
    access: str | None
    note: str | None


def list(kind: str) -> tuple[Entry, ...]:
    """Return all entries of a kind, sorted by id.

    Parameters
    ----------
    kind : str
        One of `KINDS`.

    Returns
    -------
    entries : tuple of Entry
        Never empty for a shipped kind.

    Validity
    --------
    Raises `InputError` for an unknown kind.

    References
    ----------
    Each entry's numbers name their own sources.

    Examples
    --------
    >>> "redzikowo" in [entry.id for entry in list("places")]
    True
    """
    if kind not in KINDS:
        remedy = f"{suggestion(kind, KINDS)}the kinds are {', '.join(KINDS)}"
        raise InputError(Fault("catalogue", kind, f"there is no kind '{kind}' in the catalogue", remedy))
    return tuple(_entry(kind, name) for name in ids(kind))


def show(name: str) -> Entry:
    """Return the entry with an id; "areas/iran" names the kind as well where two kinds share an id.

    Parameters
    ----------
    name : str
        An id, or KIND/ID.

    Returns
    -------
    entry : Entry
        With its text.

    Validity
    --------
    Raises `InputError` with a suggestion for an unknown id, and for an id that two kinds share.

    References
    ----------
    Each entry's numbers name their own sources.

    Examples
    --------
    >>> show("places/redzikowo").kind
    'places'
    """
    wanted, _, plain = name.rpartition("/")
    kinds = [kind for kind in KINDS if wanted in ("", kind) and plain in ids(kind)]
    if len(kinds) == 1:
        return _entry(kinds[0], plain)
    if kinds:
        several = " or ".join(f"{kind}/{plain}" for kind in kinds)
        raise InputError(Fault("catalogue", name, "two kinds have this id", f"write {several}"))
    known = [known for kind in KINDS for known in ids(kind)]
    remedy = f"{suggestion(plain, known)}list a kind with 'equipoise list KIND': {', '.join(KINDS)}"
    raise InputError(Fault("catalogue", name, f"there is no '{name}' in the catalogue", remedy))


@functools.cache
def ids(kind: str) -> tuple[str, ...]:
    """Return the ids of a kind, sorted; files are not opened for a kind with one file each."""
    if kind in _ONE_FILE_EACH:
        return tuple(sorted(path.stem for path in (FOLDER / kind).glob("*.yaml")))
    return tuple(sorted(_table(kind).entries))


def tree(kind: str, name: str) -> Mapping | None:
    """Return the marked nodes of one entry, None where there is no such id."""
    if kind in _ONE_FILE_EACH:
        return file_tree(f"{kind}/{name}.yaml") if name in ids(kind) else None
    node = _table(kind).entries.get(name)
    return node if isinstance(node, Mapping) else None


@functools.cache
def sources() -> dict[str, Source]:
    """Return the sources of the shipped catalogue by key, to be read and not changed.

    Parameters
    ----------
    None.

    Returns
    -------
    sources : dict of str to Source
        With the reserved keys `analyst` and `model-choice`.

    Validity
    --------
    A scenario of one's own may bring further sources; see `Scenario.sources`.

    References
    ----------
    The file sources.yaml of the catalogue.

    Examples
    --------
    >>> sources()["analyst"].access
    'derived'
    """
    return {key: source_of(key, node) for key, node in _table("sources").entries.items()}


def source_of(key: str, node: Node) -> Source:
    """Return the source that a mapping describes; `null` and an absent key are None."""
    entries = node.entries if isinstance(node, Mapping) else {}
    said = {
        word: text.text
        for word, text in entries.items()
        if isinstance(text, Scalar) and text.text not in ("", "null", "~")
    }
    date = said.get("date") or said.get("year")
    return Source(
        key,
        said.get("title", key),
        said.get("author"),
        date,
        said.get("publisher"),
        said.get("url"),
        said.get("access"),
        said.get("note"),
    )


def launch_areas() -> tuple[LaunchArea, ...]:
    """Return the launch areas of the catalogue with their points and outlines.

    Parameters
    ----------
    None.

    Returns
    -------
    areas : tuple of LaunchArea
        Outline corners as (latitude, longitude) in degrees, in order.

    Validity
    --------
    An outline is for maps; the engine launches from the points alone.

    References
    ----------
    The file areas.yaml of the catalogue names the source of each outline.

    Examples
    --------
    >>> [area.id for area in launch_areas()]
    ['iran']
    """
    return tuple(_launch_area(name) for name in ids("areas"))


def _launch_area(name: str) -> LaunchArea:
    area = tree("areas", name)
    points = found_at(area, ("points",))
    named = (
        [item.text for item in points.items if isinstance(item, Scalar)]
        if isinstance(points, Sequence)
        else []
    )
    corners = [_degrees(found_at(area, ("outline", key))) for key in ("lat", "lon")]
    return LaunchArea(
        id=name,
        name=_entry("areas", name).name,
        points=tuple(noun("places", point) for point in named),
        outline=tuple(zip(*corners, strict=True)),
    )


def _degrees(node: Node | None) -> tuple[float, ...]:
    items = node.items if isinstance(node, Sequence) else ()
    return tuple(float(item.text) for item in items if isinstance(item, Scalar))


def noun(kind: str, name: str) -> Any:
    """Return a missile, interceptor or place of the catalogue as a noun.

    Parameters
    ----------
    kind : str
        "missiles", "interceptors" or "places"; a sensor needs a scenario that sites it.
    name : str
        The id.

    Returns
    -------
    noun : ParametricMissile, StagedMissile, ParametricInterceptor, StagedInterceptor or Place
        Complete and validated.

    Validity
    --------
    Raises `InputError` with a suggestion for an unknown kind or id.

    References
    ----------
    Each entry's numbers name their own sources.

    Examples
    --------
    >>> noun("missiles", "shahab-3").kind
    'parametric'
    """
    if kind not in _NOUNS:
        remedy = f"{suggestion(kind, _NOUNS)}these kinds stand alone: {', '.join(_NOUNS)}"
        raise InputError(Fault("catalogue", kind, f"no noun can be made of the kind '{kind}' alone", remedy))
    node = tree(kind, name)
    if node is None:
        remedy = f"{suggestion(name, ids(kind))}list them with 'equipoise list {kind}'"
        raise InputError(Fault("catalogue", name, f"there is no '{name}' among the {kind}", remedy))
    faults = Faults()
    built = Assembly(faults, sources()).noun(_NOUNS[kind], node.without("summary"), (kind, name), name)
    faults.raise_any()
    assert built is not None
    return built


def _entry(kind: str, name: str) -> Entry:
    node = tree(kind, name)
    assert node is not None
    shown = node.text("name") or name
    title = node.text("title") or shown
    summary = node.text("summary") or node.text("note") or ""
    return Entry(
        kind, name, title if kind in ("scenarios", "sources") else shown, summary, _text_of(kind, name)
    )


def _text_of(kind: str, name: str) -> str:
    if kind in _ONE_FILE_EACH:
        return (FOLDER / kind / f"{name}.yaml").read_text(encoding="utf-8")
    table = _table(kind)
    first = table.keys[name].line
    later = [mark.line for mark in table.keys.values() if mark.line > first]
    lines = table.mark.origin.lines[first - 1 : min(later) - 1 if later else None]
    block = [lines[0], *(line for line in lines[1:] if line.startswith((" ", "\t")))]
    return "\n".join(block) + "\n"


def _table(kind: str) -> Mapping:
    return file_tree(f"{kind}.yaml")


@functools.cache
def file_tree(name: str) -> Mapping:
    """Return a file of the catalogue as read, read once and kept on disk."""
    shown = f"catalogue/{name}"
    text = read_text(FOLDER / name, shown)

    def read() -> bytes:
        faults = Faults()
        found = read_tree(text, Origin(shown), faults)
        faults.raise_any()
        return packed(found)

    return unpacked(kept((READER_TEXT, text.encode()), read), Origin(shown, tuple(text.splitlines())))
