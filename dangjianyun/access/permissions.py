"""Every permission in words, for the pages and for docs/permissions.md."""

from dangjianyun.access.roles import BUILT_IN

WORDS = {
    "access.account.own": "管理自己的账号",
    "access.account.read": "看账号",
    "access.account.write": "创建、停用账号，签发登录链接",
    "access.audit.read": "看审计日志",
    "access.grant.read": "看授权",
    "access.grant.write": "授权和终止授权",
    "coverage.assignment.read": "看派驻",
    "coverage.assignment.write": "派驻指导员",
    "coverage.instructor.read": "看指导员",
    "coverage.instructor.write": "选派和更正指导员",
    "insight.indicator.read": "看指标和指标背后的记录",
    "insight.parameter.write": "设定规则参数",
    "interchange.batch.read": "看导入批次",
    "interchange.batch.write": "导入表格",
    "orglife.activity.read": "看活动",
    "orglife.activity.write": "登记和更正活动",
    "orglife.attendance.read": "看本单位和直接下级的到会情况",
    "orglife.meeting.confirm": "确认或退回下级的组织生活记录",
    "orglife.meeting.read": "看组织生活记录",
    "orglife.meeting.write": "安排、记录和提交组织生活",
    "orglife.pattern.read": "看组织生活模板",
    "orglife.topic.read": "看议题和决议",
    "papers.attachment.read": "下载看得到的记录所附的材料",
    "party.affiliation.read": "看归口",
    "party.affiliation.write": "确定归口",
    "party.covering.read": "看覆盖名单",
    "party.covering.write": "维护覆盖名单",
    "party.enrollment.read": "看待核验的党员登记",
    "party.enrollment.verify": "核验党员登记",
    "party.guidance.read": "看工作指导关系",
    "party.guidance.write": "确定工作指导关系",
    "party.guideline.read": "看行业党建指导意见",
    "party.guideline.write": "登记行业党建指导意见",
    "party.member.open": "说明事由后打开下级的党员记录",
    "party.member.read": "看本单位和直接下级的党员",
    "party.member.unmask": "说明用途后看党员敏感信息",
    "party.member.write": "登记党员、转接组织关系",
    "party.membership.read": "看党员组织关系",
    "party.office.read": "看党内任职",
    "party.office.write": "任免党内职务",
    "party.opening.read": "看上级查看记录",
    "party.participation.read": "看参加组织生活情况",
    "party.subordination.read": "看隶属关系",
    "party.unit.read": "看党组织",
    "party.unit.write": "成立、调整和撤销党组织",
    "registry.organization.close": "登记注销或撤销的社会组织",
    "registry.organization.read": "看社会组织",
    "registry.organization.write": "登记社会组织和变更事项",
    "registry.particulars.read": "看登记事项变更",
    "registry.person.read": "看负责人和本单位党员的人员信息",
    "registry.person.unmask": "说明用途后看联系电话",
    "registry.person.write": "登记人员",
    "registry.post.read": "看任职",
    "registry.post.write": "登记和结束任职",
    "welfare.offer.read": "看公众对微心愿的帮助意向",
    "welfare.wish.check": "审核、发布和回访微心愿",
    "welfare.wish.claim": "认领和办理微心愿",
    "welfare.wish.read": "看微心愿",
    "welfare.wish.write": "征集、修改和撤回微心愿",
    "welfare.wisher.read": "看许愿人信息（脱敏）",
    "welfare.wisher.unmask": "说明用途后看许愿人信息",
}
"""What each permission lets somebody do; the house test knows when one is missing here."""


def words_of(permission: str) -> str:
    """The permission in Chinese; itself where nobody has named it."""
    return WORDS.get(permission, permission)


def markdown() -> str:
    """docs/permissions.md: each permission, what it opens, which delivered roles hold it."""
    lines = [
        "# 权限",
        "",
        "本表由内置角色的声明生成，请不要手工修改。授权=角色×范围×起止日期；每个账号都能管理自己的账号。",
        "",
        f"| 权限 | 含义 | {' | '.join(role.name for role in BUILT_IN)} |",
        f"|---|---|{'---|' * len(BUILT_IN)}",
    ]
    for name, words in sorted(WORDS.items()):
        held = ["是" if name in role.permissions else "" for role in BUILT_IN]
        lines.append(f"| `{name}` | {words} | {' | '.join(held)} |")
    return "\n".join(lines) + "\n"
