"""What a browser may send about meetings: the plan, the record, a reason."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms

from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.forms import ActorForm, DayField, Edited
from dangjianyun.orglife.actions.meeting import Came
from dangjianyun.orglife.models import Attendance, Kind, Meeting, Topic
from dangjianyun.party.forms.fields import UnitField, picked_unit
from dangjianyun.party.models import Unit

ALSO = (
    *("members_meeting", "lecture", "theme_day", "life_meeting", "appraisal"),
    *("volunteering", "welfare_day", "training"),
)
"""As what a meeting may be held besides its own kind."""

PLAN = (
    *("kind", "title", "held_on", "starts_at", "ends_at", "venue", "host", "also"),
    *("lecturer", "lecture_minutes", "agenda"),
)
CAME = [
    (Attendance.State.PRESENT, "到会"),
    (Attendance.State.LATE, "迟到"),
    (Attendance.State.EXCUSED, "请假"),
    (Attendance.State.ABSENT, "缺席"),
]
TOPICS_AT_MOST = 12


def _time(label: str) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"invalid": f"{label}请写成14:30的样子。"},
    )


class MeetingForm(Edited):
    """The plan of a meeting; also what was held already and is put on record afterwards."""

    edited: tuple[str, ...] = tuple(name for name in PLAN if name != "also")
    groups: tuple[tuple[str, tuple[str, ...]], ...] = ()

    unit = UnitField(label="党组织")
    kind = forms.ChoiceField(label="类型", choices=Kind.choices)
    title = forms.CharField(label="主题", max_length=120)
    held_on = DayField(label="日期")
    starts_at = _time("开始时间")
    ends_at = _time("结束时间")
    venue = forms.CharField(label="地点", max_length=120, required=False)
    host = forms.CharField(label="主持人", max_length=40, required=False)
    also = forms.MultipleChoiceField(
        label="同时作为",
        required=False,
        choices=[(kind, Kind(kind).label) for kind in ALSO],
        widget=forms.CheckboxSelectMultiple,
        help_text="一次记录，几项都算；够不够条件，记录页逐项说明。",
    )
    lecturer = forms.CharField(
        label="授课人", max_length=40, required=False, help_text="有党课的才填。"
    )
    lecture_minutes = forms.IntegerField(
        label="授课时长（分钟）",
        required=False,
        min_value=0,
        max_value=600,
        help_text="达到规定时长计为党课。",
    )
    agenda = forms.CharField(
        label="议程", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, actor: Actor, unit: Unit | None = None, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        self.held_by = unit
        if unit is not None:
            del self.fields["unit"]

    def clean(self) -> dict[str, Any]:
        """Find the unit, and let the own kind out of what it is held as besides."""
        cleaned = super().clean() or {}
        if self.held_by is None and (text := cleaned.get("unit")):
            self.held_by = picked_unit(self.actor, text)
            if self.held_by is None:
                self.add_error("unit", "党组织没有找到，或不在你的范围内。请从提示中选。")
        also = cleaned.get("also", [])
        cleaned["also"] = [kind for kind in also if kind != cleaned.get("kind")]
        return cleaned

    def fields_of_meeting(self) -> dict[str, Any]:
        """The columns of `Meeting` that this form decides."""
        said = {name: self.cleaned_data[name] for name in PLAN}
        said["lecture_minutes"] = said["lecture_minutes"] or 0
        return said


class RecordForm(Edited):
    """What was held: who came, what was said, what was decided. One form, a minute on a phone.

    `rows`: (attendance, field of the state, field of the reason, field of the opinion or None).
    """

    edited: tuple[str, ...] = ("minutes", "lecturer", "lecture_minutes", "guest_count")

    lecturer = MeetingForm.base_fields["lecturer"]
    lecture_minutes = MeetingForm.base_fields["lecture_minutes"]
    guest_count = forms.IntegerField(
        label="列席人数",
        required=False,
        min_value=0,
        max_value=9999,
        help_text="积极分子、群众等，不计应到。",
    )
    minutes = forms.CharField(
        label="会议记录",
        required=False,  # until it is handed up: the act says so
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="写明主要内容和讨论情况，提交时必填。只有本党组织和直接上级看得到。",
    )

    def __init__(
        self,
        *args: Any,
        actor: Actor,
        meeting: Meeting,
        roster: Sequence[Attendance],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        self.meeting, self.roster = meeting, roster
        for row in roster:
            self._add_person(row)
        topics = list(Topic.rows().filter(meeting=meeting).order_by("position"))
        for place in range(min(len(topics) + 2, TOPICS_AT_MOST)):
            self._add_topic(place, topics[place] if place < len(topics) else None)

    def _add_person(self, row: Attendance) -> None:
        key, name = row.member.ref, row.member.person.name
        # Nothing told yet means that everybody came: only the others are clicked.
        start = Attendance.State.PRESENT if row.state == Attendance.State.DUE else row.state
        self.fields[f"came-{key}"] = forms.ChoiceField(
            label=name, choices=CAME, initial=start, widget=forms.RadioSelect
        )
        self.fields[f"why-{key}"] = forms.CharField(
            label=f"{name}的原因", max_length=120, required=False, initial=row.reason
        )
        if row.has_vote:
            self.fields[f"opinion-{key}"] = forms.BooleanField(
                label="会前送达书面意见", required=False, initial=row.has_written_opinion
            )

    def _add_topic(self, place: int, topic: Topic | None) -> None:
        given = topic or Topic()
        self.fields[f"topic-{place}-title"] = forms.CharField(
            label=f"议题{place + 1}", max_length=200, required=False, initial=given.title
        )
        self.fields[f"topic-{place}-decision"] = forms.ChoiceField(
            label="表决", choices=Topic.Decision.choices, required=False, initial=given.decision
        )
        for name, words in VOTES.items():
            self.fields[f"topic-{place}-{name}"] = forms.IntegerField(
                label=words,
                min_value=0,
                max_value=9999,
                required=False,
                initial=getattr(given, name) or None,
            )
        self.fields[f"topic-{place}-resolution"] = forms.CharField(
            label="决议或讨论情况",
            max_length=2000,
            required=False,
            initial=given.resolution,
            widget=forms.Textarea(attrs={"rows": 2}),
        )

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The persons with their fields."""
        return [
            {
                "name": row.member.person.name,
                "has_vote": row.has_vote,
                "came": self[f"came-{row.member.ref}"],
                "why": self[f"why-{row.member.ref}"],
                "opinion": self[f"opinion-{row.member.ref}"] if row.has_vote else None,
            }
            for row in self.roster
        ]

    @property
    def topics(self) -> list[dict[str, Any]]:
        """The topics with their fields."""
        return [
            {
                "title": self[f"topic-{place}-title"],
                "decision": self[f"topic-{place}-decision"],
                "votes": [self[f"topic-{place}-{name}"] for name in VOTES],
                "resolution": self[f"topic-{place}-resolution"],
            }
            for place in self._places()
        ]

    def _places(self) -> Iterable[int]:
        return range(sum(name.endswith("-title") for name in self.fields))

    def attendance(self) -> Mapping[int, Came]:
        """What is told of each, by primary key of the member."""
        return {
            row.member_id: Came(
                self.cleaned_data[f"came-{row.member.ref}"],
                self.cleaned_data[f"why-{row.member.ref}"],
                bool(self.cleaned_data.get(f"opinion-{row.member.ref}")),
            )
            for row in self.roster
        }

    def topics_told(self) -> list[Topic]:
        """The topics that have a title, in order."""
        found = []
        for place in self._places():
            if title := self.cleaned_data[f"topic-{place}-title"]:
                said = {n: self.cleaned_data[f"topic-{place}-{n}"] or 0 for n in VOTES}
                found.append(
                    Topic(
                        title=title,
                        decision=self.cleaned_data[f"topic-{place}-decision"] or "none",
                        resolution=self.cleaned_data[f"topic-{place}-resolution"],
                        **said,
                    )
                )
        return found


VOTES = {
    "for_count": "赞成",
    "against_count": "反对",
    "abstain_count": "弃权",
    "written_count": "书面赞成",
}


class WhyForm(ActorForm):
    """A reason, for whoever has to do with it next."""

    why = forms.CharField(label="原因", max_length=200, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, label: str, hint: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["why"].label = label
        self.fields["why"].help_text = hint
