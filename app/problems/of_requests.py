"""Problems of the request as such: for the engineer who sends it, and for the person whose form it carries."""

from collections.abc import Mapping

from app.domain.errors import ProblemCode
from app.domain.findings import Retry
from app.domain.texts import Text
from app.problems.problem import Problem

REQUESTS: Mapping[ProblemCode, Problem] = {
    ProblemCode.MALFORMED_REQUEST: Problem(
        400,
        Retry.FIX,
        Text("请求无法解析", "The request can't be read"),
        Text(
            "请求体不是合法的 JSON（UTF-8），或表单的结构不完整。",
            "The body is no valid JSON in UTF-8, or the form is incomplete.",
        ),
        Text(
            "请检查请求体的语法与编码后重新发送；如使用分段表单，请确认 boundary 与各部分完整。",
            "Check the syntax and encoding of the body and send it again; for multipart, check the boundary and parts.",
        ),
        Text(
            "请求体在第 {line} 行第 {column} 列处不是合法的 JSON。",
            "The body stops being valid JSON at line {line}, column {column}.",
        ),
    ),
    ProblemCode.UNAUTHENTICATED: Problem(
        401,
        Retry.FIX,
        Text("请先登录", "Please sign in"),
        Text("没有提供登录凭证，或凭证已过期、无效。", "There is no access token, or it has expired or is not valid."),
        Text(
            "请重新登录后再试；接入方请重新获取令牌，并放在 Authorization: Bearer 请求头中。",
            "Sign in again; integrators get a new token and send it as Authorization: Bearer.",
        ),
    ),
    ProblemCode.INSUFFICIENT_SCOPE: Problem(
        403,
        Retry.FIX,
        Text("没有权限", "Not permitted"),
        Text("当前凭证不包含这项操作所需的权限。", "The token does not carry the scope that this operation needs."),
        Text(
            "请使用带有所需权限（scope）的凭证，或联系接入服务商的管理员开通。",
            "Use a token with the scope, or ask the provider's administrator to grant it.",
        ),
        Text(
            "这项操作需要下列权限之一：{required}，当前凭证都没有。",
            "This operation needs one of these scopes, and the token has none: {required}.",
        ),
    ),
    ProblemCode.NOT_FOUND: Problem(
        404,
        Retry.FIX,
        Text("没有找到", "Not found"),
        Text("您要找的内容不存在，或不属于当前账号。", "It does not exist, or does not belong to this account."),
        Text(
            "请核对编号或链接；如果换过账号，请用办理时的账号登录后再看。",
            "Check the number or the link; if you have several accounts, sign in with the one that you filed with.",
        ),
    ),
    ProblemCode.METHOD_NOT_ALLOWED: Problem(
        405,
        Retry.FIX,
        Text("不支持的请求方法", "Method not allowed"),
        Text("该地址存在，但不支持这种请求方法。", "The address exists, but not for this method."),
        Text("请查看响应头 Allow 和接口文档。", "See the Allow header and the API documentation."),
    ),
    ProblemCode.IDEMPOTENCY_KEY_IN_PROGRESS: Problem(
        409,
        Retry.RETRY,
        Text("相同的请求正在处理", "The same request is being worked on"),
        Text(
            "使用同一幂等键（Idempotency-Key）的请求尚未处理完。",
            "An earlier request with this Idempotency-Key has not been answered yet.",
        ),
        Text(
            "请稍等片刻，用同一幂等键、同一内容再发一次，即可取得第一次的结果。",
            "Wait a moment and send the same request with the same key again; you get the first one's answer.",
        ),
    ),
    ProblemCode.IDEMPOTENCY_KEY_REUSED: Problem(
        422,
        Retry.FIX,
        Text("幂等键已用于其他内容", "The key was used for another request"),
        Text(
            "这个幂等键（Idempotency-Key）24 小时内已用于内容不同的请求。",
            "This Idempotency-Key was used within 24 hours for a request with another body.",
        ),
        Text(
            "新的请求请换用新的幂等键；重发时请保持请求体逐字节不变。",
            "Use a new key for a new request; when sending one again, leave its body as it was, byte for byte.",
        ),
    ),
    ProblemCode.CURSOR_TOO_OLD: Problem(
        410,
        Retry.FIX,
        Text("游标已过期", "The cursor is too old"),
        Text(
            "从这个位置起的记录已不再保留，无法接着读取。",
            "What followed this place is no longer kept, so reading can't go on from here.",
        ),
        Text(
            "请不带游标从头读取一次完整数据，再从新的游标继续。",
            "Read everything once without a cursor, then go on from the new one.",
        ),
    ),
    ProblemCode.PRECONDITION_FAILED: Problem(
        412,
        Retry.FIX,
        Text("备案内容已有更新", "The filing has changed meanwhile"),
        Text(
            "您看到的不是最新内容：它已在别处（另一台设备或审核人员处）被修改，这次操作没有执行。",
            "What you saw is not the latest: it was changed elsewhere, so nothing was done.",
        ),
        Text(
            "请刷新后核对最新内容，再操作一次；接入方请重新 GET，用新的 ETag 作 If-Match。",
            "Refresh, look at the latest version and do it again; integrators GET it and send its ETag as If-Match.",
        ),
    ),
    ProblemCode.PRECONDITION_REQUIRED: Problem(
        428,
        Retry.FIX,
        Text("缺少 If-Match", "If-Match is missing"),
        Text(
            "这项操作须说明基于哪个版本，避免覆盖他人的修改。",
            "This operation must say which revision it is based on, so that nobody's change is lost.",
        ),
        Text(
            "请先 GET 该备案，把返回的 ETag 放入 If-Match 请求头后重发。",
            "GET the filing and send its ETag in the If-Match header.",
        ),
    ),
    ProblemCode.PAYLOAD_TOO_LARGE: Problem(
        413,
        Retry.FIX,
        Text("文件或内容过大", "Too large"),
        Text("上传的文件或请求内容超过了允许的大小。", "The file or the request is larger than allowed."),
        Text(
            "请压缩图片或重新拍摄后上传；大文件请使用断点续传（/v1/uploads）。",
            "Make the picture smaller or take it again; send large files with resumable uploads (/v1/uploads).",
        ),
    ),
    ProblemCode.MEDIA_TYPE_UNSUPPORTED: Problem(
        415,
        Retry.FIX,
        Text("不支持的内容格式", "Media type not supported"),
        Text("请求或文件的格式不被接受。", "The request or the file is of a kind that is not accepted here."),
        Text(
            "请按要求的格式上传文件；接入方请检查请求头 Content-Type。",
            "Send a file of one of the accepted formats; integrators check the Content-Type header.",
        ),
        Text("请求内容的格式须为：{accepted}。", "The content must be of one of these types: {accepted}."),
    ),
    ProblemCode.VALIDATION_FAILED: Problem(
        422,
        Retry.FIX,
        Text("有内容填写不正确", "Some entries are not right"),
        Text(
            "有一项或几项内容缺少或格式不对，本次没有保存。",
            "One or more entries are missing or of the wrong form, and nothing was saved.",
        ),
        Text(
            "请按每一项的提示修改后再提交，其余内容不用重填。",
            "Correct the entries as told at each of them and send again; the others can stay.",
        ),
    ),
    ProblemCode.MASKED_VALUE: Problem(
        422,
        Retry.FIX,
        Text("号码中含有星号", "The value is masked"),
        Text(
            "证件号码或手机号里带有 *，是隐藏后的号码，不能保存。",
            "A certificate number or phone number contains *, so it is a masked one and can't be saved.",
        ),
        Text(
            "请重新输入完整号码；不需要修改的，保持原样即可。",
            "Enter the whole number again; if it need not change, leave it as it was shown.",
        ),
    ),
}
