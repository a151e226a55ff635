"""The references that a scenario rests on, as text, BibTeX and CSL-JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from equipoise.catalogue import Source

if TYPE_CHECKING:
    from equipoise.scenario import Scenario

ACCESS = {
    "read": "read",
    "transcription": "read in a public transcription",
    "memory": "recalled, original not opened",
    "derived": "derived by arithmetic told in its note",
}
_BIBTEX_SPECIAL = str.maketrans(
    {"\\": r"\textbackslash{}"}
    | {letter: "\\" + letter for letter in "{}&%$#_"}
    | {"~": r"\~{}", "^": r"\^{}"}
)


@dataclass(frozen=True)
class Reference:
    """One source, and the addresses of the numbers that rest on it; none where only a rival value does."""

    source: Source
    addresses: tuple[str, ...]

    def as_text(self) -> str:
        """Return the reference in one line."""
        source = self.source
        parts = [source.author, f'"{source.title}"', source.publisher, source.date, source.url]
        words = ", ".join(part for part in parts if part)
        access = ACCESS.get(source.access or "", source.access)
        return f"[{source.key}] {words}" + (f" ({access})" if access else "")

    def as_bibtex(self) -> str:
        """Return the reference as a BibTeX entry."""
        source = self.source
        fields = {
            "author": source.author and "{" + source.author.translate(_BIBTEX_SPECIAL) + "}",
            "title": source.title.translate(_BIBTEX_SPECIAL),
            "publisher": source.publisher and source.publisher.translate(_BIBTEX_SPECIAL),
            "year": year_of(source.date),
            "date": source.date,
            "url": source.url,
        }
        lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
        return f"@misc{{{source.key},\n" + ",\n".join(lines) + "\n}"

    def as_csl(self) -> dict[str, Any]:
        """Return the reference as an item of CSL-JSON."""
        source = self.source
        year = year_of(source.date)
        item = {
            "id": source.key,
            "type": "webpage" if source.url else "document",
            "title": source.title,
            "author": [{"literal": source.author}] if source.author else None,
            "publisher": source.publisher,
            "issued": {"date-parts": [[int(year)]]} if year else None,
            "URL": source.url,
            "note": source.note,
        }
        return {name: value for name, value in item.items() if value is not None}


@dataclass(frozen=True)
class References:
    """The references of a scenario, by key."""

    scenario: str
    items: tuple[Reference, ...]

    def __iter__(self) -> Iterator[Reference]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def __str__(self) -> str:
        return self.as_text()

    def as_text(self) -> str:
        """Return one line a reference."""
        return "\n".join(item.as_text() for item in self.items)

    def as_bibtex(self) -> str:
        """Return all entries for a .bib file."""
        return "\n\n".join(item.as_bibtex() for item in self.items) + "\n"

    def as_csl(self) -> list[dict[str, Any]]:
        """Return all items for a CSL-JSON file."""
        return [item.as_csl() for item in self.items]

    def as_json(self) -> dict[str, Any]:
        """Return plain data: CSL items with the addresses that rest on each."""
        rows = [
            item.as_csl() | {"access": item.source.access, "used_by": item.addresses} for item in self.items
        ]
        return {"scenario": self.scenario, "references": rows}


def cite(scenario: Scenario) -> References:
    """Return the references behind a scenario's numbers, those of rival values included.

    Parameters
    ----------
    scenario : Scenario
        Any scenario.

    Returns
    -------
    references : References
        Sorted by key; `as_text()`, `as_bibtex()`, `as_csl()`. Prints as text.

    Validity
    --------
    Names what the scenario and the catalogue name, no more; `access` tells how each source was had.

    References
    ----------
    CSL-JSON: the item form of the Citation Style Language 1.0.2.

    Examples
    --------
    >>> from equipoise.scenario import load
    >>> "afp-2007" in [item.source.key for item in cite(load("poland-czech-2007"))]
    True
    """
    users: dict[str, list[str]] = {key: [] for key in scenario.cited()}
    for address, evidence in scenario.evidence.items():
        users[evidence.source].append(address)
    found = (Reference(source, tuple(users[key])) for key, source in scenario.cited().items())
    return References(scenario.name, tuple(found))


def year_of(date: str | None) -> str | None:
    """Return the first year of four digits in a date."""
    found = re.search(r"\b(1[89]|20)\d\d\b", date or "")
    return found[0] if found else None
