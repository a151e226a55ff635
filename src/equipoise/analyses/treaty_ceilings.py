"""Ceilings on conventional forces: holdings and sums held against them, room for stationed forces, headroom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from equipoise.analyses.treaty_facts import weakest
from equipoise.analyses.treaty_findings import ABOVE, NO_DATA, OLD_DATA, REPLACED, Case, Judged, Stationing
from equipoise.catalogue.treaty_files import (
    ANY_STATE,
    EACH_GROUP,
    Holdings,
    Rule,
    Table,
)
from equipoise.catalogue.treaty_sums import sum_of

HOLDINGS = "holdings"


@dataclass(frozen=True)
class Pair:
    """One limit, and what stands against it."""

    name: str
    category: str
    limit: int
    held: int

    @property
    def share(self) -> float:
        """Headroom as a share of the limit; zero of zero is no room."""
        return (self.limit - self.held) / self.limit if self.limit else (0.0 if self.held == 0 else -1.0)

    def __str__(self) -> str:
        return f"{self.held:,} of {self.limit:,} {self.category}"


def ceilings(rule: Rule, case: Case) -> Iterator[Judged]:
    """Judge holdings, or the rows of another table, against the rows of a table."""
    table = case.treaty.table(rule.table or "")
    if rule.of != HOLDINGS:
        yield largest(rule, table, case.treaty.table(rule.of or ""))
        return
    if table.until is not None and case.day >= table.until:
        yield Judged(REPLACED, f"by a later rule from {table.until}", states=tuple(table.rows))
        return
    without = [name for name in table.rows if case.latest(name, table.zone) is None]
    for name in table.rows:
        block = case.latest(name, table.zone)
        if block is not None:
            yield held(rule, case, table, block, name)
    if without:
        text = f"no holdings kept here up to {case.day} for {', '.join(without)}"
        yield Judged(NO_DATA, text, states=tuple(code for code in without if code in case.treaty.members))


def held(rule: Rule, case: Case, table: Table, block: Holdings, name: str) -> Judged:
    """Return how the last holdings of one state stand to its limits."""
    pairs = list(pairs_of(case, table, block, name))
    states = (name,) if name in case.treaty.members else ()
    grade = weakest(table.grade_of(name), block.grade)
    sources = (table.source_of(name), block.source)
    worst = min(pairs, key=lambda pair: pair.share)
    words = f"{worst}, {told_on(block, table)}"
    added = [str(one) for one in case.stationings if one.owner == name and not table.zone]
    words += f", with {'; '.join(added)}" if added else ""
    result = rule.otherwise if worst.share < 0 else rule.met
    if rule.since is not None and block.date < rule.since:
        result, words = OLD_DATA, f"{words}; the limit is of {rule.since}"
    return Judged(result, words, states=states, subject=name, grade=grade, sources=sources)


def told_on(block: Holdings, table: Table) -> str:
    """Return the day of some holdings, and the zone."""
    return f"{table.zone}, {block.date}" if table.zone else str(block.date)


def pairs_of(case: Case, table: Table, block: Holdings, name: str) -> Iterator[Pair]:
    """Yield limit and holding of each category that both have, what is newly stationed added."""
    for category in table.categories:
        limit, number = table.number(name, category), block.number(name, category)
        if limit is not None and number is not None:
            added = 0 if table.zone else case.stationed(name, category)
            yield Pair(name, category, limit, number + added)


def largest(rule: Rule, table: Table, other: Table) -> Judged:
    """Return the row of a table that comes nearest to a limit for any state."""
    pairs = [
        Pair(name, category, limit, number)
        for name, row in other.rows.items()
        for category, number in zip(other.categories, row.numbers, strict=True)
        if number is not None and (limit := table.number(ANY_STATE, category)) is not None
    ]
    worst = min(pairs, key=lambda pair: pair.share)
    words = f"the largest level is that of {worst.name}: {worst}"
    result = rule.otherwise if worst.share < 0 else rule.met
    grade = weakest(table.grade, other.grade_of(worst.name))
    sources = (table.source, other.source_of(worst.name))
    return Judged(result, words, states=(worst.name,), subject=worst.name, grade=grade, sources=sources)


def sums(rule: Rule, case: Case) -> Iterator[Judged]:
    """Judge the sum of the rows of each group against the ceiling of a group."""
    table, other = case.treaty.table(rule.table or ""), case.treaty.table(rule.of or "")
    for group, codes in case.treaty.groups.items():
        counted = [code for code in codes if code not in rule.without]
        pairs = [
            Pair(group, category, limit, total)
            for category in table.categories
            if (limit := table.number(EACH_GROUP, category)) is not None
            and (total := sum_of(other, counted, category)) is not None
        ]
        worst = min(pairs, key=lambda pair: pair.share)
        result = rule.otherwise if worst.share < 0 else rule.met
        grade, sources = weakest(table.grade, other.grade), (table.source, other.source)
        yield Judged(result, f"{group}: {worst}", subject=group, grade=grade, sources=sources)


def room(rule: Rule, case: Case) -> Iterator[Judged]:
    """Judge what foreign forces a host may take in beside its own full ceiling."""
    table, own = case.treaty.table(rule.table or ""), case.treaty.table(rule.of or "")
    hosts = [each.host for each in case.subjects if each.kind != "missile" and each.host]
    asked = [one.host for one in case.stationings]
    for host in dict.fromkeys((*asked, *hosts)):
        if host in table.rows and host in own.rows:
            yield room_of(rule, case, table, own, host)


def room_of(rule: Rule, case: Case, table: Table, own: Table, host: str) -> Judged:
    """Return the room of one host, and whether what is to be stationed fits into it."""
    free = {
        category: limit - number
        for category in table.categories
        if (limit := table.number(host, category)) is not None
        and (number := own.number(host, category)) is not None
    }
    words = ", ".join(f"{number:,} {category}" for category, number in free.items())
    result = rule.met if any(free.values()) else rule.otherwise
    asked = [one for one in case.stationings if one.host == host]
    if asked:
        result, extra = fitted(case, free, asked)
        words = f"room {words}; {extra}"
    grade, sources = weakest(table.grade_of(host), own.grade_of(host)), (table.source, own.source)
    owners = tuple(dict.fromkeys(one.owner for one in asked))
    return Judged(result, words, states=(host, *owners), subject=host, grade=grade, sources=sources)


def fitted(case: Case, free: dict[str, int], asked: list[Stationing]) -> tuple[str, str]:
    """Return whether stationed forces fit: into the room, as a temporary or exceptional deployment, or not at all."""
    deployment = next(table for table in case.treaty.tables if table.id.startswith("deployment"))
    wanted = {category: sum(one.number(category) for one in asked) for category in free}
    told = "; ".join(str(one) for one in asked)
    if all(wanted[category] <= free[category] for category in free):
        return "within", f"{told} fit"
    for name, words in (("temporary", "as a temporary deployment"), ("exceptional", "as an exceptional one")):
        spare = {category: deployment.number(name, category) or 0 for category in free}
        if all(wanted[category] <= free[category] + spare[category] for category in free):
            return f"{name} only", f"{told} fit {words} alone"
    return ABOVE, f"{told} do not fit, nor as an exceptional deployment"
