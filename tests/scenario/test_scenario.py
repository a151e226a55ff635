"""Scenarios: loading, addresses, replacing, evidence, canonical text and hash."""

import dataclasses
import pickle
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from equipoise import catalogue
from equipoise.errors import InputError
from equipoise.scenario import examples, from_text, load, save
from equipoise.systems import ParametricInterceptor, StagedInterceptor, StagedMissile
from equipoise.units import format_quantity, parse_quantity

PLAN = Path(__file__).parent / "plan.yaml"
TEXT = PLAN.read_text()
SMALL = load(PLAN)
SPEED = "batteries.redzikowo.interceptor.burnout_speed"


@pytest.mark.parametrize("name", examples())
def test_shipped_scenarios_load_and_write_themselves_out_whole(name):
    shipped = load(name)
    again = from_text(shipped.canonical_text(), "again.yaml")
    assert again == shipped
    assert again.content_hash() == shipped.content_hash()
    assert again.batteries == shipped.batteries and again.evidence == shipped.evidence
    assert shipped.name == name


def test_the_parts_are_nouns_in_si_units():
    battery = SMALL.battery("redzikowo")
    assert isinstance(battery.interceptor, ParametricInterceptor)
    assert battery.decision_delay_s == 30.0 and battery.magazine == 10
    assert battery.network == ("brdy", "warning")
    assert SMALL.sensor("brdy").boresight_deg == 130.0
    assert SMALL.sensor("warning").longitude_deg == 10.0
    assert SMALL.region.holds(50.0, 10.0) and not SMALL.region.holds(10.0, 50.0)
    assert SMALL.settings.rotation is True


def test_what_the_scenario_says_goes_before_the_catalogue():
    ship = SMALL.battery("ship")
    assert ship.interceptor.burnout_speed_m_s == 3100.0
    assert ship.interceptor.id == "sm-3-block-ia"
    assert SMALL.evidence["batteries.ship.interceptor.burnout_speed"].source == "model-choice"
    assert SMALL.evidence[SPEED].source == "afp-2007"


def test_launch_points_come_from_an_area_a_list_or_a_mapping():
    threats = {threat.id: threat for threat in SMALL.threat_set("long-range").threats}
    assert {place.id for place in threats["irbm-3500"].launch} == {
        place.id for place in catalogue.launch_areas()[0].points
    }
    assert [place.id for place in threats["staged"].launch] == ["tabriz"]
    assert [place.id for place in threats["inline"].launch] == ["a-hill", "tabriz"]
    assert isinstance(threats["staged"].missile, StagedMissile)


def test_every_number_of_the_tree_has_evidence_with_a_known_source():
    known = {**catalogue.sources(), **SMALL.sources}
    for address, evidence in SMALL.evidence.items():
        assert evidence.source in known, address
        assert evidence.grade in ("official", "measured", "estimate", "assumption"), address
    assert set(SMALL.evidence) <= set(SMALL.addresses())
    assert set(SMALL.cited()) >= {"model-choice", "analyst", "afp-2007"}


def test_evidence_keeps_range_note_and_rivals():
    boresight = SMALL.evidence["sensors.brdy.boresight"]
    assert (boresight.value, boresight.low, boresight.high) == ("130 deg", "90 deg", "140 deg")
    assert boresight.note == "Towards Iran: a choice." and boresight.source == "model-choice"
    assert len(SMALL.evidence[SPEED].alternatives) >= 2
    assert SMALL.evidence["threats.long-range.inline.missile.maximum_range"].value == "2000 km"


def test_a_default_is_shown_as_a_choice_of_the_program():
    height = SMALL.evidence["batteries.ship.place.height"]
    assert (height.value, height.source, height.note) == ("0 m", "model-choice", "default of the program")


def test_replacing_a_number():
    faster = SMALL.replace(SPEED, "8.3 km/s")
    assert faster.battery("redzikowo").interceptor.burnout_speed_m_s == 8300.0
    assert faster.battery("ship") == SMALL.battery("ship")
    assert SMALL.battery("redzikowo").interceptor.burnout_speed_m_s != 8300.0
    evidence = faster.evidence[SPEED]
    assert (evidence.source, evidence.grade, evidence.note) == ("analyst", "assumption", "set by the user")
    assert (evidence.low, evidence.high, evidence.alternatives) == (None, None, ())
    assert faster != SMALL and faster.content_hash() != SMALL.content_hash()


