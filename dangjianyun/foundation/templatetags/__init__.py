"""Template tags of the design language, `{% load dj %}`: see docs/how-to/components.md."""
