"""The section `fleet` of a scenario: read, written back, counted, and its faults told with their places."""

import pytest

from equipoise.errors import InputError
from equipoise.scenario import from_text, load

SHIPS = "ships-2009"


def text_of(old="", new=""):
    text = load(SHIPS).text
    assert old in text
    return text.replace(old, new, 1)


def test_the_fleet_is_written_back_as_it_was_read():
    for name in (SHIPS, "epaa-phase-3", "ships-black-sea-north-sea"):
        plan = load(name)
        assert from_text(plan.canonical_text(), "again") == plan
        assert plan.fleet.ships


def test_a_plan_without_a_fleet_has_none():
    assert load("poland-czech-2007").fleet is None


def test_every_number_has_an_address_and_a_source():
    plan = load(SHIPS)
    assert plan.get("fleet.years.2011.ships") == "24"
    assert plan.evidence["fleet.rotation_home"].source == "ship-fdnf"
    assert plan.replace("fleet.forward", "norfolk").fleet.forward.id == "norfolk"
    assert plan.replace("fleet.years.2011.ships", "30").fleet.kept_on_station(2011) == 4


def test_every_ship_battery_of_a_shipped_fleet_rides_on_a_ship():
    for name in (
        SHIPS,
        "epaa-phase-1",
        "epaa-phase-2",
        "epaa-phase-3",
        "epaa-phase-4",
        "ships-black-sea-north-sea",
    ):
        plan = load(name)
        riding = {battery for ship in plan.fleet.ships for battery in ship.batteries}
        assert riding == {battery.id for battery in plan.batteries if battery.platform == "ship"}, name


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("batteries: [aegean-ia]", "batteries: [aegeean-ia]", "did you mean 'aegean-ia'"),
        ("batteries: [aegean-ia]", "batteries: [aegean-ib]", "rides twice"),
        ("batteries: [aegean-ia]", "batteries: []", "empty"),
        ("    2011: {ships", "    later: {ships", "no year"),
        ("{value: 4, source: tl-carney", "{value: 40, source: tl-carney", "40 ships at the forward port"),
        ("  home: norfolk\n", "  home: norfolc\n", "did you mean 'norfolk'"),
        ("  home: norfolk\n", "", "'home' is missing"),
        ("  speed: {value: 20 kn", "  speed: {value: 20 nmi", "speed"),
        (
            "  rotation_home: {value: 3, low: 3",
            "  rotation_home: {value: 0.5, low: 0.5",
            "outside the limits",
        ),
        ("    platform: ship\n", "    platform: site\n", "land site"),
        ("fleet:\n", "fleat:\n", "did you mean 'fleet'"),
    ],
)
def test_a_fault_of_the_fleet_is_told_with_its_place(old, new, words):
    with pytest.raises(InputError) as caught:
        from_text(text_of(old, new), "mine.yaml")
    assert words in str(caught.value) and "mine.yaml:" in str(caught.value)
