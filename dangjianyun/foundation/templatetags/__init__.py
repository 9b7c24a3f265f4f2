"""Template tags of the design language. Pages write `{% load dj %}`; how to use each: docs/how-to/components.md."""
