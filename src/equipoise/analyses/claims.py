"""Claims: each public claim worked out over its disputed inputs, with a verdict in neutral words.

A claim holds where it does for every value in dispute, fails where it does for none, and otherwise hangs on the
inputs that turn it; where it turns is found by bisection between the two values on either side.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from equipoise.analyses.claim_arithmetic import plan_of
from equipoise.analyses.claim_quantities import Quantity, computed, quantity_of
from equipoise.catalogue.public_claims import Claim, Disputed, Texts, claim_ids, read_claim
from equipoise.errors import EquipoiseError, Fault, InputError
from equipoise.results import plain
from equipoise.scenario import Scenario, load
from equipoise.units import format_quantity, parse_quantity

HALVINGS = 5
NUMBER = re.compile(r"([+-]?\d+(?:\.\d+)?)( ?\D.*)?")
AS_IT_STANDS = "as it stands"
ALL_AT_ONCE = "several inputs at once"

Progress = Callable[[int, int], None]
Changes = dict[str, Texts]


@dataclass(frozen=True)
class Run:
    """One computed number: which input had which value, None for none changed, what came out, whether it holds."""

    changed: str | None
    value_text: str
    source: str
    note: str
    result: float
    holds: bool


@dataclass(frozen=True)
class Turn:
    """Where a claim turns: the input, its address or parameter, the value, and whether that is a bisected one."""

    name: str
    key: str
    value_text: str
    bisected: bool


@dataclass(frozen=True)
class Answer:
    """One claim worked out."""

    claim: Claim
    quantity: Quantity
    runs: tuple[Run, ...]
    turns: tuple[Turn, ...]

    @property
    def base(self) -> Run:
        """The run with the claim's own scenario and parameters."""
        return self.runs[0]

    @property
    def verdict(self) -> str:
        """The verdict: "holds", "fails", or "hangs on" the inputs that turn it."""
        outcomes = {run.holds for run in self.runs}
        if len(outcomes) == 1:
            return "holds" if self.base.holds else "fails"
        return f"hangs on {listed(list(dict.fromkeys(turn.name for turn in self.turns)))}"

    def runs_of(self, name: str) -> tuple[Run, ...]:
        """Return the runs in which one input was changed."""
        return tuple(run for run in self.runs if run.changed == name)


def claims(names: Sequence[str] = (), progress: Progress | None = None) -> tuple[Answer, ...]:
    """Return public claims worked out: all that are shipped, or those named.

    Parameters
    ----------
    names : sequence of str
        Ids of shipped claims, or paths of claim files; empty for all shipped.
    progress : callable, optional
        Called with claims done and claims in all.

    Returns
    -------
    answers : tuple of Answer
        In the order asked for; each with its runs, its verdict and where it turns.

    Validity
    --------
    One input is changed at a time, and each side's whole set of numbers together; what the model leaves out, no
    verdict knows. Aims are people gathered in blocks of about 100 km: shares of people to about two digits.

    References
    ----------
    Each claim names its own sources.

    Examples
    --------
    >>> answer, = claims(["moscow-in-eleven-minutes"])
    >>> answer.verdict
    'holds'
    """
    wanted = tuple(names) or claim_ids()
    read = [read_claim(name) for name in wanted]
    answers: list[Answer] = []
    # One after the other: the rooms share their pairs among threads already, and more of them only wait.
    for claim in read:
        answers.append(worked_out(claim))
        if progress is not None:
            progress(len(answers), len(wanted))
    return tuple(answers)


def worked_out(claim: Claim) -> Answer:
    """Return one claim worked out over its disputed inputs."""
    try:
        quantity = quantity_of(claim.quantity)
        runs = runs_over(claim, quantity)
        turns = [turn for each in claim.disputed for turn in turns_of(claim, quantity, each, runs)]
        turns = turns or together(claim, runs)
    except EquipoiseError as error:
        raise about(claim, error) from None
    return Answer(claim, quantity, tuple(runs), tuple(turns))


