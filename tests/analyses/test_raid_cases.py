"""Raids on shipped scenarios, through the analysis itself: the worked case of 2009, arithmetic of salvos, engine."""

import json
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from scipy.stats import binomtest

import equipoise as eq
from equipoise.analyses.raid_answers import as_json
from equipoise.analyses.raid_attack import aims_in_turn, aims_of
from equipoise.analyses.raid_defence import Limits, kill_probabilities
from equipoise.analyses.raid_looks import READY_STEP_S, chances_of
from equipoise.catalogue import noun
from equipoise.engagement.rooms import Engagement, Pairs
from equipoise.errors import InputError
from equipoise.physics.kill import leakage

CAPITALS = ("berlin", "london", "paris", "rome", "madrid")
PLAN = "poland-czech-2007"


def places(*names):
    return [noun("places", name) for name in names]


@cache
def plan(magazine=10, shots=2):
    scenario = eq.load(PLAN).replace("batteries.redzikowo.shots_per_look", str(shots))
    return scenario.replace("batteries.redzikowo.magazine", str(magazine))


def answer(scenario, missiles, **options):
    """The raid on capitals as plain data."""
    chosen = {"threat": "long-range", "aims": places(*CAPITALS)} | options
    return as_json(eq.raid(scenario, missiles, **chosen))


def require_agreement(leakers, trials):
    """Every counted chance within the 99.99 % interval of the exact one."""
    for share, chance in zip(leakers["probability"], leakers["exact"]["probability"], strict=True):
        low, high = binomtest(round(share * trials), trials).proportion_ci(0.9999, "exact")
        assert low - 1e-9 <= chance <= high + 1e-9


# check-cases, section 8, and more sizes: missiles, shots at each, kill probability
SALVOS = [(10, 2, 0.8), (4, 4, 0.5), (4, 5, 0.5), (1, 1, 0.3), (5, 2, 0.6), (7, 1, 0.84)]


@pytest.mark.parametrize(("missiles", "shots", "kill"), SALVOS)
def test_a_look_for_each_missile_is_the_binomial(missiles, shots, kill):
    found = answer(plan(missiles * shots, shots), missiles, kill_probability=kill, seed=11)
    for leakers in found["rules"].values():
        assert leakers["exact"]["probability"] == pytest.approx(leakage(missiles, shots, kill), abs=1e-12)
        require_agreement(leakers, found["trials"])
    assert found["batteries"][0]["left"] == 0.0
    assert found["batteries"][0]["first_empty"] == 1.0


def test_published_values():
    ten = answer(plan(20), 10, kill_probability=0.8, trials=100)["leakers"]["exact"]
    assert ten["none"] == pytest.approx(0.6648326, abs=5e-8)
    assert ten["mean"] == pytest.approx(0.4, abs=1e-12)
    four = answer(plan(16, 4), 4, kill_probability=0.5, trials=100)["leakers"]["exact"]
    assert four["none"] == pytest.approx(0.7724762, abs=5e-8)
    assert four["mean"] == pytest.approx(0.25, abs=1e-12)
    assert (
        four["none"]
        < 0.8
        < answer(plan(20, 5), 4, kill_probability=0.5, trials=100)["leakers"]["exact"]["none"]
    )


def test_ten_interceptors_serve_about_five_missiles():
    """Gates, 20 September 2009: 'up to about five' missiles; over the whole range of kill probabilities."""
    found = answer(plan(), 5, kill_probability=(0.3, 0.8))
    assert found["exhausted_at"] == found["exhausted_within_reach"] == 6
    unknown = found["leakers"]["uncertainty"]
    kill = np.array(unknown["kill_probability"]["redzikowo"])
    assert (kill.min(), kill.max()) == pytest.approx((0.3 + 0.25 / 21, 0.8 - 0.25 / 21))
    exact_means = 5 * (1 - kill) ** 2
    error = np.sqrt(5 * (1 - kill) ** 2 * (1 - (1 - kill) ** 2) / (found["trials"] / 21))
    assert (np.abs(np.array(unknown["mean"]) - exact_means) < 5 * error).all()
    assert found["leakers"]["exact"]["mean"] == pytest.approx(exact_means.mean(), abs=1e-12)
    assert 0.0 < unknown["share_of_variance"] < 1.0
    assert [answer(plan(n), 1, trials=1)["exhausted_at"] for n in (2, 9, 11)] == [2, 5, 6]


