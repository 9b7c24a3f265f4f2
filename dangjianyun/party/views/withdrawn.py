"""Taking back what was recorded of Party organizations and members by mistake."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from dangjianyun.access.page import page
from dangjianyun.access.withdrawal import Withdrawal, from_till, withdrawal_page
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.errors import Unseen
from dangjianyun.party.actions import withdrawn as acts
from dangjianyun.party.actions.member import WRITE as MEMBER
from dangjianyun.party.actions.office import WRITE as OFFICE
from dangjianyun.party.actions.relation import COVERING, GUIDANCE
from dangjianyun.party.actions.shape import WRITE as UNIT
from dangjianyun.party.actions.unit import GUIDELINE
from dangjianyun.party.models import Covering, Enrollment, Guidance, Guideline, Office, Unit
from dangjianyun.party.models.unit import Dated
from dangjianyun.party.queries.duty import has_duty
from dangjianyun.party.queries.members import known_among
from dangjianyun.party.views.asking import trail_to, unit_href, unit_to_act_on
from dangjianyun.party.views.member import member_of


@page(UNIT)
def unit_withdraw(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """A Party organization that was never set up."""
    unit = unit_to_act_on(actor, number, UNIT)
    trail = trail_to(actor, unit, itself=True)
    asked = Withdrawal(
        noun="党组织",
        row=f"“{unit.name}”（{unit.number}），{unit.established_on}成立",
        otherwise="还有党员、下级、覆盖名单、归口、任职等引用它的，先处理好这些。"
        "确实成立过、现在没有了的，不要撤回，请撤销党组织。",
        trail=trail,
        back=unit_href(unit),
        after=trail[0][1],
    )
    return withdrawal_page(
        request, actor, asked, lambda reason: acts.withdraw_unit(unit, actor=actor, reason=reason)
    )


def _line_of(
    request: HttpRequest,
    actor: Actor,
    unit: Unit,
    line: Any,
    *,
    noun: str,
    row: str,
    otherwise: str,
    act: Callable[..., object],
    back: str = "",
) -> HttpResponse:
    """The page of one line that belongs to a unit."""
    back = back or unit_href(unit)
    trail = trail_to(actor, unit, itself=True)
    asked = Withdrawal(noun, f"“{unit.name}”{row}", otherwise, trail, back, back)
    return withdrawal_page(
        request, actor, asked, lambda reason: act(line, actor=actor, reason=reason)
    )


def _line(actor: Actor, model: type[Dated], permission: str, **asked: Any) -> Any:
    """The line, if the actor sees it and may act on it. Raises: Unseen, PermissionDenied."""
    line = model.objects.seen_by(actor).filter(**asked).first()
    if line is None:
        raise Unseen
    actor.must(permission, line)
    return line


@page(COVERING)
def covering_withdraw(request: HttpRequest, actor: Actor, number: str, pk: int) -> HttpResponse:
    """An organization that was never covered by the unit."""
    unit = unit_to_act_on(actor, number, COVERING)
    line: Covering = _line(actor, Covering, COVERING, unit=unit, pk=pk)
    return _line_of(
        request,
        actor,
        unit,
        line,
        noun="覆盖",
        row=f"{from_till(line)}覆盖“{line.organization.name}”",
        otherwise="确实覆盖过、现在不再覆盖的，不要撤回，请移出覆盖名单。",
        act=acts.withdraw_covering,
        back=reverse("party:unit_coverings", args=[number]),
    )


@page(GUIDANCE)
def guidance_withdraw(request: HttpRequest, actor: Actor, number: str, pk: int) -> HttpResponse:
    """A body that never guided the unit."""
    unit = unit_to_act_on(actor, number, GUIDANCE)
    line: Guidance = _line(actor, Guidance, GUIDANCE, unit=unit, pk=pk)
    return _line_of(
        request,
        actor,
        unit,
        line,
        noun="工作指导",
        row=f"{from_till(line)}由“{line.guide.name}”指导",
        otherwise="确实指导过、现在不再指导的，不要撤回，请结束工作指导。",
        act=acts.withdraw_guidance,
    )


@page(GUIDELINE)
def guideline_withdraw(request: HttpRequest, actor: Actor, number: str, pk: int) -> HttpResponse:
    """A guidance document that was never issued."""
    unit = unit_to_act_on(actor, number, GUIDELINE)
    line: Guideline = _line(actor, Guideline, GUIDELINE, issuer=unit, pk=pk)
    return _line_of(
        request,
        actor,
        unit,
        line,
        noun="指导意见",
        row=f"的《{line.title}》（{line.number}），{from_till(line)}",
        otherwise="确实印发过、已经失效的，不要撤回。",
        act=acts.withdraw_guideline,
    )


@page(OFFICE)
def office_withdraw(request: HttpRequest, actor: Actor, number: str, pk: int) -> HttpResponse:
    """A post that was never held. Only for who knows the members."""
    unit = unit_to_act_on(actor, number, OFFICE)
    if not has_duty(actor, unit):
        raise PermissionDenied(OFFICE)
    line: Office = _line(actor, Office, OFFICE, unit=unit, pk=pk)
    known = known_among(actor, [line.member_id])
    who = line.member.person.name if known else "姓名不显示"
    return _line_of(
        request,
        actor,
        unit,
        line,
        noun="党内任职",
        row=f"{line.get_kind_display()}（{who}）{from_till(line)}",
        otherwise="确实任过、现在免去的，不要撤回，请免去职务。",
        act=acts.withdraw_office,
    )


@page(MEMBER)
def member_withdraw(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """A move that never was; without one, a member who should never have been on the roll."""
    member = member_of(actor, ref)
    actor.must(MEMBER, member)
    listed, back = reverse("party:member_list"), reverse("party:member_file", args=[ref])
    name = member.person.name
    now, before = acts.last_move(member)
    moved = now is not None and before is not None
    if now is not None and before is not None:
        row = f"{name}的组织关系{now.since}从“{before.unit.name}”转到“{now.unit.name}”"
        otherwise = f"组织关系回到“{before.unit.name}”，因转接免去的职务要另行任命。"
        otherwise += "确实转接过的，不要撤回，请再次转接。"
    else:
        row = f"{name}（{member.number}）"
        otherwise = "确实在册过、现在转出、出党或去世的，不要撤回，请办理转接或登记。"
    asked = Withdrawal(
        noun="转接" if moved else "党员",
        row=row,
        otherwise=otherwise,
        trail=[("党员", listed), (name, back)],
        back=back,
        after=listed,
    )
    act = acts.withdraw_move if moved else acts.withdraw_member

    def do(reason: str) -> object:
        return act(member, actor=actor, reason=reason)

    return withdrawal_page(request, actor, asked, do)


@page(MEMBER)
def enrollment_withdraw(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """A request that the unit should not have made, while it waits."""
    row: Enrollment = Enrollment.objects.one_seen_by(actor, ref=ref)
    if not has_duty(actor, row.unit, MEMBER):
        raise PermissionDenied(MEMBER)
    listed, back = reverse("party:enrollment_list"), reverse("party:enrollment_file", args=[ref])
    asked = Withdrawal(
        noun="党员登记",
        row=f"“{row.unit.name}”提交的{row.name}的登记",
        otherwise="填写的内容一并删除，要登记的请重新提交。",
        trail=[("登记核验", listed)],
        back=back,
        after=listed,
    )
    return withdrawal_page(
        request,
        actor,
        asked,
        lambda reason: acts.withdraw_enrollment(
            row.unit, actor=actor, enrollment=row, reason=reason
        ),
    )
