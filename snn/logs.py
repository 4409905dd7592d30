"""How a line of the log looks: for people, or as JSON for programs. Each bears the id of the request behind it."""

from __future__ import annotations

from typing import Any

import structlog
from structlog.typing import EventDict, Processor

FORMATS = ("line", "json")

_TAKEN = {"timestamp", "level", "logger", "event", "exception"}

_COMMON: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
]


def log_config(style: str, level: str) -> dict[str, Any]:
    """Return what Django's LOGGING wants: everything to standard error, `style` one of `FORMATS`."""
    render: Processor = structlog.processors.JSONRenderer(ensure_ascii=False) if style == "json" else as_line
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "ours": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": _COMMON,
                "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, render],
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "ours"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "celery.worker.strategy": {"level": "WARNING"},  # a line a message, beside ours a picture
            "celery.app.trace": {"level": "WARNING"},
            "snn.requests": {"level": level if style == "json" else "WARNING"},  # people have gunicorn's own log
        },
    }


def as_line(logger: Any, name: str, event: EventDict) -> str:
    """Write an event as a line: time, level, logger, message, then what else is known of it."""
    rest = "".join(f" {key}={value}" for key, value in sorted(event.items()) if key not in _TAKEN)
    head = f"{event['timestamp']} {event['level'].upper()} {event['logger']}: {event['event']}{rest}"
    return head + ("\n" + event["exception"] if event.get("exception") else "")
