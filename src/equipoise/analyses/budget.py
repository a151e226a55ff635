"""What a programme costs: each line in the prices of one year, over the years of operation, discounted, and grown."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from equipoise.analyses.luck import luck
from equipoise.errors import Fault, InputError
from equipoise.scenario import Scenario
from equipoise.systems.programmes import Budget, Cost, Element, Programme

KINDS = ("development", "procurement", "construction", "operation")
LEVELS = (0.05, 0.50, 0.95)


@dataclass(frozen=True)
class Line:
    """One line of the budget; `base_usd` is its sum before growth, in the prices of the budget's year."""

    element: Element
    cost: Cost
    base_usd: float

    @property
    def name(self) -> str:
        """The element and the line, as an address has them."""
        return f"{self.element.id}.{self.cost.id}"


def lines_of(scenario: Scenario, programme: Programme, budget: Budget) -> tuple[Line, ...]:
    """Return all lines of a programme; raise an InputError where the index lacks a year that is needed."""
    faults: list[Fault] = []
    lines = []
    for element in programme.elements:
        for cost in element.costs:
            factor = price_factor(budget, cost.price_year)
            if factor is None:
                faults.append(unknown_year(scenario, element, cost, budget))
            else:
                years = spending_years(element, cost, budget)
                base_usd = cost.amount_usd * cost.count * factor * years
                lines.append(Line(element, cost, base_usd))
    if faults:
        raise InputError(*faults)
    return tuple(lines)


def price_factor(budget: Budget, year: int) -> float | None:
    """Return what a sum of one year is multiplied by to stand in the prices of the budget's year."""
    if year == budget.price_year:
        return 1.0
    then, now = budget.level(year), budget.level(budget.price_year)
    return None if then is None or now is None else now / then


def unknown_year(scenario: Scenario, element: Element, cost: Cost, budget: Budget) -> Fault:
    """Return the fault of a price year that the index of prices does not have."""
    address = f"programme.elements.{element.id}.costs.{cost.id}.price_year"
    known = ", ".join(each.id for each in budget.levels) or "none"
    problem = f"no level of prices leads from {cost.price_year} to {budget.price_year}"
    return Fault(scenario.path, address, problem, f"give a year of the budget's index: {known}")


def spending_years(element: Element, cost: Cost, budget: Budget) -> float:
    """Return how often a sum is paid, each payment worth what the discount leaves of it in the budget's year.

    What is paid once is paid at the planned date, operation in the middle of each year after it. Where no date is
    planned, and before the budget's year, nothing is discounted.

    Examples
    --------
    >>> element = Element(id="site", name="A site")
    >>> once = Cost(id="a", name="A", kind="construction", amount_usd=1.0, price_year=2009)
    >>> yearly = once.model_copy(update={"kind": "operation"})
    >>> budget = Budget(name="Plain", price_year=2009, operation_years=20, discount_rate=0.0)
    >>> spending_years(element, once, budget), spending_years(element, yearly, budget)
    (1.0, 20.0)
    """
    start = budget.price_year if element.planned_year is None else element.planned_year
    wait = max(0.0, start - budget.price_year)
    discount = 1.0 / (1.0 + budget.discount_rate)
    if cost.kind != "operation":
        return float(discount**wait)
    return float(sum(discount ** (wait + year + 0.5) for year in range(budget.operation_years)))


def grown(lines: tuple[Line, ...], budget: Budget, trials: int, seed: int) -> np.ndarray:
    """Return the sums after growth over (trial, line) [USD]: log-normal, any two lines correlated alike."""
    base_usd = np.array([line.base_usd for line in lines])
    drawn = luck([line.name for line in lines], budget.growth_correlation, trials, seed)
    return base_usd * budget.growth_median * np.exp(budget.growth_sigma * drawn)


def line_levels(base_usd: float, budget: Budget) -> np.ndarray:
    """Return the 5, 50 and 95 % levels of one line [USD]: exact, being log-normal."""
    return base_usd * budget.growth_median * np.exp(budget.growth_sigma * ndtri(np.array(LEVELS)))


def mean_and_deviation(base_usd: np.ndarray, budget: Budget) -> tuple[float, float]:
    """Return mean and standard deviation of a sum of lines after growth [USD], both exact.

    Of two log-normal factors with median m and sigma s, correlated by r in their logarithms, the mean of each is
    m exp(s^2/2), and their covariance is the square of that times exp(r s^2) - 1.
    """
    variance = budget.growth_sigma**2
    mean = budget.growth_median * np.exp(0.5 * variance)
    apart, shared = np.expm1(variance), np.expm1(budget.growth_correlation * variance)
    squares, square = float(base_usd @ base_usd), float(base_usd.sum()) ** 2
    spread = mean * np.sqrt(squares * apart + (square - squares) * shared)
    return float(mean * base_usd.sum()), float(spread)
