"""What a password must be: length and not known; no forced mixtures, no forced changes, no hints.

Source: ASVS 5.0 V6.2; GB/T 22239-2019 8.1.4.1 asks for complexity and change, see decision 0004.
"""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from dangjianyun.access.models import Account
from dangjianyun.foundation.errors import Refused

MINIMUM = 12
HINT = "至少12个字符，可用任何字符，也可以粘贴；不要用常见的、与账号姓名相近的。"
_WORDS = {
    "password_too_short": f"密码至少{MINIMUM}个字符，建议用几个不相干的词连起来",
    "password_too_common": "这个密码太常见，容易被猜到，请换一个",
    "password_too_similar": "密码与账号、姓名或单位太相近，请换一个",
    "password_entirely_numeric": "密码不能全是数字",
}


def check_password_rules(password: str, account: Account) -> None:
    """Raises: Refused with every reason, in our words."""
    if account.username.lower() in password.lower():
        raise Refused(f"{_WORDS['password_too_similar']}。", field="password")
    try:
        validate_password(password, account)
    except ValidationError as error:
        said = [_WORDS.get(one.code or "", "；".join(one.messages)) for one in error.error_list]
        raise Refused("；".join(said) + "。", field="password") from None
