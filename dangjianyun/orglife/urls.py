"""Addresses of organization life."""

from django.urls import path

from dangjianyun.orglife.views import activity as views
from dangjianyun.orglife.views import meeting, meeting_steps, pattern, track

app_name = "orglife"
urlpatterns = [
    path("meetings/", meeting.meeting_list, name="meeting_list"),
    path("meetings/new/", meeting.meeting_new, name="meeting_new"),
    path("meetings/confirm/", meeting_steps.meeting_confirm_many, name="meeting_confirm_many"),
    path("meetings/<str:meeting>/", meeting.meeting_file, name="meeting_file"),
    path("meetings/<str:meeting>/edit/", meeting.meeting_edit, name="meeting_edit"),
    path("meetings/<str:meeting>/record/", meeting.meeting_record, name="meeting_record"),
    path("meetings/<str:meeting>/notify/", meeting.meeting_notify, name="meeting_notify"),
    path("meetings/<str:meeting>/recall/", meeting_steps.meeting_recall, name="meeting_recall"),
    path("meetings/<str:meeting>/cancel/", meeting_steps.meeting_cancel, name="meeting_cancel"),
    path("meetings/<str:meeting>/confirm/", meeting_steps.meeting_confirm, name="meeting_confirm"),
    path("meetings/<str:meeting>/return/", meeting_steps.meeting_return, name="meeting_return"),
    path("patterns/", pattern.pattern_list, name="pattern_list"),
    path("patterns/new/", pattern.pattern_new, name="pattern_new"),
    path("patterns/<str:pattern>/end/", pattern.pattern_end, name="pattern_end"),
    path("track/", track.track_list, name="track_list"),
    path("track/<str:unit>/", track.track_file, name="track_file"),
    path("track/<str:unit>/groups/", track.track_groups, name="track_groups"),
    path("activities/", views.activity_list, name="activity_list"),
    path("activities/calendar/", views.activity_calendar, name="activity_calendar"),
    path("activities/new/", views.activity_new, name="activity_new"),
    path("activities/<str:number>/", views.activity_file, name="activity_file"),
    path("activities/<str:number>/edit/", views.activity_edit, name="activity_edit"),
    path("activities/<str:number>/withdraw/", views.activity_withdraw, name="activity_withdraw"),
]
