"""Treaty: a scenario held against the rules of the treaties that the quarrel was about, on a day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date

import xarray as xr

from equipoise.analyses.treaty_dates import Standing, standing_on
from equipoise.analyses.treaty_facts import subjects_of
from equipoise.analyses.treaty_findings import Case, Finding, Judged, Stationing, finding_of
from equipoise.analyses.treaty_headroom import headroom
from equipoise.analyses.treaty_tests import TREATY_TESTS, judged_subject
from equipoise.catalogue.treaty_files import Rule, Treaty, holdings, read_treaty, treaty_ids
from equipoise.checking import day_of
from equipoise.errors import Fault, InputError
from equipoise.results import Result, provenance
from equipoise.scenario import Scenario

DEFAULT_DAY = date(2008, 7, 8)  # the Czech-American radar agreement
SEPARATOR = "; "
# Rules of these come first, for rules of others ask what they found.
FIRST = ("abm-demarcation-1997",)


def treaty(
    scenario: Scenario,
    *,
    date: str | date | None = None,
    treaty: str | None = None,
    stationings: Sequence[Stationing] = (),
) -> Result:
    """Return what the rules of INF, ABM, New START and CFE say of a scenario on a day.

    A finding names rule, article, input and result; where the parties dispute a rule it has both readings and
    resolves neither. Where a treaty is not in force on the day, its rules are yardsticks and the finding says so.

    Parameters
    ----------
    scenario : Scenario
        Owners, hosts and launchers that it does not state are findings of their own.
    date : str or date, optional
        The day asked about, YYYY-MM-DD; by default the scenario's, else 2008-07-08, and the result says which.
    treaty : str, optional
        One treaty by its id, or a file of the same form; by default all shipped ones.
    stationings : sequence of Stationing
        Ground equipment to be put on foreign territory, added to what its owner holds.

    Returns
    -------
    result : Result
        Dataset over finding (columns of text) and over (ceiling, state, category, year): limit, holding, headroom,
        headroom_share; NaN where nothing is published.

    Validity
    --------
    A rule here is a treaty's rule in plain words and numbers; it is no legal opinion. Rows of grade assumption are
    recalled and not verified.

    References
    ----------
    [inf-fas], [abm-first], [cfe-art5], [cfe-adapt]; each finding names its own.

    Examples
    --------
    >>> from equipoise.scenario import load
    >>> found = treaty(load("poland-czech-2007"), treaty="inf")
    >>> str(found.data.result.values[list(found.data.rule.values).index("inf-vii-3")])
    'exempt'
    """
    day, chosen_by = day_asked(scenario, date)
    known = holdings()
    subjects = subjects_of(scenario)
    found: dict[tuple[str, str], str] = {}
    findings: list[Finding] = []
    texts = treaties_asked(treaty)
    for one in texts:
        case = Case(day, one, subjects, known, tuple(stationings), found)
        for finding in findings_of(case):
            found[finding.rule, finding.subject] = finding.result
            findings.append(finding)
    shown = sorted((one for one in texts if treaty is None or one is texts[-1]), key=signed)
    wanted = [finding for one in shown for finding in findings if finding.treaty == one.id]
    data = table_of(wanted).merge(headroom(known, day, stationings))
    data.attrs.update(
        date=day.isoformat(),
        date_from=chosen_by,
        treaties=[standing_row(one, day) for one in shown],
        stationings=[str(one) for one in stationings],
    )
    origin = provenance(scenario, date=day.isoformat(), treaty=treaty, stationings=data.attrs["stationings"])
    origin["sources"] = sorted({*origin["sources"], *(key for one in wanted for key in one.sources)})
    return Result("treaty", data, origin)


def day_asked(scenario: Scenario, given: str | date | None) -> tuple[date, str]:
    """Return the day, and where it comes from."""
    if isinstance(given, date):
        return given, "asked for"
    if given is not None:
        day = day_of(given)
        if day is None:
            remedy = "write YYYY-MM-DD, for example 2008-07-08"
            raise InputError(Fault("--date", given, "this is no day", remedy))
        return day, "asked for"
    own = day_of(scenario.date) if scenario.date else None
    if own is not None:
        return own, "the scenario's"
    return DEFAULT_DAY, "default of the program; the scenario states none"


def treaties_asked(name: str | None) -> list[Treaty]:
    """Return the treaties to work through, the one asked for last and those its rules ask about before it."""
    if name is None:
        return [read_treaty(one) for one in sorted(treaty_ids(), key=lambda one: (one not in FIRST, one))]
    asked = read_treaty(name)
    return [*(read_treaty(one) for one in FIRST if one != asked.id), asked]


def signed(one: Treaty) -> date:
    """Return the day of a treaty's first event, its signature."""
    return min(event.date for event in one.dates)


def findings_of(case: Case) -> Iterator[Finding]:
    """Yield what each rule of a treaty finds, in the order of the file."""
    for rule in case.treaty.rules:
        for judged in judged_by(rule, case):
            yield finding_of(rule, judged, case, standing_for(case, judged))


def judged_by(rule: Rule, case: Case) -> Iterator[Judged]:
    """Yield what one rule says, subject by subject where it has subjects."""
    if rule.test in TREATY_TESTS:
        yield from TREATY_TESTS[rule.test](rule, case)
        return
    for subject in case.subjects:
        if subject.kind == rule.subject:
            yield judged_subject(rule, case, subject)


def standing_for(case: Case, judged: Judged) -> Standing:
    """Return the treaty's standing for the state concerned; the first party among them, else as a whole."""
    members = [code for code in judged.states if code in case.treaty.members]
    return standing_on(case.treaty, case.day, members[0] if members else "")


def table_of(findings: Sequence[Finding]) -> xr.Dataset:
    """Return the findings as columns over one dimension; lists joined by semicolons."""
    rows = [asdict(one) | {"id": one.id} for one in findings]
    names = ("id", *Finding.__dataclass_fields__)
    columns = {name: [flat(row[name]) for row in rows] for name in names}
    data = {name: ("finding", values, {"long_name": MEANINGS[name]}) for name, values in columns.items()}
    return xr.Dataset(data, coords={"finding": range(len(rows))})


def flat(value: object) -> object:
    """Return a list as one text; anything else as it is."""
    return SEPARATOR.join(value) if isinstance(value, tuple) else value


MEANINGS = {
    "id": "rule and subject",
    "treaty": "id of the treaty",
    "rule": "id of the rule",
    "article": "article of the treaty",
    "title": "what the rule is about",
    "subject": "address in the scenario, or a state or group",
    "states": "states concerned: owner, host",
    "input_address": "where the input stands",
    "input_value": "the input",
    "result": "what follows",
    "words": "the finding in words",
    "reading_a": "how one side reads the rule, where it is disputed",
    "reading_b": "how the other side reads it",
    "standing": "what the treaty is on the day, for the states concerned",
    "binds": "whether the rule is law on the day; otherwise a yardstick",
    "confidence": "the weakest grade of rule and input; assumption means not verified",
    "sources": "source keys",
}


def standing_row(one: Treaty, day: date) -> dict[str, object]:
    """Return a treaty with its standing and its dates."""
    whole = standing_on(one, day)
    events = [
        {
            "event": event.event,
            "date": event.date.isoformat(),
            "by": list(event.by),
            "text": event.text,
            "source": event.source,
            "grade": event.grade,
        }
        for event in sorted(one.dates, key=lambda event: event.date)
    ]
    return {
        "id": one.id,
        "name": one.name,
        "standing": whole.word,
        "since": whole.since.isoformat() if whole.since else None,
        "apart": list(whole.apart),
        "events": events,
    }
