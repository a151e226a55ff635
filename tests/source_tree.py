"""The repository as text and syntax trees, for the tests that keep the rules of the house."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "equipoise"
CATALOGUE = PACKAGE / "catalogue"
TEXT_SUFFIXES = {".py", ".md", ".yaml", ".json", ".toml", ".lock", ".cff", ".html", ".css", ".j2", ".txt", ""}
NOT_OURS = {"build", "dist", "node_modules", "equipoise-output", "LICENSE"}

Breaches = list[str]


def module_name(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def read_yaml(path: Path) -> Any:
    """What a file holds, read once; nobody changes it."""
    return YAML(typ="safe").load(path.read_text(encoding="utf-8"))


class Trees(Mapping[str, ast.Module]):
    """Syntax trees by name, each made when it is first looked at: gathering the tests needs none."""

    def __init__(self, paths: dict[str, Path]) -> None:
        self.paths = paths

    def __getitem__(self, name: str) -> ast.Module:
        return parsed(self.paths[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self.paths)

    def __len__(self) -> int:
        return len(self.paths)


MODULES = {module_name(path): path for path in sorted(PACKAGE.rglob("*.py"))}
TREES = Trees(MODULES)


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef]:
    """Every function of a tree, methods and inner ones too."""
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def own_texts() -> Iterator[Path]:
    """Every text file that belongs to the repository."""
    for path in sorted(ROOT.rglob("*")):
        parts = path.relative_to(ROOT).parts
        hidden = any(part.startswith(".") and part != ".ci" for part in parts)
        if not hidden and not NOT_OURS & set(parts) and path.suffix in TEXT_SUFFIXES and path.is_file():
            yield path


def require(breaches: Breaches, rule: str) -> None:
    """Fail with the rule and every breach of it."""
    assert not breaches, f"{rule}\n  " + "\n  ".join(breaches)
