"""The sheet of members."""

from collections.abc import Hashable, Iterable, Sequence
from datetime import date

from dangjianyun.foundation.errors import Refused
from dangjianyun.foundation.sheets import Desk, Row, Sheet, declare
from dangjianyun.party.actions.days import born_on, must_be_in_order
from dangjianyun.party.actions.enrollment import must_be_a_person
from dangjianyun.party.actions.member import WRITE, must_hold_relations
from dangjianyun.party.models import Member, Unit
from dangjianyun.party.sheets.member_columns import COLUMNS
from dangjianyun.party.sheets.member_found import Found, found_for
from dangjianyun.party.sheets.member_rows import export, write
from dangjianyun.party.workflow import VERIFY
from dangjianyun.registry.actions import must_have_begun
from dangjianyun.registry.models import Organization, Post, PostKind
from dangjianyun.registry.rules import check_identity_number
from dangjianyun.territory.models import Level
from dangjianyun.territory.queries import level_of

ELSEWHERE = "党员编号不在你的名册上，待上级核验"
REMEDY = "编号写错的请改正，新党员请留空；确是别处在册的，送上级核验"
ABROAD = "已在其他区登记"
WAITS = "提交后待上级核验，通过后列入名册"
CLOSED = "与系统里的不一致，不能用表格更改"


def resolve(desk: Desk, rows: Sequence[Row]) -> None:
    """Known by number, else by identity number; what is out of reach is judged further up."""
    found = found_for(desk, rows)
    for row in rows:
        row.title = row.get("name", "")
        unit = _unit(desk, row, found)
        member = _known(row, found)
        row.known = member if member and _near(desk, member) else None
        row.path = unit.path if unit else ""
        post = found.posts.get(row.known.person_id) if row.known else None
        row.more = {"unit": unit, "post": post}
        row.more["organization"] = _organization(row, found)
        if row.known is not None:
            _judge_known(desk, row, row.known, unit, found)
        elif row.get("number"):
            _check_days(desk, row, None)
            row.hold("number", ELSEWHERE, REMEDY)
        else:
            _judge_new(desk, row, unit, found)
        is_known = row.known is not None or bool(row.more.get("waits"))
        row.settle(is_known=is_known, asks=bool(row.more.get("asks")))


def _unit(desk: Desk, row: Row, found: Found) -> Unit | None:
    """The unit of a row. One out of reach reads like one that does not exist, and both are put
    right in the cell: only a person may have to be judged further up.
    """
    said = row.get("unit")
    unit = found.units.get(said or "")
    if said is None or (unit and desk.may(WRITE, d=unit.path, p=unit.party_path)):
        return unit
    named = [one.number for one in found.named if one.name == said]
    if len(named) == 1:
        row.refuse("unit", f"“{said}”是名称，这一列要填编号", f"请填它的编号{named[0]}")
    elif not said.isascii():
        remedy = "请填党组织的编号，可在党组织列表或它的档案里查到"
        row.refuse("unit", f"“{said}”不是党组织编号", remedy)
    else:
        remedy = "请核对编号，可在党组织列表里查到"
        row.refuse("unit", f"没有编号为{said}的党组织，或不在你的范围内", remedy)
    return None


def _known(row: Row, found: Found) -> Member | None:
    if row.get("number"):
        return found.members.get(row.cells["number"])
    person = found.persons.get(row.get("identity", ""))
    return found.by_person.get(person.pk) if person else None


def _near(desk: Desk, member: Member) -> bool:
    """The own unit, the committee directly above it, or the console."""
    places = desk.places(WRITE)
    unit = member.unit
    if "p/" in places:
        return True
    if unit is None:
        return False
    above = unit.parent.party_path if unit.parent else ""
    return unit.party_path in places or above in places


def _verifies(desk: Desk, unit: Unit) -> bool:
    """Whether the actor is the one who can tell if a person is known in another district."""
    return any(
        place.startswith("d/") and unit.path.startswith(place) and level_of(place) <= Level.CITY
        for place in desk.places(VERIFY)
    )


def _organization(row: Row, found: Found) -> Organization | None:
    code = row.get("organization")
    one = found.organizations.get(code) if code else None
    post: Post | None = row.more["post"]
    if code and one is None and post and post.organization.code == code:
        # Works in another district, and the file says what stands here.
        return post.organization
    if code and one is None and code in found.abroad:
        row.refuse("organization", ABROAD, "请核对代码；在那里任职的，由那个区登记")
    elif code and one is None:
        row.refuse("organization", f"没有代码为{code}的社会组织", "请核对代码")
    return one


