"""Long work on many rows: Python looks for garbage less often."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

USUAL = gc.get_threshold()
SELDOM = (200_000, 20, 20)


@contextmanager
def collected_seldom() -> Iterator[None]:
    """Use as a decorator or with `with`.

    Looking through the rows of an import after every few hundred of them is a third of its time,
    and there is next to nothing to find: they go by their counts.
    """
    gc.set_threshold(*SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*USUAL)
