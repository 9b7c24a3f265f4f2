"""The head of a page."""

from collections.abc import Sequence

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from dangjianyun.foundation.templatetags.dj_marks import badge

register = template.Library()


@register.simple_block_tag
def page_head(
    content: str,
    title: str,
    *,
    path: Sequence[tuple[str, str]] = (),
    badges: Sequence[tuple[str, str]] = (),
    sub: str = "",
) -> SafeString:
    """Path of parents (words, href), title, state badges (state, words), one line of identity.

    What the block holds are the acts: at the right, the primary one last.
    """
    steps = format_html_join("", '<li><a href="{}">{}</a></li>', ((href, w) for w, href in path))
    return format_html(
        '<header class="dj-head"><div class="dj-head-text">{}'
        '<div class="dj-title"><h1>{}</h1>{}</div>{}</div>{}</header>',
        format_html('<nav aria-label="位置"><ol class="dj-path">{}</ol></nav>', steps)
        if path
        else "",
        title,
        format_html_join("", "{}", ((badge(state, words),) for state, words in badges)),
        format_html('<p class="dj-head-sub">{}</p>', sub) if sub else "",
        format_html('<div class="dj-acts">{}</div>', content) if content.strip() else "",
    )
