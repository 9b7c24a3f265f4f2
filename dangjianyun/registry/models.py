"""The register: organizations with dated particulars, persons with dated posts."""

from collections.abc import Iterable
from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q

from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import OPEN
from dangjianyun.foundation.personal import Personal, personal_field
from dangjianyun.foundation.reference import RefField
from dangjianyun.foundation.scope import NOTHING, ScopedModel, below, hang
from dangjianyun.foundation.sealed import SealedField

REGISTER = Personal(
    level="S2", purpose="社会组织登记与党建工作", basis="法定职责", retention="登记档案，永久"
)
PERSON = Personal(
    level="S3", purpose="任职登记与党建工作", basis="法定职责", retention="登记档案，永久"
)
IDENTITY = Personal(
    level="S3", purpose="党员身份核对，避免重复登记", basis="党内法规", retention="关系转出后3年"
)
CONTACT = Personal(
    level="S3", purpose="党建工作联系", basis="党内法规", retention="离任或转出后1年"
)


class Kind(models.TextChoices):
    """The three kinds (domain-rules 4.2)."""

    ASSOCIATION = "association", "社会团体"
    SERVICE = "service_institution", "民办非企业单位"
    FOUNDATION = "foundation", "基金会"


class Category(models.TextChoices):
    """Trades of social organizations as civil affairs counts them."""

    SCIENCE = "science", "科技研究"
    ECOLOGY = "ecology", "生态环境"
    EDUCATION = "education", "教育"
    HEALTH = "health", "卫生"
    WELFARE = "welfare", "社会服务"
    CULTURE = "culture", "文化"
    SPORTS = "sports", "体育"
    LAW = "law", "法律"
    BUSINESS = "business", "工商服务业"
    RELIGION = "religion", "宗教"
    RURAL = "rural", "农业及农村发展"
    PROFESSION = "profession", "职业及从业者组织"
    INTERNATIONAL = "international", "国际及涉外组织"
    OTHER = "other", "其他"


class Closing(models.TextChoices):
    """How an organization's life ended."""

    NONE = "", "在册"
    DEREGISTERED = "deregistered", "注销"
    REVOKED = "revoked", "撤销登记"


class PostKind(models.TextChoices):
    """What a person is in an organization."""

    LEGAL_REPRESENTATIVE = "legal_representative", "法定代表人"
    HEAD = "head", "负责人"
    SECRETARY_GENERAL = "secretary_general", "秘书长"
    STAFF = "staff", "工作人员"


LEADERS = (PostKind.LEGAL_REPRESENTATIVE, PostKind.HEAD, PostKind.SECRETARY_GENERAL)


class Described(models.Model):
    """What may change in an organization's life; the same columns today and dated."""

    name = models.CharField("名称", max_length=120)
    kind = models.CharField("类型", max_length=20, choices=Kind)
    category = models.CharField("行业分类", max_length=20, choices=Category, default=Category.OTHER)
    path = models.CharField("所在地", max_length=60)
    registrar_path = models.CharField("登记管理机关所在地", max_length=60)
    supervisor = models.CharField("业务主管单位", max_length=120, blank=True)
    is_delinked = models.BooleanField("已脱钩", default=False)
    address = models.CharField("住所", max_length=200, blank=True)
    full_time_count = models.PositiveIntegerField("专职人员数", default=0)
    part_time_count = models.PositiveIntegerField("兼职人员数", default=0)

    class Meta:
        abstract = True


DESCRIBED = tuple(field.name for field in Described._meta.local_fields)


