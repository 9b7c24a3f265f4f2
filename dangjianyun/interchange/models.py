"""Batches of imported rows: what was read, what it would change, how it can be taken back."""

from typing import Any, ClassVar

from django.db import models

from dangjianyun.foundation.scope import ScopedModel
from dangjianyun.foundation.sheets import SHEETS, SHOWN
from dangjianyun.foundation.sheets.rows import GOOD


class State(models.TextChoices):
    """Where a batch stands."""

    WAITING = "waiting", "等待核对"
    CHECKED = "checked", "待确认"
    WRITING = "writing", "正在写入"
    WRITTEN = "written", "已写入"
    UNDOING = "undoing", "正在撤销"
    UNDONE = "undone", "已撤销"
    DISCARDED = "discarded", "已放弃"
    REFUSED = "refused", "未能读取"


class Batch(ScopedModel):
    """One file on its way in. Hangs where its importer works: `path` division, `party_path` tree.

    `layout`: what stood in which column; `counts`: rows by state, wrong cells; `districts`: counts
    by division path; `notes`: sentences on the file as a whole; `trouble`: why it was refused.
    """

    places = {"d": "path", "p": "party_path"}

    number = models.CharField("批号", max_length=20, unique=True)
    sheet = models.CharField("表", max_length=40)
    filename = models.CharField("文件名", max_length=160)
    year = models.PositiveSmallIntegerField("年度", null=True)
    state = models.CharField("状态", max_length=12, choices=State, default=State.WAITING)
    path = models.CharField("所在地", max_length=60, blank=True)
    party_path = models.CharField("党组织", max_length=120, blank=True)
    within = models.CharField("地名范围", max_length=60, blank=True)
    account_id = models.BigIntegerField("账号", null=True)
    actor = models.CharField("账号名", max_length=60)
    actor_label = models.CharField("导入人", max_length=180)
    layout = models.JSONField("表头", default=dict)
    counts = models.JSONField("行数", default=dict)
    districts = models.JSONField("各地行数", default=dict)
    notes = models.JSONField("说明", default=list)
    trouble = models.CharField("未能读取的原因", max_length=300, blank=True)
    created_at = models.DateTimeField("上传时间", auto_now_add=True, db_index=True)
    checked_at = models.DateTimeField("核对时间", null=True)
    written_at = models.DateTimeField("写入时间", null=True)
    written_by = models.CharField("写入人", max_length=180, blank=True)
    undone_at = models.DateTimeField("撤销时间", null=True)
    undone_by = models.CharField("撤销人", max_length=180, blank=True)

    class Meta(ScopedModel.Meta):
        verbose_name = "导入批次"

    def __str__(self) -> str:
        return f"{self.filename}（{self.number}）"

    def good(self) -> int:
        """Rows that would be written, or were."""
        return sum(self.count(state) for state in GOOD)

    def count(self, state: str) -> int:
        """Rows in a state."""
        held: dict[str, Any] = self.counts
        return int(held.get(state, 0))


class StagedPart(models.Model):
    """Some hundred checked rows, sealed: cells as typed, faults, changes. See `staging`."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="parts")
    position = models.PositiveIntegerField()
    first_row = models.PositiveIntegerField()
    last_row = models.PositiveIntegerField()
    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    sealed = models.TextField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["batch", "position"], name="one_part_a_position")
        ]


class JournalPart(models.Model):
    """What some rows of a written batch were before, sealed: what undo goes back to."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="journal")
    position = models.PositiveIntegerField()
    sealed = models.TextField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["batch", "position"], name="one_journal_a_position")
        ]


class Export(models.Model):
    """A workbook that left the house: who took what of which sheet. Public to nobody but the audit.

    It hangs nowhere: who may read a sheet's rows may take them along.
    """

    sheet = models.CharField("表", max_length=40)
    path = models.CharField("范围", max_length=60, blank=True)
    day = models.DateField("截至日期")
    rows = models.PositiveIntegerField("行数")
    actor = models.CharField("账号", max_length=60)
    at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        verbose_name = "导出"

    def __str__(self) -> str:
        table = SHEETS.get(self.sheet) or SHOWN.get(self.sheet)
        said = table.label if table else self.sheet
        return f"导出{said}，{self.rows}行"

    def hangs_below(self, places: tuple[str, ...]) -> bool:
        """The rows themselves were narrowed to what the actor sees."""
        return bool(places)


class HeldRow(ScopedModel):
    """A row about a person that only somebody further up can judge (待上级核验).

    Hangs at `path`, the city of the importer, so that the city sees it and its districts do not.
    """

    places = {"d": "path"}
    about = ("batch",)
    unspoken = ("sealed",)

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="held_rows")
    row = models.PositiveIntegerField("行号")
    sheet = models.CharField("表", max_length=40)
    title = models.CharField("内容", max_length=120, blank=True)
    sealed = models.TextField("原行")
    path = models.CharField("核验单位所在地", max_length=60)
    is_settled = models.BooleanField("已核验", default=False)
    settled_by = models.CharField("核验人", max_length=180, blank=True)
    answer = models.CharField("核验意见", max_length=300, blank=True)

    class Meta(ScopedModel.Meta):
        verbose_name = "待核验的行"

    @classmethod
    def read_permission(cls) -> str:
        """Who reads batches reads what waits in them."""
        return "interchange.batch.read"
