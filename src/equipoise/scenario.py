"""Scenarios: read from a file, each number addressed, replaced, written back."""

from __future__ import annotations

import functools
import hashlib
import os
from collections.abc import Mapping as MappingOf
from collections.abc import Sequence as SequenceOf
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from equipoise import catalogue
from equipoise.addresses import address_of, path_of
from equipoise.assembly import Assembly
from equipoise.catalogue import Source
from equipoise.checking import (
    HEAD_KEYS,
    date_is_a_day,
    ids_are_free,
    provided_is_known,
    read_head,
    sensors_are_known,
    ships_carry_known_batteries,
    states_are_known,
    within_limits,
)
from equipoise.errors import Fault, InputError
from equipoise.evidence import Evidence
from equipoise.quantities import Identifier, Name, Noun, told
from equipoise.reading import Faults, Mapping, Origin, read_text, read_tree, suggestion
from equipoise.replacing import addresses_in, no_such_address, node_of, overridden, put_value, user_origin
from equipoise.resolving import resolved
from equipoise.systems import Battery, Fleet, Programme, Region, Sensor, Settings, Threat, ThreatSet
from equipoise.writing import noun_lines, source_lines, write_text

__all__ = [
    "Evidence",
    "Region",
    "Scenario",
    "Settings",
    "Threat",
    "ThreatSet",
    "examples",
    "from_text",
    "load",
    "save",
]


class Plan(Noun):
    """What a scenario file declares."""

    name: Identifier = told("short name")
    title: Name = told("title for maps and reports")
    summary: str = told("what it stands for, in a sentence or two", default="")
    date: str = told("day that it stands for, YYYY-MM-DD", default="")
    region: Region = told("window of maps and aim points")
    settings: Settings = told("the Earth model", default=Settings())
    sensors: tuple[Sensor, ...] = told("sensors by id", default=())
    batteries: tuple[Battery, ...] = told("batteries by id", min_length=1)
    threats: tuple[ThreatSet, ...] = told("threat sets by id", min_length=1)
    programme: Programme | None = told("elements with their dates and costs", default=None)
    fleet: Fleet | None = told("the ships that carry batteries, and their means", default=None)


@dataclass(frozen=True, eq=False, repr=False)
class Scenario:
    """A frozen design and threat with the evidence of every number; two are equal where they say the same."""

    name: str
    title: str
    summary: str
    date: str
    region: Region
    settings: Settings
    sensors: tuple[Sensor, ...]
    batteries: tuple[Battery, ...]
    threats: tuple[ThreatSet, ...]
    programme: Programme | None
    fleet: Fleet | None
    evidence: MappingOf[str, Evidence]
    sources: MappingOf[str, Source]
    path: str
    text: str
    _plan: Plan
    _values: MappingOf[str, Any]
    _tree: Mapping

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Scenario) and self.canonical_text() == other.canonical_text()

    def __hash__(self) -> int:
        return hash(self.content_hash())

    def __repr__(self) -> str:
        sets = ", ".join(threat.id for threat in self.threats)
        counts = f"{len(self.sensors)} sensors, {len(self.batteries)} batteries"
        return f"<Scenario {self.name}: {counts}, threats {sets}, {len(self.evidence)} numbers>"

    def sensor(self, name: str) -> Sensor:
        """Return the sensor with an id."""
        return self._member("sensors", self.sensors, name)

    def battery(self, name: str) -> Battery:
        """Return the battery with an id."""
        return self._member("batteries", self.batteries, name)

    def threat_set(self, name: str) -> ThreatSet:
        """Return the threat set with an id."""
        return self._member("threats", self.threats, name)

    def _member(self, group: str, members: tuple[Any, ...], name: str) -> Any:
        found = next((member for member in members if member.id == name), None)
        if found is not None:
            return found
        known = [member.id for member in members]
        remedy = f"{suggestion(name, known)}the scenario has {', '.join(known) or 'none'}"
        raise InputError(
            Fault(self.path, f"{group}.{name}", f"there is no '{name}' among the {group}", remedy)
        )

    def addresses(self) -> tuple[str, ...]:
        """Return the address of every value, in the order of the canonical text."""
        return tuple(address for address, value in self._values.items() if not isinstance(value, Noun))

    def get(self, address: str) -> Any:
        """Return what stands at an address, as `replace` takes it.

        Parameters
        ----------
        address : str
            Such as "batteries.redzikowo.interceptor.burnout_speed".

        Returns
        -------
        value : str, bool, tuple or noun
            A number as canonical text with its unit; a thing with fields as its noun.

        Validity
        --------
        Raises `InputError` with a suggestion where the address names nothing.

        References
        ----------
        The evidence of a number is `evidence[address]`.

        Examples
        --------
        >>> load("poland-czech-2007").get("batteries.redzikowo.magazine")
        '10'
        """
        spoken = address_of(path_of(address))
        if spoken not in self._values:
            raise InputError(no_such_address(f"get {address}", address, self._values))
        return self._values[spoken]

    def replace(self, address: str, value: Any) -> Scenario:
        """Return a scenario with another value at one address; its evidence says that the user set it.

        Parameters
        ----------
        address : str
            A number, a text, or a thing the catalogue has: interceptor, missile, sensor, place, launch area.
        value : str, bool, list or dict
            As in a file: "8.3 km/s", a catalogue id, "[first, second]", or a mapping with value and source.

        Returns
        -------
        scenario : Scenario
            New; this one stays as it is.

        Validity
        --------
        Raises `InputError` for an unknown address and for a value that a file might not hold.

        References
        ----------
        A number without a source of its own gets `analyst`, grade assumption.

        Examples
        --------
        >>> plan = load("poland-czech-2007")
        >>> plan.replace("batteries.redzikowo.magazine", "20").battery("redzikowo").magazine
        20
        """
        origin = user_origin(f'replace("{address}", "{value}")')
        faults = Faults()
        tree = put_value(self._tree, address, node_of(value, origin, faults), origin, self._values, faults)
        faults.raise_any()
        return _assembled(tree, faults, self.sources, self.path, self.text)

    def cited(self) -> dict[str, Source]:
        """Return every source that a number of the scenario or a rival of one names, by key."""
        rivals = (rival.source for number in self.evidence.values() for rival in number.alternatives)
        keys = {number.source for number in self.evidence.values()} | {key for key in rivals if key}
        known = {**catalogue.sources(), **self.sources}
        return {key: known[key] for key in sorted(keys)}

    @functools.cached_property
    def _canonical(self) -> str:
        head = ["equipoise: 1", *source_lines(self.sources)]
        return "\n".join([*head, *noun_lines(self._plan, (), self.evidence, "")]) + "\n"

    def canonical_text(self) -> str:
        """Return the full scenario as YAML that needs no catalogue: the same for the same content."""
        return self._canonical

    def content_hash(self) -> str:
        """Return the SHA-256 of the canonical text, in hexadecimal."""
        return hashlib.sha256(self._canonical.encode()).hexdigest()


