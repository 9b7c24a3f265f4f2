"""Keep programs running: start them, start them again with growing pauses, stop them in time.

Knows nothing of Django. SIGTERM and SIGINT only set a flag that the loop reads, so they may come at
any moment, while programs are being started too.
"""

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import FrameType

TICK_SECONDS = 0.2
GRACE_SECONDS = 15.0
LONGEST_PAUSE_SECONDS = 30.0
# A program that lived this long failed for a new reason: the pauses begin anew.
STEADY_SECONDS = 30.0
# A needed program that never came up is not going to: say so instead of trying for ever.
ATTEMPTS = 4
PATIENCE_SECONDS = 60.0
PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None, use_errno=True)


@dataclass
class Program:
    """One program. `ready` tells whether it has come up; without it, running is enough."""

    name: str
    command: Sequence[str]
    ready: Callable[[], bool] | None = None
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    started_at: float = field(default=0.0, init=False)
    retry_at: float = field(default=0.0, init=False)
    failures: int = field(default=0, init=False)
    was_ready: bool = field(default=False, init=False)

    def start(self, now: float) -> None:
        """Start it in a session of its own, so that a terminal's Ctrl-C reaches only us."""
        self.process = subprocess.Popen(
            self.command,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=die_with_parent,
        )
        self.started_at = now

    def signal(self, number: int) -> None:
        """Send a signal to the program alone (TERM) or with all it started (KILL)."""
        if self.process is None or self.process.poll() is not None:
            return
        if number == signal.SIGKILL:
            os.killpg(self.process.pid, number)
        else:
            self.process.send_signal(number)


class Supervisor:
    """Runs programs until it is told to stop. `say` gets sentences for the log."""

    def __init__(self, programs: Sequence[Program], say: Callable[[str], None]) -> None:
        self.programs = programs
        self.say = say
        self.stopping = False

    def run(self, when_ready: Callable[[], None]) -> int:
        """Until SIGTERM or SIGINT: exit code 0; 1 where a program never came up."""
        before = {
            number: signal.signal(number, self._stop) for number in (signal.SIGTERM, signal.SIGINT)
        }
        code, told = 0, False
        try:
            while not self.stopping:
                for program in self.programs:
                    self._attend(program, time.monotonic())
                if hopeless := [p.name for p in self.programs if self._is_hopeless(p)]:
                    self.say(f"{'、'.join(hopeless)}没能启动，已停止。原因见上面的日志。")
                    code = 1
                    break
                if not told and all(program.was_ready for program in self.programs):
                    told = True
                    when_ready()
                time.sleep(TICK_SECONDS)
        finally:
            self._end()
            for number, handler in before.items():
                signal.signal(number, handler)
        return code

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stopping = True

    def _attend(self, program: Program, now: float) -> None:
        if program.process is None:
            if now >= program.retry_at:
                program.start(now)
        elif (code := program.process.poll()) is not None:
            program.process = None
            lived = now - program.started_at
            program.failures = 1 if lived > STEADY_SECONDS else program.failures + 1
            pause = min(LONGEST_PAUSE_SECONDS, 0.5 * 2 ** min(program.failures - 1, 10))
            program.retry_at = now + pause
            self.say(f"{program.name}意外退出（退出码{code}），{pause:g}秒后重新启动。")
        elif not program.was_ready:
            program.was_ready = program.ready is None or program.ready()

    def _is_hopeless(self, program: Program) -> bool:
        waited = time.monotonic() - program.started_at if program.process else 0.0
        return not program.was_ready and (program.failures >= ATTEMPTS or waited > PATIENCE_SECONDS)

    def _end(self) -> None:
        """Ask every program to finish; after the grace period end what is left."""
        for program in self.programs:
            program.signal(signal.SIGTERM)
        deadline = time.monotonic() + GRACE_SECONDS
        for program in self.programs:
            if program.process is None:
                continue
            try:
                program.process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                self.say(f"{program.name}没有按时结束，强行停止。")
                program.signal(signal.SIGKILL)
                program.process.wait()


def die_with_parent() -> None:
    """Linux: SIGTERM for this process as soon as its parent is gone, however that went."""
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
