"""Treaties as data: dates, rules of a closed set of tests, tables of ceilings, and the holdings notified under them."""

from __future__ import annotations

import functools
from collections.abc import Mapping as MappingOf
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, ValidationError, model_validator

from equipoise import catalogue
from equipoise.catalogue.parts import Part, fault_in, plain_data
from equipoise.errors import Fault, InputError
from equipoise.quantities import Identifier
from equipoise.reading import Faults, Mapping, Origin, read_text, read_tree, suggestion

HOLDINGS = "holdings.yaml"
FORM = "docs/treaties.md tells the keys of a treaty file"
NONE_PUBLISHED = "-"
CATEGORIES = ("tanks", "acv", "artillery", "aircraft", "helicopters")
ANY_STATE, EACH_GROUP, ALL_PARTIES = "any state", "each group", "all parties"

Grade = Literal["official", "measured", "estimate", "assumption"]
TestKind = Literal[
    "one-of", "range-band", "at-most", "abroad", "count", "readings", "notice", "suspension", "ceilings", "sums",
    "room",
]  # fmt: skip
EventKind = Literal[
    "signed", "shared out", "applied", "in force", "limits reached", "ratified", "extended", "notice", "decree",
    "suspended", "halted", "ended",
]  # fmt: skip


def _number_or_none(text: Any) -> Any:
    return None if text == NONE_PUBLISHED else text


Number = Annotated[int | None, BeforeValidator(_number_or_none)]
Numbers = tuple[Number, ...]


class Sourced(Part):
    """Anything that says where it is from."""

    source: str
    grade: Grade
    also: tuple[str, ...] = ()
    note: str = ""

    @property
    def sources(self) -> tuple[str, ...]:
        """The keys of its sources."""
        return (self.source, *self.also)


class Event(Sourced):
    """What happened to a treaty on a day; `by` names the states it concerns, none means all."""

    event: EventKind
    date: date
    by: tuple[str, ...] = ()
    text: str = ""


class Limit(Sourced):
    """One number of a rule, as text with its unit."""

    value: str


class Reading(Part):
    """How one side reads a rule."""

    who: str
    text: str
    source: str
    also: tuple[str, ...] = ()

    @property
    def sources(self) -> tuple[str, ...]:
        """The keys of its sources."""
        return (self.source, *self.also)


class Rule(Sourced):
    """One rule: what it asks of which subjects, and what follows if it is met and if not."""

    id: Identifier
    article: str
    title: str = Field(max_length=60)
    text: str
    subject: Literal["battery", "radar", "missile", "treaty", "state", "host"]
    test: TestKind
    fact: str | None = None
    values: tuple[str, ...] = ()
    low: Limit | None = None
    high: Limit | None = None
    limit: Limit | None = None
    table: str | None = None
    of: str | None = None
    since: date | None = None
    period: str | None = None
    bound: Literal["owner", "none"] = "owner"
    unless: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    without: tuple[str, ...] = ()
    readings: tuple[Reading, ...] = ()
    met: str
    otherwise: str

    @model_validator(mode="after")
    def _has_what_its_test_asks(self):
        missing = [key for key in NEEDED[self.test] if not getattr(self, key)]
        if missing:
            raise ValueError(f"the test {self.test} needs {', '.join(missing)}")
        return self

    @property
    def sources(self) -> tuple[str, ...]:
        """The keys of its sources, its readings and limits among them."""
        limits = [key for limit in (self.low, self.high, self.limit) if limit for key in limit.sources]
        read = [key for reading in self.readings for key in reading.sources]
        return tuple(dict.fromkeys((self.source, *self.also, *limits, *read)))


NEEDED: dict[str, tuple[str, ...]] = {
    "one-of": ("fact", "values"),
    "range-band": ("fact", "low", "high"),
    "at-most": ("fact", "limit"),
    "abroad": (),
    "count": ("limit",),
    "readings": ("readings",),
    "notice": ("period",),
    "suspension": ("readings",),
    "ceilings": ("table", "of"),
    "sums": ("table", "of"),
    "room": ("table", "of"),
}


class Row(Part):
    """The numbers of one state or group; source, grade and note where they differ from the table's."""

    numbers: Numbers
    source: str | None = None
    grade: Grade | None = None
    note: str = ""


class Table(Sourced):
    """Numbers by state or group and category; a row's length is that of the categories."""

    id: Identifier
    name: str
    article: str
    per: Literal["state", "territory", "group", "area"]
    zone: str = ""
    until: date | None = None
    categories: tuple[str, ...] = CATEGORIES
    rows: dict[str, Row]

    @model_validator(mode="before")
    @classmethod
    def _short_rows(cls, given: Any) -> Any:
        return given | {"rows": _long_rows(given.get("rows"))} if isinstance(given, dict) else given

    @model_validator(mode="after")
    def _rows_are_whole(self):
        for name, row in self.rows.items():
            if len(row.numbers) != len(self.categories):
                raise ValueError(f"{name}: {len(row.numbers)} numbers for {len(self.categories)} categories")
        return self

    def number(self, name: str, category: str) -> int | None:
        """Return one number; None where the table has none."""
        row = self.rows.get(name)
        return row.numbers[self.categories.index(category)] if row and category in self.categories else None

    def grade_of(self, name: str) -> str:
        """Return the grade of a row."""
        return self.rows[name].grade or self.grade

    def source_of(self, name: str) -> str:
        """Return the source of a row."""
        return self.rows[name].source or self.source


