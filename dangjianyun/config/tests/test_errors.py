"""What a person reads when the server refuses or fails."""

import logging

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import RequestFactory

from dangjianyun.config import errors
from dangjianyun.foundation.errors import Unseen

REQUEST = RequestFactory().get("/organizations/7/")


def test_what_may_not_be_seen_reads_like_what_does_not_exist() -> None:
    unseen = errors.not_found(REQUEST, Unseen())
    absent = errors.not_found(REQUEST, Http404("no Organization matches 7"))
    assert (unseen.status_code, unseen.content) == (404, absent.content)
    assert absent.content.count(b"Organization") == 0


def test_what_was_asked_for_and_is_not_there_is_named_beside_the_way_on() -> None:
    page = errors.not_found(
        REQUEST, Unseen("没有区划“999999”，或不在你的范围内。")
    ).content.decode()
    assert "没有区划“999999”" in page
    assert 'action="/search/"' in page


def test_a_refusal_does_not_name_the_permission() -> None:
    page = errors.not_allowed(REQUEST, PermissionDenied("party.member.unmask"))
    assert page.status_code == 403
    assert page.content.count(b"unmask") == 0


def test_a_conflict_says_what_was_found() -> None:
    page = errors.conflict(REQUEST, "同一次提交的编号已用于另一份内容。")
    assert page.status_code == 409
    assert page.content.decode().count("同一次提交的编号已用于另一份内容。") == 1


def test_the_number_on_the_page_is_the_number_in_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.ERROR, logger="dangjianyun.trouble"):
        page = errors.failed(REQUEST)
    number = caplog.messages[0].split()[0]
    assert page.status_code == 500
    assert page.content.decode().count(number) == 1


def test_an_error_page_that_cannot_be_drawn_still_answers(
    settings: object, caplog: pytest.LogCaptureFixture
) -> None:
    settings.TEMPLATES = []  # type: ignore[attr-defined] -- the fixture takes any setting
    page = errors.failed(REQUEST)
    assert page.status_code == 500
    assert page.content.decode().count("系统出错，刚才的操作没有完成") == 1


def test_reference_numbers_hold_nothing_that_is_mistaken_on_the_telephone() -> None:
    numbers = "".join(errors.reference() for _ in range(200))
    assert set(numbers) - set(errors.ALPHABET) == {"-"}
