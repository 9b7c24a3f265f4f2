"""`populate`: a synthetic country of any size, for benchmarks."""

import argparse

from django.core.management import call_command
from django.db import connection

from dangjianyun.cli.output import Progress, emit
from dangjianyun.demo.populate import populate as fill
from dangjianyun.foundation.errors import Refused


def populate(args: argparse.Namespace) -> None:
    """Fill an empty database; one that has no tables yet gets them.

    Raises: Refused for no organizations, or where some are there already.
    """
    if args.organizations < 1:
        raise Refused("--organizations 要一个大于0的整数，如 --organizations 10000。")
    if not connection.introspection.table_names():
        call_command("migrate", verbosity=0, interactive=False)
    progress = Progress(args)
    made = fill(args.organizations, args.seed, said=progress)
    progress.end()
    emit(args, made)
