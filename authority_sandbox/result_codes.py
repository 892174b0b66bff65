"""The authority's result codes that the sandbox gives, with what it says to them."""

REJECTED = "1002"
SUBJECT_CONFLICT = "1003"
DOMAIN_ON_RECORD = "1005"
ALREADY_ACCESSED = "1029"
ALREADY_CANCELLED = "1032"
SUBJECT_NOT_YOURS = "1047"
SERVICE_NOT_YOURS = "1048"
ALREADY_GONE = "1050"
ADDRESS_NOT_REPORTED = "1063"
SERVICE_BLACKLISTED = "1064"
SUBJECT_BLACKLISTED = "1065"

MESSAGES = {
    REJECTED: "管局审核不通过",
    SUBJECT_CONFLICT: "主体冲突：该证件已有备案或正在办理的备案",
    DOMAIN_ON_RECORD: "互联网信息服务冲突：域名或名称已备案或正在办理备案",
    ALREADY_ACCESSED: "该互联网信息服务已由本接入商接入",
    ALREADY_CANCELLED: "该互联网信息服务未由本接入商接入，无需取消接入",
    SUBJECT_NOT_YOURS: "主体不在备案库中，或与所报证件不符",
    SERVICE_NOT_YOURS: "互联网信息服务不在备案库中，或不属于该主体、该接入商",
    ALREADY_GONE: "主体或互联网信息服务已不在备案库中",
    ADDRESS_NOT_REPORTED: "IP 地址不在接入商已报备的范围内",
    SUBJECT_BLACKLISTED: "主体在黑名单中",
    SERVICE_BLACKLISTED: "互联网信息服务在黑名单中",
}


def message_of(code: str) -> str:
    """Return what the authority says to a code; a code that is not its own is rejected like any other."""
    return MESSAGES.get(code, MESSAGES[REJECTED])
