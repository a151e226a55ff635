"""What the batteries of a plan have for a force: magazines, salvos, and the missiles expected to fall to them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from equipoise.scenario import Scenario
from equipoise.units import parse_quantity


class Magazine(NamedTuple):
    """The interceptors of one battery, how many it fires at a missile, and the bases whose missiles it reaches."""

    interceptors: int
    shots: int
    kill_probability: float
    reaches: Sequence[int]

    def salvos(self) -> Iterator[tuple[float, Sequence[int]]]:
        """Yield the chance of each salvo to stop its missile, with the bases; what is left makes one salvo more."""
        whole, rest = divmod(self.interceptors, self.shots)
        for shots in [self.shots] * whole + ([rest] if rest else []):
            yield 1.0 - (1.0 - self.kill_probability) ** shots, self.reaches


def expected_kills(missiles: Sequence[int], magazines: Sequence[Magazine]) -> float:
    """Return how many missiles, of so many at each base, are expected to fall: each missile is shot at by one salvo.

    The likeliest salvos come first, and a salvo gives way to one that reaches fewer bases where it has another.

    Examples
    --------
    >>> expected_kills([415], [Magazine(10, 2, 1.0, [0])]), expected_kills([3], [Magazine(10, 2, 0.5, [0])])
    (5.0, 2.25)
    >>> expected_kills([1, 9], [Magazine(1, 1, 0.75, [0, 1]), Magazine(1, 1, 0.5, [0])])
    1.25
    """
    salvos = sorted((salvo for each in magazines for salvo in each.salvos()), key=lambda salvo: -salvo[0])
    reaches = [bases for _, bases in salvos]
    taken: list[list[int]] = [[] for _ in missiles]
    return float(
        sum(chance for n, (chance, _) in enumerate(salvos) if finds(n, reaches, missiles, taken, set()))
    )


def finds(
    salvo: int,
    reaches: Sequence[Sequence[int]],
    missiles: Sequence[int],
    taken: list[list[int]],
    asked: set[int],
) -> bool:
    """Return whether a salvo finds a missile of its own, after others have moved to other bases if need be."""
    for base in reaches[salvo]:
        if base in asked:
            continue
        asked.add(base)
        if len(taken[base]) < missiles[base]:
            taken[base].append(salvo)
            return True
        for place, other in enumerate(taken[base]):
            if finds(other, reaches, missiles, taken, asked):
                taken[base][place] = salvo
                return True
    return False


def arms(scenario: Scenario) -> dict[str, Any]:
    """Return magazine, salvo and kill probabilities of each battery (low, stated, high), and of all together.

    Of unlike batteries `kill_probability` is that of the mean interceptor, `shots_per_target` the mean of a salvo.
    """
    magazines = [battery.magazine for battery in scenario.batteries]
    shots = [battery.shots_per_look for battery in scenario.batteries]
    levels = list(zip(*(chances(scenario, battery.id) for battery in scenario.batteries), strict=True))
    return {
        "magazine": sum(magazines),
        "magazines": magazines,
        "shots_each": shots,
        "shots_per_target": mean_salvo(magazines, shots),
        "salvos": sum(-(-held // each) for held, each in zip(magazines, shots, strict=True)),
        "kill_probability": [mean_chance(magazines, level) for level in levels],
        "kill_probabilities": [list(level) for level in levels],
    }


def chances(scenario: Scenario, battery: str) -> tuple[float, float, float]:
    """Return the kill probability of a battery's interceptor: low, as stated, high."""
    stated = scenario.battery(battery).interceptor.kill_probability
    number = scenario.evidence.get(f"batteries.{battery}.interceptor.kill_probability")
    low, high = (number.low, number.high) if number else (None, None)
    return (
        parse_quantity(low, "probability") if low else stated,
        stated,
        parse_quantity(high, "probability") if high else stated,
    )


def mean_salvo(magazines: Sequence[int], shots: Sequence[int]) -> float:
    """Return how many interceptors meet a missile, a whole number where that is the same for all batteries."""
    if len(set(shots)) == 1 or not sum(magazines):
        return shots[0]
    return sum(magazines) / sum(held / each for held, each in zip(magazines, shots, strict=True))


def mean_chance(magazines: Sequence[int], chances: Sequence[float]) -> float:
    """Return the kill probability of the mean interceptor; that of all where they are alike."""
    if len(set(chances)) == 1 or not sum(magazines):
        return chances[0]
    return sum(held * chance for held, chance in zip(magazines, chances, strict=True)) / sum(magazines)


def salvo_words(attrs: dict[str, Any]) -> str:
    """Return how many interceptors are fired at a missile, from the fewest to the most of a battery."""
    fewest, most = min(attrs["shots_each"]), max(attrs["shots_each"])
    return f"{fewest}" if fewest == most else f"{fewest} to {most}"
