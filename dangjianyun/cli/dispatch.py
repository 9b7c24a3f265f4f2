"""From what was typed to the function that does it, and from what went wrong to an exit code."""

import argparse
import contextlib
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import TextIO

from dangjianyun.cli.output import warn, write_json
from dangjianyun.cli.parser import overview, parser_of
from dangjianyun.cli.table import COMMANDS, Command
from dangjianyun.cli.trouble import explain

DONE, REFUSED, INTERRUPTED, NO_READER = 0, 1, 130, 141
Function = Callable[[argparse.Namespace], int | None]


def main(argv: Sequence[str] | None = None) -> int:
    """The whole program; gives the exit code of contract section 3."""
    typed = list(sys.argv[1:] if argv is None else argv)
    # Only the name itself is looked at here: the rest belongs to the command's own parser.
    listed = overview(COMMANDS)
    name = listed.parse_args(typed[:1]).command
    command = next((c for c in COMMANDS if c.name == name), None)
    if command is None:
        listed.error(f"没有“{name}”这个命令")
    args = parser_of(command).parse_args(typed[1:])
    args.stdout = sys.stdout
    try:
        # What a library prints must not get between the reader and the JSON.
        with contextlib.redirect_stdout(sys.stderr) if args.json else contextlib.nullcontext():
            return _run(command, args)
    except BrokenPipeError:
        # The reader (`| head`) has enough. Nothing may be flushed to it again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return NO_READER


def _run(command: Command, args: argparse.Namespace) -> int:
    try:
        if command.django:
            start_django()
        code = load(command)(args) or DONE
        args.stdout.flush()
    except BrokenPipeError:
        raise
    except KeyboardInterrupt:
        warn("已中断。")
        return INTERRUPTED
    except Exception as error:
        return _report(error, args.json, args.stdout)
    return code


def load(command: Command) -> Function:
    """The function of a command, found by its address `module:function`."""
    module, _, function = command.function.partition(":")
    found: Function = getattr(import_module(module), function)
    return found


def start_django() -> None:
    """Read the settings and load every room.

    Raises: ImproperlyConfigured where keys are missing or the mode is unknown.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dangjianyun.config.settings")
    # Loaded here: importing Django takes longer than help and wrong usage may take.
    import_module("django").setup()


def _report(error: Exception, as_json: bool, out: TextIO) -> int:
    trouble = explain(error)
    warn(trouble["error"])
    if as_json:
        write_json(out, trouble)
    return REFUSED
