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

    `tree`: only where it is held in that tree (`d`: the page is about a division).
    """

    label: str
    icon: str
    url: str
    any_of: tuple[str, ...] = ()
    group: str = ""
    todo: bool = False
    tree: str = ""


BASE, DUTY, RULES = "底数", "履职", "数据与规则"

MENU = (
    Item("工作台", "inbox", "workbench", todo=True),
    Item("辖区概况", "map", "insight:division_file", ("insight.indicator.read",)),
    Item("数据大屏", "wall", "insight:wall", ("insight.indicator.read",), tree="d"),
    Item(
        "社会组织",
        "organization",
        "registry:organization_list",
        ("registry.organization.read",),
        BASE,
    ),
    Item("党组织", "sitemap", "party:unit_list", ("party.unit.read",), BASE),
    Item("党员", "users", "party:member_list", ("party.membership.read",), BASE),
    Item(
        "党建工作指导员",
        "user-star",
        "coverage:instructor_list",
        ("coverage.instructor.read",),
        BASE,
    ),
    Item("组织生活", "life", "orglife:activity_list", ("orglife.activity.read",), DUTY),
    Item("导入", "upload", "interchange:batch_list", ("interchange.batch.read",), RULES),
    Item("规则库", "book", "insight:rulebook", (), RULES),
    Item("指标词典", "list-numbers", "insight:dictionary", (), RULES),
    Item("审计日志", "audit", "access:audit_list", ("access.audit.read",), RULES),
    Item("账号与授权", "accounts", "access:account_list", ("access.account.read",), RULES),
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
            "href": href,
            "todo": item.todo,
            "current": False,
        }

    def _mark_current(self, lines: list[dict[str, Any]]) -> None:
        path = self.request.path
        below = [one for one in lines if path == one["href"] or _is_below(path, one["href"])]
        if below:
            max(below, key=lambda one: len(one["href"]))["current"] = True


def _is_below(path: str, href: str) -> bool:
    return len(href) > 1 and path.startswith(href.rstrip("/") + "/")


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `frame` in every template."""
    return {"frame": Frame(request)}
