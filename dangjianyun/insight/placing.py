"""Paths in words. A path that no list of divisions knows (yet) gives its last part."""

from typing import Any

from dangjianyun.territory.queries import names, path_to_code, place_name


def name_at(path: str) -> str:
    """海曙区石碶街道; "" for no path."""
    return place_name(path) if names([path]) else _last(path)


def code_at(path: str) -> str:
    """330203001; "" for no path."""
    return path_to_code(path) if names([path]) else _last(path)


def placed(row: dict[str, Any]) -> dict[str, Any]:
    """A record with the region's code and name in place of our own path."""
    told = {name: value for name, value in row.items() if name != "path"}
    if path := row.get("path"):
        told |= {"region": code_at(path), "place": name_at(path)}
    return told


def _last(path: str) -> str:
    return path.rstrip("/").rpartition("/")[2]
