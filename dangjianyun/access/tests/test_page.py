"""The page door: reads only read, a repeated submit has one effect, a refusal is a page."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.contrib.auth import get_user
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import include, path

from dangjianyun.access.action import action
from dangjianyun.access.book import Book
from dangjianyun.access.models import Account, SubmitKey, Token
from dangjianyun.access.page import page, sensitive_read
from dangjianyun.access.queries import actor_of
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.errors import Refused

OWN = "access.account.own"


@action(OWN, "试写")
def write_down(account: Account, *, actor: Actor, book: Book, label: str) -> Token:
    """A row of the account's own."""
    now = account.created_at
    return book.add(Token(account=account, digest=f"{label}{now}"[:64], label=label, until=now))


def _account(actor: Actor) -> Account:
    return Account.objects.get(pk=actor.account_id)


@page()
def writing(request: HttpRequest, actor: Actor) -> HttpResponse:
    """POST: one row; `status` answers so after writing; `refuse` is refused after writing."""
    if request.method != "POST":
        return HttpResponse("ready")
    count = Token.objects.count()
    write_down(_account(actor), actor=actor, label=f"{request.POST['label']}{count}")
    if request.POST.get("refuse"):
        raise Refused("这样不行，请换一种写法。")
    return HttpResponse(f"row {count}", status=int(request.POST.get("status", 200)))


