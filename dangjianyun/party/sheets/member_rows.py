"""Writing and reading rows of members."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Q

from dangjianyun.access.book import Book
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.scope import below
from dangjianyun.foundation.segments import chunks
from dangjianyun.foundation.sheets import Desk, Row
from dangjianyun.party.actions.days import born_on
from dangjianyun.party.actions.enrollment import ask_enrollment, new_number
from dangjianyun.party.actions.member import correct_member, enroll_members, move_member
from dangjianyun.party.models import Enrollment, Member, Membership, Unit
from dangjianyun.party.queries.duty import members_of_duty
from dangjianyun.registry.actions import (
    appoint,
    correct_person,
    correct_start,
    end_post,
    record_persons,
)
from dangjianyun.registry.models import Organization, Person, Post, PostKind
from dangjianyun.territory.queries import division_of_path

PERSON, POST = "registry.person.write", "registry.post.write"
OF_PERSON = {"name": "name", "identity": "identity_number", "phone": "phone"}


def write(desk: Desk, book: Book, rows: Sequence[Row]) -> None:
    """Enroll new members in bulk where the actor verifies, else ask for them; change the others."""
    fresh = [row for row in rows if row.known is None]
    direct = [row for row in fresh if not row.more.get("asks")]
    _enroll(desk, book, direct)
    for row in fresh:
        if row.more.get("asks"):
            _ask(desk, book, row)
    for row in rows:
        if row.known is not None:
            _change(desk, book, row)


def _ask(desk: Desk, book: Book, row: Row) -> None:
    ask_enrollment(
        row.more["unit"],
        actor=desk.actor,
        book=book,
        enrollment=Enrollment(
            name=row.cells["name"],
            identity_number=row.cells["identity"],
            phone=row.get("phone", ""),
            joined_on=row.cells["joined_on"],
            full_on=row.get("full_on"),
            since=row.get("since", desk.on),
        ),
    )


def _enroll(desk: Desk, book: Book, rows: Sequence[Row]) -> None:
    if not rows:
        return
    people: dict[str, list[Person]] = {}
    for row in rows:
        if row.more.get("person") is None:
            row.more["person"] = _person(row)
            people.setdefault(desk.place_for(PERSON, row.path), []).append(row.more["person"])
    for place, group in people.items():
        record_persons(division_of_path(place), actor=desk.actor, book=book, persons=group)
    members = [
        Member(
            number=new_number(),
            person=row.more["person"],
            joined_on=row.cells["joined_on"],
            full_on=row.get("full_on"),
            unit=row.more["unit"],
        )
        for row in rows
    ]
    since = [row.get("since", desk.on) for row in rows]
    enroll_members(rows[0].more["unit"], actor=desk.actor, book=book, members=members, since=since)
    _appoint(
        desk, book, [_post(row, row.more["person"], row.get("since", desk.on)) for row in rows]
    )


def _person(row: Row) -> Person:
    number = row.cells["identity"]
    return Person(
        name=row.cells["name"],
        identity_number=number,
        phone=row.get("phone", ""),
        born_on=born_on(number),
        sex="男" if int(number[16]) % 2 else "女",
        path=row.path,
    )


def _post(row: Row, person: Person, since: date) -> Post | None:
    one: Organization | None = row.more["organization"]
    if one is None:
        return None
    return Post(
        person=person,
        organization=one,
        kind=PostKind.STAFF,
        title=row.get("title", ""),
        is_full_time=row.get("is_full_time", True),
        since=row.get("post_since", since),
        until=one.closed_on,
    )


def _appoint(desk: Desk, book: Book, posts: Sequence[Post | None]) -> None:
    groups: dict[str, list[Post]] = {}
    for post in posts:
        if post is not None:
            groups.setdefault(desk.place_for(POST, post.organization.path), []).append(post)
    for place, group in groups.items():
        appoint(division_of_path(place), actor=desk.actor, book=book, posts=group)


def _change(desk: Desk, book: Book, row: Row) -> None:
    member: Member = row.known
    on = row.get("changed_on", desk.on)
    person = {OF_PERSON[n]: after for n, (_, after) in row.changes.items() if n in OF_PERSON}
    if person:
        correct_person(member.person, actor=desk.actor, book=book, fields=person)
    days = {n: after for n, (_, after) in row.changes.items() if n in {"joined_on", "full_on"}}
    if days:
        correct_member(member, actor=desk.actor, book=book, fields=days)
    if "unit" in row.changes:
        move_member(member, actor=desk.actor, book=book, unit=row.more["unit"], on=on)
    if {"organization", "is_full_time"} & set(row.changes):
        post: Post | None = row.more["post"]
        if post is not None:
            end_post(post, actor=desk.actor, book=book, on=on)
        row.cells.pop("post_since", None)
        _appoint(desk, book, [_post(row, member.person, on)])
    elif "post_since" in row.changes:
        begun: date = row.changes["post_since"][1]
        correct_start(row.more["post"], actor=desk.actor, book=book, on=begun)


def main_posts(persons: Iterable[int], on: date) -> dict[int, Post]:
    """The main post of each person on a day; of several the latest."""
    held = Post.rows().filter(person__in=persons, is_main=True, since__lte=on, until__gt=on)
    held = held.select_related("organization").order_by("since", "pk")
    return {one.person_id: one for one in held}


def export(actor: Actor, place: str, on: date, only: Q) -> Iterator[Mapping[str, Any]]:
    """Members that the actor has a duty to know and whose relation lay there on the day.

    Identity and telephone numbers are masked; a masked cell means unchanged when it comes back.
    """
    rows = members_of_duty(actor).filter(only, joined_on__lte=on, left_on__gt=on)
    lines = Membership.rows().filter(Membership.on(on))
    if place:
        lines = lines.filter(unit__in=Unit.rows().filter(below("path", place)).values("pk"))
    ids = list(
        rows.filter(pk__in=lines.values("member")).order_by("number").values_list("pk", flat=True)
    )
    for part in chunks(ids, 1000):
        yield from _exported(part, on)


def _exported(ids: Sequence[int], on: date) -> Iterator[Mapping[str, Any]]:
    lines = Membership.rows().filter(Membership.on(on), member__in=ids)
    homes = {one.member_id: one for one in lines.select_related("unit")}
    members = list(Member.rows().filter(pk__in=ids).select_related("person").order_by("number"))
    persons = [one.person_id for one in members]
    posts = main_posts(persons, on)
    for one in members:
        home, post = homes[one.pk], posts.get(one.person_id)
        yield {
            "number": one.number,
            "name": one.person.name,
            "identity": str(one.person.identity_number),
            "phone": str(one.person.phone),
            "unit": home.unit.number,
            "joined_on": one.joined_on,
            "full_on": one.full_on,
            "since": home.since,
            "organization": post.organization.code if post else None,
            "is_full_time": post.is_full_time if post else None,
            "title": post.title if post else None,
            "post_since": post.since if post else None,
        }
