"""The pages of a batch: upload, check, confirm, result, undo."""

from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.test import Client

from dangjianyun.access.models import AuditEntry
from dangjianyun.interchange import intake, tasks
from dangjianyun.interchange.actions import write_batch
from dangjianyun.interchange.models import Batch, HeldRow, State
from dangjianyun.interchange.tests.books import (
    HEADINGS,
    checked,
    code,
    organization,
    repacked,
    workbook,
)
from dangjianyun.interchange.views import acts, upload
from dangjianyun.registry.models import Organization
from tests.city import City


@pytest.fixture
def haishu(city: City, client: Client) -> Client:
    client.force_login(city.accounts["haishu"])
    return client


def send(client: Client, path: Path, **more: Any) -> Any:
    with path.open("rb") as file:
        return client.post("/interchange/new/", {"sheet": "organizations", "file": file} | more)


def mixed(tmp_path: Path) -> Path:
    rows = [HEADINGS, organization(1), organization(2), organization(3, name="")]
    return workbook(tmp_path / "基本情况.xlsx", rows)


def test_an_upload_is_checked_and_shown_with_its_impact(haishu: Client, tmp_path: Path) -> None:
    answer = send(haishu, mixed(tmp_path))
    page = haishu.get(answer["Location"]).content.decode()
    assert "还没有写入任何内容" in page
    assert "写入2行正确数据" in page
    assert "有误的1行不会写入" in page
    assert ">B4</a>" in page
    assert "请填写名称" in page
    assert not Organization.rows().filter(code=code(1)).exists()


def test_a_large_file_that_is_no_table_is_refused_at_once(
    haishu: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upload, "INLINE", 0)
    path = repacked(mixed(tmp_path), "xl/media/x.xml", b"0" * 100_000_000)
    answer = send(haishu, path)
    assert answer.status_code == 422
    assert "压缩方式异常" in answer.content.decode()
    assert Batch.rows().count() == 0


def test_a_file_that_is_not_taken_says_why_at_the_field(haishu: Client, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"<html><table></table></html>")
    answer = send(haishu, path)
    assert answer.status_code == 422
    assert "改了扩展名的网页" in answer.content.decode()
    assert Batch.rows().count() == 0


@pytest.mark.parametrize("inline", [0, upload.INLINE])
@pytest.mark.parametrize(
    ("name", "holds", "words"),
    [
        ("a.xlsx", "名称,类型\n甲,民非\n".encode(), "请把扩展名改为.csv"),
        ("a.XLSX", b"nothing of a table", "文件内容不是Excel工作簿"),
        ("a.xls", "名称,类型\n甲,民非\n".encode(), "扩展名却是.xls"),
        ("a.csv", None, "文件内容是Excel工作簿，扩展名却是.csv"),
        ("a.et", None, "请把扩展名改回.xlsx"),
    ],
)
def test_a_renamed_file_is_refused_before_it_is_parsed_with_the_remedy(
    haishu: Client,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    inline: int,
    name: str,
    holds: bytes | None,
    words: str,
) -> None:
    monkeypatch.setattr(upload, "INLINE", inline)
    monkeypatch.setattr(intake, "check", None)  # it is never called
    path = mixed(tmp_path).rename(tmp_path / name)
    if holds is not None:
        path.write_bytes(holds)
    answer = send(haishu, path)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Organization.rows().filter(name="甲").exists()


@pytest.mark.parametrize("name", ["a.csv", "a.CSV", "a.txt", "a"])
def test_a_text_under_the_ending_of_a_text_is_taken(
    haishu: Client, tmp_path: Path, name: str
) -> None:
    path = tmp_path / name
    path.write_text("\n".join(",".join(map(str, row)) for row in (HEADINGS, organization(1))))
    page = haishu.get(send(haishu, path)["Location"]).content.decode()
    assert "还没有写入任何内容" in page


def test_a_confirmed_batch_is_written_once_and_undone_by_its_number(
    haishu: Client, tmp_path: Path
) -> None:
    at = send(haishu, mixed(tmp_path))["Location"]
    first = haishu.post(f"{at}confirm/", {"_key": "one"})
    again = haishu.post(f"{at}confirm/", {"_key": "one"})
    assert (first.status_code, again.status_code) == (302, 302)
    assert again["Idempotent-Replayed"] == "true"
    assert Organization.rows().filter(code__in=[code(1), code(2)]).count() == 2
    wrong = haishu.post(f"{at}undo/", {"number": "3"})
    assert (wrong.status_code, Batch.rows().get().state) == (422, State.WRITTEN)
    haishu.post(f"{at}undo/", {"number": "2"})
    assert Batch.rows().get().state == State.UNDONE
    assert not Organization.rows().filter(code=code(1)).exists()


