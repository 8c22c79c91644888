"""Structured logs: one line per event with the request's id; JSON in production, readable elsewhere."""

from typing import Any

import structlog
from django.http import HttpResponse

SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def set_up() -> None:
    """Let structlog's loggers go the way of the standard ones."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *SHARED,
            structlog.processors.format_exc_info,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )


def show_request_id(response: HttpResponse, **_details: Any) -> None:
    """Put the request's id on its answer, so that whoever reports a problem can say which it was."""
    response["X-Request-ID"] = structlog.contextvars.get_contextvars().get("request_id", "")


def without_traces_of_refusals(_logger: Any, _name: str, event: dict[str, Any]) -> dict[str, Any]:
    """Somebody who is refused a page is no fault of ours: one line says so, and no traceback."""
    if event.get("level") in ("debug", "info", "warning"):
        event.pop("exc_info", None)
    return event


def settings(as_json: bool) -> dict[str, Any]:
    """Django's LOGGING. Nothing personal is logged by us: no names, no addresses, no words that people wrote."""
    # Plain tracebacks: richer ones print the values of variables, which hold what people wrote.
    readable = structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    last = structlog.processors.JSONRenderer() if as_json else readable
    processors: list[Any] = [
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        without_traces_of_refusals,
    ]
    processors += [structlog.processors.format_exc_info] if as_json else []
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "lines": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": SHARED,
                "processors": [*processors, last],
            }
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["console"], "level": "INFO" if as_json else "WARNING"},
        "loggers": {"django.server": {"handlers": ["console"], "propagate": False}},
    }