def examples() -> tuple[str, ...]:
    """Return the names of the shipped scenarios.

    Examples
    --------
    >>> "poland-czech-2007" in examples()
    True
    """
    return catalogue.ids("scenarios")


def load(name_or_path: str | os.PathLike[str], overrides: SequenceOf[str] = ()) -> Scenario:
    """Return a scenario by its shipped name or from a file, with some values replaced.

    Parameters
    ----------
    name_or_path : str or path
        One of `examples()`, or the path of a YAML file.
    overrides : sequence of str
        Each "ADDRESS=VALUE", such as "batteries.redzikowo.interceptor.burnout_speed=8.3 km/s".

    Returns
    -------
    scenario : Scenario
        Complete and validated.

    Validity
    --------
    Raises one `InputError` that holds every fault found, each with its place and remedy.

    References
    ----------
    The sources named by the numbers themselves, in `Scenario.evidence`.

    Examples
    --------
    >>> load("poland-czech-2007").battery("redzikowo").magazine
    10
    """
    path, shown = _located(os.fspath(name_or_path))
    return from_text(read_text(path, shown), shown, overrides)


def _located(name: str) -> tuple[Path, str]:
    if name in examples():
        return catalogue.FOLDER / "scenarios" / f"{name}.yaml", f"{name}.yaml"
    looks_like_path = any(mark in name for mark in (os.sep, ".yaml", ".yml"))
    if looks_like_path or (name and os.path.lexists(name)):
        return Path(name), name
    remedy = f"{suggestion(name, examples())}shipped: {', '.join(examples())}; or give the path of a file"
    raise InputError(Fault("", name, f"there is no scenario '{name}'", remedy))


def from_text(text: str, shown: str, overrides: SequenceOf[str] = ()) -> Scenario:
    """Return a scenario from the text of a file; `shown` is what its faults call it."""
    faults = Faults()
    origin = Origin(shown)
    tree = read_tree(text, origin, faults)
    own_sources = read_head(tree, origin, faults)
    tree = tree.without(*HEAD_KEYS)
    within_limits(tree, faults)
    ids_are_free(tree, faults)
    tree = resolved(tree, faults)
    known = addresses_in(tree) if overrides else ()
    for override in overrides:
        tree = overridden(tree, override, known, faults)
    return _assembled(tree, faults, own_sources, shown, text)


def save(scenario: Scenario, path: str | os.PathLike[str]) -> None:
    """Write a scenario's canonical text to a file, whole or not at all.

    Parameters
    ----------
    scenario : Scenario
        Any scenario; what is written needs no catalogue and loads to an equal one.
    path : str or path
        A file in a folder that exists.

    Returns
    -------
    None.

    Validity
    --------
    Raises `InputError` where the file cannot be written; what stood there before then stays as it was.

    References
    ----------
    None.

    Examples
    --------
    >>> import tempfile
    >>> plan = load("poland-czech-2007")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     save(plan, f"{folder}/mine.yaml")
    ...     load(f"{folder}/mine.yaml") == plan
    True
    """
    write_text(Path(path), scenario.canonical_text())


def _assembled(tree: Mapping, faults: Faults, own: MappingOf[str, Source], path: str, text: str) -> Scenario:
    sensors_are_known(tree, faults)
    provided_is_known(tree, faults)
    ships_carry_known_batteries(tree, faults)
    states_are_known(tree, faults)
    date_is_a_day(tree, faults)
    assembly = Assembly(faults, (*catalogue.sources(), *own), root_keys=HEAD_KEYS)
    plan = assembly.noun((Plan,), tree, ())
    faults.raise_any()
    assert isinstance(plan, Plan)
    parts = {key: getattr(plan, key) for key in Plan.model_fields}
    return Scenario(
        **parts,
        evidence=assembly.evidence,
        sources=own,
        path=path,
        text=text,
        _plan=plan,
        _values=assembly.values,
        _tree=tree,
    )
