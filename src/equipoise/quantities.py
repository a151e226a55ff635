"""How a noun declares its fields once: dimension, meaning and limits.

Files, `--set`, docs and sweeps all read the same declaration through `fields_of`.
"""

from __future__ import annotations

import functools
import types
import typing
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from annotated_types import Ge, Gt, Le, Lt
from pydantic import BaseModel, ConfigDict, Field

from equipoise.units import DIMENSIONS, Dimension, format_quantity

Length = Annotated[float, DIMENSIONS["length"]]
Speed = Annotated[float, DIMENSIONS["speed"]]
Time = Annotated[float, DIMENSIONS["time"]]
Angle = Annotated[float, DIMENSIONS["angle"]]
Mass = Annotated[float, DIMENSIONS["mass"]]
Force = Annotated[float, DIMENSIONS["force"]]
Power = Annotated[float, DIMENSIONS["power"]]
Area = Annotated[float, DIMENSIONS["area"]]
Temperature = Annotated[float, DIMENSIONS["temperature"]]
Decibel = Annotated[float, DIMENSIONS["decibel"]]
Frequency = Annotated[float, DIMENSIONS["frequency"]]
BallisticCoefficient = Annotated[float, DIMENSIONS["ballistic_coefficient"]]
Money = Annotated[float, DIMENSIONS["money"]]
Date = Annotated[float, DIMENSIONS["date"]]
Count = Annotated[int, DIMENSIONS["count"]]
Ratio = Annotated[float, DIMENSIONS["ratio"]]
Probability = Annotated[float, DIMENSIONS["probability"], Ge(0.0), Le(1.0)]
Latitude = Annotated[float, DIMENSIONS["angle"], Ge(-90.0), Le(90.0)]
Longitude = Annotated[float, DIMENSIONS["angle"], Ge(-180.0), Le(180.0)]

IDENTIFIER_PATTERN = r"^[a-z0-9][a-z0-9-]{0,63}$"
Identifier = Annotated[str, Field(pattern=IDENTIFIER_PATTERN)]
Name = Annotated[str, Field(min_length=1)]


class Contradiction(ValueError):
    """Two fields of one noun that do not go together: the file key to look at, the problem, the remedy."""

    def __init__(self, key: str, problem: str, remedy: str) -> None:
        self.key = key
        self.problem = problem
        self.remedy = remedy
        super().__init__(f"{key}: {problem}; {remedy}")


class Noun(BaseModel):
    """A frozen, hashable thing whose fields carry their own dimension, meaning and limits."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", allow_inf_nan=False)


class Named(Noun):
    """A noun with an identifier, which is its last name in an address, and a name for readers."""

    id: Identifier = Field(description="identifier")
    name: Name = Field(description="name for readers")


def told(meaning: str, *, key: str | None = None, **limits: Any) -> Any:
    """Declare a field: its meaning in a phrase, its default and limits (gt, ge, lt, le), its file key."""
    return Field(description=meaning, json_schema_extra={"key": key} if key else None, **limits)


@dataclass(frozen=True)
class Declared:
    """One field of a noun as files, docs and sweeps see it."""

    attribute: str
    key: str
    meaning: str
    dimension: Dimension | None
    choices: tuple[str, ...]
    nouns: tuple[type[Noun], ...]
    many: bool
    table: bool
    boolean: bool
    required: bool
    default: Any
    above: float | None = None
    at_least: float | None = None
    below: float | None = None
    at_most: float | None = None

    @property
    def limits(self) -> str:
        """The limits in words a reader understands: "above 0 m", "0 to 1", "" where there are none."""
        if self.at_least is not None and self.at_most is not None:
            return f"{self._written(self.at_least)} to {self._written(self.at_most)}"
        words = (
            ("above", self.above),
            ("at least", self.at_least),
            ("below", self.below),
            ("at most", self.at_most),
        )
        return ", ".join(f"{word} {self._written(limit)}" for word, limit in words if limit is not None)

    def _written(self, limit: float) -> str:
        return format_quantity(limit, self.dimension.name) if self.dimension else f"{limit:g}"

    def allows(self, value: float) -> bool:
        """Return whether a value lies within the limits."""
        return (
            (self.above is None or value > self.above)
            and (self.at_least is None or value >= self.at_least)
            and (self.below is None or value < self.below)
            and (self.at_most is None or value <= self.at_most)
        )


@functools.cache
def fields_of(noun: type[Noun]) -> tuple[Declared, ...]:
    """Return the declared fields of a noun in their order, identifier, name and kind first.

    Parameters
    ----------
    noun : type
        A class of `equipoise.systems`.

    Returns
    -------
    fields : tuple of Declared
        File key, dimension, meaning, choices, limits and default of each field.

    Validity
    --------
    Describes what is declared; a rule that ties two fields together is told by the noun's docstring.

    References
    ----------
    None; the declarations are the classes themselves.

    Examples
    --------
    >>> from equipoise.systems import Place
    >>> [(field.key, field.limits) for field in fields_of(Place)][2:4]
    [('lat', '-90 deg to 90 deg'), ('lon', '-180 deg to 180 deg')]
    """
    declared = [_declared(name, info) for name, info in noun.model_fields.items()]
    return tuple(sorted(declared, key=lambda field: field.attribute not in ("id", "name", "kind")))


def _declared(attribute: str, info: Any) -> Declared:
    parts = [*info.metadata, *_parts(info.annotation)]
    dimension = next((part for part in parts if isinstance(part, Dimension)), None)
    suffix = dimension.suffix if dimension else ""
    nouns = tuple(part for part in parts if isinstance(part, type) and issubclass(part, Noun))
    return Declared(
        attribute=attribute,
        key=(info.json_schema_extra or {}).get("key") or attribute.removesuffix(suffix),
        meaning=info.description or "",
        dimension=dimension,
        choices=tuple(part for part in parts if isinstance(part, str)),
        nouns=nouns,
        many=tuple in parts,
        table=tuple in parts and float in parts,
        boolean=bool in parts,
        required=info.is_required(),
        default=None if info.is_required() else info.default,
        above=_limit(parts, Gt, "gt"),
        at_least=_limit(parts, Ge, "ge"),
        below=_limit(parts, Lt, "lt"),
        at_most=_limit(parts, Le, "le"),
    )


def _parts(annotation: Any) -> list[Any]:
    """Take an annotation apart into the classes, dimensions, limits and choices inside it."""
    origin = typing.get_origin(annotation)
    if origin is Literal:
        return list(typing.get_args(annotation))
    if origin in (types.UnionType, typing.Union, tuple, Annotated):
        inner = [part for argument in typing.get_args(annotation) for part in _parts(argument)]
        return [origin, *inner]
    return [annotation]


def _limit(parts: list[Any], kind: type, name: str) -> float | None:
    return next((getattr(part, name) for part in parts if isinstance(part, kind)), None)
