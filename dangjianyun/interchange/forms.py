"""What a browser may send about batches."""

from typing import Any

from django import forms

from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import today
from dangjianyun.foundation.forms import ActorForm
from dangjianyun.foundation.sheets import SHEETS
from dangjianyun.interchange.files.limits import LARGEST_FILE


def sheets_for(actor: Actor) -> list[tuple[str, str]]:
    """The sheets the actor may import, by name and label."""
    return [(sheet.name, sheet.label) for sheet in SHEETS.values() if actor.holds(sheet.permission)]


class UploadForm(ActorForm):
    """A sheet and a file."""

    sheet = forms.ChoiceField(label="导入什么")
    file = forms.FileField(
        label="文件",
        allow_empty_file=True,
        help_text=".xlsx或.csv，不超过50MB、20万行。表头可以不在第一行，列的先后不限。",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
    )
    year = forms.IntegerField(
        label="年度",
        required=False,
        min_value=2000,
        max_value=2100,
        help_text="只用于活动表：时间安排没有写年份的，按这一年。",
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        field: Any = self.fields["sheet"]
        field.choices = sheets_for(actor)
        self.fields["year"].initial = today().year

    def clean_file(self) -> Any:
        """Refuse what is too large before anything reads it."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(
                "文件超过50MB。请删去图片和不用的工作表，或分成几个文件上传。"
            )
        return file


class UndoForm(ActorForm):
    """The number of rows, typed, so that nobody undoes a batch by a slip."""

    number = forms.CharField(label="行数")

    def __init__(self, *args: Any, rows: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        self.fields["number"].help_text = f"要撤销请输入{rows}。"

    def clean_number(self) -> str:
        """Exactly the number on the page."""
        text = str(self.cleaned_data["number"]).strip().replace(",", "")
        if text != str(self.rows):
            raise forms.ValidationError(f"输入的不是{self.rows}。请核对要撤销的行数后再输入。")
        return text


class AnswerForm(ActorForm):
    """The city's word on a held row."""

    answer = forms.CharField(
        label="核验意见",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="写明结论，如“已核对，属另一区党员，由原党组织转出后再登记”。",
    )
