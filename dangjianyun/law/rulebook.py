"""The rule book: every declared rule, as rows for the command line and as a document."""

from typing import Any

from dangjianyun.law.cite import STATUSES
from dangjianyun.law.rule import RULES, Rule, Version
from dangjianyun.law.words import in_words

HEAD = """# 规则手册 (rule book)

<!-- Generated from the rooms' rules.py. Chinese, because it quotes the rules as users see them. -->

本文件由`dangjianyun rules --markdown`生成，请勿手改；改规则请改所在模块的`rules.py`。
每条规则都写明出处、起止日期和把握程度；案件按事件日期当天有效的版本判断。
截止日（不含）是不再施行的第一天；起始日空缺的，视为一直有效并注明起始日未证实。

| 把握程度 | 含义 |
|---|---|
"""


def rows() -> list[dict[str, Any]]:
    """One row a rule, by id.

    Shape: {"id", "label", "since", "until", "cites": [{"document", "article", "status"}],
    "facts": {name: {"type", "meaning"}}, "gives"}; since and until span all versions, ISO or null.
    """
    return [_row(RULES[key]) for key in sorted(RULES)]


def _row(rule: Rule) -> dict[str, Any]:
    since, until = rule.versions[0].since, rule.versions[-1].until
    return {
        "id": rule.id,
        "label": rule.label,
        "since": since.isoformat() if since else None,
        "until": until.isoformat() if until else None,
        "cites": [cite.row() for cite in rule.cites()],
        "facts": {fact.name: fact.row() for fact in rule.facts},
        "gives": rule.gives,
    }


def markdown() -> str:
    """docs/rulebook.md, the same for the same rules."""
    statuses = "".join(f"| {key} | {meaning} |\n" for key, meaning in STATUSES.items())
    return HEAD + statuses + "".join(_section(RULES[key]) for key in sorted(RULES))


def _section(rule: Rule) -> str:
    lines = [
        f"\n## {rule.label} `{rule.id}`\n",
        rule.gives,
        "\n| 事实 | 类型 | 含义 |\n|---|---|---|",
        *(f"| `{fact.name}` | {fact.kind()} | {fact.meaning} |" for fact in rule.facts),
        "\n| 起始日 | 截止日（不含） | 依据 |\n|---|---|---|",
        *(_version(version) for version in rule.versions),
    ]
    if rule.event:
        lines.append(f"\n版本由事实`{rule.event}`的日期决定。")
    if rule.numbers:
        lines.append("\n| 法定数值 | 起始日 | 数值 | 依据 |\n|---|---|---|---|")
        for number in rule.numbers:
            cited = "、".join(str(cite) for cite in number.cites)
            lines += [
                f"| {number.label} | {day} | {value} | {cited} |" for day, value in number.values
            ]
    if rule.parameters:
        lines.append("\n| 本地参数 | 含义 | 默认 | 依据 |\n|---|---|---|---|")
        lines += [
            f"| `{p.key}` | {p.label} | {in_words(p.default, p.choices)} "
            f"| {p.cite}［{p.cite.status}］ |"
            for p in rule.parameters
        ]
    return "\n".join(lines) + "\n"


def _version(version: Version) -> str:
    since = version.since.isoformat() if version.since else "未证实"
    until = version.until.isoformat() if version.until else "—"
    cites = "；".join(f"{cite}［{cite.status}］" for cite in version.cites)
    return f"| {since} | {until} | {cites} |"
