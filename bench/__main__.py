"""`python -m bench [--json FILE] [--only NAME…] [--quick]`, beside a PostgreSQL cluster."""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from bench.databases import ROOT, create, environment, measure
from bench.result import Result, load
from bench.table import table

SIZES = (10_000, 1_000_000)
QUICK = (2_000, 20_000)
BOTH = ("pages", "counts", "list", "plans")
GROUPS = (*BOTH, "search", "change", "export", "writers", "subtree", "life", "import")


def main(argv: list[str]) -> int:
    """Populate, measure, tell; 1 where a bound is missed or something could not be measured."""
    parser = argparse.ArgumentParser(prog="script/bench")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the results here too")
    parser.add_argument("--only", nargs="+", choices=GROUPS, metavar="NAME", default=list(GROUPS))
    parser.add_argument("--quick", action="store_true", help="small databases: two minutes")
    parser.add_argument("--sizes", nargs=2, type=int, metavar="N", help="organizations in each")
    args = parser.parse_args(argv)
    small, large = args.sizes or (QUICK if args.quick else SIZES)
    command = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity=0"]
    subprocess.run(command, env=environment("dangjianyun"), cwd=ROOT, check=True)
    results: list[Result] = []
    with tempfile.TemporaryDirectory() as folder:
        for size in (small, large):
            name = f"bench_{size}"
            print(f"{size} organizations", file=sys.stderr, flush=True)
            filled = create(name, size)
            groups = [one for one in args.only if size == large or one in BOTH]
            target = Path(folder) / f"{size}.json"
            if groups:
                measure(name, size, args.quick, groups, target)
            results += [filled, *load(target)]
    results += ratios(results, small, large)
    print(table(results))
    told = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "machine": machine()}
    told["results"] = [one.row() for one in results]  # type: ignore[assignment]
    if args.json:
        path = Path(os.environ.get("DANGJIANYUN_BENCH_FROM", ".")) / args.json
        path.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n")
    return int(any(one.verdict in {"missed", "skipped"} for one in results if one.size == large))


def ratios(results: list[Result], small: int, large: int) -> list[Result]:
    """How much slower a division page is in the large database: medians, as load disturbs them
    least."""
    at = {(one.name, one.size): one.p50 for one in results if one.p50}
    found = []
    for (name, size), value in at.items():
        before = at.get((name, small))
        if size == large and before and name.startswith(("division page", "organization list")):
            bound = 1.5 if name.startswith("division page") and "country" not in name else None
            ratio = value / before
            told = f"{name}: {large} to {small}"
            found.append(Result(told, large, bound, "×", value=ratio))
    return found


def machine() -> dict[str, object]:
    """What it ran on; no names."""
    return {
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "load": round(os.getloadavg()[0], 1),
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
