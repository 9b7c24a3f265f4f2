"""The front door: the sign-in for who is outside, the workbench for who is inside."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from dangjianyun.access.views.sign_in import sign_in
from dangjianyun.insight.views.workbench import workbench


@login_not_required
def front(request: HttpRequest) -> HttpResponse:
    """`/`. Somebody signed in who sends the sign-in form again is where they wanted to be."""
    if not request.user.is_authenticated:
        return sign_in(request)
    if request.method == "POST":
        return HttpResponseRedirect("/")
    response: HttpResponse = workbench(request)
    return response
