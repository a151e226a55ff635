"""What a treaty rule finds: its result, the input it looked at, both readings where they differ, and how sure it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from equipoise.analyses.treaty_dates import Standing
from equipoise.analyses.treaty_facts import Fact, Subject, weakest
from equipoise.catalogue.treaty_files import CATEGORIES, Holdings, Rule, Treaty

# Results that code itself gives; all others stand in the rules.
NOT_STATED = "not stated"
NO_PARTY = "no party"
SETTLED = "settled"
HANGS = "hangs on the value"
DISPUTED = "disputed"
NOT_YET = "not yet"
NO_DATA = "no data"
OLD_DATA = "older data only"
REPLACED = "replaced"
ABOVE = "above"


@dataclass(frozen=True)
class Stationing:
    """Ground equipment that one state puts on the territory of another, to ask what that changes."""

    owner: str
    host: str
    numbers: tuple[int, ...]

    def number(self, category: str) -> int:
        """Return how much of a category is stationed."""
        place = CATEGORIES.index(category) if category in CATEGORIES else len(self.numbers)
        return self.numbers[place] if place < len(self.numbers) else 0

    def __str__(self) -> str:
        parts = (f"{n:,} {name}" for n, name in zip(self.numbers, CATEGORIES, strict=False) if n)
        return f"{' and '.join(parts) or 'nothing'} of {self.owner} in {self.host}"


@dataclass(frozen=True)
class Judged:
    """What one test says of one subject, before the treaty's standing is known."""

    result: str
    words: str
    fact: Fact | None = None
    states: tuple[str, ...] = ()
    subject: str = ""
    grade: str | None = None
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Finding:
    """One rule held against one subject on a day."""

    treaty: str
    rule: str
    article: str
    title: str
    subject: str
    states: tuple[str, ...]
    input_address: str
    input_value: str
    result: str
    words: str
    reading_a: str
    reading_b: str
    standing: str
    binds: bool
    confidence: str
    sources: tuple[str, ...]

    @property
    def id(self) -> str:
        """The rule and what it was held against."""
        return f"{self.rule}:{self.subject}" if self.subject else self.rule


@dataclass(frozen=True)
class Case:
    """What all tests of one run share: the day, the treaty, the subjects, holdings and stationings."""

    day: date
    treaty: Treaty
    subjects: Sequence[Subject]
    holdings: Sequence[Holdings]
    stationings: Sequence[Stationing] = ()
    found: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def latest(self, name: str, zone: str = "") -> Holdings | None:
        """Return the last block on or before the day that has a row of that name."""
        known = [
            one for one in self.holdings if name in one.rows and one.zone == zone and one.date <= self.day
        ]
        return known[-1] if known else None

    def stationed(self, owner: str, category: str) -> int:
        """Return what a state newly stations abroad, of a category."""
        return sum(one.number(category) for one in self.stationings if one.owner == owner)


def finding_of(rule: Rule, judged: Judged, case: Case, standing: Standing) -> Finding:
    """Return a finding: what was judged, with the rule, the treaty's standing and the confidence beside it."""
    fact = judged.fact
    readings = rule.readings if judged.result == DISPUTED else ()
    told = [f"{reading.who}: {reading.text}" for reading in readings] + ["", ""]
    limits = [limit.grade for limit in (rule.low, rule.high, rule.limit) if limit]
    own = fact.sources if fact else ()
    return Finding(
        treaty=case.treaty.id,
        rule=rule.id,
        article=rule.article,
        title=rule.title,
        subject=judged.subject,
        states=judged.states,
        input_address=fact.address if fact else "",
        input_value=fact.text if fact else "",
        result=judged.result,
        words=judged.words,
        reading_a=told[0],
        reading_b=told[1],
        standing=str(standing),
        binds=standing.is_law,
        confidence=weakest(rule.grade, *limits, judged.grade, fact.grade if fact else None),
        sources=tuple(dict.fromkeys((*rule.sources, *judged.sources, *own))),
    )
