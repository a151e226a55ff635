"""The rules of the house, read off the source text: where imports may point, how long things may grow, what is named.

A rule that stands in the way is changed by a short record in docs/decisions, never by an exception in here.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator

from equipoise.cli import COMMANDS
from source_tree import MODULES, ROOT, TREES, Breaches, functions, require

# The first name below `equipoise` gives the floor; imports point to the same floor or down.
FLOORS = {
    0: ("interrupts", "errors", "constants", "dates", "units", "quantities", "kernels", "compiling", "kept", "late",
        "parts", "passes", "locks", "pieces", "hands", "threads", "unfinished"),
    1: ("physics",),
    2: ("systems",),
    3: ("catalogue", "scenario", "geography", "open_water", "sea_routes", "addresses", "assembly", "checking",
        "evidence", "packing", "reading", "replacing", "resolving", "writing"),
    4: ("engagement",),
    5: ("labelled", "results", "analyses"),
    6: ("studies",),
    7: ("views",),
    8: ("cli", "commands", "web", "__main__"),
}  # fmt: skip
FLOOR_OF = {name: floor for floor, names in FLOORS.items() for name in names}

PHYSICS_MAY_IMPORT = {"numpy", "numba", "scipy"}
PHYSICS_MAY_NOT_USE = {"pathlib", "os", "io", "sys", "json", "subprocess", "socket", "tempfile", "logging"}
SCENARIO_WORDS = re.compile(r"scenario|battery|magazine|threat|footprint|ledger|catalogue", re.IGNORECASE)

# Imports inside functions: none. What is read late goes through importlib and a visible table, here alone:
# the public names in the package's __init__, the commands in cli, the analyses in theirs, libraries in late.
LAZY_LOADERS = {"equipoise", "equipoise.analyses", "equipoise.cli", "equipoise.late"}

PUBLIC_NAMES = {
    "EquipoiseError", "Result", "Scenario", "catalogue", "cite", "claims", "compare", "deterrent", "draw", "examples",
    "explain", "fly", "footprint", "ledger", "load", "physics", "raid", "report", "save",
    "adapt", "schedule", "treaty", "cost", "equal_security",
}  # fmt: skip

LONGEST_BODY = 40
LONGEST_MODULE = 400
MOST_PARAMETERS = 8
MOST_WITH_KEYWORDS = 12  # docs/decisions/keyword-only-options.md
MOST_OPTIONS = 16  # of the function that declares a command; the same record

UNIT = re.compile(
    r"_(m|m_s|m_s2|m2|m3_s2|s|deg|rad|rad_s|kg|kg_m2|kg_m3|kg_s|n|pa|k|k_m|j_k|j_kg_k|w|hz|db|km|km_s|people|usd)$"
)
# Public functions: numbers without a unit, or flags and counts, whose name says so.
PLAIN_NUMBERS = {
    "confidence", "earth", "flattening", "j2", "kill_probability", "long_way", "pd", "pfa", "pulses",
    "refraction_factor", "rotation", "shots", "successes", "trials", "warheads",
}  # fmt: skip
# Compiled laws, which also take vectors, states and tables in SI: a word of quantity wants its unit all the same.
QUANTITY = re.compile(
    r"^(?!cos_|sin_).*(speed|height|altitude|range|distance|time|duration|delay|mass|azimuth|elevation|lat|lon|angle"
    r"|power|frequency|temperature|pressure|density|area|arc|burnout)$"
)


# ---------------------------------------------------------------------------------------------- imports


def imported(tree: ast.AST, modules: set[str]) -> Iterator[tuple[int, str]]:
    """Line and full name of everything that a tree imports; `from package import module` names the module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = "." * node.level + (node.module or "")
            for alias in node.names:
                full = f"{base}.{alias.name}"
                yield node.lineno, full if full in modules else base


def floor_of(module: str) -> int | None:
    parts = module.split(".")
    return FLOOR_OF.get(parts[1]) if len(parts) > 1 else None


def upward_imports(name: str, tree: ast.AST, modules: set[str]) -> Breaches:
    here = floor_of(name)
    found = []
    for line, target in imported(tree, modules):
        if target.startswith("."):
            found.append(f"{name}:{line} imports {target}: write the full name, equipoise.…")
        elif target == "equipoise" and here != max(FLOORS):
            found.append(f"{name}:{line} imports the whole package: import the module that holds the name")
        elif target.startswith("equipoise."):
            there = floor_of(target)
            if there is None or here is None or there > here:
                found.append(
                    f"{name}:{line} (floor {here}) imports {target} (floor {there}): move the shared part down"
                )
    return found


