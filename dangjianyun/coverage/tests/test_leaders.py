"""Who reads of the people of an organization: leaders for many, members for few."""

import pytest

from dangjianyun.coverage.tests.conftest import SignIn, Town
from dangjianyun.foundation.veiled import key_of
from dangjianyun.party.models import Member
from dangjianyun.registry.models import Person, Post
from dangjianyun.registry.tests.factories import HAISHU, make_account, make_actor


def posts_of(town: Town) -> str:
    return f"/registry/organizations/{town.missing.code}/posts/"


@pytest.mark.parametrize("who", ["city", "district", "street", "civil", "haishu"])
def test_no_page_of_posts_names_a_member(town: Town, sign_in: SignIn, who: str) -> None:
    make_account("district", "committee", HAISHU)
    client = sign_in(who)
    staff = Post.rows().filter(organization=town.missing, kind="staff").select_related("person")
    assert staff
    for post in staff:
        for act in ("end", "phone"):
            answer = client.get(f"{posts_of(town)}{key_of(post)}/{act}/")
            assert answer.status_code == 404
            assert post.person.name not in answer.content.decode()
    if who != "haishu":
        page = client.get(f"{posts_of(town)}new/").content.decode()
        assert not [post for post in staff if post.person.name in page]


def test_the_committee_directly_above_may_make_its_member_a_leader(
    town: Town, sign_in: SignIn
) -> None:
    offered = sign_in("haishu").get(f"{posts_of(town)}new/").context["form"].fields["person"]
    people = Person.rows().filter(posts__organization=town.missing)
    assert {key for key, _ in offered.choices if key} == {row.ref for row in people}


def test_persons_and_their_work_are_read_with_the_membership(town: Town) -> None:
    members = set(Member.rows().values_list("person_id", flat=True))
    secretary = make_actor("branch", "secretary", town.joint.party_path)
    above = make_actor("above", "committee", town.haishu.party_path)
    higher = make_actor("higher", "committee", town.organ.party_path)
    for actor in (secretary, above):
        assert members <= set(Person.objects.seen_by(actor).values_list("pk", flat=True))
        seen = Post.objects.seen_by(actor).filter(kind="staff")
        assert set(seen.values_list("person_id", flat=True)) == members
    assert not Person.objects.seen_by(higher).filter(pk__in=members).exists()
    assert not Post.objects.seen_by(higher).filter(kind="staff").exists()


def test_an_instructor_reads_the_leaders_of_assigned_organizations(
    town: Town, sign_in: SignIn
) -> None:
    client = sign_in("instructor")
    leader = Post.rows().get(organization=town.missing, kind="legal_representative")
    Post.rows().filter(pk=leader.pk).update(organization=town.visited)
    page = client.get(f"/registry/organizations/{town.visited.code}/?tab=leaders")
    assert leader.person.name in page.content.decode()
    assert Post.rows().filter(organization=town.missing, kind="staff").exists()


def test_a_row_of_a_member_tells_nothing_but_the_unit(town: Town, sign_in: SignIn) -> None:
    address = f"/registry/organizations/{town.missing.code}/?tab=party"
    far = sign_in("city").get(address).context["members"]
    assert {(one["label"], one["stage"], one["opaque"]) for one in far} == {
        (f"党员（{town.joint.name}）", "", True)
    }
    assert len({one["key"] for one in far}) == 4
    assert all(one["href"].endswith(f"/party/members/records/{one['key']}/") for one in far)
    near = sign_in("haishu").get(address).context["members"]
    assert {(one["stage"], one["opaque"]) for one in near} == {("正式党员", False)}


def test_what_was_written_down_wrongly_of_a_leader_is_corrected(
    town: Town, sign_in: SignIn
) -> None:
    leader = Post.rows().get(organization=town.missing, kind="legal_representative")
    address = f"{posts_of(town)}{key_of(leader)}/edit/"
    client = sign_in("civil")
    page = client.get(address).content.decode()
    assert str(leader.person.phone) in page
    assert leader.person.phone.open() not in page
    wrong = client.post(address, {"name": " ", "phone": "12", "_key": "k1"})
    assert set(wrong.context["form"].errors) == {"name", "phone", "reason"}
    said = {"name": "测试寅", "title": "会长", "reason": "原来写错了"}
    kept = {**said, "phone": str(leader.person.phone), "_key": "k2"}
    assert client.post(address, kept).status_code == 302
    before = leader.person.phone.open()
    leader = Post.rows().select_related("person").get(pk=leader.pk)
    assert (leader.person.name, leader.person.phone.open()) == ("测试寅", before)
    assert (leader.title, leader.is_full_time) == ("会长", False)
    assert client.post(address, {**said, "phone": "19900000008", "_key": "k3"}).status_code == 302
    assert Person.rows().get(pk=leader.person_id).phone.open() == "19900000008"
    told = client.get(f"/registry/organizations/{town.missing.code}/?tab=history")
    entries = told.context["entries"]
    assert [entry.reason for entry in entries[:2]] == ["原来写错了", "原来写错了"]
    assert "19900000008" not in told.content.decode()
    assert sign_in("guide").get(address).status_code == 403
    assert sign_in("jiangbei").get(address).status_code == 404


def test_the_history_names_a_leader_instead_of_the_table(town: Town, sign_in: SignIn) -> None:
    leader = Post.rows().get(organization=town.missing, kind="legal_representative")
    told = sign_in("civil").get(f"/registry/organizations/{town.missing.code}/?tab=history")
    changes = [change for entry in told.context["entries"] for change in entry.changes]
    assert ("人员", None, leader.person.name) in changes
    assert ("人员", None, "人员") not in changes
