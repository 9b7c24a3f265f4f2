"""Asking for a member: which roll is meant, and where it stands while it waits."""

from datetime import date

from dangjianyun.party.models import Enrollment
from dangjianyun.party.tests.conftest import SignIn, Town
from dangjianyun.registry.rules import make_identity_number

NUMBER = make_identity_number("330203", date(1985, 5, 5), 0)
GIVEN = {
    "name": "测试丁丁",
    "identity_number": NUMBER,
    "joined_on": "2010.7.1",
    "full_on": "2011年7月1日",
    "since": "2024-01-01",
}


def test_with_several_rolls_the_form_asks_for_which(town: Town, sign_in: SignIn) -> None:
    client = sign_in("haishu")
    href = client.get("/party/members/").context["may_ask"]
    assert href.endswith("?choose=1")
    form = client.get(href).context["form"]
    assert town.joint.number in dict(form.fields["roll"].choices)
    assert town.theirs.number not in dict(form.fields["roll"].choices)
    missing = client.post(href, {"_key": "k1", **GIVEN}).context["form"]
    assert set(missing.errors) == {"roll"}
    foreign = client.post(href, {"_key": "k2", **GIVEN, "roll": town.theirs.number})
    assert set(foreign.context["form"].errors) == {"roll"}
    done = client.post(href, {"_key": "k3", **GIVEN, "roll": town.joint.number})
    assert done.url == f"/party/units/{town.joint.number}/members/"
    assert Enrollment.rows().get().unit == town.joint


def test_with_one_roll_nothing_is_asked(town: Town, sign_in: SignIn) -> None:
    href = sign_in("secretary").get("/party/members/").context["may_ask"]
    assert href == f"/party/units/{town.branch.number}/members/new/"
    assert "roll" not in sign_in("secretary").get(href).context["form"].fields


def test_who_waits_stands_on_the_branch_s_roster_for_who_may_see(
    town: Town, sign_in: SignIn
) -> None:
    roster = f"/party/units/{town.branch.number}/members/"
    sign_in("secretary").post(f"{roster}new/", {"_key": "k1", **GIVEN})
    shown = {
        name: "测试丁丁" in sign_in(name).get(roster).content.decode()
        for name in ("secretary", "street", "haishu", "civil")
    }
    assert shown == {"secretary": True, "street": True, "haishu": False, "civil": False}
    assert "待核验" in sign_in("secretary").get(roster).content.decode()
