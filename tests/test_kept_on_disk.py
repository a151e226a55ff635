"""What is kept on disk is what was made, made again where it is damaged, and never grows without bound."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from equipoise import kept as module
from equipoise.errors import InputError
from equipoise.kept import compiled_folder, is_compiled, kept, name_of
from equipoise.packing import packed, unpacked
from equipoise.reading import Faults, Origin, read_tree

TEXT = 'a: "1 km"\nlist: [x, {deep: "y: z"}]\nnothing:\n'


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("EQUIPOISE_CACHE_DIR", str(tmp_path))
    return tmp_path


def test_made_once_for_the_same_parts_and_anew_for_others(root):
    made = []

    def make() -> bytes:
        made.append(1)
        return b"content"

    assert [kept((b"a", b"b"), make) for _ in range(3)] == [b"content"] * 3
    assert len(made) == 1
    kept((b"ab", b""), make)
    kept((b"a", b"c"), make)
    assert len(made) == 3


def test_a_damaged_file_is_made_again(root):
    assert kept((b"a",), lambda: b"right") == b"right"
    path = root / "kept" / name_of((b"a",))
    for damage in (path.read_bytes()[:-1], b"", path.read_bytes()[:-5] + b"wrong"):
        path.write_bytes(damage)
        assert kept((b"a",), lambda: b"right") == b"right"
    assert kept((b"a",), lambda: b"unused") == b"right"


def test_where_nothing_can_be_written_the_content_still_comes(root, monkeypatch):
    monkeypatch.setenv("EQUIPOISE_CACHE_DIR", os.devnull)
    assert kept((b"a",), lambda: b"content") == b"content"


def test_the_oldest_go_first_and_nothing_half_written_stays(root, monkeypatch):
    monkeypatch.setattr(module, "MOST_FILES", 3)
    for n in range(5):
        kept((bytes([n]),), lambda n=n: bytes([n]))
        os.utime(root / "kept" / name_of((bytes([n]),)), (n, n))
    assert {file.name for file in (root / "kept").iterdir()} == {name_of((bytes([n]),)) for n in (2, 3, 4)}


def test_the_oldest_go_where_all_together_are_too_large(root, monkeypatch):
    size = 1000 + module.CHECK_BYTES
    monkeypatch.setattr(module, "MOST_BYTES", 2 * size)
    for n in range(4):
        kept((bytes([n]),), lambda n=n: bytes(1000))
        os.utime(root / "kept" / name_of((bytes([n]),)), (n, n))
    assert {file.name for file in (root / "kept").iterdir()} == {name_of((bytes([n]),)) for n in (2, 3)}


def test_what_is_asked_for_again_stays(root, monkeypatch):
    monkeypatch.setattr(module, "MOST_FILES", 2)
    for n in range(2):
        kept((bytes([n]),), lambda n=n: bytes([n]))
        os.utime(root / "kept" / name_of((bytes([n]),)), (n, n))
    assert kept((b"\0",), lambda: b"unused") == b"\0"
    kept((b"new",), lambda: b"new")
    assert {file.name for file in (root / "kept").iterdir()} == {name_of((b"\0",)), name_of((b"new",))}


def test_work_that_asks_for_more_than_there_is_room_for_finds_some_of_it_again(root, monkeypatch):
    monkeypatch.setattr(module, "LARGE_BYTES", 100)
    monkeypatch.setattr(module, "MOST_BYTES", 3 * (1000 + module.CHECK_BYTES))
    made = []
    for _ in range(2):
        for n in range(5):
            kept((bytes([n]),), lambda n=n: made.append(n) or bytes(1000))
    assert made == [0, 1, 2, 3, 4, 3, 4]
    assert kept((b"small",), lambda: b"small") == kept((b"small",), lambda: b"unused")


def test_a_folder_that_cannot_be_touched_is_still_read(root, monkeypatch):
    kept((b"a",), lambda: b"content")
    monkeypatch.setattr(os, "utime", lambda *_: (_ for _ in ()).throw(PermissionError()))
    assert kept((b"a",), lambda: b"unused") == b"content"


def test_what_fails_is_not_kept(root):
    def fail() -> bytes:
        raise InputError()

    with pytest.raises(InputError):
        kept((b"a",), fail)
    assert kept((b"a",), lambda: b"content") == b"content"


def test_a_tree_comes_back_with_its_marks():
    origin = Origin("a.yaml")
    tree = read_tree(TEXT, origin, Faults())
    assert unpacked(packed(tree), origin) == tree


def test_a_first_user_is_told_of_the_compilation(root):
    assert not is_compiled()
    (compiled_folder() / "physics").mkdir(parents=True)
    (compiled_folder() / "physics" / "gravity.nbi").write_bytes(b"")
    assert is_compiled()
