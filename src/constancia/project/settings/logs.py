"""Logs: one JSON object a line on standard error, with no personal data.

A line holds names of events, routes, status codes, error classes and places in our code; never a query string, a form, a
path with values, or the text of an error, because any of these could quote what a person typed.
"""

import logging
import sys
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

import structlog
from structlog.typing import Processor

_QUIET = ("django.request", "django.security", "django.server", "django.template")
"""Loggers whose messages quote paths and values: only their name, level and error class are kept."""


def configure(options: dict[str, Any]) -> None:
    """Send every log through structlog as JSON."""
    shared: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        without_values,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.add_logger_name, *shared],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(options["level"])


def without_values(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Replace an exception by its class and places, and drop the messages that quote what people typed."""
    record = event.get("_record")
    error = event.pop("exc_info", None)
    found = sys.exc_info() if error is True else error
    if isinstance(found, tuple) and found[0] is not None:
        event["error"] = found[0].__name__
        event["where"] = _places(found[2])
    if record is not None and record.name.startswith(_QUIET):
        event["event"] = "web_error" if record.levelno >= logging.ERROR else "web_warning"
        event.pop("positional_args", None)
        record.exc_info = record.exc_text = None
    return event


def _places(trace: Any) -> list[str]:
    places = []
    while trace is not None:
        code = trace.tb_frame.f_code
        places.append(f"{Path(code.co_filename).name}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return places[-12:]
