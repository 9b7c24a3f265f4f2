"""The page of help: what somebody can open, and how the things work that every page has."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dangjianyun.access.page import page
from dangjianyun.config.menu import Frame
from dangjianyun.foundation.actor import Actor


@page()
def help_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The pages of this account in words, then the common ways of doing things."""
    lines = [line for _, lines in Frame(request).menu for line in lines]
    return render(request, "config/help.html", {"lines": lines})
