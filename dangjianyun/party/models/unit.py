"""Party organizations: the tree, the lines of guidance, what they cover, who is accountable."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q

from dangjianyun.foundation.days import OPEN
from dangjianyun.foundation.scope import ScopedModel, below, hang
from dangjianyun.foundation.segments import Segment
from dangjianyun.registry.models import Organization


class UnitKind(models.TextChoices):
    """What a Party organization is (domain-rules 1.1)."""

    COMMITTEE = "committee", "党委"
    GENERAL_BRANCH = "general_branch", "党总支"
    BRANCH = "branch", "党支部"
    JOINT_BRANCH = "joint_branch", "联合党支部"
    FUNCTIONAL = "functional", "功能型党组织"
    TEMPORARY = "temporary", "临时党支部"


class RoleKind(models.TextChoices):
    """What it is there for. Only grassroots Party organizations are counted as such."""

    GRASSROOTS = "grassroots", "基层党组织"
    COMPREHENSIVE = "comprehensive", "社会组织综合党委"
    TRADE = "trade", "行业党委"
    LOCAL = "local", "属地党（工）委"
    SUPERVISOR = "supervisor", "业务主管单位党组织"
    ORGAN = "organ", "直属机关工委"
    GUIDING = "guiding", "指导机构"


class Level(models.TextChoices):
    """The level of a leading body."""

    NONE = "", "--"
    CITY = "city", "市级"
    DISTRICT = "district", "区（县、市）级"
    STREET = "street", "街道（镇、乡）级"


class Mode(models.TextChoices):
    """How a Party organization was set up (domain-rules 1.5)."""

    NONE = "", "--"
    SINGLE = "single", "单独组建"
    JOINT = "joint", "联合组建"
    AREA = "area", "区域统建"
    TRADE = "trade", "行业统建"
    ATTACHED = "attached", "挂靠组建"
    FUNCTIONAL = "functional", "功能型"
    FALLBACK = "fallback", "综合党委兜底"


class Route(models.TextChoices):
    """By which route an organization came to its accountable body."""

    SUPERVISOR = "supervisor", "业务主管单位"
    TERRITORY = "territory", "属地管理"
    TRADE = "trade", "行业党委"
    COMPREHENSIVE = "comprehensive", "综合党委兜底"


class OfficeKind(models.TextChoices):
    """Posts in a branch or committee."""

    SECRETARY = "secretary", "书记"
    DEPUTY = "deputy", "副书记"
    ORGANIZATION = "organization", "组织委员"
    PUBLICITY = "publicity", "宣传委员"
    DISCIPLINE = "discipline", "纪检委员"
    MEMBER = "member", "委员"


class Unit(ScopedModel):
    """A Party organization. `party_path` is its place in the tree (`p/1/14/`), `path` its division.

    `organization` is the one it was set up in, where it was set up in one.
    A division reads the units that sit in it and acts on those that are led from it: `authority`.
    """

    places = {"p": "party_path", "d": "path"}
    looks = frozenset({"d"})

    number = models.CharField("党组织编号", max_length=20, unique=True)
    name = models.CharField("名称", max_length=120)
    kind = models.CharField("类别", max_length=16, choices=UnitKind)
    role = models.CharField("性质", max_length=16, choices=RoleKind, default=RoleKind.GRASSROOTS)
    level = models.CharField("层级", max_length=10, choices=Level, default="", blank=True)
    mode = models.CharField("组建方式", max_length=12, choices=Mode, default="", blank=True)
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="own_units"
    )
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    party_path = models.CharField(max_length=120, db_index=True)
    path = models.CharField("所在地", max_length=60, db_index=True)
    trade = models.CharField("行业", max_length=40, blank=True)
    approval = models.CharField("批准文号", max_length=80, blank=True)
    established_on = models.DateField("成立日期")
    dissolved_on = models.DateField("撤销日期", default=OPEN)
    sought = models.CharField(max_length=300)

    class Meta(ScopedModel.Meta):
        verbose_name = "党组织"
        indexes: ClassVar = [
            models.Index(fields=["path", "name"], name="unit_place"),
            models.Index(fields=["name", "id"], name="unit_name"),
            models.Index(fields=["established_on", "id"], name="unit_age"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(dissolved_on__gt=models.F("established_on")), name="unit_lived"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def kind_words(self) -> str:
        """What it is called: its kind, and what a leading body is beside a committee."""
        if self.role in {RoleKind.ORGAN, RoleKind.GUIDING}:
            return str(RoleKind(self.role).label)
        if self.role == RoleKind.LOCAL and self.name.endswith("工委"):
            return "党工委"
        return str(UnitKind(self.kind).label)


class Dated(ScopedModel):
    """A relation from a day to a day."""

    since = models.DateField("起始日")
    until = models.DateField("终止日（不含）", default=OPEN)

    class Meta(ScopedModel.Meta):
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until__gt=models.F("since")), name="%(class)s_lasted"
            )
        ]

    @classmethod
    def on(cls, day: date) -> Q:
        """The relations in force on a day."""
        return Q(since__lte=day, until__gt=day)


class Subordination(Dated):
    """隶属关系: exactly one upper Party organization on any day."""

    places = {"p": "unit__party_path", "d": "unit__path"}
    acts_with = "unit"
    about = ("unit", "parent")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="subordinations")
    parent = models.ForeignKey(Unit, models.PROTECT, related_name="+")

    class Meta(Dated.Meta):
        verbose_name = "隶属关系"


class Guidance(Dated):
    """工作指导: bodies that guide a Party organization; gives reading, never acts or members."""

    places = {"p": "unit__party_path", "d": "unit__path"}
    acts_with = "unit"
    about = ("unit", "guide")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="guidances")
    guide = models.ForeignKey(Unit, models.PROTECT, related_name="guided")
    basis = models.CharField("依据", max_length=120, blank=True)

    class Meta(Dated.Meta):
        verbose_name = "工作指导"


class Covering(Dated):
    """An organization on the covered list of a joint, area, trade, attached or fallback unit."""

    places = {"p": "unit__party_path", "d": "organization__path"}
    acts_with = "unit"
    about = ("organization", "unit")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="coverings")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="coverings")

    class Meta(Dated.Meta):
        verbose_name = "覆盖名单"


class Affiliation(Dated):
    """The one body accountable for an organization's Party building (归口). Never two, never none:
    where none is recorded, it is the comprehensive committee of the registering level.
    """

    places = {"p": "unit__party_path", "d": "organization__path"}
    acts_with = "unit"
    about = ("organization", "unit")

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="affiliations")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="affiliated")
    route = models.CharField("归口路线", max_length=16, choices=Route)

    class Meta(Dated.Meta):
        verbose_name = "归口关系"


class Office(Dated):
    """A member's post in a Party organization."""

    places = {"p": "unit__party_path", "d": "unit__path"}
    acts_with = "unit"
    about = ("unit", "member")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="offices")
    member = models.ForeignKey("party.Member", models.PROTECT, related_name="offices")
    kind = models.CharField("党内职务", max_length=16, choices=OfficeKind)

    class Meta(Dated.Meta):
        verbose_name = "党内任职"