def about(claim: Claim, error: EquipoiseError) -> EquipoiseError:
    """Return an error of a claim's working out, with the claim named."""
    faults = error.faults if isinstance(error, InputError) else (Fault("", "", str(error), "mend the file"),)
    named = (Fault(f"{claim.id}.yaml", each.address, each.problem, each.remedy) for each in faults)
    return InputError(*named)


def runs_over(claim: Claim, quantity: Quantity) -> list[Run]:
    """Return the base run, then one a value of each input, then one a side."""
    runs = [run_with(claim, quantity, {}, (None, AS_IT_STANDS, claim.source, ""))]
    for each in claim.disputed:
        for rival in each.values:
            changes = dict.fromkeys(each.keys, rival.value)
            head = (each.name, in_words(rival.value), rival.source, rival.note)
            if changes_nothing(claim, changes):
                runs.append(Run(*head, runs[0].result, runs[0].holds))
            else:
                runs.append(run_with(claim, quantity, changes, head))
    for party in claim.parties:
        runs.append(run_with(claim, quantity, party.set, (party.name, "", claim.source, "")))
    return runs


def run_with(
    claim: Claim, quantity: Quantity, changes: Changes, head: tuple[str | None, str, str, str]
) -> Run:
    """Return the run of a claim with some inputs changed."""
    result = result_with(claim, quantity, changes)
    return Run(*head, result, holds(claim, quantity, result))


def result_with(claim: Claim, quantity: Quantity, changes: Changes) -> float:
    """Return the number that decides a claim, with some addresses or parameters changed."""
    parameters: dict[str, Any] = {key: value for key, value in changes.items() if "." not in key}
    plan = planned(claim, parameters.pop("scenario", claim.scenario))
    places = {key: value for key, value in changes.items() if "." in key}
    if len(places) > 1:
        plan = load(plan_of(plan).name, overrides({**claim.settings, **places}))
    else:
        for key, value in places.items():
            plan = plan_of(plan).replace(key, value)
    return computed(quantity, plan, {**claim.parameters, **parameters})


def changes_nothing(claim: Claim, changes: Changes) -> bool:
    """Return whether a claim has all these values already, so that its number need not be computed again."""
    plan = planned(claim, claim.scenario)
    own = {**claim.parameters, "scenario": claim.scenario}
    return all(
        value == (plan.get(key) if plan is not None and "." in key else own.get(key))
        for key, value in changes.items()
    )


def planned(claim: Claim, name: str | None) -> Scenario | None:
    """Return a scenario with the settings of a claim in force; None where it has none."""
    return None if name is None else loaded(name, overrides(claim.settings))


def overrides(values: Mapping[str, Texts]) -> tuple[str, ...]:
    """Return values by address as a scenario is loaded with them."""
    return tuple(
        f"{key}={value if isinstance(value, str) else '[' + in_words(value) + ']'}"
        for key, value in values.items()
    )


def in_words(value: Texts) -> str:
    """Return a value of a claim file as one text."""
    return value if isinstance(value, str) else ", ".join(value)


@cache
def loaded(name: str, overrides: tuple[str, ...]) -> Scenario:
    """Return a scenario, read once."""
    return load(name, overrides)


def holds(claim: Claim, quantity: Quantity, result: float) -> bool:
    """Return whether a result lies within the limits of the claim; no number lies within none."""
    low, high = (limit(text, quantity) for text in (claim.holds_if.at_least, claim.holds_if.at_most))
    return (low is None or result >= low) and (high is None or result <= high) and not math.isnan(result)


def limit(text: str | None, quantity: Quantity) -> float | None:
    """Return one limit of a criterion in SI; None where there is none."""
    return (
        None if text is None else parse_quantity(text, "ratio" if text.endswith("%") else quantity.dimension)
    )


def turns_of(claim: Claim, quantity: Quantity, each: Disputed, runs: Sequence[Run]) -> list[Turn]:
    """Return where a claim turns along one input: bisected between numbers, named among words."""
    own = [run for run in runs if run.changed == each.name]
    if all(run.holds == runs[0].holds for run in own):
        return []
    numbers = numbered(own)
    if numbers is None:
        other = " or ".join(run.value_text for run in own if run.holds != runs[0].holds)
        return [Turn(each.name, keys_of(each), other, bisected=False)]
    unit, ordered = numbers
    turns = []
    for (low, run_low), (high, run_high) in itertools.pairwise(ordered):
        if run_low.holds != run_high.holds:
            turns.append(bisected(claim, quantity, each, (low, high, run_low.holds, unit)))
    return turns or [Turn(each.name, keys_of(each), own[0].value_text, bisected=False)]