def _judge_new(desk: Desk, row: Row, unit: Unit | None, found: Found) -> None:
    identity = row.get("identity")
    sound = identity is not None and check_identity_number(identity, desk.on).is_kept
    if identity is not None:
        _try(row, "identity", lambda: must_be_a_person(identity))
    elif not any(fault.field == "identity" for fault in row.faults):
        row.refuse("identity", "必填", "新党员请填写公民身份号码，已有的请填党员编号")
    _check_days(desk, row, born_on(identity) if sound else None)
    since = row.get("since", desk.on)
    joined = row.get("joined_on")
    if joined and since < joined:
        row.refuse("since", "早于入党日期", "请核对两个日期")
    _check_post(row, since)
    if unit is None:
        return
    _try(row, "unit", lambda: must_hold_relations(unit, since))
    if identity is None:
        return
    if not _verifies(desk, unit):
        row.more["asks"] = True
        row.remark("identity", WAITS)
        row.more["waits"] = (unit.pk, identity) in found.waiting
        if row.get("organization"):
            row.remark("organization", "工作单位请在核验通过后再登记")
        return
    person = found.persons.get(identity)
    if person and person.pk in found.by_person:
        row.refuse("identity", "这名同志已在册，组织关系没有转出", "请先由原党组织办理转出")
    row.more["person"] = person


def _check_days(desk: Desk, row: Row, born: date | None) -> None:
    joined, full = row.get("joined_on"), row.get("full_on")
    for name in ("joined_on", "full_on", "since", "post_since", "changed_on"):
        if row.get(name) and row.cells[name] > desk.on:
            row.refuse(name, f"{row.cells[name]}还没有到", "请核对日期")
    if joined and full and full < joined:
        row.refuse("full_on", "早于入党日期", "请核对两个日期")
    elif joined and joined <= desk.on:
        _try(row, "joined_on", lambda: must_be_in_order(born, joined, full))


def _check_post(row: Row, since: date) -> None:
    one: Organization | None = row.more["organization"]
    start = row.get("post_since", since)
    if one and not one.established_on <= start < one.closed_on:
        row.refuse("organization", f"该单位在{start}不在登记期间内", "请核对代码和到岗日期")


def _judge_known(desk: Desk, row: Row, member: Member, unit: Unit | None, found: Found) -> None:
    person = member.person
    _check_days(desk, row, person.born_on)
    for name, now in (
        ("name", person.name),
        ("identity", person.identity_number),
        ("phone", person.phone),
        ("joined_on", member.joined_on),
        ("full_on", member.full_on),
    ):
        row.compare(name, now)
    if "identity" in row.changes:
        _try(row, "identity", lambda: must_be_a_person(row.cells["identity"]))
        if row.cells["identity"] in found.persons:
            row.refuse("identity", "这个号码属于另一名在册人员", "请核对")
    on = row.get("changed_on", desk.on)
    relation = found.relations.get(member.pk)
    if unit is None:
        pass  # What is wrong with its cell has been said.
    elif unit.pk != member.unit_id:
        row.changes["unit"] = (member.unit.number if member.unit else None, unit.number)
        _try(row, "unit", lambda: must_hold_relations(unit, on))
        if relation and on <= relation.since:
            row.refuse("changed_on", f"现组织关系自{relation.since}起", "变更日期应晚于这一天")
    elif row.get("since") and relation and row.cells["since"] != relation.since:
        row.refuse("since", CLOSED, "请核对，或把这一格留空")
    _compare_work(row)


def _compare_work(row: Row) -> None:
    one: Organization | None = row.more["organization"]
    post: Post | None = row.more["post"]
    if one is None:
        return
    now = post.organization.code if post else None
    if now != one.code:
        row.changes["organization"] = (now, one.code)
    elif post and row.get("is_full_time", post.is_full_time) != post.is_full_time:
        row.changes["is_full_time"] = (post.is_full_time, row.cells["is_full_time"])
    elif post and row.get("post_since", post.since) != post.since:
        _compare_start(row, post, row.cells["post_since"])
    if post and post.kind != PostKind.STAFF and {"organization", "is_full_time"} & set(row.changes):
        row.changes.pop("organization", None)
        row.changes.pop("is_full_time", None)
        row.refuse("organization", f"现任{post.get_kind_display()}", "请先在社会组织档案里办理离任")


def _compare_start(row: Row, post: Post, on: date) -> None:
    """The first day of staff is corrected here; a leader's stands in the register."""
    if post.kind != PostKind.STAFF:
        words = f"现任{post.get_kind_display()}，到任日期不能用表格更改"
        row.refuse("post_since", words, "请核对，或把这一格留空")
        return
    row.changes["post_since"] = (post.since, on)
    if not any(fault.field == "post_since" for fault in row.faults):
        _try(row, "post_since", lambda: must_have_begun(post, on))


def _try(row: Row, name: str, rule: object) -> None:
    """Note what a rule of the actions refuses."""
    try:
        rule()  # type: ignore[operator]
    except Refused as refusal:
        problem, _, remedy = refusal.message.rstrip("。").partition("。")
        row.refuse(name, problem, remedy)


def marks(desk: Desk, row: Row) -> Iterable[tuple[str, Hashable]]:
    """A number and an identity number stand in a file once."""
    for name in ("number", "identity"):
        if value := row.get(name):
            yield name, value


MEMBERS = declare(
    Sheet(
        name="members",
        order=3,
        label="党员",
        noun="名",
        key=("number",),
        columns=COLUMNS,
        model=Member,
        permission=WRITE,
        read_permission="party.member.read",
        resolve=resolve,
        write=write,
        export=export,
        marks=marks,
        mark_fields=("number", "identity"),
        is_personal=True,
        note="新党员不填党员编号，按公民身份号码查重；打了星号的格子表示不改。",
    )
)
