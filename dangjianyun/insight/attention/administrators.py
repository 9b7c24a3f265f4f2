"""The three administrators: accounts, grants, the audit log. No business numbers."""

from datetime import date, timedelta

from dangjianyun.access.queries import accounts_in, ending_grants
from dangjianyun.access.trail import RIGHTS, Asked, trail
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.attention import Attention, attends
from dangjianyun.insight.links import to

WEEK = timedelta(days=6)
"""From its first day to its last."""


@attends("access.account.write")
def accounts_never_used(actor: Actor, on: date) -> Attention:
    """Accounts that nobody has signed in to."""
    return Attention(
        "warn",
        "还没有登录过的账号",
        "核对是否需要，首次登录链接是否送达",
        accounts_in("new", on).count(),
        to("access:account_list", state="new"),
        "个",
    )


@attends("access.account.write")
def accounts_off(actor: Actor, on: date) -> Attention:
    """Accounts that are switched off."""
    return Attention(
        "none",
        "已停用的账号",
        "不能登录，记录保留",
        accounts_in("off", on).count(),
        to("access:account_list", state="off"),
        "个",
    )


@attends("access.grant.write")
def accounts_without_grant(actor: Actor, on: date) -> Attention:
    """Active accounts that hold nothing today."""
    return Attention(
        "warn",
        "没有授权的账号",
        "登录后什么也看不到，按职责授权或停用",
        accounts_in("bare", on).count(),
        to("access:account_list", state="bare"),
        "个",
    )


@attends("access.grant.write")
def grants_ending(actor: Actor, on: date) -> Attention:
    """Grants that end within a month."""
    return Attention(
        "warn",
        "30天内到期的授权",
        "到期自动失效，需要的请续期",
        ending_grants(on).count(),
        to("access:grant_list", all="ending"),
        "项",
    )


@attends("access.audit.read")
def sensitive_reads(actor: Actor, on: date) -> Attention:
    """Unmasked fields and opened records of the last week."""
    since = on - WEEK
    return Attention(
        "blue",
        "近7天的敏感查看",
        "解除掩码、打开党员记录，逐条核对事由",
        trail(Asked(operation="read", day=since)).count(),
        to("access:audit_list", operation="read", day=since),
        "次",
    )


@attends("access.audit.read")
def rights_changed(actor: Actor, on: date) -> Attention:
    """Changes of accounts and grants in the last week."""
    since = on - WEEK
    return Attention(
        "blue",
        "近7天的账号和授权变动",
        "与审批记录核对",
        trail(Asked(table=RIGHTS, day=since)).count(),
        to("access:audit_list", table=RIGHTS, day=since),
        "条",
    )


@attends("access.audit.read")
def budgets_exceeded(actor: Actor, on: date) -> Attention:
    """Looks at masked fields beyond the hourly budget in the last week."""
    since = on - WEEK
    return Attention(
        "warn",
        "近7天频繁查看敏感信息",
        "一小时内超过30次、再次输入密码后继续的，核对是否工作需要",
        trail(Asked(operation="alert", day=since)).count(),
        to("access:audit_list", operation="alert", day=since),
        "次",
    )
