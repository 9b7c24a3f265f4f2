"""How a member comes onto the roll by a page: asked for by the unit, verified by the city."""

from dangjianyun.foundation.workflow import Step, Workflow

VERIFY = "party.enrollment.verify"

ENROLLMENT = Workflow(
    Step("verify", "核验通过，列入名册", ("waiting",), "enrolled", VERIFY),
    Step("decline", "退回", ("waiting",), "declined", VERIFY),
)
