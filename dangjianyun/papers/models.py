"""Attachments: files of people, sealed in the database, so that backup and undo hold them too."""

from typing import ClassVar

from django.db import models

from dangjianyun.foundation.reference import RefField
from dangjianyun.foundation.scope import ScopedModel
from dangjianyun.papers.rules.kinds import MEDIA, PICTURES


class Attachment(ScopedModel):
    """A file as it is kept. Where it hangs is said by the room that links it (`hang`).

    `size` in bytes, `digest` the SM3 of what is kept. Nobody writes one but `keep_attachments`.
    """

    places: ClassVar[dict[str, str]] = {}
    elsewhere = "附件"

    ref = RefField()
    name = models.CharField("文件名", max_length=120)
    kind = models.CharField("类型", max_length=8, choices=[(kind, kind) for kind in MEDIA])
    size = models.PositiveIntegerField("字节数")
    digest = models.CharField("SM3", max_length=64)
    kept_at = models.DateTimeField("上传时间")
    kept_by = models.CharField("上传账号", max_length=150)

    class Meta(ScopedModel.Meta):
        verbose_name = "附件"

    def __str__(self) -> str:
        return self.name

    @property
    def media(self) -> str:
        """Its media type."""
        return MEDIA[self.kind]

    @property
    def is_picture(self) -> bool:
        """Whether a page may show it: drawn anew by this house."""
        return self.kind in PICTURES


class Piece(models.Model):
    """Half a megabyte of an attachment, sealed to its place in it. Reached through it alone."""

    attachment = models.ForeignKey(Attachment, models.PROTECT, related_name="pieces")
    position = models.PositiveSmallIntegerField()
    sealed = models.BinaryField()

    class Meta:
        verbose_name = "附件内容"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["attachment", "position"], name="one_piece_a_position")
        ]
