"""Whether numbers are being computed anew after a rule parameter changed."""

from dangjianyun.foundation.models import Rebuild


def is_rebuilding(place: str) -> bool:
    """Whether a change that reaches this place (or, for "", any place) is not worked in yet."""
    waiting = Rebuild.objects.values_list("place", flat=True)
    return any(place.startswith(one) or one.startswith(place) for one in waiting)
