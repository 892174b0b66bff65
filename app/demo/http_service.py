"""The service as an integrator's client sees it."""

import json
from typing import Any

import httpx

Json = dict[str, Any]


class DemoFailedError(Exception):
    """The service did not do what the story expects; the message says where and what it answered."""


class HttpService:
    """Calls over HTTP with one bearer token; every unexpected status ends the story."""

    def __init__(self, client: httpx.Client, token: str) -> None:
        self._client = client
        self._token = token

    @classmethod
    def signed_in(cls, client: httpx.Client, client_id: str, secret: str, scope: str) -> "HttpService":
        """Exchange a client's secret for a token of these scopes (RFC 6749 §4.4)."""
        form = {"grant_type": "client_credentials", "scope": scope}
        answer = client.post("/v1/oauth/token", data=form, auth=(client_id, secret))
        return cls(client, _expected(answer, (200,))["access_token"])

    def as_applicant(self, account_id: str) -> "HttpService":
        """Return the same service as that account's app sees it."""
        session = self.call("POST", f"/v1/accounts/{account_id}/sessions", json={})
        return HttpService(self._client, session["access_token"])

    def call(
        self,
        method: str,
        path: str,
        *,
        expect: tuple[int, ...] = (200, 201, 202, 204),
        etag: str | None = None,
        **request: Any,
    ) -> Json:
        """Send one request and return the JSON of the answer."""
        headers = {"Authorization": f"Bearer {self._token}", "Accept-Language": "en"}
        if etag is not None:
            headers["If-Match"] = etag
        return _expected(self._client.request(method, path, headers=headers, **request), expect)

    def act(self, filing_id: str, action: str, **request: Any) -> Json:
        """Do what needs the filing's present revision: read it, then act on exactly that."""
        etag = self.etag(filing_id)
        return self.call("POST", f"/v1/filings/{filing_id}/{action}", etag=etag, **request)

    def etag(self, filing_id: str) -> str:
        """Return the filing's present ETag."""
        headers = {"Authorization": f"Bearer {self._token}"}
        answer = self._client.get(f"/v1/filings/{filing_id}", headers=headers)
        _expected(answer, (200,))
        return answer.headers["ETag"]

    def filing(self, filing_id: str) -> Json:
        """Return the filing."""
        return self.call("GET", f"/v1/filings/{filing_id}")

    def listed(self, path: str, **wanted: str) -> list[Json]:
        """Return what a list holds; the stories' lists fit on one page."""
        found: list[Json] = self.call("GET", path, params={"limit": 100, **wanted})["data"]
        return found


def _expected(answer: httpx.Response, expect: tuple[int, ...]) -> Json:
    if answer.status_code not in expect:
        where = f"{answer.request.method} {answer.request.url.path}"
        raise DemoFailedError(f"{where} answered {answer.status_code}:\n{_readable(answer)}")
    return answer.json() if answer.content else {}


def _readable(answer: httpx.Response) -> str:
    try:
        return json.dumps(answer.json(), ensure_ascii=False, indent=2)
    except ValueError:
        return answer.text[:1000]
