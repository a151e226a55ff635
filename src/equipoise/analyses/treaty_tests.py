"""The closed set of tests that treaty rules use; a new rule of a known kind is a row of data.

Each takes a rule, a case and, where the rule has subjects, one subject, and says what it finds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from equipoise.analyses.treaty_ceilings import ceilings, room, sums
from equipoise.analyses.treaty_dates import after, notices, suspended_on
from equipoise.analyses.treaty_facts import BATTERY, Fact, Subject
from equipoise.analyses.treaty_findings import HANGS, NO_PARTY, NOT_STATED, NOT_YET, SETTLED, Case, Judged
from equipoise.catalogue.treaty_files import CATEGORIES, Event, Rule
from equipoise.units import UnitError, parse_quantity

HARMLESS = ("not concerned", "permitted", "within", "in scope", "out of scope", NOT_STATED)
ASKED = {
    "solely-intercepts": "made solely to intercept",
    "tested-range": "range tested against the ground",
    "interceptor-speed": "burnout speed",
    "target-speed": "speed at the greatest range",
    "range": "greatest range",
}
PLAIN = {"true": "yes", "false": "no"}
SubjectTest = Callable[[Rule, Case, Subject], Judged]


def judged_subject(rule: Rule, case: Case, subject: Subject) -> Judged:
    """Return what a rule finds for one subject: first who is bound and what other rules settled, then its test."""
    early = not_bound(rule, case, subject) or settled(rule, case, subject)
    found = early or unsettled(rule, case, subject, SUBJECT_TESTS[rule.test](rule, case, subject))
    return Judged(
        found.result, found.words, found.fact, subject.states, subject.address, found.grade, found.sources
    )


def not_bound(rule: Rule, case: Case, subject: Subject) -> Judged | None:
    """Return the finding for a subject whose owner is unknown or no party; None where the rule binds it."""
    if rule.bound == "none":
        return None
    owner = subject.facts.get("owner")
    if not subject.owners:
        return Judged(NOT_STATED, f"the owner is not stated at {subject.address}.owner")
    if not set(subject.owners) & set(case.treaty.members):
        return Judged(NO_PARTY, f"{', '.join(subject.owners)} never was a party", owner)
    return None


def settled(rule: Rule, case: Case, subject: Subject) -> Judged | None:
    """Return the finding where another rule settles the matter; None where none does."""
    for other, results in rule.unless.items():
        found = case.found.get((other, subject.address))
        if found in results:
            return Judged(SETTLED, f"by {other}: {found}")
    return None


def unsettled(rule: Rule, case: Case, subject: Subject, found: Judged) -> Judged:
    """Return a finding that bites as hanging where the rule that might settle it hangs on a value."""
    for other, results in rule.unless.items():
        if case.found.get((other, subject.address)) == HANGS and found.result not in HARMLESS:
            words = f"on {other}; {found.result} unless that is {' or '.join(results)}: {found.words}"
            return Judged(HANGS, words, found.fact)
    return found


def missing(rule: Rule, subject: Subject) -> Judged:
    """Return the finding for a fact that the scenario does not state."""
    return Judged(NOT_STATED, f"not stated for {subject.address}: {ASKED.get(rule.fact or '', rule.fact)}")


def one_of(rule: Rule, case: Case, subject: Subject) -> Judged:
    """Judge a text: among the values of the rule or not."""
    fact = subject.facts.get(rule.fact or "")
    if fact is None:
        return missing(rule, subject)
    met = fact.text in rule.values
    words = f"{ASKED.get(rule.fact or '', rule.fact)}: {PLAIN.get(fact.text, fact.text)}"
    return Judged(rule.met if met else rule.otherwise, words, fact)


def range_band(rule: Rule, case: Case, subject: Subject) -> Judged:
    """Judge a number: within a band, both ends included, or outside."""
    fact = subject.facts.get(rule.fact or "")
    if fact is None or fact.value is None:
        return missing(rule, subject)
    assert rule.low is not None and rule.high is not None
    met = limit_of(rule.low.value) <= fact.value <= limit_of(rule.high.value)
    words = f"{fact.text}, band {rule.low.value} to {rule.high.value}"
    return Judged(rule.met if met else rule.otherwise, words, fact)


def at_most(rule: Rule, case: Case, subject: Subject) -> Judged:
    """Judge a number with its range against a limit; where the range holds the limit, the answer hangs on it."""
    fact = subject.facts.get(rule.fact or "")
    if fact is None or fact.value is None:
        return missing(rule, subject)
    assert rule.limit is not None
    limit = limit_of(rule.limit.value)
    low, high = ends_of(fact)
    words = f"{fact.text}{span_words(fact)} against {rule.limit.value}"
    if low <= limit < high:
        return Judged(HANGS, f"{words}: {rule.met} at the low end, {rule.otherwise} at the high end", fact)
    return Judged(rule.met if high <= limit else rule.otherwise, words, fact)


def abroad(rule: Rule, case: Case, subject: Subject) -> Judged:
    """Judge whether something stands outside the territory of its owner; a ship stands on none."""
    platform = subject.facts.get("platform")
    if platform is not None and platform.text == "ship":
        return Judged("not concerned", "at sea it stands on no state's territory", platform)
    host = subject.facts.get("host")
    if host is None:
        return Judged(
            NOT_STATED, f"the host is not stated for {subject.address}, and the map has no land there"
        )
    met = host.text not in subject.owners
    words = f"of {', '.join(subject.owners)}, in {host.text}"
    return Judged(rule.met if met else rule.otherwise, words, host)


def count(rule: Rule, case: Case, subject: Subject) -> Judged:
    """Judge the interceptors of all batteries of an owner together."""
    assert rule.limit is not None
    same = [each for each in case.subjects if each.kind == BATTERY and each.owners == subject.owners]
    facts = [each.facts["magazine"] for each in same]
    total = sum(fact.value or 0.0 for fact in facts)
    words = f"{total:g} of {rule.limit.value} allowed"
    fact = subject.facts["magazine"]
    met = total <= limit_of(rule.limit.value)
    return Judged(rule.met if met else rule.otherwise, words, fact)


def limit_of(text: str) -> float:
    """Return a limit in SI; the dimension is that of its unit."""
    for dimension in ("length", "speed", "count"):
        try:
            return parse_quantity(text, dimension)
        except UnitError:
            continue
    raise UnitError(f"'{text}' is no length, speed or count", "write it with its unit")


def ends_of(fact: Fact) -> tuple[float, float]:
    """Return the range of a number; its value where none is stated."""
    assert fact.value is not None
    return (
        fact.value if fact.low is None else fact.low,
        fact.value if fact.high is None else fact.high,
    )


def span_words(fact: Fact) -> str:
    """Return the range of a speed or length in brackets; nothing where none is stated."""
    low, high = ends_of(fact)
    if low == high:
        return ""
    if "km/s" in fact.text:
        return f" ({low / 1e3:.3g} to {high / 1e3:.3g} km/s)"
    return f" ({low / 1e3:g} to {high / 1e3:g} km)"


SUBJECT_TESTS: dict[str, SubjectTest] = {
    "one-of": one_of,
    "range-band": range_band,
    "at-most": at_most,
    "abroad": abroad,
    "count": count,
}


def readings(rule: Rule, case: Case) -> Iterator[Judged]:
    """Tell a dispute that no scenario decides."""
    yield Judged(rule.met, "no scenario decides it; both readings are given")


def notice(rule: Rule, case: Case) -> Iterator[Judged]:
    """Judge each notice given by the day: whether the treaty was left before its period ran out."""
    given = [pair for pair in notices(case.treaty) if pair[0].date <= case.day]
    if not given:
        yield Judged(NOT_YET, f"no notice was given by {case.day}; it would run {rule.period}")
    for told, effect in given:
        yield noticed(rule, case, told, effect)


def noticed(rule: Rule, case: Case, told: Event, effect: Event | None) -> Judged:
    """Return what one notice comes to."""
    assert rule.period is not None
    earliest = after(told.date, rule.period)
    words = f"{told.event} of {told.date} and {rule.period}: {earliest}"
    if effect is None or effect.date > case.day:
        return Judged(NOT_YET, words, states=told.by, grade=told.grade, sources=told.sources)
    met = effect.date >= earliest
    words += f"; {effect.event} on {effect.date}, {(effect.date - told.date).days} days after"
    return Judged(
        rule.met if met else rule.otherwise, words, states=told.by, grade=told.grade, sources=told.sources
    )


def suspension(rule: Rule, case: Case) -> Iterator[Judged]:
    """Tell who suspends the treaty on the day, and what can no longer be verified."""
    found = list(suspended_on(case.treaty, case.day))
    if not found:
        yield Judged(rule.otherwise, "nobody suspends it on this day")
    for event in found:
        words = f"{', '.join(event.by)} since {event.date}{lost_words(case, event.by)}"
        yield Judged(rule.met, words, states=event.by, grade=event.grade, sources=event.sources)


def lost_words(case: Case, states: tuple[str, ...]) -> str:
    """Return what share of the ceilings of a group belongs to the states that suspend."""
    levels = next((table for table in case.treaty.tables if table.id.startswith("levels")), None)
    totals = next((table for table in case.treaty.tables if table.id == "group-total"), None)
    group = next((codes for codes in case.treaty.groups.values() if set(states) <= set(codes)), None)
    if levels is None or totals is None or group is None:
        return ""
    shares = []
    for category in CATEGORIES:
        held = [levels.number(code, category) for code in states]
        ceiling = totals.number("each group", category)
        if None not in held and ceiling:
            shares.append(sum(n for n in held if n is not None) / ceiling)
    return f": {min(shares):.0%} to {max(shares):.0%} of what its group may hold is no longer verified"


TREATY_TESTS = {
    "readings": readings,
    "notice": notice,
    "suspension": suspension,
    "ceilings": ceilings,
    "sums": sums,
    "room": room,
}
