"""Public claims: every file sound, all of them worked out, and some numbers held against arithmetic by hand."""

from __future__ import annotations

import itertools
import json
import math
from functools import cache

import pytest

from equipoise import catalogue
from equipoise.analyses import claims as working
from equipoise.analyses.claim_quantities import QUANTITIES, arguments, computed, quantity_of
from equipoise.analyses.claims import as_json, claims, planned, result_with, worked_out
from equipoise.catalogue.public_claims import Claim, claim_ids, read_claim
from equipoise.errors import InputError
from equipoise.scenario import load

EARTH_KM, GM_KM3_S2 = 6371.0, 398600.44
POSITIONS = {
    "redzikowo": (54.4728, 17.1231),
    "moscow": (55.75204, 37.61781),
    "kozelsk": (54 + 2 / 60, 35 + 46 / 60),
    "teykovo": (56.85, 40 + 32 / 60),
    "washington": (38.89511, -77.03637),
}  # degrees; the keeptrack list and GeoNames
KEYS = {"id", "speaker", "date", "verdict", "value", "turns_at", "sources"}


@pytest.fixture(scope="module", params=[1, pytest.param(working.HALVINGS, marks=pytest.mark.long)])
def answers(request):
    """All claims; where one turns, to half of the way between two values, and as finely as people get it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(working, "HALVINGS", request.param)
        return {answer.claim.id: answer for answer in claims()}


@cache
def worked(name):
    """One claim, as finely as people get it."""
    return worked_out(read_claim(name))


def vector(name: str) -> tuple[float, float, float]:
    lat, lon = (math.radians(angle) for angle in POSITIONS[name])
    return math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)


def cross(a, b):
    return a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]


def dot(a, b):
    return sum(x * y for x, y in zip(a, b, strict=True))


def arc_km(a: str, b: str) -> float:
    return EARTH_KM * math.acos(dot(vector(a), vector(b)))


def cross_track_km(launch: str, aim: str, site: str) -> float:
    pole = cross(vector(launch), vector(aim))
    return EARTH_KM * abs(math.asin(dot(pole, vector(site)) / math.sqrt(dot(pole, pole))))


# ------------------------------------------------------------------------------------------- the files


def test_there_are_twenty_claims_and_more():
    assert len(claim_ids()) >= 20


@pytest.mark.parametrize("name", claim_ids())
def test_every_claim_file_is_sound(name):
    claim = read_claim(name)
    assert claim.id == name
    assert claim.quantity in QUANTITIES
    assert (
        arguments(quantity_of(claim.quantity), claim.parameters).keys()
        <= quantity_of(claim.quantity).takes.keys()
    )
    assert set(claim.sources) <= set(catalogue.sources())
    for address in addresses_of(claim):
        assert planned(claim, claim.scenario).get(address)


def addresses_of(claim: Claim):
    disputed = [key for each in claim.disputed for key in each.keys]
    own = [key for party in claim.parties for key in party.set]
    return [key for key in (*disputed, *own) if "." in key]


@pytest.mark.parametrize("name", claim_ids())
def test_the_disputed_values_take_in_the_value_as_it_stands(name):
    claim = read_claim(name)
    for each in claim.disputed:
        assert len({str(rival.value) for rival in each.values}) == len(each.values) > 1


def test_a_file_that_is_no_claim_is_refused_with_its_place(tmp_path):
    file = tmp_path / "mine.yaml"
    file.write_text("id: mine\ntitle: Mine\nspeeker: Somebody\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"mine\.yaml:3:10.*speeker"):
        read_claim(str(file))
    with pytest.raises(InputError, match="did you mean 'radar-too-weak'"):
        read_claim("radar-to-weak")


def changed(name: str, **parts) -> Claim:
    return read_claim(name).model_copy(update=parts)


def test_wrong_quantity_parameter_and_address_are_told_with_the_claim():
    with pytest.raises(InputError, match=r"radar-too-weak\.yaml.*no quantity 'seen-shore'"):
        worked_out(changed("radar-too-weak", quantity="seen-shore"))
    with pytest.raises(InputError, match=r"no such parameter"):
        worked_out(changed("radar-too-weak", parameters={"thread": "long-range"}))
    with pytest.raises(InputError, match=r"radar-too-weak\.yaml.*unknown key 'colour'"):
        worked_out(changed("radar-too-weak", settings={"sensors.brdy.colour": "red"}))
    with pytest.raises(InputError, match="needs a scenario"):
        worked_out(changed("radar-sees-a-baseball", scenario=None, settings={}))


# ----------------------------------------------------------------------------------------- all of them


def test_all_claims_run_and_their_data_has_the_keys_that_others_read(answers):
    data = json.loads(json.dumps(as_json(tuple(answers.values())), allow_nan=False))
    assert [row["id"] for row in data["claims"]] == list(claim_ids())
    for row in data["claims"]:
        assert row.keys() >= KEYS
        first, _, rest = row["verdict"].partition(" on ")
        assert first in ("holds", "fails", "hangs")
        assert bool(row["turns_at"]) == bool(rest) == (first == "hangs")


def test_a_bisected_turn_lies_between_a_value_that_holds_and_one_that_fails(answers):
    bisected = [(answer, turn) for answer in answers.values() for turn in answer.turns if turn.bisected]
    assert len(bisected) > 10
    for answer, turn in bisected:
        at = float(turn.value_text.split()[0])
        runs = answer.runs_of(turn.name)
        numbers = sorted((float(run.value_text.split()[0]), run.holds) for run in runs)
        spans = itertools.pairwise(numbers)
        assert any(low <= at * 1.005 and at * 0.995 <= high and a != b for (low, a), (high, b) in spans)


# ------------------------------------------------------------------------------------ by hand


def test_ten_interceptors_are_ten_of_415_and_of_1575():
    runs = {run.value_text: run for run in worked("ten-against-hundreds").runs_of("the size of the force")}
    assert runs["415"].result == pytest.approx(10 / 415) == pytest.approx(0.0241, abs=5e-5)
    assert runs["1575"].result == pytest.approx(10 / 1575) == pytest.approx(0.00635, abs=5e-6)
    turn = next(t for t in worked("ten-against-hundreds").turns if t.name == "the size of the force")
    assert float(turn.value_text) == pytest.approx(10 / 0.05, abs=4)  # 5 per cent of 200


def test_ten_interceptors_two_a_missile_stop_five():
    answer = worked("up-to-five-missiles")
    assert answer.base.result == 10 // 2
    assert [run.result for run in answer.runs[1:]] == [10, 5, 2]


def test_from_poland_to_moscow():
    """The claim of eleven minutes: least-energy coast by the closed form of Wheelon, and 120 s of boost."""
    range_km = arc_km("redzikowo", "moscow")
    assert range_km == pytest.approx(1311, rel=0.005)  # the table of published distances
    half = range_km / EARTH_KM / 2
    s, c = math.sin(half), math.cos(half)
    # The empty focus of the least ellipse lies in the middle of the chord.
    semi_major_km, eccentricity = EARTH_KM * (1 + s) / 2, c / (1 + s)
    eccentric = math.acos((1 - EARTH_KM / semi_major_km) / eccentricity)
    to_top = math.pi - eccentric + eccentricity * math.sin(eccentric)
    coast_min = 2 * math.sqrt(semi_major_km**3 / GM_KM3_S2) * to_top / 60
    assert coast_min == pytest.approx(9.2, abs=0.05)  # the same table
    assert worked("moscow-in-eleven-minutes").base.result / 60 == pytest.approx(coast_min + 2, abs=0.05)
    assert worked("moscow-in-eleven-minutes").verdict == "holds"


@pytest.mark.parametrize(("base", "published_km"), [("kozelsk", 613), ("teykovo", 1016)])
def test_ground_tracks_pass_the_site_as_far_as_published(base, published_km):
    claim = read_claim("bases-far-from-the-site")
    found_km = result_with(claim, quantity_of(claim.quantity), {"launch": base}) / 1e3
    on_sphere_km = cross_track_km(base, "washington", "redzikowo")
    assert on_sphere_km == pytest.approx(published_km, abs=2)
    assert found_km == pytest.approx(on_sphere_km, rel=0.01)  # ellipsoid against sphere


def test_no_track_crosses_poland_and_one_to_warsaw_does():
    claim = read_claim("tracks-do-not-cross-poland")
    quantity = quantity_of(claim.quantity)
    assert result_with(claim, quantity, {}) == 0.0
    over_m = result_with(claim, quantity, {"launch": "kozelsk", "aims": "warsaw"})
    assert 100e3 < over_m < 300e3  # Warsaw lies about 180 km inside the eastern border


def test_shots_turn_where_two_misses_in_a_row_are_one_in_twenty():
    """(1 - p)^2 = 0.05 gives p = 0.776."""
    turn = next(t for t in worked("two-shots-suffice").turns if t.name == "the chance of a kill")
    assert float(turn.value_text) == pytest.approx(1 - math.sqrt(0.05), abs=0.005)


def test_radar_turns_by_the_fourth_root():
    answer = worked("radar-sees-a-baseball")
    assert answer.base.result / 1e3 == pytest.approx(1920, rel=0.02)  # published cross-check
    thinned = next(run for run in answer.runs if run.value_text == "thinned-array")
    assert thinned.result / 1e3 == pytest.approx(470, rel=0.02)
    power = next(turn for turn in answer.turns if turn.name == "the power")
    expected_kw = 170 * (1890e3 / answer.base.result) ** 4
    assert float(power.value_text.split()[0]) == pytest.approx(expected_kw, rel=0.03)


def test_leakers_by_hand():
    assert worked("ten-must-be-meant-to-grow").base.result == pytest.approx(10 * 0.4)
    plan = load("poland-czech-2007")
    for missiles, expected in ((5, 5 * 0.4**2), (3, 0.4**4 + 2 * 0.4**3), (20, 10 + 10 * 0.4)):
        parameters = {"missiles": str(missiles), "kill_probability": "0.6"}
        assert computed(QUANTITIES["expected-leakers"], plan, parameters) == pytest.approx(expected)


def test_apogee_turns_at_a_quarter_of_the_range():
    """A short flight of least energy rises to a quarter of its range, so 85 km take about 340 km."""
    (turn,) = worked("redzikowo-stops-russian-missiles").turns
    assert float(turn.value_text.split()[0]) == pytest.approx(4 * 85, rel=0.03)


def test_the_share_of_a_state_is_near_that_of_the_ledger():
    from_blocks = computed(
        QUANTITIES["protected-share"], load("poland-czech-2007"), {"threat": "long-range", "states": "POL"}
    )
    assert from_blocks == pytest.approx(1.0, abs=0.05)
