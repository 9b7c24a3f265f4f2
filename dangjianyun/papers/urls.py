"""Addresses of papers."""

from django.urls import path

from dangjianyun.papers import views

app_name = "papers"
urlpatterns = [
    path("attachments/<str:attachment>/", views.attachment_file, name="attachment_file"),
]