def together(claim: Claim, runs: Sequence[Run]) -> list[Turn]:
    """Return the sides whose numbers turn a claim all at once, where no input does alone."""
    sides = [run.changed for run in runs if run.holds != runs[0].holds]
    return [
        Turn(ALL_AT_ONCE, ", ".join(party.set), party.name, bisected=False)
        for party in claim.parties
        if party.name in sides
    ]


def numbered(runs: Sequence[Run]) -> tuple[str, list[tuple[float, Run]]] | None:
    """Return the runs of an input in order of its number, with their unit; None where they are words."""
    found = [NUMBER.fullmatch(run.value_text) for run in runs]
    units = {match[2] or "" for match in found if match}
    if not all(found) or len(units) != 1:
        return None
    pairs = [(float(match[1]), run) for match, run in zip(found, runs, strict=True) if match]
    return units.pop(), sorted(pairs, key=lambda pair: pair[0])


def bisected(claim: Claim, quantity: Quantity, each: Disputed, span: tuple[float, float, bool, str]) -> Turn:
    """Return the value at which a claim turns between two values of an input, to a thirty-second of the way."""
    low, high, low_holds, unit = span
    whole = unit == "" and low == int(low) and high == int(high) and high > 1
    for _ in range(HALVINGS):
        middle = round((low + high) / 2) if whole else (low + high) / 2
        if middle in (low, high):
            break
        result = result_with(claim, quantity, dict.fromkeys(each.keys, f"{middle:.6g}{unit}"))
        low, high = (middle, high) if holds(claim, quantity, result) == low_holds else (low, middle)
    value = high if whole else (low + high) / 2
    return Turn(each.name, keys_of(each), f"{float(f'{value:.3g}'):.10g}{unit}", bisected=True)


def keys_of(each: Disputed) -> str:
    """Return the addresses or the parameter of an input as one text."""
    return ", ".join(each.keys)


def listed(words: list[str]) -> str:
    """Return words joined as in a sentence."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def shown(value: float, dimension: str) -> str:
    """Return a number as a reader wants it: per cent, km, min, or a bare number."""
    if not math.isfinite(value):
        return "none" if math.isnan(value) else "endless"
    if dimension == "ratio":
        return f"{100 * value:.2g} %" if abs(value) < 0.1 else f"{100 * value:.0f} %"
    if dimension == "length":
        return f"{value / 1e3:,.0f} km"
    if dimension == "time":
        return f"{value / 60:.1f} min"
    if dimension == "speed":
        return f"{value / 1e3:.2f} km/s"
    return format_quantity(value, dimension) if dimension not in ("count", "probability") else f"{value:.3g}"


def as_json(answers: Sequence[Answer]) -> dict[str, Any]:
    """Return claims worked out as plain data, the numbers in SI."""
    return plain({"claims": [answer_as_json(answer) for answer in answers]})


def answer_as_json(answer: Answer) -> dict[str, Any]:
    """Return one claim worked out as plain data."""
    claim = answer.claim
    turns = [
        {"input": turn.name, "address": turn.key, "value": turn.value_text, "bisected": turn.bisected}
        for turn in answer.turns
    ]
    return {
        "id": claim.id,
        "title": claim.title,
        "speaker": claim.speaker,
        "date": claim.date,
        "claim": claim.claim,
        "quoted": claim.quoted == "yes",
        "verdict": answer.verdict,
        "quantity": claim.quantity,
        "dimension": answer.quantity.dimension,
        "value": answer.base.result,
        "holds_if": claim.holds_if.model_dump(),
        "turns_at": turns or None,
        "runs": [vars(run) for run in answer.runs],
        "scenario": claim.scenario,
        "sources": list(claim.sources),
        "limits": claim.limits,
    }
