"""The menu, said once, and what the frame of every page knows."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import groupby
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import cached_property

from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import today


@dataclass(frozen=True)
class Item:
    """A line of the menu. Shown where the actor holds any of `any_of` somewhere; empty: to all.

    `tree`: only where it is held in that tree (`d`: the page is about a division). `told`: what
    the page is for, on the page of help. `query`: with which conditions a list opens.
    """

    label: str
    icon: str
    url: str
    any_of: tuple[str, ...] = ()
    group: str = ""
    todo: bool = False
    tree: str = ""
    told: str = ""
    query: str = ""


BASE, DUTY, RULES = "底数", "履职", "数据与规则"

MENU = (
    Item(
        "工作台",
        "inbox",
        "workbench",
        todo=True,
        told="先是要办的事和需要关注的情况，再是我的数字。",
    ),
    Item(
        "辖区概况",
        "map",
        "insight:division_file",
        ("insight.indicator.read",),
        told="一个地方一天的全部数字：覆盖率、变化、分布、走势、各地比较、应建未建名单。",
    ),
    Item(
        "数据大屏",
        "wall",
        "insight:wall",
        ("insight.indicator.read",),
        tree="d",
        told="同一套数字，给墙上的屏幕看，每30秒自己刷新。",
    ),
    Item(
        "社会组织",
        "organization",
        "registry:organization_list",
        ("registry.organization.read",),
        BASE,
        told="名单可以筛选、排序、保存条件、导出；每家一份档案，写明覆盖情况和理由。",
    ),
    Item(
        "党组织",
        "sitemap",
        "party:unit_list",
        ("party.unit.read",),
        BASE,
        told="名单和隶属关系的树；档案里有班子、覆盖名单、工作指导和变更。",
        query="?set=counted",
    ),
    Item(
        "党员",
        "users",
        "party:member_list",
        ("party.membership.read",),
        BASE,
        told="姓名只有本党组织和直接上级看得到；再上级只看人数，确需查看的写明事由。",
    ),
    Item(
        "党建工作指导员",
        "user-star",
        "coverage:instructor_list",
        ("coverage.instructor.read",),
        BASE,
        told="谁联系几家、哪里还没有人联系、派驻和走访。",
    ),
    Item(
        "组织生活",
        "life",
        "orglife:meeting_list",
        ("orglife.meeting.read",),
        DUTY,
        told="三会一课、主题党日：安排、签到、记录、提交、确认；一次记录，计入它满足的每一项。",
    ),
    Item(
        "活动",
        "calendar",
        "orglife:activity_calendar",
        ("orglife.activity.read",),
        DUTY,
        told="活动的月历和列表；时间待定的照原话写，也照原话排。",
    ),
    Item(
        "微心愿",
        "heart",
        "welfare:wish_list",
        ("welfare.wish.read",),
        DUTY,
        told="征集、审核、认领、办理、回访；许愿人是谁，只有办理的人看得到，办结90天后删除。",
    ),
    Item(
        "导入",
        "upload",
        "interchange:batch_list",
        ("interchange.batch.read",),
        RULES,
        told="上传表格，先核对每一格和会变的数，再写入；写入以后也能整批撤销。",
    ),
    Item(
        "规则库",
        "book",
        "insight:rulebook",
        (),
        RULES,
        told="每条规则的出处、起止日期、把握程度，和本地参数的取值。",
    ),
    Item(
        "指标词典",
        "list-numbers",
        "insight:dictionary",
        (),
        RULES,
        told="每个数是什么意思，怎么算，从哪里来。",
    ),
    Item(
        "审计日志",
        "audit",
        "access:audit_list",
        ("access.audit.read",),
        RULES,
        told="谁在什么时候做了什么，可以导出，可以核对有没有被改过。",
    ),
    Item(
        "账号与授权",
        "accounts",
        "access:account_list",
        ("access.account.read",),
        RULES,
        told="谁有账号，能看哪里，能做什么，到哪天为止。",
    ),
)


def link(name: str) -> str:
    """The address of a named page; empty where no room has it (yet)."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


class Frame:
    """What the layout shows around a page. Reads nothing until a template asks."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.actor: Actor | None = getattr(request, "actor", None)

    @property
    def unit_label(self) -> str:
        """The body the actor works for."""
        return self.actor.unit_label if self.actor else ""

    @property
    def account_label(self) -> str:
        """The person at the desk."""
        return (self.actor.label or self.actor.name) if self.actor else ""

    @property
    def today(self) -> date:
        """In Asia/Shanghai."""
        return today()

    @property
    def now(self) -> datetime:
        """For the foot of a print."""
        return datetime.now(UTC)

    @property
    def todo(self) -> str:
        """Where the number of matters to act on is fetched."""
        return link("insight:todo") if self.actor else ""

    @cached_property
    def menu(self) -> list[tuple[str, list[dict[str, Any]]]]:
        """Groups in order, each with the lines that this actor may open."""
        lines = [
            (item.group, self._line(item, href))
            for item in MENU
            if self._open_to_actor(item) and (href := link(item.url))
        ]
        self._mark_current([line for _, line in lines])
        return [
            (group, [line for _, line in part]) for group, part in groupby(lines, lambda x: x[0])
        ]

    @property
    def home(self) -> str:
        """The workbench."""
        return link("workbench") or "/"

    @property
    def search(self) -> str:
        """The page that finds organizations, Party organizations and instructors."""
        return link("search")

    @property
    def help(self) -> str:
        """The help page."""
        return link("help")

    @property
    def account(self) -> str:
        """The actor's own account: password, sessions, tokens."""
        return link("access:own_account")

    @property
    def sign_out(self) -> str:
        """Where the sign-out form goes."""
        return link("sign_out")

    def _open_to_actor(self, item: Item) -> bool:
        if self.actor is None:
            return False
        if item.tree:
            return any(self.actor.at(item.tree, permission) for permission in item.any_of)
        return not item.any_of or any(self.actor.holds(permission) for permission in item.any_of)

    def _line(self, item: Item, href: str) -> dict[str, Any]:
        return {
            "label": item.label,
            "icon": item.icon,
            "href": href + item.query,
            "todo": item.todo,
            "told": item.told,
            "current": False,
        }

    def _mark_current(self, lines: list[dict[str, Any]]) -> None:
        path = self.request.path
        below = [one for one in lines if _is_at_or_below(path, one["href"].partition("?")[0])]
        if below:
            max(below, key=lambda one: len(one["href"]))["current"] = True


def _is_at_or_below(path: str, href: str) -> bool:
    return path == href or len(href) > 1 and path.startswith(href.rstrip("/") + "/")


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `frame` in every template."""
    return {"frame": Frame(request)}
