"""Personal fields that leave the program only encrypted.

A cell is SM4-GCM under a versioned key, bound to its table, row and column: a cell copied to
another place does not open. The row's key is `ref`, known before the insert. Exact search goes
through a blind index (HMAC-SM3 under another key). What this cannot notice: an emptied cell, a cell
put back to its own earlier value, a blind index removed; the audit chain and backups show those.
"""

import logging
from hmac import compare_digest
from typing import TYPE_CHECKING, Any, NoReturn

from django.core import checks
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from dangjianyun.foundation.blind import SealedIndexField, blind, matching
from dangjianyun.foundation.envelope import seal, unseal
from dangjianyun.foundation.keyring import Forged, KeyringError
from dangjianyun.foundation.masks import HIDDEN, Kind, is_masked, mask
from dangjianyun.foundation.personal import Personal
from dangjianyun.foundation.reference import RefField

__all__ = ["DataDamaged", "RefField", "Sealed", "SealedField", "blind", "matching"]

if TYPE_CHECKING:
    _Field = models.Field["str | Sealed | None", "Sealed"]
else:  # Django's fields take no type arguments at run time
    _Field = models.Field

DAMAGED = "数据校验失败"
_OPTIONS = {"blank", "help_text", "validators", "editable"}
_alarm = logging.getLogger("dangjianyun.security")


class DataDamaged(Forged):
    """A sealed cell was changed, or does not belong where it was found."""


class Sealed:
    """A sealed value. `str`, `repr` and templates show the mask, `.open()` gives the text.

    A value assigned and not yet saved is pending: held as plain text, shown by the same mask.
    """

    __slots__ = ("field", "plain", "row", "token")

    def __init__(
        self,
        field: "SealedField",
        *,
        token: str = "",
        plain: str | None = None,
        row: models.Model | None = None,
    ) -> None:
        self.field, self.token, self.plain, self.row = field, token, plain, row

    @property
    def is_pending(self) -> bool:
        """Whether the value waits to be sealed by the next save."""
        return self.plain is not None

    def open(self, ref: str = "") -> str:
        """The plain text. From `values()` there is no row: give the row's `ref`.

        Raises: DataDamaged where cell, row and column do not belong together; KeyringError where
        the key is not held; LookupError with neither row nor ref.
        """
        if self.plain is not None:
            return self.plain
        if not self.token:
            return ""
        key = ref or str(getattr(self.row, "ref", ""))
        if not key:
            raise LookupError(f"{self.field}: read without its row; call .open(ref)")
        return self.field.opened(self.token, key)

    # A template that writes {{ person.identity.open }} gets nothing: pages unmask by an action.
    open.alters_data = True  # type: ignore[attr-defined]  # Django's own mark on methods

    def __bool__(self) -> bool:
        return bool(self.token or self.plain)

    def __str__(self) -> str:
        try:
            return mask(self.field.mask, self.open())
        except Forged:
            return DAMAGED
        except (KeyringError, LookupError):
            return HIDDEN

    def __repr__(self) -> str:
        return f"<Sealed {self.field}: {self}>"

    def __eq__(self, other: object) -> bool:
        """By plain text, so that saving the same number again is no change."""
        if not isinstance(other, Sealed | str):
            return NotImplemented
        if isinstance(other, Sealed) and self.token and self.token == other.token:
            return True
        if not self or not other:
            return bool(self) == bool(other)
        try:
            theirs = other.open() if isinstance(other, Sealed) else other
            return compare_digest(self.open().encode(), theirs.encode())
        except (Forged, LookupError):
            return False

    __hash__ = None  # type: ignore[assignment]  # a sealed value is no key of a dictionary

    def __copy__(self) -> "Sealed":
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> "Sealed":
        return self

    def __reduce_ex__(self, protocol: Any) -> NoReturn:
        raise TypeError("a sealed value is not pickled: caches and sessions hold no personal data")


class SealedAttribute(DeferredAttribute):
    """Gives the value bound to its row; takes plain text, to be sealed by the next save."""

    field: "SealedField"

    def __get__(self, instance: models.Model | None, cls: Any = None) -> Any:
        held = super().__get__(instance, cls)
        if instance is None:
            return held
        # Bound on reading and not in the row's own dictionary: no reference cycle per cell.
        return Sealed(self.field, token=held.token, plain=held.plain, row=instance)

    def __set__(self, instance: models.Model, value: object) -> None:
        instance.__dict__[self.field.attname] = self._held(instance, value)

    def _held(self, instance: models.Model, value: object) -> Sealed:
        if value is None or isinstance(value, str):
            return Sealed(self.field, plain=value or "")
        if not isinstance(value, Sealed):
            raise TypeError(f"{self.field}: takes text, not {type(value).__name__}")
        if value.plain is not None:
            return Sealed(self.field, plain=value.plain)
        # A refresh hands over the value of another object of the same row; anything else would
        # store a cell that can never be opened here.
        stranger = value.row is not None and value.row is not instance and value.row != instance
        if value.token and (stranger or value.field != self.field):
            raise ValueError(f"{self.field}: sealed for another row or field; assign its text")
        return Sealed(self.field, token=value.token)


