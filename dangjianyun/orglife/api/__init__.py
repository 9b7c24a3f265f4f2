"""Organization life over HTTP; one file a noun."""

from ninja import Router

from dangjianyun.orglife.api.activity import router as activity

router = Router()
for _noun in (activity,):
    router.add_router("", _noun)
