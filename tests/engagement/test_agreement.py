"""Explain and footprint are one engine: the same pair, taken alone or among a million, gives the same answer.

`explain` runs the four rooms on one pair, and builds a story round them, which costs some milliseconds. So two thousand
random pairs are taken through the rooms alone, as `explain` does, and some dozens through `explain` itself; ten
thousand go through the rooms and through `explain` in the long tests.
"""

import math
from types import SimpleNamespace

import numpy as np
import pytest

from equipoise.analyses.footprint import footprint
from equipoise.engagement.engage import engage, summed
from equipoise.engagement.explain import explain
from equipoise.engagement.outcomes import Outcome
from equipoise.engagement.rooms import Engagement
from equipoise.scenario import load
from rig import pairs, place, rooms, threat

PLANS = ("poland-czech-2007", "ships-2009")
PADS = 8  # random launch points a missile


def combinations():
    """Every scenario, threat set and missile of the two plans."""
    for name in PLANS:
        plan = load(name)
        for each in plan.threats:
            for one in each.threats:
                yield plan, each.id, one


def random_pairs(one, count, seed):
    """A threat with random launch points in and around Iran, and aims over Europe and the Near East."""
    rng = np.random.default_rng(seed)
    points = np.column_stack([rng.uniform(29.0, 39.0, PADS), rng.uniform(44.0, 60.0, PADS)])
    launch = threat(one.missile, [tuple(map(float, point)) for point in points]).launch
    moved = one.model_copy(update={"launch": launch})
    index = rng.integers(0, PADS, count)
    reach_deg = one.missile.maximum_range_m / 111e3
    back_deg, aside_deg = rng.uniform(0.0, 1.3, count) * reach_deg, rng.uniform(-0.7, 0.7, count) * reach_deg
    lon_deg = np.clip(points[index, 1] - back_deg, -12.0, 50.0)
    return moved, pairs(index, np.clip(points[index, 0] + aside_deg, 34.0, 72.0), lon_deg)


def same(ours, theirs):
    """Whether two numbers are the same to the last bit; NaN is itself."""
    return ours == theirs or (math.isnan(ours) and math.isnan(theirs))


@pytest.mark.parametrize("count", [200, pytest.param(1000, marks=pytest.mark.long)])
def test_pairs_alone_and_together(count):
    """Outcome, shots, looks, margin, commit and impact, for each pair and battery, to the last bit."""
    total, engaged = 0, 0
    for seed, (plan, _, one) in enumerate(combinations()):
        moved, rows = random_pairs(one, count, seed)
        together = engage(plan, moved, rows)
        alone = Engagement(plan, moved)
        for n in range(count):
            flown, _, _, committed, found = rooms(alone, type(rows)(*(column[n : n + 1] for column in rows)))
            single = summed(alone.defence, flown, committed, found)
            for name in together.__dataclass_fields__:
                ours, theirs = getattr(single, name)[0], getattr(together, name)[n]
                assert np.array_equal(ours, theirs, equal_nan=np.asarray(ours).dtype.kind == "f"), (name, n)
        total += count
        engaged += int((together.outcome == Outcome.ENGAGED).sum())
    assert total == 10 * count and 0.03 * total < engaged < 0.97 * total


def explained(plan, set_id, moved, rows, together, count):
    """Hold `explain` of some pairs against the table."""
    for n in range(count):
        launch = moved.launch[int(rows.launch_index[n])]
        aim = place(rows.lat_deg[n], rows.lon_deg[n], "aim")
        told = explain(plan, launch, aim, set_id, moved.id)
        assert told.outcome == together.outcome[n]
        assert sum(shot.shots for shot in told.intercepts) == together.shots[n]
        assert len(told.intercepts) == together.looks[n]
        assert same(told.flight.impact_s, together.impact_s[n])
        for b, name in enumerate(battery.id for battery in plan.batteries):
            assert told.battery_outcome[name] == together.battery_outcome[n, b]
            assert same(told.battery_margin_s[name], together.battery_margin_s[n, b])


@pytest.mark.parametrize("count", [6, pytest.param(1000, marks=pytest.mark.long)])
def test_explain_says_what_the_table_says(count):
    for seed, (plan, set_id, one) in enumerate(combinations()):
        moved, rows = random_pairs(one, count, 100 + seed)
        explained(plan, set_id, moved, rows, engage(plan, moved, rows), count)


@pytest.mark.parametrize("name", PLANS)
def test_a_footprint_is_the_worst_of_its_explanations(name):
    """Each cell against every missile and launch point of the set, explained one by one."""
    plan = load(name)
    window = SimpleNamespace(lat_min_deg=36, lat_max_deg=46, lon_min_deg=24, lon_max_deg=39)
    cells = footprint(plan, "medium-range", window, 5.0).data.sel(threat="medium-range")
    for lat_deg in cells.lat.values:
        for lon_deg in cells.lon.values:
            cell = cells.sel(lat=lat_deg, lon=lon_deg)
            aim = place(lat_deg, lon_deg, "aim")
            told = [
                explain(plan, launch, aim, "medium-range", one.id)
                for one in plan.threat_set("medium-range").threats
                for launch in one.launch
            ]
            reaching = [each for each in told if each.outcome is not Outcome.OUT_OF_RANGE]
            assert int(cell.reaching) == len(reaching)
            if reaching:
                assert int(cell.outcome) == min(each.outcome for each in reaching)
                assert int(cell.shots) == min(sum(s.shots for s in each.intercepts) for each in reaching)
                margins = [max_or_nan(each.battery_margin_s.values()) for each in reaching]
                worst_s = math.nan if any(map(math.isnan, margins)) else min(margins)
                assert same(float(cell.margin_s), worst_s)


def max_or_nan(numbers):
    """The greatest of the numbers that are numbers."""
    finite = [number for number in numbers if not math.isnan(number)]
    return max(finite) if finite else math.nan
