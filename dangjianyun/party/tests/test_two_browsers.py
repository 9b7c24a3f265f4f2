"""Two people at the same record, and days to come."""

from datetime import timedelta

import pytest

from dangjianyun.access.queries import operator
from dangjianyun.foundation.days import today
from dangjianyun.foundation.errors import Refused
from dangjianyun.party.actions.particulars import change_unit, correct_unit
from dangjianyun.party.actions.relation import cover, guide
from dangjianyun.party.models import Covering, Guidance, Unit
from dangjianyun.party.tests.conftest import SignIn, Town
from dangjianyun.registry.tests.factories import make_organization
from tests.opened import opened

TOMORROW = today() + timedelta(days=1)


def correcting(unit: Unit) -> str:
    return f"/party/units/{unit.number}/correct/"


def test_what_somebody_else_corrected_meanwhile_stays(town: Town, sign_in: SignIn):
    client, address = sign_in("haishu"), correcting(town.joint)
    mine = opened(client, address)
    correct_unit(town.joint, actor=operator(), fields={"name": "海曙社工联合党支部"})

    sent = {**mine, "trade": "社会工作", "reason": "补登行业", "_key": "a1"}
    assert client.post(address, sent).status_code == 302

    unit = Unit.rows().get(pk=town.joint.pk)
    assert (unit.name, unit.trade) == ("海曙社工联合党支部", "社会工作")


def test_the_same_field_changed_by_two_is_said_and_decided_by_the_next_submit(
    town: Town, sign_in: SignIn
):
    client, address = sign_in("haishu"), correcting(town.joint)
    mine = {**opened(client, address), "name": "海曙青年联合党支部", "reason": "名称写错"}
    correct_unit(town.joint, actor=operator(), fields={"name": "海曙社工联合党支部"})

    answer = client.post(address, {**mine, "_key": "b1"})

    said = "这一项已被改成“海曙社工联合党支部”。请核对后再提交。"
    assert (answer.status_code, said in answer.content.decode()) == (422, True)
    assert 'value="海曙青年联合党支部"' in answer.content.decode()
    again = {**mine, **dict(answer.context["form"].held), "_key": "b2"}
    assert client.post(address, again).status_code == 302
    assert Unit.rows().get(pk=town.joint.pk).name == "海曙青年联合党支部"


def test_a_change_of_an_earlier_day_changes_only_what_was_typed(town: Town, sign_in: SignIn):
    change_unit(
        town.joint, actor=operator(), on=today() - timedelta(days=30), fields={"name": "后来的名称"}
    )
    client, address = sign_in("haishu"), f"/party/units/{town.joint.number}/change/"
    sent = {**opened(client, address), "kind": "branch", "mode": "area", "reason": "改为区域统建"}
    on = today() - timedelta(days=400)

    client.post(address, {**sent, "on": str(on), "checked": "1", "_key": "c1"})

    rows = [(row.name, row.kind) for row in town.joint.particulars.order_by("since")]
    assert rows == [
        ("海曙联合党支部", "joint_branch"),
        ("海曙联合党支部", "branch"),
        ("后来的名称", "joint_branch"),
    ]


def test_nothing_is_covered_or_guided_from_a_day_to_come(town: Town):
    listed = Covering(unit=town.joint, organization=make_organization(), since=TOMORROW)
    guided = Guidance(unit=town.joint, guide=town.guiding, since=TOMORROW)

    with pytest.raises(Refused, match="列入日期不能晚于今天。"):
        cover(town.joint, actor=operator(), coverings=[listed])
    with pytest.raises(Refused, match="起始日期不能晚于今天。"):
        guide(town.joint, actor=operator(), guidances=[guided])
