"""Addresses of Party organizations and members."""

from django.urls import path, register_converter

from dangjianyun.foundation.veiled import keyed
from dangjianyun.party.views import (
    cover_new,
    enrollment,
    member,
    member_acts,
    pick,
    relation_acts,
    unit,
    unit_acts,
    unit_list,
    withdrawn,
)

app_name = "party"
for _name in ("Covering", "Guidance", "Guideline", "Office", "Participation"):
    register_converter(keyed(f"party.{_name}"), _name.lower())

UNIT = "units/<str:number>/"
MEMBER = "members/<str:ref>/"

urlpatterns = [
    path("pick/units/", pick.unit_pick, name="unit_pick"),
    path("pick/organizations/", pick.organization_pick, name="organization_pick"),
    path("coverings/new/", cover_new.covering_new, name="covering_new"),
    path("units/", unit_list.unit_list, name="unit_list"),
    path("units/tree/", unit_list.unit_tree, name="unit_tree"),
    path("units/tree/<str:number>/", unit_list.unit_branch, name="unit_branch"),
    path("units/new/", unit_acts.unit_establish, name="unit_establish"),
    path(UNIT, unit.unit_file, name="unit_file"),
    path(f"{UNIT}members/", member.unit_members, name="unit_members"),
    path(f"{UNIT}members/new/", member_acts.member_enroll, name="member_enroll"),
    path(f"{UNIT}coverings/", unit.unit_coverings, name="unit_coverings"),
    path(f"{UNIT}history/", unit.unit_history, name="unit_history"),
    path(f"{UNIT}move/", unit_acts.unit_move, name="unit_move"),
    path(f"{UNIT}correct/", unit_acts.unit_correct, name="unit_correct"),
    path(f"{UNIT}change/", unit_acts.unit_change, name="unit_change"),
    path(f"{UNIT}dissolve/", unit_acts.unit_dissolve, name="unit_dissolve"),
    path(f"{UNIT}withdraw/", withdrawn.unit_withdraw, name="unit_withdraw"),
    path(f"{UNIT}cover/", relation_acts.unit_cover, name="unit_cover"),
    path(f"{UNIT}coverings/<covering:pk>/end/", relation_acts.covering_end, name="covering_end"),
    path(
        f"{UNIT}coverings/<covering:pk>/withdraw/",
        withdrawn.covering_withdraw,
        name="covering_withdraw",
    ),
    path(f"{UNIT}guide/", relation_acts.unit_guide, name="unit_guide"),
    path(f"{UNIT}guidances/<guidance:pk>/end/", relation_acts.guidance_end, name="guidance_end"),
    path(
        f"{UNIT}guidances/<guidance:pk>/withdraw/",
        withdrawn.guidance_withdraw,
        name="guidance_withdraw",
    ),
    path(f"{UNIT}affiliate/", relation_acts.unit_affiliate, name="unit_affiliate"),
    path(f"{UNIT}appoint/", relation_acts.unit_appoint, name="unit_appoint"),
    path(f"{UNIT}offices/<office:pk>/end/", relation_acts.office_end, name="office_end"),
    path(f"{UNIT}offices/<office:pk>/withdraw/", withdrawn.office_withdraw, name="office_withdraw"),
    path(f"{UNIT}issue/", relation_acts.unit_issue, name="unit_issue"),
    path(
        f"{UNIT}guidelines/<guideline:pk>/withdraw/",
        withdrawn.guideline_withdraw,
        name="guideline_withdraw",
    ),
    path("enrollments/", enrollment.enrollment_list, name="enrollment_list"),
    path("enrollments/<str:ref>/", enrollment.enrollment_file, name="enrollment_file"),
    path(
        "enrollments/<str:ref>/withdraw/",
        withdrawn.enrollment_withdraw,
        name="enrollment_withdraw",
    ),
    path("members/", member.member_list, name="member_list"),
    path("members/counts/", member.member_counts, name="member_counts"),
    path("members/records/", member.member_records, name="member_records"),
    path("members/records/<str:key>/", member_acts.member_open, name="member_open"),
    path(MEMBER, member.member_file, name="member_file"),
    path(f"{MEMBER}transfer/", member_acts.member_transfer, name="member_transfer"),
    path(f"{MEMBER}take-part/", member_acts.member_take_part, name="member_take_part"),
    path(
        f"{MEMBER}parts/<participation:pk>/end/",
        member_acts.member_end_part,
        name="member_end_part",
    ),
    path(f"{MEMBER}correct/", member_acts.member_correct, name="member_correct"),
    path(f"{MEMBER}leave/", member_acts.member_leave, name="member_leave"),
    path(f"{MEMBER}withdraw/", withdrawn.member_withdraw, name="member_withdraw"),
    path(f"{MEMBER}unmask/<str:field>/", member_acts.member_unmask, name="member_unmask"),
    path(f"{MEMBER}shown/<str:field>/<str:token>/", member.member_shown, name="member_shown"),
]
