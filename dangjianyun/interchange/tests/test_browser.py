"""A clerk takes a file through the browser; the whole way works with script switched off, too."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from dangjianyun.interchange.tests.books import HEADINGS, organization, workbook
from tests import visits
from tests.city_fixtures import Served

pytestmark = pytest.mark.browser


@pytest.fixture
def table(tmp_path: Path) -> Path:
    rows = [["海曙区社会组织登记表"], HEADINGS]
    rows += [organization(40), organization(41, name="", since="2021.13.6")]
    return workbook(tmp_path / "登记表.xlsx", rows)


def upload(page: Page, url: str, table: Path) -> str:
    page.goto(f"{url}/interchange/new/?sheet=organizations")
    page.set_input_files("input[type=file]", str(table))
    page.click("text=上传并核对")
    page.wait_for_selector("h1:has-text('登记表.xlsx')")
    return page.url


def test_each_page_of_a_batch_holds_at_both_widths(
    served_city: Served, page: Page, table: Path
) -> None:
    visits.sign_in(page, served_city.url, "haishu", served_city.password)
    at = upload(page, served_city.url, table)
    found = {"": visits.faults(page)}
    for name in ("errors/", "changes/", "confirm/"):
        page.goto(f"{at}{name}")
        found[name] = visits.faults(page)
    page.click("text=写入1行正确数据")
    page.wait_for_selector("text=已写入1行")
    found["written"] = visits.faults(page)
    page.click("text=撤销这批导入")
    found["undo"] = visits.faults(page)
    page.fill("[name=number]", "7")
    page.click("button:has-text('撤销1行')")
    assert page.title().startswith("错误：")
    found["wrong number"] = visits.faults(page)
    page.fill("[name=number]", "1")
    page.click("button:has-text('撤销1行')")
    page.wait_for_selector("text=已撤销1行")
    assert {name: faults for name, faults in found.items() if faults} == {}


def test_the_whole_way_works_without_script(
    served_city: Served, chromium: Browser, table: Path
) -> None:
    context = chromium.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    page.goto(served_city.url)
    page.fill("[name=username]", "haishu")
    page.fill("[name=password]", served_city.password)
    page.click("button[type=submit]:not([name])")
    at = upload(page, served_city.url, table)
    assert page.is_visible("text=没有13月")
    page.click("text=放弃这次导入")
    page.click("button:has-text('放弃这次导入')")
    page.goto(at)
    assert page.is_visible("text=已经放弃，没有写入任何内容")
    context.close()
