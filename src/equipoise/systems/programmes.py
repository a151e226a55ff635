"""Programmes: what an architecture is built of, when each part is to be ready, and what it costs."""

from __future__ import annotations

from typing import Literal

from pydantic import model_validator

from equipoise.quantities import (
    Contradiction,
    Count,
    Date,
    Identifier,
    Money,
    Name,
    Named,
    Noun,
    Probability,
    Ratio,
    Time,
    told,
)


class SlipCase(Named):
    """One thing that was planned for a date, and when it came; without `actual` it was cancelled."""

    planned_year: Date = told("date it was planned for")
    actual_year: Date | None = told("date it was ready; left out where it never came", default=None)

    @property
    def slip_years(self) -> float | None:
        """How late it was [years]; None where it was cancelled."""
        return None if self.actual_year is None else self.actual_year - self.planned_year


class SlipRecord(Named):
    """What became of plans of one sort: the cases, and how far a new case may differ from the old ones."""

    cases: tuple[SlipCase, ...] = told("cases by id", min_length=1)
    spread_s: Time = told("standard deviation of the normal curve laid over each case", ge=0.0)
    prior: Ratio = told("cases that one believes in beforehand, half of them cancelled", ge=0.0, le=10.0)

    @model_validator(mode="after")
    def _some_case_came(self):
        if all(case.actual_year is None for case in self.cases):
            raise Contradiction("cases", "no case of the record ever came", "add one with 'actual: ...'")
        return self


class Reading(Named):
    """One way to take what was said: by a date, within a time of the decision, or ahead of another plan."""

    date_year: Date | None = told("the date by which it is to be ready", default=None)
    within_s: Time | None = told("the time after the decision of the plan", default=None, gt=0.0)
    lead_s: Time | None = told(
        "the time ahead of another plan that is held to the same sentence", default=None, ge=0.0
    )

    @model_validator(mode="after")
    def _is_one_of_three(self):
        if sum(each is not None for each in (self.date_year, self.within_s, self.lead_s)) != 1:
            problem = "a reading is a date, a time after the decision, or a lead over another plan"
            raise Contradiction("date", problem, "write one of 'date', 'within' and 'lead'")
        return self


class Promise(Named):
    """What somebody said in public of the time at which a plan works: a date, or words that may be read."""

    speaker: Name = told("who said it")
    claim: Name = told("what was said, in a line")
    wording: Literal["in-short", "quoted", "not-found"] = told(
        "whether the words are the speaker's own; not-found where no public record has them",
        default="in-short",
    )
    said_year: Date = told("when it was said")
    date_year: Date | None = told("the date named; left out where none was", default=None)
    readings: tuple[Reading, ...] = told("ways to take it, by id", default=())
    elements: tuple[Identifier, ...] = told("ids of the elements meant; by default all", default=())
    in_plan: bool = told("whether the plan has any part of what is spoken of", default=True)


class PriceLevel(Noun):
    """The level of prices in a year."""

    id: Identifier = told("the year")
    level: Ratio = told("level of prices in the year, against any one base", gt=0.0)


class Budget(Noun):
    """How money of several years is added up: prices, growth over estimates, years of operation, discount."""

    name: Name = told("name for readers")
    levels: tuple[PriceLevel, ...] = told("levels of prices by year", default=())
    price_year: Count = told("year whose prices the answer is told in", key="price_year", ge=1900, le=2200)
    growth_median: Ratio = told("median of final over estimated cost", default=1.0, gt=0.0, le=100.0)
    growth_sigma: Ratio = told("standard deviation of its logarithm", default=0.0, ge=0.0, le=3.0)
    growth_correlation: Probability = told("correlation of the logarithms of any two lines", default=0.0)
    operation_years: Count = told("years of operation that are counted", default=20, ge=0, le=100)
    discount_rate: Ratio = told("discount rate a year, above inflation", default=0.0, ge=0.0, le=0.5)

    @model_validator(mode="after")
    def _ids_are_years(self):
        for each in self.levels:
            if not (each.id.isdecimal() and len(each.id) == 4):
                raise Contradiction(
                    "levels", f"'{each.id}' is no year", "write levels: {2009: {level: ...}, ...}"
                )
        return self

    def level(self, year: int) -> float | None:
        """Return the level of prices in a year; None where the index has none."""
        return next((each.level for each in self.levels if each.id == str(year)), None)


class Cost(Named):
    """One line of a budget; an `operation` is paid each year, the others once."""

    kind: Literal["development", "procurement", "construction", "operation"] = told("what the money is for")
    amount_usd: Money = told("price of one, or of one for a year", ge=0.0)
    count: Count = told("how many", default=1, ge=0, le=100_000)
    price_year: Count = told("year of the prices", key="price_year", ge=1900, le=2200)


