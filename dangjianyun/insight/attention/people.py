"""Units without a secretary, activities without a settled day, records opened from further up."""

from datetime import date, timedelta

from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.attention import Attention, Matter, attends
from dangjianyun.foundation.days import ZONE
from dangjianyun.foundation.templatetags.dj_days import zh_day
from dangjianyun.insight.links import PAGES, to
from dangjianyun.orglife.queries.activity import activity_list
from dangjianyun.party.models import Enrollment
from dangjianyun.party.queries import members
from dangjianyun.party.queries.units import Asked, unit_list
from dangjianyun.party.workflow import VERIFY

SOON = timedelta(days=14)
FIRST = 3


@attends("party.office.read")
def units_without_secretary(actor: Actor, on: date) -> Attention:
    """Party organizations in which nobody holds the post of secretary."""
    rows = unit_list(actor, Asked(on, secretary="none"))
    figure = rows.count()
    found = rows.order_by("-established_on", "pk").values_list("number", "name")[:FIRST]
    return Attention(
        "warn",
        "没有书记的党组织",
        "现在没有在任书记",
        figure,
        to("party:unit_list", secretary="none"),
        "个",
        tuple(
            Matter(
                "warn",
                "缺书记",
                f"配备书记：{name}",
                "现在没有登记在任的书记",
                to(PAGES["unit"], number),
                "打开档案",
            )
            for number, name in (found if figure else ())
        ),
        needs="party.office.write",
    )


@attends("orglife.activity.read")
def activities_tentative(actor: Actor, on: date) -> Attention:
    """Activities of the coming fortnight whose day may still change."""
    rows = activity_list(actor, since=on, until=on + SOON, tentative=True)
    found = rows.values_list("number", "name", "schedule")
    return Attention(
        "tent",
        "两周内日期待定的活动",
        "组织单位说明时间可能变动",
        len(found),
        to("orglife:activity_list", tentative=1, since=on, until=on + SOON),
        "项",
        tuple(
            Matter(
                "tent",
                "日期待定",
                f"确认日期：{name}",
                f"时间安排：{schedule}",
                to(PAGES["activity"], number),
                "打开活动",
            )
            for number, name, schedule in found[:FIRST]
        ),
        needs="orglife.activity.write",
    )


@attends("party.opening.read")
def records_opened(actor: Actor, on: date) -> Attention:
    """Members' records that somebody further up has opened lately."""
    asked = members.Asked(is_opened=True)
    return Attention(
        "blue",
        "上级查看过的党员",
        "近30天，事由写在党员档案里",
        members.member_list(actor, asked, on).count(),
        to("party:member_list", opened=1),
        "名",
    )


@attends("party.enrollment.read")
def enrollments_waiting(actor: Actor, on: date) -> Attention:
    """Members that units want on their rolls, until the city has verified who they are."""
    rows = Enrollment.objects.seen_by(actor).filter(state=Enrollment.State.WAITING)
    return Attention(
        "blue",
        "待上级核验的党员登记",
        "核验身份后列入名册",
        rows.count(),
        to("party:enrollment_list"),
        "件",
        tuple(
            Matter(
                "blue",
                "待核验",
                f"核验党员登记：{unit}",
                f"{zh_day(at.astimezone(ZONE).date())}提交",
                to("party:enrollment_file", ref),
                "打开登记",
            )
            for ref, unit, at in rows.order_by("asked_at").values_list(
                "ref", "unit__name", "asked_at"
            )[:FIRST]
        ),
        needs=VERIFY,
    )
