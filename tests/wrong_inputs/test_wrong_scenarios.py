"""Each wrong scenario ends in one InputError that names place, address, problem and remedy."""

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from equipoise.errors import InputError
from equipoise.scenario import examples, from_text, load

PLAN = Path(__file__).parent.parent / "scenario" / "plan.yaml"
TEXT = PLAN.read_text()
SMALL = load(PLAN)


def faults_of(text: str, overrides=()):
    """Return the faults of a text, each as (where, address, problem, remedy, excerpt)."""
    with pytest.raises(InputError) as caught:
        from_text(text, "my.yaml", overrides)
    return caught.value.faults


def place_of(text: str, fragment: str) -> str:
    """Return file:line:column of the first place of a fragment, its leading spaces apart."""
    before = text[: text.index(fragment) + len(fragment) - len(fragment.lstrip(" "))]
    return f"my.yaml:{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"


def cases(name: str) -> list[dict[str, str]]:
    """Return the cases of a table beside this file."""
    return YAML(typ="safe", pure=True).load(Path(__file__).with_name(name))


@pytest.mark.parametrize("case", cases("wrong_scenarios.yaml"), ids=lambda case: case["what"])
def test_one_wrong_thing_is_one_clear_fault(case):
    assert case["old"] in TEXT
    text = TEXT.replace(case["old"], case["new"], 1)
    matching = [fault for fault in faults_of(text) if fault.where == place_of(text, case["at"])]
    assert len(matching) == 1
    fault = matching[0]
    assert fault.address == case["address"]
    assert case["problem"] in fault.problem and case["remedy"] in fault.remedy
    line = text.splitlines()[int(fault.where.split(":")[1]) - 1]
    source, caret = fault.excerpt.split("\n")
    assert source in line.replace("\t", " ") and caret.strip() == "^"


@pytest.mark.parametrize("case", cases("wrong_scenarios.yaml"), ids=lambda case: case["what"])
def test_one_wrong_thing_draws_no_crowd_of_faults(case):
    faults = faults_of(TEXT.replace(case["old"], case["new"], 1))
    if case["what"] == "missing source":
        assert {fault.problem for fault in faults} == {"the number has no source"}
    else:
        assert len(faults) == 1


def test_a_negative_mass_is_refused():
    stage = """{kind: staged, name: X, stages: [{propellant_mass: -5 t, inert_mass: 1 t, thrust: 200 kN,
          burn_time: 60 s, diameter: 1 m}], payload_mass: 1 t, drag: {mach: [0, 2], cd: [0.2, 0.3]},
          vertical_rise: 5 s, maximum_range: 900 km, minimum_range: 200 km, cross_section: 0.1 m2,
          boost_cross_section: 1 m2, ballistic_coefficient: 3 t}"""
    faults = faults_of(TEXT.replace("missile: shahab-3-staged", f"missile: {stage}"))
    told = {fault.address.rpartition("missile.")[2]: fault for fault in faults}
    assert "-5000 kg is outside the limits: above 0 kg" in told["stages.1.propellant_mass"].problem
    assert "'t' is a unit of mass" in told["ballistic_coefficient"].problem
    assert len(faults) == 2


def test_no_battery_is_refused():
    start, end = TEXT.index("batteries:"), TEXT.index("threats:")
    (fault,) = faults_of(TEXT[:start] + TEXT[end:])
    assert (fault.address, fault.problem) == ("batteries", "'batteries' is missing")
    (fault,) = faults_of(TEXT[:start] + "batteries: {}\n" + TEXT[end:])
    assert (fault.address, fault.problem, fault.remedy) == (
        "batteries",
        "'batteries' is empty",
        "list at least one",
    )
    (fault,) = faults_of(TEXT[:start] + "batteries: [a]\n" + TEXT[end:])
    assert fault.problem == "a mapping of ids belongs here" and "my-id" in fault.remedy


def test_all_faults_are_told_at_once_in_the_order_of_the_text():
    text = TEXT.replace("lat_max: 72 deg", "lat_max: 97 deg").replace("magazine: 10", "magazin: 10")
    text = text.replace("assessment_time: 15 s", "assessment_time: 15").replace("[tabriz]", "[tabris]")
    text = text.replace("rotation: true", "rotation: &r true").replace("title:", "titel:")
    faults = faults_of(text)
    lines = [int(fault.where.split(":")[1]) for fault in faults]
    assert len(faults) == 6 and lines == sorted(lines)
    with pytest.raises(InputError) as caught:
        from_text(text, "my.yaml")
    assert str(caught.value).count("my.yaml:") == 6


def test_the_message_reads_as_a_person_would_write_it():
    text = TEXT.replace("decision_delay: 30 s", "decision_delay: 30")
    with pytest.raises(InputError) as caught:
        from_text(text, "my.yaml")
    assert str(caught.value) == (
        "my.yaml:26:21  batteries.redzikowo.decision_delay: cannot read '30' as a time: it has no unit\n"
        "        decision_delay: 30\n"
        "                        ^\n"
        '  write a number and one of s, min, h, day, ms, for example "140 s"'
    )


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "the file is empty"),
        ("# only a comment\n", "the file is empty"),
        ("- a\n- b\n", "the file is not a mapping of keys to values"),
        ("just words", "the file is not a mapping of keys to values"),
        ("a: [1\nb: 2", "this is not YAML"),
        ("a: 1\n---\nb: 2\n", "the file holds a second document"),
        ("%YAML 1.1\n---\na: 1\n", "YAML directives are not read"),
        ("? [a, b]\n: 1\n", "a key must be a plain word"),
        ("a: " + "[" * 100_000, "nested deeper than 32 levels"),
        ("a: [" + "1," * 3000 + "]", "more than 2000 entries stand in one place"),
        ("".join(f"k{n}: 1\n" for n in range(3000)), "more than 2000 entries stand in one place"),
        ("a: [" + "&a 1," * 1000 + "]", "there may be more faults than these"),
        ("a: \x00b", "a character that YAML does not allow"),
    ],
)
def test_a_text_of_the_wrong_form(text, problem):
    assert any(problem in fault.problem and fault.remedy for fault in faults_of(text))