def test_a_second_confirmation_under_another_key_is_refused(haishu: Client, tmp_path: Path) -> None:
    at = send(haishu, mixed(tmp_path))["Location"]
    haishu.post(f"{at}confirm/", {"_key": "one"})
    second = haishu.post(f"{at}confirm/", {"_key": "two"})
    assert second.status_code == 409
    assert "没有写入" in second.content.decode()


def test_a_discarded_batch_keeps_no_rows(haishu: Client, tmp_path: Path) -> None:
    at = send(haishu, mixed(tmp_path))["Location"]
    haishu.post(f"{at}discard/")
    batch = Batch.rows().get()
    assert (batch.state, batch.parts.count()) == (State.DISCARDED, 0)
    assert haishu.get(at).status_code == 200


def test_large_files_and_batches_are_left_to_the_worker(
    haishu: Client, city: City, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upload, "INLINE", 10)
    monkeypatch.setattr(acts, "INLINE", 1)
    account = city.accounts["haishu"].pk
    at = send(haishu, mixed(tmp_path))["Location"]
    number = Batch.rows().get().number
    assert "等待核对" in haishu.get(at).content.decode()
    tasks.check_upload.func(number, account)
    assert Batch.rows().get().state == State.CHECKED
    haishu.post(f"{at}confirm/")
    assert "正在写入" in haishu.get(at).content.decode()
    tasks.write_rows.func(number, account, True)
    assert Batch.rows().get().state == State.WRITTEN
    haishu.post(f"{at}undo/", {"number": "2"})
    tasks.undo_rows.func(number, account)
    assert Batch.rows().get().state == State.UNDONE


