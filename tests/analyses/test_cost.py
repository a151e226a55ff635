"""Costs: sums and closed forms of their growth, the published figures, and what must hold whatever the numbers."""

from __future__ import annotations

import math
from types import SimpleNamespace

import numpy as np
import pytest

from equipoise.analyses.budget import grown, line_levels, lines_of, mean_and_deviation, price_factor
from equipoise.analyses.cost import cost
from equipoise.analyses.cost_answers import as_json
from equipoise.errors import InputError
from equipoise.scenario import load

PLAN = load("poland-czech-2007")
ALPS = SimpleNamespace(lat_min_deg=46, lat_max_deg=47, lon_min_deg=7, lon_max_deg=8)
GROWTH = "programme.budget.growth_"


def found(scenario, **options):
    return cost(scenario, per_person=False, **{"trials": 2000, **options}).data


def with_values(scenario, **values):
    for name, value in values.items():
        scenario = scenario.replace(f"programme.budget.{name}", value)
    return scenario


# ------------------------------------------------------------------------------------- published figures


def test_the_lines_of_the_plan_of_2007_add_up_to_the_official_sums():
    """Construction 803 + 369 = 1,172 million; all but operation the 4 billion through 2015."""
    data = found(
        with_values(PLAN, levels={})
        .replace("programme.elements.radar-brdy.costs.radar.price_year", "2009")
        .replace("programme.elements.site-redzikowo.costs.operation.price_year", "2009")
    )
    kinds = data.kind_base_usd.to_series()
    assert kinds["construction"] == pytest.approx(1172e6)
    assert kinds.drop("operation").sum() == pytest.approx(4000e6)


def test_growth_of_five_programmes_has_the_stated_median_and_sigma():
    ratios = np.array([1172 / 837, 40.9 / 22.5, 3.1 / 2.4, 310 / 236, 842 / 746])
    budget = PLAN.programme.budget
    assert np.median(ratios) == pytest.approx(budget.growth_median, abs=0.02)
    assert np.log(ratios).std(ddof=1) == pytest.approx(budget.growth_sigma, abs=0.03)


@pytest.mark.parametrize(
    ("name", "least", "most"),
    [("cbo-option-1", 9, 14), ("cbo-option-2", 18, 26), ("cbo-option-3", 9, 14), ("cbo-option-4", 9, 14)],
)
def test_the_published_ranges_stand_beside_with_a_reason(name, least, most):
    estimates = as_json(cost(load(name), per_person=False, trials=100))["estimates"]
    (estimate,) = [each for each in estimates if each["covers"] == "all"]
    assert (estimate["least_usd"], estimate["most_usd"]) == (least * 1e9, most * 1e9)
    assert estimate["reason"]


def test_ships_cost_about_twice_as_much_as_the_plan_of_2007_or_more():
    """As the study of 2009 found, mostly for the ships themselves."""
    first, second = (found(load(name)) for name in ("cbo-option-1", "cbo-option-2"))
    assert float(second.base_usd.sum()) > 1.8 * float(first.base_usd.sum())
    assert float(second.base_usd.sel(line="ships.ships")) > 0.4 * float(second.base_usd.sum())


# ------------------------------------------------------------------------------------------ closed forms


def test_a_line_is_log_normal_with_the_stated_median_and_sigma():
    budget = PLAN.programme.budget
    low, middle, high = line_levels(100.0, budget)
    assert middle == pytest.approx(100.0 * 1.3)
    assert math.log(high / low) == pytest.approx(2 * 1.6448536269514722 * 0.2)


@pytest.mark.parametrize("correlation", ["0", "0.25", "1"])
def test_trials_agree_with_the_exact_mean_and_deviation(correlation):
    plan = with_values(PLAN, growth_correlation=correlation)
    budget = plan.programme.budget
    lines = lines_of(plan, plan.programme, budget)
    sums = grown(lines, budget, 40_000, 0).sum(axis=1)
    mean, deviation = mean_and_deviation(np.array([line.base_usd for line in lines]), budget)
    assert sums.mean() == pytest.approx(mean, rel=4 * deviation / mean / math.sqrt(40_000))
    assert sums.std() == pytest.approx(deviation, rel=0.03)


def test_lines_that_grow_together_grow_as_one():
    """With correlation 1 and one sigma the sum is log-normal itself: an exact form for every level."""
    plan = with_values(PLAN, growth_correlation="1")
    data = found(plan, trials=40_000)
    exact = line_levels(float(data.base_usd.sum()), plan.programme.budget)
    assert data.total_usd.values == pytest.approx(exact, rel=0.01)


