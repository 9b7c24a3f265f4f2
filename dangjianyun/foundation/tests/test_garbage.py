"""Long work looks for garbage seldom, and all else as before."""

import gc

import pytest

from dangjianyun.foundation.garbage import SELDOM, USUAL, collected_seldom

seen: list[tuple[int, int, int]] = []


@collected_seldom()
def work() -> None:
    seen.append(gc.get_threshold())
    raise ValueError("broken")


def test_it_is_as_before_afterwards_even_where_the_work_fails() -> None:
    with pytest.raises(ValueError, match="broken"):
        work()
    assert (seen, gc.get_threshold()) == ([SELDOM], USUAL)
