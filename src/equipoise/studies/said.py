"""What was said of the time at which plans work, in words and rows: year, days and chance, for every plan alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from equipoise.dates import year_of
from equipoise.studies.beside import Row
from equipoise.studies.words import NOTHING, digits, listing, percent

NOT_FOUND = "wording not found in a public record"
MARK = f" ({NOT_FOUND})"
UNKNOWN = "not-found"  # the wording of what nobody is known to have said so
NEVER = "never"
MONTHS = 12
PORTS = ("home_port", "forward_port")
ENDS = ("median", "low", "high")
TITLES = {"median": "median", "low": "5 %", "high": "95 %"}
SIDE_BY_SIDE = 2  # plans whose spans fit beside each other


def by_time(promises: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return things said in the order in which they were said."""
    return sorted(promises, key=lambda each: (year_of(each["said"]) or 0.0, each["id"]))


def sentence_rows(answers: Sequence[dict[str, Any]]) -> list[Row]:
    """Return each sentence that is held against all plans: how often it comes, year, days, and its readings."""
    told = [row for held in shared(answers) for row in rows_of(held)]
    return [*told, *sea_rows(answers)] if told else []


def key_sentence_rows(answers: Sequence[dict[str, Any]]) -> list[Row]:
    """Return the year, days and chances of those shared sentences whose words nobody is known to have said."""
    told: list[Row] = []
    for held in shared(answers):
        if held[0]["wording"] == UNKNOWN:
            told += [
                (f'"{name_of(held[0])}"*: ever', tuple(percent(each["comes"]) for each in held)),
                *narrow_rows(held, ("median",)),
                *reading_rows(held, short=True),
            ]
    return told


