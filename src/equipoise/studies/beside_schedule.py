"""Schedules beside protection: when each plan is likely to work, whom it protects by then, and what was promised."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from weakref import ReferenceType, WeakKeyDictionary, ref

from equipoise.analyses.schedule import schedule
from equipoise.analyses.schedule_answers import programme_of
from equipoise.analyses.schedule_said_answers import held_together
from equipoise.results import Result
from equipoise.scenario import Scenario
from equipoise.studies.beside import Asked, Row, answer_of, shared_names
from equipoise.studies.said import (
    NOT_FOUND,
    by_time,
    key_sentence_rows,
    name_of,
    said_sentence,
    said_words,
    sea_sentence,
    sentence_rows,
    shared,
)
from equipoise.studies.words import listing, people, percent

Held = tuple[tuple[ReferenceType[Result], ...], list[dict[str, Any]]]
HELD: WeakKeyDictionary[Result, Held] = WeakKeyDictionary()
TOLD_YEARS = (2011, 2013, 2015, 2018, 2025)
PEOPLE_YEARS = (2011, 2015, 2018)
KEY_YEARS = ("2013", "2015", "2018")
KEY_PEOPLE_YEAR = 2015
LIKELY = 0.5
ECONOMY = "Nothing is left out. In full, element by element and with the record: 'equipoise schedule PLAN'."
SENTENCES = (
    "a sentence that compares two plans is held against each of them by the same code, whichever it was said of; where "
    "it names no date, the readings are this program's. A median of 'never' says that more than half of the trials "
    "lack a part for good."
)
KEY_NOTE = (
    f"* {NOT_FOUND}; the readings are this program's. What the announcement of 2009 and its critics said in words "
    "that are on record stands in the section schedule, with year, days and chance for each plan."
)
WHAT_DECIDES = (
    "these chances hang on a record of few such programmes and on how far slips go together; the span in brackets is "
    "between slips that have nothing to do with each other and slips that one piece of luck rules."
)


def run(scenario: Scenario, asked: Asked) -> Result:
    """Return the schedule of a scenario, people protected by year included."""
    return schedule(
        scenario,
        threat=asked.only_threat,
        region=asked.region,
        workers=asked.workers,
        progress=asked.progress,
    )


def rows(results: Sequence[Result]) -> list[Row]:
    """Return chances and people by year, and what was said to compare the plans, a cell a plan."""
    return [*year_rows(results), *sentence_rows(together(results))]


def year_rows(results: Sequence[Result]) -> list[Row]:
    """Return the chance that all of a plan works by some years, and the people protected by then, a cell a plan."""
    answers = [answer_of(result) for result in results]
    told: list[Row] = []
    for year in TOLD_YEARS:
        cells = tuple(percent(chance_by(answer, "chance", year)) for answer in answers)
        told.append((f"all of it works by the end of {year}", cells))
    for threat in shared_names([answer["coverage"] or {} for answer in answers]):
        for year in PEOPLE_YEARS:
            cells = tuple(people(people_by(answer, threat, year)) for answer in answers)
            told.append((f"{threat}: people protected by {year}", cells))
    return told


def together(results: Sequence[Result]) -> list[dict[str, Any]]:
    """Return the answers with what was said held against all plans; made once while the results are there."""
    others, held = HELD.get(results[0], ((), []))
    if [each() for each in others] != list(results):
        answers = [answer_of(result) for result in results]
        held = held_together(answers, [programme_of(result) for result in results])
        HELD[results[0]] = (tuple(map(ref, results)), held)
    return held


def sentences(names: Sequence[str], results: Sequence[Result]) -> list[str]:
    """Return when plans are likely to work, whom they protect by then, and what was said with what is computed of it.

    What was said of all plans alike is told once, for its numbers stand in rows.
    """
    answers = together(results)
    alike = {held[0]["id"]: held[0] for held in shared(answers)} if len(answers) > 1 else {}
    told = []
    for name, answer in zip(names, answers, strict=True):
        own = [each for each in by_time(answer["promises"]) if each["id"] not in alike]
        otherwise = first_part_words(answer) + sea_sentence(answer)
        said = [said_sentence(each, otherwise) for each in own]
        told += [plan_words(name, answer), *people_words(name, answer), *said]
    return [
        *told,
        *(f"{name_of(each)}. {said_words(each)}" for each in alike.values()),
        SENTENCES,
        WHAT_DECIDES,
    ]


def key_rows(results: Sequence[Result]) -> list[Row]:
    """Return the chance of the whole by some years, people protected by one, and the sentence of 2009."""
    told = year_rows(results)
    years = [row for row in told if row[0].startswith("all of it") and row[0].endswith(KEY_YEARS)]
    protected = [row for row in told if row[0].endswith(f"protected by {KEY_PEOPLE_YEAR}")]
    return [*years, *protected, *key_sentence_rows(together(results))]


def verdicts(names: Sequence[str], results: Sequence[Result]) -> list[str]:
    """Return the dates that were named for each plan with their chances."""
    answers = [answer_of(result) for result in results]
    told = [dates_words(name, answer["promises"]) for name, answer in zip(names, answers, strict=True)]
    return [*filter(None, told), *([KEY_NOTE] if key_sentence_rows(answers) else [])]


def dates_words(name: str, promises: Sequence[dict[str, Any]]) -> str:
    """Return the dates named for a plan, each with the computed chance that what it speaks of works by then."""
    own = [each for each in promises if each["date"] and not each["readings"]]
    dated = sorted(own, key=lambda each: str(each["date"]))
    told = [f"{str(each['date'])[:4]} {percent(each['chance'])}" for each in dated]
    return f"dates named for {name}, and their computed chances: {', '.join(told)}." if told else ""


def place_of(answer: dict[str, Any], year: int) -> int:
    """Return where a year stands in an answer."""
    return answer["years"].index(year)


def chance_by(answer: dict[str, Any], name: str, year: int) -> float:
    """Return a chance of the whole by the end of a year."""
    return float(answer["whole"][name][place_of(answer, year)])


def people_by(answer: dict[str, Any], threat: str, year: int) -> float:
    """Return the people expected to be protected by the end of a year."""
    return float(answer["coverage"][threat]["protected_people"][place_of(answer, year)])


def plan_words(name: str, answer: dict[str, Any]) -> str:
    """Return from when a plan is likelier to work than not."""
    likely = [
        year
        for year, chance in zip(answer["years"], answer["whole"]["chance"], strict=True)
        if chance >= LIKELY
    ]
    last = answer["years"][-1]
    apart, together = (chance_by(answer, name, last) for name in ("independent", "together"))
    span = f"{percent(min(apart, together))} to {percent(max(apart, together))}"
    end = f"by the end of {last} all of it works with a chance of {percent(chance_by(answer, 'chance', last))} ({span})"
    if likely:
        return f"{name} is likelier than not to work as a whole from the end of {likely[0]} on; {end}."
    return f"{name} is in no year up to {last} likelier than not to work as a whole; {end}."


def people_words(name: str, answer: dict[str, Any]) -> list[str]:
    """Return the first year in which a plan protects people, and how many are expected in some years."""
    told = []
    for threat, one in (answer["coverage"] or {}).items():
        some = [
            year for year, count in zip(answer["years"], one["protected_people"], strict=True) if count >= 1e6
        ]
        if some:
            years = [f"{people(people_by(answer, threat, year))} by {year}" for year in TOLD_YEARS[:-1]]
            told.append(
                f"against {threat} missiles {name} is expected to protect a first million people by the end of "
                f"{some[0]}: {listing(years)}, {people(one['full_people'])} once all of it works."
            )
    return told


def first_part_words(answer: dict[str, Any]) -> str:
    """Return when a plan that came without a year is expected to protect half of all it ever protects."""
    told = []
    for threat, one in (answer["coverage"] or {}).items():
        half = [
            year
            for year, count in zip(answer["years"], one["protected_people"], strict=True)
            if count >= 0.5 * one["full_people"] > 0
        ]
        told.append(
            f"by {half[0]} ({threat})" if half else f"in no year up to {answer['years'][-1]} ({threat})"
        )
    if not told:
        return "Computed: nothing, for no year was named and nobody counted."
    return f"Computed: half of the people it protects once complete are expected to be protected {listing(told)}."
