"""The door of the phone's page: the link's token admits, and what is refused to a page is said by a page."""

import gzip
from urllib.parse import urlsplit

import orjson
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from app.domain.errors import ProblemCode, Refusal, not_found
from app.domain.phone_handovers import HandoverPurpose
from app.domain.texts import Text
from app.ports.paper_work import PARTY
from app.routers import phone_words as words
from app.routers.open_calls import count_by_address
from app.routers.operation_route import Handler, OperationRoute
from app.routers.phone_page import TAGS, rendered
from app.routers.problem_answers import PROBLEM
from app.routers.request_context import language_in, runtime_of
from app.usecases import phone_handovers
from app.usecases.phone_handovers import PhoneCall

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
    "x-robots-tag": "noindex",
    "content-security-policy": _POLICY,
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
    "cross-origin-resource-policy": "same-origin",
}
_SAFE = ("GET", "HEAD", "OPTIONS")
_FROM_ELSEWHERE = Text("这个请求不是由本页发出的。", "This request did not come from the page itself.")


class PhoneRoute(OperationRoute):
    """A route below `/h/`: no sign-in, no referrer, nothing kept on the way, and refusals that a person can read."""

    def get_route_handler(self) -> Handler:
        """Wrap the door of every operation."""
        inner = super().get_route_handler()

        async def handle(request: Request) -> Response:
            _choose_language(request)
            response = await inner(request)
            if response.headers.get("content-type") == PROBLEM and wants_page(request):
                response = _told(request, response)
            for name, value in _HEADERS.items():
                response.headers[name] = value
            return _compressed(request, response)

        return handle


def _compressed(request: Request, response: Response) -> Response:
    """Send a page in a sixth of its bytes; it holds nothing that somebody else put there, to guess the token by."""
    if not response.headers.get("content-type", "").startswith("text/html"):
        return response
    response.headers["vary"] = "Accept-Encoding"
    if "gzip" in request.headers.get("accept-encoding", ""):
        response.body = gzip.compress(bytes(response.body), 6, mtime=0)
        response.headers["content-encoding"] = "gzip"
        response.headers["content-length"] = str(len(response.body))
    return response


def wants_page(request: Request) -> bool:
    """Tell a browser that goes to a page from a script that calls."""
    return "text/html" in request.headers.get("accept", "")


def _choose_language(request: Request) -> None:
    """Let the page's own switch count for more than what the phone prefers."""
    chosen = {tag: language for language, tag in TAGS.items()}.get(request.query_params.get("lang", ""))
    if chosen is not None:
        request.scope["state"]["language"] = chosen


async def admitted(request: Request, *purposes: HandoverPurpose) -> PhoneCall:
    """Admit a phone for one of these purposes (any, where none is named); raises `not-found`, `rate-limited`.

    A link that ran out, was taken back or never was looks the same as one for another purpose.
    """
    _require_same_origin(request)
    runtime = runtime_of(request)
    phone = await phone_handovers.opened(runtime, request.path_params["token"])
    if phone is None:
        count_by_address(request)
        raise not_found()
    state = request.scope["state"]
    state["caller"] = phone.call.caller
    PARTY.set(phone.call.caller.owner)
    limit = state["limit"] = runtime.rate_limiter.hit("account", phone.call.caller.owner)
    if not limit.allowed:
        raise Refusal(ProblemCode.RATE_LIMITED, retry_after=limit.reset_seconds)
    if purposes and phone.handover.purpose not in purposes:
        raise not_found()
    return phone


def _require_same_origin(request: Request) -> None:
    """Refuse what another site's page sends. Phones of 2019 send `Origin` alone, and `null` from a plain form."""
    if request.method in _SAFE:
        return
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin", "null")
    hosts = {request.headers.get("host"), _host_of(runtime_of(request).public_url or "")} - {""}
    is_ours = site == "same-origin" if site is not None else origin == "null" or _host_of(origin) in hosts
    if not is_ours:
        raise Refusal(ProblemCode.INSUFFICIENT_SCOPE, detail=_FROM_ELSEWHERE)


def _host_of(origin: str) -> str:
    """Return host and port of an origin; nothing for what is none, which is nobody's."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""


def page_address(request: Request) -> str:
    """Return the address of the page that a call below it belongs to."""
    return f"/h/{request.path_params['token']}"


def _told(request: Request, refused: Response) -> Response:
    """Say a refusal to a person, with the way back where the link still opens something."""
    language = language_in(request)
    status = refused.status_code
    problem = orjson.loads(bytes(refused.body))
    if status == 404:
        heading, told, back = words.GONE_HEADING, [one.in_language(language) for one in words.GONE], None
    else:
        heading = words.BUSY_HEADING if status in (429, 503) else words.FAILED_HEADING
        told, back = _sentences(problem), f"{page_address(request)}?lang={TAGS[language]}"
    title = heading.in_language(language)
    page = rendered("told", language, title=title, heading=title, told=told, back=back)
    headers = {name: value for name, value in refused.headers.items() if name == "retry-after"}
    return HTMLResponse(page, status_code=status, headers=headers)


def _sentences(problem: dict[str, object]) -> list[str]:
    errors = problem.get("errors")
    if isinstance(errors, list) and errors:
        return [f"{one['message']} {one.get('remedy') or ''}".strip() for one in errors]
    return [str(problem[name]) for name in ("detail", "remedy") if problem.get(name)]
