"""What can go wrong on purpose."""

from django.http import Http404


class Refused(Exception):
    """Understood and not allowed. The message is Chinese, for the person who asked."""

    def __init__(self, message: str, *, field: str = "", cites: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.cites = cites


class Unseen(Http404):
    """What the actor may not see does not exist for the actor."""

    def __init__(self, told: str = "") -> None:
        super().__init__(told or "没有找到，可能不存在，也可能不在你的范围内。")
        self.told = told
        """Said to whoever asked: only what he wrote himself, never what is behind it."""