class Element(Named):
    """A part of an architecture that has a date and a price of its own."""

    provides: tuple[Identifier, ...] = told("ids of the sensors and batteries it brings", default=())
    needs: tuple[Identifier, ...] = told("ids of the elements without which it cannot work", default=())
    planned_year: Date | None = told("date it is to be ready; left out where none is known", default=None)
    slip: Identifier | None = told("id of the record its slip is drawn from", default=None)
    payer: str = told("code of the state that pays, where known", default="")
    unpriced: str = told("what is known to cost money and has no published figure", default="")
    costs: tuple[Cost, ...] = told("lines of its budget by id", default=())

    @model_validator(mode="after")
    def _a_date_has_its_record(self):
        if self.planned_year is not None and self.slip is None:
            problem = "a planned date without a record of slips"
            raise Contradiction(
                "slip", problem, "name one with 'slip: ID'; 'slip: on-time' takes the plan as sure"
            )
        return self


class Estimate(Named):
    """What somebody else published as the cost of an architecture."""

    speaker: Name = told("who published it")
    covers: Literal["all", "investment"] = told("whether operation is in it", default="all")
    least_usd: Money = told("lower end of the range", ge=0.0)
    most_usd: Money = told("upper end of the range", ge=0.0)
    price_year: Count = told("year of the prices", key="price_year", ge=1900, le=2200)
    reason: str = told("why an answer of this program may differ, in a sentence", default="")


class Programme(Noun):
    """How an architecture comes about: its elements, their dates and costs."""

    elements: tuple[Element, ...] = told("elements by id", min_length=1)
    decided_year: Date | None = told("when the plan was decided; days are counted from it", default=None)
    slips: tuple[SlipRecord, ...] = told("records of slips by id", default=())
    slip_correlation: Probability = told("correlation of the slips of any two elements", default=0.0)
    promises: tuple[Promise, ...] = told("dates named in public, by id", default=())
    estimates: tuple[Estimate, ...] = told("published costs to stand beside, by id", default=())
    budget: Budget | None = told("how the money of several years is added up", default=None)

    @model_validator(mode="after")
    def _needs_and_slips_are_known(self):
        elements, slips = {each.id for each in self.elements}, {each.id for each in self.slips}
        for each in self.elements:
            for need in each.needs:
                if need not in elements:
                    problem = f"{each.id} needs '{need}', which is no element of the programme"
                    raise Contradiction(
                        "elements", problem, f"the elements are {', '.join(sorted(elements))}"
                    )
            if each.slip is not None and each.slip not in slips:
                problem = f"{each.id} names the record '{each.slip}', which is not there"
                raise Contradiction("slips", problem, "see 'equipoise list slips', or write the record here")
        return self

    @model_validator(mode="after")
    def _promises_are_of_known_elements(self):
        elements = {each.id for each in self.elements}
        for each in self.promises:
            for name in each.elements:
                if name not in elements:
                    problem = f"{each.id} is about '{name}', which is no element of the programme"
                    raise Contradiction(
                        "promises", problem, f"the elements are {', '.join(sorted(elements))}"
                    )
        return self

    @model_validator(mode="after")
    def _times_have_a_beginning(self):
        timed = [each.id for each in self.promises if any(one.within_s is not None for one in each.readings)]
        if timed and self.decided_year is None:
            problem = f"{timed[0]} is read as a time after the decision, which has no date"
            raise Contradiction("promises", problem, "write 'decided: 2009-09-17' beside the elements")
        return self

    @model_validator(mode="after")
    def _no_element_waits_for_itself(self):
        for each in self.elements:
            if each.id in self.needed_by(each.id):
                problem = f"{each.id} needs itself by way of its needs"
                raise Contradiction("elements", problem, "break the ring of 'needs'")
        return self

    @model_validator(mode="after")
    def _nothing_is_provided_twice(self):
        given: dict[str, str] = {}
        for each in self.elements:
            for name in each.provides:
                if given.setdefault(name, each.id) != each.id:
                    problem = f"{name} is provided by {given[name]} and by {each.id}"
                    raise Contradiction(
                        "elements", problem, "leave it to one of them, and let the other need it"
                    )
        return self

    def element(self, name: str) -> Element:
        """Return the element with an id."""
        return next(each for each in self.elements if each.id == name)

    def slip_record(self, name: str) -> SlipRecord:
        """Return the record of slips with an id."""
        return next(each for each in self.slips if each.id == name)

    def meant_by(self, promise: Promise) -> tuple[str, ...]:
        """Return the ids of the elements that something said is about; none where the plan has no part of it."""
        if not promise.in_plan:
            return ()
        return promise.elements or tuple(each.id for each in self.elements)

    def needed_by(self, name: str) -> frozenset[str]:
        """Return the ids of all elements that one waits for, directly or by way of others."""
        found: set[str] = set()
        waiting = list(self.element(name).needs)
        while waiting:
            need = waiting.pop()
            if need not in found:
                found.add(need)
                waiting.extend(self.element(need).needs)
        return frozenset(found)
