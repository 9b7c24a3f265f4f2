"""Every permission in words, for the pages and for docs/permissions.md."""

from dangjianyun.access.action import PERMISSIONS
from dangjianyun.access.roles import BUILT_IN

READS = {
    "access.account.read": "看账号",
    "access.audit.read": "看审计日志",
    "access.grant.read": "看授权",
    "coverage.assignment.read": "看派驻",
    "coverage.instructor.read": "看指导员",
    "insight.indicator.read": "看指标和指标背后的记录",
    "interchange.batch.read": "看导入批次",
    "orglife.activity.read": "看活动",
    "party.affiliation.read": "看归口",
    "party.covering.read": "看覆盖名单",
    "party.guidance.read": "看工作指导关系",
    "party.guideline.read": "看行业党建指导意见",
    "party.member.read": "看本单位和直接下级的党员",
    "party.membership.read": "看党员组织关系",
    "party.office.read": "看党内任职",
    "party.opening.read": "看上级查看记录",
    "party.participation.read": "看参加组织生活情况",
    "party.subordination.read": "看隶属关系",
    "party.unit.read": "看党组织",
    "registry.organization.read": "看社会组织",
    "registry.particulars.read": "看登记事项变更",
    "registry.person.read": "看人员",
    "registry.post.read": "看任职",
}
"""Permissions to read, which no action asks for."""


def words_of(permission: str) -> str:
    """The permission in Chinese; itself where nobody has named it."""
    return READS.get(permission) or PERMISSIONS.get(permission, permission)


def markdown() -> str:
    """docs/permissions.md: each permission, what it opens, which delivered roles hold it."""
    names = sorted({*READS, *PERMISSIONS, *(p for role in BUILT_IN for p in role.permissions)})
    lines = [
        "# 权限",
        "",
        "本表由各动作和内置角色的声明生成，请不要手工修改。授权=角色×范围×起止日期。",
        "",
        f"| 权限 | 含义 | {' | '.join(role.name for role in BUILT_IN)} |",
        f"|---|---|{'---|' * len(BUILT_IN)}",
    ]
    for name in names:
        held = ["是" if name in role.permissions else "" for role in BUILT_IN]
        lines.append(f"| `{name}` | {words_of(name)} | {' | '.join(held)} |")
    return "\n".join(lines) + "\n"
