"""Every step of a workflow that a person takes, taken in a browser and refused to the neighbor."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from dangjianyun.foundation.workflow import Workflow
from dangjianyun.interchange.tests.books import HEADINGS, organization, workbook
from dangjianyun.interchange.workflow import STEPS
from dangjianyun.orglife.workflow import MEETING
from dangjianyun.party.workflow import ENROLLMENT
from dangjianyun.registry.rules import make_identity_number
from tests import visits
from tests.city_fixtures import Served

pytestmark = pytest.mark.browser

BY_PEOPLE = {
    "party": {"verify", "decline"},
    "orglife": {"notify", "submit", "recall", "cancel", "confirm", "return"},
    "interchange": {"check", "write", "discard", "undo"},
}
BY_THE_WORKER = {"refuse", "begin_write", "stop_write", "begin_undo", "stop_undo"}
"""With a large file, after the click; interchange/tests takes them without a browser."""


def test_no_step_is_left_out() -> None:
    flows: dict[str, Workflow] = {
        "party": ENROLLMENT,
        "orglife": MEETING,
        "interchange": STEPS,
    }
    steps = {name: set(flow.steps) - BY_THE_WORKER for name, flow in flows.items()}
    assert steps == BY_PEOPLE


class Desk:
    """A browser in which each account has windows of its own."""

    def __init__(self, chromium: Browser, city: Served) -> None:
        self.chromium, self.city = chromium, city

    @contextmanager
    def of(self, account: str) -> Iterator[Page]:
        context = self.chromium.new_context(locale="zh-CN")
        page = context.new_page()
        visits.sign_in(page, self.city.url, account, self.city.password)
        yield page
        context.close()

    def status(self, page: Page, path: str) -> int:
        answer = page.goto(self.city.url + path)
        assert answer is not None
        return answer.status


@pytest.fixture
def desk(chromium: Browser, served_city: Served) -> Desk:
    return Desk(chromium, served_city)


def ask_to_enroll(desk: Desk, name: str, number: str) -> str:
    """The secretary asks; gives the address of what now waits."""
    with desk.of("secretary") as page:
        page.goto(f"{desk.city.url}/party/units/B1/members/new/")
        page.fill("[name=name]", name)
        page.fill("[name=identity_number]", number)
        page.fill("[name=joined_on]", "2012-07-01")
        page.fill("[name=full_on]", "2013-07-01")
        page.fill("[name=since]", "2024-01-01")
        page.click("main form[method=post] button[type=submit]")
        page.goto(f"{desk.city.url}/party/enrollments/?state=waiting")
        href = page.get_attribute("tbody tr:first-child a", "href")
        assert href
        assert desk.status(page, href) == 200
        assert page.is_visible(f"text={name}")
        assert page.locator("[name=decision]").count() == 0
        return href


def decide(desk: Desk, address: str, decision: str, note: str) -> None:
    """The district may only read, neighbors not even that; the city decides, and only once."""
    for account, status in (("haishu", 200), ("jiangbei", 404), ("civil", 403)):
        with desk.of(account) as page:
            assert (account, desk.status(page, address)) == (account, status)
            assert page.locator("[name=decision]").count() == 0
    with desk.of("city") as page:
        assert desk.status(page, address) == 200
        page.check(f"[name=decision][value={decision}]")
        page.fill("[name=note]", note)
        page.click("main form[method=post] button[type=submit]")
        assert desk.status(page, address) == 200
        assert page.is_visible(f"text={note}")
        assert page.locator("[name=decision]").count() == 0


def test_an_enrollment_is_verified_by_the_city_alone(desk: Desk) -> None:
    number = make_identity_number("330203", date(1986, 6, 6), 0)
    address = ask_to_enroll(desk, "测试核验", number)
    decide(desk, address, "verify", "身份属实，材料齐全")
    with desk.of("secretary") as page:
        page.goto(f"{desk.city.url}/party/units/B1/members/")
        assert page.is_visible("text=测试核验")


def test_an_enrollment_is_declined_by_the_city_alone(desk: Desk) -> None:
    number = make_identity_number("330203", date(1986, 7, 7), 0)
    address = ask_to_enroll(desk, "测试退回", number)
    decide(desk, address, "decline", "入党日期与档案不符，请核对后再报")
    with desk.of("secretary") as page:
        page.goto(f"{desk.city.url}/party/units/B1/members/")
        assert not page.is_visible("text=测试退回")


def upload(desk: Desk, page: Page, table: Path) -> str:
    page.goto(f"{desk.city.url}/interchange/new/?sheet=organizations")
    page.set_input_files("input[type=file]", str(table))
    page.click("text=上传并核对")
    page.wait_for_selector(f"h1:has-text('{table.name}')")
    return page.url.removeprefix(desk.city.url)


def refused_to_the_neighbor(desk: Desk, batch: str) -> None:
    with desk.of("jiangbei") as page:
        for step in ("", "confirm/", "undo/", "discard/"):
            assert (step, desk.status(page, batch + step)) == (step, 404)


def test_a_batch_is_written_and_undone_by_its_district_alone(desk: Desk, tmp_path: Path) -> None:
    table = workbook(tmp_path / "逐步.xlsx", [HEADINGS, organization(61)])
    with desk.of("haishu") as page:
        batch = upload(desk, page, table)
        refused_to_the_neighbor(desk, batch)
        page.goto(f"{desk.city.url}{batch}confirm/")
        page.click("main form[method=post] button[type=submit]")
        page.wait_for_selector("text=已写入1行")
        refused_to_the_neighbor(desk, batch)
        page.goto(f"{desk.city.url}{batch}undo/")
        page.fill("[name=number]", "1")
        page.click("button:has-text('撤销1行')")
        page.wait_for_selector("text=已撤销1行")


def test_a_batch_is_put_aside_by_its_district_alone(desk: Desk, tmp_path: Path) -> None:
    table = workbook(tmp_path / "放弃.xlsx", [HEADINGS, organization(62)])
    with desk.of("haishu") as page:
        batch = upload(desk, page, table)
        refused_to_the_neighbor(desk, batch)
        page.goto(f"{desk.city.url}{batch}discard/")
        page.click("main button[type=submit]")
        page.goto(f"{desk.city.url}{batch}")
        assert page.is_visible("text=已经放弃")
        for step in ("confirm/", "undo/", "discard/"):
            assert (step, desk.status(page, batch + step)) == (step, 409)


def test_a_file_that_is_no_table_is_sent_back(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "照片.xlsx"
    file.write_bytes(b"\x89PNG\r\n\x1a\n" + b"0" * 200)
    with desk.of("haishu") as page:
        page.goto(f"{desk.city.url}/interchange/new/?sheet=organizations")
        page.set_input_files("input[type=file]", str(file))
        page.click("text=上传并核对")
        page.wait_for_selector("text=不是表格")
        assert page.title().startswith("错误：")
        page.goto(f"{desk.city.url}/interchange/")
        assert not page.is_visible(f"text={file.name}")
