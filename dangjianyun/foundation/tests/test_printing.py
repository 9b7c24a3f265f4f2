"""What stands on paper of a list: what it is narrowed to, which part, or all of it."""

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from dangjianyun.foundation.paging import MOST_PRINTED, paged

LIST = (
    "{% load dj %}{% filter_bar %}{% filter_search '名称' %}{% filter_select '类型' 'kind' kinds %}"
    "{% endfilter_bar %}{% chips chips %}{% print_head page '家' %}{% pager page '家' %}"
)
KINDS = [("a", "社会团体"), ("b", "基金会")]


def drawn(query: str, count: int = 45) -> str:
    request = RequestFactory().get(f"/x/?{query}")
    page = paged(request, range(count))
    chips = [("类型：社会团体", "kind")] if "kind=a" in query else []
    told = {"request": request, "page": page, "kinds": KINDS, "chips": chips}
    return Template(LIST).render(Context(told))


def test_the_printed_page_says_its_conditions_once_and_which_part_it_is() -> None:
    page = drawn("q=足球&kind=a&page=2")
    said = page.split("dj-print-head")[1].split("</p>")[0]
    assert "名称：足球；类型：社会团体。第2页，共3页；共45家，本页为第21至40家。" in said


def test_all_rows_are_offered_for_the_printer_and_come_on_one_page() -> None:
    assert "打印全部45家" in drawn("kind=a")
    assert "kind=a&amp;print=all" in drawn("kind=a")
    whole = drawn("kind=a&print=all")
    assert "第1页，共1页；共45家，本页为第1至45家。" in whole
    assert "data-print-now" in whole
    assert "回到分页" in whole


def test_more_than_go_on_paper_are_paged_as_ever_and_pointed_to_the_export() -> None:
    many = drawn("print=all", MOST_PRINTED + 1)
    assert "一次最多打印1,000家" in many
    assert "data-print-now" not in many
    assert "本页为第1至20家" in many


def test_a_list_of_one_page_only_prints() -> None:
    one = drawn("", 3)
    assert "打印全部" not in one
    assert "第1页，共1页；共3家，本页为第1至3家。" in one


@pytest.mark.parametrize(("size", "got"), [("50", 50), ("7", 20), ("x", 20), ("", 20)])
def test_only_sizes_that_are_offered_are_taken(size: str, got: int) -> None:
    request = RequestFactory().get("/x/", {"size": size})
    assert paged(request, range(100)).paginator.per_page == got
