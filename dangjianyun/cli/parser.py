"""Argparse that speaks Chinese: usage, headings and the errors a person can make."""

import argparse
import re
from collections.abc import Iterable, Sequence
from typing import NoReturn

from dangjianyun.cli.table import Command

# What argparse says, and what the person at the keyboard reads.
ERRORS = (
    (r"the following arguments are required: (.+)", r"缺少参数：\1"),
    (r"unrecognized arguments: (.+)", r"不认识的参数：\1"),
    (r"argument (.+): invalid choice: (.+) \(choose from (.+)\)", r"\1不能是\2，只能是：\3"),
    (r"argument (.+): expected one argument", r"\1后面要有一个值"),
    (r"argument (.+): expected at least one argument", r"\1后面至少要有一个值"),
    (r"argument (.+): invalid int value: (.+)", r"\1要一个整数，不能是\2"),
    (r"argument (.+): invalid YYYY-MM-DD value: (.+)", r"\1要一个日期，如 2020-12-31，不能是\2"),
    (r"argument (.+): ignored explicit argument (.+)", r"\1后面不能有值\2"),
)


class Formatter(argparse.HelpFormatter):
    """Help with a Chinese "usage"."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        """As argparse does, with its only English word replaced."""
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """A parser for one command, or for their list."""

    def __init__(self, prog: str, description: str, epilog: str | None = None) -> None:
        super().__init__(
            prog=prog,
            description=description,
            epilog=epilog,
            formatter_class=Formatter if epilog is None else RawFormatter,
            add_help=False,
            allow_abbrev=False,
        )
        self._positionals.title = "参数"
        self._optionals.title = "选项"
        self.add_argument("-h", "--help", action="help", help="显示这段说明")

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and leave with exit code 2."""
        for english, chinese in ERRORS:
            if re.fullmatch(english, message):
                message = re.sub(english, chinese, message)
                break
        self.exit(2, f"{self.format_usage()}{message}。全部用法见 {self.prog} --help。\n")


class RawFormatter(Formatter, argparse.RawDescriptionHelpFormatter):
    """Help whose list of commands keeps its lines."""


def overview(commands: Sequence[Command]) -> Parser:
    """The parser for `dangjianyun` alone; its help lists the commands."""
    shown = [command for command in commands if not command.hidden]
    lines = "\n".join(f"  {command.name:<12}{command.help}" for command in shown)
    parser = Parser(
        "dangjianyun",
        "社会组织党建云",
        f"命令：\n{lines}\n\n"
        "每个命令的用法见 dangjianyun COMMAND --help；每个命令都可以加 --json。",
    )
    parser.add_argument("command", metavar="COMMAND")
    return parser


def parser_of(command: Command) -> Parser:
    """The parser for one command's arguments."""
    parser = Parser(f"dangjianyun {command.name}", command.help)
    for argument in command.arguments:
        parser.add_argument(*argument.names, **argument.options)
    parser.add_argument("--json", action="store_true", help="只输出 JSON")
    return parser
