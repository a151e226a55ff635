"""The report: one file that loads nothing, escapes everything and says how it was made."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from types import SimpleNamespace

import pytest

from equipoise.scenario import load
from equipoise.studies.comparison import compare
from equipoise.views.assumptions import assumptions, joined
from equipoise.views.report import report

ALPS = SimpleNamespace(lat_min_deg=46, lat_max_deg=48, lon_min_deg=7, lon_max_deg=17)
VOID = {"meta", "img", "line", "circle", "rect", "polyline", "br"}
HOSTILE = '<script>alert(1)</script><img src=x onerror=alert(2)> & "quoted" {{ 7 * 7 }}'
LOADS = {"src", "srcset", "data", "poster", "background", "xlink:href", "action", "formaction", "style"}


class Page(HTMLParser):
    """The tags of a page, whether they are nested well, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    plan = load("poland-czech-2007")
    hostile = plan.replace("title", f"Hostile {HOSTILE}").replace("summary", HOSTILE)
    comparison = compare(
        hostile.replace("batteries.redzikowo.name", f"Site {HOSTILE}"),
        load("ships-2009"),
        threat="long-range",
        region=ALPS,
        resolution_deg=1,
        beside=("raid", "ledger"),
    )
    file = report(
        comparison, tmp_path_factory.mktemp("report") / "report.html", command="equipoise compare '<b>'"
    )
    return file.read_text(encoding="utf-8"), comparison


@pytest.fixture(scope="module")
def page(written):
    return Page(written[0])


def test_tags_are_nested_well(page):
    assert page.open == []
    assert {tag for tag, _ in page.tags} >= {"h1", "h2", "table", "figure", "svg", "dl"}


def test_what_a_user_wrote_is_text(written, page):
    assert not [tag for tag, _ in page.tags if tag == "script"]
    assert not [key for _, attributes in page.tags for key in attributes if key.startswith("on")]
    assert HOSTILE in page.text
    assert "equipoise compare '<b>'" in page.text
    assert "49" not in page.text.split("quoted")[1][:20]


def test_nothing_is_loaded_from_outside(written, page):
    text = written[0]
    for tag, attributes in page.tags:
        assert tag not in ("link", "script", "iframe", "object", "embed", "base", "form")
        for key in LOADS & set(attributes):
            value = attributes[key] or ""
            assert value.startswith("data:image/svg+xml;base64,") or (key == "style" and "url" not in value)
        if "href" in attributes:
            assert tag == "a" and attributes["href"].startswith(("http://", "https://", "#"))
    style = text[text.index("<style>") : text.index("</style>")]
    assert "url(" not in style and "@import" not in style
    policy = [a["content"] for tag, a in page.tags if a.get("http-equiv") == "Content-Security-Policy"]
    assert policy == ["default-src 'none'; img-src data:; style-src 'unsafe-inline'"]


def test_links_inside_the_page_lead_somewhere(page):
    within = {a["href"][1:] for tag, a in page.tags if tag == "a" and a["href"].startswith("#")}
    assert {"protection", "raid", "assumptions"} <= within - {"shot"}
    assert within <= {a["id"] for _, a in page.tags if "id" in a} | {
        "shot"
    }  # not every comparison has a shot


def test_every_picture_has_words(page):
    pictures = [attributes for tag, attributes in page.tags if tag in ("img", "svg")]
    assert pictures
    assert all(each.get("alt") or each.get("aria-label") for each in pictures)


def test_each_picture_stands_in_the_section_that_it_shows(written):
    sections = written[0].split("<section")[1:]
    alts = {
        'id="protection"': "Map of the defended area",
        'id="raid"': "Raids by",
        'id="ledger"': "Map of the states",
    }
    for mark, words in alts.items():
        shown = [mark in section.partition(">")[0] for section in sections if f'alt="{words}' in section]
        assert shown == [True]


def test_the_parts_are_all_there(written, page):
    comparison = written[1]
    for words in (
        "Ledger",
        "Cities",
        "In short",
        "Many missiles at once",
        "Equal security, state by state",
        "Against long-range missiles",
        "One shot, second by second",
        "In what the plans differ",
        "What the model leaves out",
        "Numbers on which sources disagree",
        "All assumptions",
        "Sources",
        "How this was made",
        comparison.scenarios[0].content_hash(),
        comparison.footprints[0].provenance["program_version"],
        "GeoNames",
    ):
        assert words in page.text
    for sentence in comparison.sentences("long-range"):
        assert " ".join(sentence.split()) in page.text
    assert [words for words in page.words if re.search(r"\b(proves?|obviously)\b", words)] == []


def test_every_number_stands_in_the_table_with_its_source(written, page):
    scenarios = written[1].scenarios
    told = {
        (".".join(part for part in (row.group, thing, row.key) if part), row.evidence.value)
        for row in joined(scenarios)
        for thing in row.things
    }
    assert told == {(address, each.value) for one in scenarios for address, each in one.evidence.items()}
    blocks = assumptions(scenarios)
    assert sum(len(rows) for group in blocks.values() for rows in group.values()) == len(joined(scenarios))
    links = {attributes.get("href") for tag, attributes in page.tags if tag == "a"}
    assert {each.url for one in scenarios for each in one.cited().values() if each.url} <= links


def test_a_single_plan_has_a_report_too(tmp_path):
    comparison = compare(
        load("poland-czech-2007"), threat="long-range", region=ALPS, resolution_deg=1, beside=("raid",)
    )
    file = report(comparison, tmp_path / "one.html")
    text = Page(file.read_text()).text
    assert "In what the plans differ" not in text
    assert "The plan of 2007: ten interceptors in Poland" in text
