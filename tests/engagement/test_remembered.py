"""What is kept from call to call changes no bit, is no more than was changed, and stays within its bytes."""

from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from equipoise.engagement import engage as engaging
from equipoise.engagement import walk
from equipoise.engagement.engage import engage
from equipoise.engagement.remembered import ENTRY_B, LIMIT_NAME, Store, bytes_of, content
from equipoise.engagement.rooms import Engagement
from equipoise.errors import InputError
from rig import IRBM, SM3, battery, defended, radar, satellite, threat, to_europe

LAUNCH = ((35.0, 50.0), (38.1, 46.3))
PAIRS = to_europe(np.random.default_rng(3), 80, len(LAUNCH))
FAR, SHIP = (49.6, 13.7), (36.0, 25.0)


def plan(far=FAR, ship=SHIP, site=(54.5, 17.1), delay_s=30.0, satellite_deg=60.0):
    """A land site on a far radar, and a ship with its own; the far radar sees further when cued."""
    return defended(
        [
            radar(*far, "far", search_range_m=900e3),
            radar(*ship, "own", detection_range_m=1200e3),
            satellite(satellite_deg),
        ],
        [
            battery(*site, "site", network=("far",), decision_delay_s=delay_s),
            battery(*ship, "ship", interceptor=SM3, network=("own", "far")),
        ],
    )


def missile(cross_section_m2=0.01, range_m=3500e3):
    update = {"cross_section_m2": cross_section_m2, "maximum_range_m": range_m}
    return threat(IRBM.model_copy(update=update), LAUNCH)


def same_bits(ours, theirs):
    return all(
        getattr(ours, name).tobytes() == getattr(theirs, name).tobytes() for name in ours.__dataclass_fields__
    )


def afresh(scenario, one, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(engaging, "KEPT", Store())
        return engage(scenario, one, PAIRS, 1)


CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "far": st.sampled_from([FAR, (49.6, 14.9), (45.0, 20.0)]),
        "ship": st.sampled_from([SHIP, (36.0, 25.5), (34.5, 33.0)]),
        "site": st.sampled_from([(54.5, 17.1), (54.5, 20.0)]),
        "delay_s": st.sampled_from([30.0, 0.0]),
        "satellite_deg": st.sampled_from([60.0, -160.0]),
    },
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    moves=st.lists(st.tuples(CHANGES, st.sampled_from([0.01, 1.0])), min_size=2, max_size=6),
    chunk=st.sampled_from([7, 30, 4096]),
    limit_mib=st.sampled_from(["", "0", "0.05", "0.3"]),
)
def test_any_order_of_changes_gives_the_bits_of_a_fresh_start(moves, chunk, limit_mib, monkeypatch):
    monkeypatch.setattr(engaging, "CHUNK_PAIRS", chunk)
    monkeypatch.setenv(LIMIT_NAME, limit_mib)
    for changes, cross_section_m2 in moves:
        scenario, one = plan(**changes), missile(cross_section_m2)
        assert same_bits(engage(scenario, one, PAIRS, 2), afresh(scenario, one, monkeypatch))


@pytest.fixture
def counted(monkeypatch):
    """How often each room is entered, from an empty store on."""
    monkeypatch.setattr(engaging, "KEPT", Store())
    counts = SimpleNamespace(flights=0, looks=0, reaches=0)

    def counting(owner, name, room):
        inner = getattr(owner, name)

        def entered(*given):
            setattr(counts, room, getattr(counts, room) + 1)
            return inner(*given)

        monkeypatch.setattr(owner, name, entered)

    counting(Engagement, "fly", "flights")
    counting(Engagement, "watch", "looks")
    counting(walk, "reached", "reaches")
    return counts


@pytest.mark.parametrize(
    ("changes", "entered"),
    [
        ({}, (0, 0, 0)),
        ({"site": (54.5, 20.0)}, (0, 0, 1)),  # a battery: its reach alone
        ({"delay_s": 5.0}, (0, 0, 1)),
        ({"far": (49.6, 14.9)}, (0, 1, 2)),  # a radar, and both batteries that use it
        (
            {"ship": (36.0, 25.5)},
            (0, 1, 1),
        ),  # its radar and its battery; the cue of the satellite stays first
    ],
    ids=["nothing", "site", "delay", "radar", "ship"],
)
def test_only_what_hangs_on_a_change_is_done_again(changes, entered, counted):
    engage(plan(), missile(), PAIRS)
    assert (counted.flights, counted.looks, counted.reaches) == (1, 2, 2)
    counted.flights, counted.looks, counted.reaches = 0, 0, 0
    engage(plan(**changes), missile(), PAIRS)
    assert (counted.flights, counted.looks, counted.reaches) == entered


