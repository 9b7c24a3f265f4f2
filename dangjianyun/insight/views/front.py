"""The front door: the workbench for those who are signed in, the sign-in page for all others."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse

from dangjianyun.access.views.sign_in import sign_in
from dangjianyun.insight.views.workbench import workbench


@login_not_required
def front(request: HttpRequest) -> HttpResponse:
    """`/`."""
    if request.user.is_authenticated:
        return workbench(request)
    return sign_in(request)
