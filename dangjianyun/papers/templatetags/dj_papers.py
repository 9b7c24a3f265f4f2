"""How large a file is, in words."""

from django import template

register = template.Library()


@register.filter(name="bytes")
def in_words(size: int) -> str:
    """12 KB, 3.4 MB."""
    return f"{size / 1_048_576:.1f} MB" if size >= 1_048_576 else f"{max(size // 1024, 1)} KB"