def test_replacing_with_a_source_of_its_own():
    cited = SMALL.replace(SPEED, "{value: 5.4 km/s, source: afp-2007, grade: official}")
    assert cited.evidence[SPEED].source == "afp-2007"
    assert SMALL.replace(SPEED, {"value": "5.4 km/s", "source": "afp-2007", "grade": "official"}) == cited


def test_replacing_whole_things_by_their_id():
    other = SMALL.replace("batteries.redzikowo.interceptor", "gbi-two-stage-staged")
    assert isinstance(other.battery("redzikowo").interceptor, StagedInterceptor)
    moved = SMALL.replace("batteries.redzikowo.place", "deveselu")
    assert moved.battery("redzikowo").place.id == "deveselu"
    threat = SMALL.replace("threats.long-range.irbm-3500.missile", "shahab-3").threat_set("long-range")
    assert {one.missile.id for one in threat.threats} >= {"shahab-3"}
    launch = SMALL.replace("threats.long-range.irbm-3500.launch", "[tabriz, semnan]")
    assert len(launch.threat_set("long-range").threats[1].launch) == 2


def test_replacing_a_radar_keeps_its_place():
    other = SMALL.replace("sensors.brdy", "an-tpy-2-equation").sensor("brdy")
    assert other.place == SMALL.sensor("brdy").place
    assert other.radar_equation is not None and other.detection_range_m is None
    assert SMALL.replace("sensors.brdy.system", "an-tpy-2-equation").sensor("brdy") == other


def test_stating_a_range_replaces_the_radar_equation():
    computed = SMALL.replace("sensors.brdy", "an-tpy-2-equation")
    stated = computed.replace("sensors.brdy.detection_range", "900 km").sensor("brdy")
    assert stated.detection_range_m == 900e3 and stated.radar_equation is None


def test_replacing_text_lists_and_truth():
    changed = SMALL.replace("settings.rotation", False).replace("settings.air", "none")
    assert changed.settings.rotation is False and changed.settings.air == "none"
    assert SMALL.replace("settings.rotation", "false").settings.rotation is False
    assert SMALL.replace("batteries.redzikowo.network", ["brdy"]).battery("redzikowo").network == ("brdy",)
    assert SMALL.replace("title", "Other: plan").title == "Other: plan"
    assert SMALL.replace("batteries.redzikowo.magazine", 12).battery("redzikowo").magazine == 12


def test_an_optional_field_may_be_set_where_none_was():
    assert "sensors.brdy.search_range" in SMALL.addresses()
    ranged = SMALL.replace("batteries.redzikowo.radar", "brdy")
    assert ranged.battery("redzikowo").radar == "brdy"


def test_stages_are_counted_from_one():
    address = "threats.long-range.staged.missile.stages.1.thrust"
    missile = SMALL.replace(address, "300 kN").threat_set("long-range").threats[2].missile
    assert missile.stages[0].thrust_n == 300e3


def test_overrides_are_applied_together():
    changed = load(PLAN, ["batteries.ship.magazine=30", "batteries.ship.shots_per_look = 25"])
    assert changed.battery("ship").shots_per_look == 25


ADDRESSES = [
    address for address in SMALL.addresses() if not re.search(r"\.(id|kind|name|system)$|^name$", address)
]


@given(st.sampled_from(ADDRESSES))
@settings(max_examples=40, deadline=None)
def test_replacing_by_what_stands_there_changes_nothing_but_evidence(address):
    again = SMALL.replace(address, SMALL.get(address))
    assert again.batteries == SMALL.batteries and again.sensors == SMALL.sensors
    assert again.threats == SMALL.threats and again.settings == SMALL.settings
    assert again.get(address) == SMALL.get(address)


@given(st.floats(min_value=1000.0, max_value=15000.0))
@settings(max_examples=12, deadline=None)
def test_any_replaced_number_is_got_back_exactly(speed):
    changed = SMALL.replace(SPEED, format_quantity(speed, "speed"))
    assert changed.battery("redzikowo").interceptor.burnout_speed_m_s == speed
    assert parse_quantity(changed.get(SPEED), "speed") == speed
    assert from_text(changed.canonical_text(), "again.yaml") == changed


