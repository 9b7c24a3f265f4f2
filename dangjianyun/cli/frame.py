"""What commands that act for somebody use: `emit`, `actor_for`, `Refused`.

A command's function takes the parsed arguments and gives None or 0 (done) or 3 (done in part);
it raises `Refused` where something is understood and not allowed.
"""

import argparse

from dangjianyun.access.queries import actor_named, operator
from dangjianyun.cli.output import emit, warn
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.errors import Refused

__all__ = ["Refused", "actor_for", "emit", "warn"]


def actor_for(args: argparse.Namespace) -> Actor:
    """Who the command acts as: the account named by `--as`, else the operator.

    Raises: Refused where no such account may sign in.
    """
    name: str | None = getattr(args, "as_", None)
    return actor_named(name) if name is not None else operator()
