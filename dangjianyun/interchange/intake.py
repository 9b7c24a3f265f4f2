"""From a file to a checked batch: receive, check, or say why not."""

import secrets
from dataclasses import dataclass
from pathlib import Path

from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import today
from dangjianyun.foundation.errors import Refused
from dangjianyun.foundation.sheets import sheet_named
from dangjianyun.interchange.actions import keep_check, receive_batch, refuse_batch
from dangjianyun.interchange.checking import check
from dangjianyun.interchange.desks import desk_of, home_of
from dangjianyun.interchange.files.kinds import must_be_as_named
from dangjianyun.interchange.files.limits import FileRefused
from dangjianyun.interchange.models import Batch
from dangjianyun.interchange.workflow import WRITE


@dataclass(frozen=True)
class Upload:
    """A file as somebody handed it over."""

    sheet: str
    filename: str
    year: int | None = None


def receive(actor: Actor, upload: Upload) -> Batch:
    """A batch that waits to be checked. Raises: Refused for an unknown sheet or a missing right."""
    sheet_named(upload.sheet)
    home = home_of(actor)
    party = min(actor.at("p", WRITE), key=len, default="")
    divisions = actor.at("d", WRITE)
    batch = Batch(
        number=f"{today():%Y%m%d}-{secrets.token_hex(3)}",
        sheet=upload.sheet,
        filename=_shown_name(upload.filename),
        year=upload.year,
        path=home if divisions else "",
        party_path="" if divisions else party,
        within=home,
        account_id=actor.account_id,
        actor=actor.name,
        actor_label=f"{actor.label or actor.name}，{actor.unit_label}".rstrip("，")[:180],
    )
    return receive_batch(batch, actor=actor, batch=batch.number)


def check_file(batch: Batch, actor: Actor, source: Path) -> Batch:
    """Check a received file; a file that is not taken leaves a refused batch.

    Raises: Refused, after recording it.
    """
    try:
        _must_be_as_named(source, batch.filename)
        outcome = check(batch, desk_of(batch, actor), source)
    except Refused as refusal:
        batch.parts.all().delete()
        refuse_batch(batch, actor=actor, trouble=refusal.message, batch=batch.number)
        raise
    return keep_check(batch, actor=actor, outcome=outcome, batch=batch.number)


def _must_be_as_named(source: Path, filename: str) -> None:
    try:
        must_be_as_named(source, filename)
    except FileRefused as refusal:
        raise Refused(str(refusal), field="file") from None


def _shown_name(name: str) -> str:
    """The last part of a name, without what could mislead."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(sign for sign in last if sign.isprintable())[-160:] or "未命名"
