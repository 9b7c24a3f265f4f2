"""Addresses of organization life."""

from django.urls import path

from dangjianyun.orglife.views import activity as views

app_name = "orglife"
urlpatterns = [
    path("activities/", views.activity_list, name="activity_list"),
    path("activities/calendar/", views.activity_calendar, name="activity_calendar"),
    path("activities/new/", views.activity_new, name="activity_new"),
    path("activities/<str:number>/", views.activity_file, name="activity_file"),
    path("activities/<str:number>/edit/", views.activity_edit, name="activity_edit"),
    path("activities/<str:number>/withdraw/", views.activity_withdraw, name="activity_withdraw"),
]