class Guideline(Dated):
    """An industry guidance document on Party building (行业性党建指导实施意见)."""

    places = {"p": "issuer__party_path", "d": "path"}
    acts_with = "issuer"

    number = models.CharField("编号", max_length=20)
    title = models.CharField("标题", max_length=120)
    trade = models.CharField("行业", max_length=40)
    issuer = models.ForeignKey(Unit, models.PROTECT, related_name="guidelines")
    path = models.CharField("适用辖区", max_length=60)

    class Meta(Dated.Meta):
        verbose_name = "行业党建指导意见"
        constraints: ClassVar = [
            *Dated.Meta.constraints,
            # Of its issuer: whether a neighbor has a document of this number is not told.
            models.UniqueConstraint(fields=["issuer", "number"], name="guideline_number"),
        ]

    def __str__(self) -> str:
        return self.title


class UnitStanding(Segment):
    """What a unit was from day to day: counted, under whom, directly managed or not."""

    subject = "unit_id"
    places = {"p": "unit__party_path", "d": "path"}

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="standings")
    path = models.CharField(max_length=60)
    parent = models.ForeignKey(Unit, models.CASCADE, null=True, related_name="+")
    role = models.CharField(max_length=16)
    level = models.CharField(max_length=10, blank=True)
    is_counted = models.BooleanField()
    is_direct = models.BooleanField()

    class Meta(Segment.Meta):
        indexes: ClassVar = [
            models.Index(fields=["path", "since"], name="unit_standing_place"),
            models.Index(fields=["unit"], name="unit_standing_of"),
        ]


class GuidelineStanding(Segment):
    """A guidance document in force."""

    subject = "guideline_id"
    places = {"p": "guideline__issuer__party_path", "d": "path"}

    guideline = models.ForeignKey(Guideline, models.CASCADE, related_name="standings")
    path = models.CharField(max_length=60)


def _guided(place: str, on: date) -> Q:
    guided = Guidance.rows().filter(Guidance.on(on), below("guide__party_path", place))
    return Q(pk__in=guided.values("unit"))


def _organization(place: str) -> int:
    return int(place.split("/")[1])


def _of_organization(place: str, on: date) -> Q:
    covering = Covering.rows().filter(Covering.on(on), organization=_organization(place))
    return Q(organization=_organization(place)) | Q(pk__in=covering.values("unit"))


hang(Unit, "p", _guided, acts=False)
hang(Unit, "o", _of_organization, acts=False)


def _standing_of_organization(place: str, on: date) -> Q:
    covering = Covering.rows().filter(Covering.on(on), organization=_organization(place))
    return Q(unit__organization=_organization(place)) | Q(unit__in=covering.values("unit"))


hang(UnitStanding, "o", _standing_of_organization, acts=False)
