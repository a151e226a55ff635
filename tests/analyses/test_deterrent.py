"""The deterrent analysis: what a plan can do to a force, at which speed, and what that costs the force."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
import xarray as xr

from equipoise import catalogue
from equipoise.analyses.deterrent import DISPUTED_SPEEDS_M_S, deterrent, rival_speeds_m_s
from equipoise.analyses.deterrent_answers import as_json, touched
from equipoise.analyses.deterrent_force import force, force_for, forces
from equipoise.analyses.deterrent_reach import (
    RISING,
    WHOLE,
    flights_of,
    front_end_for,
    launches_of,
    speed_of,
)
from equipoise.analyses.deterrent_salvos import Magazine, arms, expected_kills
from equipoise.analyses.deterrent_speeds import QUICK, SLOWEST_M_S, Launches, critical_speeds
from equipoise.analyses.deterrent_words import sentences
from equipoise.cli import status_of
from equipoise.engagement.explain import explain
from equipoise.engagement.outcomes import Outcome
from equipoise.errors import InputError
from equipoise.physics.kill import leakage
from equipoise.physics.world import WGS84
from equipoise.scenario import load
from equipoise.studies.words import NOTHING
from equipoise.views.deterrent_figure import NEVER_S, draw_deterrent, last_met
from equipoise.views.deterrent_tables import after

PLAN = "poland-czech-2007"
WASHINGTON = catalogue.noun("places", "washington")
WESTERN = ("kozelsk", "tatishchevo", "teykovo", "vypolzovo", "yoshkar-ola")


@pytest.fixture(scope="module")
def plan():
    return load(PLAN)


@pytest.fixture(scope="module")
def western(plan):
    """The flights of the western bases to Washington."""
    bases = [base for base in force("russia-2008").force.bases if base.id in WESTERN]
    return tuple(flights_of(plan, base, (WASHINGTON,)) for base in bases)


@pytest.fixture(scope="module")
def launches(plan, western):
    return Launches(plan, western)


@pytest.fixture(scope="module")
def result(plan):
    return deterrent(plan, targets=(WASHINGTON,), delays_s=(60.0, 120.0))


# ---------------------------------------------------------------------------------------------- the force


def test_the_force_of_july_2008_has_its_published_totals():
    known = force("russia-2008")
    assert (known.force.missiles, known.force.warheads) == (415, 1575)
    assert next(base.count for base in known.force.bases if base.id == "kozelsk") == 46
    assert known.sources <= set(catalogue.sources())


def test_recalled_numbers_fit_the_totals_by_type():
    bases = force("russia-2008").force.bases
    by_load = {load_: sum(b.count for b in bases if b.warheads_each == load_) for load_ in (10, 6, 1)}
    assert 9 * by_load[10] + 5 * by_load[6] == 1575 - 415
    assert by_load[10] + by_load[6] + by_load[1] <= 415


@pytest.mark.parametrize("name", forces())
def test_every_number_of_a_force_is_graded_and_in_its_range(name):
    known = force(name)
    assert known.force.id == name
    for address, number in known.evidence.items():
        weak = catalogue.sources()[number.source].access == "memory"
        assert not weak or number.grade == "assumption", address
    assert {base.place.id for base in known.force.bases} <= set(catalogue.ids("places"))


def test_rival_forces_differ_in_the_shape_of_their_flights_alone():
    usual, fast = force("russia-2008").force, force("russia-2008-fast").force
    assert [base.count for base in fast.bases] == [base.count for base in usual.bases]
    assert {base.shape for base in usual.bases} == {"minimum-energy"}
    assert {base.shape for base in fast.bases} == {"depressed"}
    assert force_for("poland-czech-2007-us-numbers") == "russia-2008-fast"


def test_a_force_file_of_ones_own_is_read_strictly(tmp_path):
    own = tmp_path / "own.yaml"
    own.write_text(
        "id: own\nname: Own\nlike: russia-2008\nmissiles: {value: 10, source: analyst, grade: assumption}\n"
    )
    with pytest.raises(InputError, match="the bases hold 379 missiles, the force has 10"):
        force(own)
    with pytest.raises(InputError, match="did you mean 'russia-2008'"):
        force("russia-208")


# ------------------------------------------------------------------------------------------- reach


def test_with_the_plans_sensors_the_answer_is_that_of_explain(plan, western):
    for flights in western:
        as_set = plan.replace("threats.long-range.irbm-3500.missile", flights.base.missile.id)
        shot = explain(as_set, flights.base.place, WASHINGTON, missile=flights.base.missile.id)
        assert shot.outcome == Outcome(int(flights.planned.outcome[0]))
        assert shot.battery_margin_s["redzikowo"] == pytest.approx(
            float(flights.planned.margin_s[0]), nan_ok=True
        )


def test_a_full_track_is_worth_no_less_than_the_plans_own(plan, western):
    own_s = launches_of(plan, western, WHOLE)
    for row, flights in enumerate(western):
        until_s = float(flights.planned.commit_s[0] + flights.planned.margin_s[0])
        assert own_s[row, 0] >= until_s - 0.1


def test_meetings_anywhere_include_those_on_the_way_up(plan, western):
    rising_s, whole_s = (launches_of(plan, western, window) for window in (RISING, WHOLE))
    assert np.all(whole_s >= rising_s - 0.1)


def test_a_faster_interceptor_meets_rising_flights_no_less(launches):
    # Not valid near the site: with a fixed burn time the region before burnout grows with the speed; nor for meetings
    # on the way down, which a much faster interceptor overshoots.
    latest_s = launches.at((5000.0, 5400.0, 6300.0, 7700.0, 8300.0, 9000.0), RISING)
    assert np.all(np.diff(latest_s, axis=0) > 0.0)


def test_a_later_launch_asks_for_no_less_speed(launches):
    delays_s = (60.0, 90.0, 120.0, 150.0, 180.0)
    critical_m_s = critical_speeds(launches, delays_s)[:, 0]
    slowest = critical_m_s == SLOWEST_M_S
    assert np.all((np.diff(critical_m_s, axis=1) > 0.0) | slowest[:, 1:])


def test_the_critical_speed_is_bracketed_to_twenty_metres_a_second(launches):
    for base, speed_m_s in enumerate(critical_speeds(launches, (120.0,))[:, 0, 0]):
        below_s, above_s = launches.at([speed_m_s - 20.0, speed_m_s + 20.0], RISING)[:, base, 0]
        assert below_s < 120.0 <= above_s


def test_a_quick_scan_gives_the_critical_speeds_to_a_tenth_of_a_kilometre_a_second(launches):
    delays_s = (30.0, 60.0, 120.0, 180.0)
    quick_m_s = critical_speeds(launches, delays_s, QUICK)
    np.testing.assert_allclose(quick_m_s, critical_speeds(launches, delays_s), atol=100.0)


def test_an_interceptor_at_its_own_speed_is_the_plans(plan, western, launches):
    np.testing.assert_allclose(launches.at([6300.0], RISING)[0], launches_of(plan, western, RISING))


def test_a_front_end_gives_the_speed_it_was_sought_for():
    staged = catalogue.noun("interceptors", "gbi-two-stage-staged")
    mass_kg = front_end_for(staged, 6300.0, WGS84)
    assert speed_of(staged.model_copy(update={"front_end_mass_kg": mass_kg}), WGS84) == pytest.approx(
        6300.0, abs=0.1
    )
    assert math.isnan(front_end_for(staged, 12_000.0, WGS84))


# ------------------------------------------------------------------------------------------ losses


@pytest.mark.parametrize(
    ("magazine", "shots", "chance"), [(10, 1, 0.6), (10, 2, 0.3), (9, 2, 0.5), (10, 3, 0.8)]
)
def test_expected_kills_are_those_of_the_exact_distribution(magazine, shots, chance):
    whole, rest = divmod(magazine, shots)
    salvos = [(whole, shots)] + ([(1, rest)] if rest else [])
    exact = sum(
        targets - float(np.arange(targets + 1) @ leakage(targets, each, chance)) for targets, each in salvos
    )
    assert expected_kills([415], [Magazine(magazine, shots, chance, [0])]) == pytest.approx(exact)


def test_certain_and_impossible_kills():
    assert expected_kills([415], [Magazine(10, 1, 1.0, [0])]) == 10.0
    assert expected_kills([415], [Magazine(10, 2, 0.0, [0])]) == 0.0
    assert expected_kills([0], [Magazine(10, 2, 1.0, [0])]) == 0.0


def test_unlike_batteries_by_hand():
    """Two salvos of 1 - 0.5^2 = 0.75 reach both bases, three single shots of 0.8 the first alone, with two missiles."""
    both, first_alone = Magazine(4, 2, 0.5, [0, 1]), Magazine(3, 1, 0.8, [0])
    assert expected_kills([2, 10], [both, first_alone]) == pytest.approx(2 * 0.8 + 2 * 0.75)
    assert expected_kills([2, 0], [both, first_alone]) == pytest.approx(2 * 0.8)
    assert expected_kills([2, 10], [both]) == pytest.approx(2 * 0.75)
    # The better salvos make way: one that reaches both bases leaves the only missile that the other reaches.
    assert expected_kills([1, 1], [Magazine(1, 1, 0.9, [0, 1]), Magazine(1, 1, 0.2, [0])]) == pytest.approx(
        1.1
    )
    # A base out of reach of every battery loses nothing, and interceptors do not move between batteries.
    assert expected_kills([5, 5], [Magazine(3, 2, 1.0, [0]), Magazine(3, 2, 1.0, [0])]) == 4.0


def test_each_battery_counts_with_its_own_chance_salvo_and_reach():
    """One base in reach of the first battery alone; ten single shots of 0.5, and ten in pairs of 0.84."""
    plan = load("cbo-option-3").replace("batteries.incirlik.shots_per_look", "1")
    plan = plan.replace("batteries.incirlik.interceptor.kill_probability", "0.5")
    told = arms(plan) | {"force_missiles": 100, "force_warheads": 300}
    columns = {"engaged_by": [[True, False], [False, False]], "count": [7, 93], "warheads_each": [3, 1]}
    dims = {"engaged_by": ("base", "defender")}
    data = xr.Dataset({name: (dims.get(name, ("base",)), values) for name, values in columns.items()})
    rows = touched(data.assign_coords(delay=np.empty(0)).assign_attrs(told))
    own = {
        row["case"]: row
        for row in rows
        if row["shots_per_missile"] == told["shots_per_target"]
        and row["kill_probability"] == told["kill_probability"][1]
    }
    assert told["kill_probability"][1] == pytest.approx((0.5 + 0.84) / 2)
    assert told["shots_per_target"] == pytest.approx(20 / 15) and told["salvos"] == 15
    assert own["plan"]["missiles"] == pytest.approx(7 * 0.5) and own["plan"][
        "warheads_high"
    ] == pytest.approx(10.5)
    assert own["all in reach"]["missiles"] == pytest.approx(10 * 0.5 + 5 * (1 - 0.16**2))
    (bound,) = [
        row
        for row in rows
        if (row["case"], row["shots_per_missile"], row["kill_probability"]) == ("all in reach", 1, 1.0)
    ]
    assert bound["missiles"] == 20.0


# ------------------------------------------------------------------------------- the answer as a whole


def test_the_answer_has_its_fixed_keys(result):
    answer = json.loads(json.dumps(as_json(result), allow_nan=False))
    assert {"id", "name", "outcome", "margin_s", "critical_speed_m_s"} <= set(answer["bases"][0])
    assert set(answer["bases"][0]["critical_speed_m_s"]) == {"60", "120"}
    assert answer["force"]["missiles"] == 415
    assert {"spacenews-2007", "rf08"} <= {*answer["provenance"]["sources"], "spacenews-2007"}


def test_every_base_has_its_row_and_the_wrong_kartaly_none(result):
    ids = [base["id"] for base in as_json(result)["bases"]]
    assert len(ids) == 14 and not any("kartaly" in name for name in ids)


def test_the_rival_speeds_are_those_of_the_catalogue(plan):
    assert rival_speeds_m_s(plan) == list(DISPUTED_SPEEDS_M_S)


def test_sentences_name_both_statements_and_what_they_hang_on(result):
    told = " ".join(sentences(result.data))
    assert "earliest launch comes" in told and "'too slow' holds" in told and "415" in told


def test_a_launch_before_the_missiles_is_none():
    assert [after(launch_s) for launch_s in (-147.0, math.nan, 0.0, 99.4)] == [NOTHING, NOTHING, "0", "99"]


def test_the_figure_is_the_same_twice(result, tmp_path):
    first, second = (draw_deterrent(result, [tmp_path / name])[0] for name in ("a.svg", "b.svg"))
    assert first.read_bytes() == second.read_bytes()
    words = first.read_text(encoding="utf-8")
    for said in ("agency,", "slides", "'fast enough' holds"):
        assert said in words


def test_a_region_that_is_not_there_is_not_named(tmp_path):
    slow = deterrent(load("cbo-option-4"), targets=(WASHINGTON,), delays_s=(60.0,), scan=QUICK)
    (file,) = draw_deterrent(slow, [tmp_path / "slow.svg"])
    words = file.read_text(encoding="utf-8")
    every_base = bool((slow.data.scan_launch_s >= 0).all("base").any())
    assert ("'fast enough' holds" in words) == every_base


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--delays", "soon"], "these are no numbers"),
        (["--delays", "-5"], "outside 0 to 3600 s"),
        (["--targets", "washingtn"], "washington"),
        (["--targets", "washington,washington"], "stands twice"),
        (["--force", "russia"], "russia-2008"),
    ],
)
def test_wrong_words_are_told(words, said, capsys):
    assert status_of(["deterrent", PLAN, *words]) == 1
    assert said in capsys.readouterr().err


def test_the_command_prints_tables_and_writes_data_and_figure(tmp_path, capsys):
    words = ["deterrent", PLAN, "--targets", "washington", "--delays", "60", "--out", str(tmp_path)]
    assert status_of(words) == 0
    assert max(map(len, capsys.readouterr().out.splitlines())) <= 100
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "deterrent.json",
        "deterrent.png",
        "deterrent.svg",
    ]


def test_a_curve_that_faster_interceptors_overshoot_ends_where_it_ends() -> None:
    speeds_km_s = np.array([3.0, 5.0, 7.0, 9.0, 12.0])
    overshot = np.array([NEVER_S, -20.0, 40.0, NEVER_S, NEVER_S])
    rising = np.array([NEVER_S, -20.0, 40.0, 90.0, 120.0])
    too_late = np.array([NEVER_S, -20.0, -5.0, -3.0, -1.0])
    falling = np.array([NEVER_S, 20.0, 40.0, -3.0, -10.0])
    assert last_met(speeds_km_s, overshot) == (7.0, 40.0)
    assert [last_met(speeds_km_s, curve) for curve in (rising, too_late, falling)] == [None, None, None]
