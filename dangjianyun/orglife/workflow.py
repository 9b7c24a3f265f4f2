"""The way of a meeting: plan, notice, record, submit; the body above confirms or returns."""

from dangjianyun.foundation.workflow import Step, Workflow

WRITE = "orglife.meeting.write"
CONFIRM = "orglife.meeting.confirm"
OPEN_STATES = ("planned", "noticed", "returned")
"""While the unit may still write: what stands submitted is not changed behind the reader's back."""

MEETING = Workflow(
    Step("notify", "发出通知", ("planned",), "noticed", WRITE),
    Step("submit", "提交记录", OPEN_STATES, "submitted", WRITE),
    Step("recall", "收回修改", ("submitted",), "returned", WRITE),
    Step("cancel", "取消", ("planned", "noticed", "returned"), "canceled", WRITE),
    Step("confirm", "确认", ("submitted",), "confirmed", CONFIRM),
    Step("return", "退回", ("submitted", "confirmed"), "returned", CONFIRM),
)
