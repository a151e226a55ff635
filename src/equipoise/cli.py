"""The command line: help, dispatch to the commands, and how every run ends.

`equipoise.commands.signatures` declares the commands; what does their work is imported when one is run.
Nothing heavy is imported here, so that help comes at once.
"""

from __future__ import annotations

import difflib
import gc
import os
import sys
import tempfile
import traceback
from contextlib import suppress
from importlib import import_module
from importlib.metadata import version
from types import ModuleType
from typing import Any, NamedTuple

from equipoise.errors import EquipoiseError
from equipoise.interrupts import SAID, STOPPED, EndsAtOnce

OBJECTS_BETWEEN_SEARCHES = 900_000  # for rings of garbage; reading all modules makes 400,000 and no ring
DONE, FAILED, WRONG_USAGE = 0, 1, 2


class Command(NamedTuple):
    """The function that declares a command, what it does in a line, and the module of the function."""

    function: str
    summary: str
    module: str = "signatures"


COMMANDS = {
    "compare": Command("compare", "two or more plans side by side: ledger, maps, report"),
    "run": Command("run", "the same for one plan"),
    "explain": Command("explain", "one engagement, second by second, in words and numbers"),
    "fly": Command("fly", "one trajectory"),
    "footprint": Command("footprint", "which places a plan defends, and why not the others"),
    "ledger": Command("ledger", "what a plan means for each state, or the change to another", "ledger"),
    "deterrent": Command(
        "deterrent", "which long-range missiles a plan could engage, and what decides it", "deterrent"
    ),
    "raid": Command("raid", "how many missiles of a raid get through, and what is left", "raid"),
    "schedule": Command(
        "schedule", "by when a plan is likely to work, and whom it protects by then", "schedule"
    ),
    "treaty": Command(
        "treaty", "a plan against INF, ABM, New START and CFE: findings and headroom", "treaty"
    ),
    "cost": Command("cost", "what a plan costs, line by line, and for each person protected", "cost"),
    "adapt": Command(
        "adapt", "a changed threat: ships sail to better stations; coverage by day and year", "adapt"
    ),
    "claims": Command(
        "claims", "what was said in public, worked out: holds, fails, or hangs on what", "claims"
    ),
    "list": Command("list_kind", "what the catalogue holds"),
    "show": Command("show", "one entry: every number with its range, source and rivals"),
    "cite": Command("cite", "the references that a plan rests on"),
    "check": Command("check", "all faults of a scenario file at once"),
}

HELP = """\
Equipoise: whom a missile-defence architecture protects, and what the answer hangs on.

Usage: equipoise COMMAND [OPTIONS]

To begin with:
  equipoise compare
      the plans of 2007 and 2009 side by side, with ledger, maps and a report
  equipoise explain poland-czech-2007 --from tabriz --to london
      one shot, second by second
  equipoise list scenarios
      what else is there

Commands:
{commands}

  --version  the version        --help  this text
  'equipoise COMMAND --help' tells the options of a command."""


def main() -> None:
    """Run the command line of this process and end it with its exit status."""
    start_lightly()
    status = status_of(sys.argv[1:])
    if status == STOPPED:
        with suppress(OSError):
            sys.stdout.flush()
        os._exit(status)  # threads may still be at what nobody wants any more
    gc.freeze()  # all memory goes back with the process: a last search for garbage took a tenth of a start
    sys.exit(status)


def start_lightly() -> None:
    """Have this process look for garbage more rarely than Python does by itself, and read no pint.

    xarray reads it where it is installed, which takes a tenth of a second, to know arrays of it; here are none.
    """
    gc.set_threshold(OBJECTS_BETWEEN_SEARCHES)
    sys.modules.setdefault("pint", None)  # type: ignore[arg-type]


def status_of(words: list[str]) -> int:
    """Return the exit status of a command line, after doing what it says."""
    try:
        return dispatched(words)
    except EquipoiseError as error:
        complain(str(error))
        return FAILED
    except KeyboardInterrupt:
        return stopped()
    except BrokenPipeError:
        return closed_pipe()
    except Exception as fault:
        return own_fault(fault)


def dispatched(words: list[str]) -> int:
    """Return the exit status of the command that the first word names."""
    if not words or words[0] in ("--help", "-h", "help"):
        print(help_text())
        return DONE
    if words[0] == "--version":
        print(f"equipoise {version('equipoise')}")
        return DONE
    if words[0] not in COMMANDS:
        return unknown(words[0])
    return run_command(words[0], words[1:])


def help_text() -> str:
    """Return the help of the program."""
    width = max(map(len, COMMANDS))
    lines = [f"  {name:<{width}}  {command.summary}" for name, command in COMMANDS.items()]
    return HELP.format(commands="\n".join(lines))


def run_command(name: str, words: list[str]) -> int:
    """Return the exit status of one command."""
    try:
        function = getattr(module_of(COMMANDS[name].module), COMMANDS[name].function)
        module_of("signatures").started(name, function, words)
    except SystemExit as ending:
        code = ending.code if isinstance(ending.code, int) else DONE
        return stopped() if code == STOPPED else code
    return DONE


def module_of(name: str) -> ModuleType:
    """Return a module of the commands, imported now."""
    with EndsAtOnce():
        return import_module(f"equipoise.commands.{name}")


def perform(module: str, function: str, options: dict[str, Any]) -> None:
    """Do the work of a command with the options that were read."""
    getattr(module_of(module), function)(**options)


def unknown(word: str) -> int:
    """Return the status of a command that does not exist, after naming one that does."""
    kind = "option" if word.startswith("-") else "command"
    near = difflib.get_close_matches(word, COMMANDS, n=1)
    hint = f"Did you mean '{near[0]}'?" if near else f"The commands are {', '.join(COMMANDS)}."
    shown = "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in word)
    print(f"equipoise: there is no {kind} '{shown}'. {hint}\nTry 'equipoise --help'.", file=sys.stderr)
    return WRONG_USAGE


def complain(message: str) -> None:
    """Print an error on stderr; in a frame only where a person reads it on a terminal."""
    if sys.stderr.isatty():
        import_module("equipoise.commands.console").framed(message)
    else:
        print(f"equipoise: {message}", file=sys.stderr)


def stopped() -> int:
    """Return the status of a run that was interrupted from the keyboard."""
    print(SAID, end="", file=sys.stderr)
    return STOPPED


def closed_pipe() -> int:
    """Return the status of a run whose reader went away; nothing more is written, at exit either."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return FAILED


def own_fault(fault: Exception) -> int:
    """Return the status of an error of the program itself, after writing its details to a file."""
    handle, path = tempfile.mkstemp(prefix="equipoise-fault-", suffix=".txt")
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write(f"equipoise {version('equipoise')}, {' '.join(sys.argv)}\n\n")
        traceback.print_exception(fault, file=stream)
    print(f"equipoise: a fault of the program, not of your input; details are in {path}", file=sys.stderr)
    return FAILED


if __name__ == "__main__":
    main()
