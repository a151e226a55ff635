"""The rows of a comparison: one state, and what each scenario does for its people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class StateRow:
    """One state against one threat set: its people, and the numbers of each scenario in their order."""

    iso3: str
    name: str
    nato_europe_2007: bool
    cells: tuple[dict[str, Any], ...]

    @property
    def reachable_people(self) -> float:
        """People in reach of the threat set; the most, where the scenarios' threats differ."""
        return max(cell["reachable_people"] for cell in self.cells)

    @property
    def change_people(self) -> float:
        """Protected people of the last scenario less those of the first."""
        return self.cells[-1]["protected_people"] - self.cells[0]["protected_people"]

    @property
    def spread_people(self) -> float:
        """The most people any scenario protects less the fewest."""
        protected = [cell["protected_people"] for cell in self.cells]
        return max(protected) - min(protected)

    def share(self, scenario: int) -> float:
        """Return the share of the people in reach that a scenario protects; 0 where none is in reach."""
        return self.cells[scenario]["protected_share"] or 0.0
