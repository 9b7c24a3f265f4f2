"""The one library pages load: `{% load dj %}`. Each theme has its own file."""

from django import template

from dangjianyun.foundation.templatetags import (
    dj_days,
    dj_forms,
    dj_frame,
    dj_lists,
    dj_maps,
    dj_marks,
    dj_numbers,
    dj_panels,
)

register = template.Library()
for theme in (
    dj_days,
    dj_forms,
    dj_frame,
    dj_lists,
    dj_maps,
    dj_marks,
    dj_numbers,
    dj_panels,
):
    register.tags.update(theme.register.tags)
    register.filters.update(theme.register.filters)
