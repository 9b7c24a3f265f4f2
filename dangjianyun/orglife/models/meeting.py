"""Meetings: what a Party organization holds, who came and what was decided (domain-rules 2)."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from dangjianyun.foundation.days import OPEN
from dangjianyun.foundation.personal import Personal, personal_field
from dangjianyun.foundation.reference import RefField
from dangjianyun.foundation.scope import ScopedModel, hang
from dangjianyun.foundation.segments import Segment
from dangjianyun.orglife.models.activity import Activity
from dangjianyun.party.models import Member, Unit
from dangjianyun.party.models.member import near

ROLL_CALL = Personal(
    level="S3", purpose="组织生活考勤", basis="党内法规", retention="组织生活结束后3年"
)


class Kind(models.TextChoices):
    """What is held. The first five are due at fixed times (`orglife.frequency`)."""

    MEMBERS_MEETING = "members_meeting", "支部党员大会"
    COMMITTEE_MEETING = "committee_meeting", "支部委员会会议"
    GROUP_MEETING = "group_meeting", "党小组会"
    LECTURE = "lecture", "党课"
    THEME_DAY = "theme_day", "主题党日"
    LIFE_MEETING = "life_meeting", "组织生活会"
    APPRAISAL = "appraisal", "民主评议党员"
    TALK = "talk", "谈心谈话"
    VOLUNTEERING = "volunteering", "志愿服务"
    WELFARE_DAY = "welfare_day", "公益日活动"
    TRAINING = "training", "学习培训"
    OTHER = "other", "其他"


class Meeting(ScopedModel):
    """One record of organization life of one Party organization, from the plan to the confirmation.

    `number` runs within the unit and year: D102-2026-007. Days are days, `starts_at` and `ends_at`
    times of that day. The counts are of people: with `has_roster` they follow from the attendances,
    else they are as told (a sheet, an old paper record). `guest_count`: others who took part.
    `also`: further kinds as which it was held, so that one record meets several duties.
    `lecture_minutes`: the Party lecture within it, 0 for none. `activity`: the announcement of the
    same event, so that it is recorded once.
    """

    class State(models.TextChoices):
        PLANNED = "planned", "已计划"
        NOTICED = "noticed", "已通知"
        SUBMITTED = "submitted", "待上级确认"
        RETURNED = "returned", "已退回"
        CONFIRMED = "confirmed", "已确认"
        CANCELED = "canceled", "已取消"

    places = {"d": "unit__path", "p": "unit__party_path"}
    acts_with = "unit"
    about = ()

    ref = RefField()
    number = models.CharField("记录编号", max_length=40, unique=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="meetings", verbose_name="党组织")
    kind = models.CharField("类型", max_length=20, choices=Kind)
    also = models.JSONField("同时作为", choices=Kind, default=list, blank=True)
    title = models.CharField("主题", max_length=120)
    held_on = models.DateField("日期")
    starts_at = models.TimeField("开始时间", null=True, blank=True)
    ends_at = models.TimeField("结束时间", null=True, blank=True)
    venue = models.CharField("地点", max_length=120, blank=True)
    host = models.CharField("主持人", max_length=40, blank=True)
    recorder = models.CharField("记录人", max_length=40, blank=True)
    lecturer = models.CharField("授课人", max_length=40, blank=True)
    lecture_minutes = models.PositiveSmallIntegerField("授课时长（分钟）", default=0)
    agenda = models.TextField("议程", blank=True)
    minutes = models.TextField("会议记录", blank=True)
    has_roster = models.BooleanField("逐人考勤", default=True)
    due_count = models.PositiveIntegerField("应到人数", default=0)
    present_count = models.PositiveIntegerField("实到人数", default=0)
    excused_count = models.PositiveIntegerField("请假人数", default=0)
    voters_due = models.PositiveIntegerField("应到有表决权人数", default=0)
    voters_present = models.PositiveIntegerField("实到有表决权人数", default=0)
    guest_count = models.PositiveIntegerField("列席人数", default=0)
    state = models.CharField("状态", max_length=12, choices=State, default=State.PLANNED)
    returned_for = models.CharField("退回原因", max_length=300, blank=True)
    canceled_for = models.CharField("取消原因", max_length=300, blank=True)
    submitted_by = models.CharField("提交人", max_length=180, blank=True)
    submitted_at = models.DateTimeField("提交时间", null=True)
    decided_at = models.DateTimeField("确认或退回时间", null=True)
    activity = models.ForeignKey(
        Activity, models.PROTECT, null=True, blank=True, related_name="meetings"
    )

    class Meta(ScopedModel.Meta):
        verbose_name = "组织生活记录"
        indexes: ClassVar = [
            models.Index(fields=["unit", "held_on"], name="meeting_of_unit"),
            models.Index(fields=["held_on", "id"], name="meeting_day"),
            models.Index(fields=["state", "held_on"], name="meeting_state"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(present_count__lte=F("due_count")), name="meeting_present_within_due"
            ),
            models.CheckConstraint(
                condition=Q(voters_present__lte=F("voters_due")),
                name="meeting_voters_within_due",
            ),
            models.UniqueConstraint(
                fields=["unit", "held_on", "kind", "title"],
                condition=~Q(state="canceled"),
                name="one_meeting_a_title",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.held_on:%Y-%m-%d} {self.title}"


class Attendance(ScopedModel):
    """One member at one meeting: asked to come, came, came late, excused or absent.

    Seen, like the member, at the own unit and the committee directly above; elsewhere are counts.
    """

    class State(models.TextChoices):
        DUE = "due", "应到"
        PRESENT = "present", "到会"
        LATE = "late", "迟到"
        EXCUSED = "excused", "请假"
        ABSENT = "absent", "缺席"

    class By(models.TextChoices):
        HAND = "hand", "书记登记"
        CODE = "code", "扫码签到"
        SHEET = "sheet", "名单导入"

    division = "meeting__unit__path"
    about = ()

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendances")
    member = models.ForeignKey(Member, models.PROTECT, related_name="attendances")
    has_vote = models.BooleanField("有表决权", default=False)
    state = models.CharField("到会情况", max_length=10, choices=State, default=State.DUE)
    reason = personal_field(models.CharField("原因", max_length=120, blank=True), ROLL_CALL)
    has_written_opinion = models.BooleanField("会前送达书面意见", default=False)
    by = models.CharField("登记方式", max_length=8, choices=By, default=By.HAND)
    signed_at = models.DateTimeField("签到时间", null=True)

    class Meta(ScopedModel.Meta):
        verbose_name = "到会情况"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "member"], name="one_attendance_a_member")
        ]

    def __str__(self) -> str:
        return str(self.member)


class Topic(ScopedModel):
    """One item of a meeting and what was decided: votes are totals, never names.

    A topic may name a person: it is read where the attendances are, elsewhere it is counted.

    `rule` says which majority the decision needs (domain-rules 2.2). `written_count`: opinions of
    absent voters that arrived before the meeting and count where members are admitted.
    """

    class Decision(models.TextChoices):
        NONE = "none", "不作表决"
        ORDINARY = "ordinary", "一般决议"
        ADMISSION = "admission", "接收或转正党员"
        ELECTION = "election", "选举"
        COMMITTEE = "committee", "委员会决定"

    division = "meeting__unit__path"
    about = ("meeting",)

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="topics")
    position = models.PositiveSmallIntegerField("次序")
    title = models.CharField("议题", max_length=200)
    decision = models.CharField("表决", max_length=12, choices=Decision, default=Decision.NONE)
    resolution = models.TextField("决议或讨论情况", blank=True)
    for_count = models.PositiveIntegerField("赞成", default=0)
    against_count = models.PositiveIntegerField("反对", default=0)
    abstain_count = models.PositiveIntegerField("弃权", default=0)
    written_count = models.PositiveIntegerField("书面意见中赞成", default=0)

    class Meta(ScopedModel.Meta):
        verbose_name = "议题"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "position"], name="one_topic_a_position")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def ballots(self) -> int:
        """Votes given in the meeting."""
        return self.for_count + self.against_count + self.abstain_count


class Pattern(ScopedModel):
    """A template for meetings: of one unit, or given down by a committee to the units below."""

    places = {"d": "unit__path", "p": "unit__party_path"}
    acts_with = "unit"
    about = ("unit",)

    ref = RefField()
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="patterns")
    name = models.CharField("模板名称", max_length=60)
    kind = models.CharField("类型", max_length=20, choices=Kind)
    title = models.CharField("主题", max_length=120, blank=True)
    venue = models.CharField("地点", max_length=120, blank=True)
    agenda = models.TextField("议程", blank=True)
    lecture_minutes = models.PositiveSmallIntegerField("授课时长（分钟）", default=0)
    is_for_below = models.BooleanField("供下级党组织使用", default=False)
    retired_on = models.DateField("停用日期", default=OPEN)

    class Meta(ScopedModel.Meta):
        verbose_name = "组织生活模板"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["unit", "name"],
                condition=Q(retired_on=OPEN),
                name="one_pattern_a_name",
            )
        ]

    def __str__(self) -> str:
        return self.name


class MeetingStanding(Segment):
    """A submitted meeting counts from its day to the end of that year, once for each duty it meets.

    `is_main`: the row of the meeting's own kind, at which people and the meeting itself count once.
    """

    subject = "meeting_id"
    places = {"d": "path", "p": "meeting__unit__party_path"}

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="standings")
    path = models.CharField(max_length=60)
    duty = models.CharField(max_length=20)
    is_main = models.BooleanField()
    is_confirmed = models.BooleanField()
    due_count = models.PositiveIntegerField()
    present_count = models.PositiveIntegerField()
    minutes = models.PositiveIntegerField()

    class Meta(Segment.Meta):
        indexes: ClassVar = [
            models.Index(fields=["path", "since"], name="meeting_standing_place"),
            models.Index(fields=["meeting"], name="meeting_standing_of"),
        ]


hang(Attendance, "p", near("meeting__"))
hang(Topic, "p", near("meeting__"))
