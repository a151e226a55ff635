"""Compare: the analyses of one or more scenarios side by side, and what the difference hangs on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any

from equipoise.analyses import ANALYSES
from equipoise.analyses.footprint import summary
from equipoise.analyses.ledger import plain_rows, row_of, totals
from equipoise.analyses.schedule_answers import keep_at_hand
from equipoise.errors import Fault, InputError
from equipoise.geography import Window
from equipoise.pieces import Piece, Progress, all_done
from equipoise.reading import suggestion
from equipoise.results import Result, plain
from equipoise.scenario import Scenario
from equipoise.studies.beside import Asked, Row, answer_of
from equipoise.studies.beside_ledger import books_in_pairs
from equipoise.studies.differences import Difference, differences
from equipoise.studies.equal_security import EqualSecurity
from equipoise.studies.ledger_words import ledger_words
from equipoise.studies.rows import StateRow
from equipoise.studies.sections import SECTIONS, Part, part_of, rows_beside, sections_as_json, told_beside
from equipoise.studies.sentences import phrases, told, told_in_brief
from equipoise.studies.threats import shared_threats
from equipoise.studies.words import NOTHING
from equipoise.systems.settings import Region

MAP_WEIGHT, PEOPLE_WEIGHT = 0.8, 1.1


@dataclass(frozen=True, eq=False)
class Comparison:
    """Scenarios with their footprints and ledgers, in one order; `threats` are the sets that all of them have.

    `sections` holds the analyses beside protection by name, one part a scenario.
    """

    scenarios: tuple[Scenario, ...]
    footprints: tuple[Result, ...]
    ledgers: tuple[Result, ...]
    threats: tuple[str, ...]
    sections: dict[str, tuple[Part, ...]] = field(default_factory=dict)

    def __repr__(self) -> str:
        return "\n".join(
            [f"<Comparison of {', '.join(self.labels)}>"]
            + [f"{threat}: {sentence}" for threat in self.threats for sentence in self.sentences(threat)]
            + [f"{name}: {sentence}" for name in self.sections for sentence in self.section_sentences(name)]
        )

    @property
    def labels(self) -> tuple[str, ...]:
        """The scenarios' names; numbered where two share one."""
        return labels_of(self.scenarios)

    @cached_property
    def differences(self) -> tuple[Difference, ...]:
        """Every address at which the scenarios differ."""
        return differences(self.scenarios)

    def sentences(self, threat: str, *, short: bool = False) -> tuple[str, ...]:
        """Return what the comparison says about one threat set, in plain words."""
        if short:
            return told_in_brief(self.scenarios, self.rows(threat), threat, self.differences)
        totals = self.totals(threat)["nato_europe_2007"]
        rows, reasons = self.rows(threat), self.reasons(threat)
        return told(self.scenarios, threat, rows, totals, self.differences, reasons)

    def section_sentences(self, name: str, *, short: bool = False) -> tuple[str, ...]:
        """Return what the comparison says about one analysis beside protection, in plain words."""
        return told_beside(name, phrases(self.scenarios), self.sections[name], short)

    def section_rows(self, name: str, *, short: bool = False) -> list[Row]:
        """Return the numbers of one analysis beside protection, a cell a scenario."""
        return rows_beside(name, self.sections[name], NOTHING, short)

    @cached_property
    def equal_security(self) -> tuple[EqualSecurity, ...]:
        """The joined ledger of the only scenario, or of the first and each later one as before and after."""
        return books_in_pairs([part.result for part in self.sections.get("ledger", ()) if part.result])

    def reasons(self, threat: str) -> tuple[str | None, ...]:
        """Return for each scenario the commonest reason why places in reach are not defended."""
        return tuple(commonest_reason(each, threat) for each in self.footprints)

    def rows(self, threat: str) -> tuple[StateRow, ...]:
        """Return the states in reach of a threat set, the largest spread between the scenarios first."""
        return self._rows[threat]

    @cached_property
    def _rows(self) -> dict[str, tuple[StateRow, ...]]:
        return {threat: rows_of(self.ledgers, threat) for threat in self.threats}

    def totals(self, threat: str) -> dict[str, tuple[dict[str, Any], ...]]:
        """Return the sums over all states and over NATO Europe of 2007, one entry a scenario."""
        sums = [totals(ledger.data.sel(threat=threat)) for ledger in self.ledgers]
        return {group: tuple(each[group] for each in sums) for group in sums[0]}

    def as_json(self) -> dict[str, Any]:
        """Return the comparison as plain data."""
        return plain(
            {
                "scenarios": [
                    {
                        "label": label,
                        "title": each.title,
                        "summary": each.summary,
                        "hash": each.content_hash(),
                    }
                    for label, each in zip(self.labels, self.scenarios, strict=True)
                ],
                "threats": {threat: self._threat_as_json(threat) for threat in self.threats},
                "differences": [vars(each) for each in self.differences],
                "ledgers": [answer_of(each) for each in self.ledgers],
                "sections": self._sections_as_json(),
                "equal_security": [book.as_json() | ledger_words(book) for book in self.equal_security],
                "provenance": [each.provenance for each in self.footprints],
            }
        )

    def _sections_as_json(self) -> dict[str, Any]:
        whole = sections_as_json(self.sections, self.labels)
        return {
            name: {"sentences": self.section_sentences(name), **section} for name, section in whole.items()
        }

    def _threat_as_json(self, threat: str) -> dict[str, Any]:
        states = [
            vars(row) | {"change_people": row.change_people, "spread_people": row.spread_people}
            for row in self.rows(threat)
        ]
        return {"sentences": self.sentences(threat), "totals": self.totals(threat), "states": states}


