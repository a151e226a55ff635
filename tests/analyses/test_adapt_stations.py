"""The best stations and the fewest sites, against every choice tried one by one."""

import itertools
from dataclasses import replace

import numpy as np
import pytest

from equipoise.analyses.adapt_options import Pairings, protected, reached
from equipoise.analyses.adapt_stations import Move, best_moves, demands_of, fewest

AIMS, FLIGHTS, PLACES = 40, 3, 5
FIXED = 0


def case(seed):
    """People, and which of a fixed battery and five places meets each of three flights to each aim."""
    chance = np.random.default_rng(seed)
    aim = np.tile(np.arange(AIMS), FLIGHTS)
    reaches = chance.random(len(aim)) < 0.8
    met = chance.random((len(aim), 1 + PLACES)) < 0.45
    met[:, FIXED] &= chance.random(len(aim)) < 0.4
    return Pairings(aim, reaches, met), chance.integers(1, 1000, AIMS).astype(float)


def saved(table, people, columns):
    return people[protected(table, columns, AIMS)].sum()


def every_choice(table, people, ships):
    """People protected by every way to put ships at places, each ship at one."""
    choices = itertools.combinations_with_replacement(range(1, 1 + PLACES), ships)
    return {choice: saved(table, people, (FIXED, *choice)) for choice in choices}


def moves(cost=lambda place: float(place)):
    return [Move(0, f"place-{place}", (place - 1,), cost(place)) for place in range(1, 1 + PLACES)]


def chosen(counts):
    return tuple(place + 1 for place, count in enumerate(counts) for _ in range(int(count)))


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("ships", [1, 2, 3])
def test_no_other_choice_protects_more_and_none_as_good_costs_less(seed, ships):
    table, people = case(seed)
    demands = demands_of(table, people, (FIXED,), range(1, 1 + PLACES))
    counts, best = best_moves(demands, moves(), [ships])
    tried = every_choice(table, people, ships)
    assert best == pytest.approx(max(tried.values()))
    assert saved(table, people, (FIXED, *chosen(counts))) == pytest.approx(best)
    fewer = {c: p for n in range(ships + 1) for c, p in every_choice(table, people, n).items()}
    least = min(sum(choice) for choice, found in fewer.items() if found == max(tried.values()))
    assert sum(chosen(counts)) == least


@pytest.mark.parametrize("seed", range(6))
def test_more_ships_never_protect_fewer_people(seed):
    table, people = case(seed)
    demands = demands_of(table, people, (FIXED,), range(1, 1 + PLACES))
    found = [best_moves(demands, moves(), [ships])[1] for ships in range(PLACES + 1)]
    assert found == sorted(found)
    assert found[0] == pytest.approx(demands.sure) == pytest.approx(saved(table, people, (FIXED,)))
    assert found[-1] == pytest.approx(saved(table, people, range(1 + PLACES)))


@pytest.mark.parametrize("seed", range(6))
def test_a_place_takes_no_more_ships_than_it_may_and_the_fleet_sends_no_more_than_it_has(seed):
    table, people = case(seed)
    demands = demands_of(table, people, (FIXED,), range(1, 1 + PLACES))
    free, most = best_moves(demands, moves(), [3])
    shut = f"place-{chosen(free)[0]}" if free.any() else "place-1"
    counts, less = best_moves(demands, moves(), [3], berths={shut: 0})
    assert not counts[int(shut[-1]) - 1] and less <= most
    counts, _ = best_moves(demands, moves(), [3], most=1)
    assert counts.sum() <= 1


@pytest.mark.parametrize("seed", range(12))
def test_fewest_is_the_smallest_choice_that_reaches_the_goal(seed):
    table, people = case(seed)
    demands = demands_of(table, people, (FIXED,), range(1, 1 + PLACES))
    goal = 0.5 * (demands.sure + saved(table, people, range(1 + PLACES)))
    sizes = [
        size
        for size in range(PLACES + 1)
        for some in itertools.combinations(range(1, 1 + PLACES), size)
        if saved(table, people, (FIXED, *some)) >= goal
    ]
    sites = [replace(move, group=number) for number, move in enumerate(moves())]
    assert fewest(demands, sites, goal) == min(sizes)
    assert fewest(demands, sites, demands.sure) == 0
    assert fewest(demands, sites, people.sum() + 1.0) is None
    assert fewest(demands, [], goal) is None


def test_people_reached_by_nothing_are_no_demand():
    table, people = case(1)
    unreached = Pairings(table.aim, table.reaches & (table.aim != 7), table.met)
    demands = demands_of(unreached, people, (FIXED,), range(1, 1 + PLACES))
    assert demands.total == people[reached(unreached, AIMS)].sum() <= people.sum() - people[7]
