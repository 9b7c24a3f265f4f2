"""Numbers of how Party organizations stand with what they owe: units, never people."""

from dangjianyun.foundation.indicators import Indicator, declare
from dangjianyun.foundation.segments import Derived, column, derive, itself
from dangjianyun.orglife.models import Grouping, Meeting, UnitTrack
from dangjianyun.orglife.queries.tracking import ALL, track_segments, units_of_counted
from dangjianyun.orglife.rules.frequency import DUTIES
from dangjianyun.orglife.rules.meeting import KINDS
from dangjianyun.orglife.rules.track import ALL_PARAMETERS, DUE_SOON, ON_TRACK, OVERDUE
from dangjianyun.party.models import Office, Unit, UnitParticulars

SOURCE = "组织生活记录，党组织台账"

derive(
    Derived(
        UnitTrack,
        of=Unit,
        sources={
            Unit: itself,
            UnitParticulars: column("unit_id"),
            Office: column("unit_id"),
            Grouping: column("unit_id"),
            Meeting: units_of_counted,
        },
        build=track_segments,
        parameters=tuple(one.key for one in ALL_PARAMETERS),
    )
)


def _count(name: str, label: str, meaning: str, worse: str = "", **where: object) -> Indicator:
    return Indicator(
        id=f"orglife.{name}",
        label=label,
        unit="个",
        kind="count",
        meaning=meaning,
        source=SOURCE,
        segment=UnitTrack,
        where=where,
        worse=worse,  # type: ignore[arg-type]
        rule="orglife.track",
    )


declare(
    _count(
        "units_owing",
        "应开展组织生活的党组织",
        "当日应按规定的频次开展组织生活的基层党组织，下属支部各自计。",
        duty=ALL,
        is_owing=True,
    ),
    _count(
        "units_on_track",
        "组织生活正常的党组织",
        "当日各项组织生活都正常的基层党组织，下属支部各自计。",
        duty=ALL,
        light=ON_TRACK,
    ),
    _count(
        "units_due_soon",
        "组织生活将到期的党组织",
        "当日至少一项组织生活将到期、没有一项逾期的基层党组织。",
        "up",
        duty=ALL,
        light=DUE_SOON,
    ),
    _count(
        "units_overdue",
        "组织生活逾期的党组织",
        "当日至少一项组织生活上个周期没有开展、至今也没有补开的基层党组织。",
        "up",
        duty=ALL,
        light=OVERDUE,
    ),
    Indicator(
        id="orglife.on_track_rate",
        label="组织生活正常率",
        unit="",
        kind="ratio",
        meaning="组织生活正常的党组织除以应开展组织生活的党组织。",
        source=SOURCE,
        numerator="orglife.units_on_track",
        denominator="orglife.units_owing",
        worse="down",
        rule="orglife.track",
    ),
    *(
        _count(
            f"on_track_{duty}",
            f"{KINDS[duty]}正常的党组织",
            f"当日应开展{KINDS[duty]}而且正常的基层党组织。",
            duty=duty,
            light=ON_TRACK,
        )
        for duty in DUTIES
    ),
    *(
        _count(
            f"overdue_{duty}",
            f"{KINDS[duty]}逾期的党组织",
            f"当日{KINDS[duty]}上个周期没有开展、至今也没有补开的基层党组织。",
            "up",
            duty=duty,
            light=OVERDUE,
        )
        for duty in DUTIES
    ),
)
