"""What the phone's page says, in plain words: its readers file for the first time and may never do so again."""

from collections.abc import Mapping

from app.domain.challenges import Turn
from app.domain.materials import AuthenticityStatus, MaterialKind
from app.domain.phone_handovers import HandoverPurpose
from app.domain.texts import Text

SAID: Mapping[str, Text] = {
    "brand": Text("ICP 备案", "ICP filing"),
    "skip": Text("跳到正文", "Skip to the content"),
    "language": Text("语言", "Language"),
    "privacy": Text(
        "照片加密保存，只用于本次备案；请不要把本页的链接转给别人。",
        "Pictures are kept encrypted and serve this filing only. Please pass the link of this page on to nobody.",
    ),
    "materials_title": Text("上传备案材料", "Upload the papers of the filing"),
    "portrait_title": Text("拍摄负责人照片", "Take the principal's portrait"),
    "video_title": Text("拍摄核验视频", "Record the verification video"),
    "service": Text("网站或 APP", "Site or APP"),
    "subject": Text("主办单位", "Subject"),
    "noscript": Text(
        "您的浏览器没有运行脚本：请逐项选择文件，再按“上传”。网络中断时需要重新上传该文件。",
        "Your browser runs no scripts: choose a file for each item, then press “Upload”. "
        "If the network fails, send that file again.",
    ),
    "optional": Text("可不交", "may be left out"),
    "choose": Text("选择文件", "Choose a file"),
    "photograph": Text("拍照", "Take a photo"),
    "another": Text("再加一页", "Add another page"),
    "replace": Text("重拍或更换", "Take it again"),
    "remove": Text("删除", "Remove"),
    "send": Text("上传", "Upload"),
    "stop": Text("取消上传", "Stop"),
    "preview": Text("您刚选的图片（只在本机显示）", "The picture that you just chose (shown on this phone only)"),
    "no_findings": Text("检查通过，没有发现问题。", "Checked: nothing wrong was found."),
    "finish": Text("我已传完", "I am done"),
    "done_words": Text(
        "好了。现在可以关闭本页，回到电脑上继续；要补拍也可以直接补。",
        "Done. You may close this page and go on at the computer; you may still add or change pictures.",
    ),
    "finish_ready": Text("必需的都已收到。", "Everything that must be there is there."),
    "finish_missing": Text("还有必需的没有传，之后也可以再补。", "Something is still missing; you may bring it later."),
    "back": Text("返回", "Back"),
    "certificate": Text("证件号码", "Certificate"),
    "agree": Text("我已阅读并同意", "I have read this and agree"),
    "actions": Text("请在视频里依次做：", "Do this in the video, one after the other:"),
    "take_portrait": Text("拍摄照片", "Take the portrait"),
    "take_video": Text("拍摄视频", "Record the video"),
    "nobody": Text("本备案没有人需要这样核验。", "Nobody in this filing has to be verified in this way."),
    "without_face": Text(
        "不愿意拍摄面部的，可以在电脑上改用“签字核验单”的方式，由人工审核。",
        "Whoever does not want to show a face can use the signed sheet at the computer instead; a person checks it.",
    ),
}
"""The words of the templates, by the name under which they stand there."""

SCRIPT: Mapping[str, Text] = {
    "sending": Text("正在上传", "Uploading"),
    "waiting": Text("网络断了，恢复后会自动接着传。", "The network is gone; this goes on by itself once it is back."),
    "looking": Text("已传完，正在检查……", "Received; it is being checked …"),
    "stopped": Text("已取消。", "Stopped."),
    "failed": Text("没有成功，请再试一次。", "That did not work; please try again."),
    "look": Text("请看下面的提示。", "Please see what is said below."),
    "agree": Text("请先阅读说明并勾选同意。", "Please read the explanation and agree first."),
    "again": Text(
        "上次有一个文件没有传完。请重新选择同一个文件，会从中断处接着传。",
        "A file was not sent whole last time. Choose the same file again; it goes on where it stopped.",
    ),
}
"""The words of the script, which it finds as attributes of the page's body."""

UNTIL = Text(
    "本页到 {until}（北京时间）有效；过期后请在电脑上刷新二维码。", "This page works until {until} (Beijing time)."
)
OVERALL = Text("必需的材料：已有 {there} 份，共 {wanted} 份", "Papers that must be there: {there} of {wanted}")
LIMITS = Text("可用 {formats}，不超过 {most}", "{formats}, at most {most}")
RECEIVED = Text("{at} 收到，{size}", "Received at {at}, {size}")
MISSING = Text("还没有", "not there yet")
THERE = Text("已收到", "received")
WARNED = Text("已收到，建议重拍", "received; better taken again")
WRONG = Text("需要重拍", "has to be taken again")
BELONGS_TO = Text("{role}：{name}", "{role}: {name}")

