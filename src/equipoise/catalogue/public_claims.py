"""Public claims: who said what, the quantity that decides it, and the inputs over which people disagree."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError, model_validator

from equipoise import catalogue
from equipoise.catalogue import FOLDER
from equipoise.catalogue.parts import Part, fault_in, plain_data
from equipoise.errors import Fault, InputError
from equipoise.quantities import Identifier
from equipoise.reading import Faults, Mapping, Origin, read_text, read_tree, suggestion

CLAIMS = FOLDER / "claims"
FORM = "docs/claims.md tells the keys of a claim file"


Texts = str | tuple[str, ...]


class Rival(Part):
    """One value that somebody gave a disputed input, and where."""

    value: Texts
    source: str
    note: str = ""


class Disputed(Part):
    """One input over which people disagree: an address in the scenario, several set alike, or a parameter.

    The parameter `scenario` stands for the scenario itself.
    """

    name: str
    address: Texts | None = None
    parameter: str | None = None
    values: tuple[Rival, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _one_of_two(self):
        if (self.address is None) == (self.parameter is None):
            raise ValueError("give exactly one of 'address' and 'parameter'")
        return self

    @property
    def keys(self) -> tuple[str, ...]:
        """The addresses or the parameter that it changes."""
        named = self.address or self.parameter or ()
        return (named,) if isinstance(named, str) else named


class Party(Part):
    """The whole set of numbers of one side, by address or parameter."""

    name: str
    set: dict[str, Texts] = Field(min_length=1)


class Criterion(Part):
    """Within which limits of the quantity the claim holds, and why these."""

    at_least: str | None = None
    at_most: str | None = None
    why: str

    @model_validator(mode="after")
    def _some_limit(self):
        if self.at_least is None and self.at_most is None:
            raise ValueError("give 'at_least', 'at_most' or both")
        return self


class Claim(Part):
    """One public claim as its file has it."""

    id: Identifier
    title: str = Field(max_length=60)
    speaker: str
    date: str
    claim: str
    quoted: Literal["yes", "no"] = "no"
    source: str
    also: tuple[str, ...] = ()
    question: str
    quantity: str
    scenario: str | None = None
    settings: dict[str, str] = Field(default_factory=dict)
    parameters: dict[str, Texts] = Field(default_factory=dict)
    holds_if: Criterion
    disputed: tuple[Disputed, ...] = Field(min_length=1)
    parties: tuple[Party, ...] = ()
    limits: str

    @property
    def sources(self) -> tuple[str, ...]:
        """The source keys that the claim itself and its disputed values name, in order, each once."""
        values = (rival.source for each in self.disputed for rival in each.values)
        return tuple(dict.fromkeys((self.source, *self.also, *values)))


@dataclass(frozen=True)
class Unread:
    """A claim file that is not a claim yet: its tree, and what to call it in a fault."""

    tree: Mapping
    shown: str


def claim_ids() -> tuple[str, ...]:
    """Return the ids of the shipped claims, sorted.

    Examples
    --------
    >>> "moscow-in-eleven-minutes" in claim_ids()
    True
    """
    return tuple(sorted(path.stem for path in CLAIMS.glob("*.yaml")))


def read_claim(name: str) -> Claim:
    """Return a claim by its id, or from a file of one's own.

    Parameters
    ----------
    name : str
        One of `claim_ids()`, or the path of a YAML file.

    Returns
    -------
    claim : Claim
        Complete; whether its quantity, scenario and addresses exist shows when it is worked out.

    Validity
    --------
    Raises `InputError` with place and remedy for a file that is not a claim.

    References
    ----------
    The sources that the claim names.

    Examples
    --------
    >>> read_claim("moscow-in-eleven-minutes").quantity
    'flight-time'
    """
    unread = _opened(name)
    try:
        claim = Claim.model_validate(plain_data(unread.tree))
    except ValidationError as error:
        raise InputError(*(fault_in(unread.tree, each, FORM) for each in error.errors())) from None
    unknown = [key for key in claim.sources if key not in catalogue.sources()]
    if unknown:
        remedy = f"{suggestion(unknown[0], catalogue.sources())}'equipoise list sources' names them all"
        raise InputError(Fault(unread.shown, "source", f"there is no source '{unknown[0]}'", remedy))
    return claim


def _opened(name: str) -> Unread:
    shipped = name in claim_ids()
    if not shipped and not name.endswith((".yaml", ".yml")):
        remedy = f"{suggestion(name, claim_ids())}'equipoise claims' lists them; or give the path of a file"
        raise InputError(Fault("", name, f"there is no claim '{name}'", remedy))
    path, shown = (CLAIMS / f"{name}.yaml", f"{name}.yaml") if shipped else (Path(name), name)
    faults = Faults()
    tree = read_tree(read_text(path, shown), Origin(shown), faults)
    faults.raise_any()
    return Unread(tree, shown)
