"""Forms that offer an actor only the rows the actor may see."""

from typing import Any

from django import forms

from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.scope import ScopedModel


class ActorForm(forms.Form):
    """Base of every form: it knows who fills it in, and narrows every choice of rows to them."""

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        for field in self.fields.values():
            queryset = getattr(field, "queryset", None)
            if queryset is not None and issubclass(queryset.model, ScopedModel):
                field.queryset = queryset.model.objects.seen_by(actor)  # type: ignore[attr-defined]
