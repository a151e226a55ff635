"""Forces: the long-range missiles of a state at a date, base by base, as the deterrent analysis takes them."""

from __future__ import annotations

import os
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import model_validator

from equipoise import catalogue
from equipoise.assembly import Assembly
from equipoise.errors import Fault, InputError
from equipoise.evidence import Evidence
from equipoise.quantities import Contradiction, Count, Identifier, Name, Named, told
from equipoise.reading import Faults, Mapping, Node, Origin, Scalar, read_text, read_tree, suggestion
from equipoise.resolving import resolved
from equipoise.systems.places import Place
from equipoise.systems.threats import Threat

SHAPE_KEYS = ("shape", "shape_angle")
FORM = "write a force of the catalogue or the path of a file of the same form"


class Base(Threat):
    """The missiles of one type at one base."""

    name: Name = told("name for readers")
    count: Count = told("missiles deployed", ge=0, le=10_000)
    warheads_each: Count = told("warheads counted on each missile", ge=1, le=100)

    @property
    def place(self) -> Place:
        """Where the base lies: its first launch point."""
        return self.launch[0]


class Force(Named):
    """All missiles of a force; those that no base holds lie where no position was found."""

    date: Name = told("day for which the numbers hold")
    state: Name | None = told("state whose force it is, a code of three letters", default=None)
    targets: tuple[Identifier, ...] = told("ids of the cities that its missiles are flown to", min_length=1)
    plans: tuple[str, ...] = told("ids of the scenarios that it goes with by default", default=())
    missiles: Count = told("missiles of the whole force", ge=1, le=100_000)
    warheads: Count = told("warheads of the whole force", ge=1, le=1_000_000)
    bases: tuple[Base, ...] = told("missiles at each base", min_length=1)

    @property
    def aims(self) -> tuple[Place, ...]:
        """The cities that its missiles are flown to, the same for every base."""
        return tuple(catalogue.noun("places", name) for name in self.targets)

    @model_validator(mode="after")
    def _targets_are_places(self):
        known = catalogue.ids("places")
        for name in self.targets:
            if name not in known:
                remedy = f"{suggestion(name, known)}write ids of places; 'equipoise list places' names them"
                raise Contradiction("targets", f"there is no place '{name}'", remedy)
        return self

    @model_validator(mode="after")
    def _bases_within_the_whole(self):
        held = sum(base.count for base in self.bases)
        carried = sum(base.count * base.warheads_each for base in self.bases)
        for key, part, whole in (("missiles", held, self.missiles), ("warheads", carried, self.warheads)):
            if part > whole:
                problem = f"the bases hold {part} {key}, the force has {whole}"
                raise Contradiction(key, problem, f"lower the bases or raise '{key}'")
        return self


@dataclass(frozen=True)
class KnownForce:
    """A force with what stands behind its numbers."""

    force: Force
    summary: str
    evidence: MappingOf[str, Evidence]

    @property
    def sources(self) -> set[str]:
        """The keys of all sources its numbers name."""
        return {number.source for number in self.evidence.values()}


def forces() -> tuple[str, ...]:
    """Return the ids of the shipped forces.

    Examples
    --------
    >>> "russia-2008" in forces()
    True
    """
    return catalogue.ids("forces")


def force_for(scenario: str) -> str | None:
    """Return the id of the shipped force that is said to go with a scenario; None where none is.

    Examples
    --------
    >>> force_for("poland-czech-2007-russian-numbers"), force_for("ships-2009")
    ('russia-2008-slow', None)
    """
    return next((known.force.id for known in shipped_forces() if scenario in known.force.plans), None)


@cache
def shipped_forces() -> tuple[KnownForce, ...]:
    """Return all shipped forces, each read once in a process."""
    return tuple(map(force, forces()))


def force(name_or_path: str | os.PathLike[str]) -> KnownForce:
    """Return a force by its shipped name or from a file, with the evidence of its numbers.

    Parameters
    ----------
    name_or_path : str or path
        One of `forces()`, or a YAML file of the same form. `like: ID` takes the bases of a shipped force; `shape` and
        `shape_angle` of the file then hold for all of them.

    Returns
    -------
    known : KnownForce
        Complete and validated.

    Validity
    --------
    Raises one `InputError` with every fault found.

    References
    ----------
    Each number names its own source.

    Examples
    --------
    >>> july_2008 = force("russia-2008").force
    >>> july_2008.missiles, july_2008.warheads
    (415, 1575)
    """
    name = os.fspath(name_or_path)
    return _shipped(name) if name in forces() else _read(name)


@cache
def _shipped(name: str) -> KnownForce:
    """Return a shipped force, read once."""
    return _read(name)


def _read(name: str) -> KnownForce:
    """Return a force as its file has it now."""
    faults = Faults()
    tree = _tree(name, faults)
    faults.raise_any()
    summary = tree.text("summary") or ""
    tree = _with_places(tree.without("summary"), faults)
    assembly = Assembly(faults, (*catalogue.sources(),))
    built = assembly.noun((Force,), tree, ())
    faults.raise_any()
    assert isinstance(built, Force)
    return KnownForce(built, summary, assembly.evidence)


def _tree(name: str, faults: Faults) -> Mapping:
    """Return the marked nodes of a force; what it takes from another is put in place."""
    if name not in forces() and not any(mark in name for mark in (os.sep, ".yaml", ".yml")):
        remedy = f"{suggestion(name, forces())}shipped: {', '.join(forces())}; or give the path of a file"
        raise InputError(Fault("--force", name, f"there is no force '{name}'", remedy))
    shipped = catalogue.tree("forces", name)
    tree = shipped or read_tree(read_text(Path(name), name), Origin(name), faults)
    model = tree.entries.get("like")
    if model is None:
        return tree
    if not (isinstance(model, Scalar) and model.text in forces() and model.text != name):
        faults.add(model.mark, "like", "this is no other shipped force", FORM)
        return tree
    return _like(tree.without("like"), _tree(model.text, faults))


def _like(tree: Mapping, model: Mapping) -> Mapping:
    """Return a force with the numbers of another and shapes of its own."""
    shape = {key: tree.entries[key] for key in SHAPE_KEYS if key in tree.entries}
    own = tree.without(*SHAPE_KEYS)
    merged = Mapping({**model.without("plans").entries, **own.entries}, {**model.keys, **own.keys}, own.mark)
    bases = merged.entries["bases"]
    if not isinstance(bases, Mapping):
        return merged
    marks = {key: node.mark for key, node in shape.items()}
    changed: dict[str, Node] = {
        name: Mapping({**base.entries, **shape}, {**base.keys, **marks}, base.mark)
        for name, base in bases.entries.items()
        if isinstance(base, Mapping)
    }
    return merged.changed("bases", Mapping(changed, bases.keys, bases.mark))


def _with_places(tree: Mapping, faults: Faults) -> Mapping:
    """Return the tree with missiles and launch points of its bases put in place of their ids."""
    bases = tree.entries.get("bases")
    if not isinstance(bases, Mapping):
        return tree
    # The bases have the form of a scenario's threat set, so they are resolved as one.
    as_set = Mapping({"missiles": bases}, {"missiles": bases.mark}, bases.mark)
    as_sets = Mapping({"bases": as_set}, {"bases": bases.mark}, bases.mark)
    whole = Mapping({"threats": as_sets}, {"threats": bases.mark}, bases.mark)
    found = resolved(whole, faults).entries["threats"]
    assert isinstance(found, Mapping) and isinstance(found.entries["bases"], Mapping)
    return tree.changed("bases", found.entries["bases"].entries["missiles"])