def test_kill_probability_none_and_certain():
    """P21, on the real engine."""
    assert answer(plan(), 5, kill_probability=0.0, trials=50)["leakers"]["probability"][5] == 1.0
    assert answer(plan(), 5, kill_probability=1.0, trials=50)["leakers"]["probability"][0] == 1.0
    beyond = answer(plan(), 4, aims=places("athens"), kill_probability=1.0, trials=50)
    assert beyond["leakers"]["probability"][4] == 1.0
    assert beyond["batteries"][0]["left"] == 10.0
    assert beyond["exhausted_at"] is None


def test_the_first_look_is_the_engines_and_the_next_no_later_than_a_step():
    scenario = eq.load(PLAN)
    chosen, aims = scenario.threat_set("long-range"), places(*CAPITALS)
    table = chances_of(scenario, chosen, aims)
    compared = 0
    for threat_number, threat in enumerate(chosen.threats):
        rows = [n for n, flight in enumerate(table.flights) if flight.threat == threat_number]
        looks, launch_s, hit_s = engine_looks(scenario, threat, aims, [table.flights[n] for n in rows])
        assert np.array_equal(launch_s[:, :, 0], table.launch_s[rows, :, 0], equal_nan=True)
        for row, number in enumerate(rows):
            for b, battery in enumerate(scenario.batteries):
                for look in range(1, min(int(looks[row, b]), 3)):
                    ready_s = hit_s[row, b, look - 1] + battery.assessment_time_s
                    step = int(np.ceil((ready_s - table.commit_s[number, b]) / READY_STEP_S))
                    launch_s_here = table.launch_s[number, b, step]
                    assert np.isnan(launch_s_here) or launch_s_here >= ready_s - 0.1
                    later = table.hit_s[number, b, step - 1 : step + 1]
                    assert later[0] <= hit_s[row, b, look] + 0.1
                    assert np.isnan(later[1]) or later[1] >= hit_s[row, b, look] - 0.1
                    compared += 1
    assert compared > 5


def engine_looks(scenario, threat, aims, flights):
    """Looks, launches and hits as the engagement itself finds them for some flights."""
    engagement = Engagement(scenario, threat)
    pairs = Pairs(
        np.array([flight.launch for flight in flights], dtype=np.int64),
        np.array([aims[flight.aim].lat_deg for flight in flights]),
        np.array([aims[flight.aim].lon_deg for flight in flights]),
    )
    flown = engagement.fly(pairs)
    looks, seen = engagement.see(flown)
    found = engagement.reach(flown, looks, seen, engagement.decide(flown, seen))
    return found.looks, found.launch_s, found.hit_s


def test_threads_seeds_and_repeats():
    scenario = eq.load("ships-2009")
    options = {"threat": "medium-range", "trials": 600, "kill_probability": "catalogue"}
    first, again, threads, other = (
        eq.raid(scenario, [3, 9], **options, **more).data.counted.values
        for more in ({}, {"workers": 1}, {"workers": 3}, {"seed": 1})
    )
    assert (first == again).all() and (first == threads).all()
    assert (first != other).any()
    assert first.sum(axis=(-1, -2)).min() == first.sum(axis=(-1, -2)).max() == 21 * 29


def test_the_order_of_batteries_in_a_file_changes_nothing():
    scenario = eq.load("ships-2009")
    turned = replace(scenario, batteries=scenario.batteries[::-1])
    straight = as_json(eq.raid(scenario, 12, threat="medium-range", trials=300))
    other = as_json(eq.raid(turned, 12, threat="medium-range", trials=300))
    assert other["leakers"] == straight["leakers"]
    assert sorted(other["batteries"], key=lambda b: b["id"]) == sorted(
        straight["batteries"], key=lambda b: b["id"]
    )


