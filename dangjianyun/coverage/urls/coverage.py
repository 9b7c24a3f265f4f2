"""Addresses of instructors, assignments and gaps."""

from django.urls import path, register_converter

from dangjianyun.coverage.views import (
    assignment_new,
    instructor_acts,
    instructors,
    organization_acts,
    withdrawn,
)
from dangjianyun.foundation.veiled import keyed

register_converter(keyed("coverage.Assignment"), "assignment")

app_name = "coverage"
urlpatterns = [
    path("assignments/new/", assignment_new.assignment_new, name="assignment_new"),
    path("pick/instructors/", assignment_new.instructor_pick, name="instructor_pick"),
    path(
        "assignments/<assignment:pk>/end/", organization_acts.assignment_end, name="assignment_end"
    ),
    path(
        "assignments/<assignment:pk>/withdraw/",
        withdrawn.assignment_withdraw,
        name="assignment_withdraw",
    ),
    path("gaps/", instructors.gap_list, name="gap_list"),
    path("instructors/", instructors.instructor_list, name="instructor_list"),
    path("instructors/new/", instructor_acts.instructor_new, name="instructor_new"),
    path("instructors/<str:number>/", instructors.instructor_file, name="instructor_file"),
    path("instructors/<str:number>/edit/", instructor_acts.instructor_edit, name="instructor_edit"),
    path("instructors/<str:number>/end/", instructor_acts.instructor_end, name="instructor_end"),
    path(
        "instructors/<str:number>/withdraw/",
        withdrawn.instructor_withdraw,
        name="instructor_withdraw",
    ),
    path("instructors/<str:number>/visit/", instructor_acts.visit_new, name="visit_new"),
]
