"""Paths in words. A path that no list of divisions knows (yet) gives its last part."""

from dangjianyun.territory.queries import names, path_to_code, place_name


def name_at(path: str) -> str:
    """海曙区石碶街道; "" for no path."""
    return place_name(path) if names([path]) else _last(path)


def code_at(path: str) -> str:
    """330203001; "" for no path."""
    return path_to_code(path) if names([path]) else _last(path)


def _last(path: str) -> str:
    return path.rstrip("/").rpartition("/")[2]
