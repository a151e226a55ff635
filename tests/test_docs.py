"""What the documents say is so: examples run, commands and options exist, analyses are told, links lead somewhere."""

from __future__ import annotations

import doctest
import os
import re
import runpy
import shlex
from importlib import import_module
from pathlib import Path
from urllib.request import urlopen

import matplotlib
import pytest
import typer

from equipoise import cli
from equipoise.analyses import ANALYSES
from equipoise.scenario import load
from source_tree import MODULES, ROOT, Breaches, require

matplotlib.use("Agg")

DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
COMMANDS_PAGE = ROOT / "docs" / "commands.md"
FENCE = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
SHELL_WORDS = {"cd", "git", "python3", "pip"}


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def blocks(path: Path, *languages: str) -> list[str]:
    """The fenced blocks of a document in some languages."""
    return [code for language, code in FENCE.findall(text_of(path)) if language in languages]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


WITH_PYTHON = [path for path in DOCUMENTS if blocks(path, "python")]
WITH_SHELL = [path for path in DOCUMENTS if blocks(path, "sh", "bash", "console")]


def click_command(name: str) -> typer.core.TyperCommand:
    """One command of the program as its parser sees it."""
    entry = cli.COMMANDS[name]
    app = typer.Typer(add_completion=False)
    app.command(name)(getattr(import_module(f"equipoise.commands.{entry.module}"), entry.function))
    return typer.main.get_command(app)


def options_of(name: str) -> set[str]:
    """The long options of a command."""
    parameters = click_command(name).params
    return {option for p in parameters for option in p.opts if option.startswith("--")} - {"--help"}


@pytest.mark.parametrize("name", sorted(MODULES))
def test_examples_in_docstrings_run(name):
    failed, _ = doctest.testmod(import_module(name), optionflags=doctest.ELLIPSIS)
    assert failed == 0, f"{name}: an example in a docstring gives another answer; see above"


@pytest.mark.parametrize("path", WITH_PYTHON, ids=name_of)
def test_python_in_documents_runs(path, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {"__name__": "document"}
    for code in blocks(path, "python"):
        exec(compile(code, name_of(path), "exec"), names)


@pytest.mark.parametrize("path", sorted((ROOT / "examples").glob("*.py")), ids=name_of)
def test_example_programs_run(path, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    runpy.run_path(str(path), run_name="__main__")
    assert capsys.readouterr().out.strip()


@pytest.mark.parametrize("path", sorted((ROOT / "examples").glob("*.yaml")), ids=name_of)
def test_example_scenarios_load(path):
    assert load(path).evidence


def fault_of_line(line: str) -> str | None:
    """What is wrong with one line for a shell, or None."""
    words = shlex.split(line, comments=True)
    if words and words[0] == "equipoise":
        return fault_of_command(words[1:])
    if words and words[0] == "make":
        targets = [word for word in words[1:] if "=" not in word]
        makefile = text_of(ROOT / "Makefile")
        lost = [
            target for target in targets if not re.search(rf"^{re.escape(target)}:", makefile, re.MULTILINE)
        ]
        return f"no target {', '.join(lost)} in the Makefile" if lost else None
    return None if not words or words[0] in SHELL_WORDS else f"nobody knows {words[0]}"


def fault_of_command(words: list[str]) -> str | None:
    """What is wrong with the words after `equipoise`, or None; parsed as the program would, not run."""
    if not words or words[0] in ("--help", "--version"):
        return None
    if words[0] not in cli.COMMANDS:
        return f"there is no command {words[0]}"
    try:
        click_command(words[0]).make_context(words[0], words[1:])
    except Exception as fault:
        return str(fault)
    return None


@pytest.mark.parametrize("path", WITH_SHELL, ids=name_of)
def test_commands_in_documents_exist(path):
    lines = [line for block in blocks(path, "sh", "bash", "console") for line in block.splitlines()]
    faults = [f"{line}: {fault}" for line in lines if (fault := fault_of_line(line.removeprefix("$ ")))]
    require(faults, f"{name_of(path)} shows a command that the program does not have.")


def test_a_wrong_command_line_is_seen():
    assert fault_of_line("equipoise explode A") and fault_of_line("make tea") and fault_of_line("frobnicate")
    assert fault_of_line("equipoise explain poland-czech-2007 --form 38,46") is not None
    assert fault_of_line("equipoise ledger poland-czech-2007 --json") is None


def section(page: str, heading: str) -> str:
    """The part of a page under a heading of the second level."""
    _, _, rest = page.partition(f"\n## {heading}\n")
    return rest.partition("\n## ")[0]


def untold() -> Breaches:
    page = text_of(COMMANDS_PAGE)
    found = []
    for name in cli.COMMANDS:
        part = section(page, f"`{name}`")
        found += [] if part else [f"no section '## `{name}`'"]
        found += [
            f"`{name}` does not tell of {option}" for option in sorted(options_of(name)) if option not in part
        ]
    return found


def test_every_command_option_and_analysis_is_told():
    require(untold(), "docs/commands.md tells every command and every option.")
    text = "".join(text_of(path) for path in DOCUMENTS)
    require(
        [name for name in ANALYSES if f"`{name}`" not in text], "Every analysis is told in the documents."
    )


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_links_lead_to_files(path):
    targets = [target for target in LINK.findall(text_of(path)) if "://" not in target and "@" not in target]
    lost = [target for target in targets if not (path.parent / target).exists()]
    require(lost, f"{name_of(path)} links to files that are not there.")


def test_every_decision_is_in_the_index():
    folder = ROOT / "docs" / "decisions"
    index = text_of(folder / "README.md")
    lost = [
        path.name
        for path in folder.glob("*.md")
        if path.name != "README.md" and f"({path.name})" not in index
    ]
    require(lost, "docs/decisions/README.md lists every record: add a line.")


def test_the_test_run_has_no_network():
    with pytest.raises(AssertionError, match="without a network"):
        urlopen("http://example.org/")
    assert os.environ["EQUIPOISE_CACHE_DIR"]
