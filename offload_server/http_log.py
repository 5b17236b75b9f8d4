"""What aiohttp logs of requests that are no HTTP: that they came, and not what was in them."""

from __future__ import annotations

import logging

from aiohttp.http_exceptions import HttpProcessingError

HTTP_LOGGER = logging.getLogger("offload_server.http")


class _WithoutTheirBytes(logging.Filter):
    """A malformed request would be quoted in a traceback: a stranger's bytes, or a token that stood in a bad header."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info and isinstance(record.exc_info[1], HttpProcessingError):
            record.msg = f"{record.getMessage()}: no valid HTTP ({record.exc_info[1].code})"
            record.args, record.exc_info, record.exc_text = (), None, None
            record.levelno, record.levelname = logging.WARNING, "WARNING"
        return True


HTTP_LOGGER.addFilter(_WithoutTheirBytes())
