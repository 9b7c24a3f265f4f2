"""The roles that come with the house. A permission is `<room>.<noun>.<verb>`."""

from dataclasses import dataclass

from dangjianyun.access.models import Role

REGISTER = (
    "registry.organization.read",
    "registry.particulars.read",
    "registry.post.read",
)
UNITS = (
    "party.unit.read",
    "party.subordination.read",
    "party.guidance.read",
    "party.covering.read",
    "party.affiliation.read",
    "party.office.read",
    "party.guideline.read",
)
MEMBERS = (
    "party.member.read",
    "party.membership.read",
    "party.participation.read",
    "party.opening.read",
    "party.enrollment.read",
    "registry.person.read",
)
COVERAGE = ("coverage.instructor.read", "coverage.assignment.read")
NUMBERS = ("insight.indicator.read",)
ACTIVITIES = ("orglife.activity.read",)
MEETINGS = ("orglife.meeting.read", "orglife.pattern.read")
PAPERS = ("papers.attachment.read",)
WISHES = ("welfare.wish.read",)
WISHERS = ("welfare.wisher.read", "welfare.wisher.unmask", "welfare.offer.read")
HELPING = (*WISHES, *WISHERS, "welfare.wish.write", "welfare.wish.claim")
BUSINESS_READ = (
    *(*REGISTER, *UNITS, *COVERAGE, *NUMBERS, *ACTIVITIES, *MEETINGS, *PAPERS),
    *WISHES,
)


@dataclass(frozen=True)
class BuiltIn:
    """A role as delivered; the security administrator may change it afterwards."""

    key: str
    name: str
    kind: str
    permissions: tuple[str, ...]


BUILT_IN = (
    BuiltIn(
        "committee",
        "综合党委",
        Role.Kind.BUSINESS,
        (
            *BUSINESS_READ,
            *MEMBERS,
            "registry.organization.write",
            "registry.organization.close",
            "registry.person.write",
            "registry.person.unmask",
            "registry.post.write",
            "party.unit.write",
            "party.guidance.write",
            "party.covering.write",
            "party.affiliation.write",
            "party.office.write",
            "party.guideline.write",
            "party.member.write",
            "party.member.open",
            "party.member.unmask",
            "party.enrollment.verify",
            "coverage.instructor.write",
            "coverage.assignment.write",
            "orglife.activity.write",
            "orglife.attendance.read",
            "orglife.topic.read",
            "orglife.meeting.write",
            "orglife.meeting.confirm",
            *WISHERS,
            "welfare.wish.check",
            "interchange.batch.write",
            "interchange.batch.read",
            "insight.parameter.write",
        ),
    ),
    BuiltIn(
        "civil",
        "民政部门",
        Role.Kind.BUSINESS,
        (
            *REGISTER,
            *NUMBERS,
            *PAPERS,
            "party.unit.read",
            "party.covering.read",
            "party.affiliation.read",
            "coverage.assignment.read",
            "registry.person.read",
            "registry.organization.write",
            "registry.organization.close",
            "registry.person.write",
            "registry.person.unmask",
            "registry.post.write",
            "interchange.batch.write",
            "interchange.batch.read",
        ),
    ),
    BuiltIn(
        "guide",
        "指导机构",
        Role.Kind.BUSINESS,
        (*REGISTER, *UNITS, *COVERAGE, *NUMBERS, *ACTIVITIES, *MEETINGS, *PAPERS, *WISHES),
    ),
    BuiltIn(
        "secretary",
        "党组织书记",
        Role.Kind.BUSINESS,
        (
            *REGISTER,
            *UNITS,
            *MEMBERS,
            *NUMBERS,
            *ACTIVITIES,
            *MEETINGS,
            *PAPERS,
            "party.member.write",
            "party.member.unmask",
            "orglife.activity.write",
            "orglife.attendance.read",
            "orglife.topic.read",
            "orglife.meeting.write",
            "orglife.meeting.confirm",
            *HELPING,
        ),
    ),
    BuiltIn(
        "instructor",
        "党建工作指导员",
        Role.Kind.BUSINESS,
        (*REGISTER, *COVERAGE, *NUMBERS, *PAPERS),
    ),
    BuiltIn(
        "organization",
        "社会组织",
        Role.Kind.BUSINESS,
        (
            *REGISTER,
            *NUMBERS,
            *ACTIVITIES,
            *PAPERS,
            "party.unit.read",
            "coverage.assignment.read",
            "orglife.activity.write",
            *HELPING,
        ),
    ),
    BuiltIn(
        "system",
        "系统管理员",
        Role.Kind.SYSTEM,
        ("access.account.read", "access.account.write"),
    ),
    BuiltIn(
        "security",
        "安全管理员",
        Role.Kind.SECURITY,
        ("access.account.read", "access.grant.read", "access.grant.write"),
    ),
    BuiltIn(
        "audit",
        "审计管理员",
        Role.Kind.AUDIT,
        ("access.audit.read", "access.account.read", "access.grant.read"),
    ),
)


def load_roles() -> None:
    """Put the delivered roles in place; one that is there keeps what was changed."""
    for role in BUILT_IN:
        Role.objects.get_or_create(
            key=role.key,
            defaults={
                "name": role.name,
                "kind": role.kind,
                "permissions": list(role.permissions),
            },
        )
