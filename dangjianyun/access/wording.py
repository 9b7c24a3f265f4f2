"""What the audit log is told in: the words of an act, a table, a column, a value.

Columns and choices bring their own words; here stands what these leave to a program's names.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db import models

from dangjianyun.access.models import Account, AuditEntry, Role
from dangjianyun.access.places import place_words
from dangjianyun.foundation.days import DAWN, OPEN, ZONE, last_day
from dangjianyun.foundation.segments import Segment
from dangjianyun.foundation.sheets import SHEETS

VERBS = {
    "add": "登记",
    "change": "更改",
    "end": "结束",
    "remove": "删去",
    "read": "查看",
    "sign_in": "登录",
    "verify": "核对",
    "export": "导出",
    "alert": "提醒",
}
ACTS = {
    ("access.Account", "add"): "创建账号",
    ("access.Account", "sign_in"): "登录",
    ("access.Account", "verify"): "核对审计链",
    ("access.Account", "export"): "导出审计日志",
    ("access.Account", "alert"): "频繁查看敏感信息",
    ("access.GrantRow", "add"): "授权",
    ("access.GrantRow", "end"): "终止授权",
    ("access.GrantRow", "remove"): "收回还没有开始的授权",
    ("access.Token", "add"): "签发接口令牌",
    ("access.Token", "change"): "停用接口令牌",
    ("access.FirstSignIn", "add"): "签发首次登录链接",
    ("access.FirstSignIn", "change"): "使用或作废首次登录链接",
    ("access.SavedView", "add"): "保存视图",
    ("foundation.RuleParameter", "add"): "设定规则参数",
    ("interchange.Batch", "add"): "上传要导入的文件",
    ("interchange.Batch", "change"): "办理导入批次",
    ("interchange.Export", "add"): "导出表格",
    ("interchange.HeldRow", "add"): "转上级核验",
    ("interchange.HeldRow", "change"): "核验导入的行",
    ("party.Enrollment", "add"): "提交党员登记",
    ("party.Enrollment", "change"): "核验党员登记",
    ("party.Opening", "add"): "打开下级的党员记录",
}
"""What an act on a table is called where verb and noun alone would not say it."""
OF_ACCOUNTS = {
    "password": "设置密码",
    "is_active": "启用或停用账号",
    "preferences": "调整个人设置",
}
ACTS_ON = {("party.Unit", "parent_id"): "调整隶属关系"}
"""What a change of one column is called."""
COLUMNS_OF = {
    ("party.Unit", "parent_id"): "上级党组织",
    ("party.Subordination", "parent_id"): "上级党组织",
    ("party.Guidance", "guide_id"): "指导机构",
    ("party.Guideline", "issuer_id"): "印发单位",
}
"""Columns that point at another row, where the name of its table would not say as what."""
TABLES = {"foundation.RuleParameter": "规则参数"}
COLUMNS = {
    "created_at": "时间",
    "position": "次序",
    "sealed": "加密的内容",
    "digest": "校验值",
    "preferences": "个人设置",
    "party_path": "组织树中的位置",
    "account_id": "账号",
    "key": "名称",
}
ORIGINS = {"page": "网页", "api": "接口", "cli": "服务器上", "job": "后台"}
SILENT = frozenset({"sought", "ref", "updated_at"})
"""Columns that follow from others, or say nothing to a reader."""
COMMITTED = "已加密，只存校验值"
_TRAILING = frozenset({"until", "dissolved_on", "closed_on", "left_on"})


def table_words(label: str) -> str:
    """What a table is called."""
    model = model_of(label)
    return TABLES.get(label) or (str(model._meta.verbose_name) if model else label)


def tables() -> list[tuple[str, str]]:
    """(label, words) of every table that acts write, by words."""
    found = [
        (model._meta.label, words)
        for model in apps.get_models()
        if model.__module__.startswith("dangjianyun.")
        and not issubclass(model, Segment | AuditEntry)
        and not (words := table_words(model._meta.label)).isascii()
    ]
    return sorted(found, key=lambda pair: pair[1])


def act_words(entry: AuditEntry) -> str:
    """What was done: 派驻指导员 as `登记派驻`, an ending as `结束派驻`."""
    operation = entry.operation
    ended = [entry.changes[name] for name in sorted(_TRAILING & set(entry.changes))]
    if operation == "change" and any(before == OPEN.isoformat() for before, _ in ended):
        operation = "end"
    if entry.table == "access.Account" and operation == "change":
        said = [words for name, words in OF_ACCOUNTS.items() if name in entry.changes]
        return "、".join(said) or "更改账号"
    known = known_act(entry, operation)
    return known or f"{VERBS.get(operation, operation)}{table_words(entry.table)}"


def known_act(entry: AuditEntry, operation: str) -> str:
    """What the act is called in words of its own, if it is."""
    on = (ACTS_ON.get((entry.table, name)) for name in entry.changes)
    moved = next(filter(None, on), "") if entry.operation == "change" else ""
    return moved or ACTS.get((entry.table, operation), "")


def moment_words(value: str) -> str:
    """2026-11-20 14:08 in Asia/Shanghai, out of what an entry holds."""
    return f"{datetime.fromisoformat(value).astimezone(ZONE):%Y-%m-%d %H:%M}"


def column_words(column: Any, name: str) -> str:
    """What a column is called."""
    if column is None:
        return VERBS.get(name, name)
    if known := COLUMNS_OF.get((column.model._meta.label, column.attname)):
        return known
    label = str(column.verbose_name)
    if not label.isascii():
        return label.replace("终止日（不含）", "截止日（含）")
    if column.related_model is not None:
        return table_words(column.related_model._meta.label)
    return COLUMNS.get(column.name, label)


def value_words(column: Any, value: Any, names: Mapping[tuple[str, str], str]) -> str | None:
    """What a column held. `names`: see `names_of`."""
    if value in (None, "") and not (column is not None and column.choices):
        return None
    if isinstance(value, dict):
        return COMMITTED if "commitment" in value else f"{len(value)}项"
    if isinstance(value, list) and column is not None and column.choices:
        return "、".join(str(dict(column.flatchoices).get(one, one)) for one in value) or None
    if isinstance(value, list):
        return "、".join(map(str, value)) if len(value) < 4 else f"{len(value)}项"
    if isinstance(value, bool):
        return "是" if value else "否"
    return _of_column(column, value, names) if column is not None else str(value)


def _of_column(column: Any, value: Any, names: Mapping[tuple[str, str], str]) -> str | None:
    if column.related_model is not None:
        label = column.related_model._meta.label
        return names.get((label, str(value))) or f"编号{value}"
    if column.choices:
        return str(dict(column.flatchoices).get(value, value)) or None
    if isinstance(column, models.DateTimeField):
        return moment_words(value)
    if isinstance(column, models.DateField):
        return _day(column.name, date.fromisoformat(value))
    if column.name == "sheet" and value in SHEETS:
        return str(SHEETS[value].label)
    if column.name in {"place", "within"} or column.name.endswith("path"):
        return place_words(str(value))
    return str(value)


def _day(name: str, day: date) -> str | None:
    if name == "until":
        last = last_day(day)
        return "一直有效" if last is None else last.isoformat()
    return None if day in {OPEN, DAWN} else day.isoformat()


def names_of(entries: Iterable[AuditEntry]) -> dict[tuple[str, str], str]:
    """{(table, key): name} of the accounts and roles that entries point at.

    An auditor sees no business row but through this log: those are named by their key.
    """
    keys: dict[type[Account | Role], set[str]] = {Account: set(), Role: set()}
    for entry in entries:
        model = model_of(entry.table)
        for column in model._meta.concrete_fields if model else ():
            if column.related_model in keys and column.attname in entry.changes:
                keys[column.related_model] |= {str(v) for v in entry.changes[column.attname] if v}
    return {
        (table._meta.label, str(row.pk)): str(row)
        for table, wanted in keys.items()
        if wanted
        for row in table._base_manager.filter(pk__in=wanted)
    }


def model_of(table: str) -> Any:
    """The table of this label, None where it is no more."""
    try:
        return apps.get_model(table)
    except (LookupError, ValueError):
        return None