class Organization(Described, ScopedModel):
    """A registered social organization, as it is today. `code` is its key everywhere.

    `sought` is what search looks in: names, code and pinyin initials.
    """

    elsewhere = "一家不在你的范围内的社会组织"
    places = {"d": "path"}

    code = models.CharField("统一社会信用代码", max_length=18, unique=True)
    established_on = models.DateField("成立登记日期")
    closed_on = models.DateField("注销或撤销日期", default=OPEN)
    closing = models.CharField("状态", max_length=12, choices=Closing, default="", blank=True)
    sought = models.CharField(max_length=400)
    updated_at = models.DateTimeField("最近更新", auto_now=True)

    class Meta(ScopedModel.Meta):
        verbose_name = "社会组织"
        indexes: ClassVar = [
            models.Index(fields=["path", "name"], name="organization_place"),
            models.Index(fields=["name", "id"], name="organization_name"),
            models.Index(fields=["established_on", "id"], name="organization_age"),
            models.Index(fields=["updated_at", "id"], name="organization_news"),
            models.Index(
                fields=["path", "closed_on"],
                condition=~models.Q(closing=""),
                name="organization_closed",
            ),
            # A rare kind, category or state among a million is found without reading all rows.
            *(
                models.Index(
                    fields=["path", "closed_on", "established_on"], condition=rare, name=name
                )
                for name, rare in (
                    ("organization_foundation", models.Q(kind="foundation")),
                    ("organization_delinked", models.Q(is_delinked=True)),
                )
            ),
            models.Index(
                fields=["category", "path", "closed_on", "established_on"],
                name="organization_category",
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(closed_on__gt=models.F("established_on")),
                name="organization_lived",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Particulars(Described, ScopedModel):
    """What the register said of an organization from a day to a day; one row for any day."""

    places = {"d": "organization__path"}
    about = ("organization",)

    # Its index is the first column of particulars_of.
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="particulars", db_index=False
    )
    since = models.DateField("起始日")
    until = models.DateField("终止日（不含）", default=OPEN)

    class Meta(ScopedModel.Meta):
        verbose_name = "登记事项"
        indexes: ClassVar = [
            models.Index(fields=["organization", "since"], name="particulars_of"),
            models.Index(
                fields=["since", "organization"],
                condition=models.Q(is_delinked=True),
                name="particulars_delinked",
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(until__gt=models.F("since")), name="particulars_last"
            )
        ]


class Person(ScopedModel):
    """Somebody known to the register or the Party side. Number and telephone are sealed.

    Recorded at a division, but read there as a leader only: who is a member is for the own unit
    and the committee directly above to know, and nobody else.
    """

    places = {"d": "path"}
    reading: ClassVar = {"d": NOTHING}

    ref = RefField()
    name = personal_field(models.CharField("姓名", max_length=60), PERSON)
    sex = personal_field(models.CharField("性别", max_length=1, blank=True), PERSON)
    born_on = personal_field(models.DateField("出生日期", null=True), IDENTITY)
    identity_number = SealedField(
        "公民身份号码", personal=IDENTITY, mask="identity", index=True, blank=True
    )
    phone = SealedField("联系电话", personal=CONTACT, mask="phone", index=True, blank=True)
    path = models.CharField("所在地", max_length=60)

    class Meta(ScopedModel.Meta):
        verbose_name = "人员"

    def __str__(self) -> str:
        # The audit keeps this: who a member is must not be read in the log.
        return "人员"

    @classmethod
    def called(cls, actor: Actor, keys: Iterable[str]) -> dict[str, str]:
        """By name for whoever may read the person."""
        seen = cls.objects.seen_by(actor).filter(pk__in=keys)
        names = {str(pk): str(name) for pk, name in seen.values_list("pk", "name")}
        return {key: names.get(key, "") for key in keys}


class Post(ScopedModel):
    """A person's post in an organization. A full-time main post makes a member one of the staff.

    Leaders stand in the public register; staff are recorded for the members' sake, so their posts
    are read where the member is (`party`).
    """

    places = {"d": "organization__path"}
    reading: ClassVar = {"d": Q(kind__in=LEADERS)}
    about = ("organization", "person")

    person = models.ForeignKey(Person, models.PROTECT, related_name="posts")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="posts")
    kind = models.CharField("职务类别", max_length=24, choices=PostKind)
    title = models.CharField("职务", max_length=60, blank=True)
    is_full_time = models.BooleanField("专职", default=True)
    is_main = models.BooleanField("主要任职", default=True)
    since = models.DateField("起始日")
    until = models.DateField("终止日（不含）", default=OPEN)

    class Meta(ScopedModel.Meta):
        verbose_name = "任职"
        indexes: ClassVar = [
            models.Index(fields=["organization", "kind"], name="post_in"),
            models.Index(fields=["person", "since"], name="post_of"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(until__gt=models.F("since")), name="post_lasted"
            )
        ]


hang(Organization, "o", lambda place, on: models.Q(pk=int(place.split("/")[1])))
hang(Particulars, "o", lambda place, on: models.Q(organization=int(place.split("/")[1])))
hang(
    Post,
    "o",
    lambda place, on: models.Q(organization=int(place.split("/")[1]), kind__in=LEADERS),
)


def _leading(place: str, on: date) -> Q:
    leaders = Post.rows().filter(below("organization__path", place), kind__in=LEADERS)
    return Q(pk__in=leaders.values("person"))


def _leading_it(place: str, on: date) -> Q:
    leaders = Post.rows().filter(organization=int(place.split("/")[1]), kind__in=LEADERS)
    return Q(pk__in=leaders.values("person"))


hang(Person, "d", _leading, acts=False)
hang(Person, "o", _leading_it, acts=False)
