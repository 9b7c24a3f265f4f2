"""Organization life over HTTP; one file a noun."""

from ninja import Router

from dangjianyun.orglife.api.activity import router as activity
from dangjianyun.orglife.api.meeting import router as meeting
from dangjianyun.orglife.api.track import router as track

router = Router()
for _noun in (activity, meeting, track):
    router.add_router("", _noun)
