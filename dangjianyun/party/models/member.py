"""Party members and the four relations that must be kept apart (domain-rules 1.4)."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q

from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import OPEN
from dangjianyun.foundation.personal import Personal, personal_field
from dangjianyun.foundation.reference import RefField
from dangjianyun.foundation.scope import NOTHING, Hanging, ScopedModel, hang
from dangjianyun.foundation.segments import Segment
from dangjianyun.party.models.unit import Dated, Unit
from dangjianyun.registry.models import Organization, Person, Post

ROLL = Personal(
    level="S3", purpose="党员教育管理与党内统计", basis="党内法规", retention="关系转出后3年"
)


class Member(ScopedModel):
    """A Party member. `number` is our own; `unit` is where the membership relation lies today.

    Seen at the own unit and the committee directly above it, nowhere else: see `hang` below.
    """

    division = "unit__path"
    about = ()

    ref = RefField()
    number = models.CharField("党员编号", max_length=20, unique=True)
    person = models.OneToOneField(Person, models.PROTECT, related_name="member")
    joined_on = personal_field(models.DateField("入党日期"), ROLL)
    full_on = personal_field(models.DateField("转正日期", null=True, blank=True), ROLL)
    left_on = models.DateField("出党或去世日期", default=OPEN)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="members")
    outside = models.CharField("组织关系所在（本系统外）", max_length=120, blank=True)

    class Meta(ScopedModel.Meta):
        verbose_name = "党员"

    def __str__(self) -> str:
        return self.number

    @classmethod
    def called(cls, actor: Actor, keys: Iterable[str]) -> dict[str, str]:
        """By name for whoever may read the member, else by number."""
        seen = cls.objects.seen_by(actor).filter(pk__in=keys)
        names = {str(pk): str(name) for pk, name in seen.values_list("pk", "person__name")}
        return super().called(actor, keys) | names


class Membership(Dated):
    """党员组织关系: exactly one branch on any day."""

    division = "unit__path"
    about = ("member", "unit")

    member = models.ForeignKey(Member, models.PROTECT, related_name="memberships")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="memberships")

    class Meta(Dated.Meta):
        verbose_name = "组织关系"


class Participation(Dated):
    """参加组织生活: a member takes part in another branch too; counted nowhere."""

    division = "unit__path"
    about = ("member", "unit")

    member = models.ForeignKey(Member, models.PROTECT, related_name="participations")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="participants")

    class Meta(Dated.Meta):
        verbose_name = "参加组织生活"


class Opening(ScopedModel):
    """A record opened from further up: by whom, why, until when. Shown on the member's file."""

    division = "member__unit__path"
    about = ("member",)

    member = models.ForeignKey(Member, models.PROTECT, related_name="openings")
    account_id = models.BigIntegerField()
    account_label = models.CharField("查看人", max_length=180)
    reason = models.CharField("事由", max_length=300)
    at = models.DateTimeField("打开时间")
    until_at = models.DateTimeField("失效时间")

    class Meta(ScopedModel.Meta):
        verbose_name = "上级查看"


class MemberStanding(Segment):
    """What a member was from day to day: relation, work, full or probationary.

    Its scope is that of counts: who may count members may not see them (`Member`).
    """

    subject = "member_id"
    places = {"p": "unit__party_path", "d": "path"}

    member = models.ForeignKey(Member, models.CASCADE, related_name="standings")
    path = models.CharField(max_length=60, blank=True)
    work_path = models.CharField(max_length=60, blank=True)
    unit = models.ForeignKey(Unit, models.CASCADE, null=True, related_name="+")
    organization = models.ForeignKey(Organization, models.CASCADE, null=True, related_name="+")
    is_full = models.BooleanField()
    in_unit = models.BooleanField()
    is_staff = models.BooleanField()
    is_direct = models.BooleanField()

    class Meta(Segment.Meta):
        indexes: ClassVar = [
            models.Index(fields=["path", "since"], name="member_standing_place"),
            models.Index(fields=["work_path", "since"], name="member_standing_work"),
            models.Index(fields=["member"], name="member_standing_of"),
            models.Index(fields=["unit", "since"], name="member_standing_unit"),
            models.Index(fields=["organization", "since"], name="member_standing_org"),
        ]


def near(prefix: str) -> Hanging:
    """Own unit or the committee directly above: the granted place itself, not what lies below."""

    def at(place: str, on: date) -> Q:
        own = Q(**{f"{prefix}unit__party_path": place})
        return own | Q(**{f"{prefix}unit__parent__party_path": place})

    return at


def _opened(place: str, on: date) -> Q:
    return Q(pk__in=Opening.rows().filter(_own_opening(place, on)).values("member"))


def _own_opening(place: str, on: date) -> Q:
    """What the account itself opened, for as long as that lasts."""
    now = datetime.now(UTC)
    return Q(account_id=int(place.split("/")[1]), at__lte=now, until_at__gt=now)


def _console(place: str, on: date) -> Q:
    """The root of the Party tree, which only the operator at the console holds."""
    return Q(pk__isnull=False) if place == "p/" else NOTHING


hang(Member, "p", near(""))
hang(Member, "p", _console)
for _model in (Membership, Participation, Opening):
    hang(_model, "p", near("member__"))
# Who somebody is and where somebody works is read with the membership, and no farther down or up.
hang(Person, "p", near("member__"), acts=False)
hang(Post, "p", near("person__member__"), acts=False)
hang(Member, "a", _opened, acts=False)
hang(Opening, "a", _own_opening)
