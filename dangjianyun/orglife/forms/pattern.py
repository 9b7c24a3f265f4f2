"""What a browser may send about templates."""

from typing import Any

from django import forms

from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.forms import ActorForm
from dangjianyun.orglife.models import Kind, Pattern
from dangjianyun.party.forms.fields import UnitField, picked_unit
from dangjianyun.party.models import Unit


class PatternForm(ActorForm):
    """A template for meetings."""

    unit = UnitField(label="党组织")
    name = forms.CharField(label="模板名称", max_length=60)
    kind = forms.ChoiceField(label="类型", choices=Kind.choices)
    title = forms.CharField(label="主题", max_length=120, required=False)
    venue = forms.CharField(label="地点", max_length=120, required=False)
    lecture_minutes = forms.IntegerField(
        label="授课时长（分钟）", required=False, min_value=0, max_value=600
    )
    agenda = forms.CharField(
        label="议程", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    is_for_below = forms.BooleanField(label="下级党组织也可以用", required=False)

    def __init__(self, *args: Any, actor: Actor, own: Unit | None = None, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        self.kept_by = own
        if own is not None:
            del self.fields["unit"]

    def clean(self) -> dict[str, Any]:
        """Find the unit."""
        cleaned = super().clean() or {}
        if self.kept_by is None and (text := cleaned.get("unit")):
            self.kept_by = picked_unit(self.actor, text)
            if self.kept_by is None:
                self.add_error("unit", "党组织没有找到，或不在你的范围内。请从提示中选。")
        return cleaned

    def pattern(self) -> Pattern:
        """The template that was described."""
        names = ("name", "kind", "title", "venue", "agenda", "is_for_below")
        said = {name: self.cleaned_data[name] for name in names}
        return Pattern(**said, lecture_minutes=self.cleaned_data["lecture_minutes"] or 0)
