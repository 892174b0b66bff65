"""Logs: one JSON object a line, and nobody's number, phone or token in any of them."""

import io
import json
import logging
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
import structlog

from app.adapters.structured_logs import configure_logs

TRACE_ID = "0af7651916cd43dd8448eb211c80319c"
JWT = "eyJhbGciOiJIUzI1NiIsImtpZCI6ImsxIn0.eyJzdWIiOiJhY2N0XzEifQ.c2lnbmF0dXJl"

PERSONAL = {
    "resident id": "310115199003070019",
    "resident id with X": "11010519491231002X",
    "resident id with x": "11010519491231002x",
    "resident id in pieces": "110105 19491231 0029",
    "old resident id": "110105491231002",
    "credit code": "91310115MA1TEST01X",
    "credit code in lower case": "91310115ma1test01x",
    "registration number": "310115000123456",
    "organisation code": "MA1TEST0-1",
    "passport": "E12345678",
    "permit": "H1234567890",
    "mobile": "13812345678",
    "mobile with country code": "+8613812345678",
    "mobile in pieces": "138-1234-5678",
    "landline": "021-12345678",
    "e-mail": "zhang.san@example.com",
    "JWT": JWT,
    "webhook secret": "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz",
}


@dataclass
class Person:
    name: str


class Log:
    """The lines written so far."""

    def __init__(self) -> None:
        self.stream = io.StringIO()

    @property
    def text(self) -> str:
        return self.stream.getvalue()

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.text.splitlines()]

    @property
    def line(self) -> dict[str, Any]:
        [only] = self.lines
        return only


@pytest.fixture
def log() -> Iterator[Log]:
    """Configured logs; what was configured before comes back afterwards."""
    root = logging.getLogger()
    before = (root.handlers, root.level)
    names = ("httpx", "httpcore", "uvicorn", "uvicorn.error", "uvicorn.access", "sqlalchemy", "procrastinate")
    states = {name: dict(vars(logging.getLogger(name))) for name in names}
    caught = Log()
    structlog.contextvars.clear_contextvars()
    configure_logs("info", caught.stream)
    yield caught
    logging.captureWarnings(False)
    root.handlers, level = before
    root.setLevel(level)
    for name, state in states.items():
        logger = logging.getLogger(name)
        logger.setLevel(state["level"])
        logger.handlers, logger.propagate, logger.disabled = state["handlers"], state["propagate"], state["disabled"]
    structlog.contextvars.clear_contextvars()
    structlog.reset_defaults()


def test_an_entry_is_one_line_of_json_with_time_level_and_what_is_bound(log: Log) -> None:
    structlog.contextvars.bind_contextvars(trace_id=TRACE_ID, request_id="req-7")

    structlog.get_logger().info("filing_submitted", filing_id="fil_01h455vb4pex5vsknk084sn02q", revision=3)

    line = log.line
    assert datetime.fromisoformat(line.pop("at")).tzinfo is not None
    assert line == {
        "event": "filing_submitted",
        "level": "info",
        "filing_id": "fil_01h455vb4pex5vsknk084sn02q",
        "revision": 3,
        "trace_id": TRACE_ID,
        "request_id": "req-7",
    }


def test_libraries_write_the_same_lines_with_their_name_and_what_is_bound(log: Log) -> None:
    structlog.contextvars.bind_contextvars(trace_id=TRACE_ID)

    logging.getLogger("uvicorn.error").warning("lost %s of %d", "one", 3)

    line = log.line
    assert (line["event"], line["logger"], line["level"]) == ("lost one of 3", "uvicorn.error", "warning")
    assert line["trace_id"] == TRACE_ID


