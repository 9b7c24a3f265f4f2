"""How a long command says how far it is."""

import argparse
import io

import pytest

from dangjianyun.cli.output import Progress

PLAIN, JSON = argparse.Namespace(json=False), argparse.Namespace(json=True)


class Terminal(io.StringIO):
    """Somebody watches."""

    def isatty(self) -> bool:
        return True


def test_a_file_gets_few_lines_and_no_carriage_returns(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    monkeypatch.setattr("dangjianyun.cli.output.time.monotonic", lambda: now)
    out = io.StringIO()
    progress = Progress(PLAIN, out)
    for step in range(1000):
        now = step * 0.03
        progress(f"第{step}步")
    progress.end()
    assert out.getvalue() == "第0步\n第334步\n第668步\n"


def test_a_terminal_gets_one_line_that_leaves_nothing_behind() -> None:
    out = Terminal()
    progress = Progress(PLAIN, out)
    progress("海曙区，共100家")
    progress("完成")
    progress.end()
    assert out.getvalue() == f"\r海曙区，共100家\r完成{' ' * 11}\r{' ' * 4}\r"


@pytest.mark.parametrize("out", [io.StringIO(), Terminal()])
def test_who_asks_for_json_hears_nothing_else(out: io.StringIO) -> None:
    progress = Progress(JSON, out)
    progress("海曙区")
    progress.end()
    assert out.getvalue() == ""
