"""Rules judged by id, in the words of the contract: what the command line and the API answer."""

from collections.abc import Mapping
from datetime import date
from difflib import get_close_matches
from typing import Any

from dangjianyun.law.explain import notes
from dangjianyun.law.facts import FactRefused
from dangjianyun.law.rule import RULES, Rule, Verdict
from dangjianyun.law.words import echo, plain


class UnknownRule(LookupError):
    """No rule of that id. The message is Chinese and names near ones."""

    def __str__(self) -> str:
        return str(self.args[0])


def find_rule(rule_id: str) -> Rule:
    """Raises: UnknownRule."""
    if rule_id not in RULES:
        near = get_close_matches(rule_id, RULES, n=1)
        hint = f"是不是{near[0]}？" if near else "全部规则见dangjianyun rules。"
        raise UnknownRule(f"没有规则{echo(rule_id)}，{hint}")
    return RULES[rule_id]


def judge(
    rule_id: str, facts: Any, on: date, settings: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """One object judged.

    Shape: {"rule", "on", "in_force", "kept", "value", "message", "cites"}.
    Raises: UnknownRule, FactRefused, ParameterRefused.
    """
    return as_row(find_rule(rule_id).judge(facts, on, settings))


def judge_each(
    rule_id: str, items: list[Any], on: date, settings: Mapping[str, Any] | None = None
) -> tuple[list[dict[str, Any]], int]:
    """Each object judged or {"error"} in its place, and how many were refused.

    Raises: UnknownRule, ParameterRefused.
    """
    rule = find_rule(rule_id)
    rows: list[dict[str, Any]] = []
    refused = 0
    for item in items:
        try:
            rows.append(as_row(rule.judge(item, on, settings)))
        except FactRefused as refusal:
            rows.append({"error": str(refusal)})
            refused += 1
    return rows, refused


def as_row(verdict: Verdict) -> dict[str, Any]:
    """A verdict as the contract prints it; warnings and parameters stand in the message."""
    outcome = verdict.outcome
    return {
        "rule": verdict.rule.id,
        "on": verdict.on.isoformat(),
        "in_force": verdict.version is not None,
        "kept": outcome.kept,
        "value": plain(outcome.value),
        "message": _message(verdict),
        "cites": [cite.row() for cite in verdict.cites],
    }


def _message(verdict: Verdict) -> str:
    said = verdict.outcome.message + "".join(verdict.outcome.reasons)
    noted = "；".join(notes(verdict)) if verdict.version else ""
    return f"{said}（{noted}）" if noted else said
