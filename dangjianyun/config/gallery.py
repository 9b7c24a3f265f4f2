"""The gallery: every component in every state, so that the design language is kept by looking."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dangjianyun.access.page import page
from dangjianyun.foundation.actor import Actor


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label="名称", help_text="与登记证书一致。")
    ends = forms.CharField(label="届满日期", help_text="党支部任期3年，按当选日期自动算出，可改。")
    present = forms.IntegerField(label="到会人数")
    kind = forms.ChoiceField(
        label="类型", choices=[("1", "社会团体"), ("2", "民办非企业单位"), ("3", "基金会")]
    )
    route = forms.ChoiceField(
        label="用途",
        choices=[("call", "联系办理转接"), ("check", "核对登记信息"), ("else", "其他，写明")],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label="说明", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    agreed = forms.BooleanField(label="已与登记证书核对", required=False)

    def clean_ends(self) -> str:
        """Always refused, to show how a refusal looks."""
        raise forms.ValidationError("届满日期应晚于当选日期2026-03-01")


@dataclass(frozen=True)
class KeyedPage:
    """A page of a list nobody counted."""

    total: int | None = None
    number: int = 3
    pages: int | None = None
    size: int = 50
    has_next: bool = True


WHY: dict[str, Any] = {
    "question": "为什么是应建未建",
    "state": "red",
    "verdict": "这家社会组织有4名正式党员，满3人，应当成立党组织；它没有自己的党组织，"
    "也不在任何联合、区域或行业党组织的覆盖名单里。",
    "facts": [
        ("red", "正式党员4人，预备党员1人不计入", "?"),
        ("red", "党组织：无", ""),
        ("none", "联合、区域、行业覆盖：无", ""),
        ("ok", "指导员测试戊，2026-06-30起，所以工作覆盖成立", "?"),
    ],
    "cites": [
        (
            "《中国共产党支部工作条例（试行）》第四条",
            "正式党员3人以上的，应当成立党支部。“以上”含本数。",
        )
    ],
    "rule": ("规则原文和历次版本", "?"),
    "changes": ["单独成立党支部，经批复当日起解除", "正式党员降到2人以下"],
    "follows": ["年检建议结论降为基本合格"],
    "acts": [("核对4名正式党员", "?"), ("对结论有异议", "?")],
    "computed_at": datetime(2026, 11, 20, 6, 8, tzinfo=UTC),
}

LOG: list[dict[str, Any]] = [
    {
        "what": "派驻指导员",
        "at": "2026-06-30 10:02",
        "who": "测试甲，海曙区社会组织综合党委",
        "changes": [("指导员", None, "测试戊")],
        "reason": "二季度“两个覆盖”攻坚行动。",
    },
    {
        "what": "应建未建：认定",
        "at": "2025-09-16 14:32",
        "who": "规则“应建未建”自动判定",
        "changes": [("正式党员", "2人", "4人"), ("应建未建", "否", "是")],
    },
]

CELLS: list[dict[str, Any]] = [
    {
        "row": row,
        "col": col,
        "label": label,
        "value": value,
        "figure": "--" if value is None else f"{value}%",
        "href": "?",
        "note": note,
    }
    for row, col, label, value, note in (
        (1, 1, "慈溪市", 96.4, "应建未建6家"),
        (1, 2, "江北区", 99.1, "应建未建1家"),
        (1, 3, "镇海区", 99.2, "应建未建1家"),
        (1, 4, "北仑区", 99.0, "应建未建2家"),
        (2, 1, "余姚市", 98.5, "应建未建4家"),
        (2, 2, "海曙区", 99.1, "应建未建3家"),
        (2, 3, "鄞州区", 98.7, "应建未建7家"),
        (3, 2, "奉化区", 97.7, "应建未建5家"),
        (4, 2, "宁海县", 97.9, "应建未建4家"),
        (4, 3, "象山县", None, "没有社会组织"),
    )
]

RANKED: list[dict[str, Any]] = [
    {**cell, "rate": cell["value"] / 100, "change": (-0.0015, 0, 0.0014)[at % 3]}
    for at, cell in enumerate(sorted(CELLS[:-1], key=lambda one: -one["value"]))
]

MONTHS = [f"{year}-{month:02}" for year in (2024, 2025, 2026) for month in range(1, 13)][:35]


def exhibit() -> dict[str, Any]:
    """All that the gallery's templates show; names and numbers are invented."""
    refused = SampleForm({"name": "海曙区示例社区养老服务中心", "ends": "2023-03-01", "kind": "2"})
    refused.full_clean()
    return {
        "states": [
            ("ok", "已覆盖"),
            ("warn", "今天到期"),
            ("red", "逾期3个工作日"),
            ("blue", "复审中"),
            ("none", "不适用"),
            ("tent", "日期待定"),
        ],
        "parts": [("组织覆盖", 636, "1"), ("仅工作覆盖", 350, "2"), ("未覆盖", 14, "due")],
        "past_day": date(2024, 2, 29),
        "open_moment": WHY["computed_at"],
        "cells": CELLS,
        "ranked": RANKED,
        "months": MONTHS,
        "rates": [
            {
                "words": "总覆盖率",
                "short": "总",
                "values": [86 + (12 * i) / 35 for i in range(35)],
            },
            {
                "words": "组织覆盖率",
                "short": "组织",
                "values": [None if i < 4 else 48 + i / 2.2 for i in range(35)],
                "color": "1",
            },
        ],
        "missing": [
            {
                "words": "应建未建",
                "short": "",
                "values": [412 * 9 // (9 + i) for i in range(35)],
                "color": "due",
            }
        ],
        "views": [
            {"words": "全部", "href": "?", "current": True, "count": 1024},
            {"words": "应建未建", "href": "?view=due", "count": 3},
            {"words": "我的：教育类待走访", "href": "?view=mine", "count": 18},
        ],
        "boxes": [
            {"words": "待办", "href": "?", "current": True, "count": 12, "act": True},
            {"words": "等他人办理", "href": "?", "count": 7},
            {"words": "已办", "href": "?"},
        ],
        "kinds": [("1", "社会团体"), ("2", "民办非企业单位"), ("3", "基金会")],
        "acts": [("派驻指导员", "?"), ("发送通知", "?")],
        "chosen_columns": [("code", "统一社会信用代码", True), ("founded", "成立日期", False)],
        "page": Paginator(range(1024), 20).page(5),
        "keyed": KeyedPage(),
        "conditions": [("登记机关：市民政局", "authority"), ("成立满1年", "age")],
        "why": WHY,
        "log": LOG,
        "steps": [
            {"name": "上传", "state": "done", "note": "14:02，测试庚"},
            {"name": "核对", "state": "now", "note": "先看清影响，再决定"},
            {"name": "写入", "state": "next", "note": "一次完成，不留半截"},
            {"name": "结果", "state": "next", "note": "可整批撤销"},
        ],
        "facts": [
            {"label": "登记管理机关", "value": "海曙区民政局"},
            {"label": "业务主管单位", "value": None},
            {"label": "指导员", "value": "测试戊", "href": "?", "note": "2026-06-30起"},
        ],
        "watch": [
            {
                "state": "red",
                "words": "应建未建",
                "note": "正式党员满3人而无党组织",
                "figure": 3,
                "href": "?",
            },
            {
                "state": "warn",
                "words": "6个月内任期届满",
                "note": "应提醒换届",
                "figure": 4,
                "unit": "个",
                "href": "?",
            },
            {"words": "社会组织", "figure": "1,024", "unit": "家", "href": "?"},
        ],
        "inbox": [
            {
                "state": "red",
                "deadline": "逾期3个工作日",
                "what": "核实整改回复：海曙区示例社区养老服务中心",
                "reason": "收到回复和4份材料",
                "href": "?",
                "act": "核实回复",
            },
            {
                "state": "blue",
                "deadline": "还有9个工作日",
                "what": "派驻指导员：海曙区样例民办幼儿园",
                "reason": "正式党员1人，没有指导员",
                "href": "?",
                "act": "派驻指导员",
            },
        ],
        "organizations": [
            ("海曙区演示老年书画协会", "51330203MJ000115XD", "ok", "单独建立", 12, "2026-11-19"),
            (
                "海曙区示例社区养老服务中心",
                "52330203MJ0001010N",
                "red",
                "应建未建",
                4,
                "2026-11-18",
            ),
            ("海曙区样例民办幼儿园", "52330203MJ0001360W", "none", "未覆盖", 0, None),
        ],
        "form": None,
        "refused": refused,
        "clean": SampleForm(),
        "choices": [("用测试乙的，保存其他4项", "?"), ("用我的，写明理由", "?")],
    }


@page()
def gallery(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every component in every state."""
    return render(request, "config/gallery.html", exhibit())
