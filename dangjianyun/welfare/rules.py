"""What decides about a wish: how long a claim holds, what a public text may not say."""

import re
import unicodedata
from datetime import date, timedelta

from dangjianyun.law.cite import Cite
from dangjianyun.law.facts import Fact
from dangjianyun.law.parameter import Parameter
from dangjianyun.law.rule import Facts, Outcome, Rule, Settings, Version, declare
from dangjianyun.law.statutes import HOUSE_RULES
from dangjianyun.law.words import day_in_words

HOUSE_CLAIM = Cite(HOUSE_RULES, "微心愿认领", "DESIGN")
DAYS_TO_FULFIL = Parameter(
    "wish.claim_days",
    "微心愿认领后，多少天内办好",
    "choice",
    "15",
    HOUSE_CLAIM,
    {str(n): f"{n}天" for n in (3, 5, 7, 10, 15, 20, 30, 45, 60)},
)
KEPT_AFTER_END = timedelta(days=90)
"""How long the wisher's data are kept after the wish is closed or withdrawn."""
OFFER_KEPT = timedelta(days=30)
"""How long a citizen's offer of help is kept after it came in."""

_HAN_DIGITS = str.maketrans("〇零一二三四五六七八九幺壹贰叁肆伍陆柒捌玖", "001234567891123456789")
_GAPS = re.compile(r"[\s\-_.·,，、。:：/\\()（）\[\]【】*]+")
_MOBILE = re.compile(r"(?<![0-9])(?:86)?1[3-9][0-9]{9}(?![0-9])")
_IDENTITY = re.compile(r"(?<![0-9])[1-9][0-9]{16}[0-9Xx](?![0-9])")
_LANDLINE = re.compile(r"(?<![0-9])0[1-9][0-9]{1,2}[2-8][0-9]{6,7}(?![0-9])")
_LONG = re.compile(r"[0-9]{8,}")
_CALLED = re.compile(r"(?:电话|手机|联系|微信|QQ|致电)\D{0,6}[0-9]{7,}")
ADDRESS_AT_LEAST = 6


def end_of_claim(claimed_on: date, settings: Settings) -> date:
    """The first day on which a claim of that day no longer holds."""
    return claimed_on + timedelta(days=int(settings[DAYS_TO_FULFIL.key]) + 1)


def personal_in(text: str, *, name: str = "", address: str = "", phone: str = "") -> str:
    """What in a text points at a person, as a sentence; empty where nothing does.

    Finds telephone and identity numbers also where they are written in full width, in Chinese
    digits or with gaps, and the wisher's own name, address and number.
    """
    plain = unicodedata.normalize("NFKC", text)
    digits = _GAPS.sub("", plain.translate(_HAN_DIGITS))
    tight = _GAPS.sub("", plain)
    if _IDENTITY.search(digits):
        return "公开的文字里有像身份证号的数字，请删去。"
    own = phone and re.sub(r"\D", "", phone)[-7:]
    has_own = bool(own) and len(own) == 7 and own in digits
    numbers = (_MOBILE, _LANDLINE, _LONG, _CALLED)
    if has_own or any(one.search(digits) for one in numbers):
        return "公开的文字里有像电话号码的数字，请删去；联系方式填在下面不公开的一栏。"
    called = _GAPS.sub("", unicodedata.normalize("NFKC", name))
    if len(called) >= 2 and called in tight:
        return "公开的文字里有许愿人的姓名，请改成“一位老人”“一名学生”这样的说法。"
    lives = _GAPS.sub("", unicodedata.normalize("NFKC", address))
    if len(lives) >= ADDRESS_AT_LEAST and lives in tight:
        return "公开的文字里有许愿人的住址，请删去；写到街道为止。"
    return ""


def _claim_end(facts: Facts, day: date, settings: Settings) -> Outcome:
    until = end_of_claim(facts["claimed_on"], settings)
    last = until - timedelta(days=1)
    is_kept = day < until
    told = "" if is_kept else "已过期，自动退回认领榜。"
    return Outcome(is_kept, last.isoformat(), f"最迟{day_in_words(last)}办好。{told}")


CLAIM_END = declare(
    Rule(
        id="welfare.claim_end",
        label="微心愿认领的期限",
        gives="认领的微心愿最迟哪天办好；过了这一天没有办好，自动退回，别的组织可以再认领。",
        facts=(Fact("claimed_on", "date", "认领的日期"),),
        versions=(Version(_claim_end, (HOUSE_CLAIM,)),),
        parameters=(DAYS_TO_FULFIL,),
    )
)