@pytest.mark.parametrize("value", PERSONAL.values(), ids=PERSONAL.keys())
def test_personal_data_and_tokens_never_appear_wherever_they_stand(log: Log, value: str) -> None:
    logger = structlog.get_logger()

    logger.info(
        f"checking {value}, then", detail=value, text=f"号码:{value}。", nested=[{"deep": ({"x": f"<{value}>"},)}]
    )
    logger.info("keys", by={value: 1})
    logging.getLogger("app").error("could not send to %s", value)
    structlog.contextvars.bind_contextvars(request_id=value)
    try:
        PERSONAL[value]
    except KeyError:
        logger.exception("failed")
        logging.getLogger("app").exception("failed")

    assert len(log.lines) == 5
    assert value not in log.text
    assert log.lines[0]["event"] == "checking ***, then"


@pytest.mark.parametrize("number", [13812345678, 310115199003070019, 110105491231002])
def test_numbers_are_masked_as_numbers_too(log: Log, number: int) -> None:
    structlog.get_logger().info("sent", to=number)

    assert log.line["to"] == "***"


@pytest.mark.parametrize("name", ["phone", "Authorization", "certificate_number", "set-cookie", "holder", "query"])
def test_what_is_personal_by_its_name_is_masked_whatever_it_looks_like(log: Log, name: str) -> None:
    structlog.get_logger().info("sent", **{name: "张三", "headers": {name: ["张三"]}})

    assert log.line[name] == "***"
    assert log.line["headers"] == {name: "***"}


def test_credentials_and_queries_are_masked_in_a_text(log: Log) -> None:
    structlog.get_logger().info(
        "GET /v1/sandbox/messages?phone=1234&x=y HTTP/1.1", said="Bearer abc.def-123456 and basic dXNlcjpwdw=="
    )

    assert log.line["event"] == "GET /v1/sandbox/messages?*** HTTP/1.1"
    assert log.line["said"] == "Bearer *** and basic ***"


def test_an_object_is_named_by_its_kind_alone(log: Log) -> None:
    structlog.get_logger().info("seen", person=Person("张三"), raw=b"secret", at_time=datetime(2024, 3, 1, tzinfo=UTC))

    assert (log.line["person"], log.line["raw"]) == ("<Person>", "<bytes>")
    assert log.line["at_time"] == "2024-03-01 00:00:00+00:00"


@pytest.mark.parametrize(
    "harmless",
    [
        "fil_01h455vb4pex5vsknk084sn02q",
        "rcpt_0af7651916cd43dd8448eb211c80319c",
        TRACE_ID,
        "12345678901234567890123456789012",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "018f3f4e-5f2a-7c3b-9d1e-2f4a6b8c0d1e",
        "沪ICP备2024000001号-1A",
        "2024-03-01T09:00:00.123456+08:00",
        "sms_attempts_spent",
        "4f2d1c0b9a8e7d6c5b4a39281706f5e4d3c2b1a09f8e7d6c5b4a392817069f5e",
        "192.0.2.10:8000",
        "took 1234567 us",
    ],
)
def test_ids_numbers_and_times_that_are_nobodys_stay_readable(log: Log, harmless: str) -> None:
    structlog.get_logger().info(harmless, same=harmless)

    assert (log.line["event"], log.line["same"]) == (harmless, harmless)


async def test_httpx_and_access_logs_write_no_addresses(log: Log) -> None:
    async with httpx.AsyncClient(transport=httpx.MockTransport(lambda _request: httpx.Response(200))) as client:
        await client.get("http://authority.test/sandbox/messages?phone=13812345678")
    logging.getLogger("uvicorn.access").info('127.0.0.1 - "GET /?phone=13812345678 HTTP/1.1" 200')
    logging.getLogger("sqlalchemy.engine").info("[parameters: ('13812345678',)]")

    assert log.lines == []


def test_less_severe_entries_than_asked_for_are_left_out(log: Log) -> None:
    structlog.get_logger().debug("detail")
    logging.getLogger("app").debug("detail")

    assert log.lines == []


def test_warnings_become_entries(log: Log) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.showwarning("old way", DeprecationWarning, "somewhere.py", 1)

    assert log.line["logger"] == "py.warnings"
    assert "old way" in log.line["event"]
