"""The way of a wish: collected, checked, published, claimed, fulfilled, called back, closed."""

from dangjianyun.foundation.workflow import Step, Workflow

WRITE = "welfare.wish.write"
CHECK = "welfare.wish.check"
CLAIM = "welfare.wish.claim"
UNMASK = "welfare.wisher.unmask"
OPEN_STATES = ("collected", "returned")
"""While the collector may still change it: what is published is not changed behind the reader."""

WISH = Workflow(
    Step("correct", "修改", OPEN_STATES, "collected", WRITE),
    Step("withdraw", "撤回", (*OPEN_STATES, "published", "claimed"), "withdrawn", WRITE),
    Step("return", "退回", ("collected",), "returned", CHECK),
    Step("publish", "发布", ("collected",), "published", CHECK),
    Step("claim", "认领", ("published",), "claimed", CLAIM),
    Step("give_back", "退还", ("claimed",), "published", CLAIM),
    Step("expire", "到期退回", ("claimed",), "published", CHECK),
    Step("fulfil", "登记办理结果", ("claimed",), "fulfilled", CLAIM),
    Step("close", "办结", ("fulfilled",), "closed", CHECK),
    Step("redo", "请认领单位再办", ("fulfilled",), "claimed", CHECK),
    Step("reopen", "重新发布", ("fulfilled",), "published", CHECK),
)