class Sum(Sourced):
    """A published total of some rows of a table, to hold the table against."""

    id: Identifier
    name: str
    table: str
    of: tuple[str, ...]
    without: tuple[str, ...] = ()
    numbers: Numbers


class Treaty(Part):
    """One treaty as its file has it."""

    id: Identifier
    name: str
    summary: str
    note: str = ""
    parties: tuple[str, ...] = ()
    groups: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    dates: tuple[Event, ...] = Field(min_length=1)
    rules: tuple[Rule, ...] = Field(min_length=1)
    tables: tuple[Table, ...] = ()
    sums: tuple[Sum, ...] = ()

    @property
    def members(self) -> tuple[str, ...]:
        """The codes of all parties, those of the groups among them."""
        return tuple(
            dict.fromkeys((*self.parties, *(code for group in self.groups.values() for code in group)))
        )

    def table(self, name: str) -> Table:
        """Return the table with an id."""
        return next(table for table in self.tables if table.id == name)


class Holdings(Sourced):
    """What states told on a day that they hold, in a zone or (no zone) in the whole area."""

    id: str
    name: str
    date: date
    zone: str = ""
    rows: dict[str, Row]

    @model_validator(mode="before")
    @classmethod
    def _short_rows(cls, given: Any) -> Any:
        return given | {"rows": _long_rows(given.get("rows"))} if isinstance(given, dict) else given

    def number(self, name: str, category: str) -> int | None:
        """Return one number; None where none is published."""
        row = self.rows.get(name)
        place = CATEGORIES.index(category)
        return row.numbers[place] if row and place < len(row.numbers) else None


def _long_rows(rows: Any) -> Any:
    """Return rows of which a list of numbers alone may stand for the whole."""
    if not isinstance(rows, dict):
        return rows
    return {name: {"numbers": row} if isinstance(row, tuple) else row for name, row in rows.items()}


def treaty_ids() -> tuple[str, ...]:
    """Return the ids of the shipped treaties, sorted.

    Examples
    --------
    >>> "cfe-1990" in treaty_ids()
    True
    """
    return catalogue.ids("treaties")


@functools.cache
def read_treaty(name: str) -> Treaty:
    """Return a shipped treaty, or one from a file of the same form.

    Parameters
    ----------
    name : str
        One of `treaty_ids()`, or the path of a YAML file.

    Returns
    -------
    treaty : Treaty
        Complete and validated; every source key exists.

    Validity
    --------
    Raises `InputError` with place and remedy for an unknown id and for a file that is no treaty.

    References
    ----------
    The sources that its events, rules and tables name.

    Examples
    --------
    >>> read_treaty("inf").dates[0].event
    'signed'
    """
    if name in treaty_ids():
        return _built(Treaty, catalogue.file_tree(f"treaties/{name}.yaml"))
    if not name.endswith((".yaml", ".yml")):
        remedy = f"{suggestion(name, treaty_ids())}'equipoise list treaties' names them; or give the path of a file"
        raise InputError(Fault("--treaty", name, f"there is no treaty '{name}'", remedy))
    faults = Faults()
    tree = read_tree(read_text(Path(name), name), Origin(name), faults)
    faults.raise_any()
    return _built(Treaty, tree)


@functools.cache
def holdings() -> tuple[Holdings, ...]:
    """Return all notified holdings, the oldest first.

    Examples
    --------
    >>> holdings()[0].date.year
    1990
    """
    tree = catalogue.file_tree(HOLDINGS)
    blocks = [
        _built(Holdings, node, {"id": name})
        for name, node in tree.entries.items()
        if isinstance(node, Mapping)
    ]
    return tuple(sorted(blocks, key=lambda block: (block.date, block.id)))


def _built(kind: type[Any], tree: Mapping, beside: MappingOf[str, str] | None = None) -> Any:
    """Return what a tree describes; every fault with its place."""
    try:
        built = kind.model_validate(plain_data(tree) | dict(beside or {}))
    except ValidationError as error:
        raise InputError(*(fault_in(tree, each, FORM) for each in error.errors())) from None
    _known_sources(tree, plain_data(tree))
    return built


def _known_sources(tree: Mapping, plain: Any) -> None:
    unknown = [key for key in _sources_in(plain) if key not in catalogue.sources()]
    if unknown:
        remedy = f"{suggestion(unknown[0], catalogue.sources())}'equipoise list sources' names them all"
        raise InputError(Fault(tree.mark.where, "source", f"there is no source '{unknown[0]}'", remedy))


def _sources_in(node: Any) -> list[str]:
    if isinstance(node, tuple):
        return [key for item in node for key in _sources_in(item)]
    if not isinstance(node, dict):
        return []
    own = [*([node["source"]] if isinstance(node.get("source"), str) else []), *node.get("also", ())]
    return own + [key for child in node.values() for key in _sources_in(child)]