def test_what_the_worker_cannot_do_goes_back_with_the_reason(
    haishu: Client, city: City, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(acts, "INLINE", 1)
    at = send(haishu, mixed(tmp_path))["Location"]
    number = Batch.rows().get().number
    haishu.post(f"{at}confirm/")
    other = checked(mixed(tmp_path), actor=city.actor("haishu"))
    haishu.post(f"/interchange/{other.number}/confirm/")
    tasks.write_rows.func(other.number, city.accounts["haishu"].pk, True)
    tasks.write_rows.func(number, city.accounts["haishu"].pk, True)
    batch = Batch.rows().get(number=number)
    assert batch.state == State.CHECKED
    assert "核对之后，2行的数据又有变动" in haishu.get(at).content.decode()


def test_rows_about_people_are_shown_to_their_importer_only(
    city: City, client: Client, tmp_path: Path
) -> None:
    rows = [["姓名", "党组织编号", "入党日期"], ["测试某某", "B1", "2010-07-01"]]
    batch = checked(workbook(tmp_path / "a.xlsx", rows), "members", actor=city.actor("haishu"))
    seen = {}
    for account in ("haishu", "city"):
        client.force_login(city.accounts[account])
        page = client.get(f"/interchange/{batch.number}/")
        errors = client.get(f"/interchange/{batch.number}/errors/")
        seen[account] = (page.status_code, "测试某某" in page.content.decode(), errors.status_code)
    assert seen == {"haishu": (200, True, 200), "city": (200, False, 404)}


def test_an_export_holds_what_the_list_shows_and_is_on_record(haishu: Client) -> None:
    answer = haishu.get("/interchange/export/organizations/?region=330203001")
    rows = list(openpyxl.load_workbook(BytesIO(answer.content)).worksheets[0].iter_rows())
    assert (answer.status_code, len(rows)) == (200, 5)
    assert answer["Content-Disposition"].startswith("attachment")
    entry = AuditEntry.objects.latest("id")
    assert (entry.table, entry.actor) == ("interchange.Export", "haishu")


def test_a_list_is_exported_as_it_is_looked_at(haishu: Client) -> None:
    query = "?region=330203001&sort=name"
    page = haishu.get(f"/registry/organizations/{query}")
    said = page.content.decode()
    assert "/interchange/export/shown/organizations/?region=330203001" in said
    assert "/interchange/export/organizations/?region=330203001" in said
    answer = haishu.get(f"/interchange/export/shown/organizations/{query}")
    rows = list(openpyxl.load_workbook(BytesIO(answer.content)).active.iter_rows(values_only=True))
    assert list(rows[0]) == ["名称", *(one.words for one in page.context["columns"])]
    assert [row[0] for row in rows[1:]] == [row["name"] for row in page.context["rows"]]
    assert "覆盖方式" in rows[0]
    assert AuditEntry.objects.filter(table="interchange.Export", actor="haishu").count() == 1
    assert haishu.get("/interchange/export/shown/organizations/?on=2099-01-01").status_code == 404


@pytest.mark.parametrize(
    ("sheet", "right"),
    [
        ("members", "party.member.read"),
        ("units", "party.unit.read"),
        ("assignments", "coverage.assignment.read"),
    ],
)
def test_an_export_is_on_record_under_the_right_of_its_sheet(
    haishu: Client, sheet: str, right: str
) -> None:
    assert haishu.get(f"/interchange/export/{sheet}/").status_code == 200
    assert AuditEntry.objects.latest("id").action == right


@pytest.mark.parametrize("page", ["", "new/", "template/units/", "held/"])
def test_every_page_opens(haishu: Client, page: str) -> None:
    assert haishu.get(f"/interchange/{page}").status_code == 200


@pytest.mark.parametrize("who", ["instructor", "organization", "guide", "sysadmin", "auditor"])
def test_members_are_no_sheet_to_who_may_open_single_ones_only(
    city: City, client: Client, who: str
) -> None:
    client.force_login(city.accounts[who])
    assert client.get("/interchange/export/members/").status_code == 404


def test_rows_that_only_somebody_further_up_can_judge_are_sent_there_and_taken_back(
    city: City, haishu: Client, tmp_path: Path
) -> None:
    theirs = city.members["jiangbei"][0].number
    rows = [
        ["党员编号", "姓名", "公民身份号码", "党组织编号", "入党日期"],
        [theirs, "测试甲", None, "B1", "2010-07-01"],
        [theirs, "测试乙", 330203199101010000, "B1", "2010-07-01"],
    ]
    rows[2][0] = city.members["jiangbei"][1].number
    answer = send(haishu, workbook(tmp_path / "a.xlsx", rows), sheet="members")
    address = answer["Location"]
    batch = Batch.rows().get()
    assert (batch.count("held"), batch.count("rejected")) == (1, 1)
    page = haishu.get(address).content.decode()
    assert "有误的1行不会写入，改好后可再次上传。1行要由上级核验" in page
    assert "送1行给上级核验" in page
    assert haishu.post(f"{address}confirm/").status_code == 302
    assert HeldRow.objects.seen_by(city.actor("city")).count() == 1
    assert haishu.post(f"{address}undo/", {"number": "1"}).status_code == 302
    assert HeldRow.rows().count() == 0


def test_the_result_opens_what_was_written_and_says_what_to_do_with_the_rest(
    city: City, haishu: Client, tmp_path: Path
) -> None:
    address = send(haishu, mixed(tmp_path))["Location"]
    before = haishu.get(address).content.decode()
    assert "写入后这些数字会变" in before
    assert "没有要变更的" in before
    haishu.post(f"{address}confirm/", {"_key": "one"})
    page = haishu.get(address).content.decode()
    for number in (1, 2):
        assert f'href="/registry/organizations/{code(number)}/"' in page
    assert f'href="{address}annotated/"' in page
    assert 'href="/interchange/new/?sheet=organizations"' in page
    assert "有误的1行没有写入：下载标注好的原表，按批注改好，再传一次" in page
    counted = Organization.rows().filter(path__startswith="d/33/3302/330203/").count()
    assert "这些数字变了" in page
    assert f"{counted - 2} → {counted}" in page
    assert f'href="{address}undo/"' in page


def test_the_result_of_another_batch_shows_no_file_that_its_reader_may_not_open(
    city: City, client: Client, tmp_path: Path
) -> None:
    batch = checked(mixed(tmp_path), actor=city.actor("haishu"))
    write_batch(batch, actor=city.actor("haishu"), good_only=True, batch=batch.number)
    client.force_login(city.accounts["jiangbei"])
    assert client.get(f"/interchange/{batch.number}/").status_code == 404


def test_after_a_refused_upload_the_file_must_be_chosen_again(
    haishu: Client, tmp_path: Path
) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"%PDF-1.7")
    page = send(haishu, path).content.decode()
    assert "文件要重新选择，其他填过的都还在" in page


def test_items_are_counted_of_the_rows_that_would_be_changed(
    haishu: Client, city: City, tmp_path: Path
) -> None:
    one = city.organizations["haishu"][0]
    row = organization(1, code=one.code, name="改了的名称", since="2099-01-01")
    send(haishu, workbook(tmp_path / "a.xlsx", [HEADINGS, row]))
    batch = Batch.rows().get()
    assert (batch.count("changed"), batch.count("items")) == (0, 0)
