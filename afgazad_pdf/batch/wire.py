"""Messages between the processes of a batch: JSON with its length before it.

JSON and not pickles: a worker has read what strangers wrote, and what it says must not be able to run anything here.
"""

from __future__ import annotations

import json
import socket
import struct
from typing import Any

_HEAD = struct.Struct(">I")
LONGEST = 64_000_000
"""Bytes of one message; a longer one is a fault of the worker."""

Message = dict[str, Any]


class Closed(Exception):
    """The other side is gone."""


def send(channel: socket.socket, message: Message) -> None:
    """Send a message; raises Closed."""
    data = json.dumps(message, ensure_ascii=True).encode("ascii")
    try:
        channel.sendall(_HEAD.pack(len(data)) + data)
    except OSError as fault:
        raise Closed(str(fault)) from None


def receive(channel: socket.socket) -> Message:
    """Return the next message; raises Closed where there is none, or none that can be read."""
    (length,) = _HEAD.unpack(_exactly(channel, _HEAD.size))
    if length > LONGEST:
        raise Closed(f"a message of {length:,} bytes")
    try:
        message = json.loads(_exactly(channel, length))
    except (ValueError, RecursionError) as fault:
        raise Closed(str(fault)) from None
    if not isinstance(message, dict):
        raise Closed("a message that is no object")
    return message


def _exactly(channel: socket.socket, length: int) -> bytes:
    data = bytearray()
    while len(data) < length:
        try:
            piece = channel.recv(min(length - len(data), 1 << 20))
        except OSError as fault:
            raise Closed(str(fault)) from None
        if not piece:
            raise Closed("the end")
        data += piece
    return bytes(data)