def test_an_alias_bomb_does_not_go_off():
    bomb = "a0: &a0 [lol, lol]\n" + "".join(
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30)
    )
    assert any("aliases" in fault.problem for fault in faults_of(bomb))


def test_limits_on_sites_and_missiles():
    many = "".join(f"  s{n}: {{system: dsp-warning, longitude: 10 deg}}\n" for n in range(200))
    faults = faults_of(TEXT.replace("sensors:\n", "sensors:\n" + many, 1))
    assert any("204 sensors and batteries; the limit is 200" in fault.problem for fault in faults)
    many = "".join(f"      m{n}: {{missile: irbm-3500, launch: [tabriz]}}\n" for n in range(1000))
    faults = faults_of(TEXT.replace("    missiles:\n", "    missiles:\n" + many, 1))
    assert any("1003 missiles; the limit is 1000" in fault.problem for fault in faults)


def told(name, overrides=()) -> str:
    with pytest.raises(InputError) as caught:
        load(name, overrides)
    return str(caught.value)


def test_unknown_scenario_lists_and_suggests():
    message = told("poland-chech-2007")
    assert "there is no scenario 'poland-chech-2007'" in message
    assert "did you mean 'poland-czech-2007'?" in message
    assert all(name in message for name in examples())


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"\x7fELF\x00\x00", "this is a binary file, not text"),
        (b"name: K\xfcrecik", "this is not UTF-8 text: byte 7 cannot be decoded"),
        (b"a: " + b"x" * 1024 * 1024, "the file is larger than 1048576 bytes"),
        (b"", "the file is empty"),
    ],
)
def test_files_that_are_no_scenarios(tmp_path, content, problem):
    path = tmp_path / "odd.yaml"
    path.write_bytes(content)
    message = told(path)
    assert problem in message and str(path) in message


def test_a_folder_a_missing_file_and_a_closed_one(tmp_path, monkeypatch):
    assert "this is a folder, not a file" in told(tmp_path)
    assert "there is no such file" in told(tmp_path / "none.yaml")
    assert "there is no such file" in told(str(tmp_path / "a" / "none.yaml"))
    assert "there is no scenario ''" in told("")

    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert "the file cannot be read: Permission denied" in told(PLAN)


def test_names_that_no_file_can_have():
    assert "cannot be read" in told("a\0b.yaml")
    assert "cannot be read" in told("x" * 5000 + ".yaml")
    assert "\x1b" not in told("\x1b[31m.yaml")
    told(os.fsdecode(b"\xff.yaml")).encode("utf-8")


@pytest.mark.parametrize("case", cases("wrong_overrides.yaml"), ids=lambda case: case["override"][:40])
def test_wrong_overrides(case):
    (fault,) = faults_of(TEXT, [case["override"]])
    assert fault.where.startswith("--set ")
    assert fault.address == case["address"]
    assert case["problem"] in fault.problem and case["remedy"] in fault.remedy


def test_all_wrong_overrides_are_told_at_once():
    assert len(faults_of(TEXT, ["a.b=1", "c.d=2", "settings.air=vacuum"])) == 3


def test_get_and_members_suggest():
    for ask, remedy in [
        (lambda: SMALL.get("batteries.redzikowo.magazin"), "did you mean 'batteries.redzikowo.magazine'?"),
        (lambda: SMALL.sensor("brd"), "did you mean 'brdy'?"),
        (lambda: SMALL.battery("shipp"), "did you mean 'ship'?"),
        (lambda: SMALL.threat_set("longrange"), "did you mean 'long-range'?"),
    ]:
        with pytest.raises(InputError) as caught:
            ask()
        assert remedy in str(caught.value)


@given(st.text(max_size=200))
@settings(max_examples=100, deadline=None)
def test_any_text_ends_in_faults_with_a_problem_each(text):
    assert all(fault.problem for fault in faults_of(text))


@given(st.data())
@settings(max_examples=30, deadline=None)
def test_a_scenario_with_a_piece_cut_out_or_put_in_never_ends_in_a_traceback(data):
    start = data.draw(st.integers(0, len(TEXT)))
    end = data.draw(st.integers(start, min(len(TEXT), start + 40)))
    piece = data.draw(st.text(max_size=8))
    try:
        from_text(TEXT[:start] + piece + TEXT[end:], "my.yaml").content_hash()
    except InputError as error:
        assert error.faults


@given(st.text(max_size=30), st.text(max_size=30))
@settings(max_examples=100, deadline=None)
def test_any_override_is_read_or_refused(address, value):
    try:
        SMALL.replace(address, value)
    except InputError as error:
        str(error).encode("utf-8")
