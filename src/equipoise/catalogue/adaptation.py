"""What `adapt` may choose from: sites and stations, a forward radar, the rule of the Black Sea, missiles by year."""

from __future__ import annotations

from functools import cache

from equipoise import catalogue
from equipoise.assembly import Assembly
from equipoise.quantities import Count, Identifier, Mass, Named, Noun, Time, told
from equipoise.reading import Faults, Node, Scalar, Sequence
from equipoise.systems.places import Place

STATION = "station-"


class BlackSea(Noun):
    """What the Montreux Convention allows to warships of states without a shore on the Black Sea."""

    strait: Identifier = told("the strait behind which it holds")
    outside: Identifier = told("the station outside to which a ship withdraws")
    stay_s: Time = told("longest stay")
    notice_s: Time = told("notice before a passage")
    one_state_tonnage_kg: Mass = told("tonnage of one such state at a time")


class ForwardRadar(Noun):
    """The forward radar that a plan is given as another means: where its numbers stand."""

    plan: Identifier = told("id of the shipped plan that has it")
    sensor: Identifier = told("id of the radar there")


class Ready(Named):
    """A missile of the catalogue and the year by which it is said to be ready; the id is the missile's."""

    year: Count = told("year by which it is ready", ge=1900, le=2100)


class Estimate(Named):
    """One tendency among the published estimates."""

    summary: str = told("whose dates these are")
    missiles: tuple[Ready, ...] = told("missiles by id", min_length=1)

    def by(self, year: int) -> tuple[str, ...]:
        """Return the ids of the missiles that are ready by the end of a year."""
        return tuple(ready.id for ready in self.missiles if ready.year <= year)


def stations() -> tuple[Place, ...]:
    """Return the candidate stations: all places of the catalogue whose id begins with station-."""
    names = (name for name in catalogue.ids("places") if name.startswith(STATION))
    return tuple(catalogue.noun("places", name) for name in names)


def candidate_sites() -> tuple[Place, ...]:
    """Return the land sites that a fixed plan might add."""
    named = catalogue.file_tree("adaptation.yaml").entries["candidate_sites"]
    assert isinstance(named, Sequence)
    return tuple(catalogue.noun("places", item.text) for item in named.items if isinstance(item, Scalar))


@cache
def black_sea() -> BlackSea:
    """Return the rule of the Black Sea.

    Examples
    --------
    >>> black_sea().stay_s / 86400
    21.0
    """
    return _noun(BlackSea, catalogue.file_tree("adaptation.yaml").entries["black_sea"], ("black_sea",))


@cache
def forward_radar() -> ForwardRadar:
    """Return where the numbers of the forward radar stand.

    Examples
    --------
    >>> forward_radar().plan, forward_radar().sensor
    ('ships-2009', 'kurecik')
    """
    node = catalogue.file_tree("adaptation.yaml").entries["forward_radar"]
    return _noun(ForwardRadar, node, ("forward_radar",))


@cache
def estimates() -> tuple[Estimate, ...]:
    """Return the published estimates by tendency, in the order of the file.

    Examples
    --------
    >>> {each.id: len(each.by(2010)) for each in estimates()}
    {'cautious': 1, 'official': 2, 'alarmist': 5}
    """
    entries = catalogue.file_tree("threat_years.yaml").entries
    return tuple(_noun(Estimate, node, (name,), name) for name, node in entries.items())


def sources_used() -> tuple[str, ...]:
    """Return the source keys behind the estimates, the rule and the forward radar."""
    rules = catalogue.file_tree("adaptation.yaml").entries
    years = catalogue.file_tree("threat_years.yaml").entries
    nouns: list[tuple[type[Noun], Node, str, str]] = [
        (BlackSea, rules["black_sea"], "black_sea", ""),
        (ForwardRadar, rules["forward_radar"], "forward_radar", ""),
    ]
    nouns += [(Estimate, node, key, key) for key, node in years.items()]
    keys: set[str] = set()
    for kind, node, key, own_id in nouns:
        assembly = Assembly(Faults(), catalogue.sources())
        assembly.noun((kind,), node, (key,), own_id)
        keys |= {evidence.source for evidence in assembly.evidence.values()}
    return tuple(sorted(keys))


def _noun(kind, node: Node, path: tuple[str, ...], own_id: str = ""):
    faults = Faults()
    built = Assembly(faults, catalogue.sources()).noun((kind,), node, path, own_id)
    faults.raise_any()
    return built
