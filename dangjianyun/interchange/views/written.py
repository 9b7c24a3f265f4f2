"""What a batch has written: the records it made or changed, each with its page."""

from itertools import islice

from django.apps import apps

from dangjianyun.access.models import AuditEntry
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.sheets import sheet_named
from dangjianyun.interchange.models import Batch
from dangjianyun.interchange.views.files import file_href, seen

SHOWN = 20


def written(actor: Actor, batch: Batch) -> list[dict[str, str]]:
    """The first twenty records by what happened to them, as the audit has it."""
    table = sheet_named(batch.sheet).model._meta
    entries = AuditEntry.objects.filter(batch=batch.number, operation__in=["add", "change"])
    kinds: dict[str, str] = {}
    for entry in islice(entries.order_by("id").iterator(chunk_size=500), 50 * SHOWN):
        own = entry.table == table.label
        if own or entry.subject.startswith(f"{table.label_lower}/"):
            made = own and entry.operation == "add"
            kinds.setdefault(entry.subject, "新增" if made else "变更")
        if len(kinds) == SHOWN:
            break
    found = []
    for subject, kind in kinds.items():
        label, _, pk = subject.partition("/")
        row = seen(actor, apps.get_model(label), pk) if pk else None
        if row is not None:
            found.append({"kind": kind, "name": str(row), "href": file_href(row)})
    return found
