"""The part of `init` that needs Django: tables, divisions, roles, the three administrators."""

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from dangjianyun.access.actions import NewAccount, create_accounts, give_grants, issue_first_sign_in
from dangjianyun.access.models import DESK, Account, Desk, GrantRow, Role
from dangjianyun.access.queries import operator
from dangjianyun.access.roles import load_roles
from dangjianyun.cli.emptying import MARK, tables
from dangjianyun.cli.link import link_of
from dangjianyun.foundation.errors import Refused
from dangjianyun.territory.actions import load_divisions
from dangjianyun.territory.models import Division

ADMINISTRATORS = (
    ("system", "sysadmin", "系统管理员"),
    ("security", "secadmin", "安全管理员"),
    ("audit", "auditor", "审计管理员"),
)
OLDEST_POSTGRES = 15


def found(region: str | None) -> list[dict[str, str]]:
    """Complete the installation; gives the administrators with their links, shown this once.

    Raises: Refused where there are accounts already, or `region` is not the one in the settings.
    """
    _check_database()
    if region is not None and region != settings.REGION:
        raise Refused(
            f"settings.toml 里的区划是 {settings.REGION or '空的'}，与 --region {region} 不同。"
            "要换区划，请先改 settings.toml 里的 region。"
        )
    call_command("migrate", verbosity=0, interactive=False)
    if Account.objects.exists():
        raise Refused(
            "这里已经安装好了，不能再次初始化。启动请运行 dangjianyun serve；"
            "要另装一套，请用 DANGJIANYUN_HOME 和另一个数据库。"
        )
    load_divisions()
    if not Division.objects.filter(code=settings.REGION).exists():
        raise Refused(
            f"没有代码为“{settings.REGION}”的行政区划。"
            "请把 settings.toml 里的 region 改成六位代码（如 330200），再运行一次。"
        )
    load_roles()
    return _appoint()


def _check_database() -> None:
    if MARK in tables():
        raise Refused("这个数据库里是演示数据。请换一个空的数据库。")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SHOW server_version_num")
            if int(cursor.fetchone()[0]) < OLDEST_POSTGRES * 10_000:
                raise Refused(f"PostgreSQL的版本太旧，请用{OLDEST_POSTGRES}或更高的版本。")


@transaction.atomic
def _appoint() -> list[dict[str, str]]:
    actor, desk = operator(), Desk()
    roles = {role.key: role for role in Role.objects.exclude(kind=Role.Kind.BUSINESS)}
    wanted = [NewAccount(username, label) for _, username, label in ADMINISTRATORS]
    accounts = create_accounts(desk, actor=actor, accounts=wanted, reason="首次安装")
    grants = [
        GrantRow(account=account, role=roles[key], place=DESK, place_label="账号与授权")
        for account, (key, _, _) in zip(accounts, ADMINISTRATORS, strict=True)
    ]
    give_grants(desk, actor=actor, grants=grants, reason="首次安装")
    return [
        {
            "label": account.label,
            "account": account.username,
            "link": link_of(issue_first_sign_in(account, actor=actor, reason="首次安装")),
        }
        for account in accounts
    ]
