"""Which fields hold personal data, why, on what basis and for how long.

Classes: S1 public by law, S2 internal (a name is S2: plain and searchable under scope), S3
personal (identity number, telephone), S4 sensitive (hardship, review material, sanctions).
Source: PIPL articles 6, 17, 28, 51 and 55; GB/T 45574-2025.
"""

import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from hmac import compare_digest
from typing import Any, Literal, TypeVar

from django.apps import apps
from django.db import models

from dangjianyun.foundation.keyring import Forged, current, keyring

Level = Literal["S1", "S2", "S3", "S4"]
LEVELS: dict[Level, str] = {"S1": "公开", "S2": "内部", "S3": "个人", "S4": "敏感"}
AnyField = TypeVar("AnyField", bound="models.Field[Any, Any]")


@dataclass(frozen=True)
class Personal:
    """What a personal field must say about itself, in Chinese words a member of the public reads.

    Raises: ValueError where one of the four is missing.
    """

    level: Level
    purpose: str
    basis: str
    retention: str

    def __post_init__(self) -> None:
        if self.level not in LEVELS:
            raise ValueError(f"Personal: level is one of {', '.join(LEVELS)}, not {self.level!r}")
        for said in ("purpose", "basis", "retention"):
            if not getattr(self, said).strip():
                raise ValueError(f"Personal: {said} is empty, and every personal field says it")

    @property
    def is_committed(self) -> bool:
        """Whether the audit keeps a commitment in place of the value."""
        return self.level in ("S3", "S4")


@dataclass(frozen=True)
class PersonalField:
    """One line of the register of personal data."""

    table: str
    table_label: str
    field: str
    label: str
    personal: Personal
    is_sealed: bool
    is_indexed: bool


def personal_field(field: AnyField, personal: Personal) -> AnyField:
    """The same plain field, entered in the register of personal data.

    `name = personal_field(models.CharField("姓名", max_length=50), Personal("S2", …))`; it stays
    an ordinary column, and migrations see nothing of the words.
    """
    if not isinstance(personal, Personal):
        raise TypeError("personal_field: the second argument is a Personal(…)")
    field.personal = personal  # type: ignore[attr-defined]  # Django fields are open to attributes
    return field


def personal_of(field: object) -> Personal | None:
    """What a model field declared; None where it holds nothing personal."""
    found = getattr(field, "personal", None)
    return found if isinstance(found, Personal) else None


def personal_fields(tables: Iterable[type[models.Model]] | None = None) -> list[PersonalField]:
    """Every personal field of the given tables (default: all), by table, in declared order."""
    chosen = sorted(tables or apps.get_models(), key=lambda table: table._meta.label)
    return [
        PersonalField(
            table=table._meta.label,
            table_label=str(table._meta.verbose_name),
            field=field.name,
            label=str(field.verbose_name),
            personal=personal,
            is_sealed=bool(getattr(field, "is_sealed", False)),
            is_indexed=bool(getattr(field, "index_name", "")),
        )
        for table in chosen
        for field in table._meta.local_fields
        if (personal := personal_of(field)) and not getattr(field, "is_blind", False)
    ]


def personal_register(tables: Iterable[type[models.Model]] | None = None) -> str:
    """The register as Markdown, generated into `docs/personal-data.md`."""
    lines = [
        "# 个人信息登记表",
        "",
        "本表由各字段的声明生成，请不要手工修改。",
        "",
        "| 表 | 字段 | 分级 | 用途 | 依据 | 保存期限 | 存放 |",
        "|---|---|---|---|---|---|---|",
    ]
    for row in personal_fields(tables):
        said = row.personal
        stored = "SM4-GCM加密" if row.is_sealed else "明文"
        cells = (
            f"{row.table_label}（`{row.table}`）",
            f"{row.label}（`{row.field}`）",
            f"{said.level} {LEVELS[said.level]}",
            said.purpose,
            said.basis,
            said.retention,
            f"{stored}，可精确检索" if row.is_indexed else stored,
        )
        lines.append(f"| {' | '.join(cell.replace('|', '｜') for cell in cells)} |")
    return "\n".join(lines) + "\n"


_SAID = json.JSONEncoder(ensure_ascii=False, sort_keys=True, default=str)


def audit_value(field: object, value: object, ref: str) -> Any:
    """What the audit may keep of a value.

    S1, S2 and fields that are not personal: the value. S3, S4: `{"commitment": 64 hex,
    "salt": 32 hex, "key": version}`, which shows later whether a claimed value was the one;
    `{"damaged": True}` for a sealed value that no longer opens, so that it can be replaced.
    `ref` is the key of the row (see `RefField`), so that a commitment cannot be moved.
    """
    personal = personal_of(field)
    if personal is None or not personal.is_committed:
        return _opened(field, value)
    salt, version = secrets.token_hex(16), current("audit")
    try:
        made = _commit(field, value, ref, salt, version)
    except Forged:
        return {"damaged": True}
    return {"commitment": made, "salt": salt, "key": version}


def commits_to(kept: dict[str, Any], field: object, value: object, ref: str) -> bool:
    """Whether a commitment from `audit_value` was made of this value."""
    again = _commit(field, value, ref, str(kept["salt"]), int(kept["key"]))
    return compare_digest(again, str(kept["commitment"]))


def _commit(field: object, value: object, ref: str, salt: str, version: int) -> str:
    plain = _opened(field, value)
    # As JSON, so that None, "" and "None" are three different befores.
    said = _SAID.encode(plain)
    message = f"{salt}·{ref}·{said}".encode()
    return keyring().authenticate("audit", version, str(field), message).hex()


def _opened(field: object, value: object) -> object:
    # Asked of the field: file fields have values with an `open` of another kind.
    if getattr(field, "is_sealed", False) and hasattr(value, "open"):
        return value.open()
    return value