def hidden_imports(name: str, tree: ast.AST) -> Breaches:
    found = []
    for function in functions(tree):
        for node in ast.walk(function):
            if isinstance(node, ast.Import | ast.ImportFrom):
                found.append(f"{name}:{node.lineno} imports inside {function.name}: move it to the top")
    for node in ast.walk(tree):
        if getattr(node, "id", "") in ("import_module", "__import__") and name not in LAZY_LOADERS:
            found.append(f"{name}:{node.lineno} loads by name: only {' and '.join(sorted(LAZY_LOADERS))} may")
    return found


def import_cycles(edges: dict[str, set[str]]) -> Breaches:
    """Each ring of modules that import each other, once."""
    found: Breaches = []
    done: set[str] = set()

    def visit(name: str, trail: list[str]) -> None:
        if name in trail:
            found.append(" -> ".join([*trail[trail.index(name) :], name]))
        elif name not in done:
            for target in sorted(edges.get(name, ())):
                visit(target, [*trail, name])
            done.add(name)

    for name in edges:
        visit(name, [])
    return found


def test_every_module_has_a_floor():
    lost = [name for name in TREES if name != "equipoise" and floor_of(name) is None]
    require(lost, "Give the module a floor: add its name to FLOORS in this file and to ARCHITECTURE.md.")


def test_imports_point_down_or_sideways():
    modules = set(MODULES)
    breaches = [b for name, tree in TREES.items() for b in upward_imports(name, tree, modules)]
    require(breaches, "Imports point to the same floor or down (ARCHITECTURE.md).")


def test_no_import_cycle():
    modules = set(MODULES)
    edges = {
        name: {target for _, target in imported(tree, modules)} & modules - {name}
        for name, tree in TREES.items()
    }
    require(import_cycles(edges), "Modules import each other in a ring: move what both need into a third.")


def test_no_import_hides_in_a_function():
    breaches = [b for name, tree in TREES.items() for b in hidden_imports(name, tree)]
    require(breaches, "Imports stand at the top of a module, where a reader sees them.")


def test_physics_stands_alone():
    breaches = []
    for name, tree in TREES.items():
        if floor_of(name) != FLOOR_OF["physics"]:
            continue
        for line, target in imported(tree, set(MODULES)):
            top = target.split(".")[0]
            known = top in sys.stdlib_module_names or top == "equipoise" or top in PHYSICS_MAY_IMPORT
            if not known or top in PHYSICS_MAY_NOT_USE:
                breaches.append(f"{name}:{line} imports {target}: a law takes numbers and gives numbers")
        for node in ast.walk(tree):
            word = getattr(node, "id", None) or getattr(node, "arg", None) or getattr(node, "attr", None)
            if isinstance(word, str) and (SCENARIO_WORDS.search(word) or word in ("open", "print")):
                breaches.append(f"{name}:{node.lineno} says {word!r}: that belongs to a higher floor")
    require(
        breaches, "physics/ knows numpy, numba, scipy and floor 0; no file, no scenario word, no drawing."
    )


# ------------------------------------------------------------------------------------------------- size


