"""Every command: its name, its arguments, the function that does it.

To add a command, add a row here and write the function `(args: Namespace) -> int | None` in
`dangjianyun/cli/<module>.py`. Nothing but this table is loaded before the arguments are known to be
right, so help and wrong usage need neither keys nor database. `cli/frame.py` has what they use.
"""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Argument:
    """One argument as argparse takes it."""

    names: tuple[str, ...]
    options: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Command:
    """One row. `django` false: the function starts Django itself, once there are settings.

    `hidden`: called by the house itself, so help does not list it.
    """

    name: str
    function: str
    help: str
    arguments: tuple[Argument, ...] = ()
    django: bool = True
    hidden: bool = False


def arg(*names: str, **options: Any) -> Argument:
    """An argument, written as for `add_argument`."""
    return Argument(names, options)


def _day(text: str) -> date:
    return date.fromisoformat(text)


_day.__name__ = "YYYY-MM-DD"

REGION = arg("--region", metavar="CODE", help="行政区划代码；不写就是全部范围")
ON = arg("--on", metavar="DATE", type=_day, help="哪一天的情况，如 2020-12-31；不写就是今天")
AS = arg("--as", metavar="USER", dest="as_", help="以哪个账号的范围；不写就是操作员")
SHEET = arg("sheet", metavar="SHEET", help="表的名称，见 dangjianyun sheets")
XLSX = arg("file", metavar="FILE.xlsx", type=Path)
FOLDER = arg("folder", metavar="DIR", type=Path)

COMMANDS = (
    Command(
        "indicators",
        "dangjianyun.cli.numbers:indicators",
        "各项指标的数值",
        (
            REGION,
            ON,
            arg("--only", metavar="ID", nargs="+", help="只要这些指标"),
            arg("--markdown", action="store_true", help="输出指标词典全文（docs/indicators.md）"),
            AS,
        ),
    ),
    Command(
        "records",
        "dangjianyun.cli.numbers:records",
        "一项指标背后的记录",
        (
            arg("indicator", metavar="ID"),
            REGION,
            ON,
            arg(
                "--part",
                choices=("denominator", "rest", "numerator"),
                help="比率的分母，或未计入分子的部分",
            ),
            AS,
        ),
    ),
    Command(
        "recount",
        "dangjianyun.cli.numbers:recount",
        "重新清点全部指标",
        (arg("--check", action="store_true", help="只核对，不改动；有出入时退出码为 1"),),
    ),
    Command(
        "rules",
        "dangjianyun.cli.rules:rules",
        "规则目录",
        (arg("--markdown", action="store_true", help="输出规则手册全文（docs/rulebook.md）"),),
        django=False,
    ),
    Command(
        "judge",
        "dangjianyun.cli.rules:judge",
        "按一条规则判断事实",
        (
            arg("rule", metavar="RULE"),
            arg("--facts", metavar="FILE", required=True, help="事实的 JSON 文件；- 为标准输入"),
            ON,
        ),
        django=False,
    ),
    Command("sheets", "dangjianyun.cli.sheets:sheets", "可以导入导出的表"),
    Command("template", "dangjianyun.cli.sheets:template", "一张表的空白模板", (SHEET, XLSX)),
    Command(
        "import",
        "dangjianyun.cli.sheets:import_",
        "导入一张表",
        (
            SHEET,
            XLSX,
            arg("--dry-run", action="store_true", help="只检查，不写入"),
            arg("--good-rows", action="store_true", help="跳过有错的行，写入其余各行"),
            arg("--report", metavar="FILE.xlsx", type=Path, help="把错误标注在这个文件里"),
            arg("--year", metavar="Y", type=int, help="日期没有写年份时用哪一年"),
            AS,
        ),
    ),
    Command(
        "undo",
        "dangjianyun.cli.sheets:undo",
        "撤销一批导入",
        (arg("batch", metavar="BATCH"), AS),
    ),
    Command(
        "export",
        "dangjianyun.cli.sheets:export",
        "导出一张表",
        (SHEET, XLSX, REGION, ON, AS),
    ),
    Command(
        "audit",
        "dangjianyun.cli.audit:audit",
        "核对审计链",
        (arg("what", metavar="verify", choices=("verify",)),),
    ),
    Command(
        "token",
        "dangjianyun.cli.token:token",
        "为一个账号签发接口令牌",
        (arg("user", metavar="USER"),),
    ),
    Command(
        "populate",
        "dangjianyun.cli.populate:populate",
        "造一个供测速用的虚构数据库",
        (
            arg("--organizations", metavar="N", type=int, required=True),
            arg("--seed", metavar="S", type=int, default=1),
        ),
    ),
    Command(
        "init",
        "dangjianyun.cli.init:init",
        "正式安装的第一步：密钥、数据库、区划、三员账号",
        (
            arg("--region", metavar="CODE", help="管辖的行政区划代码，如 330200；不写就会问"),
            arg("--database-url", metavar="URL", help="如 postgresql://…；不写就用 SQLite 文件"),
            arg("--hosts", metavar="HOST,…", help="浏览器里用的主机名，逗号分隔"),
        ),
        django=False,
    ),
    Command(
        "link",
        "dangjianyun.cli.link:link",
        "重新签发首次登录链接（管理员忘了密码时）",
        (arg("user", metavar="USER"),),
    ),
    Command(
        "serve",
        "dangjianyun.cli.serve:serve",
        "同时运行网页服务和后台任务",
        (
            arg("--host", default="127.0.0.1", help="监听地址，默认 127.0.0.1"),
            arg("--port", type=int, default=8000, help="端口，默认 8000"),
            arg("--workers", type=int, default=1, help="网页进程数，默认 1"),
        ),
    ),
    Command(
        "backup",
        "dangjianyun.cli.backup:backup",
        "备份数据库和文件",
        (FOLDER, arg("--with-keys", action="store_true", help="密钥也放进备份（请另行妥善保管）")),
    ),
    Command(
        "restore",
        "dangjianyun.cli.restore:restore",
        "从备份恢复，并逐表核对",
        (
            FOLDER,
            arg("--replace", action="store_true", help="先清空现有的数据库和文件"),
            arg("--other-keys", action="store_true", help="没有原来的密钥也恢复"),
        ),
        django=False,
    ),
    Command(
        "demo",
        "dangjianyun.cli.demonstration:demo",
        "script/demo 的一步：装入演示数据",
        (arg("--port", type=int, default=8000), arg("--seed", type=int)),
        hidden=True,
    ),
    Command(
        "settings",
        "dangjianyun.cli.settings_file:settings",
        "script/demo 的一步：演示的密钥",
        django=False,
        hidden=True,
    ),
    Command("worker", "dangjianyun.cli.worker:worker", "serve 的一部分：后台任务", hidden=True),
    Command("upkeep", "dangjianyun.cli.upkeep:upkeep", "serve 的一部分：日常维护", hidden=True),
)
