"""Problems of a filing and of the type verification before it, in words for someone who files for the first time."""

from collections.abc import Mapping

from app.domain.errors import ProblemCode
from app.domain.findings import Retry
from app.domain.texts import Text
from app.problems.problem import Problem

FILINGS: Mapping[ProblemCode, Problem] = {
    ProblemCode.ACTION_NOT_ALLOWED: Problem(
        409,
        Retry.FIX,
        Text("现在不能进行这项操作", "This can't be done now"),
        Text("目前所处的状态不允许进行这项操作。", "The present state does not allow this action."),
        Text(
            "请刷新页面，查看当前进度和现在可以进行的操作。",
            "Refresh, and see the progress and what can be done now.",
        ),
    ),
    ProblemCode.ORDER_IN_PROGRESS: Problem(
        409,
        Retry.FIX,
        Text("已有正在办理的备案订单", "A filing is already under way"),
        Text(
            "同一账号、证件或互联网信息服务同时只能有一个备案订单在办理。",
            "An account, a certificate or a service can have one open filing only.",
        ),
        Text(
            "请先在备案列表中办完或放弃原有订单，再办理新的备案。",
            "Finish or abandon the open one in your list of filings, then start the new one.",
        ),
    ),
    ProblemCode.TYPE_VERIFICATION_REFUSED: Problem(
        409,
        Retry.FIX,
        Text("验证备案类型未通过", "The type verification was refused"),
        Text(
            "这次验证的结论是不能办理，因此不能用它创建备案订单。",
            "This verification found that the filing can't be made, so no filing can be started from it.",
        ),
        Text(
            "请按验证结果中的原因和办法处理后，重新验证备案类型。",
            "Do what its result tells you to, then verify the type again.",
        ),
    ),
    ProblemCode.TYPE_VERIFICATION_USED: Problem(
        409,
        Retry.FIX,
        Text("验证结果已使用", "The type verification has been used"),
        Text(
            "一次验证只能创建一个备案订单，这次验证的结果已经用过。",
            "A type verification starts one filing only, and this one already has.",
        ),
        Text(
            "请到备案列表继续办理已创建的订单；要办另一个备案，请重新验证备案类型。",
            "Go on with the filing in your list; for another one, verify the type again.",
        ),
    ),
    ProblemCode.TYPE_VERIFICATION_EXPIRED: Problem(
        409,
        Retry.FIX,
        Text("验证结果已过期", "The type verification has expired"),
        Text(
            "验证备案类型的结果 24 小时内有效，现已过期。", "A type verification is good for 24 hours, which are over."
        ),
        Text("请重新验证备案类型，通常不到一分钟。", "Verify the type again; it takes less than a minute."),
    ),
    ProblemCode.TYPE_VERIFICATION_CHANGED: Problem(
        409,
        Retry.FIX,
        Text("验证结论已变化", "The type verification would say something else now"),
        Text(
            "验证之后备案记录有了变化，按现在的记录，结论与当时不同。",
            "The records have changed since, and the outcome would be another one today.",
        ),
        Text("请重新验证备案类型，并按新的结论办理。", "Verify the type again and go by the new outcome."),
    ),
    ProblemCode.FIELD_FROZEN: Problem(
        409,
        Retry.FIX,
        Text("该项已验证，不能修改", "This field can't be changed"),
        Text(
            "主体性质、证件、所在地区、域名等在验证备案类型时已经确定，订单中不能再改。",
            "Nature, certificate, region, domains and the like were fixed by the type verification.",
        ),
        Text(
            "确需修改的，请放弃本订单，用正确的信息重新验证备案类型。",
            "If it has to change, abandon this filing and verify the type again with the right details.",
        ),
    ),
    ProblemCode.NOT_EDITABLE: Problem(
        409,
        Retry.FIX,
        Text("现在不能修改", "This can't be edited now"),
        Text(
            "备案正在审核，或这一项不在需要修改的范围内。",
            "The filing is under review, or this entry is not among those that may be changed.",
        ),
        Text(
            "审核中且可撤销的，请先撤销再修改；被退回的，只修改标出的项目。",
            "Withdraw the filing first where that is offered; after a rejection change what is marked.",
        ),
    ),
    ProblemCode.CONFIRMATION_REQUIRED: Problem(
        409,
        Retry.FIX,
        Text("请先确认备案信息", "Please confirm first"),
        Text(
            "提交前须由您确认当前内容真实无误；确认后又有修改的，需要重新确认。",
            "Before submission you confirm that the present contents are true; any later change asks for it again.",
        ),
        Text(
            "请核对全部信息，点“确认”后再提交。",
            "Look through everything, choose “confirm”, then submit.",
        ),
    ),
    ProblemCode.NOTHING_CHANGED: Problem(
        409,
        Retry.FIX,
        Text("内容没有修改", "Nothing was changed"),
        Text(
            "管局已退回这份备案，内容原样重新提交仍会被退回。",
            "The authority returned this filing; submitted again as it is, it would be returned again.",
        ),
        Text(
            "请按退回意见修改信息或更换材料，再重新提交。",
            "Change what the authority found fault with, then submit again.",
        ),
    ),
    ProblemCode.CHECKS_FAILED: Problem(
        422,
        Retry.FIX,
        Text("提交前检查未通过", "The checks found errors"),
        Text(
            "备案信息或材料还有不符合要求的地方，尚未提交。",
            "Some entries or papers do not meet the requirements yet; nothing was submitted.",
        ),
        Text(
            "请按下面各项的提示逐一补充或修改，再确认并提交。",
            "Add or correct what is listed, then confirm and submit.",
        ),
    ),
    ProblemCode.MATERIAL_UNREADABLE: Problem(
        422,
        Retry.FIX,
        Text("文件无法识别", "The file can't be read"),
        Text("上传的文件是空的、已损坏，或不是支持的格式。", "The file is empty, damaged or of another format."),
        Text(
            "请重新拍摄清晰、完整的原件，以 JPG 或 PNG 格式上传。",
            "Photograph the original again, sharp and whole, and upload it as JPG or PNG.",
        ),
    ),
    ProblemCode.CONSENT_REQUIRED: Problem(
        422,
        Retry.FIX,
        Text("需要您的同意", "Your consent is needed"),
        Text(
            "人脸核验涉及敏感个人信息，须由本人单独同意后才能进行。",
            "A face check handles sensitive personal information and needs the person's own consent.",
        ),
        Text(
            "请阅读说明并同意后再拍摄；不同意的，可改用不含人脸的核验方式（签字的核验单）。",
            "Read and agree first; if you don't, choose the way without a face, by a signed sheet.",
        ),
    ),
}
