"""The repository as text and syntax trees, for the tests that keep the rules of the house."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "equipoise"
CATALOGUE = PACKAGE / "catalogue"
TEXT_SUFFIXES = {".py", ".md", ".yaml", ".json", ".toml", ".lock", ".cff", ".html", ".css", ".j2", ".txt", ""}
NOT_OURS = {"build", "dist", "node_modules", "equipoise-output", "LICENSE"}

Breaches = list[str]


def module_name(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


MODULES = {module_name(path): path for path in sorted(PACKAGE.rglob("*.py"))}
TREES = {name: parsed(path) for name, path in MODULES.items()}


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
