"""Writing the register. Establishing, changing and closing are called by the first import only:
the cases that lead to them live in `oversight`.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dangjianyun.access.action import action
from dangjianyun.access.book import Book
from dangjianyun.access.withdrawing import references, withdraw
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import OPEN, last_day, today
from dangjianyun.foundation.errors import Refused
from dangjianyun.foundation.pinyin import sought
from dangjianyun.foundation.turns import hold
from dangjianyun.registry.models import (
    DESCRIBED,
    LEADERS,
    Closing,
    Organization,
    Particulars,
    Person,
    Post,
    PostKind,
)
from dangjianyun.territory.models import Division

REGISTER = "registry.organization.write"


@action(REGISTER, "登记社会组织")
def register_organizations(
    division: Division, *, actor: Actor, book: Book, organizations: Sequence[Organization]
) -> list[Organization]:
    """Put organizations on the register with their first particulars.

    Shape: unsaved organizations within `division`. Raises: PermissionDenied for one elsewhere.
    """
    for row in organizations:
        actor.must(REGISTER, row)
        row.sought = sought(row.name, row.code)
    saved = book.add_many(organizations)
    book.add_many(
        [
            Particulars(
                organization=row,
                since=row.established_on,
                until=row.closed_on,
                **{name: getattr(row, name) for name in DESCRIBED},
            )
            for row in saved
        ]
    )
    return saved


@action(REGISTER, "变更登记事项")
def change_particulars(
    organization: Organization, *, actor: Actor, book: Book, on: date, fields: dict[str, Any]
) -> Organization:
    """Set described fields from a day on, until the next change on record.

    `on` at or before the first day, or equal to a change's day, corrects what is there.
    Raises: Refused for a day in the future or after the end of the register entry.
    """
    if on > today():
        raise Refused("变更日期不能晚于今天。", field="on")
    rows = list(organization.particulars.all().order_by("since"))
    row = next((r for r in rows if r.since <= on < r.until), None)
    if row is None:
        raise Refused("变更日期不在该组织的登记期间内。", field="on")
    if row.since == on:
        book.change(row, **fields)
        latest = row
    else:
        told = {name: getattr(row, name) for name in DESCRIBED} | fields
        until = row.until
        book.change(row, until=on)
        latest = book.add(Particulars(organization=organization, since=on, until=until, **told))
    return _follow(organization, book, latest)


def _follow(organization: Organization, book: Book, latest: Particulars) -> Organization:
    """Let the organization say what its latest particulars say."""
    last = organization.particulars.order_by("-since").first() or latest
    told = {name: getattr(last, name) for name in DESCRIBED}
    names = organization.particulars.order_by("since").values_list("name", flat=True)
    words = sought(*dict.fromkeys([told["name"], *reversed(list(names))]), organization.code)
    return book.change(organization, **told, sought=words[:400])


@action(REGISTER, "成批变更登记事项")
def change_register(
    division: Division,
    *,
    actor: Actor,
    book: Book,
    changes: Sequence[tuple[Organization, date, dict[str, Any]]],
) -> None:
    """`change_particulars` for many organizations within `division`, each once. Four statements.

    Shape: (organization, first day, fields). Raises: PermissionDenied for one elsewhere; Refused
    as there.
    """
    held: dict[int, list[Particulars]] = {}
    rows = Particulars.rows().filter(organization__in=[one.pk for one, _, _ in changes])
    for row in rows.order_by("since"):
        held.setdefault(row.organization_id, []).append(row)
    edited: list[tuple[Particulars, dict[str, Any]]] = []
    added: list[Particulars] = []
    for one, on, fields in changes:
        actor.must(REGISTER, one)
        found = next((r for r in held.get(one.pk, []) if r.since <= on < r.until), None)
        if on > today() or found is None:
            raise Refused(f"变更日期{on}不在“{one.name}”的登记期间内，或还没有到。", field="on")
        if found.since == on:
            edited.append((found, fields))
            continue
        told = {name: getattr(found, name) for name in DESCRIBED} | fields
        added.append(Particulars(organization=one, since=on, until=found.until, **told))
        edited.append((found, {"until": on}))
        held[one.pk].append(added[-1])
    book.change_many(edited)
    book.add_many(added)
    book.change_many([(one, _latest(one, held[one.pk])) for one, _, _ in changes])


def _latest(organization: Organization, rows: Sequence[Particulars]) -> dict[str, Any]:
    """What the organization says today: its last particulars, findable by every name it had."""
    in_order = sorted(rows, key=lambda row: row.since)
    told = {name: getattr(in_order[-1], name) for name in DESCRIBED}
    names = [row.name for row in in_order]
    words = sought(*dict.fromkeys([told["name"], *reversed(names)]), organization.code)
    return told | {"sought": words[:400]}


@action("registry.organization.close", "注销社会组织")
def close_organization(
    organization: Organization, *, actor: Actor, book: Book, on: date, closing: Closing
) -> Organization:
    """End an organization's life: `on` is the first day on which it is no longer registered.

    Raises: Refused where it is closed already or the day lies before its beginning.
    """
    if organization.closed_on != OPEN:
        raise Refused("该组织已经注销或撤销登记。")
    if on <= organization.established_on:
        raise Refused("注销日期不能早于成立日期。", field="on")
    for row in organization.particulars.filter(until=OPEN):
        book.change(row, until=on)
    for post in organization.posts.filter(until__gt=on):
        if post.since < on:
            book.change(post, until=on)
        else:
            # It never came to that: the organization was gone before.
            book.remove(post)
    return book.change(organization, closed_on=on, closing=closing)


@action("registry.person.write", "登记人员")
def record_persons(
    division: Division, *, actor: Actor, book: Book, persons: Sequence[Person]
) -> list[Person]:
    """Put persons on record. Raises: PermissionDenied for one outside the actor's divisions."""
    for person in persons:
        actor.must("registry.person.write", person)
    return book.add_many(persons)


