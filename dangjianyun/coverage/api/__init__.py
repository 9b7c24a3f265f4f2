"""Organizations, instructors and assignments over HTTP."""

from ninja import Router

from dangjianyun.coverage.api.assignment import router as assignment
from dangjianyun.coverage.api.instructor import router as instructor
from dangjianyun.coverage.api.organization import router as organization

router = Router()
for _noun in (organization, instructor, assignment):
    router.add_router("", _noun)
