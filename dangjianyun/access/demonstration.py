"""The accounts of the demonstration, shown on its sign-in page (contract, section 8)."""

from django.conf import settings

from dangjianyun.access.models import Account

ACCOUNTS = (
    *("city", "civil", "haishu", "jiangbei", "street", "trade", "secretary", "instructor"),
    *("organization", "guide", "sysadmin", "secadmin", "auditor"),
)
PASSWORD = "dangjianyun-demo"  # noqa: S105 - the demonstration's, printed on purpose


def demonstration_accounts() -> list[Account]:
    """In the contract's order; empty in every other mode."""
    if settings.MODE != "demo":
        return []
    known = {row.username: row for row in Account.objects.filter(username__in=ACCOUNTS)}
    return [known[name] for name in ACCOUNTS if name in known]
