"""Numbers of the register and the two coverages: they all hang at organizations."""

from dangjianyun.coverage.models import (
    Assignment,
    Instructor,
    InstructorKind,
    InstructorStanding,
    OrganizationStanding,
)
from dangjianyun.coverage.queries.standing import instructor_segments, organization_segments
from dangjianyun.coverage.queries.touching import (
    divisions_of_comprehensive,
    divisions_of_registrars,
    organizations_of_members,
    organizations_of_memberships,
    organizations_of_particulars,
    organizations_of_units,
)
from dangjianyun.foundation.indicators import Indicator, declare
from dangjianyun.foundation.segments import Derived, column, derive, itself
from dangjianyun.foundation.turns import Meeting, meet
from dangjianyun.party.models import (
    Affiliation,
    Covering,
    Member,
    Membership,
    Unit,
    UnitParticulars,
)
from dangjianyun.party.rules import UNIT_DUE
from dangjianyun.registry.models import Organization, Particulars, Post
from dangjianyun.territory.models import Division

meet(
    Meeting(
        Division,
        turn=2,
        alone={Unit: divisions_of_comprehensive},
        together={Organization: divisions_of_registrars},
    )
)
derive(
    Derived(
        OrganizationStanding,
        of=Organization,
        sources={
            Organization: itself,
            Particulars: column("organization_id"),
            Post: column("organization_id"),
            Unit: organizations_of_units,
            UnitParticulars: organizations_of_particulars,
            Covering: column("organization_id"),
            Affiliation: column("organization_id"),
            Member: organizations_of_members,
            Membership: organizations_of_memberships,
            Assignment: column("organization_id"),
        },
        build=organization_segments,
        parameters=tuple(parameter.key for parameter in UNIT_DUE.parameters),
    )
)
derive(
    Derived(
        InstructorStanding,
        of=Instructor,
        sources={Instructor: itself},
        build=instructor_segments,
    )
)

_RULE = "《中国共产党支部工作条例（试行）》第四条"

declare(
    Indicator(
        id="registry.organizations",
        label="社会组织",
        unit="家",
        kind="count",
        meaning="当日已登记且未注销、未撤销的社会组织，按所在地计。",
        source="社会组织登记册",
        segment=OrganizationStanding,
    ),
    Indicator(
        id="party.units_independent",
        label="单独建立党组织的社会组织",
        unit="家",
        kind="count",
        meaning="当日有自己的党组织的社会组织，每家计一次，下属支部不计。",
        source="党组织台账",
        segment=OrganizationStanding,
        where={"has_own_unit": True},
        status="ARTICLE",
    ),
    Indicator(
        id="coverage.organization_covered",
        label="组织覆盖",
        unit="家",
        kind="count",
        meaning="当日有自己的党组织，或列入联合、区域、行业、挂靠、兜底党组织覆盖名单的社会组织。",
        source="党组织台账，覆盖名单",
        segment=OrganizationStanding,
        where={"is_unit_covered": True},
    ),
    Indicator(
        id="coverage.work_covered",
        label="工作覆盖",
        unit="家",
        kind="count",
        meaning="当日有指导员或联络员派驻在岗的社会组织，已有党组织的也计。",
        source="派驻台账",
        segment=OrganizationStanding,
        where={"is_instructed": True},
    ),
    Indicator(
        id="coverage.instructed_organizations",
        label="指导员覆盖的社会组织",
        unit="家",
        kind="count",
        meaning="当日有党建工作指导员或联络员派驻在岗的社会组织，每家计一次。",
        source="派驻台账",
        segment=OrganizationStanding,
        where={"is_instructed": True},
        status="ARTICLE",
    ),
    Indicator(
        id="coverage.work_only",
        label="仅工作覆盖",
        unit="家",
        kind="count",
        meaning="当日没有组织覆盖，由指导员或联络员开展党的工作的社会组织。",
        source="派驻台账，党组织台账",
        segment=OrganizationStanding,
        where={"is_instructed": True, "is_unit_covered": False},
    ),
    Indicator(
        id="coverage.covered",
        label="两个覆盖",
        unit="家",
        kind="count",
        meaning="当日有组织覆盖或工作覆盖的社会组织，每家计一次。",
        source="党组织台账，派驻台账",
        segment=OrganizationStanding,
        where={"is_covered": True},
    ),
    Indicator(
        id="coverage.uncovered",
        label="未覆盖",
        unit="家",
        kind="count",
        meaning="当日既没有组织覆盖也没有工作覆盖的社会组织。",
        source="党组织台账，派驻台账",
        segment=OrganizationStanding,
        where={"is_covered": False},
        worse="up",
    ),
    Indicator(
        id="coverage.unit_due",
        label="应建",
        unit="家",
        kind="count",
        meaning=f"当日专职人员中正式党员满3人的社会组织（{_RULE}），不论是否已建。",
        source="任职台账，党员名册",
        segment=OrganizationStanding,
        where={"is_due": True},
        rule="party.unit_due",
    ),
    Indicator(
        id="coverage.unit_missing",
        label="应建未建",
        unit="家",
        kind="count",
        meaning=f"当日应建（{_RULE}）而没有组织覆盖的社会组织。",
        source="任职台账，党员名册，党组织台账",
        segment=OrganizationStanding,
        where={"is_missing": True},
        worse="up",
        rule="party.unit_due",
    ),
    Indicator(
        id="coverage.rate",
        label="党的组织和党的工作覆盖率",
        unit="",
        kind="ratio",
        meaning="有组织覆盖或工作覆盖的社会组织，除以当日在册的社会组织。",
        source="由两项指标相除",
        numerator="coverage.covered",
        denominator="registry.organizations",
        rest="coverage.uncovered",
        worse="down",
        status="ARTICLE",
    ),
    Indicator(
        id="coverage.organization_rate",
        label="组织覆盖率",
        unit="",
        kind="ratio",
        meaning="有组织覆盖的社会组织，除以当日在册的社会组织。",
        source="由两项指标相除",
        numerator="coverage.organization_covered",
        denominator="registry.organizations",
        worse="down",
    ),
    Indicator(
        id="coverage.instructors",
        label="党建工作指导员",
        unit="人",
        kind="count",
        meaning="当日在任的党建工作指导员，按选派单位所在地计，联络员不计。",
        source="指导员台账",
        segment=InstructorStanding,
        where={"kind": InstructorKind.INSTRUCTOR.value},
        status="ARTICLE",
    ),
)
