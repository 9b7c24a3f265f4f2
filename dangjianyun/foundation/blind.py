"""Exact search in sealed fields: HMAC-SM3 of the normalized value, under a key of its own.

Every field has its own domain, so that equal values in two fields do not show. Nothing but
equality can be asked; without the index key the column says nothing (assurance C5).
"""

import unicodedata
from typing import TYPE_CHECKING, Any, Protocol

from django.db import models
from django.db.models import Q
from django.db.models.query_utils import DeferredAttribute

from dangjianyun.foundation.keyring import current, keyring
from dangjianyun.foundation.personal import Personal

if TYPE_CHECKING:
    _CharField = models.CharField[Any, Any]
else:  # Django's fields take no type arguments at run time
    _CharField = models.CharField


class Indexed(Protocol):
    """What a blind index needs of its field: `domain`, table and field."""

    domain: str


def normalized(value: str) -> str:
    """Half width, upper case, no blanks and no invisible characters."""
    if value.isascii() and value.isalnum():
        return value.upper()
    folded = unicodedata.normalize("NFKC", value)
    return "".join(
        sign for sign in folded if not sign.isspace() and unicodedata.category(sign) != "Cf"
    ).upper()


def blind(field: Indexed, value: str) -> str | None:
    """The index of `value`, 64 hex digits; None for an empty one."""
    return _blind(field, value, current("index"))


def matching(model: type[models.Model], name: str, value: str) -> Q:
    """The rows whose sealed field `name` holds exactly `value`; none for an empty value.

    During a change of the index key it finds rows of every version.
    """
    field: Any = model._meta.get_field(name)
    if not getattr(field, "index_name", ""):
        raise TypeError(f"{field}: declared without index=True, cannot be searched")
    found = [_blind(field, value, version) for version in keyring().versions("index")]
    return Q(**{f"{field.index_name}__in": [index for index in found if index]})


def _blind(field: Indexed, value: str, version: int) -> str | None:
    message = normalized(value)
    if not message:
        return None
    return keyring().authenticate("index", version, field.domain, message.encode()).hex()


class IndexAttribute(DeferredAttribute):
    """The index that belongs to the value now held, also before the row is saved."""

    field: "SealedIndexField"

    def __get__(self, instance: models.Model | None, cls: Any = None) -> Any:
        source = self.field.source
        held = instance.__dict__.get(source.name) if instance is not None else None
        if held is not None and held.is_pending:
            return blind(source, held.open())
        return super().__get__(instance, cls)

    def __set__(self, instance: models.Model, value: str | None) -> None:
        instance.__dict__[self.field.attname] = value


class SealedIndexField(_CharField):
    """The column `<name>_index`, added by `SealedField(index=True)`.

    Null where the value is empty, so that a plain unique constraint may stand on it.
    """

    descriptor_class = IndexAttribute
    is_blind = True

    def __init__(self, source: Any) -> None:
        self.source: Any = source
        # The audit must not hold the index either: whoever reads it could link two persons.
        self.personal: Personal = source.personal
        super().__init__(
            f"{source.verbose_name}索引",
            max_length=64,
            null=True,
            blank=True,
            editable=False,
            db_index=True,
        )

    def contribute_to_class(self, cls: Any, name: str, private_only: bool = False) -> None:
        """Follows the sealed field of its own class where an abstract table is inherited."""
        super().contribute_to_class(cls, name, private_only)
        self.source = cls._meta.get_field(self.source.name)

    def clone(self) -> Any:
        """The column as migrations know it: plain text without a key."""
        return models.CharField(
            self.verbose_name,
            max_length=64,
            null=True,
            blank=True,
            editable=False,
            db_index=True,
        )

    def deconstruct(self) -> Any:
        """As `clone`."""
        return (self.name, *self.clone().deconstruct()[1:])
