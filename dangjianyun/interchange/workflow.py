"""The ways of a batch: checked, written, undone or put aside."""

from dangjianyun.foundation.workflow import Step, Workflow
from dangjianyun.interchange.models import State

WRITE = "interchange.batch.write"

STEPS = Workflow(
    Step("check", "核对", (State.WAITING,), State.CHECKED, WRITE),
    Step("refuse", "退回", (State.WAITING,), State.REFUSED, WRITE),
    Step("begin_write", "写入", (State.CHECKED,), State.WRITING, WRITE),
    Step("write", "写入", (State.CHECKED, State.WRITING), State.WRITTEN, WRITE),
    Step("stop_write", "停止写入", (State.WRITING,), State.CHECKED, WRITE),
    Step("discard", "放弃", (State.WAITING, State.CHECKED), State.DISCARDED, WRITE),
    Step("begin_undo", "撤销", (State.WRITTEN,), State.UNDOING, WRITE),
    Step("undo", "撤销", (State.WRITTEN, State.UNDOING), State.UNDONE, WRITE),
    Step("stop_undo", "停止撤销", (State.UNDOING,), State.WRITTEN, WRITE),
)
