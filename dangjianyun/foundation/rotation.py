"""Changing the field key while people work.

A new key is written as `field.2`; from then on every save uses it, and older cells stay readable
as long as the older key is held. A command walks the tables and saves what `reseal` returns.
"""

from django.db import models

from dangjianyun.foundation.envelope import version_of
from dangjianyun.foundation.keyring import current
from dangjianyun.foundation.sealed import Sealed, SealedField


def reseal(row: models.Model) -> list[str]:
    """Makes cells under an older key pending, to be sealed anew by the next save; their names.

    Raises: DataDamaged: a damaged cell is left for an operator, not overwritten.
    """
    newest = current("field")
    older: list[str] = []
    for field in row._meta.concrete_fields:
        if not isinstance(field, SealedField):
            continue
        value: Sealed = getattr(row, field.attname)
        # Opening comes first, so that a changed header is found as damage too.
        text = value.open()
        if value.token and version_of(value.token) != newest:
            setattr(row, field.attname, text)
            older.append(field.name)
    return older
