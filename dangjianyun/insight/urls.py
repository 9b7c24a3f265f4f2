"""Addresses of numbers and rules."""

from django.urls import path

from dangjianyun.insight.views import dictionary, division, records, rules, wall, workbench

app_name = "insight"
urlpatterns = [
    path("todo/", workbench.todo, name="todo"),
    path("divisions/", division.division_file, name="division_file"),
    path("divisions/<str:code>/", division.division_file, name="division_file"),
    path("records/<str:indicator>/", records.record_list, name="records"),
    path("wall/", wall.wall, name="wall"),
    path("indicators/", dictionary.dictionary, name="dictionary"),
    path("rules/", rules.rulebook, name="rulebook"),
    path("rules/parameters/<str:key>/", rules.parameter_edit, name="parameter_edit"),
]
