"""`populate`: a synthetic country of any size, for benchmarks."""

import argparse
import sys

from dangjianyun.cli.output import emit
from dangjianyun.demo.populate import populate as fill


def populate(args: argparse.Namespace) -> None:
    """Fill an empty database. Raises: Refused where it is not empty."""

    def said(text: str) -> None:
        if not args.json:
            sys.stderr.write(f"\r{text[:60]:60}")

    emit(args, fill(args.organizations, args.seed, said=said))
