"""Keeping and fetching: as part of an act, within one's places, never half, never run."""

import io
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Q
from django.test import Client, RequestFactory
from django.utils.datastructures import MultiValueDict

from dangjianyun.access.action import action
from dangjianyun.access.incoming import FileTooBig
from dangjianyun.access.models import AuditEntry
from dangjianyun.foundation import scope
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.forms import ActorForm
from dangjianyun.foundation.sealed import DataDamaged
from dangjianyun.papers.actions import drop_attachments, keep_attachments, paper_of
from dangjianyun.papers.forms import FilesField
from dangjianyun.papers.models import Attachment, Piece
from dangjianyun.papers.queries import content_of
from dangjianyun.papers.rules import Paper
from dangjianyun.papers.tests.test_kinds import PDF, office, photo
from dangjianyun.party.models import Unit
from tests.city import City

pytestmark = pytest.mark.django_db
TEXT = "记录\n" * 200_000  # 1.4 MB: three pieces


@action("party.unit.write", "附上材料")
def attach(unit: Unit, *, actor: Actor, book: Any, files: list[Paper], fails: bool = False) -> Any:
    kept = keep_attachments(book, files)
    if fails:
        raise RuntimeError("somewhere behind")
    return kept


@action("party.unit.write", "附上材料")
def detach(unit: Unit, *, actor: Actor, book: Any, rows: list[Attachment]) -> None:
    drop_attachments(book, rows)


@pytest.fixture
def kept(city: City) -> Attachment:
    unit = city.units["haishu_branch"]
    files = [paper_of("../签到表 （一）.txt", TEXT.encode())]
    row: Attachment = attach(unit, actor=city.actor("haishu"), files=files)[0]
    return row


@pytest.fixture
def linked(city: City, kept: Attachment) -> Iterator[Attachment]:
    """As a room does it: the file hangs where the branch of 海曙 does."""
    key = (Attachment._meta.label, "p")
    branch = city.units["haishu_branch"]

    def at(place: str, on: object) -> Q:
        return Q(pk=kept.pk) if branch.party_path.startswith(place) else scope.NOTHING

    before = list(scope._READING[key])
    scope.hang(Attachment, "p", at, acts=False)
    yield kept
    scope._READING[key] = before


def as_(city: City, name: str) -> Client:
    client = Client()
    client.force_login(city.accounts[name])
    return client


def test_what_is_kept_comes_back_and_lies_sealed(kept: Attachment) -> None:
    assert content_of(kept) == TEXT.encode()
    assert kept.name == "签到表 （一）.txt"
    pieces = list(Piece.objects.filter(attachment=kept))
    assert len(pieces) == 3
    assert not any("记录".encode() in bytes(piece.sealed) for piece in pieces)
    entry = AuditEntry.objects.filter(table="papers.Attachment").latest("pk")
    assert entry.changes["digest"][1] == kept.digest


def test_an_act_that_fails_leaves_nothing(city: City) -> None:
    with pytest.raises(RuntimeError):
        attach(
            city.units["haishu_branch"],
            actor=city.actor("haishu"),
            files=[paper_of("a.txt", b"x")],
            fails=True,
        )
    assert not Attachment.rows().exists()
    assert not Piece.objects.exists()


def test_what_is_dropped_is_gone_with_its_content(city: City, kept: Attachment) -> None:
    detach(city.units["haishu_branch"], actor=city.actor("haishu"), rows=[kept])
    assert not Attachment.rows().exists()
    assert not Piece.objects.exists()


def test_a_piece_changed_moved_or_missing_is_noticed(kept: Attachment) -> None:
    first, second, third = Piece.objects.filter(attachment=kept).order_by("position")
    whole = bytes(first.sealed)
    Piece.objects.filter(pk=first.pk).update(sealed=bytes(second.sealed))
    with pytest.raises(DataDamaged):
        content_of(kept)
    Piece.objects.filter(pk=first.pk).update(sealed=whole[:-1] + bytes([whole[-1] ^ 1]))
    with pytest.raises(DataDamaged):
        content_of(kept)
    Piece.objects.filter(pk=first.pk).update(sealed=whole)
    Piece.objects.filter(pk=third.pk).delete()
    with pytest.raises(DataDamaged):
        content_of(kept)


