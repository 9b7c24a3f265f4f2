"""Every page that links lead to, as every account: no axe finding, no sideways scroll, no error."""

import pytest
from playwright.sync_api import Page

from tests import visits
from tests.city import ACCOUNTS
from tests.city_fixtures import Served

pytestmark = pytest.mark.browser


@pytest.fixture
def console(page: Page) -> list[str]:
    """What the browser's console reported as an error."""
    said: list[str] = []
    page.on("console", lambda one: said.append(one.text) if one.type == "error" else None)
    return said


def test_the_sign_in_page_holds_at_both_widths(
    served_city: Served, page: Page, console: list[str]
) -> None:
    page.goto(served_city.url)
    assert visits.faults(page) == []
    page.fill("[name=username]", "haishu")
    page.fill("[name=password]", "not the password")
    page.click("[data-show-password]")
    assert page.get_attribute("[name=password]", "type") == "text"
    page.click("button[type=submit]:not([name])")
    assert page.title().startswith("错误：登录")
    assert visits.faults(page) == []
    assert [text for text in console if "422" not in text] == []


@pytest.mark.parametrize("account", ACCOUNTS)
def test_every_page_an_account_is_led_to_holds(
    served_city: Served, page: Page, console: list[str], account: str
) -> None:
    visits.sign_in(page, served_city.url, account, served_city.password)
    pages = visits.walk(page, served_city.url, set())
    found = {path: faults for path, faults in pages if faults}
    assert (found, console) == ({}, [])


def test_going_back_from_a_check_brings_the_form_back_as_typed(
    page: Page, served_city: Served
) -> None:
    visits.sign_in(page, served_city.url, "haishu", served_city.password)
    page.goto(f"{served_city.url}/party/units/new/")
    act = "main form[method=post] button.dj-btn--act"
    page.fill("[name=name]", "海曙区回看示例党支部")
    page.fill("[name=established_on]", "2025年13月1日")
    page.fill("[name=parent]", "海曙区社会组织综合党委")
    page.select_option("[name=mode]", "area")
    page.click(act)
    page.wait_for_selector(".dj-summary")
    page.fill("[name=established_on]", "2025年3月1日")
    page.fill("[name=reason]", "按批复成立")
    page.click(act)
    page.wait_for_selector("text=请核对")
    for _ in range(2):
        # First to the refused form, then to the one that was opened.
        page.go_back()
        assert page.input_value("[name=name]") == "海曙区回看示例党支部"
        assert page.input_value("[name=established_on]") == "2025年3月1日"
        assert page.input_value("[name=reason]") == "按批复成立"
    assert "回看" not in page.url
