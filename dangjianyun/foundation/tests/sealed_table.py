"""A table with sealed fields, in an app registry of its own: no migration ever sees it."""

from typing import Any, ClassVar

from django.apps.registry import Apps
from django.core.validators import RegexValidator
from django.db import models

from dangjianyun.foundation.personal import Personal, personal_field
from dangjianyun.foundation.sealed import RefField, SealedField

NUMBER = Personal("S3", "核对党员身份", "个人信息保护法第十三条", "党员档案保存期")
SOME = Personal("S2", "称呼本人", "个人信息保护法第十三条", "党员档案保存期")
WORDS = Personal("S4", "民主评议结果告知本人", "民主评议党员办法", "三年")
apart: Any = Apps()


class Sensitive(models.Model):
    """The abstract half, so that inheritance is tried as well."""

    ref = RefField()
    identity = SealedField("身份证号码", personal=NUMBER, mask="identity", index=True, blank=True)

    class Meta:
        abstract = True


class Comrade(Sensitive):
    """A person with every kind of personal field."""

    name = personal_field(models.CharField("姓名", max_length=50), SOME)
    phone = SealedField(
        "手机号码",
        personal=NUMBER,
        mask="phone",
        index=True,
        blank=True,
        max_length=20,
        validators=[RegexValidator(r"^[0-9-]*$", "手机号码只能是数字。")],
    )
    appraisal = SealedField("评议结果", personal=WORDS, blank=True)
    joined_on = personal_field(models.DateField("入党日期", null=True), NUMBER)
    note = models.CharField("备注", max_length=50, blank=True)

    class Meta:
        apps = apart
        app_label = "apart"
        verbose_name = "党员"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["identity_index"], name="one_comrade_a_number")
        ]


def comrade(number: int = 1, **fields: Any) -> Comrade:
    """A synthetic person: sequence 000 and an unassigned telephone range are nobody's."""
    given = {
        "name": f"模拟{number}",
        "identity": f"3302031980{number:05d}000X"[:17] + "X",
        "phone": f"199{number:08d}",
    }
    return Comrade(**{**given, **fields})
