"""One file from the web, from a machine that was looked at before, within a time and a size.

The name is looked up once, every address that it leads to must be public, and the connection goes to one of those
that were looked at: a name that leads elsewhere a moment later (DNS rebinding) changes nothing. Proxies of the
environment are not asked. The deadline is one for all: name, connection, TLS, headers and body.
"""

from __future__ import annotations

import http.client
import io
import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass
from ipaddress import ip_address
from typing import cast
from urllib.parse import quote, urljoin

from .. import __version__
from .addresses import Address, IPAddress, Refused, address_of, is_public

REDIRECTS = 3
"""How often a host may send to another address of its own."""

HEADS = 100_000
"""Bytes of headers, besides those of the picture."""

PIECE = 65_536

MOVED = (301, 302, 303, 307, 308)

TYPES = "image/jpeg, image/png, image/webp, image/gif, image/tiff, image/svg+xml"


def look_up(host: str, port: int) -> Sequence[str]:
    """Return the addresses that a name leads to; raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(item[4][0]) for item in found))


@dataclass(frozen=True, slots=True)
class Network:
    """How this machine reaches the web; other ways are for tests alone."""

    resolve: Callable[[str, int], Sequence[str]] = look_up
    allowed: Callable[[IPAddress], bool] = is_public
    connect: Callable[[tuple[str, int], float], socket.socket] = socket.create_connection
    trust: Callable[[], ssl.SSLContext] = ssl.create_default_context


INTERNET = Network()


def download(text: str, hosts: Set[str], *, most: int, seconds: float, network: Network = INTERNET) -> bytes:
    """Return what an address serves: at most so many bytes, in at most so many seconds altogether.

    Raises Refused, also where the host sends to another host, and for all faults on the way.
    """
    end = time.monotonic() + seconds
    address = address_of(text, hosts)
    try:
        for _ in range(REDIRECTS + 1):
            found = _ask(address, most, end, network)
            if isinstance(found, bytes):
                return found
            address = _moved(address, found, hosts)
    except TimeoutError:
        raise Refused(f"it was not there after {seconds:.0f} seconds") from None
    except (OSError, http.client.HTTPException, ValueError) as fault:
        raise Refused(f"it cannot be had: {_said(fault)}") from None
    raise Refused(f"its host sends on from address to address, more than {REDIRECTS} times")


def _ask(address: Address, most: int, end: float, network: Network) -> bytes | str:
    """Ask once; return the content, or the address to ask instead."""
    with _connected(address, end, network) as channel:
        request = (
            f"GET {address.target} HTTP/1.1\r\nHost: {address.authority}\r\nAccept: {TYPES}\r\n"
            f"Accept-Encoding: identity\r\nUser-Agent: afgazad_pdf/{__version__}\r\nConnection: close\r\n\r\n"
        )
        channel.settimeout(_left(end))
        channel.sendall(request.encode("ascii"))
        timed = cast(socket.socket, _Timed(channel, end, most + HEADS))  # HTTPResponse asks for `makefile` alone
        with http.client.HTTPResponse(timed, method="GET") as answer:
            answer.begin()
            if answer.status in MOVED:
                return answer.getheader("Location", "")
            return _body(answer, most)


def _body(answer: http.client.HTTPResponse, most: int) -> bytes:
    if answer.status != 200:
        raise Refused(f"its host answers {answer.status} {answer.reason[:60]}".rstrip())
    if answer.getheader("Content-Encoding", "identity").strip().lower() not in ("", "identity"):
        raise Refused("its host sends it packed, though it was asked not to")
    told = answer.getheader("Content-Length", "")
    if told.isdecimal() and int(told[:20]) > most:
        raise _too_large(most)
    data = bytearray()
    while piece := answer.read1(PIECE):
        data += piece
        if len(data) > most:
            raise _too_large(most)
    if told.isdecimal() and not answer.chunked and len(data) < int(told[:20]):
        raise Refused("the connection ended before the whole of it was here")
    return bytes(data)


def _connected(address: Address, end: float, network: Network) -> socket.socket:
    """Return a connection to an address that was looked at; for https with the certificate of its name."""
    numbers = _resolved(address, end, network)
    refused = next((number for number in numbers if not network.allowed(ip_address(number.partition("%")[0]))), None)
    if refused is not None or not numbers:
        raise Refused(f"its host {address.host} leads to {refused or 'nowhere'}, which is no public address")
    plain = network.connect((numbers[0], address.port), _left(end))
    if address.scheme == "http":
        return plain
    try:
        plain.settimeout(_left(end))  # of the whole handshake
        return network.trust().wrap_socket(plain, server_hostname=address.host)
    except BaseException:
        plain.close()
        raise


def _resolved(address: Address, end: float, network: Network) -> Sequence[str]:
    """Look a name up, no longer than until the deadline; the system's own function knows none."""
    answers: queue.SimpleQueue[Sequence[str] | OSError | UnicodeError] = queue.SimpleQueue()

    def look() -> None:
        try:
            answers.put(network.resolve(address.host, address.port))
        except (OSError, UnicodeError) as fault:
            answers.put(fault)

    threading.Thread(target=look, daemon=True).start()
    try:
        answer = answers.get(timeout=_left(end))
    except queue.Empty:
        raise TimeoutError from None
    if isinstance(answer, Exception):
        raise Refused(f"its host {address.host} is not known: {_said(answer)}")
    return answer


def _moved(address: Address, location: str, hosts: Set[str]) -> Address:
    """Return where a host sends to; raises Refused where that is not the same host, or less safe."""
    try:
        ascii_only = quote(location.encode("latin-1").decode("utf-8", "replace"), safe="/%:@!$&'()*+,;=~-._?#[]")
        target = address_of(urljoin(address.text, ascii_only), hosts)
    except (Refused, UnicodeError, ValueError) as fault:
        raise Refused(f"its host sends to “{location[:80]}”: {fault}") from None
    if target.host != address.host or (address.scheme, target.scheme) == ("https", "http"):
        raise Refused(
            f"its host sends to “{target.text[:80]}”; name that address in the article, if it is the right one"
        )
    return target


class _Timed:
    """A connection whose every read ends at the deadline, and which gives no more than so many bytes."""

    def __init__(self, channel: socket.socket, end: float, most: int) -> None:
        self._raw = _TimedRaw(channel, end, most)

    def makefile(self, mode: str) -> io.BufferedReader:
        """Return the stream that `http.client` reads."""
        return io.BufferedReader(self._raw, PIECE)


class _TimedRaw(io.RawIOBase):
    def __init__(self, channel: socket.socket, end: float, most: int) -> None:
        self._channel, self._end, self._left = channel, end, most

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # of bytes, as `io` has it
        self._channel.settimeout(_left(self._end))
        count = self._channel.recv_into(buffer)
        self._left -= count
        if self._left < 0:
            raise Refused("its host sends more than a picture and headers may have")
        return count


def _left(end: float) -> float:
    left = end - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _too_large(most: int) -> Refused:
    return Refused(f"it has more than {most / 1e6:.0f} MB")


def _said(fault: BaseException) -> str:
    return (getattr(fault, "strerror", None) or str(fault) or type(fault).__name__)[:200]
