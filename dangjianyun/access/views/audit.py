"""The audit log: read, exported and verified by the auditor alone."""

import io
from typing import Any

import xlsxwriter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode

from dangjianyun.access.actions.audit import note_export, note_verification
from dangjianyun.access.forms.audit import DaysForm
from dangjianyun.access.models import Account, Desk
from dangjianyun.access.page import page, sensitive_read
from dangjianyun.access.permissions import WORDS
from dangjianyun.access.trail import SIZE, Asked, Line, in_words, trail
from dangjianyun.access.verification import verify
from dangjianyun.access.wording import VERBS, tables
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import ZONE
from dangjianyun.foundation.errors import Refused
from dangjianyun.foundation.workbooks import OPTIONS, write_text

READ = "access.audit.read"
AT_MOST = 20_000
HEADINGS = (
    *("时间", "账号", "经办人", "来源", "动作", "所用权限", "对象", "内容", "理由"),
    *("批次", "链", "序号"),
)


@page(READ)
def audit_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Entries newest first, filtered, 50 a page; none where a day of the filter cannot be read."""
    form = DaysForm(request.GET, actor=actor)
    asked = _asked(request, form)
    rows = list(trail(asked)[: SIZE + 1]) if form.is_valid() else []
    shown = rows[:SIZE]
    kept: dict[str, Any] = {k: v for k, v in request.GET.dict().items() if v and k != "before"}
    older = urlencode({**kept, "before": shown[-1].pk}) if len(rows) > SIZE else ""
    told = {
        "form": form,
        "lines": list(in_words(shown)),
        "older": f"?{older}" if older else "",
        "newest": f"?{urlencode(kept)}" if asked.before else "",
        "export": f"export/?{urlencode(kept)}",
        "tables": tables(),
        "actions": sorted(WORDS.items(), key=lambda pair: pair[1]),
        "operations": [pair for pair in VERBS.items() if pair[0] != "end"],
        "narrowed": bool(kept),
    }
    status = 422 if form.errors else 200
    return render(request, "access/audit_list.html", told, status=status)


@page(READ)
def audit_export(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What is shown, as a workbook of 20,000 rows at most; the export itself is on record."""
    form = DaysForm(request.GET, actor=actor)
    asked = _asked(request, form)
    for field, errors in form.errors.items():
        raise Refused(str(errors[0]), field=field)
    lines = list(in_words(list(trail(asked)[:AT_MOST])))
    with sensitive_read():
        note_export(Desk(), actor=actor, said=f"导出{len(lines)}条", account=_account(actor))
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    response = HttpResponse(_workbook(lines), content_type=kind)
    response["Content-Disposition"] = 'attachment; filename="audit.xlsx"'
    return response


@page(READ)
def audit_verify(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Walk every chain and say what holds; the result is on record."""
    told: dict[str, Any] = {"checked": False}
    if request.method == "POST":
        count, broken = verify()
        said = f"核对{count}条，{'全部完整' if not broken else f'{len(broken)}处不符'}"
        note_verification(Desk(), actor=actor, said=said, account=_account(actor))
        told = {"checked": True, "count": count, "broken": broken}
    return render(request, "access/audit_verify.html", told)


def _asked(request: HttpRequest, form: DaysForm) -> Asked:
    given = request.GET
    days = form.cleaned_data if form.is_valid() else {}
    before = given.get("before", "")
    return Asked(
        actor=given.get("actor", "").strip(),
        table=given.get("table", ""),
        file=given.get("file", "").strip(),
        action=given.get("action", ""),
        operation=given.get("operation", ""),
        day=days.get("day"),
        until=days.get("until"),
        before=int(before) if before.isdigit() and len(before) < 18 else None,
    )


def _account(actor: Actor) -> Account:
    return Account.objects.get(pk=actor.account_id or 0)


def _workbook(lines: list[Line]) -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, OPTIONS) as book:
        sheet = book.add_worksheet("审计日志")
        sheet.set_column(0, len(HEADINGS) - 1, 18)
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, HEADINGS)
        for number, line in enumerate(lines, 1):
            entry = line.entry
            changes = "；".join(
                f"{label}：{old or '--'}→{new or '--'}" for label, old, new in line.changes
            )
            said = (
                f"{entry.at.astimezone(ZONE):%Y-%m-%d %H:%M:%S}",
                *(entry.actor, entry.actor_label, line.origin, line.what, line.right),
                *(entry.row_label or line.noun, changes, entry.reason, entry.batch, entry.chain),
            )
            for at, text in enumerate(said):
                write_text(sheet, number, at, str(text))
            sheet.write_number(number, len(said), entry.sequence)
        sheet.autofilter(0, 0, max(len(lines), 1), len(HEADINGS) - 1)
    return made.getvalue()