def test_aims_go_in_proportion_to_people():
    region = eq.load(PLAN).region
    cities, people = aims_of("population", region)
    assert len(cities) == len(people) > 30
    assert 5e8 < people.sum() < 1.2e9
    weight = np.array([5.0, 3.0, 2.0])
    for n in range(1, 40):
        given = np.bincount(aims_in_turn(weight, n), minlength=3)
        assert (np.abs(given - n * weight / 10) < 1.0).all()
    assert aims_in_turn(np.ones(3), 7).tolist() == [0, 1, 2, 0, 1, 2, 0]


@pytest.mark.parametrize("kind", ["continuous", "few values", "steep", "alike", "nothing"])
def test_each_missile_goes_where_the_missiles_so_far_are_fewest_for_the_people(kind):
    draw = np.random.default_rng(1)
    for count in (1, 2, 7, 40):
        weight = {
            "continuous": draw.random(count),
            "few values": draw.integers(0, 4, count).astype(float),
            "steep": draw.pareto(0.5, count),
            "alike": np.full(count, 3.0),
            "nothing": np.zeros(count),
        }[kind]
        given, one_by_one = np.zeros(count), []
        for _ in range(150):
            one_by_one.append(int(np.argmax(weight / (2.0 * given + 1.0))))
            given[one_by_one[-1]] += 1.0
        assert aims_in_turn(weight, 150).tolist() == one_by_one
    assert len(aims_in_turn(np.ones(3), 0)) == 0


def test_plain_data_has_the_agreed_keys():
    found = answer(plan(), 5, trials=100)
    assert {"leakers", "exhausted_at", "batteries", "scenario", "provenance", "raids"} <= set(found)
    assert {"probability", "mean", "interval_95"} <= set(found["leakers"])
    assert sum(found["leakers"]["probability"]) == pytest.approx(1.0)
    assert found["provenance"]["options"]["seed"] == 0
    assert [row["aim"] for row in found["attack"]] == list(CAPITALS)
    assert json.loads(json.dumps(found, allow_nan=False)) == found


def test_every_set_that_reaches_gets_a_raid_and_aims_out_of_range_are_told():
    both = as_json(eq.raid(eq.load(PLAN), 2, aims=places("ankara", "london"), trials=10))
    assert [raid["threat"] for raid in both["raids"]] == ["long-range", "medium-range"]
    medium = both["raids"][1]
    assert {row["aim"] for row in medium["attack"]} == {"ankara"}
    assert medium["out_of_range"] == ["London"]


def test_ranges_of_kill_probability():
    scenario = eq.load("ships-2009")
    assert (kill_probabilities(scenario, None) == 0.84).all()
    wide = kill_probabilities(scenario, "catalogue")
    assert wide.shape == (21, 6)
    assert (wide.min(), wide.max()) == pytest.approx((0.1 + 0.37 / 21, 0.84 - 0.37 / 21))
    assert kill_probabilities(scenario, 0.5).shape == (1, 6)


@pytest.mark.parametrize(
    ("options", "word"),
    [
        ({"missiles": 0}, "missiles"),
        ({"missiles": 1001}, "missiles"),
        ({"missiles": []}, "missiles"),
        ({"window_s": -1.0}, "window"),
        ({"window_s": float("nan")}, "window"),
        ({"trials": 0}, "trials"),
        ({"trials": 1_000_001}, "trials"),
        ({"kill_probability": 1.2}, "kill_probability"),
        ({"kill_probability": (0.8, 0.3)}, "kill_probability"),
        ({"kill_probability": float("nan")}, "kill_probability"),
        ({"kill_probability": "good"}, "kill_probability"),
        ({"aims": "worst"}, "aims"),
        ({"aims": []}, "aims"),
        ({"threat": "no-such"}, "no-such"),
        ({"aims": places("reykjavik"), "threat": "medium-range"}, "medium-range"),
        ({"limits": Limits(fire_channels=0)}, "fire channels"),
        ({"limits": Limits(tracks=-1)}, "tracks"),
        ({"limits": Limits(reload_s=-1.0)}, "reload"),
    ],
)
def test_wrong_options_are_told(options, word):
    chosen = {"missiles": 2, "trials": 10} | options
    with pytest.raises(InputError, match=word):
        eq.raid(eq.load(PLAN), **chosen)