def test_it_is_fetched_within_the_places_only(city: City, linked: Attachment) -> None:
    where = f"/papers/attachments/{linked.ref}/"
    assert as_(city, "secretary").get(where).content == TEXT.encode()
    assert as_(city, "haishu").get(where).status_code == 200
    for name in ("jiangbei", "organization", "sysadmin", "auditor"):
        answer = as_(city, name).get(where)
        nothing = as_(city, name).get(f"/papers/attachments/{'0' * 32}/")
        assert (answer.status_code, answer.content) == (404, nothing.content)
    assert Client().get(where).status_code == 302


def test_nothing_hangs_anywhere_until_a_room_says_so(city: City, kept: Attachment) -> None:
    where = f"/papers/attachments/{kept.ref}/"
    assert {as_(city, name).get(where).status_code for name in ("city", "haishu")} == {404}


def test_the_browser_saves_it_and_runs_nothing(city: City, linked: Attachment) -> None:
    answer = as_(city, "secretary").get(f"/papers/attachments/{linked.ref}/")
    assert answer["Content-Disposition"].startswith('attachment; filename="attachment.txt"; ')
    assert "%E7%AD%BE%E5%88%B0%E8%A1%A8" in answer["Content-Disposition"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert "no-store" in answer["Cache-Control"]


class PapersForm(ActorForm):
    files = FilesField(label="材料", most=2)


def filled(city: City, *files: tuple[str, bytes]) -> PapersForm:
    sent = [SimpleUploadedFile(name, content) for name, content in files]
    return PapersForm({}, MultiValueDict({"files": sent}), actor=city.actor("secretary"))


def test_the_field_takes_several_and_tells_each_fault(city: City) -> None:
    form = filled(city, ("a.jpg", photo()), ("b.docx", office()))
    assert form.is_valid()
    assert [paper.kind for paper in form.cleaned_data["files"]] == ["jpg", "docx"]
    assert " multiple" in str(form["files"])
    empty = filled(city)
    assert empty.is_valid()
    assert empty.cleaned_data["files"] == []
    wrong = filled(city, ("a.exe", b"MZ"), ("b.pdf", PDF[:30]))
    assert [e.split("：")[0] for e in wrong.errors["files"]] == ["“a.exe”", "“b.pdf”"]
    many = filled(city, *[("a.txt", b"x")] * 3)
    assert many.errors["files"] == ["一次最多2个文件，选了3个。"]


class Endless(io.RawIOBase):
    """A body of 2 GB that is made while it is read."""

    def __init__(self, head: bytes) -> None:
        self.head, self.given = head, 0

    def read(self, size: int = -1) -> bytes:
        piece = self.head or b"\xff" * (size if size > 0 else 65_536)
        self.head = b""
        self.given += len(piece)
        return piece


def stream(said: int, signed_in: Any) -> tuple[Any, Endless]:
    head = (
        b"--b\r\nContent-Disposition: form-data; name=csrfmiddlewaretoken\r\n\r\nx\r\n"
        b'--b\r\nContent-Disposition: form-data; name=files; filename="a.jpg"\r\n\r\n'
    )
    body = Endless(head)
    request = RequestFactory().post(
        "/orglife/meetings/new/", content_type="multipart/form-data; boundary=b"
    )
    request.META["CONTENT_LENGTH"] = str(said)
    request.environ["wsgi.input"] = body
    request._stream = body
    request._read_started = False
    if signed_in:
        request.user = signed_in
    return request, body


def test_two_gigabytes_are_not_even_begun(city: City) -> None:
    request, body = stream(2 * 1024**3, city.accounts["secretary"])
    with pytest.raises(FileTooBig):
        _ = request.POST
    assert body.given == 0


def test_a_file_that_grows_beyond_the_limit_is_stopped(city: City, tmp_path: Any) -> None:
    request, body = stream(100 * 1024**2, city.accounts["secretary"])
    with pytest.raises(FileTooBig) as stopped:
        _ = request.POST
    assert body.given < 22 * 1024**2
    assert "每个不超过20MB" in stopped.value.told


def test_who_has_not_signed_in_hands_over_nothing() -> None:
    request, body = stream(100 * 1024**2, None)
    assert not request.FILES
    assert body.given < 1024**2


def test_too_large_a_file_is_told_on_a_page(city: City) -> None:
    client = as_(city, "secretary")
    large = SimpleUploadedFile("a.jpg", b"\xff" * (20 * 1024**2 + 1))
    answer = client.post("/orglife/meetings/new/", {"files": large})
    assert answer.status_code == 413
    assert "每个不超过20MB" in answer.content.decode()
    assert "填过的文字还在" in answer.content.decode()
