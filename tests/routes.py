"""Every route of the house and what each account gets from it: the manifest of test_doors.

A route that is not declared here fails the test. One letter an account, in the contract's order:

    city civil haishu jiangbei street trade secretary instructor organization guide
    sysadmin secadmin auditor

`o` the page (200), `f` visible but not allowed (403), `u` unseen (404), `r` led elsewhere (302),
`m` not by GET (405), `g` gone (410), `503` not ready. Where a route has arguments, the first row is
for what belongs to 海曙 (in the street of `street`, the branch of `secretary`), the second for what
belongs to 江北.

Declaring a new route: `.venv/bin/python -m tests.routes` prints what each account gets now. Do not
copy it: read it against decisions 4 (who sees what) first; a row that surprises is a fault.
"""

import logging
import os

ROUTES: dict[str, str | tuple[str, str]] = {
    "healthz": "ooooooooooooo",
    "readyz": "503503503503503503503503503503503503503",
    "gallery": "ooooooooooooo",
    "sign_in": "ooooooooooooo",
    "workbench": "ooooooooooooo",
    "help": "ooooooooooooo",
    "search": "ooooooooooooo",
    "sign_out": "mmmmmmmmmmmmm",
    "first_sign_in/secret": ("ggggggggggggg", "ggggggggggggg"),
    "insight:todo": "ooooooooooooo",
    "insight:division_file": "oooooooooofff",
    "insight:division_file/code": ("ooouuuuuuofff", "oououuuuuofff"),
    "insight:records/indicator": ("oooooooooofff", "oooooooooofff"),
    "insight:wall": "ooooouuuuofff",
    "insight:dictionary": "ooooooooooooo",
    "insight:rulebook": "ooooooooooooo",
    "insight:parameter_edit/key": ("ofuuuufffffff", "ofuuuufffffff"),
    "access:own_account": "ooooooooooooo",
    "access:change_password": "ooooooooooooo",
    "access:token_new": "ooooooooooooo",
    "access:token_end/token": ("uuuuuuuuuuuuu", "uuuuuuuuuuuuu"),
    "access:account_list": "ffffffffffooo",
    "access:account_new": "ffffffffffoff",
    "access:account_file/username": ("ffffffffffooo", "ffffffffffooo"),
    "access:account_link/username": ("ffffffffffoff", "ffffffffffoff"),
    "access:account_switch/username": ("ffffffffffoff", "ffffffffffoff"),
    "access:grant_new/username": ("fffffffffffof", "fffffffffffof"),
    "access:grant_list": "fffffffffffoo",
    "access:grant_end/grant": ("fffffffffffof", "fffffffffffof"),
    "access:role_list": "fffffffffffoo",
    "access:audit_list": "ffffffffffffo",
    "access:audit_export": "ffffffffffffo",
    "access:audit_verify": "ffffffffffffo",
    "registry:organization_list": "oooooooooofff",
    "registry:organization_columns": "rrrrrrrrrrfff",
    "registry:view_list": "oooooooooofff",
    "registry:view_new": "oooooooooofff",
    "registry:view_drop/pk": ("uuuuuuuuuufff", "uuuuuuuuuufff"),
    "registry:organization_file/code": ("ooouououuofff", "oououuuuuofff"),
    "registry:affiliation_new/code": ("ofououfffffff", "ofuouufffffff"),
    "registry:affiliation_withdraw/code,pk": ("ufuuuufffffff", "ufuuuufffffff"),
    "registry:post_new/code": ("ooououfffffff", "oououufffffff"),
    "registry:post_edit/code,pk": ("ooououfffffff", "oououufffffff"),
    "registry:post_end/code,pk": ("ooououfffffff", "oououufffffff"),
    "registry:post_withdraw/code,pk": ("ooououfffffff", "oououufffffff"),
    "registry:phone_unmask/code,pk": ("ooououfffffff", "oououufffffff"),
    "papers:attachment_file/attachment": ("uuuuuuuuuuuuu", "uuuuuuuuuuuuu"),
    "coverage:assignment_new": "ufuuuufffffff",
    "coverage:instructor_pick": "ofoooofffffff",
    "coverage:assignment_end/pk": ("ofouuufffffff", "ofuouufffffff"),
    "coverage:assignment_withdraw/pk": ("ofouuufffffff", "ofuouufffffff"),
    "coverage:gap_list": "oooooooooofff",
    "coverage:instructor_list": "ofoooofofofff",
    "coverage:instructor_new": "ofoooofffffff",
    "coverage:instructor_file/number": ("ofouuufofofff", "ofuouufufofff"),
    "coverage:instructor_edit/number": ("ofouuufffffff", "ofuouufffffff"),
    "coverage:instructor_end/number": ("ofouuufffffff", "ofuouufffffff"),
    "coverage:instructor_withdraw/number": ("ofouuufffffff", "ofuouufffffff"),
    "coverage:visit_new/number": ("ofouuufffffff", "ofuouufffffff"),
    "party:unit_pick": "ooooooofoofff",
    "party:organization_pick": "oooooooooofff",
    "party:unit_list": "ooooooofoofff",
    "party:unit_tree": "ooooooofoofff",
    "party:unit_branch/number": ("ooououofuofff", "oououuufuofff"),
    "party:covering_new": "ufuuuufffffff",
    "party:unit_establish": "ofoooofffffff",
    "party:unit_file/number": ("ooououofuofff", "oououuufuofff"),
    "party:unit_members/number": ("ooououofuofff", "oououuufuofff"),
    "party:member_enroll/number": ("ffoufuoffffff", "ffuouuuffffff"),
    "party:unit_coverings/number": ("ooououofuofff", "oououuufuofff"),
    "party:unit_history/number": ("ooououofuofff", "oououuufuofff"),
    "party:unit_move/number": ("ofoufufffffff", "ofuouufffffff"),
    "party:unit_change/number": ("ofoufufffffff", "ofuouufffffff"),
    "party:unit_correct/number": ("ofoufufffffff", "ofuouufffffff"),
    "party:unit_dissolve/number": ("ofoufufffffff", "ofuouufffffff"),
    "party:unit_withdraw/number": ("ofoufufffffff", "ofuouufffffff"),
    "party:unit_cover/number": ("ofoufufffffff", "ofuouufffffff"),
    "party:covering_end/number,pk": ("ofoufufffffff", "ofuouufffffff"),
    "party:covering_withdraw/number,pk": ("ofoufufffffff", "ofuouufffffff"),
    "party:unit_guide/number": ("ofoufufffffff", "ofuouufffffff"),
    "party:guidance_end/number,pk": ("ofuuuufffffff", "ofuuuufffffff"),
    "party:guidance_withdraw/number,pk": ("ofuuuufffffff", "ofuuuufffffff"),
    "party:unit_affiliate/number": ("ofoufufffffff", "ofuouufffffff"),
    "party:unit_appoint/number": ("ffoufufffffff", "ffuouufffffff"),
    "party:office_end/number,pk": ("ffoufufffffff", "ffuouufffffff"),
    "party:office_withdraw/number,pk": ("ffoufufffffff", "ffuouufffffff"),
    "party:unit_issue/number": ("ofoufufffffff", "ofuouufffffff"),
    "party:guideline_withdraw/number,pk": ("ufuufufffffff", "ufuuuufffffff"),
    "party:enrollment_list": "ofoooooffffff",
    "party:enrollment_file/ref": ("ufuuuuuffffff", "ufuuuuuffffff"),
    "party:enrollment_withdraw/ref": ("ufuuuuuffffff", "ufuuuuuffffff"),
    "party:member_list": "ofoooooffffff",
    "party:member_counts": "ofoooooffffff",
    "party:member_records": "ofoooooffffff",
    "party:member_open/key": ("ufuuuufffffff", "ufuuuufffffff"),
    "party:member_file/ref": ("uuouuuouuuuuu", "uuuouuuuuuuuu"),
    "party:member_transfer/ref": ("ufouuuoffffff", "ufuouuuffffff"),
    "party:member_take_part/ref": ("ufouuuoffffff", "ufuouuuffffff"),
    "party:member_end_part/pk,ref": ("ufuuuuuffffff", "ufuuuuuffffff"),
    "party:member_correct/ref": ("ufouuuoffffff", "ufuouuuffffff"),
    "party:member_leave/ref": ("ufouuuoffffff", "ufuouuuffffff"),
    "party:member_withdraw/ref": ("ufouuuoffffff", "ufuouuuffffff"),
    "party:member_unmask/field,ref": ("ufouuuoffffff", "ufuouuuffffff"),
    "party:member_shown/field,ref,token": ("ufruuurffffff", "ufuruuuffffff"),
    "orglife:meeting_list": "ofoooooffofff",
    "orglife:meeting_new": "ofoooooffffff",
    "orglife:meeting_confirm_many": "ofoooooffffff",
    "orglife:meeting_file/meeting": ("ofououoffofff", "ofuouuuffofff"),
    "orglife:meeting_edit/meeting": ("ofoufuoffffff", "ofuouuuffffff"),
    "orglife:meeting_record/meeting": ("ofoufuoffffff", "ofuouuuffffff"),
    "orglife:meeting_notify/meeting": ("rfrufurffffff", "rfuruuuffffff"),
    "orglife:meeting_recall/meeting": ("rfrufurffffff", "rfuruuuffffff"),
    "orglife:meeting_cancel/meeting": ("ofoufuoffffff", "ofuouuuffffff"),
    "orglife:meeting_confirm/meeting": ("rfrufurffffff", "rfuruuuffffff"),
    "orglife:meeting_return/meeting": ("ofoufuoffffff", "ofuouuuffffff"),
    "orglife:pattern_list": "ofoooooffofff",
    "orglife:pattern_new": "ofoooooffffff",
    "orglife:pattern_end/pattern": ("rfrufurffffff", "rfuruuuffffff"),
    "orglife:track_list": "ofoooooffofff",
    "orglife:track_file/unit": ("ofououoffofff", "ofuouuuffofff"),
    "orglife:track_groups/unit": ("ofoufuoffffff", "ofuouuuffffff"),
    "orglife:activity_list": "ofooooofoofff",
    "orglife:activity_calendar": "ofooooofoofff",
    "orglife:activity_new": "ofooooofoffff",
    "orglife:activity_file/number": ("ofououufuofff", "ofuouuufuofff"),
    "orglife:activity_edit/number": ("ofououufuffff", "ofuouuufuffff"),
    "orglife:activity_withdraw/number": ("ofououufuffff", "ofuouuufuffff"),
    "welfare:wish_list": "ofooooofoofff",
    "welfare:wish_new": "ffffffofoffff",
    "welfare:wish_board": "ofooooofoofff",
    "welfare:wish_check_list": "ofoooofffffff",
    "welfare:view_new": "ofooooofoofff",
    "welfare:wish_file/number": ("ofououofuofff", "ofuouuufuofff"),
    "welfare:wish_edit/number": ("ffffffofuffff", "ffffffufuffff"),
    "welfare:wish_withdraw/number": ("ffffffofuffff", "ffffffufuffff"),
    "welfare:wish_publish/number": ("ofououfffffff", "ofuouufffffff"),
    "welfare:wish_return/number": ("ofououfffffff", "ofuouufffffff"),
    "welfare:wish_claim/number": ("ffffffufuffff", "ffffffufuffff"),
    "welfare:wish_give_back/number": ("ffffffufuffff", "ffffffufuffff"),
    "welfare:wish_fulfil/number": ("ffffffufuffff", "ffffffufuffff"),
    "welfare:wish_call_back/number": ("ofououfffffff", "ofuouufffffff"),
    "welfare:wisher_unmask/field,number": ("ofououofuffff", "ofuouuufuffff"),
    "welfare:offer_file/ref": ("ofououufuffff", "ofuouuufuffff"),
    "welfare:offer_unmask/field,ref": ("ofououufuffff", "ofuouuufuffff"),
    "interchange:batch_list": "oooooofffffff",
    "interchange:batch_new": "oooooofffffff",
    "interchange:sheet_template/name": ("oooooofffffff", "oooooofffffff"),
    "interchange:sheet_export": "uuuuuuuuuuuuu",
    "interchange:sheet_export/name": ("oooooooooouuu", "oooooooooouuu"),
    "interchange:list_export/name": ("oooooooooouuu", "oooooooooouuu"),
    "interchange:held_list": "oooooofffffff",
    "interchange:held_file/pk": ("uuuuuufffffff", "uuuuuufffffff"),
    "interchange:batch_file/number": ("uuuuuufffffff", "uuuuuufffffff"),
    "interchange:batch_errors/number": ("uuuuuufffffff", "uuuuuufffffff"),
    "interchange:batch_notes/number": ("uuuuuufffffff", "uuuuuufffffff"),
    "interchange:batch_changes/number": ("uuuuuufffffff", "uuuuuufffffff"),
    "interchange:batch_annotated/number": ("uuuuuufffffff", "uuuuuufffffff"),
    "interchange:batch_confirm/number": ("uuuuuufffffff", "uuuuuufffffff"),
    "interchange:batch_undo/number": ("uuuuuufffffff", "uuuuuufffffff"),
    "interchange:batch_discard/number": ("uuuuuufffffff", "uuuuuufffffff"),
}


def main() -> None:
    """Print the rows of an empty database filled with the small city, undeclared ones first."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django

    django.setup()
    from django.core.management import call_command
    from django.test.utils import setup_test_environment

    from tests import doors
    from tests.city import ACCOUNTS, build

    call_command("migrate", verbosity=0)
    setup_test_environment()
    logging.disable(logging.CRITICAL)
    city = build()
    clients = {name: doors.enter(city, name) for name in ACCOUNTS}
    for key, name, asked in doors.declared():
        told = doors.rows_of(city, clients, name, asked)
        if ROUTES.get(key) != told:
            print(f"    {key!r}: {told!r},".replace("'", '"'))


if __name__ == "__main__":
    main()
