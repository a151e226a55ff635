"""Equality of protection against closed forms, and who wins and loses."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from equipoise.analyses.ledger_equality import equality, gini, shift

shares = st.lists(
    st.floats(0.0, 1.0).filter(lambda each: each == 0.0 or each > 1e-9), min_size=1, max_size=30
)


def row(iso3, reachable, protected):
    share = protected / reachable if reachable else None
    return {
        "iso3": iso3, "population": max(reachable, 1.0), "reachable_people": reachable,
        "protected_people": protected, "protected_share": share,
    }  # fmt: skip


@pytest.mark.parametrize("protected", [0.1, 0.5, 0.9])
def test_where_some_have_all_the_gini_is_the_share_of_the_others(protected):
    assert gini([1.0, 0.0], [protected, 1.0 - protected]) == pytest.approx(1.0 - protected)


@pytest.mark.parametrize("count", [2, 5, 100])
def test_of_the_first_whole_numbers(count):
    # Mean difference (n^2 - 1) / 3n over twice the mean (n + 1) / 2.
    assert gini(np.arange(1, count + 1), np.ones(count)) == pytest.approx((count - 1) / (3 * count))


def test_of_evenly_spread_shares_it_is_a_third():
    assert gini(np.linspace(0.0, 1.0, 20_001), np.ones(20_001)) == pytest.approx(1 / 3, abs=1e-4)


@pytest.mark.parametrize("exponent", [1.0, 2.0, 5.0])
def test_of_a_power_of_the_rank(exponent):
    # The Lorenz curve of x**a over evenly spread x is p**(a + 1).
    ranks = (np.arange(20_000) + 0.5) / 20_000
    assert gini(ranks**exponent, np.ones(20_000)) == pytest.approx(exponent / (exponent + 2.0), abs=1e-3)


@given(shares)
def test_it_is_half_the_mean_difference_over_the_mean(values):
    weight = 1.0 + np.arange(len(values))
    pairs = np.abs(np.subtract.outer(values, values)) * np.outer(weight, weight)
    mean = np.average(values, weights=weight)
    found = gini(values, weight)
    if mean > 1e-6:
        assert found == pytest.approx(pairs.sum() / weight.sum() ** 2 / (2 * mean), abs=1e-9)
    elif mean == 0.0:
        assert np.isnan(found)


@given(shares, st.randoms())
def test_the_order_of_states_and_their_division_change_nothing(values, random):
    weight = 1.0 + np.arange(len(values))
    order = list(range(len(values)))
    random.shuffle(order)
    whole = gini(values, weight)
    assert gini(np.array(values)[order], weight[order]) == pytest.approx(whole, abs=1e-12, nan_ok=True)
    halved = gini(np.repeat(values, 2), np.repeat(weight / 2, 2))
    assert halved == pytest.approx(whole, abs=1e-12, nan_ok=True)


def test_nobody_protected_is_no_equality():
    assert np.isnan(gini([0.0, 0.0], [1.0, 2.0])) and np.isnan(gini([], []))


def test_the_worst_off_is_the_least_share_and_then_the_most_people():
    found = equality([row("AAA", 1e6, 5e5), row("BBB", 1e6, 0.0), row("CCC", 4e6, 0.0), row("DDD", 0.0, 0.0)])
    assert (found.worst_off, found.worst_share) == ("CCC", 0.0)
    assert found.unprotected == ("BBB", "CCC")


def test_a_village_is_not_the_worst_off_state_but_counts():
    rows = [row("AAA", 1e6, 1e6), row("VAT", 900.0, 0.0)]
    found = equality(rows)
    assert found.worst_off == "AAA" and found.gini == pytest.approx(900.0 / 1_000_900.0)


def test_a_far_territory_does_not_speak_for_the_state():
    rows = [row("AAA", 1e6, 1e6), row("GBR", 14_000.0, 0.0) | {"population": 66e6}]
    assert equality(rows).worst_off == "AAA"


def test_who_gains_and_who_loses():
    before = [row("AAA", 1e6, 5e5), row("BBB", 1e6, 5e5), row("CCC", 1e6, 5e5)]
    after = [row("AAA", 1e6, 9e5), row("BBB", 1e6, 1e5), row("CCC", 1e6, 5.05e5)]
    moved = shift(before, after)
    assert (moved.gain, moved.lose) == (("AAA",), ("BBB",))
    assert (moved.gained_people, moved.lost_people) == (pytest.approx(4.05e5), pytest.approx(4e5))
    assert moved.verdict == "some states gain while others lose"
    assert shift(before, before).verdict == "no state gains or loses"
    assert shift(before, after[:1] + before[1:]).verdict == "some states gain and none loses"
