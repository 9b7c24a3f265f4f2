"""Walking through the house in a browser: which pages there are, and what is wrong with each."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import Page

AXE = Path(__file__).resolve().parents[1] / "node_modules" / "axe-core" / "axe.min.js"
WIDE, NARROW = {"width": 1366, "height": 768}, {"width": 375, "height": 812}
DOWNLOADS = {
    *("access:audit_export", "interchange:sheet_export", "interchange:sheet_template"),
    "interchange:list_export",
    "interchange:batch_annotated",
}
NOT_OURS = ("/api/", "/static/", "/healthz", "/readyz")
RUN = """() => axe.run(document, {resultTypes: ['violations']}).then(found =>
    found.violations.map(v => v.id + ': ' +
        v.nodes.slice(0, 3).map(n => n.target.join(' ')).join(', ')))"""
WIDTH = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
FIRST = "() => document.querySelector('main tbody tr a')?.innerText.trim() ?? ''"
NOWHERE = "没有这样的一条"
LINKS = "() => Array.from(document.querySelectorAll('a[href]'), a => a.href)"


def sign_in(page: Page, url: str, account: str, password: str) -> None:
    """Through the form, as a person would."""
    page.goto(url)
    page.fill("[name=username]", account)
    page.fill("[name=password]", password)
    page.click("button[type=submit]:not([name])")
    page.wait_for_selector("nav.dj-menu, .dj-side, #menu", state="attached")


def view_of(address: str) -> str:
    """The name of the page behind an address; empty where there is none of ours."""
    path = urlsplit(address).path
    if path.startswith(NOT_OURS):
        return ""
    try:
        return str(resolve(path).view_name)
    except Resolver404:
        return ""


def faults(page: Page, sizes: Sequence[dict[str, int]] = (WIDE, NARROW)) -> list[str]:
    """What axe finds at each width, and whether the page is wider than its window."""
    found = []
    for size in sizes:
        page.set_viewport_size(size)  # type: ignore[arg-type]  # a ViewportSize
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found += [f"{size['width']}: {said}" for said in page.evaluate(RUN)]
        if (over := page.evaluate(WIDTH)) > 0:
            found.append(f"{size['width']}: {over} px too wide")
    return found


def walk(page: Page, url: str, seen: set[str]) -> Iterator[tuple[str, list[str]]]:
    """Every page reached by links whose kind is not in `seen`, which grows; with its faults."""
    waiting = [f"{url}/"]
    while waiting:
        address = waiting.pop(0)
        view = view_of(address)
        if not address.startswith(url) or not view or view in seen or view in DOWNLOADS:
            continue
        seen.add(view)
        answer: Any = page.goto(address, wait_until="load")
        found = [f"status {answer.status}"] if answer.status != 200 else faults(page)
        yield urlsplit(address).path, found
        waiting += page.evaluate(LINKS)
        yield from short_lists(page, address)


def short_lists(page: Page, address: str) -> Iterator[tuple[str, list[str]]]:
    """A list that can be searched, on a phone: with nothing in it, and with what one row is."""
    if not page.locator("main input[name=q]").count():
        return
    bare = urlsplit(address)._replace(query="").geturl()
    words = [NOWHERE, *filter(None, [page.evaluate(FIRST)])]
    for word in words:
        answer: Any = page.goto(f"{bare}?{urlencode({'q': word})}", wait_until="load")
        found = [f"status {answer.status}"] if answer.status != 200 else faults(page, [NARROW])
        yield f"{urlsplit(bare).path}?q={word}", found
