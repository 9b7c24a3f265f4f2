"""The accounts of contract section 8, with the rights of decisions section 4."""

from django.contrib.auth.hashers import make_password

from dangjianyun.access.actions import NewAccount, create_accounts, give_grants
from dangjianyun.access.models import Desk, GrantRow, Role
from dangjianyun.coverage.models import Assignment, Instructor
from dangjianyun.demo import figures
from dangjianyun.demo.plan import STREET, Plan
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import OPEN

PASSWORD = "dangjianyun-demo"  # noqa: S105 -- the demonstration's, printed on purpose
Place = tuple[str, str]


def open_accounts(plan: Plan, actor: Actor) -> None:
    """Thirteen accounts and their grants. `actor` sits at the administrators' desk."""
    leading = plan.leading
    instructor = _instructor()
    haishu, jiangbei = figures.DISTRICTS[0], figures.DISTRICTS[1]
    city_committee = leading.comprehensive[figures.CITY]
    trade = leading.trades["互联网"]
    branch = plan.own_body.row
    owing = plan.cast.owing.row
    city: Place = (figures.CITY, "宁波市")
    told = (
        ("city", "测试甲", city_committee.name, "committee", (city, _tree(city_committee))),
        ("civil", "测试乙", "宁波市民政局", "civil", (city,)),
        ("haishu", "测试丙", f"{haishu.name}社会组织综合党委", "committee",
         ((haishu.path, haishu.name), _tree(leading.comprehensive[haishu.path]))),
        ("jiangbei", "测试丁", f"{jiangbei.name}社会组织综合党委", "committee",
         ((jiangbei.path, jiangbei.name), _tree(leading.comprehensive[jiangbei.path]))),
        ("street", "测试戊", leading.local[STREET].name, "committee",
         ((STREET, "海曙区石碶街道"), _tree(leading.local[STREET]))),
        ("trade", "测试己", trade.name, "committee", (_tree(trade),)),
        ("secretary", "测试庚", branch.name, "secretary", (_tree(branch),)),
        ("instructor", instructor.name, "石碶街道党建办", "instructor",
         ((f"i/{instructor.pk}/", f"指导员{instructor.name}"),)),
        ("organization", "测试辛", owing.name, "organization",
         ((f"o/{owing.pk}/", owing.name),)),
        ("guide", "测试壬", "宁波市委社会工作部", "guide", (city,)),
        ("sysadmin", "测试癸", "系统管理岗", "system", (("access/", "账号与授权"),)),
        ("secadmin", "测试子", "安全管理岗", "security", (("access/", "账号与授权"),)),
        ("auditor", "测试丑", "审计管理岗", "audit", (("access/", "账号与授权"),)),
    )  # fmt: skip
    hashed = make_password(PASSWORD)  # once: hashing is meant to take long
    rows = create_accounts(
        Desk(),
        actor=actor,
        accounts=[NewAccount(name, label, unit, hashed=hashed) for name, label, unit, *_ in told],
    )
    roles = {role.key: role for role in Role.objects.all()}
    give_grants(
        Desk(),
        actor=actor,
        grants=[
            GrantRow(account=account, role=roles[role], place=place, place_label=label)
            for account, (*_, role, places) in zip(rows, told, strict=True)
            for place, label in places
        ],
    )


def _tree(unit: object) -> Place:
    return (str(getattr(unit, "party_path", "")), str(unit))


def _instructor() -> Instructor:
    """The instructor of the street with the most organizations in it."""
    there = Assignment.rows().filter(organization__path=STREET, until=OPEN)
    counts: dict[int, int] = {}
    for pk in there.filter(instructor__path=STREET).values_list("instructor", flat=True):
        counts[pk] = counts.get(pk, 0) + 1
    return Instructor.rows().get(pk=max(counts, key=lambda pk: (counts[pk], -pk)))
