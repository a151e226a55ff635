"""The catalogue: complete nouns, known sources, useful answers to wrong names."""

import pytest

from equipoise import catalogue
from equipoise.errors import InputError
from equipoise.scenario import load

BASE = load("poland-czech-2007")
CUED = next(sensor.id for sensor in BASE.sensors if sensor.kind == "radar")


@pytest.mark.parametrize("name", catalogue.ids("interceptors"))
def test_every_interceptor_is_complete(name):
    assert BASE.replace("batteries.redzikowo.interceptor", name).battery("redzikowo").interceptor.id == name


@pytest.mark.parametrize("name", catalogue.ids("missiles"))
def test_every_missile_is_complete(name):
    changed = BASE.replace("threats.long-range.irbm-3500.missile", name)
    assert name in {threat.missile.id for threat in changed.threat_set("long-range").threats}


@pytest.mark.parametrize("name", catalogue.ids("sensors"))
def test_every_sensor_is_complete_but_for_its_site(name):
    tree = catalogue.tree("sensors", name)
    if tree.text("kind") == "radar":
        assert BASE.replace(f"sensors.{CUED}", name).sensor(CUED).name == tree.text("name")
    else:
        with pytest.raises(InputError) as caught:
            BASE.replace(f"sensors.{CUED}", name)
        assert [fault.address for fault in caught.value.faults] == [f"sensors.{CUED}.longitude"]


def test_every_place_is_complete():
    for name in catalogue.ids("places"):
        assert BASE.replace("batteries.redzikowo.place", name).battery("redzikowo").place.id == name


@pytest.mark.parametrize("kind", catalogue.KINDS)
def test_every_kind_lists_named_entries_with_their_text(kind):
    entries = catalogue.list(kind)
    assert entries and [entry.id for entry in entries] == sorted(entry.id for entry in entries)
    for entry in entries:
        assert entry.name and entry.text.strip()
        assert catalogue.show(f"{kind}/{entry.id}") == entry


def test_the_text_of_a_place_is_its_own_block():
    assert catalogue.show("places/redzikowo").text.startswith("redzikowo:\n  name: Redzikowo")
    assert catalogue.show("places/redzikowo").text.count("lat:") == 1


def test_the_reserved_sources_exist():
    assert {"analyst", "model-choice"} <= set(catalogue.sources())


def test_launch_areas_hold_their_points():
    area = next(area for area in catalogue.launch_areas() if area.id == "iran")
    assert len(area.points) >= 3 and len(area.outline) >= 3
    latitudes = [lat for lat, _ in area.outline]
    assert all(min(latitudes) <= point.lat_deg <= max(latitudes) for point in area.points)


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("gbi-two-stag", "did you mean 'gbi-two-stage'"),
        ("gbi", "did you mean 'gbi-two-stage'"),
        ("qqqq", "equipoise list KIND"),
        ("missiles/redzikowo", "equipoise list KIND"),
    ],
)
def test_an_unknown_id_gets_a_suggestion(name, remedy):
    with pytest.raises(InputError) as caught:
        catalogue.show(name)
    assert remedy in str(caught.value)


def test_an_id_of_two_kinds_asks_for_the_kind(monkeypatch):
    monkeypatch.setattr(catalogue, "ids", lambda kind: ("twin",) if kind in ("places", "areas") else ())
    with pytest.raises(InputError, match="write places/twin or areas/twin"):
        catalogue.show("twin")


def test_an_unknown_kind_names_the_kinds():
    with pytest.raises(InputError, match="did you mean 'missiles'"):
        catalogue.list("missile")


def test_nouns_stand_alone():
    assert catalogue.noun("missiles", "irbm-3500") == next(
        threat.missile for threat in BASE.threat_set("long-range").threats if threat.id == "irbm-3500"
    )
    assert catalogue.noun("interceptors", "gbi-two-stage") == BASE.battery("redzikowo").interceptor
    assert catalogue.noun("places", "redzikowo") == BASE.battery("redzikowo").place


@pytest.mark.parametrize(
    ("kind", "name", "remedy"),
    [
        ("missiles", "shahab", "did you mean 'shahab-3"),
        ("missile", "shahab-3", "did you mean 'missiles'"),
        ("sensors", "spy-1d", "missiles, interceptors, places"),
    ],
)
def test_wrong_nouns_get_a_suggestion(kind, name, remedy):
    with pytest.raises(InputError) as caught:
        catalogue.noun(kind, name)
    assert remedy in str(caught.value)
