"""`populate`: a synthetic country of any size, for benchmarks."""

import argparse

from dangjianyun.cli.output import Progress, emit
from dangjianyun.demo.populate import populate as fill


def populate(args: argparse.Namespace) -> None:
    """Fill an empty database. Raises: Refused where it is not empty."""
    progress = Progress(args)
    made = fill(args.organizations, args.seed, said=progress)
    progress.end()
    emit(args, made)
