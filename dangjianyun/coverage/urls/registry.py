"""Addresses of organizations. Their pages show coverage, so they stand in this room."""

from django.urls import path, register_converter

from dangjianyun.coverage.views import (
    organization_acts,
    organization_file,
    organization_list,
    shown_phone,
    views_kept,
    withdrawn,
)
from dangjianyun.foundation.veiled import keyed

register_converter(keyed("registry.Post"), "post")
register_converter(keyed("party.Affiliation"), "affiliation")
register_converter(keyed("access.SavedView"), "savedview")

app_name = "registry"
urlpatterns = [
    path("organizations/", organization_list.organization_list, name="organization_list"),
    path("organizations/columns/", views_kept.organization_columns, name="organization_columns"),
    path("organizations/views/", views_kept.view_list, name="view_list"),
    path("organizations/views/new/", views_kept.view_new, name="view_new"),
    path("organizations/views/<savedview:pk>/drop/", views_kept.view_drop, name="view_drop"),
    path(
        "organizations/<str:code>/", organization_file.organization_file, name="organization_file"
    ),
    path(
        "organizations/<str:code>/affiliations/new/",
        organization_acts.affiliation_new,
        name="affiliation_new",
    ),
    path(
        "organizations/<str:code>/affiliations/<affiliation:pk>/withdraw/",
        withdrawn.affiliation_withdraw,
        name="affiliation_withdraw",
    ),
    path("organizations/<str:code>/posts/new/", organization_acts.post_new, name="post_new"),
    path(
        "organizations/<str:code>/posts/<post:pk>/edit/",
        organization_acts.post_edit,
        name="post_edit",
    ),
    path(
        "organizations/<str:code>/posts/<post:pk>/end/",
        organization_acts.post_end,
        name="post_end",
    ),
    path(
        "organizations/<str:code>/posts/<post:pk>/withdraw/",
        withdrawn.post_withdraw,
        name="post_withdraw",
    ),
    path(
        "organizations/<str:code>/posts/<post:pk>/phone/",
        shown_phone.phone_unmask,
        name="phone_unmask",
    ),
]