def labels_of(scenarios: Sequence[Scenario]) -> tuple[str, ...]:
    """Return the names of scenarios; numbered where two share one."""
    names = [scenario.name for scenario in scenarios]
    count = Counter(names)
    return tuple(
        name if count[name] == 1 else f"{name} ({place})" for place, name in enumerate(names, start=1)
    )


def rows_of(ledgers: Sequence[Result], threat: str) -> tuple[StateRow, ...]:
    """Return the states in reach of a threat set as several ledgers have them, the largest spread first."""
    tables = [plain_rows(ledger.data.sel(threat=threat)) for ledger in ledgers]
    rows = [
        StateRow(
            first["state"], first["name"], first["nato_europe_2007"], tuple(map(row_of, (first, *others)))
        )
        for first, *others in zip(*tables, strict=True)
    ]
    reached = [row for row in rows if row.reachable_people > 0]
    return tuple(sorted(reached, key=lambda row: (-row.spread_people, -row.reachable_people)))


def compare(
    *scenarios: Scenario,
    threat: str | None = None,
    region: Window | None = None,
    resolution_deg: float = 0.5,
    beside: Sequence[str] = tuple(SECTIONS),
    workers: int | None = None,
    progress: Progress | None = None,
) -> Comparison:
    """Return the analyses of one or more scenarios side by side.

    Parameters
    ----------
    scenarios : Scenario
        In the order in which they are to be told.
    threat : str, optional
        One threat set; by default each that all scenarios have.
    region : Window, optional
        Limits of map and ledger [deg]; by default the smallest window that holds the scenarios' regions.
    resolution_deg : float
        Side of a cell of the map [deg].
    beside : sequence of str
        Analyses beside protection, in an economical form each of which tells what it leaves out; by default all:
        those of `studies.sections`.
    workers : int, optional
        Threads; the numbers do not depend on it.
    progress : callable, optional
        Called with words, the part of the work done and the whole.

    Returns
    -------
    comparison : Comparison
        `footprints`, `ledgers`, `sections`, `differences`, `sentences(threat)`, `rows(threat)`,
        `section_sentences(name)`, `section_rows(name)`, `equal_security`; `as_json()`.

    Validity
    --------
    As `footprint` and `ledger`. A sentence about what a result hangs on is told only where the scenarios
    differ in few enough things for it to follow.

    References
    ----------
    None; each scenario names its own.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> from equipoise.scenario import load
    >>> alps = SimpleNamespace(lat_min_deg=46, lat_max_deg=47, lon_min_deg=7, lon_max_deg=8)
    >>> plan = load("poland-czech-2007")
    >>> options = {"threat": "long-range", "region": alps, "resolution_deg": 1, "beside": ()}
    >>> both = compare(plan, load("ships-2009"), **options)
    >>> [row.name for row in both.rows("long-range")][0]
    'Switzerland'
    """
    plan = Plan(scenarios, threat, region, resolution_deg, beside, workers)
    return plan.comparison(all_done(plan.pieces(), progress=progress))


