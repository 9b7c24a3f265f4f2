"""What no page has to expect: an address with a NUL, which no database can keep or look for."""

from collections.abc import Callable
from urllib.parse import unquote

from django.http import HttpRequest, HttpResponse

from dangjianyun.config.errors import bad_request
from dangjianyun.config.problems import problem

Answer = Callable[[HttpRequest], HttpResponse]


def no_nul(answer: Answer) -> Answer:
    """Middleware: answer such an address with 400, before anything reads it."""

    def run(request: HttpRequest) -> HttpResponse:
        if "\0" in request.path or "\0" in unquote(request.META.get("QUERY_STRING", "")):
            if request.path.startswith("/api/"):
                return problem(400, "请求有误", "地址里有看不见的空字符，请删去后再试。")
            return bad_request(request, ValueError("NUL in the address"))
        return answer(request)

    return run
