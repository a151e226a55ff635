"""What goes wrong, said so that the reader can mend it."""

from __future__ import annotations

from dataclasses import dataclass


class EquipoiseError(Exception):
    """An error in what the user gave, with where it is, what it is and what to do."""


@dataclass(frozen=True)
class Fault:
    """One fault of one input: where, which address, what is wrong, and the remedy."""

    where: str
    address: str
    problem: str
    remedy: str = ""
    excerpt: str = ""

    def __str__(self) -> str:
        head = "  ".join(part for part in (self.where, self.address) if part)
        lines = [f"{head}: {self.problem}" if head else self.problem]
        lines += [f"    {line}" for line in self.excerpt.split("\n") if line]
        lines += [f"  {self.remedy}"] if self.remedy else []
        return "\n".join(_harmless(line) for line in lines)


def _harmless(line: str) -> str:
    """Return a line that no terminal or log takes for more than text, whatever a file or argument held."""
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in line)


class InputError(EquipoiseError):
    """All faults of an input at once."""

    def __init__(self, *faults: Fault) -> None:
        self.faults = faults
        super().__init__("\n".join(str(fault) for fault in faults))
