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