def shared(answers: Sequence[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Return each sentence with readings that is held against all plans, as it stands with each."""
    groups = [{each["id"]: each for each in answer["promises"] if each["readings"]} for answer in answers]
    first = by_time(list(groups[0].values())) if groups else []
    return [[group[one["id"]] for group in groups] for one in first if all(one["id"] in g for g in groups)]


def rows_of(held: Sequence[dict[str, Any]]) -> list[Row]:
    """Return the rows of one sentence, a cell a plan; more plans than two have a row for each number."""
    broad = len(held) <= SIDE_BY_SIDE
    told: list[Row] = [
        (heading_of(held[0]), tuple(comes_words(each) if broad else percent(each["comes"]) for each in held)),
        *(broad_rows(held) if broad else narrow_rows(held, ENDS)),
    ]
    if held[0]["date"] is not None:
        words = [chance_span(each) if broad else percent(each["chance"]) for each in held]
        told.append((f"   by {held[0]['date']}, which it names", tuple(words)))
    return [*told, *reading_rows(held, short=not broad)]


def broad_rows(held: Sequence[dict[str, Any]]) -> list[Row]:
    """Return year and days with their spans, of all trials and of those in which it comes."""
    return [
        ("   year, median (5 to 95 %)", tuple(year_words(each, "of_all") for each in held)),
        ("   days from the plan's decision", tuple(days_words(each, "of_all") for each in held)),
        ("   where it comes: year", tuple(year_words(each, "of_those") for each in held)),
        ("   where it comes: days", tuple(days_words(each, "of_those") for each in held)),
    ]


def narrow_rows(held: Sequence[dict[str, Any]], ends: Sequence[str]) -> list[Row]:
    """Return year and days of all trials, a row for each end of the span."""
    years = [
        (f"   year, {TITLES[end]}", tuple(end_words(each, end, month_of, end) for each in held))
        for end in ends
    ]
    days = [
        (
            f"   days from its decision, {TITLES[end]}",
            tuple(end_words(each, end, day_count, f"{end}_days") for each in held),
        )
        for end in ends
    ]
    return [*years, *days]


def end_words(promise: dict[str, Any], end: str, words: Callable[[Any], str], key: str) -> str:
    """Return one end of a span in words; a dash where the plan has no part of it, or its decision no date."""
    when = promise["of_all"]
    undated = when[end] is not None and when[key] is None
    return words(when[key]) if promise["in_plan"] and not undated else NOTHING


def reading_rows(held: Sequence[dict[str, Any]], short: bool = False) -> list[Row]:
    """Return the chance of each reading of one sentence, a cell a plan; in short without the span."""
    told: list[Row] = []
    for place, reading in enumerate(held[0]["readings"]):
        cells = tuple(chance_words(each["readings"][place], short) for each in held)
        told.append((f"   {reading['name']}", cells))
    return told


def heading_of(promise: dict[str, Any]) -> str:
    """Return what a sentence is called, marked where nobody is known to have said it in these words."""
    return name_of(promise) + (MARK if promise["wording"] == UNKNOWN else "")


def name_of(promise: dict[str, Any]) -> str:
    """Return the name of a sentence without the mark that its own name may bear."""
    return str(promise["name"]).removesuffix(MARK)


def sea_rows(answers: Sequence[dict[str, Any]]) -> list[Row]:
    """Return how many days ships sail to their stations once they are sent, from either port."""
    told: list[Row] = []
    for port in PORTS:
        named = next((one[port] for answer in answers for one in answer["days_at_sea"]), None)
        if named is not None:
            cells = tuple(sea_words(answer["days_at_sea"], port) for answer in answers)
            told.append((f"days at sea to the stations, from {named.split(',')[0]}", cells))
    return told


def sea_words(stations: Sequence[dict[str, Any]], port: str) -> str:
    """Return the fewest and the most days to a station; a dash without ships or ways."""
    days = [one[f"{port}_days"] for one in stations if one[f"{port}_days"] is not None]
    if not days:
        return NOTHING
    least, most = digits(min(days)), digits(max(days))
    return least if least == most else f"{least} to {most}"


def comes_words(promise: dict[str, Any]) -> str:
    """Return the chance that what is spoken of ever works; that the plan has no part of it."""
    return f"ever {percent(promise['comes'])}" if promise["in_plan"] else "not in this plan"


def year_words(promise: dict[str, Any], trials: str) -> str:
    """Return the median year and month with the span, of all trials or of those in which it comes; a dash for none."""
    when = promise[trials]
    return spanned([month_of(when[end]) for end in ENDS]) if tells(promise, when, trials) else NOTHING


def days_words(promise: dict[str, Any], trials: str) -> str:
    """Return the median of days from the decision with the span; a dash where the plan's decision has no date."""
    when = promise[trials]
    undated = when["low"] is not None and when["low_days"] is None
    if undated or not tells(promise, when, trials):
        return NOTHING
    return spanned([day_count(when[f"{end}_days"]) for end in ENDS])


def tells(promise: dict[str, Any], when: dict[str, Any], trials: str) -> bool:
    """Return whether there is anything of which to tell the date."""
    return promise["in_plan"] and (trials == "of_all" or when["median"] is not None)


def spanned(parts: Sequence[str]) -> str:
    """Return a median with its span; once where all three are the same."""
    median, low, high = parts
    return median if low == median == high else f"{median} ({low} to {high})"


def month_of(year: float | None) -> str:
    """Return the month of a decimal year.

    Examples
    --------
    >>> month_of(2012.93), month_of(2011.0), month_of(None)
    ('2012-12', '2011-01', 'never')
    """
    if year is None:
        return NEVER
    return f"{int(year)}-{int((year - int(year)) * MONTHS) + 1:02d}"


def day_count(days: int | None) -> str:
    """Return a number of days with three figures at most; a word for none."""
    return NEVER if days is None else f"{float(f'{days:.3g}'):,.0f}"


def chance_words(reading: dict[str, Any], short: bool = False) -> str:
    """Return the chance of a reading with its span; against each other plan, where it hangs on one."""
    if reading["lead_days"] is None:
        return percent(reading["chance"]) if short else chance_span(reading)
    if short:
        return least_to_most([each["chance"] for each in reading["against"]])
    return listing([ahead_words(each) for each in reading["against"]]) or NOTHING


def least_to_most(chances: Sequence[float]) -> str:
    """Return the only chance, or the least and the greatest of several; a dash for none.

    Examples
    --------
    >>> least_to_most([0.04]), least_to_most([0.67, 0.07])
    ('4 %', '7 to 67 %')
    """
    if not chances:
        return NOTHING
    least, most = percent(min(chances)), percent(max(chances))
    return least if least == most else f"{least.removesuffix(' %')} to {most}"


def chance_span(held: dict[str, Any]) -> str:
    """Return a chance and the span between slips apart and slips together, where they differ."""
    return with_ends(held, "{} to {}")


def ahead_words(held: dict[str, Any]) -> str:
    """Return the chance to be ahead of another plan; how far slips go together may move it either way."""
    return with_ends(held, "apart {}, together {}")


def with_ends(held: dict[str, Any], form: str) -> str:
    """Return a chance with that of slips apart and of slips together; alone where these two read the same.

    Where both are told as less than trials can show, so is the chance.
    """
    chance, apart, together = (percent(held[name]) for name in ("chance", "independent", "together"))
    if apart == together:
        return apart if apart == "<1 %" else chance
    return f"{chance} ({form.format(apart.removesuffix(' %'), together.removesuffix(' %'))})"


def said_sentence(promise: dict[str, Any], otherwise: str) -> str:
    """Return something said beside what is computed of it; `otherwise` where no date and no reading tells of it."""
    said = said_words(promise)
    if promise["date"] is None and not promise["readings"]:
        return f"{said} {otherwise}"
    if not promise["in_plan"]:
        return f"{said} Computed: nothing, for the plan has no part of what it speaks of."
    parts = [*dated_words(promise), when_words(promise), *reading_words(promise)]
    return f"{said} Computed: {'; '.join(parts)}."


def said_words(promise: dict[str, Any]) -> str:
    """Return who said what, marked where nobody is known to have said it in these words."""
    speaker, claim = promise["speaker"], promise["claim"]
    if promise["wording"] == UNKNOWN:
        return f"{claim.rstrip('.')} ({NOT_FOUND}: {speaker}; graded {promise['grade']})."
    return f"{speaker}{', in short' if promise['wording'] == 'in-short' else ''}: {claim}"


def dated_words(promise: dict[str, Any]) -> list[str]:
    """Return the chance of the date that was named, where there is one."""
    if promise["date"] is None:
        return []
    what = "the parts it speaks of work" if promise["elements"] else "all of it works"
    ends = [percent(promise[name]) for name in ("independent", "together")]
    return [
        f"{what} by {promise['date']} with a chance of {percent(promise['chance'])} ({' to '.join(ends)})"
    ]


def when_words(promise: dict[str, Any]) -> str:
    """Return how often what is spoken of comes, and when and how many days after the decision it then does."""
    if promise["of_those"]["median"] is None:
        return "it comes in no trial"
    days = days_words(promise, "of_those")
    after = "" if days == NOTHING else f", {days} days after the decision"
    then = year_words(promise, "of_those")
    return f"it ever comes with a chance of {percent(promise['comes'])}, then in {then}{after}"


def reading_words(promise: dict[str, Any]) -> list[str]:
    """Return each reading with its chance; those that hang on another plan only where one is there."""
    told = [(each["name"], chance_words(each)) for each in promise["readings"]]
    return [f"{name}, {chance}" for name, chance in told if chance != NOTHING]


def sea_sentence(answer: dict[str, Any]) -> str:
    """Return in how many days the ships of a plan are on station once they are sent; nothing without ships."""
    told = [
        f"{sea_words(answer['days_at_sea'], port)} days from {answer['days_at_sea'][0][port].split(',')[0]}"
        for port in PORTS
        if answer["days_at_sea"]
    ]
    return f" Once sent, its ships are on station in {listing(told)}." if told else ""
