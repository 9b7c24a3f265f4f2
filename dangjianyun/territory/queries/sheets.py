"""Places in sheets: a district and a street as people write them, by name or by code."""

from dangjianyun.foundation.sheets import Desk, Row
from dangjianyun.territory.models import Division, Level
from dangjianyun.territory.queries.places import (
    ancestors,
    children,
    district_of,
    division_gone,
    division_of_code,
    division_of_path,
)
from dangjianyun.territory.queries.text import deepest_division_named_in


def read_division(desk: Desk, row: Row, field: str, *, within: str) -> str:
    """The division that a cell names or whose code it holds; "" and a fault where there is none."""
    text = row.get(field, "")
    found = desk.once(("division in", within, text), lambda: _named(desk, text, within))
    if found is None:
        gone = desk.once(("gone", text), lambda: division_gone(text, desk.on))
        problem = f"不知道“{text}”是哪个区划：没有这个名称，或有几处同名"
        if gone is not None:
            problem = f"{gone.name}已于{gone.until}撤销"
        row.refuse(field, problem, "请写现在的全称，如宁波市海曙区，或填6位区划代码")
        return ""
    return found.path


def read_place(desk: Desk, row: Row, district: str, street: str, otherwise: str) -> str:
    """The path behind the cells for district and street; `otherwise` where both are empty.

    Notes a fault and gives "" for a name that is unknown there or that several places bear.
    """
    above = otherwise
    if district in row.cells:
        above = read_division(desk, row, district, within=desk.within)
        if not above:
            return ""
    if street not in row.cells:
        return above
    text = row.cells[street]
    base = above if district in row.cells else _district(otherwise)
    found = desk.once(("street in", base, text), lambda: _street(desk, text, base))
    if found is not None:
        return found.path
    where = division_of_path(base).name if base else "所在区"
    elsewhere = desk.once(("street of", text), lambda: _street(desk, text, _city(base)))
    if elsewhere is not None and (home := district_of(elsewhere.path)):
        row.refuse(street, f"{text}属{home.name}，不在{where}", "请核对所在区和所在街道")
    else:
        row.refuse(street, f"{where}没有“{text}”", "请写街道、镇、乡的全称，或9位区划代码")
    return ""


def district_and_street(path: str) -> tuple[str, str]:
    """The names that `read_place` takes back: ("海曙区", "石碶街道"), ("宁波市", "")."""
    division = division_of_path(path)
    if division.level < Level.STREET:
        return division.name, ""
    above = district_of(path) or division_of_path(division.parent_path)
    return above.name, division.name


def _is_code(text: str) -> bool:
    """Digits, or the L of a zone without a national code among them."""
    return text.isascii() and text.isalnum()


def _named(desk: Desk, text: str, within: str) -> Division | None:
    if _is_code(text):
        return division_of_code(text, desk.on)
    whole = division_of_path(within)
    if text in {whole.name, whole.short_name}:
        return whole
    return deepest_division_named_in(text, _city(within), desk.on) or deepest_division_named_in(
        text, "d/", desk.on
    )


def _street(desk: Desk, text: str, base: str) -> Division | None:
    if _is_code(text):
        found = division_of_code(text, desk.on)
        return found if found and found.path.startswith(base) else None
    own = children(base, desk.on)
    for row in own:
        if text in {row.name, row.short_name}:
            return row
    return deepest_division_named_in(text, base, desk.on)


def _district(path: str) -> str:
    found = district_of(path)
    return found.path if found else path


def _city(path: str) -> str:
    """The city at or above a path, else the path itself."""
    chain = [*ancestors(path), division_of_path(path)]
    return next((row.path for row in chain if row.level == Level.CITY), path)
