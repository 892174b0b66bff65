"""Problems between the people around a filing: accounts, servers and their codes, SMS codes, reviewers, transfers."""

from collections.abc import Mapping

from app.domain.errors import ProblemCode
from app.domain.findings import Retry
from app.domain.texts import Text
from app.problems.problem import Problem

PEOPLE: Mapping[ProblemCode, Problem] = {
    ProblemCode.ACCOUNT_NOT_VERIFIED: Problem(
        409,
        Retry.FIX,
        Text("账号尚未实名认证", "The account's real name is not verified"),
        Text("账号完成实名认证后才能提交备案。", "A filing can be submitted once the account's real name is verified."),
        Text(
            "请先在账号设置中完成实名认证，再回来提交，已填写的内容会保留。",
            "Verify your real name in the account settings, then come back; what you entered is kept.",
        ),
    ),
    ProblemCode.AUTHORIZATION_CODE_UNUSABLE: Problem(
        422,
        Retry.FIX,
        Text("备案授权码不可用", "The authorization code can't be used"),
        Text("这个备案授权码现在不能用于备案。", "This authorization code can't be used for a filing."),
        Text(
            "请核对授权码有没有输错；仍不可用的，请向服务器的持有人换一个。",
            "Check that it was typed right; if it was, ask the server's owner for another one.",
        ),
    ),
    ProblemCode.RESOURCE_UNUSABLE: Problem(
        422,
        Retry.FIX,
        Text("服务器不符合备案要求", "The server can't carry this filing"),
        Text("所选的服务器现在不能用于备案。", "The chosen server can't be used for a filing."),
        Text(
            "请按提示续费或调整该服务器，或另选一台符合要求的服务器。",
            "Renew or change the server as told, or choose another one.",
        ),
    ),
    ProblemCode.SMS_CODE_WRONG: Problem(
        422,
        Retry.FIX,
        Text("验证码不正确", "The code is not right"),
        Text(
            "手机号、证件号码后六位或验证码有误。",
            "The phone number, the certificate's last six characters or the code is wrong.",
        ),
        Text(
            "请核对最新一条短信中的验证码，并填写该手机号所属人员的证件号码后六位。",
            "Look at the newest message, and give the last six characters of the certificate of that phone's owner.",
        ),
        Text(
            "手机号、证件号码后六位或验证码有误，还可以再试 {tries_left} 次。",
            "The phone number, the last six characters or the code is wrong; tries left: {tries_left}.",
        ),
    ),
    ProblemCode.SMS_CODE_EXPIRED: Problem(
        410,
        Retry.FIX,
        Text("验证码已过期", "The code has expired"),
        Text(
            "没有在期限内完成短信核验，这个验证码已经失效，备案会被退回。",
            "The SMS verification was not finished in time; the code is void and the filing is returned.",
        ),
        Text(
            "请在备案详情中重新提交（内容可以不改），管局受理后会发送新的验证码。",
            "Submit the filing again, unchanged if you like; a new code comes after the authority accepts it.",
        ),
    ),
    ProblemCode.SMS_RETURNED: Problem(
        409,
        Retry.FIX,
        Text("备案已退回", "The filing was returned"),
        Text(
            "验证码输错次数过多，短信核验未通过，备案已退回。",
            "There were too many wrong codes, so the SMS verification failed and the filing was returned.",
        ),
        Text(
            "请核对人员的手机号和证件号码后重新提交，之后会收到新的验证码。",
            "Check the phone and certificate numbers and submit the filing again; new codes follow.",
        ),
    ),
    ProblemCode.SMS_ENTERED_AT_AUTHORITY: Problem(
        409,
        Retry.FINAL,
        Text("请到管局网站核验", "The code is entered at the authority's page"),
        Text(
            "本省的短信验证码要在管局的备案系统网页上填写，不在这里填写。",
            "Codes of this filing are entered at the authority's own page and not here.",
        ),
        Text(
            "请打开管局的短信核验页面，在期限内填写验证码、手机号和证件号码后六位。",
            "Open the authority's SMS page and enter code, phone and the certificate's last six characters in time.",
        ),
    ),
    ProblemCode.RESENDS_SPENT: Problem(
        409,
        Retry.FINAL,
        Text("重发次数已用完", "No resends are left"),
        Text("这位人员的验证码重发次数已经用完。", "The code has been sent again as often as is allowed."),
        Text(
            "请使用最新一条短信中的验证码，并查看拦截短信；过期退回后可重新提交，会再次发送。",
            "Use the newest message and look among the blocked ones; after expiry you can submit the filing again.",
        ),
    ),
    ProblemCode.CLAIMED_BY_ANOTHER: Problem(
        409,
        Retry.RETRY,
        Text("已由其他审核员领取", "Claimed by another reviewer"),
        Text("这份备案正由另一位审核员处理。", "Another reviewer is working on this filing."),
        Text(
            "请处理其他备案，或请该审核员释放后再领取。",
            "Take another one, or ask that reviewer to release it.",
        ),
    ),
    ProblemCode.NOT_CLAIMED: Problem(
        409,
        Retry.FIX,
        Text("请先领取", "Not claimed"),
        Text("作出审核结论之前，须先由您领取这份备案。", "A filing is decided by the reviewer who has claimed it."),
        Text("请先领取这份备案，再提交审核结论。", "Claim the filing, then send the decision."),
    ),
    ProblemCode.TRANSFER_REFUSED: Problem(
        409,
        Retry.FIX,
        Text("不能转移备案", "The transfer was refused"),
        Text(
            "转出或转入账号有正在办理的订单，或转入账号下已有其他主体。",
            "One of the accounts has an open filing, or the receiving one holds another subject.",
        ),
        Text(
            "请先办完或放弃双方正在办理的订单，或换一个没有其他主体的账号接收。",
            "Finish or abandon the open filings on both sides, or choose an account without another subject.",
        ),
    ),
}
