"""Logs: one JSON object a line on stderr, from our own code and from libraries alike, without personal data."""

import logging
import sys
from typing import TextIO

import orjson
import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from app.adapters.masked_logs import mask_entry

LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}

# Loggers that write what must not be written (addresses with their query, SQL parameters, arguments of jobs) or that
# write a line for each thing they do; their warnings are wanted.
_NOISY = (
    "PIL",
    "aiosmtplib",
    "alembic",
    "asyncio",
    "httpcore",
    "httpx",
    "multipart",
    "procrastinate",
    "python_multipart",
    "sqlalchemy",
    "tencentcloud_sdk_common",
    "urllib3",
)
# Our own middleware writes the line of a request, with the route in place of the address.
_SILENT = ("uvicorn.access",)


def configure_logs(level: str = "info", stream: TextIO | None = None) -> None:
    """Configure structlog and the standard library's logging for this process; call it once, at the start.

    `level` is debug, info, warning or error; `stream` is stderr unless given. Whoever binds `trace_id` and
    `request_id` with `structlog.contextvars.bind_contextvars` finds them in each entry of the same context, those of
    libraries included. Run uvicorn with `log_config=None`, or it puts its own handlers back.
    """
    target = sys.stderr if stream is None else stream
    threshold = LEVELS[level]
    structlog.configure(
        processors=[*_shared(), mask_entry, _renderer()],
        wrapper_class=structlog.make_filtering_bound_logger(threshold),
        logger_factory=structlog.WriteLoggerFactory(file=target),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(target)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.add_logger_name, *_shared()],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, mask_entry, _renderer()],
        )
    )
    _route_libraries(handler, threshold)


def _shared() -> list[Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
        structlog.processors.StackInfoRenderer(),
        structlog.processors.format_exc_info,
    ]


def _renderer() -> Processor:
    return _as_json


def _as_json(_logger: WrappedLogger, _method: str, entry: EventDict) -> str:
    return orjson.dumps(entry).decode()


def _route_libraries(handler: logging.Handler, threshold: int) -> None:
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(threshold)
    logging.captureWarnings(True)
    for name in ("uvicorn", "uvicorn.error"):
        library = logging.getLogger(name)
        library.handlers = []
        library.propagate = True
    for name in _NOISY:
        logging.getLogger(name).setLevel(max(threshold, logging.WARNING))
    for name in _SILENT:
        silent = logging.getLogger(name)
        silent.handlers = []
        silent.propagate = False
        silent.disabled = True
