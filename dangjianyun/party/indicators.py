"""Numbers of Party organizations and members."""

from dangjianyun.foundation.indicators import Indicator, declare
from dangjianyun.foundation.segments import Derived, column, derive, itself
from dangjianyun.foundation.turns import Meeting, meet
from dangjianyun.party.models import (
    Affiliation,
    Covering,
    Guideline,
    GuidelineStanding,
    Level,
    Member,
    Membership,
    MemberStanding,
    RoleKind,
    Subordination,
    Unit,
    UnitParticulars,
    UnitStanding,
)
from dangjianyun.party.queries.chains import members_under
from dangjianyun.party.queries.standing import (
    guideline_segments,
    member_segments,
    members_of_persons,
    members_of_units,
    members_working_in,
    persons_of_memberships,
    unit_segments,
    units_and_above,
)
from dangjianyun.registry.models import Organization, Particulars, Person, Post

meet(
    Meeting(
        Organization,
        turn=3,
        alone={Particulars: column("organization_id"), Post: column("organization_id")},
    )
)
meet(
    Meeting(
        Person,
        turn=4,
        alone={
            Post: column("person_id"),
            Member: column("person_id"),
            Membership: persons_of_memberships,
        },
    )
)
meet(
    Meeting(
        Unit,
        turn=1,
        # From the top down: a path is longer than that of any unit above.
        order="length(party_path), id",
        alone={
            Unit: itself,
            Subordination: column("unit_id"),
            UnitParticulars: column("unit_id"),
        },
        together={
            Membership: units_and_above,
            Covering: column("unit_id"),
            Affiliation: column("unit_id"),
        },
    )
)
derive(
    Derived(
        UnitStanding,
        of=Unit,
        sources={
            Unit: itself,
            Subordination: column("unit_id"),
            UnitParticulars: column("unit_id"),
        },
        build=unit_segments,
    )
)
derive(
    Derived(GuidelineStanding, of=Guideline, sources={Guideline: itself}, build=guideline_segments)
)
derive(
    Derived(
        MemberStanding,
        of=Member,
        sources={
            Member: itself,
            Membership: column("member_id"),
            Post: members_of_persons,
            Particulars: members_working_in,
            Subordination: members_under,
            UnitParticulars: members_of_units,
        },
        build=member_segments,
    )
)

declare(
    Indicator(
        id="party.units",
        label="党组织",
        unit="个",
        kind="count",
        meaning="当日存在的社会组织基层党组织，下属支部不另计。",
        source="党组织台账",
        segment=UnitStanding,
        where={"is_counted": True},
    ),
    Indicator(
        id="party.units_direct",
        label="综合党委直管党组织",
        unit="个",
        kind="count",
        meaning="当日隶属市或区（县、市）社会组织综合党委的基层党组织，下属支部不另计。",
        source="党组织台账，隶属关系",
        segment=UnitStanding,
        where={"is_direct": True},
        status="ARTICLE",
    ),
    Indicator(
        id="party.committees_comprehensive_district",
        label="区县综合党委",
        unit="个",
        kind="count",
        meaning="当日存在的区（县、市）社会组织综合党委，不含市级。",
        source="党组织台账",
        segment=UnitStanding,
        where={"role": RoleKind.COMPREHENSIVE.value, "level": Level.DISTRICT.value},
        status="ARTICLE",
    ),
    Indicator(
        id="party.committees_trade_city",
        label="全市性行业党委",
        unit="个",
        kind="count",
        meaning="当日存在的市级行业党委。",
        source="党组织台账",
        segment=UnitStanding,
        where={"role": RoleKind.TRADE.value, "level": Level.CITY.value},
        status="ARTICLE",
    ),
    Indicator(
        id="party.trade_guidelines",
        label="行业党建指导意见",
        unit="件",
        kind="count",
        meaning="当日有效的行业性党建指导实施意见。",
        source="文件台账",
        segment=GuidelineStanding,
        status="ARTICLE",
    ),
    Indicator(
        id="party.members",
        label="党员",
        unit="名",
        kind="count",
        meaning="当日组织关系在社会组织党组织的党员，含预备党员，每人计一次。",
        source="党员名册，组织关系",
        segment=MemberStanding,
        where={"in_unit": True},
        people=True,
    ),
    Indicator(
        id="party.members_direct",
        label="直管党组织的党员",
        unit="名",
        kind="count",
        meaning="当日组织关系在综合党委直管党组织及其下属支部的党员，含预备党员。",
        source="党员名册，组织关系，隶属关系",
        segment=MemberStanding,
        where={"is_direct": True},
        people=True,
        status="ARTICLE",
    ),
    Indicator(
        id="party.members_among_staff",
        label="专职人员中的党员",
        unit="名",
        kind="count",
        meaning="当日在社会组织有主要专职岗位的正式或预备党员，不论组织关系在哪里，每人计一次。",
        source="任职台账，党员名册",
        segment=MemberStanding,
        where={"is_staff": True},
        at="work_path",
        people=True,
        status="ARTICLE",
    ),
)
