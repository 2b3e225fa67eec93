"""Which addresses of the web may be asked for: by their words, and by the numbers that a name leads to."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import quote, urlsplit

from ..errors import Problem, SettingsError

PORTS = {"http": 80, "https": 443}

LONGEST = 2000
"""Characters of an address."""

IPAddress = IPv4Address | IPv6Address

_HOST = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))*", re.ASCII)
_SAFE = "/%:@!$&'()*+,;=~-._"
"""What stands for itself in a path (RFC 3986, 3.3), and the sign of what is encoded already."""

NAT64 = IPv6Network("64:ff9b::/96")
"""The well-known prefix of NAT64, with an IPv4 address in its last bits (RFC 6052, 2.1)."""

TUNNELS = tuple(IPv6Network(net) for net in ("2002::/16", "2001::/32", "64:ff9b:1::/48", "::/96"))
"""6to4 (RFC 3056), Teredo (RFC 4380), local NAT64 (RFC 8215) and IPv4-compatible addresses (RFC 4291): each leads to
an IPv4 address that somebody else chooses; no picture is served from there."""

RELAYS = tuple(ip_address(f"192.88.99.{number}") for number in (1, 2))


class Refused(Exception):
    """A picture is not taken; the text says why, for the article's editor."""


@dataclass(frozen=True, slots=True)
class Address:
    """An address that may be asked for."""

    scheme: str
    host: str
    """In ASCII and small letters, as DNS and TLS have it."""
    port: int
    target: str
    """Path and query, as the request has them."""

    @property
    def text(self) -> str:
        """The whole address."""
        return f"{self.scheme}://{self.authority}{self.target}"

    @property
    def authority(self) -> str:
        """Host and port, as the request names them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if PORTS[self.scheme] == self.port else f"{host}:{self.port}"


def host_of(text: str) -> str:
    """Return a host that an operator allows in the form of `Address.host`; raises SettingsError."""
    try:
        return _host(text.strip())
    except Refused:
        message = f"“{text[:80]}” is not a host; write its name alone, such as images.example.org"
        raise SettingsError(Problem(field="fetch", message=message)) from None


def address_of(text: str, hosts: AbstractSet[str]) -> Address:
    """Return the address that a text is, where its host is one of those allowed; raises Refused."""
    if len(text) > LONGEST:
        raise Refused(f"the address has more than {LONGEST} characters")
    if not text.isprintable() or re.search(r"[\s\\]", text):
        raise Refused("the address holds spaces, backslashes or controls")
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise Refused("the address cannot be read") from None
    scheme = parts.scheme.lower()
    if scheme not in PORTS or not text[len(scheme) :].startswith("://"):
        raise Refused("the address does not begin with https:// or http://")
    if "@" in parts.netloc:
        raise Refused("the address holds a name or password")
    if port not in (None, *PORTS.values()) or parts.netloc.endswith(":"):
        raise Refused("the address has another port than 80 or 443")
    host = _host(parts.hostname or "")
    if host not in hosts:
        raise Refused(f"its host {host} is not among those that pictures are fetched from; name it with --fetch")
    path = quote(parts.path or "/", safe=_SAFE)
    query = f"?{quote(parts.query, safe=_SAFE + '?')}" if parts.query else ""
    return Address(scheme, host, port or PORTS[scheme], path + query)


def is_public(address: IPAddress) -> bool:
    """Say whether an address is one of the public internet, and not of this machine, a network here, or a tunnel."""
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped
        if inner is None and address in NAT64:
            inner = IPv4Address(int(address) & 0xFFFF_FFFF)
        if inner is not None:
            return is_public(inner)
        if any(address in tunnel for tunnel in TUNNELS) or address.is_site_local:
            return False
    elif address in RELAYS:
        return False
    other = address.is_multicast or address.is_reserved or address.is_unspecified or address.is_link_local
    return address.is_global and not other


def _host(text: str) -> str:
    """Return a host's name in ASCII (RFC 5890), or a number of an address; raises Refused."""
    folded = text.lower()
    if ":" in folded:
        try:
            number = IPv6Address(folded.strip("[]"))
        except ValueError:
            raise Refused("the address has no host that can be read") from None
        if number.scope_id is not None:
            raise Refused("the address has no host that can be read")
        return str(number)
    try:
        name = folded if folded.isascii() else folded.encode("idna").decode("ascii")
    except UnicodeError:
        name = ""
    if len(name) > 253 or _HOST.fullmatch(name) is None:
        raise Refused("the address has no host that can be read")
    return name
