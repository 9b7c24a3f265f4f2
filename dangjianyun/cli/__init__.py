"""The command line (contract section 3): `dangjianyun COMMAND`, one row in `table.py` each."""

from dangjianyun.cli.dispatch import main

__all__ = ["main"]
