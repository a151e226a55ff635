"""What an analysis is asked when it is run beside protection, and what it gives back for a table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from equipoise.analyses import ANALYSES
from equipoise.geography import Window
from equipoise.results import Result

Row = tuple[str, tuple[str, ...]]  # what is told, and a cell a plan


class Asked(NamedTuple):
    """The options of a comparison that an analysis may use, and what was found of the same scenario before it.

    `whole_states` where nobody asked for a window: `region` is then that of the map.
    """

    threats: tuple[str, ...]
    region: Window | None
    workers: int | None
    progress: Callable[[int, int], None] | None
    found: Mapping[str, Any] = MappingProxyType({})
    whole_states: bool = False

    @property
    def only_threat(self) -> str | None:
        """The one threat set asked about, None where there are several."""
        return self.threats[0] if len(self.threats) == 1 else None


def answer_of(result: Result) -> dict[str, Any]:
    """Return a result as plain data, made once and not to be changed."""
    if "plain" not in result.answers:
        result.answers["plain"] = ANALYSES[result.analysis].as_json(result)
    return result.answers["plain"]


def picked(rows: Sequence[Row], *starts: str) -> list[Row]:
    """Return the rows whose words begin in one of some ways.

    Examples
    --------
    >>> picked([("bases met", ("2",)), ("speed", ("6.3",))], "bases")
    [('bases met', ('2',))]
    """
    return [row for row in rows if row[0].strip().startswith(starts)]


def shared_names(groups: Sequence[Iterable[str]]) -> list[str]:
    """Return the names that all groups have, in the order of the first."""
    return [name for name in groups[0] if all(name in group for group in groups)] if groups else []
