"""Organization life over HTTP; one file a noun."""

from ninja import Router

from dangjianyun.orglife.api.activity import router as activity
from dangjianyun.orglife.api.meeting import router as meeting

router = Router()
for _noun in (activity, meeting):
    router.add_router("", _noun)