@page()
def sneaking(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A GET that writes."""
    Account.objects.filter(pk=actor.account_id).update(label="x")
    return HttpResponse("written")


@page()
def reading(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A GET that records a sensitive read."""
    with sensitive_read():
        write_down(_account(actor), actor=actor, label="read")
    return HttpResponse("read")


@page("access.audit.read")
def closed(request: HttpRequest, actor: Actor) -> HttpResponse:
    """For auditors."""
    return HttpResponse("open")


urlpatterns = [
    path("t/writing/", writing),
    path("t/sneaking/", sneaking),
    path("t/reading/", reading),
    path("t/closed/", closed),
    path("", include("dangjianyun.config.urls")),
]
handler403 = "dangjianyun.config.errors.not_allowed"
pytestmark = pytest.mark.urls(__name__)


def client_of(username: str = "zhang") -> Client:
    account = Account.objects.create(username=username, label=username)
    client = Client()
    client.force_login(account)
    return client


@pytest.mark.django_db
def test_a_get_cannot_write() -> None:
    with pytest.raises(RuntimeError, match="a GET tried to write"):
        client_of().get("/t/sneaking/")


@pytest.mark.django_db
def test_a_sensitive_read_may_write_what_was_read() -> None:
    client = client_of()
    assert client.get("/t/reading/").content == b"read"
    assert Token.objects.count() == 1


@pytest.mark.django_db
def test_a_page_without_the_permission_is_403_and_without_account_the_sign_in() -> None:
    assert client_of().get("/t/closed/").status_code == 403
    assert Client().get("/t/closed/")["Location"] == "/?next=/t/closed/"


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
def test_other_methods_are_not_taken(method: str) -> None:
    assert getattr(client_of(), method)("/t/writing/").status_code == 405


@pytest.mark.django_db
def test_a_repeated_submit_has_one_effect_and_the_same_answer() -> None:
    client = client_of()
    answers = [client.post("/t/writing/", {"_key": "k1", "label": "a"}) for _ in range(3)]
    assert [one.content for one in answers] == [b"row 0"] * 3
    assert [one.get("Idempotent-Replayed") for one in answers] == [None, "true", "true"]
    assert Token.objects.count() == 1


@pytest.mark.django_db
def test_the_same_key_with_other_content_is_a_conflict_and_without_effect() -> None:
    client = client_of()
    client.post("/t/writing/", {"_key": "k1", "label": "a"})
    answer = client.post("/t/writing/", {"_key": "k1", "label": "b"})
    assert answer.status_code == 409
    assert "同一次提交的编号已用于另一份内容" in answer.content.decode()
    assert Token.objects.count() == 1


@pytest.mark.django_db
def test_the_same_key_at_another_address_is_a_conflict() -> None:
    client, body = client_of(), {"_key": "k1", "label": "a"}
    assert client.post("/t/writing/", body).status_code == 200
    assert client.post("/t/writing/?id=2", body).status_code == 409
    assert Token.objects.count() == 1


@pytest.mark.django_db
def test_a_file_is_told_by_what_is_in_it() -> None:
    client = client_of()

    def send(content: bytes) -> int:
        file = SimpleUploadedFile("a.csv", content)
        return client.post("/t/writing/", {"_key": "k1", "label": "a", "file": file}).status_code

    assert [send(b"one"), send(b"one"), send(b"two")] == [200, 200, 409]
    assert Token.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(("hours", "acts"), [(23, 1), (25, 2)])
def test_a_key_is_forgotten_after_a_day(hours: int, acts: int) -> None:
    client, body = client_of(), {"_key": "k1", "label": "a"}
    client.post("/t/writing/", body)
    SubmitKey.objects.update(at=datetime.now(UTC) - timedelta(hours=hours))
    assert client.post("/t/writing/", body).status_code == 200
    assert Token.objects.count() == acts


@pytest.mark.django_db
def test_the_same_key_of_another_account_is_another_key() -> None:
    body = {"_key": "k1", "label": "a"}
    for username in ("zhang", "li"):
        answer = client_of(username).post("/t/writing/", body)
        assert (answer.status_code, answer.get("Idempotent-Replayed")) == (200, None)
    assert Token.objects.count() == 2


@pytest.mark.django_db
def test_another_key_or_another_account_is_a_new_act() -> None:
    client, other = client_of(), client_of("li")
    client.post("/t/writing/", {"_key": "k1", "label": "a"})
    client.post("/t/writing/", {"_key": "k2", "label": "a"})
    other.post("/t/writing/", {"_key": "k1", "label": "a"})
    assert Token.objects.count() == 3


@pytest.mark.django_db
@pytest.mark.parametrize("status", [400, 409, 422, 500])
def test_an_answer_of_400_or_more_leaves_nothing_behind(status: int) -> None:
    client = client_of()
    body = {"_key": "k1", "label": "a", "status": str(status)}
    assert client.post("/t/writing/", body).status_code == status
    assert (Token.objects.count(), SubmitKey.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_a_refusal_is_a_page_that_says_why_and_leaves_nothing_behind() -> None:
    client = client_of()
    answer = client.post("/t/writing/", {"_key": "k1", "label": "a", "refuse": "1"})
    assert answer.status_code == 422
    assert "这样不行，请换一种写法。" in answer.content.decode()
    assert (Token.objects.count(), SubmitKey.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_a_refusal_of_a_fragment_is_a_fragment() -> None:
    body = {"_key": "k1", "label": "a", "refuse": "1"}
    answer = client_of().post("/t/writing/", body, headers={"HX-Request": "true"})
    assert answer.status_code == 422
    assert not re.search("<html|<body", answer.content.decode())


@pytest.mark.django_db
def test_pages_are_never_kept_by_anybody_else() -> None:
    assert client_of().get("/t/writing/")["Cache-Control"] == "private, no-store"


@pytest.mark.django_db
def test_a_session_in_use_is_wound_up_at_most_every_ten_minutes() -> None:
    client = client_of()
    client.get("/t/writing/")
    seen = client.session["seen"]
    client.get("/t/writing/")
    assert client.session["seen"] == seen


@pytest.mark.django_db(transaction=True)
def test_twenty_equal_submits_at_once_have_one_effect_and_one_answer() -> None:
    account = Account.objects.create(username="zhang", label="zhang")
    factory = RequestFactory()

    def submit(_number: int) -> tuple[int, bytes]:
        request = factory.post("/t/writing/", {"_key": "k1", "label": "a"})
        request.user = account
        request.session = {}
        try:
            answer: Any = writing(request)
            return answer.status_code, answer.content
        finally:
            connections.close_all()

    with ThreadPoolExecutor(20) as crowd:
        answers = list(crowd.map(submit, range(20)))
    assert answers == [(200, b"row 0")] * 20
    assert (Token.objects.count(), SubmitKey.objects.count()) == (1, 1)


def test_the_actor_is_the_account_with_the_grants_of_the_day(db: None) -> None:
    client = client_of()
    actor = actor_of(get_user(client))
    assert (actor.name, actor.places(OWN)) == ("zhang", (f"a/{actor.account_id}/",))


@pytest.mark.django_db
def test_neither_what_was_sent_nor_what_was_answered_lies_open_in_the_database() -> None:
    client = client_of()
    sent = {"_key": "k9", "label": "马蹄石榴信封"}
    first = client.post("/t/writing/", sent)
    row = SubmitKey.objects.get(key="k9")
    assert first.content not in bytes(row.body)
    plain = sha256(b"POST /t/writing/" + repr(("label", ["马蹄石榴信封"])).encode()).hexdigest()
    assert row.digest != plain
    assert client.post("/t/writing/", sent).content == first.content


@pytest.mark.django_db
def test_an_answer_that_no_longer_opens_is_not_given_and_nothing_happens_twice() -> None:
    client = client_of()
    sent = {"_key": "k9", "label": "a"}
    client.post("/t/writing/", sent)
    SubmitKey.objects.update(body=b"row 0")
    assert client.post("/t/writing/", sent).status_code == 409
    assert Token.objects.count() == 1