@action("registry.post.write", "登记任职")
def appoint(division: Division, *, actor: Actor, book: Book, posts: Sequence[Post]) -> list[Post]:
    """Give persons posts in organizations.

    Raises: PermissionDenied for an organization elsewhere; Refused for a period without a day, one
    outside the organization's life, the same post twice, a second legal representative at a time.
    """
    held = _leading(posts)
    for post in posts:
        actor.must("registry.post.write", post)
        one = post.organization
        if post.since > today():
            raise Refused("任职起始日不能晚于今天。", field="since")
        if not one.established_on <= post.since < one.closed_on:
            raise Refused(f"“{one.name}”在{post.since}不在登记期间内。", field="since")
        post.until = min(post.until, one.closed_on)
        if post.until <= post.since:
            raise Refused("任职的截止日期不能早于起始日期。", field="until")
        if post.kind in LEADERS:
            _must_be_free(post, held.setdefault(one.pk, []))
    return book.add_many(posts)


def _leading(posts: Sequence[Post]) -> dict[int, list[Post]]:
    """The leaders' posts of the organizations in which these posts make leaders."""
    concerned = {post.organization_id for post in posts if post.kind in LEADERS}
    rows = Post.rows().filter(organization__in=concerned, kind__in=LEADERS)
    held: dict[int, list[Post]] = {}
    for row in rows.select_related("person") if concerned else ():
        held.setdefault(row.organization_id, []).append(row)
    return held


def _must_be_free(post: Post, held: list[Post]) -> None:
    """An organization has one legal representative, and nobody holds the same post twice."""
    for other in held:
        if other.kind != post.kind or post.since >= other.until or other.since >= post.until:
            continue
        words = other.get_kind_display()
        if other.person_id == post.person_id:
            raise Refused(f"{other.person.name}自{other.since}起已任{words}。", field="kind")
        if post.kind == PostKind.LEGAL_REPRESENTATIVE:
            raise Refused(
                f"自{other.since}起的法定代表人是{other.person.name}，同一天只能有一位。"
                "请先登记离任，再登记新任。",
                field="kind",
            )
    held.append(post)


