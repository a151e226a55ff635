"""Public claims on the terminal: a table of all, and a page of one."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from equipoise.analyses.claims import Answer, Turn, in_words, shown
from equipoise.catalogue import sources
from equipoise.catalogue.citing import Reference
from equipoise.catalogue.public_claims import Claim
from equipoise.studies.words import counted
from equipoise.views.entries import wrapped
from equipoise.views.tables import add_row, plain_table

NAMED = 2
TABLE_NOTE = (
    "One input is changed at a time over its published values, and each side's numbers together. "
    "'equipoise claims ID' tells one claim with its sources; a verdict speaks of the model, not of the speaker."
)


def claims_table(answers: Sequence[Answer]) -> list[RenderableType]:
    """Return all claims, one a row: id, value, what the claim asks, verdict."""
    table = plain_table("claim", "value", "asked", "verdict", numbers=(1,), whole=(0, 2))
    for answer in answers:
        value = shown(answer.base.result, answer.quantity.dimension)
        add_row(table, answer.claim.id, value, asked(answer.claim), in_short(answer))
    verdicts = [answer.verdict.partition(" ")[0] for answer in answers]
    counts = ", ".join(f"{verdicts.count(word)} {words}" for word, words in COUNTED.items())
    return [table, Text(f"{counted(len(answers), 'claim')}: {counts}.\n{TABLE_NOTE}")]


COUNTED = {"holds": "hold", "fails": "fail", "hangs": "hang on an input"}


def asked(claim: Claim) -> str:
    """Return the criterion in short: "90 % or more", "4 to 6"."""
    low, high = claim.holds_if.at_least, claim.holds_if.at_most
    if low is not None and high is not None:
        return f"{low} to {high}"
    return f"{low} or more" if low is not None else f"{high} or less"


def in_short(answer: Answer) -> str:
    """Return the verdict with the first inputs that turn it, and where."""
    if not answer.verdict.startswith("hangs"):
        return answer.verdict
    first: dict[str, Turn] = {}
    for turn in answer.turns:
        first.setdefault(turn.name, turn)
    words = [f"{turn.name} ({turn.value_text})" for turn in list(first.values())[:NAMED]]
    more = f" and {len(first) - NAMED} more" if len(first) > NAMED else ""
    return f"hangs on {'; '.join(words)}{more}"


def claim_page(answer: Answer) -> list[RenderableType]:
    """Return one claim as a page: who, what, the numbers over what is disputed, sources, and the command."""
    claim, quantity = answer.claim, answer.quantity
    mark = '"' if claim.quoted == "yes" else ""
    value = shown(answer.base.result, quantity.dimension)
    head = [
        f"{claim.title}  ({claim.id})",
        *wrapped(f"{claim.speaker}, {claim.date}: {mark}{claim.claim}{mark}  [{claim.source}]", "  "),
        "",
        *wrapped(f"Verdict: {answer.verdict}.", ""),
        *(line for turn in answer.turns for line in wrapped(turn_words(turn), "  ")),
        "",
        *wrapped(f"Asked: {claim.question}", ""),
        *wrapped(f"The claim holds for {asked(claim)}. {claim.holds_if.why}", "  "),
        *wrapped(f"As it stands: {value} ({quantity.meaning}).", "  "),
        *wrapped(basis(claim), "  "),
    ]
    tail = [*value_lines(answer), "What is left out", *wrapped(claim.limits, "  "), "", "Sources"]
    tail += [line for key in claim.sources for line in wrapped(Reference(sources()[key], ()).as_text(), "  ")]
    tail += ["", f"Again: equipoise claims {claim.id}", *other_commands(claim)]
    return [Text("\n".join(head)), runs_table(answer), Text("\n".join([*tail, ""]))]


def turn_words(turn: Turn) -> str:
    """Return where a claim turns, as a sentence."""
    if turn.bisected:
        return f"It turns at {turn.value_text} for {turn.name} ({turn.key})."
    return f"It turns with {turn.value_text} for {turn.name} ({turn.key})."


def basis(claim: Claim) -> str:
    """Return what the number is computed from: quantity, scenario, settings and parameters."""
    parts = [f"Quantity {claim.quantity}"]
    if claim.scenario is not None:
        parts.append(f"scenario {claim.scenario}")
    parts += [f"{key} = {value}" for key, value in claim.settings.items()]
    parts += [f"{key} = {in_words(value)}" for key, value in claim.parameters.items()]
    return "; ".join(parts) + "."


def runs_table(answer: Answer) -> Table:
    """Return the number for every disputed value and every side."""
    table = plain_table("input", "value", "result", "the claim", "from", numbers=(2,), whole=(3, 4))
    before = None
    for run in answer.runs:
        name = run.changed or "all as it stands"
        value = "" if run.changed is None else run.value_text
        verdict = "holds" if run.holds else "fails"
        result = shown(run.result, answer.quantity.dimension)
        add_row(table, "" if name == before else name, value, result, verdict, run.source)
        before = name
    return table


def value_lines(answer: Answer) -> list[str]:
    """Return what is said of the disputed values, and what each side's numbers are."""
    noted = [f"{run.value_text} [{run.source}]: {run.note}" for run in answer.runs if run.note]
    for party in answer.claim.parties:
        numbers = "; ".join(f"{key} = {in_words(value)}" for key, value in party.set.items())
        noted.append(f"{party.name}: {numbers}")
    lines = [line for words in dict.fromkeys(noted) for line in wrapped(words, "  ")]
    return ["About the values", *lines, ""] if lines else []


def other_commands(claim: Claim) -> list[str]:
    """Return the command that opens the scenario itself; none where the claim has none."""
    if claim.scenario is None:
        return []
    settings = "".join(f" --set '{key}={value}'" for key, value in claim.settings.items())
    return wrapped(f"The scenario: equipoise show {claim.scenario}{settings}", "")
