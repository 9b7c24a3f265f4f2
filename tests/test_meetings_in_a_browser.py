"""The steps of a meeting on a phone: taken by the role they belong to, refused to the neighbor."""

from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page

from dangjianyun.foundation.days import today
from tests import visits
from tests.city_fixtures import Served

pytestmark = pytest.mark.browser


class Phone:
    """A browser of 375 pixels in which each account has a window of its own."""

    def __init__(self, chromium: Browser, city: Served) -> None:
        self.chromium, self.city = chromium, city
        self.windows: dict[str, Page] = {}

    def of(self, account: str, path: str = "") -> Page:
        """The account's window, led to an address."""
        if account not in self.windows:
            context = self.chromium.new_context(
                locale="zh-CN", viewport={"width": 375, "height": 740}
            )
            self.windows[account] = context.new_page()
            visits.sign_in(self.windows[account], self.city.url, account, self.city.password)
        page = self.windows[account]
        if path:
            page.goto(self.city.url + path)
        return page


@pytest.fixture
def phone(chromium: Browser, served_city: Served) -> Phone:
    return Phone(chromium, served_city)


def planned(phone: Phone, title: str, day: str) -> str:
    """The secretary plans; gives the address of the record."""
    page = phone.of("secretary", "/orglife/meetings/new/")
    page.fill("[name=title]", title)
    page.fill("[name=held_on]", day)
    page.check("[name=also][value=lecture]")
    page.fill("[name=lecturer]", "测试讲")
    page.fill("[name=lecture_minutes]", "45")
    page.click("main form[method=post] button[type=submit]")
    page.wait_for_url("**/orglife/meetings/B1-**")
    return page.url.removeprefix(phone.city.url).replace("record/", "")


def hand_up(phone: Phone, address: str) -> None:
    page = phone.of("secretary", f"{address}record/")
    page.locator(".dj-came").nth(1).locator("label", has_text="请假").click()
    page.locator(".dj-came").nth(1).locator(".dj-input").fill("出差")
    page.fill("[name=minutes]", "学习党章，交流体会。")
    page.click("text=提交上级确认")
    page.wait_for_url(f"**{address}")


def test_a_theme_day_that_is_a_lecture_goes_its_whole_way(phone: Phone) -> None:
    address = planned(phone, "手机上的主题党日", f"{today()}")
    hand_up(phone, address)
    assert "待上级确认" in phone.of("secretary").inner_text("main")
    answer = phone.of("jiangbei").goto(phone.city.url + address)
    assert answer is not None
    assert answer.status == 404
    above = phone.of("haishu", address)
    said = above.inner_text("main")
    assert "党课，计入" in said
    assert "出差" in said
    above.click("text=退回")
    above.fill("[name=why]", "请写明学习的章节")
    above.click("main form[method=post] button[type=submit]")
    mine = phone.of("secretary", address)
    assert "请写明学习的章节" in mine.inner_text("main")
    hand_up(phone, address)
    phone.of("secretary").click("text=收回修改")
    phone.of("secretary").wait_for_url("**/record/")
    hand_up(phone, address)
    above = phone.of("haishu", address)
    above.click("main button:has-text('确认')")
    above = phone.of("haishu", address)
    assert "已确认" in above.inner_text("main")
    city = phone.of("city", "/orglife/meetings/?duty=lecture")
    city.click("text=手机上的主题党日")
    city.wait_for_url(f"**{address}")
    assert "出差" not in city.inner_text("main")


def test_a_meeting_to_come_is_notified_and_called_off(phone: Phone) -> None:
    later = today() + timedelta(days=6)
    address = planned(phone, "还没有到的主题党日", f"{later}")
    page = phone.of("secretary", address)
    page.click("text=发出通知")
    page.wait_for_selector("text=已发出通知")
    page.click("main a:has-text('取消')")
    page.fill("[name=why]", "与上级会议冲突")
    page.click("main form[method=post] button[type=submit]")
    page.wait_for_url(f"**{address}")
    assert "与上级会议冲突" in page.inner_text("main")