def test_a_missile_harder_to_see_flies_as_before(counted):
    engage(plan(), missile(), PAIRS)
    engage(plan(), missile(cross_section_m2=0.02), PAIRS)
    assert counted.flights == 1 and counted.looks == 4  # two radars
    engage(plan(), missile(range_m=3600e3), PAIRS)
    assert counted.flights == 2


def test_many_threads_with_many_plans_find_the_same_bits(monkeypatch):
    plans = [plan(ship=(36.0, 25.0 + n % 3), site=(54.5, 17.1 + n % 2)) for n in range(6)]
    expected = [afresh(each, missile(), monkeypatch) for each in plans]
    monkeypatch.setattr(engaging, "CHUNK_PAIRS", 9)
    monkeypatch.setenv(LIMIT_NAME, "0.2")
    store = Store()
    monkeypatch.setattr(engaging, "KEPT", store)
    with ThreadPoolExecutor(max_workers=6) as pool:
        for _ in range(3):
            found = list(pool.map(lambda each: engage(each, missile(), PAIRS, 2), plans))
            assert all(map(same_bits, found, expected))
    assert 0 < store.held_b <= 0.2 * 2**20
    assert store.held_b == sum(size_b for _, size_b, _ in store.values.values())


# ------------------------------------------------------------------------------------------------------- the store


def numbers(count):
    return (np.zeros(count),)


def test_the_store_stays_within_its_bytes_and_drops_what_was_asked_for_longest_ago(monkeypatch):
    store, size_b = Store(), 8000 + ENTRY_B
    monkeypatch.setenv(LIMIT_NAME, str(3.5 * size_b / 2**20))
    for key in "abc":
        store.call().found(key, lambda: numbers(1000))
    store.call().found("a", lambda: pytest.fail("a was kept"))
    store.call().found("d", lambda: numbers(1000))
    assert list(store.values) == ["c", "a", "d"] and store.held_b == 3 * size_b


def test_one_call_does_not_make_room_at_its_own_cost(monkeypatch):
    store = Store()
    monkeypatch.setenv(LIMIT_NAME, "0.1")
    call = store.call()
    for key in range(50):
        call.found(key, lambda: numbers(1000))
    assert list(store.values) == list(range(len(store.values))) and 0 < len(store.values) < 15


def test_what_is_larger_than_the_limit_is_simply_not_kept(monkeypatch):
    store = Store()
    monkeypatch.setenv(LIMIT_NAME, "0")
    assert store.call().found("a", lambda: numbers(10))[0].shape == (10,)
    assert not store.values and store.held_b == 0


@pytest.mark.parametrize("given", ["much", "-1", "nan", "inf"])
def test_a_limit_that_is_none_is_refused(given, monkeypatch):
    monkeypatch.setenv(LIMIT_NAME, given)
    with pytest.raises(InputError, match=LIMIT_NAME):
        engage(plan(), missile(), PAIRS)


def test_the_hash_tells_shape_type_and_order_apart():
    one, other = np.arange(4.0), np.arange(4.0).reshape(2, 2)
    keys = {
        content(one),
        content(other),
        content(one.astype(np.float32)),
        content(one, other),
        content(other, one),
    }
    assert len(keys) == 5 and content(np.arange(4.0)) == content(one)


def test_the_bytes_of_a_value_are_those_of_its_arrays():
    assert bytes_of((np.zeros(3), (np.zeros(2, dtype=np.int8), "word"))) == 26


# ---------------------------------------------------------------------------------------------- alike, and yet two


def test_two_ships_at_one_place_with_different_interceptors_both_see():
    """Their radars are alike in every number; each is still the eye of its own battery."""
    quicker = SM3.model_copy(update={"id": "quicker", "burnout_speed_m_s": 3600.0})
    eyes = [radar(*SHIP, "eye-a"), radar(*SHIP, "eye-b")]
    ships = [
        battery(*SHIP, "a", interceptor=SM3, radar="eye-a"),
        battery(*SHIP, "b", interceptor=quicker, radar="eye-b"),
    ]
    both = engage(defended(eyes, ships), missile(), PAIRS)
    alone = engage(defended(eyes[1:], ships[1:]), missile(), PAIRS)
    assert both.battery_margin_s[:, 1].tobytes() == alone.battery_margin_s[:, 0].tobytes()
    assert (both.battery_outcome[:, 1] == alone.outcome).all() and (alone.shots > 0).any()
