"""`rules` and `judge`: the rule book on the command line, without Django, keys or database."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from dangjianyun.cli.output import emit
from dangjianyun.foundation.days import today
from dangjianyun.foundation.errors import Refused
from dangjianyun.law import judge as law
from dangjianyun.law import rulebook
from dangjianyun.law.explain import explain
from dangjianyun.law.facts import FactRefused
from dangjianyun.law.rule import Verdict
from dangjianyun.orglife import rules as orglife_rules
from dangjianyun.papers import rules as papers_rules
from dangjianyun.party import rules as party_rules
from dangjianyun.registry import rules as registry_rules
from dangjianyun.welfare import rules as welfare_rules

ROOMS = (orglife_rules, papers_rules, party_rules, registry_rules, welfare_rules)
"""Every room with rules: to import it is to enter its rules in the book."""

HEADINGS = {
    "id": "规则",
    "label": "名称",
    "since": "起始日",
    "until": "截止日（不含）",
    "gives": "给出",
}
VERDICT = {
    "rule": "规则",
    "on": "日期",
    "in_force": "有效",
    "kept": "符合",
    "value": "结果",
    "message": "说明",
}
PARTLY = 3


def rules(args: argparse.Namespace) -> None:
    """List every rule; with --markdown print docs/rulebook.md."""
    if args.markdown and not args.json:
        args.stdout.write(rulebook.markdown())
        return
    emit(args, rulebook.rows(), HEADINGS)


def judge(args: argparse.Namespace) -> int:
    """Judge one object or a list; 3 when some of a list were refused. Raises Refused."""
    given = _facts(args.facts)
    on = args.on or today()
    try:
        if not isinstance(given, list):
            _tell(args, law.find_rule(args.rule).judge(given, on))
            return 0
        rows, refused = law.judge_each(args.rule, given, on)
    except (law.UnknownRule, FactRefused) as refusal:
        raise Refused(str(refusal)) from None
    emit(args, rows, {**VERDICT, "error": "错误"} if refused else VERDICT)
    return PARTLY if refused else 0


def _tell(args: argparse.Namespace, verdict: Verdict) -> None:
    """The contract's row as JSON; for people the whole explanation."""
    if args.json:
        emit(args, law.as_row(verdict))
    else:
        print("\n".join(explain(verdict).lines()), file=args.stdout)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose names stand once: of two values JSON would silently keep the last."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise Refused(f"事实{twice[:40]}写了不止一次，请只留一个。")
    return found


def _facts(name: str) -> Any:
    """What the file holds; "-" is standard input."""
    try:
        raw = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise Refused(f"打不开事实文件{name}：{error.strerror}。请核对路径。") from None
    try:
        return json.loads(raw.decode("utf-8-sig"), object_pairs_hook=_once)
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError):
        raise Refused(
            f"事实文件{name}不是UTF-8编码的JSON。"
            '请写成一个对象或对象的列表，如{"full_members": 3}。'
        ) from None
