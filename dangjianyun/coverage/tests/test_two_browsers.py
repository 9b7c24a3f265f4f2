"""Two people at the same instructor, and at the same leader."""

from dangjianyun.access.queries import operator
from dangjianyun.coverage.actions import correct_instructor
from dangjianyun.coverage.models import Instructor
from dangjianyun.coverage.tests.conftest import SignIn, Town
from dangjianyun.foundation.veiled import key_of
from dangjianyun.registry.actions import correct_leader
from dangjianyun.registry.models import Post
from dangjianyun.registry.tests.factories import make_post
from tests.opened import opened


def instructor() -> Instructor:
    return Instructor.rows().get()


def test_what_somebody_else_corrected_of_an_instructor_stays(town: Town, sign_in: SignIn) -> None:
    client, address = sign_in("haishu"), f"/coverage/instructors/{instructor().number}/edit/"
    mine = opened(client, address)
    fields = {"employer": "海曙区教育局", "phone": "19900007777"}
    correct_instructor(instructor(), actor=operator(), fields=fields)

    assert client.post(address, {**mine, "kind": "liaison", "_key": "a1"}).status_code == 302

    row = instructor()
    assert (row.kind, row.employer, row.phone.open()) == (
        "liaison",
        "海曙区教育局",
        "19900007777",
    )


def test_an_instructors_telephone_changed_by_two_comes_back(town: Town, sign_in: SignIn) -> None:
    client, address = sign_in("haishu"), f"/coverage/instructors/{instructor().number}/edit/"
    mine = {**opened(client, address), "phone": "19900008888"}
    correct_instructor(instructor(), actor=operator(), fields={"phone": "19900007777"})

    answer = client.post(address, {**mine, "_key": "b1"})

    assert answer.status_code == 422
    assert "这一项已被改成“199****7777”。请核对后再提交。" in answer.content.decode()
    assert instructor().phone.open() == "19900007777"
    again = {**mine, **dict(answer.context["form"].held), "_key": "b2"}
    assert client.post(address, again).status_code == 302
    assert instructor().phone.open() == "19900008888"


def test_two_who_correct_a_leader_lose_nothing(town: Town, sign_in: SignIn) -> None:
    post = make_post(town.bare, kind="head", title="院长", is_full_time=True)
    client = sign_in("haishu")
    address = f"/registry/organizations/{town.bare.code}/posts/{key_of(post)}/edit/"
    mine = {**opened(client, address), "title": "理事长", "reason": "职务写错"}
    said = {"name": "测试改", "phone": None, "fields": {"is_full_time": False}}
    correct_leader(post, actor=operator(), **said)

    assert client.post(address, {**mine, "_key": "c1"}).status_code == 302
    row = Post.rows().get(pk=post.pk)
    assert (row.person.name, row.title, row.is_full_time) == ("测试改", "理事长", False)

    mine = {**opened(client, address), "title": "会长", "is_full_time": "on", "reason": "写错"}
    correct_leader(row, actor=operator(), **{**said, "fields": {"title": "秘书长"}})
    answer = client.post(address, {**mine, "_key": "c2"})
    assert (answer.status_code, "已被改成“秘书长”" in answer.content.decode()) == (422, True)
    assert Post.rows().get(pk=post.pk).is_full_time is False
