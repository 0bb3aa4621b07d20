"""Logs: one JSON object a line (or coloured on a terminal), and never a token, a text, a name or a number in them.

The program logs ids and kinds only. Libraries are kept at WARNING, because one of them prints the token in every
INFO line; whatever still looks like a token or a phone number is blotted out on the way.
"""

import logging
import re
import sys
from collections.abc import MutableMapping, Sequence
from typing import Any

import structlog

SECRETS = re.compile(
    r"\d{6,12}:[A-Za-z0-9_-]{30,}"  # bot tokens
    r"|(?<!\d)(?:\+62|62|0)[ .-]?8(?:[ .-]?\d){7,12}(?!\d)"  # Indonesian mobile numbers
    r"|(?<!\d)\d{16}(?!\d)"  # NIK
)


def blot(text: str) -> str:
    return SECRETS.sub("[…]", text)


def _blot_event(_logger: object, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    return {key: blot(value) if isinstance(value, str) else value for key, value in event.items()}


def _first_line(_logger: object, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Of what a library says: the rest may be the text of an exception."""
    event["event"] = str(event["event"]).split("\n", 1)[0]
    return event


def _exception_names(_logger: object, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Where it broke and what kind it was. The exception's own text may quote a citizen, so it is left out."""
    info = event.pop("exc_info", None)
    if info is True:
        info = sys.exc_info()
    error = info[1] if isinstance(info, tuple) else info if isinstance(info, BaseException) else None
    if error is not None:
        event["error"] = type(error).__name__
        frames = []
        trace = error.__traceback__
        while trace is not None:
            frames.append(f"{trace.tb_frame.f_globals.get('__name__')}:{trace.tb_lineno}")
            trace = trace.tb_next
        event["where"] = " > ".join(frames[-8:])
    return event


def set_up(level: str = "INFO") -> None:
    """To standard error. Called once, by the command line."""
    last = structlog.dev.ConsoleRenderer() if sys.stderr.isatty() else structlog.processors.JSONRenderer()
    every: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=False),
        _exception_names,
        _blot_event,
    ]
    structlog.configure(
        processors=[*every, last],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    _set_up_libraries([_first_line, *every], last)


def _set_up_libraries(every: Sequence[structlog.typing.Processor], last: structlog.typing.Processor) -> None:
    """What libraries log goes the same way, and so do Python's own warnings."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, last],
            foreign_pre_chain=[structlog.stdlib.add_logger_name, *every],
        )
    )
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.captureWarnings(capture=True)
