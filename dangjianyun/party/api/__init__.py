"""Party organizations, their lines and their members over HTTP."""

from ninja import Router

from dangjianyun.party.api.affiliation import router as affiliation
from dangjianyun.party.api.covering import router as covering
from dangjianyun.party.api.enrollment import router as enrollment
from dangjianyun.party.api.guidance import router as guidance
from dangjianyun.party.api.guideline import router as guideline
from dangjianyun.party.api.member import router as member
from dangjianyun.party.api.office import router as office
from dangjianyun.party.api.unit import router as unit

router = Router()
for _noun in (unit, affiliation, covering, guidance, guideline, office, member, enrollment):
    router.add_router("", _noun)
