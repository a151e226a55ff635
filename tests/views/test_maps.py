"""Maps: files, extents, labels, colours, and that an SVG stands alone."""

import re
import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest
import synthetic
from matplotlib.colors import to_rgb
from pyproj import Geod

from equipoise.errors import EquipoiseError
from equipoise.views import maps, outlines, palette, projection

WGS84 = Geod(ellps="WGS84")
EUROPE = (np.arange(34.0, 72.0), np.arange(-12.0, 50.0))


def draw(folder):
    return maps.draw(
        synthetic.result(),
        [folder / "map.png", folder / "map.svg"],
        scenario=synthetic.scenario(),
        areas=[synthetic.launch_area()],
        title="A < B & C",
    )


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    return draw(tmp_path_factory.mktemp("maps"))


def texts_of(svg):
    root = ElementTree.fromstring(svg.read_bytes())
    return ["".join(node.itertext()).strip() for node in root.iter("{http://www.w3.org/2000/svg}text")]


def test_png_is_1200_pixels_wide(drawn):
    head = drawn[0].read_bytes()[:24]
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    assert int.from_bytes(head[16:20], "big") == 1200


def test_svg_holds_its_words_as_text(drawn):
    texts = texts_of(drawn[1])
    wanted = {
        "A < B & C",
        "Redzikowo",
        "Brdy hill 718",
        "no shot",
        "3 or more",
        "500 km",
        "20°E",
        "launch area",
    }
    assert wanted <= set(texts)
    assert any("Natural Earth" in text and "GeoNames" in text for text in texts)
    assert any("poland-czech-2007" in text and "long-range" in text for text in texts)


def test_svg_refers_to_nothing_outside_itself(drawn):
    root = ElementTree.fromstring(drawn[1].read_bytes())
    links = [value for node in root.iter() for key, value in node.attrib.items() if key.endswith("href")]
    assert links
    assert all(link.startswith("#") for link in links)
    assert not re.search(rb"url\((?!#)|@import|<script|<image|<foreignObject", drawn[1].read_bytes())


def test_the_same_result_gives_the_same_bytes(drawn, tmp_path):
    assert [file.read_bytes() for file in draw(tmp_path)] == [file.read_bytes() for file in drawn]


def test_comparison_and_margin_maps_are_written(tmp_path):
    pair = (synthetic.result(), synthetic.result(centre=(42.0, 27.0), name="ships-2009"))
    both = maps.draw_comparison(pair, tmp_path / "both.svg", titles=("Left", "Right"))
    margin = maps.draw_margin_map(synthetic.result(), tmp_path / "margin.svg")
    assert {"Left", "Right", "no shot"} <= set(texts_of(both[0]))
    assert {"over 300", "-120 to 0", "poland-czech-2007"} <= set(texts_of(margin[0]))


def test_the_frame_holds_region_and_sites():
    frame = projection.frame_around(*EUROPE, [(30.0, 60.0)])
    assert frame.holds(frame.project(*projection.outline_of(*EUROPE))).all()
    assert frame.holds(frame.project([30.0], [60.0])).all()
    assert not frame.holds(frame.project([-10.0, 10.0], [-60.0, 120.0])).any()


def test_areas_on_the_map_are_true():
    frame = projection.frame_around(*EUROPE, [])
    lat, lon = projection.outline_of(np.linspace(60, 62, 201), np.linspace(0, 4, 201))
    x, y = frame.project(lat, lon).T
    on_map = 0.5 * abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1)))
    assert on_map == pytest.approx(abs(WGS84.polygon_area_perimeter(lon, lat)[0]), rel=1e-4)


def test_a_radar_sector_lies_at_its_range_between_its_sides():
    lat, lon = projection.sector(49.66, 13.82, 130.0, 60.0, 2_300_000.0)
    start_lon, start_lat = np.full(len(lat), 13.82), np.full(len(lat), 49.66)
    azimuth, _, distance = WGS84.inv(start_lon, start_lat, lon, lat)
    assert distance.max() == pytest.approx(2_300_000, abs=1)
    turn = (np.array(azimuth)[distance > 1000] - 130 + 180) % 360 - 180
    assert np.abs(turn).max() == pytest.approx(60, abs=1e-6)


def test_the_scale_bar_is_true_where_it_stands():
    frame = projection.frame_around(*EUROPE, [])
    left = frame.east_m - 1e6
    length = projection.scale_bar_length(frame, left, frame.south_m, 500_000.0)
    (lat_a, lon_a), (lat_b, lon_b) = (frame.unproject(x, frame.south_m) for x in (left, left + length))
    assert WGS84.inv(lon_a, lat_a, lon_b, lat_b)[2] == pytest.approx(500_000, rel=2e-3)


def test_traced_cells_have_the_area_of_the_cells():
    mask = np.random.default_rng(7).random((30, 40)) < 0.5
    loops = outlines.traced(mask)
    twice = sum(np.dot(a[:-1, 1], a[1:, 0]) - np.dot(a[:-1, 0], a[1:, 1]) for a in loops)
    assert twice / 2 == mask.sum()
    assert all(np.array_equal(loop[0], loop[-1]) for loop in loops)


def test_thinning_keeps_a_coast_within_a_grain():
    angle = np.linspace(0, 2 * np.pi, 2001)
    thin = outlines.thinned(1000 * np.column_stack([np.cos(angle), np.sin(angle)]), grain_m=1.0)
    assert len(thin) < 500
    middles = (thin[1:] + thin[:-1]) / 2
    assert np.abs(np.hypot(*middles.T) - 1000).max() < 1.0


def test_colours_differ_in_lightness_and_a_lack_of_shots_is_hatched():
    def lightness(one):
        return np.dot(to_rgb(one.colour), (0.2126, 0.7152, 0.0722))

    none, *shots = palette.SHOT_CLASSES
    assert none.hatch
    assert not any(one.hatch for one in shots)
    assert (np.diff([lightness(one) for one in shots]) < -0.1).all()
    assert len(palette.MARGIN_CLASSES) == len(palette.MARGIN_LIMITS_S) + 1
    assert [bool(one.hatch) for one in palette.MARGIN_CLASSES] == [True] * 3 + [False] * 3


@pytest.mark.parametrize(
    ("name", "threat", "words"),
    [
        ("map.jpg", None, r"\.png or \.svg"),
        ("map.png", "short-range", "choose one of: long-range"),
        ("no-such-folder/map.png", None, "choose another folder"),
    ],
)
def test_bad_wishes_are_refused_with_a_remedy(tmp_path, name, threat, words):
    with pytest.raises(EquipoiseError, match=words):
        maps.draw(synthetic.result(), tmp_path / name, threat=threat)


def test_several_threat_sets_need_a_choice(tmp_path):
    result = synthetic.result(threats=("a", "b"))
    with pytest.raises(EquipoiseError, match="several"):
        maps.draw(result, tmp_path / "map.png")
    assert maps.draw(result, tmp_path / "map.png", threat="b")[0].exists()


def test_labels_do_not_collide(monkeypatch, tmp_path):
    boxes = []
    place = maps.place_labels

    def watched(axes, renderer, labels, markers):
        before = len(axes.texts)
        taken = place(axes, renderer, labels, markers)
        boxes.extend(text.get_window_extent(renderer) for text in axes.texts[before:])
        return taken

    monkeypatch.setattr(maps, "place_labels", watched)
    maps.draw(synthetic.result(), tmp_path / "map.png", scenario=synthetic.scenario())
    assert len(boxes) >= 5
    assert not any(a.overlaps(b) for i, a in enumerate(boxes) for b in boxes[:i])