def body_lines(function: ast.FunctionDef) -> int:
    """Lines of a function's body without its docstring."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    return body[-1].end_lineno - body[0].lineno + 1 if body else 0


def parameter_counts(function: ast.FunctionDef) -> tuple[int, int]:
    """Parameters that can be given by position, and all; self and cls are not counted."""
    named = [a.arg for a in function.args.posonlyargs + function.args.args if a.arg not in ("self", "cls")]
    return len(named), len(named) + len(function.args.kwonlyargs)


def most_in_all(module: str, function: str) -> int:
    """How many parameters a function may have, those by name included."""
    declared = {(f"equipoise.commands.{each.module}", each.function) for each in COMMANDS.values()}
    return MOST_OPTIONS if (module, function) in declared else MOST_WITH_KEYWORDS


def oversized(name: str, tree: ast.AST) -> Breaches:
    found = []
    for function in functions(tree):
        where = f"{name}:{function.lineno} {function.name}"
        lines, (by_place, in_all) = body_lines(function), parameter_counts(function)
        if lines > LONGEST_BODY:
            found.append(f"{where}: {lines} lines; give its parts names of their own")
        if by_place > MOST_PARAMETERS or in_all > most_in_all(name, function.name):
            found.append(
                f"{where}: {in_all} parameters; gather those that belong together into a noun or tuple"
            )
    return found


def test_functions_are_short_and_take_few_parameters():
    breaches = [b for name, tree in TREES.items() for b in oversized(name, tree)]
    rule = f"A body has at most {LONGEST_BODY} lines, a function {MOST_PARAMETERS} parameters by position."
    require(breaches, rule)


def test_modules_are_short():
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES.values()}
    breaches = [
        f"{path.relative_to(ROOT)}: {n} lines; split it by topic"
        for path, n in lengths.items()
        if n > LONGEST_MODULE
    ]
    require(breaches, f"A module has at most {LONGEST_MODULE} lines.")


# ------------------------------------------------------------------------------------------------ names


def is_law(function: ast.FunctionDef) -> bool:
    return any(getattr(d, "id", "") in ("law", "inlined_law") for d in function.decorator_list)


def lacks_unit(argument: ast.arg, law: bool) -> bool:
    """Whether a parameter is a number without a unit in its name, as far as a name and an annotation tell."""
    name = argument.arg
    if law:
        return bool(QUANTITY.search(name))
    is_number = argument.annotation is not None and ast.unparse(argument.annotation).split(" ")[0] in (
        "float",
        "Any",
    )
    return is_number and not UNIT.search(name) and name not in PLAIN_NUMBERS


def unitless(name: str, tree: ast.Module) -> Breaches:
    found = []
    for function in tree.body:
        if not isinstance(function, ast.FunctionDef) or function.name.startswith("_"):
            continue
        for argument in function.args.posonlyargs + function.args.args + function.args.kwonlyargs:
            if lacks_unit(argument, is_law(function)):
                where = f"{name}:{function.lineno} {function.name}({argument.arg})"
                found.append(f"{where}: end the name with its unit; if it has none, add it to PLAIN_NUMBERS")
    return found


def test_numbers_of_physics_carry_their_unit():
    physics = {name: tree for name, tree in TREES.items() if name.startswith("equipoise.physics.")}
    breaches = [b for name, tree in physics.items() for b in unitless(name, tree)]
    require(breaches, "A number that crosses a public line has its unit in its name.")


def top_names(tree: ast.Module) -> set[str]:
    """The names that a module defines or imports at its top."""
    names = {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    imports = [node for node in tree.body if isinstance(node, ast.ImportFrom)]
    return names | {alias.asname or alias.name for node in imports for alias in node.names}


def test_public_names_are_on_the_list():
    module = TREES["equipoise"]
    (table,) = [
        node.value
        for node in module.body
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "PUBLIC"
    ]
    entries = ast.literal_eval(table)
    assert set(entries) == PUBLIC_NAMES, (
        f"equipoise.PUBLIC and PUBLIC_NAMES differ by {sorted(set(entries) ^ PUBLIC_NAMES)}: "
        "a public name is added or taken away in both, and told in CHANGELOG.md"
    )
    missing = [
        f"{name}: {target} has no such name"
        for name, target in entries.items()
        if target not in MODULES or (target != f"equipoise.{name}" and name not in top_names(TREES[target]))
    ]
    require(missing, "Every public name leads to something that exists.")


# ------------------------------------------------------------------------------- the rules can be broken


def test_the_rules_see_their_breaches():
    modules = {"equipoise.physics.earth", "equipoise.scenario", "equipoise.physics"}
    up = ast.parse("from equipoise import scenario\nfrom . import earth\nimport equipoise\n")
    assert len(upward_imports("equipoise.physics.earth", up, modules)) == 3
    assert not upward_imports("equipoise.scenario", ast.parse("from equipoise.physics import earth"), modules)
    hidden = ast.parse("def f():\n    import numpy\n    return import_module(f)\n")
    assert len(hidden_imports("equipoise.units", hidden)) == 2
    assert import_cycles({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}) == ["a -> b -> c -> a"]
    long = ast.parse('def f(a, b, c, d, e, f, g, h, i):\n    """Say."""\n' + "    a = 1\n" * 41)
    assert len(oversized("m", long)) == 2
    assert len(unitless("m", ast.parse("@law\ndef f(speed, height_m, cos_lat):\n    return speed"))) == 1
    assert not unitless("m", ast.parse("def f(shots: float, height_m: float):\n    return shots"))
