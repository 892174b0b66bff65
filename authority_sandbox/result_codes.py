"""The authority's result codes (审核结果代码), with what it says to them."""

REJECTED = "1002"
SUBJECT_CONFLICT = "1003"
DOMAIN_ON_RECORD = "1005"
CHANGE_UNDER_WAY = "1017"
NAME_TAKEN = "1020"
HOME_PAGE_TAKEN = "1021"
HOME_PAGE_MALFORMED = "1022"
ONLY_ACCESS = "1025"
REASON_UNKNOWN = "1026"
SUBJECT_DEREGISTRATION_UNDER_WAY = "1027"
ALREADY_ACCESSED = "1029"
SERVICE_DEREGISTRATION_UNDER_WAY = "1030"
ALREADY_CANCELLED = "1032"
ALREADY_REPORTED = "1037"
HOME_PAGE_WITHOUT_DOMAIN = "1041"
SUBJECT_BEING_DEREGISTERED = "1042"
SERVICE_BEING_DEREGISTERED = "1043"
NAME_EMPTY = "1044"
NOT_THIS_PROVINCE = "1045"
PROVINCE_FIXED = "1046"
SUBJECT_NOT_YOURS = "1047"
SERVICE_NOT_YOURS = "1048"
SUBJECT_GONE = "1049"
SERVICE_GONE = "1050"
ADDRESS_NOT_REPORTED = "1063"
SERVICE_BLACKLISTED = "1064"
SUBJECT_BLACKLISTED = "1065"
PAPER_MALFORMED = "5010"

MESSAGES = {
    REJECTED: "管局审核不通过",
    SUBJECT_CONFLICT: "主体冲突：该证件已有备案或正在办理的备案",
    "1004": "域名不合规",
    DOMAIN_ON_RECORD: "互联网信息服务冲突：域名或名称已备案或正在办理备案",
    "1006": "IP 地址不合规",
    "1007": "联系方式不合规",
    "1008": "证件类型或证件号码不合规",
    "1009": "电子邮箱不合规",
    "1010": "办公电话不合规",
    "1011": "手机号码不合规",
    "1014": "主办单位性质不合规",
    "1015": "身份证号码不合规",
    "1016": "所引用的数据不在备案库中",
    CHANGE_UNDER_WAY: "该备案有变更正在审核，请在其结束后再报",
    "1018": "备案密码错误",
    "1019": "行政区划代码错误",
    NAME_TAKEN: "互联网信息服务名称与已备案的冲突",
    HOME_PAGE_TAKEN: "首页网址属于其他已备案的互联网信息服务",
    HOME_PAGE_MALFORMED: "首页网址格式错误",
    "1023": "所引用的 IP 数据不在备案库中",
    "1024": "IP 地址段冲突",
    ONLY_ACCESS: "该互联网信息服务只有这一个接入，不能取消",
    REASON_UNKNOWN: "注销原因代码缺失或错误",
    SUBJECT_DEREGISTRATION_UNDER_WAY: "该主体的注销申请正在办理，请勿重复上报",
    ALREADY_ACCESSED: "该互联网信息服务已由本接入商接入，或正在办理",
    SERVICE_DEREGISTRATION_UNDER_WAY: "该互联网信息服务的注销申请正在办理，请勿重复上报",
    ALREADY_CANCELLED: "该互联网信息服务未由本接入商接入，或正在取消接入",
    "1033": "前置审批类型错误",
    "1034": "服务内容代码错误",
    "1035": "接入方式代码错误",
    "1036": "服务器放置地代码错误",
    ALREADY_REPORTED: "该互联网信息服务已上报",
    "1038": "该接入信息已上报",
    "1039": "域名已上报",
    "1040": "IP 地址已上报",
    HOME_PAGE_WITHOUT_DOMAIN: "首页网址不含所报的任何域名",
    SUBJECT_BEING_DEREGISTERED: "主体正在注销，不能再注销其互联网信息服务",
    SERVICE_BEING_DEREGISTERED: "主体有互联网信息服务正在注销，不能同时注销主体",
    NAME_EMPTY: "名称或负责人姓名为空",
    NOT_THIS_PROVINCE: "只能上报本省的备案数据",
    PROVINCE_FIXED: "变更不能改变所属省份，请先注销",
    SUBJECT_NOT_YOURS: "主体不在备案库中，或与所报证件不符，或不由本接入商接入",
    SERVICE_NOT_YOURS: "互联网信息服务不在备案库中，或不属于该主体、该接入商",
    SUBJECT_GONE: "主体已注销",
    SERVICE_GONE: "互联网信息服务已注销",
    "1051": "该主体的变更过于频繁",
    "1056": "附件格式代码错误",
    "1057": "附件用途代码错误",
    "1061": "核验单与备案不符",
    ADDRESS_NOT_REPORTED: "IP 地址不在接入商已报备的范围内",
    SERVICE_BLACKLISTED: "互联网信息服务在黑名单中",
    SUBJECT_BLACKLISTED: "主体在黑名单中",
    "1066": "语种代码错误",
    "5001": "数据格式校验未通过",
    "5004": "接口版本错误",
    "5008": "含有非法字符",
    PAPER_MALFORMED: "附件不符合格式或大小要求",
    "5011": "该功能未开放",
}


def message_of(code: str) -> str:
    """Return what the authority says to a code; a code that is not its own is rejected like any other."""
    return MESSAGES.get(code, MESSAGES[REJECTED])
