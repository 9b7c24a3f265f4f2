"""A row's key that exists before the row does."""

import uuid
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models.query_utils import DeferredAttribute

if TYPE_CHECKING:
    _CharField = models.CharField[str, str]
else:  # Django's fields take no type arguments at run time
    _CharField = models.CharField


def new_ref() -> str:
    """A random key, 32 hex digits."""
    return uuid.uuid4().hex


class RefAttribute(DeferredAttribute):
    """A ref is given once: the sealed cells of the row would not open under another."""

    def __set__(self, instance: models.Model, value: str) -> None:
        name = self.field.attname
        if instance.__dict__.get(name, value) != value:
            raise ValueError(f"{self.field}: a row keeps its ref; make a new object for a copy")
        instance.__dict__[name] = value


class RefField(_CharField):
    """`ref = RefField()`: the key to which sealed cells and audit commitments are bound."""

    descriptor_class = RefAttribute

    def __init__(self) -> None:
        super().__init__("记录标识", max_length=32, unique=True, default=new_ref, editable=False)

    def clone(self) -> Any:
        """The column as migrations know it."""
        return models.CharField(
            self.verbose_name, max_length=32, unique=True, default=new_ref, editable=False
        )

    def deconstruct(self) -> Any:
        """As `clone`."""
        return (self.name, *self.clone().deconstruct()[1:])
