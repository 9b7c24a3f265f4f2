"""All addresses of the house."""

from django.urls import URLPattern, URLResolver, include, path

from dangjianyun.access.views import sign_in
from dangjianyun.config import gallery, health, helping
from dangjianyun.config.api import nothing
from dangjianyun.config.api import urls as api_urls
from dangjianyun.config.front import front
from dangjianyun.insight.views import search

handler400 = "dangjianyun.config.errors.bad_request"
handler403 = "dangjianyun.config.errors.not_allowed"
handler404 = "dangjianyun.config.errors.not_found"
handler500 = "dangjianyun.config.errors.failed"

ROOMS = {
    "": "dangjianyun.insight.urls",
    "access/": "dangjianyun.access.urls",
    "papers/": "dangjianyun.papers.urls",
    "registry/": "dangjianyun.coverage.urls.registry",
    "coverage/": "dangjianyun.coverage.urls.coverage",
    "party/": "dangjianyun.party.urls",
    "orglife/": "dangjianyun.orglife.urls",
    "welfare/": "dangjianyun.welfare.urls",
    "interchange/": "dangjianyun.interchange.urls",
}

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("api/v1/", api_urls),
    path("api/v1/<path:rest>", nothing, name="api_nothing"),
    path("gallery/", gallery.gallery, name="gallery"),
    path("", front, name="sign_in"),
    path("", front, name="workbench"),
    path("help/", helping.help_page, name="help"),
    path("search/", search.search, name="search"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("first/<str:secret>/", sign_in.first_sign_in, name="first_sign_in"),
    *(path(prefix, include(name)) for prefix, name in ROOMS.items()),
]
