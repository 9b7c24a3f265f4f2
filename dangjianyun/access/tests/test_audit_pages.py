"""The auditor's pages: filtered, paged by key, exported, verified."""

import io

import pytest
from django.test import Client
from openpyxl import load_workbook

from dangjianyun.access.actions import set_preference
from dangjianyun.access.models import AuditEntry
from dangjianyun.access.verification import anchor_file
from dangjianyun.foundation.days import today
from dangjianyun.registry.models import Organization
from tests.city import City

pytestmark = pytest.mark.django_db


@pytest.fixture
def auditor(city: City) -> Client:
    anchor_file().unlink(missing_ok=True)
    client = Client()
    client.force_login(
        city.accounts["auditor"], backend="django.contrib.auth.backends.ModelBackend"
    )
    return client


def lines(client: Client, **asked: str) -> list[AuditEntry]:
    found = client.get("/access/audit/", asked).context["lines"]
    return [line.entry for line in found]


def test_the_log_shows_the_latest_first_and_goes_on_by_key(auditor: Client) -> None:
    everything = list(AuditEntry.objects.order_by("-id"))
    first = lines(auditor)
    assert first == everything[:50]
    assert lines(auditor, before=str(first[-1].pk)) == everything[50:100]


def test_each_condition_narrows(city: City, auditor: Client) -> None:
    set_preference(city.accounts["city"], actor=city.actor("city"), key="a", value=1)
    row = city.organizations["haishu"][0]
    assert {e.actor for e in lines(auditor, actor="city")} == {"city"}
    assert {e.table for e in lines(auditor, table="party.Unit")} == {"party.Unit"}
    file = f"registry.organization/{row.pk}"
    assert {file in (e.subject, e.second) for e in lines(auditor, file=file)} == {True}
    assert {e.action for e in lines(auditor, action="party.unit.write")} == {"party.unit.write"}
    assert lines(auditor, day="2999-01-01") == []
    assert lines(auditor, until="2000-01-01") == []


def test_a_page_key_that_makes_no_sense_is_passed_over(auditor: Client) -> None:
    assert auditor.get("/access/audit/", {"before": "-1"}).status_code == 200


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"day": "x"}, "起始日"),
        ({"until": "2026-02-30"}, "截止日"),
        ({"day": "2026-03-02", "until": "2026-03-01"}, "截止日2026-03-01早于起始日2026-03-02"),
    ],
)
def test_a_day_that_cannot_be_read_is_named_and_nothing_is_listed_or_exported(
    auditor: Client, asked: dict[str, str], said: str
) -> None:
    answer = auditor.get("/access/audit/", asked)
    field = list(asked)[-1]
    assert (answer.status_code, answer.context["lines"]) == (422, [])
    assert any(words.startswith(said) for words in answer.context["form"].errors[field])
    page = answer.content.decode()
    assert f'href="#id_{field}"' in page
    assert f'value="{asked[field]}"' in page
    count = AuditEntry.objects.count()
    assert auditor.get("/access/audit/export/", asked).status_code >= 400
    assert AuditEntry.objects.count() == count


def test_days_are_read_as_everywhere_in_the_house(auditor: Client) -> None:
    year = today().year - 1
    assert lines(auditor, day=f"{year}年1月1日") == lines(auditor)
    assert lines(auditor, until=f"{year}.12.31") == []


def test_the_export_holds_what_is_shown_as_text_and_is_on_record(
    city: City, auditor: Client
) -> None:
    bad = '=HYPERLINK("x")'
    set_preference(city.accounts["city"], actor=city.actor("city"), key="a", value=1, reason=bad)
    answer = auditor.get("/access/audit/export/", {"actor": "city"})
    sheet = load_workbook(io.BytesIO(answer.content)).active
    cells = {(cell.value, cell.data_type) for row in sheet.iter_rows(min_row=2) for cell in row}
    assert sheet.max_row == 2
    assert (bad, "s") in cells
    assert not [value for value, kind in cells if kind == "f"]
    latest = AuditEntry.objects.latest("id")
    assert (latest.actor, latest.operation) == ("auditor", "export")


def test_verifying_says_what_holds_and_is_on_record(auditor: Client) -> None:
    count = AuditEntry.objects.count()
    answer = auditor.post("/access/audit/verify/", {"_key": "k"})
    assert f"核对了{count}条，全部完整" in answer.content.decode()
    assert AuditEntry.objects.latest("id").operation == "verify"


def test_personal_values_are_commitments_and_blind_indexes_nowhere(auditor: Client) -> None:
    said = [row.changes for row in AuditEntry.objects.filter(table="registry.Person")]
    assert {name for one in said for name in one if name.endswith("_index")} == set()
    assert {set(one["identity_number"][1]) == {"commitment", "salt", "key"} for one in said} == {
        True
    }
    page = auditor.get("/access/audit/", {"table": "registry.Person"}).content.decode()
    assert "已加密，只存校验值" in page


def test_the_log_is_the_auditors_alone(city: City, auditor: Client) -> None:
    others = [name for name in city.accounts if name != "auditor"]
    got = {}
    for name in others:
        client = Client()
        client.force_login(city.accounts[name], backend="django.contrib.auth.backends.ModelBackend")
        got[name] = client.get("/access/audit/").status_code
    assert got == dict.fromkeys(others, 403)
    assert Organization.objects.seen_by(city.actor("auditor")).count() == 0
