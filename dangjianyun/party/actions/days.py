"""The days of a life in the Party: born, joined, confirmed."""

from datetime import date

from dangjianyun.foundation.days import today
from dangjianyun.foundation.errors import Refused
from dangjianyun.party.rules import AGE_TO_JOIN


def born_on(number: str) -> date:
    """The day of birth in an identity number that has been checked."""
    return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))


def must_be_in_order(born: date | None, joined: date, full: date | None) -> None:
    """Raises: Refused for days that cannot be. No message tells the day of birth.

    The age is asked of those who joined under a constitution that we can cite; elder members
    joined under others. `born` is None for a person whose day of birth is not on record.
    """
    if joined > today():
        raise Refused("入党日期不能晚于今天。", field="joined_on")
    if born and joined < born:
        raise Refused("入党日期早于出生日期。请核对入党日期和公民身份号码。", field="joined_on")
    age = AGE_TO_JOIN.known(joined)
    if born and age and _years(born, joined) < age:
        raise Refused(
            f"入党日期那天还不满{age}周岁。年满十八岁才可以申请入党（{AGE_TO_JOIN.cites[0]}），"
            "请核对入党日期和公民身份号码。",
            field="joined_on",
        )
    if full and full < joined:
        raise Refused("转正日期不能早于入党日期。", field="full_on")


def must_not_confirm_ahead(full: date | None) -> None:
    """Raises: Refused for a confirmation that has not taken place yet."""
    if full and full > today():
        raise Refused("转正日期不能晚于今天，还没有转正的请留空。", field="full_on")


def must_begin_within(since: date, joined: date | None) -> None:
    """Raises: Refused for a relation that is yet to come, or older than the membership."""
    if since > today():
        raise Refused("组织关系起始日期不能晚于今天。", field="since")
    if joined and since < joined:
        raise Refused("组织关系起始日期不能早于入党日期。", field="since")


def _years(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
