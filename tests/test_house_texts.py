"""Where numbers come from, and what the texts of the repository must not hold."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache

import pytest

from source_tree import CATALOGUE, ROOT, TREES, Breaches, Trees, functions, own_texts, read_yaml, require

GRADES = {"official", "measured", "estimate", "assumption"}
FORBIDDEN_TEXT = re.compile(
    r"\b(TO" + r"DO|FIX" + r"ME)\b|(?<![\w.:/])/(?:wo" + r"rk|ro" + r"ot|ho" + r"me|tm" + r"p)/"
)
TEST_TREES = Trees(
    {path.relative_to(ROOT).as_posix(): path for path in sorted((ROOT / "tests").rglob("*.py"))}
)


@cache
def source_keys() -> set[str]:
    return set(read_yaml(CATALOGUE / "sources.yaml"))


def test_every_constant_has_a_source():
    values: dict[str, ast.expr] = {
        node.targets[0].id: node.value
        for node in TREES["equipoise.constants"].body
        if isinstance(node, ast.Assign)
    }
    sources = ast.literal_eval(values.pop("SOURCES"))
    breaches = [f"{name}: name its source in SOURCES" for name in values.keys() - sources.keys()]
    breaches += [f"{name}: SOURCES names a constant that is gone" for name in sources.keys() - values.keys()]
    breaches += [
        f"{name}: sources.yaml has no '{key}'" for name, key in sources.items() if key not in source_keys()
    ]
    require(breaches, "Every physical constant has a key of catalogue/sources.yaml.")


def bare_numbers(node: object, address: str) -> Iterator[str]:
    """Addresses of numbers that stand alone or lack source or grade."""
    if isinstance(node, dict) and (
        "value" in node or "mach" in node or ({"lat", "lon"} <= node.keys() and "source" in node)
    ):
        if node.get("source") not in source_keys() or node.get("grade") not in GRADES:
            yield f"{address}: name a source of sources.yaml and a grade of {', '.join(sorted(GRADES))}"
    elif isinstance(node, dict):
        for key, child in node.items():
            yield from bare_numbers(child, f"{address}.{key}")
    elif isinstance(node, list):
        for place, child in enumerate(node):
            yield from bare_numbers(child, f"{address}[{place}]")
    elif isinstance(node, int | float) or re.fullmatch(r"-?[\d.]+(e-?\d+)? ?[\w/%]*", str(node)):
        yield f"{address}: '{node}' stands alone; write {{value: ..., source: ..., grade: ...}}"


@pytest.mark.parametrize(
    "path",
    [
        p
        for kind in ("interceptors", "missiles", "sensors", "elements")
        for p in sorted((CATALOGUE / kind).glob("*.yaml"))
    ]
    + [
        CATALOGUE / f"{kind}.yaml"
        for kind in ("places", "areas", "slips", "budgets", "promises", "estimates")
    ],
    ids=lambda path: path.stem,
)
def test_every_catalogue_number_has_source_and_grade(path):
    require(
        list(bare_numbers(read_yaml(path), path.stem)), "Every number of the catalogue says where it is from."
    )


def test_cited_keys_exist():
    cited = re.compile(r"(?<![\w`])\[([a-z][a-z0-9-]+)\]")
    breaches = []
    for name, tree in TREES.items():
        for function in functions(tree):
            _, _, references = (ast.get_docstring(function) or "").partition("References\n")
            references = references.partition("Examples\n")[0]
            unknown = [key for key in cited.findall(references) if key not in source_keys()]
            breaches += [f"{name}:{function.lineno} {function.name} cites [{key}]" for key in unknown]
    require(breaches, "Every key under References is one of catalogue/sources.yaml.")


def test_no_loose_ends_and_no_machine_paths():
    breaches = []
    for path in own_texts():
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if found := FORBIDDEN_TEXT.search(line):
                breaches.append(f"{path.relative_to(ROOT)}:{number}: {found.group()}")
    require(breaches, "Finish it or write it down as a known limit; name no folder of one machine.")


def test_lock_file_names_no_address():
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if "://" in line or line.startswith(("--", "-i "))]
    require(lines, "requirements.lock carries hashes and no address: make it with `make lock`.")
    pinned = re.findall(r"^[a-z0-9][\w.-]*==", text, re.MULTILINE)
    assert len(pinned) > 30 and text.count("--hash=sha256:") > len(pinned)


def empty_asserts(name: str, tree: ast.AST) -> Breaches:
    return [
        f"{name}:{node.lineno}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Assert) and isinstance(node.test, ast.Constant)
    ]


def test_no_test_is_empty():
    breaches = [b for name, tree in TEST_TREES.items() for b in empty_asserts(name, tree)]
    require(breaches, "A test that cannot fail shows nothing: assert something about the program.")


def test_the_rules_see_their_breaches():
    assert len(list(bare_numbers({"speed": "6 km/s", "n": 3, "id": "a-1", "t": {"value": "1 s"}}, ""))) == 3
    assert empty_asserts("m", ast.parse("assert " + "True"))
    assert FORBIDDEN_TEXT.search("see /ho" + "me/somebody/x") and not FORBIDDEN_TEXT.search(
        "example.org/home/x"
    )