GONE_HEADING = Text("这个二维码不能用了", "This QR code can't be used")
GONE = (
    Text(
        "它可能已过期、已换成新的，或者备案已经提交。",
        "It may have run out, a newer one may have taken its place, or the filing was handed in.",
    ),
    Text("请在电脑上刷新二维码，再用手机扫描。", "Make a new code at the computer and scan that one."),
)
BUSY_HEADING = Text("请稍等再试", "Please try again in a moment")
FAILED_HEADING = Text("没有成功", "That did not work")

TITLES: Mapping[HandoverPurpose, str] = {
    HandoverPurpose.MATERIALS: "materials_title",
    HandoverPurpose.PORTRAIT: "portrait_title",
    HandoverPurpose.VIDEO: "video_title",
}

STATES: Mapping[AuthenticityStatus | None, Text] = {
    None: Text("还没有核验", "not verified yet"),
    AuthenticityStatus.PASSED: Text("已通过", "passed"),
    AuthenticityStatus.NEEDS_REVIEW: Text("已收到，等待人工审核", "received; a person will check it"),
    AuthenticityStatus.FAILED: Text("退回待修改", "sent back to be taken again"),
}
"""What stands beside a person, by what came of the last check."""

REMEDIES: Mapping[AuthenticityStatus | None, Text] = {
    AuthenticityStatus.PASSED: Text("不用再做什么。", "Nothing more has to be done."),
    AuthenticityStatus.NEEDS_REVIEW: Text(
        "可以先做别的；觉得拍得不好，也可以重拍一次。",
        "You may go on with something else, or take it again if you are not content with it.",
    ),
    AuthenticityStatus.FAILED: Text("请按下面的提示重拍。", "Please take it again as is said below."),
}
ACTIONS: Mapping[Turn, Text] = {
    Turn.LEFT: Text("慢慢向左转头，再转回正面", "Turn the head slowly to the left, and back"),
    Turn.RIGHT: Text("慢慢向右转头，再转回正面", "Turn the head slowly to the right, and back"),
}
READ_OUT = Text("读出数字：{digits}", "Read these digits out: {digits}")
VIDEO_NOTES = Text(
    "本人正对镜头，脸和双肩都在画面里，光线充足；录 5–15 秒。",
    "Face the camera with face and shoulders in the picture and enough light; record 5 to 15 seconds.",
)

PLACES: Mapping[str, Text] = {
    "/subject": Text("主办单位", "Subject"),
    "/subject/principal": Text("主体负责人", "Principal of the subject"),
    "/subject/legal_representative": Text("法定代表人", "Legal representative"),
    "/subject/agent": Text("代办人", "Agent"),
}
SERVICE = Text("网站或 APP", "Site or APP")
SERVICE_PRINCIPAL = Text("网站或 APP 负责人", "Principal of the site or APP")

_ID_FRONT = Text(
    "示意图：证件放平，有照片的一面朝上，四角都在框内",
    "Sketch: the card lies flat, the side with the photo up, all four corners within the frame",
)
_ID_BACK = Text(
    "示意图：证件放平，国徽一面朝上，四角都在框内",
    "Sketch: the card lies flat, the side with the emblem up, all four corners within the frame",
)
SKETCHES: Mapping[str, Text] = {
    "id_front": _ID_FRONT,
    "id_back": _ID_BACK,
    "licence": Text(
        "示意图：证照原件，四角和印章都在框内", "Sketch: the original certificate, corners and seal within the frame"
    ),
    "letter": Text(
        "示意图：整页文件，签字和盖章清楚可见",
        "Sketch: the whole page of the letter, signature and seal clear to see",
    ),
    "icon": Text("示意图：APP 图标", "Sketch: the icon of the APP"),
    "portrait": Text(
        "示意图：白色背景前的正面半身照，双肩和头顶都在框内",
        "Sketch: face and both shoulders from the front before a white wall, room above the head",
    ),
    "video": Text(
        "示意图：手机举到面前，跟着提示转头", "Sketch: the phone held before the face, the head turned as it is told"
    ),
}

SKETCH_OF: Mapping[MaterialKind, str] = {
    MaterialKind.SUBJECT_CERTIFICATE: "licence",
    MaterialKind.PRINCIPAL_ID_FRONT: "id_front",
    MaterialKind.PRINCIPAL_ID_BACK: "id_back",
    MaterialKind.AGENT_ID_FRONT: "id_front",
    MaterialKind.AGENT_ID_BACK: "id_back",
    MaterialKind.DOMAIN_CERTIFICATE: "licence",
    MaterialKind.RESIDENCE_PERMIT: "id_front",
    MaterialKind.PRE_APPROVAL: "licence",
    MaterialKind.APP_ICON: "icon",
    MaterialKind.PORTRAIT: "portrait",
    MaterialKind.VIDEO: "video",
}
"""Every other kind of paper is a page to be photographed: `letter`."""
