"""Going back in the browser finds the form as it was typed, until the act is done."""

from django.contrib.sessions.models import Session
from django.test import Client

from dangjianyun.foundation.days import today
from dangjianyun.party.models import Unit
from dangjianyun.party.tests.conftest import SignIn, Town


def move(client: Client, unit: Unit, **fields: str):
    sent = {"_key": f"{len(fields)}{fields}"[:60], "on": str(today()), **fields}
    return client.post(f"/party/units/{unit.number}/move/", sent)


def form_of(client: Client, unit: Unit, query: str = "") -> str:
    return client.get(f"/party/units/{unit.number}/move/{query}").content.decode()


def test_what_was_typed_stands_in_the_form_until_the_act_is_done(
    town: Town, sign_in: SignIn
) -> None:
    client, given = sign_in("city"), {"parent": town.city.number, "reason": "理顺隶属关系"}
    assert move(client, town.general, **given).status_code == 200
    page = form_of(client, town.general)
    assert 'value="理顺隶属关系"' in page
    assert "清空重填" in page
    assert "理顺隶属关系" not in form_of(client, town.general, "?anew=1")
    assert "理顺隶属关系" not in form_of(client, town.branch)
    assert move(client, town.general, **given, checked="1").status_code == 302
    assert "理顺隶属关系" not in form_of(client, town.general)


def test_a_refused_form_is_found_again_too(town: Town, sign_in: SignIn) -> None:
    client = sign_in("city")
    assert move(client, town.general, parent="没有这个", reason="理顺隶属关系").status_code == 422
    assert 'value="没有这个"' in form_of(client, town.general)


def test_what_was_typed_is_another_account_s_in_no_way(town: Town, sign_in: SignIn) -> None:
    client = sign_in("city")
    move(client, town.general, parent=town.city.number, reason="理顺隶属关系")
    assert "理顺隶属关系" not in form_of(sign_in("haishu"), town.general)
    told = [str(session.get_decoded()) for session in Session.objects.all()]
    assert any("drafts" in one for one in told)
    assert not any(town.city.number in one or "%E7%90%86" in one for one in told)


def test_all_that_is_wrong_with_a_member_is_said_at_once(town: Town, sign_in: SignIn) -> None:
    given = {
        "_key": "k1",
        "name": "测试丁丁",
        "identity_number": "330203198505050001",
        "joined_on": "2010年13月1日",
        "full_on": "2999-01-01",
        "since": "2998-01-01",
    }
    address = f"/party/units/{town.branch.number}/members/new/"
    form = sign_in("secretary").post(address, given).context["form"]
    assert set(form.errors) == {"identity_number", "joined_on", "full_on", "since"}


def test_where_nobody_can_be_given_a_post_the_page_says_what_comes_first(
    town: Town, sign_in: SignIn
) -> None:
    page = sign_in("haishu").get(f"/party/units/{town.joint.number}/appoint/").content.decode()
    assert "这里还没有可以任命的正式党员" in page
    assert f'href="/party/units/{town.joint.number}/members/"' in page
    assert "<select" not in page