SPELLINGS = [
    ("decision_delay: 30 s", "decision_delay: 0.5 min"),
    ("burnout_speed: 3.1 km/s", "burnout_speed: 3100 m/s"),
    ("maximum_range: 2000 km", "maximum_range: 2000000 m"),
    ("boost_cross_section: 1 m2", "boost_cross_section: 10000 cm2"),
    ("magazine: 10", 'magazine: "10"'),
    ("lat: 43.2 deg", "lat: 43.20 deg"),
    ("lon: 33 deg", "lon: {value: 3.3e1 deg, source: model-choice, grade: assumption}"),
    ("rotation: true", 'rotation: "true"'),
]


@given(st.sets(st.sampled_from(SPELLINGS)))
@settings(max_examples=12, deadline=None)
def test_spelling_does_not_change_the_hash(spellings):
    text = TEXT
    for one, other in spellings:
        assert one in text
        text = text.replace(one, other)
    assert from_text(text, "other.yaml").content_hash() == SMALL.content_hash()


def test_the_value_does_change_the_hash():
    changed = from_text(TEXT.replace("decision_delay: 30 s", "decision_delay: 31 s"), "other.yaml")
    assert changed.content_hash() != SMALL.content_hash()


def blocks(text: str, indent: str) -> list[str]:
    """Split a text at the lines with exactly this indentation."""
    return re.split(rf"(?m)^(?={indent}[^ #])", text)


@given(st.randoms(use_true_random=False))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_key_order_does_not_change_the_hash(random):
    parts = blocks(TEXT, "")
    for place, part in enumerate(parts):
        head, *inner = blocks(part, "  ")
        inner = [sub if sub.endswith("\n") else sub + "\n" for sub in inner]
        random.shuffle(inner)
        parts[place] = head + "".join(inner)
    random.shuffle(parts)
    shuffled = from_text("".join(parts), "other.yaml")
    assert shuffled.content_hash() == SMALL.content_hash()
    assert shuffled.batteries == SMALL.batteries


def test_saving_is_whole_and_loads_again(tmp_path):
    target = tmp_path / "mine.yaml"
    save(SMALL, target)
    save(SMALL.replace(SPEED, "8.3 km/s"), target)
    assert load(target).battery("redzikowo").interceptor.burnout_speed_m_s == 8300.0
    assert [path.name for path in tmp_path.iterdir()] == ["mine.yaml"]


def test_a_failed_save_leaves_the_old_file(tmp_path, monkeypatch):
    target = tmp_path / "mine.yaml"
    save(SMALL, target)

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", full)
    with pytest.raises(InputError, match="No space left"):
        save(SMALL.replace(SPEED, "8.3 km/s"), target)
    assert load(target) == SMALL
    assert [path.name for path in tmp_path.iterdir()] == ["mine.yaml"]


def test_saving_into_a_missing_folder_is_one_fault(tmp_path):
    with pytest.raises(InputError, match="cannot write: No such file or directory"):
        save(SMALL, tmp_path / "nowhere" / "mine.yaml")


def test_a_scenario_brings_its_own_sources():
    text = TEXT.replace(
        "sensors:\n", 'sources:\n  report: {title: "A report: 2009", year: 2009, url: null}\nsensors:\n', 1
    )
    text = text.replace("source: analyst", "source: report")
    own = from_text(text, "own.yaml")
    assert own.sources["report"].title == "A report: 2009" and own.sources["report"].date == "2009"
    assert own.evidence["batteries.ship.magazine"].source == "report"
    assert own.cited()["report"].title == "A report: 2009"
    assert from_text(own.canonical_text(), "again.yaml") == own


AWKWARD = [
    'a "quote" \\ back',
    "# no comment",
    "- dash",
    "yes",
    "Kürecik, 東",
    "a: b",
    "null",
    "\u00a0",
    "a\nb",
]


@pytest.mark.parametrize("title", AWKWARD)
def test_awkward_texts_survive(title):
    changed = SMALL.replace("title", title)
    assert changed.title == title
    assert from_text(changed.canonical_text(), "again.yaml").title == title


def test_scenarios_are_frozen_hashable_and_travel_between_processes():
    with pytest.raises(dataclasses.FrozenInstanceError):
        SMALL.name = "other"
    assert len({SMALL, load(PLAN)}) == 1
    assert pickle.loads(pickle.dumps(SMALL)) == SMALL
    assert "small-plan" in repr(SMALL)


def test_nothing_heavy_is_imported():
    heavy = "{'numba', 'numpy', 'xarray'}"
    code = f"import sys, equipoise.scenario; sys.exit(bool({heavy} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
