"""What can be wrong with the bytes of a message; each error knows the ``bye`` that the sender of the bytes is told."""

from __future__ import annotations

from typing import ClassVar

from offload_server.wire.messages import ByeReason


class WireError(Exception):
    """A message that breaks the protocol. The text is for logs and contains nothing that the peer wrote."""

    bye_reason: ClassVar[ByeReason] = ByeReason.MALFORMED_MESSAGE


class MessageTooLargeError(WireError, ValueError):
    """The message is longer than its kind may be."""

    bye_reason: ClassVar[ByeReason] = ByeReason.MESSAGE_TOO_LARGE


class MalformedMessageError(WireError, ValueError):
    """The bytes are no message: not UTF-8, not JSON, a field missing, of the wrong type or out of its range."""


class NotAHelloError(WireError):
    """The first message was another one than ``hello`` (to a server) or ``welcome`` (to a camera)."""

    bye_reason: ClassVar[ByeReason] = ByeReason.NOT_A_HELLO


class ProtocolTooOldError(WireError):
    """The peer speaks only versions that this side has given up."""

    bye_reason: ClassVar[ByeReason] = ByeReason.PROTOCOL_TOO_OLD


class ProtocolTooNewError(WireError):
    """The peer speaks only versions that this side does not know yet."""

    bye_reason: ClassVar[ByeReason] = ByeReason.PROTOCOL_TOO_NEW
