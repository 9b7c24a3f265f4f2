"""The ways of a batch: checked, written, undone or put aside."""

from dangjianyun.foundation.workflow import Step, Workflow
from dangjianyun.interchange.models import State

WRITE = "interchange.batch.write"

STEPS = Workflow(
    Step("check", "核对", (State.WAITING,), State.CHECKED, WRITE),
    Step("refuse", "退回", (State.WAITING,), State.REFUSED, WRITE),
    Step("write", "写入", (State.CHECKED,), State.WRITTEN, WRITE),
    Step("discard", "放弃", (State.WAITING, State.CHECKED), State.DISCARDED, WRITE),
    Step("undo", "撤销", (State.WRITTEN,), State.UNDONE, WRITE),
)
