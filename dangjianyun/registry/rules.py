"""What numbers of organizations and persons must look like: GB 32100 and GB 11643.

Pure functions first (a finding, a check character, a number made for tests), then the rules.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from dangjianyun.foundation.cells import half_width
from dangjianyun.law.cite import Cite
from dangjianyun.law.facts import Fact
from dangjianyun.law.rule import Facts, Outcome, Rule, Settings, Version, declare
from dangjianyun.law.statutes import (
    CREDIT_CODE_STANDARD,
    IDENTITY_NUMBER_STANDARD,
    ORGANIZATION_CODE_STANDARD,
)

CREDIT_CODE = Cite(CREDIT_CODE_STANDARD, "统一代码的构成", "V2")
SUBJECT_CODE = Cite(ORGANIZATION_CODE_STANDARD, "代码的结构和表示形式", "V2")
IDENTITY_NUMBER = Cite(IDENTITY_NUMBER_STANDARD, "号码的结构和表示形式", "V2")

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
VALUES = {char: value for value, char in enumerate(ALPHABET)}
CREDIT_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
SUBJECT_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
IDENTITY_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
IDENTITY_CHECKS = "10X98765432"
LENGTH = 18
OLD_IDENTITY_LENGTH = 15
CIVIL_AFFAIRS = "5"
KINDS = {
    "1": "社会团体",
    "2": "民办非企业单位（社会服务机构）",
    "3": "基金会",
    "9": "其他",
}
SPANS = ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 82))
PROVINCES = frozenset(str(n) for first, last in SPANS for n in range(first, last + 1))
"""The first two digits of every division of GB/T 2260."""
CENTRAL = "100000"
"""The division part of what the ministry registers."""
IDENTITY_FORM = re.compile("[0-9]{17}[0-9X]")

KnowsDivision = Callable[[str], bool]


@dataclass(frozen=True)
class Finding:
    """What is found of a code. fault: why it is broken, "" when kept; warnings beside it.

    code: as checked, that is trimmed, half-width and in capitals. remedy: what to do, "" if kept.
    """

    code: str
    fault: str = ""
    remedy: str = ""
    warnings: tuple[str, ...] = ()

    @property
    def is_kept(self) -> bool:
        return not self.fault


def knows_province(division: str) -> bool:
    """Whether six digits begin with a province of GB/T 2260, or stand for the whole country."""
    return division.isdecimal() and (division[:2] in PROVINCES or division == CENTRAL)


def credit_check_character(first17: str) -> str:
    """The 18th character of a unified credit code. Raises KeyError on a foreign character."""
    total = sum(VALUES[char] * weight for char, weight in zip(first17, CREDIT_WEIGHTS, strict=True))
    return ALPHABET[-total % 31]


def subject_check_character(subject8: str) -> str:
    """The check character inside positions 9–17 (GB 11714), A = 10 … Z = 35."""
    total = sum(
        int(char, 36) * weight for char, weight in zip(subject8, SUBJECT_WEIGHTS, strict=True)
    )
    return "0123456789X0"[11 - total % 11]


def identity_check_character(first17: str) -> str:
    """The 18th character of an identity number."""
    total = sum(
        int(digit) * weight for digit, weight in zip(first17, IDENTITY_WEIGHTS, strict=True)
    )
    return IDENTITY_CHECKS[total % 11]


def make_credit_code(kind_digit: str, division6: str, subject8: str) -> str:
    """A valid code of an organization registered by civil affairs, for tests and demonstration."""
    subject9 = subject8 + subject_check_character(subject8)
    first17 = f"{CIVIL_AFFAIRS}{kind_digit}{division6}{subject9}"
    return first17 + credit_check_character(first17)


def make_identity_number(division6: str, birth: date, sequence: int) -> str:
    """A number valid in form; sequence 0 belongs to nobody. Raises ValueError above 999."""
    if not 0 <= sequence <= 999:
        raise ValueError(f"sequence {sequence} is not 0–999")
    first17 = f"{division6}{birth:%Y%m%d}{sequence:03d}"
    return first17 + identity_check_character(first17)


def check_credit_code(code: str, knows_division: KnowsDivision = knows_province) -> Finding:
    """Form and check characters of a unified credit code (GB 32100-2015).

    A failing outer check, length or alphabet breaks it; a first digit other than 5, an unknown
    division or a failing inner check only warns: old codes do not satisfy every rule.
    """
    code = half_width(code).strip().upper()
    if len(code) != LENGTH:
        return Finding(
            code,
            f"统一社会信用代码应为18位，现为{len(code)}位",
            "请对照登记证书核对，补全或删去多余的字符",
        )
    foreign = "、".join(dict.fromkeys(char for char in code if char not in VALUES))
    if foreign:
        return Finding(
            code,
            f"统一社会信用代码中不应有“{foreign}”",
            "代码只用数字和除I、O、S、V、Z以外的大写字母，请核对是否把1、0、5、2写成了字母",
        )
    due = credit_check_character(code[:17])
    if code[17] != due:
        return Finding(
            code,
            f"统一社会信用代码的校验位不符，按前17位应为{due}，现为{code[17]}",
            "请对照登记证书逐位核对",
        )
    return Finding(code, warnings=tuple(_credit_warnings(code, knows_division)))


def _credit_warnings(code: str, knows_division: KnowsDivision) -> list[str]:
    warnings = []
    if code[0] != CIVIL_AFFAIRS:
        warnings.append(f"首位是{code[0]}，不是民政部门登记的5")
    elif code[1] not in KINDS:
        warnings.append(f"第2位是{code[1]}，不是民政部门的机构类别1、2、3、9")
    if not knows_division(code[2:8]):
        warnings.append(f"登记管理机关行政区划{code[2:8]}不在区划表中")
    if code[16] != subject_check_character(code[8:16]):
        warnings.append("主体标识码的校验位不符，可能是旧代码")
    return warnings


def check_identity_number(number: str, on: date) -> Finding:
    """Form, birth date and check character of an identity number (GB 11643-1999).

    on: the birth date may not lie after it. No message repeats the number.
    """
    number = half_width(number).strip().upper()
    if len(number) == OLD_IDENTITY_LENGTH and number.isdecimal():
        return Finding(
            number,
            "这是15位的旧身份证号，已停止使用",
            "请按现在的居民身份证填写18位号码，不要自行换算",
        )
    if len(number) != LENGTH:
        return Finding(number, f"身份证号应为18位，现为{len(number)}位", "请对照居民身份证核对")
    if not IDENTITY_FORM.fullmatch(number):
        return Finding(number, "身份证号前17位应为数字，末位应为数字或X", "请对照居民身份证核对")
    birth = _birth_in(number)
    if birth is None:
        return Finding(number, "身份证号第7至14位不是真实的日期", "请核对出生年月日")
    if birth > on:
        return Finding(number, "身份证号中的出生日期晚于当天", "请核对出生年月日")
    if number[17] != identity_check_character(number[:17]):
        return Finding(number, "身份证号的校验位不符", "请对照居民身份证逐位核对")
    return Finding(number)


def _birth_in(number: str) -> date | None:
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def _outcome(finding: Finding, kept: str) -> Outcome:
    if not finding.is_kept:
        return Outcome(False, message=f"{finding.fault}。{finding.remedy}。")
    warned = tuple(f"请留意：{warning}。" for warning in finding.warnings)
    return Outcome(True, message=kept, reasons=warned)


def _credit_code(facts: Facts, on: date, settings: Settings) -> Outcome:
    return _outcome(
        check_credit_code(facts["code"]), "统一社会信用代码的字符、位数和校验位都正确。"
    )


def _credit_remedies(facts: Facts, on: date, settings: Settings) -> tuple[str, ...]:
    remedy = check_credit_code(facts["code"]).remedy
    return (f"{remedy}。",) if remedy else ()


def _identity_number(facts: Facts, on: date, settings: Settings) -> Outcome:
    finding = check_identity_number(facts["number"], on)
    return _outcome(finding, "身份证号的格式、出生日期和校验位都正确。")


def _identity_remedies(facts: Facts, on: date, settings: Settings) -> tuple[str, ...]:
    remedy = check_identity_number(facts["number"], on).remedy
    return (f"{remedy}。",) if remedy else ()


CREDIT_CODE_RULE = declare(
    Rule(
        id="registry.credit_code",
        label="统一社会信用代码",
        gives="代码的字符、位数和校验位是否正确；首位不是5、区划不明、主体标识码校验不符的，提示但不判错。",
        facts=(Fact("code", "text", "统一社会信用代码"),),
        versions=(Version(_credit_code, (CREDIT_CODE, SUBJECT_CODE), since=date(2015, 10, 1)),),
        remedies=_credit_remedies,
    )
)

IDENTITY_NUMBER_RULE = declare(
    Rule(
        id="registry.identity_number",
        label="公民身份号码",
        gives="号码的格式、出生日期和校验位是否正确；15位旧号码不予采用。",
        facts=(Fact("number", "text", "公民身份号码", is_personal=True),),
        versions=(Version(_identity_number, (IDENTITY_NUMBER,), since=date(1999, 7, 1)),),
        remedies=_identity_remedies,
    )
)
