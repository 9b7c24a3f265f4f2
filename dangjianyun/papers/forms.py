"""The field of a form that takes several files, also without script."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from dangjianyun.papers.rules import NotTaken, Paper, taken_in
from dangjianyun.papers.rules.kinds import MEDIA, MIB, too_large

MOST_FILES = 9


class FilesInput(forms.ClearableFileInput):
    """A file input that takes several: the browser's own, so it works without script."""

    allow_multiple_selected = True

    def __init__(self) -> None:
        # Media types beside endings: phones offer the camera for them, and turn HEIC into JPEG.
        accept = ",".join([*MEDIA.values(), *(f".{kind}" for kind in MEDIA)])
        super().__init__(attrs={"accept": accept})


class FilesField(forms.FileField):
    """`files = FilesField(label="照片和材料")`; cleaned: the `Paper`s, to be handed to an action.

    Each file is judged and cleaned here, so a wrong one stands beside the field like any mistake.
    """

    widget = FilesInput

    def __init__(self, *, label: str = "附件", most: int = MOST_FILES, **options: Any) -> None:
        self.most = most
        options.setdefault("required", False)
        options.setdefault(
            "help_text",
            f"照片（JPG、PNG、WebP）、PDF、docx、xlsx、纯文本，每个不超过"
            f"{settings.ATTACHMENT_LARGEST // MIB}MB，最多{most}个。照片里的位置等信息会自动去掉；"
            "不要上传涉密文件。",
        )
        super().__init__(label=label, **options)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The files as they will be kept; none is an empty list."""
        files = [file for file in data or [] if isinstance(file, UploadedFile)]
        if not files:
            if self.required:
                raise forms.ValidationError("请选择文件。")
            return []
        if len(files) > self.most:
            raise forms.ValidationError(f"一次最多{self.most}个文件，选了{len(files)}个。")
        papers: list[Paper] = []
        faults: list[str] = []
        for file in files:
            try:
                papers.append(_read(file))
            except NotTaken as why:
                faults.append(f"“{(file.name or '')[:40]}”：{why}")
        if faults:
            raise forms.ValidationError(faults)
        return papers


def _read(file: Any) -> Paper:
    if (file.size or 0) > settings.ATTACHMENT_LARGEST:
        raise NotTaken(too_large(settings.ATTACHMENT_LARGEST))
    file.seek(0)
    return taken_in(file.name or "", file.read(), largest=settings.ATTACHMENT_LARGEST)
