"""Problems that are nobody's fault out there: too many calls, our faults, and others that can't be reached."""

from collections.abc import Mapping

from app.domain.errors import ProblemCode
from app.domain.findings import Retry
from app.domain.texts import Text
from app.problems.problem import Problem

SERVICE: Mapping[ProblemCode, Problem] = {
    ProblemCode.RATE_LIMITED: Problem(
        429,
        Retry.RETRY,
        Text("操作过于频繁", "Too many requests"),
        Text("短时间内请求次数过多，请稍后再试。", "There were too many requests in a short time."),
        Text(
            "请稍等一会儿再试；接入方请按 Retry-After 响应头等待。",
            "Wait a little and try again; integrators wait as long as Retry-After says.",
        ),
        Text(
            "短时间内请求次数过多，请在 {retry_after} 秒后再试。",
            "There were too many requests in a short time; try again in {retry_after} seconds.",
        ),
    ),
    ProblemCode.INTERNAL_ERROR: Problem(
        500,
        Retry.RETRY,
        Text("系统出错了", "Something went wrong on our side"),
        Text("这是我们的问题，不是您填写的问题。", "This is our fault, not that of what you entered."),
        Text(
            "请稍后再试；仍然不行时，请把追踪编号（trace_id）告诉客服。",
            "Try again later; if it stays, tell the support the trace_id.",
        ),
    ),
    ProblemCode.AUTHORITY_UNAVAILABLE: Problem(
        503,
        Retry.RETRY,
        Text("管局系统暂时无法连接", "The authority can't be reached"),
        Text(
            "现在连接不上通信管理局的系统，已填写的内容不会丢失。",
            "The administration's system can't be reached at the moment; nothing that you entered is lost.",
        ),
        Text("请过几分钟再试。", "Try again in a few minutes."),
        Text(
            "现在连接不上通信管理局的系统，请在 {retry_after} 秒后再试，已填写的内容不会丢失。",
            "The administration's system can't be reached; try again in {retry_after} seconds. Nothing is lost.",
        ),
    ),
    ProblemCode.SERVICE_UNAVAILABLE: Problem(
        503,
        Retry.RETRY,
        Text("服务暂时不可用", "The service is not available"),
        Text("系统正忙或正在维护，这次操作没有完成。", "The service is busy or under maintenance; this was not done."),
        Text("请稍等一会儿再试。", "Wait a little and try again."),
        Text(
            "系统正忙或正在维护，请在 {retry_after} 秒后再试。",
            "The service is busy or under maintenance; try again in {retry_after} seconds.",
        ),
    ),
}