def _subjects_of(post: Post, given: Mapping[str, Any]) -> None:
    """Organization and person come before the post in the order of locks."""
    hold({Organization: [post.organization_id], Person: [post.person_id]})


@action("registry.post.write", "更正负责人信息", first=_subjects_of)
def correct_leader(
    post: Post, *, actor: Actor, book: Book, name: str, phone: str | None, fields: dict[str, Any]
) -> Post:
    """Correct a leader's name, telephone (None: as it is) and what the post is called.

    Raises: Refused for other fields of the post.
    """
    if other := set(fields) - {"title", "is_full_time"}:
        raise Refused(f"{'、'.join(sorted(other))}不能在这里更改。")
    person = post.person
    changed = [
        words
        for words, differs in (
            ("姓名", name != person.name),
            ("联系电话", phone is not None and phone != person.phone.open()),
        )
        if differs
    ]
    if changed:
        book.change(person, name=name, **({} if phone is None else {"phone": phone}))
        # The values stand in no history; that they were changed does, on the organization's file.
        book.note(post, "change", f"更正{'、'.join(changed)}")
    return book.change(post, **fields)


@action("registry.post.write", "结束任职", first=_subjects_of)
def end_post(post: Post, *, actor: Actor, book: Book, on: date) -> Post:
    """End a post: `on` is the first day without it.

    Raises: Refused for a day before it began, or where it has ended.
    """
    if on <= post.since:
        raise Refused("离任日期不能早于到任日期。", field="on")
    if post.until <= today() or on > post.until:
        raise Refused(f"任职到{last_day(post.until)}已经结束。", field="on")
    return book.change(post, until=on)


@action("registry.post.write", "撤回误登的任职", first=_subjects_of)
def withdraw_post(post: Post, *, actor: Actor, book: Book) -> None:
    """Take back a post that never was, and the person with it where nothing else is known of them.

    Raises: as `withdraw`.
    """
    person = post.person
    withdraw(post, book)
    if not any(references(Person, [person.pk])):
        book.remove_many([person])


@action("registry.post.write", "更正到任日期")
def correct_start(post: Post, *, actor: Actor, book: Book, on: date) -> Post:
    """Correct the day on which a post began. Raises: as `must_have_begun`."""
    must_have_begun(post, on)
    return book.change(post, since=on)


def must_have_begun(post: Post, on: date) -> None:
    """Raises: Refused for a day to come, one outside the organization's life or behind the post's
    end, or one on which the person held another main post.
    """
    if on > today():
        raise Refused(f"{on}还没有到。请核对日期。", field="since")
    if not post.organization.established_on <= on < post.until:
        raise Refused(f"{on}不在该单位的登记期间或任职期间内。请核对日期。", field="since")
    others = Post.rows().filter(person=post.person_id, is_main=True).exclude(pk=post.pk)
    other = others.filter(since__lt=post.until, until__gt=on).first() if post.is_main else None
    if other is not None:
        raise Refused(
            f"这名同志{on}还在“{other.organization.name}”任职。请核对日期。", field="since"
        )


@action("registry.person.unmask", "查看完整联系电话")
def unmask_phone(post: Post, *, actor: Actor, book: Book, purpose: str) -> str:
    """The telephone of a leader in the clear; who asked and for what is kept on both files."""
    if not purpose.strip():
        raise Refused("请写明查看的用途。", field="purpose")
    book.read(post, f"联系电话，用途：{purpose.strip()}")
    phone: Any = post.person.phone
    return str(phone.open())


@action("registry.person.write", "更正人员信息")
def correct_person(person: Person, *, actor: Actor, book: Book, fields: dict[str, Any]) -> Person:
    """Correct name, identity number or telephone. Raises: Refused for other fields."""
    if other := set(fields) - {"name", "identity_number", "phone"}:
        raise Refused(f"{'、'.join(sorted(other))}不能在这里更改。")
    return book.change(person, **fields)
