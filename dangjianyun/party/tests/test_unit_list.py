"""The list of Party organizations: what its bodies are called, in which order they stand."""

from datetime import date

from dangjianyun.foundation.days import today
from dangjianyun.party.models import RoleKind, Unit, UnitKind, UnitStanding
from dangjianyun.party.tests.conftest import SignIn, Town

LIST = "/party/units/"


def test_the_list_goes_division_by_division_and_by_name_within(town: Town, sign_in: SignIn):
    rows = sign_in("city").get(LIST).context["rows"]
    told = [(row.path, row.name) for row in rows]
    assert len({path for path, _ in told}) > 1
    assert told == sorted(told)


def test_the_past_list_goes_by_the_divisions_and_names_of_its_day(town: Town, sign_in: SignIn):
    rows = sign_in("city").get(f"{LIST}?on=2020-12-31").context["rows"]
    told = [(row.said.path, row.said.name) for row in rows]
    assert len(told) > 1
    assert told == sorted(told)


def test_a_leading_body_is_called_what_it_is(town: Town, sign_in: SignIn):
    local = Unit.rows().get(role=RoleKind.LOCAL)
    assert local.kind_words == "党工委"
    assert Unit(role=RoleKind.ORGAN, kind=UnitKind.COMMITTEE).kind_words == "直属机关工委"
    assert Unit(role=RoleKind.GUIDING, kind=UnitKind.COMMITTEE).kind_words == "指导机构"
    assert Unit(role=RoleKind.LOCAL, kind=UnitKind.COMMITTEE, name="某镇党委").kind_words == "党委"
    assert Unit(role=RoleKind.GRASSROOTS, kind=UnitKind.BRANCH).kind_words == "党支部"
    for day in ("", f"&on={today().year - 1}-01-31"):
        page = sign_in("haishu").get(f"{LIST}?role=local{day}")
        assert {row.kind_words_then for row in page.context["rows"]} <= {"党工委"}
    assert "党工委" in sign_in("haishu").get(f"{LIST}{local.number}/").content.decode()


def test_the_menu_opens_the_list_on_what_the_indicator_counts(town: Town, sign_in: SignIn):
    client = sign_in("city")
    page = client.get(f"{LIST}?set=counted")
    assert f'href="{LIST}?set=counted"' in page.content.decode()
    for day in (today(), date(2020, 12, 31)):
        page = client.get(f"{LIST}?set=counted&on={day}")
        counted = UnitStanding.rows().filter(UnitStanding.on(day), is_counted=True)
        assert page.context["page"].paginator.count == counted.count() > 0
        assert town.lower.number not in {row.number for row in page.context["rows"]}
        assert {row.role for row in page.context["rows"]} <= {"grassroots"}
    assert client.get(LIST).context["page"].paginator.count > len(page.context["rows"])
