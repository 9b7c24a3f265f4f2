"""The page that asks before a row recorded by mistake is taken back, the same in every room."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import OPEN, last_day
from dangjianyun.foundation.errors import Refused
from dangjianyun.foundation.forms import ActorForm

GONE = (
    "撤回以后，过去每一天的名单和数字里都不再有它，和没有登记过一样；"
    "谁在什么时候因为什么撤回，记在变更记录里。"
)


class WithdrawForm(ActorForm):
    """What was wrong with it."""

    reason = forms.CharField(
        label="哪里登记错了",
        min_length=2,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="例如“重复登记”“登记到别的单位名下了”。会写进变更记录。",
        error_messages={
            "required": "请写明哪里登记错了，会写进变更记录。",
            "min_length": "请写明哪里登记错了，至少两个字。",
        },
    )


@dataclass(frozen=True)
class Withdrawal:
    """One row to be taken back. `noun`: 派驻; `row`: which one, in words; `otherwise`: the act for
    what was true and has ended; `back`: where to go if not, `after`: where once it is gone.
    """

    noun: str
    row: str
    otherwise: str
    trail: list[tuple[str, str]]
    back: str
    after: str


def from_till(row: Any) -> str:
    """自2024-01-01至今, 自2024-01-01至2024-06-30: the days of a dated row in a sentence."""
    return f"自{row.since}{'至今' if row.until == OPEN else f'至{last_day(row.until)}'}"


def withdrawal_page(
    request: HttpRequest, actor: Actor, one: Withdrawal, act: Callable[[str], object]
) -> HttpResponse:
    """Ask for the reason, then act with it; a refusal is shown above the form."""
    form = WithdrawForm(request.POST or None, actor=actor)
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data["reason"])
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, f"已撤回{one.noun}：{one.row}")
            return redirect(one.after)
    context = {
        "title": f"撤回误登的{one.noun}",
        "path": one.trail,
        "sentence": f"{one.row}。{GONE}{one.otherwise}",
        "form": form,
        "act": f"撤回这项{one.noun}",
        "safe": "不撤回",
        "safe_href": one.back,
    }
    return render(request, "confirm.html", context, status=422 if request.method == "POST" else 200)
