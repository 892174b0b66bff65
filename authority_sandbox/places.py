"""Where in a submission the authority points when it gives a code: the interface has codes only, the place is ours."""

from authority_sandbox.wire import SubmissionIn, SubmittedService

CERTIFICATE = "/subject/certificate/number"
REGION = "/subject/region"
REASON = "/reason_code"

_OF_SUBJECT = {
    "1003": CERTIFICATE,
    "1007": "/subject/principal",
    "1008": CERTIFICATE,
    "1009": "/subject/principal/email",
    "1010": "/subject/principal",
    "1011": "/subject/principal/mobile",
    "1014": "/subject/nature",
    "1015": "/subject/principal/certificate/number",
    "1017": CERTIFICATE,
    "1019": REGION,
    "1026": REASON,
    "1027": CERTIFICATE,
    "1042": CERTIFICATE,
    "1043": CERTIFICATE,
    "1044": "/subject/principal/name",
    "1045": REGION,
    "1046": REGION,
    "1047": CERTIFICATE,
    "1049": CERTIFICATE,
    "1065": CERTIFICATE,
}
_OF_FIRST_SERVICE = {
    "1006": "access",
    "1020": "name",
    "1033": "pre_approvals",
    "1034": "contents",
    "1035": "access",
    "1036": "access",
    "1063": "access",
    "1066": "languages",
}
_OF_HOME_PAGE = frozenset({"1021", "1022", "1041"})
_OF_NAMES = frozenset(
    {"1004", "1005", "1025", "1029", "1030", "1032", "1037", "1038", "1039", "1048", "1050", "1064"}
)  # fmt: skip


def place_of(code: str, submission: SubmissionIn) -> str | None:
    """Return the place that a code speaks of, of several services the first; None where it speaks of none."""
    if code in _OF_SUBJECT or not submission.services:
        return _OF_SUBJECT.get(code)
    if code in _OF_HOME_PAGE:
        return home_page(0, submission.services[0])
    if code in _OF_NAMES:
        return name_or_domain(0, submission.services[0])
    return f"/services/0/{_OF_FIRST_SERVICE[code]}" if code in _OF_FIRST_SERVICE else None


def name_or_domain(index: int, service: SubmittedService) -> str:
    """Return the place of what identifies a service."""
    return f"/services/{index}/domains/0" if service.kind == "website" and service.domains else name(index)


def home_page(index: int, service: SubmittedService) -> str:
    """Return the place of a website's home page; others have none, and then it is their name."""
    return f"/services/{index}/home_url" if service.kind == "website" else name(index)


def name(index: int) -> str:
    """Return the place of a service's name."""
    return f"/services/{index}/name"


def domain(index: int, place: int) -> str:
    """Return the place of one of a service's domains."""
    return f"/services/{index}/domains/{place}"
