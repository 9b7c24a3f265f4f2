"""`audit verify`: walk every chain of the audit log."""

import argparse
from dataclasses import asdict

from dangjianyun.access.verification import verify
from dangjianyun.cli.output import emit, warn

HEADINGS = {"chain": "链", "sequence": "序号", "message": "问题"}


def audit(args: argparse.Namespace) -> int:
    """Shape: `{"entries", "broken": [{"chain", "sequence", "message"}]}`; 1 where any is broken."""
    entries, broken = verify()
    rows = [asdict(one) for one in broken]
    if args.json:
        emit(args, {"entries": entries, "broken": rows})
    elif rows:
        emit(args, rows, HEADINGS)
    if broken:
        warn("审计链有断裂：请保留现场，不要再写入，立即报告审计管理员，并与最近的备份核对。")
        return 1
    if not args.json:
        print(f"共{entries}条，全部相符。", file=args.stdout)
    return 0