def test_no_sigma_leaves_only_the_median():
    data = found(with_values(PLAN, growth_sigma="0"))
    assert data.total_usd.values == pytest.approx(1.3 * float(data.base_usd.sum()))
    assert float(data.deviation_usd) == 0.0


def test_discount_of_nothing_and_of_something():
    plain, discounted = found(PLAN), found(with_values(PLAN, discount_rate="0.03"))
    operation = {"line": "radar-brdy.operation"}
    assert float(plain.base_usd.sel(operation)) == pytest.approx(20 * 40e6)
    start = PLAN.programme.element("radar-brdy").planned_year - 2009
    expected = 40e6 * sum(1.03 ** -(start + year + 0.5) for year in range(20))
    assert float(discounted.base_usd.sel(operation)) == pytest.approx(expected)
    assert float(discounted.base_usd.sum()) < float(plain.base_usd.sum())


def test_prices_of_another_year_are_those_of_the_index():
    budget = PLAN.programme.budget
    assert price_factor(budget, 2009) == 1.0
    assert price_factor(budget, 2019) == pytest.approx(100 / 118.339)
    turned = with_values(PLAN, price_year="2019")
    ratio = found(turned).base_usd / found(PLAN).base_usd
    assert ratio.values == pytest.approx(1.18339)


# ------------------------------------------------------------------------------------ what must always hold


def test_sums_by_kind_and_by_element_are_the_sum_of_the_lines():
    data = found(load("epaa-phase-3"))
    for group in ("kind", "element"):
        assert float(data[f"{group}_base_usd"].sum()) == pytest.approx(float(data.base_usd.sum()))


def test_the_seed_moves_only_what_is_drawn():
    first, second = found(PLAN), found(PLAN, seed=1)
    assert (first.base_usd == second.base_usd).all() and (first.grown_usd == second.grown_usd).all()
    assert (first.total_usd != second.total_usd).any()


def test_cost_of_a_person_is_the_sum_over_the_people():
    result = cost(PLAN, threat="long-range", region=ALPS, trials=500)
    one = as_json(result)["per_person"]["long-range"]
    assert one["person_usd"] == pytest.approx(
        float(result.data.total_usd.sel(level=0.5)) / one["protected_people"]
    )
    assert one["person_year_usd"] == pytest.approx(one["person_usd"] / 20)


def test_nobody_protected_has_no_price():
    far = SimpleNamespace(lat_min_deg=38, lat_max_deg=39, lon_min_deg=38, lon_max_deg=40)
    one = as_json(cost(PLAN, threat="medium-range", region=far, trials=100))["per_person"]["medium-range"]
    assert one == {"protected_people": 0.0, "person_usd": None, "person_year_usd": None}


def test_plain_data_has_the_agreed_keys_and_says_who_pays():
    data = as_json(cost(load("epaa-phase-4"), per_person=False, trials=100))
    assert {"items", "total", "kinds", "elements", "scenario", "provenance", "payers"} <= set(data)
    assert sum(data["payers"]["base_usd"].values()) == pytest.approx(data["total"]["base_usd"])
    assert set(data["payers"]["base_usd"]) == {"USA"}
    assert any("Block IIB" in each["what"] for each in data["unpriced"])


# -------------------------------------------------------------------------------------------- refusals


@pytest.mark.parametrize(
    ("change", "address"),
    [
        (
            ("programme.budget", {"name": "Mine", "price_year": "2009"}),
            "programme.elements.radar-brdy.costs.radar",
        ),
        (
            ("programme.elements.radar-brdy.costs.radar.price_year", "1950"),
            "programme.elements.radar-brdy.costs",
        ),
    ],
)
def test_a_year_without_prices_is_refused(change, address):
    with pytest.raises(InputError) as caught:
        cost(PLAN.replace(*change), per_person=False)
    assert caught.value.faults[0].address.startswith(address)
    assert "no level of prices leads from" in caught.value.faults[0].problem


def test_a_scenario_without_a_programme_says_so():
    with pytest.raises(InputError, match="nothing is known of its cost"):
        cost(load("sites-caucasus"))


def test_a_programme_without_prices_says_so():
    plan = PLAN.replace("programme", {"elements": {"site": {"name": "Site", "provides": ["redzikowo"]}}})
    with pytest.raises(InputError, match="budget: united-states"):
        cost(plan)
    with pytest.raises(InputError, match="no element of the programme has a price"):
        cost(plan.replace("programme.budget", "united-states"))
