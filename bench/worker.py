"""Measures one database, in a process of its own: `python -m bench.worker OUT SIZE QUICK NAME…`."""

import sys
import time
import traceback
from pathlib import Path

import django

django.setup()

from bench import life, pages, plans, sheets, tree, writes  # noqa: E402
from bench.country import Country, prepare  # noqa: E402
from bench.result import Result, save  # noqa: E402

GROUPS = {
    "pages": pages.division_pages,
    "counts": pages.counts,
    "list": pages.lists,
    "search": pages.searches,
    "plans": plans.plans,
    "change": writes.single_changes,
    "export": sheets.exports,
    "writers": writes.writers,
    "subtree": tree.subtree,
    "life": life.life,
    "import": sheets.imports,
}
"""In this order: what changes the database comes after what only reads."""


def main(argv: list[str]) -> int:
    """Run the groups asked for; a group that fails is a line of the report, not the end of it."""
    target, size, quick, *names = argv
    country: Country = prepare(int(size), quick == "quick")
    results: list[Result] = []
    for name, measure in GROUPS.items():
        if names and name not in names:
            continue
        begun = time.perf_counter()
        try:
            results += measure(country)
        except Exception as trouble:  # what is not there is said, not hidden
            traceback.print_exc()
            results.append(Result(name, int(size), skipped=f"{type(trouble).__name__}: {trouble}"))
        save(Path(target), results)
        print(f"  {name}: {time.perf_counter() - begun:.0f} s", file=sys.stderr, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
