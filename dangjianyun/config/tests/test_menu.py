"""The menu and the frame of a page."""

from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory, override_settings
from django.urls import include, path

from dangjianyun.config import menu
from dangjianyun.foundation.actor import Actor, Grant


def blank(_request: HttpRequest) -> HttpResponse:
    """A page."""
    return HttpResponse()


urlpatterns = [
    path("", blank, name="workbench"),
    path(
        "organizations/",
        include(([path("", blank, name="organization_list")], "registry"), namespace="registry"),
    ),
    path("units/", include(([path("", blank, name="unit_list")], "party"), namespace="party")),
]


def frame_for(address: str, *permissions: str) -> menu.Frame:
    """The frame of a page at `address` for an actor with these permissions."""
    request = RequestFactory().get(address)
    grant = Grant(frozenset(permissions), "d/33/3302/330203/")
    request.actor = Actor("haishu", (grant,), 1, "测试甲", "海曙区综合党委")  # type: ignore[attr-defined]
    return menu.Frame(request)


@override_settings(ROOT_URLCONF=__name__)
def test_a_line_shows_to_whom_it_opens() -> None:
    shown = frame_for("/", "registry.organization.read").menu
    assert [(group, [line["label"] for line in lines]) for group, lines in shown] == [
        ("", ["工作台"]),
        ("底数", ["社会组织"]),
    ]


@override_settings(ROOT_URLCONF=__name__)
def test_the_line_of_the_nearest_page_above_is_current() -> None:
    frame = frame_for("/organizations/7/history/", "registry.organization.read", "party.unit.read")
    current = [line["label"] for _, lines in frame.menu for line in lines if line["current"]]
    assert current == ["社会组织"]


@override_settings(ROOT_URLCONF=__name__)
def test_a_page_without_an_actor_has_a_frame_without_a_menu() -> None:
    frame = menu.Frame(RequestFactory().get("/"))
    assert (frame.menu, frame.unit_label, frame.account_label, frame.todo) == ([], "", "", "")


def test_every_line_of_the_menu_says_what_its_page_is_for() -> None:
    assert [item.label for item in menu.MENU if not item.told] == []