class Plan:
    """A comparison before it is made: its pieces of work, and what is put together of what they give."""

    def __init__(
        self,
        scenarios: Sequence[Scenario],
        threat: str | None,
        region: Window | None,
        resolution_deg: float,
        beside: Sequence[str],
        workers: int | None,
    ) -> None:
        self.scenarios, self.beside = tuple(scenarios), tuple(name for name in SECTIONS if name in beside)
        self.threats = shared_threats(scenarios, threat)
        require_known(beside)
        window = region or common_region(scenarios)
        self.options: dict[str, Any] = {"threat": threat, "region": window, "workers": workers}
        self.resolution_deg = resolution_deg
        self.asked = Asked(self.threats, window, workers, None, {}, region is None)

    def pieces(self) -> list[Piece]:
        """Return the pieces of work."""
        maps = [piece for n in range(len(self.scenarios)) for piece in self.maps_of(n)]
        return [*maps, *(self.part(name, n) for n in range(len(self.scenarios)) for name in self.beside)]

    def maps_of(self, n: int) -> list[Piece]:
        """Return map and ledger of one scenario; the flights of another are kept where its map was made."""
        scenario = self.scenarios[n]
        area = partial(
            ANALYSES["footprint"].run, scenario, resolution_deg=self.resolution_deg, **self.options
        )
        people = partial(ANALYSES["ledger"].run, scenario, **self.options)
        return [
            Piece(f"map {n}", area, (), "map 0", MAP_WEIGHT, f"{scenario.name}, map"),
            Piece(f"people {n}", people, (), "people 0", PEOPLE_WEIGHT, f"{scenario.name}, people"),
        ]

    def part(self, name: str, n: int) -> Piece:
        """Return one analysis beside protection of one scenario."""
        scenario, section = self.scenarios[n], SECTIONS[name]
        used = tuple(other for other in section.uses if other in self.beside)
        run = partial(part_of, name, scenario, self.asked, used)
        near = f"people {n}" if section.counts_people else ""
        needs = tuple(f"{other} {n}" for other in used)
        return Piece(f"{name} {n}", run, needs, near, section.weight, f"{scenario.name}, {name}")

    @property
    def labels(self) -> tuple[str, ...]:
        """The scenarios' names; numbered where two share one."""
        return labels_of(self.scenarios)

    def names(self, kind: str) -> tuple[str, ...]:
        """Return the names of the pieces of one kind, one a scenario."""
        return tuple(f"{kind} {n}" for n in range(len(self.scenarios)))

    def comparison(self, found: dict[str, Any]) -> Comparison:
        """Return the comparison that the pieces give, here or in another process."""
        for scenario in self.scenarios:
            keep_at_hand(scenario)
        footprints, ledgers, *parts = (
            tuple(found[name] for name in self.names(kind)) for kind in ("map", "people", *self.beside)
        )
        sections = dict(zip(self.beside, parts, strict=True))
        return Comparison(self.scenarios, footprints, ledgers, self.threats, sections)


def require_known(beside: Sequence[str]) -> None:
    """Raise an InputError for an analysis that a comparison does not carry."""
    for name in beside:
        if name not in SECTIONS:
            remedy = f"{suggestion(name, SECTIONS)}choose of {', '.join(SECTIONS)}"
            raise InputError(Fault("", name, "no such analysis stands beside protection", remedy))


def common_region(scenarios: Sequence[Scenario]) -> Region:
    """Return the smallest window that holds the regions of all scenarios."""
    regions = [scenario.region for scenario in scenarios]
    return Region(
        lat_min_deg=min(region.lat_min_deg for region in regions),
        lat_max_deg=max(region.lat_max_deg for region in regions),
        lon_min_deg=min(region.lon_min_deg for region in regions),
        lon_max_deg=max(region.lon_max_deg for region in regions),
    )


def commonest_reason(area: Result, threat: str) -> str | None:
    """Return the word of the outcome that leaves most cells undefended, None where all are defended."""
    reasons = summary(area, threat)["undefended_because"]
    word = max(reasons, key=lambda each: reasons[each])
    return word if reasons[word] else None
