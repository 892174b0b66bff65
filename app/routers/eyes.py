"""For whom an answer is made."""

from starlette.requests import Request

from app.routers.request_context import caller_in, language_in
from app.routers.views import Eyes


def eyes_of(request: Request) -> Eyes:
    """Return language and permission of a request."""
    return Eyes(language_in(request), caller_in(request).reads_personal_data)