class SealedField(_Field):
    """A text field stored sealed. With `index=True` a column `<name>_index` allows exact search.

    `identity = SealedField("身份证号码", personal=Personal("S3", …), mask="identity", index=True)`.
    The model needs `ref = RefField()`. Empty is stored empty. Migrations see plain text columns,
    so they never ask for a key. `max_length` counts characters of the plain text.
    """

    descriptor_class = SealedAttribute
    is_sealed = True

    def __init__(
        self,
        verbose_name: str,
        *,
        personal: Personal,
        mask: Kind = "whole",
        index: bool = False,
        max_length: int = 200,
        **options: Any,
    ) -> None:
        if not isinstance(personal, Personal):
            raise TypeError("SealedField: personal is a Personal(…)")
        if refused := set(options) - _OPTIONS:
            raise TypeError(f"SealedField: {', '.join(sorted(refused))} cannot be had when sealed")
        self.personal, self.mask, self.has_index = personal, mask, index
        super().__init__(verbose_name, max_length=max_length, **options)

    @property
    def index_name(self) -> str:
        """The column of the blind index; empty where there is none."""
        return f"{self.name}_index" if self.has_index else ""

    def contribute_to_class(self, cls: Any, name: str, private_only: bool = False) -> None:
        """Joins the model and brings the index column along."""
        super().contribute_to_class(cls, name, private_only)
        self.table = cls._meta.label
        self.domain = f"{self.table}·{name}"
        if self.has_index and self.index_name not in {f.name for f in cls._meta.local_fields}:
            cls.add_to_class(self.index_name, SealedIndexField(self))

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        """The rows need a key before they are inserted."""
        found = super().check(**kwargs)
        if not any(isinstance(field, RefField) for field in self.model._meta.fields):
            found.append(checks.Error(f"{self}: needs ref = RefField()", id="sealed.E001"))
        return found

    def get_internal_type(self) -> str:
        """A text column."""
        return "TextField"

    def clone(self) -> Any:
        """The column as migrations know it."""
        return models.TextField(self.verbose_name, blank=self.blank)

    def deconstruct(self) -> Any:
        """As `clone`."""
        return (self.name, *self.clone().deconstruct()[1:])

    def get_lookup(self, lookup_name: str) -> Any:
        """Only emptiness can be asked of the column; `matching` searches."""
        return super().get_lookup(lookup_name) if lookup_name in ("exact", "isnull") else None

    def from_db_value(self, value: str | None, *context: Any) -> Sealed | None:
        """A stored cell, not yet bound to a row."""
        return None if value is None else Sealed(self, token=value)

    def to_python(self, value: Any) -> Any:
        """Text and sealed values pass."""
        return value if value is None or isinstance(value, Sealed) else str(value)

    def run_validators(self, value: Any) -> None:
        """Validators see the plain text of a new value; a stored one was seen before."""
        if isinstance(value, Sealed):
            if not value.is_pending:
                return
            value = value.open()
        if len(value) > (self.max_length or 0):
            raise ValidationError(f"{self.verbose_name}不能超过{self.max_length}个字。")
        super().run_validators(value)

    def pre_save(self, model_instance: models.Model, add: bool) -> Sealed:
        """Seals what is pending, now that the row is known."""
        value: Sealed = getattr(model_instance, self.attname)
        if value.is_pending:
            if self.has_index:
                setattr(model_instance, self.index_name, blind(self, value.open()))
            value = Sealed(self, token=self._stored(value), row=model_instance)
            setattr(model_instance, self.attname, value)
        return value

    def get_prep_value(self, value: Any) -> str:
        """The cell. Raises: TypeError for text that has no row to be bound to."""
        if value is None or value == "":
            return ""
        if not isinstance(value, Sealed) or value.field != self:
            raise TypeError(f"{self}: text is sealed through its row; search with matching(…)")
        return self._stored(value)

    def formfield(self, **kwargs: Any) -> Any:
        """A line of text that starts with the mask."""
        return super().formfield(**{"max_length": self.max_length, **kwargs})

    def save_form_data(self, instance: models.Model, data: Any) -> None:
        """A mask that comes back from a form means unchanged."""
        if not is_masked(str(data or "")):
            setattr(instance, self.attname, data)

    def value_from_object(self, obj: models.Model) -> Any:
        """The mask: what forms begin with and what a serialized row carries."""
        return str(getattr(obj, self.attname))

    def value_to_string(self, obj: models.Model) -> str:
        """The mask."""
        return str(getattr(obj, self.attname))

    def opened(self, token: str, ref: str) -> str:
        """The text of a cell of the row `ref`. Raises: DataDamaged, KeyringError."""
        try:
            return unseal(token, self._bound(ref))
        except Forged as wrong:
            _alarm.error("%s：%s，记录%s", DAMAGED, self, ref)
            raise DataDamaged(
                f"{DAMAGED}：“{self.verbose_name}”的密文与所在记录不符，可能被改动过。"
                "请联系系统管理员核对审计记录，再从备份恢复。"
            ) from wrong

    def _stored(self, value: Sealed) -> str:
        if not value.is_pending:
            return value.token
        plain, ref = value.open(), str(getattr(value.row, "ref", ""))
        if not ref:
            raise TypeError(f"{self}: the row has no ref")
        if is_masked(plain):
            raise ValueError(f"{self}: a mask is not a value; leave the field unchanged instead")
        return seal(plain, self._bound(ref)) if plain else ""

    def _bound(self, ref: str) -> str:
        return f"{self.table}·{ref}·{self.name}"
