"""Pictures from the web: what is refused, and that time, size and place are kept. All traffic stays on 127.0.0.1."""

from __future__ import annotations

import gzip
import io
import socket
import socketserver
import ssl
import threading
import time
from dataclasses import replace
from ipaddress import ip_address
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

import afgazad_pdf as ap
from afgazad_pdf.errors import OutputError, SettingsError
from afgazad_pdf.fetching import INTERNET, Network, fetch_pictures, host_of, remote, with_fetched
from afgazad_pdf.fetching.addresses import Refused, address_of, is_public
from afgazad_pdf.fetching.download import download
from afgazad_pdf.sources import read_article

HOST = "images.example.org"
HOSTS = frozenset({HOST, "xn--mgbaa8d.example", "1.1.1.1", "127.0.0.1", "2606:4700::1111"})
TLS = Path(__file__).parent / "data" / "tls"


def png(colour="red", size=(40, 30)) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", size, colour).save(stream, "PNG")
    return stream.getvalue()


# ------------------------------------------------------------------ addresses


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("https://images.example.org/a.jpg", "https://images.example.org/a.jpg"),
        ("HTTP://IMAGES.Example.ORG/a.jpg", "http://images.example.org/a.jpg"),
        ("https://images.example.org", "https://images.example.org/"),
        ("https://images.example.org:443/a", "https://images.example.org/a"),
        ("http://images.example.org:443/a", "http://images.example.org:443/a"),
        ("https://images.example.org/a%20b?c=d&e=%2F#part", "https://images.example.org/a%20b?c=d&e=%2F"),
        ("https://images.example.org/عکس.jpg", "https://images.example.org/%D8%B9%DA%A9%D8%B3.jpg"),
        ("https://images.example.org/../../etc/passwd", "https://images.example.org/../../etc/passwd"),
        ("https://1.1.1.1/a", "https://1.1.1.1/a"),
        ("https://[2606:4700:0:0::1111]/a", "https://[2606:4700::1111]/a"),
    ],
)
def test_an_address_is_asked_as_it_is_meant(text, wanted):
    assert address_of(text, HOSTS).text == wanted


@pytest.mark.parametrize(
    "text",
    [
        "file:///etc/passwd",
        "ftp://images.example.org/a",
        "gopher://images.example.org:70/a",
        "javascript:alert(1)",
        "//images.example.org/a",
        "https:images.example.org/a",
        "https:/images.example.org/a",
        "https:///a",
        "https://",
        "https://evil.example/a",
        "https://images.example.org.evil.example/a",
        "https://evilimages.example.org/a",
        "https://sub.images.example.org/a",
        "https://images.example.org./a",
        "https://images.example.org:8080/a",
        "https://images.example.org:22/a",
        "https://images.example.org:/a",
        "https://images.example.org:99999/a",
        "https://user@images.example.org/a",
        "https://user:word@images.example.org/a",
        "https://images.example.org@evil.example/a",
        "https://evil.example\\@images.example.org/a",
        "https://images.example.org\\@evil.example/a",
        "https://images.example.org%00.evil.example/a",
        "https://images.example.org/a b",
        "https://images.example.org/a\r\nHost: evil.example",
        "https://images.example.org/a\x00",
        "https://images.example.org/\u202egpj.a",
        "https://[::1]/a",
        "https://[fe80::1%25eth0]/a",
        "https://[2606:4700::1111%25eth0]/a",
        "https://[v1.a]/a",
        "https://0x7f.1/a",
        "https://2130706433/a",
        "https://017700000001/a",
        "https://localhost/a",
        "https://\u24d8mages.example.org.evil/a",
        "https://images.example.org/" + "a" * 2000,
    ],
)
def test_other_addresses_are_refused(text):
    with pytest.raises(Refused):
        address_of(text, HOSTS)


@given(st.text(), st.text())
def test_no_text_leads_to_another_host(before, after):
    for text in (before, f"https://{before}{HOST}{after}", f"https://{HOST}{before}/{after}"):
        try:
            address = address_of(text, frozenset({HOST}))
        except Refused:
            continue
        assert address.host == HOST
        assert address.port in (80, 443)
        assert address.target.isascii()
        assert address.target.isprintable()
        assert " " not in address.target


@pytest.mark.parametrize(
    ("number", "public"),
    [
        ("1.1.1.1", True),
        ("2606:4700::1111", True),
        ("::ffff:1.1.1.1", True),
        ("64:ff9b::101:101", True),
        ("127.0.0.1", False),
        ("0.0.0.0", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("192.0.2.1", False),
        ("198.18.0.1", False),
        ("192.88.99.1", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("240.0.0.1", False),
        ("::", False),
        ("::1", False),
        ("fe80::1", False),
        ("fec0::1", False),
        ("fc00::1", False),
        ("ff02::1", False),
        ("2001:db8::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:169.254.169.254", False),
        ("::7f00:1", False),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::a9fe:a9fe", False),
        ("64:ff9b:1::101:101", False),
        ("2002:7f00:1::", False),
        ("2002:101:101::", False),
        ("2001:0:101:101::1", False),
    ],
)
def test_public_addresses(number, public):
    assert is_public(ip_address(number)) == public


@pytest.mark.parametrize(
    ("text", "host"),
    [(" Images.Example.ORG ", HOST), ("1.1.1.1", "1.1.1.1"), ("[2606:4700::1111]", "2606:4700::1111")],
)
def test_hosts(text, host):
    assert host_of(text) == host


@pytest.mark.parametrize("text", ["", "*", "*.example.org", "https://example.org", "example.org/a", "a b", "-a.org"])
def test_what_is_no_host_is_refused(text):
    with pytest.raises(SettingsError, match="is not a host"):
        host_of(text)


# ------------------------------------------------------------------ downloads


class Web:
    """A server on 127.0.0.1 whose answers are functions of the connection, by path."""

    def __init__(self, context=None):
        self.answers, self.requests = {}, []
        web = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self):
                head = b""
                while b"\r\n\r\n" not in head and (piece := self.request.recv(4096)):
                    head += piece
                if not head:
                    return
                web.requests.append(head.decode("ascii"))
                web.answers[head.split()[1].decode("ascii")](self.request)

        class Server(socketserver.ThreadingTCPServer):
            daemon_threads = True

            def get_request(self):
                channel, address = super().get_request()
                return (context.wrap_socket(channel, server_side=True) if context else channel), address

            def handle_error(self, request, address):
                pass

        self.server = Server(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def serve(self, path, data, *headers, status="200 OK", length=True):
        lines = [f"HTTP/1.1 {status}", *headers, *([f"Content-Length: {len(data)}"] if length else [])]
        whole = "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + data
        self.answers[path] = lambda channel: channel.sendall(whole)

    def network(self, **changes) -> Network:
        """A network in which every name leads to this server."""
        usual = Network(
            resolve=lambda host, port: ["127.0.0.1"],
            allowed=lambda number: number.is_loopback,
            connect=lambda place, seconds: socket.create_connection((place[0], self.port), seconds),
        )
        return replace(usual, **changes)

    def get(self, path, *, scheme="http", most=100_000, seconds=5.0, **changes):
        return download(f"{scheme}://{HOST}{path}", HOSTS, most=most, seconds=seconds, network=self.network(**changes))


@pytest.fixture
def web():
    web = Web()
    yield web
    web.server.shutdown()
    web.server.server_close()


@pytest.fixture
def secure_web():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(TLS / "certificate.pem", TLS / "key.pem")
    web = Web(context)
    yield web
    web.server.shutdown()
    web.server.server_close()


def trust():
    return ssl.create_default_context(cafile=str(TLS / "certificate.pem"))


def test_a_file_is_had(web):
    web.serve("/a.png", png())

    assert web.get("/a.png") == png()
    request = web.requests[0]
    assert request.startswith("GET /a.png HTTP/1.1\r\nHost: images.example.org\r\n")
    assert "Accept-Encoding: identity\r\n" in request
    assert "Cookie" not in request


def test_a_file_in_chunks_and_one_without_a_length(web):
    web.answers["/a"] = lambda channel: channel.sendall(
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
    )
    web.serve("/b", b"abcde", length=False)

    assert web.get("/a") == web.get("/b") == b"abcde"


def test_the_environment_names_no_proxy(web, monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1/")
    web.serve("/a", b"x")

    assert web.get("/a") == b"x"


def test_https_with_the_name_of_the_host(secure_web):
    secure_web.serve("/a", b"x")

    assert secure_web.get("/a", scheme="https", trust=trust) == b"x"


def test_a_certificate_of_another_name_or_of_nobody_is_refused(secure_web):
    secure_web.serve("/a", b"x")
    network = secure_web.network(trust=trust)

    with pytest.raises(Refused, match=r"(?i)certificate"):
        secure_web.get("/a", scheme="https")
    with pytest.raises(Refused, match=r"(?i)certificate"):
        download("https://1.1.1.1/a", HOSTS, most=100, seconds=5, network=network)
    assert secure_web.requests == []


@pytest.mark.parametrize(
    "numbers", [["10.0.0.1"], ["1.1.1.1", "10.0.0.1"], ["::1"], ["fe80::1%eth0"], ["169.254.169.254"], []]
)
def test_no_host_of_a_network_here_is_asked(numbers):
    def connect(place, seconds):
        raise AssertionError("asked")

    network = Network(resolve=lambda host, port: numbers, connect=connect)
    with pytest.raises(Refused, match="no public address"):
        download(f"http://{HOST}/a", HOSTS, most=100, seconds=5, network=network)


def test_the_own_machine_is_not_asked_even_where_it_is_allowed():
    with pytest.raises(Refused, match=r"127\.0\.0\.1, which is no public address"):
        download("http://127.0.0.1/a", HOSTS, most=100, seconds=5, network=INTERNET)


def test_the_address_that_was_looked_at_is_the_one_that_is_asked():
    """A name that leads elsewhere when it is asked for again changes nothing: it is asked for once."""
    answers, asked = [["1.1.1.1"], ["127.0.0.1"]], []

    def connect(place, seconds):
        asked.append(place)
        raise ConnectionRefusedError(111, "Connection refused")

    network = Network(resolve=lambda host, port: answers.pop(0), connect=connect)
    with pytest.raises(Refused, match="Connection refused"):
        download(f"http://{HOST}/a", HOSTS, most=100, seconds=5, network=network)

    assert asked == [("1.1.1.1", 80)]
    assert answers == [["127.0.0.1"]]


def test_a_redirect_is_looked_at_like_any_address(web):
    answers = [["127.0.0.1"], ["10.0.0.1"]]
    web.serve("/a", b"", "Location: /b", status="302 Found")

    with pytest.raises(Refused, match=r"10\.0\.0\.1, which is no public"):
        web.get("/a", resolve=lambda host, port: answers.pop(0))


def test_an_unknown_name_and_a_slow_one(web):
    def unknown(host, port):
        raise socket.gaierror(-2, "Name or service not known")

    with pytest.raises(Refused, match="not known"):
        web.get("/a", resolve=unknown)
    began = time.monotonic()
    with pytest.raises(Refused, match="not there after"):
        web.get("/a", resolve=lambda host, port: time.sleep(3), seconds=0.3)
    assert time.monotonic() - began < 2


def test_a_redirect_on_the_same_host_is_followed(web):
    web.serve("/a", b"", "Location: /b?c=%20", status="301 Moved")
    web.serve("/b?c=%20", b"x")

    assert web.get("/a") == b"x"


@pytest.mark.parametrize(
    "location",
    [
        "http://evil.example/",
        "http://1.1.1.1/a",
        "file:///etc/passwd",
        "//evil.example/a",
        "http://images.example.org:8080/a",
        "http://images.example.org@evil.example/",
        "ftp://images.example.org/",
        "",
        "\xff\xfe",
    ],
)
def test_a_redirect_elsewhere_is_refused(web, location):
    web.serve("/a", b"", f"Location: {location}", status="302 Found")

    with pytest.raises(Refused, match="sends"):
        web.get("/a") if location not in ("", "\xff\xfe") else _follow(web)
    assert all(request.startswith(("GET /a ", "GET /%EF")) for request in web.requests)


def _follow(web):
    """An empty or odd place is one on the same host, which answers the same again and again."""
    web.answers.setdefault("/%EF%BF%BD%EF%BF%BD", web.answers["/a"])
    return web.get("/a")


def test_https_does_not_lead_to_http(secure_web):
    secure_web.serve("/a", b"", f"Location: http://{HOST}/a", status="302 Found")

    with pytest.raises(Refused, match="sends to"):
        secure_web.get("/a", scheme="https", trust=trust)


def test_going_round_in_circles_ends(web):
    web.serve("/a", b"", "Location: /a", status="302 Found")

    with pytest.raises(Refused, match="more than 3 times"):
        web.get("/a")
    assert len(web.requests) == 4


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (b"HTTP/1.1 404 Not Found\r\n\r\n", "answers 404 Not Found"),
        (b"HTTP/1.1 206 Partial\r\n\r\n", "answers 206"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 1000001\r\n\r\n", "more than 0 MB"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", "ended before"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffff\r\nabc", "cannot be had"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\nabc", "cannot be had"),
        (b"no http\r\n\r\n", "cannot be had"),
        (b"", "cannot be had"),
        (b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 200 + b"\r\n", "cannot be had"),
        (b"HTTP/1.1 200 OK\r\nA: " + b"b" * 70_000 + b"\r\n\r\n", "cannot be had"),
    ],
)
def test_answers_that_are_none(web, answer, reason):
    web.answers["/a"] = lambda channel: channel.sendall(answer)

    with pytest.raises(Refused, match=reason):
        web.get("/a")


def drip(head, piece, pause=0.05):
    def answer(channel):
        channel.sendall(head)
        while True:
            channel.sendall(piece)
            time.sleep(pause)

    return answer


@pytest.mark.parametrize(
    "head",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 90000\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nX: ",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"",
    ],
)
def test_a_host_that_drips_is_left_at_the_deadline(web, head):
    web.answers["/a"] = drip(head, b"1")
    began = time.monotonic()

    with pytest.raises(Refused, match="not there after 1 seconds"):
        web.get("/a", seconds=0.6)
    assert time.monotonic() - began < 3


def test_a_host_that_says_nothing_is_left_at_the_deadline(web):
    web.answers["/a"] = lambda channel: time.sleep(3)

    with pytest.raises(Refused, match="not there after"):
        web.get("/a", seconds=0.3)


def test_a_handshake_that_takes_for_ever_is_left_at_the_deadline(web):
    web.answers = {}
    began = time.monotonic()

    with pytest.raises(Refused, match=r"not there after|cannot be had"):
        web.get("/a", scheme="https", seconds=0.5)
    assert time.monotonic() - began < 3


@pytest.mark.parametrize("head", [b"HTTP/1.1 200 OK\r\n\r\n", b"HTTP/1.1 100 Continue\r\n\r\n"])
def test_what_has_no_end_is_cut_off(web, head):
    web.answers["/a"] = drip(head, head * 3000 if b"100" in head else b"x" * 50_000, pause=0)

    with pytest.raises(Refused, match="more than"):
        web.get("/a")


def test_what_is_packed_is_not_unpacked(web):
    bomb = gzip.compress(bytes(10_000_000))
    web.serve("/a", bomb, "Content-Encoding: gzip")

    with pytest.raises(Refused, match="packed"):
        web.get("/a")


# ------------------------------------------------------------------ articles


@pytest.fixture
def article(tmp_path):
    """Write and read an article with pictures: `article("/a.png", …)`."""

    def article(*paths):
        pictures = "\n\n".join(f"![A picture](http://{HOST}{path})" for path in paths)
        file = tmp_path / "article.md"
        file.write_text(f"---\ntitle: A headline\nlang: en\n---\nText.\n\n{pictures}\n", encoding="utf-8")
        return read_article(file).article

    return article


def codes(findings):
    return [finding.code for finding in findings]


def test_pictures_are_kept_beside_the_article_and_printed(web, article, tmp_path):
    web.serve("/a.png", png())
    web.serve("/c%20d.jpg?x=1", png("blue"))
    before = article("/a.png", "/c%20d.jpg?x=1", "/a.png")

    findings = fetch_pictures(before, HOSTS, network=web.network())
    after = with_fetched(before)

    assert codes(findings) == ["picture-fetched"] * 2
    assert findings[0].line == 7
    names = [block.picture for block in after.walk() if hasattr(block, "picture")]
    assert [Path(tmp_path / name).read_bytes() for name in names] == [png(), png("blue"), png()]
    assert names[0] == names[2]
    assert names[0].endswith(".png")
    assert {file.name for file in (tmp_path / "pictures").iterdir()} == {
        "fetched.txt",
        *(name.removeprefix("pictures/") for name in names),
    }
    rendered = ap.render_article(after)
    assert codes(rendered.findings) == []
    assert remote(after) == ()


def test_what_is_there_is_not_fetched_again(web, article, tmp_path):
    web.serve("/a.png", png())
    fetch_pictures(article("/a.png"), HOSTS, network=web.network())

    assert fetch_pictures(article("/a.png"), HOSTS, network=web.network()) == ()
    assert len(web.requests) == 1
    (next((tmp_path / "pictures").glob("*.png"))).unlink()
    assert codes(fetch_pictures(article("/a.png"), HOSTS, network=web.network())) == ["picture-fetched"]


@pytest.mark.parametrize("data", [b"<html>no picture</html>", png()[:60], b"", b"%PDF-1.7\n", b"<svg onload='x()'/>"])
def test_what_is_no_picture_is_not_kept(web, article, tmp_path, data):
    web.serve("/a.png", data, "Content-Type: image/png")

    findings = fetch_pictures(article("/a.png"), HOSTS, network=web.network())

    assert codes(findings) == ["picture-not-fetched"]
    assert "is no picture that can be printed" in findings[0].message
    assert not (tmp_path / "pictures").exists()
    assert codes(ap.render_article(with_fetched(article("/a.png"))).findings) == ["picture-remote"]


def test_one_that_fails_does_not_stop_the_others(web, article):
    web.serve("/a.png", png())

    findings = fetch_pictures(article("/none.png", "/a.png"), HOSTS, network=web.network())

    assert codes(findings) == ["picture-not-fetched", "picture-fetched"]


def test_nobody_is_asked_where_no_host_is_named(web, article):
    findings = fetch_pictures(article("/a.png"), frozenset(), network=web.network())

    assert "name it with --fetch" in findings[0].message
    assert web.requests == []


def test_a_link_in_place_of_the_folder_is_not_followed(web, article, tmp_path):
    web.serve("/a.png", png())
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (tmp_path / "pictures").symlink_to(elsewhere)

    with pytest.raises(OutputError, match="pictures"):
        fetch_pictures(article("/a.png"), HOSTS, network=web.network())
    assert list(elsewhere.iterdir()) == []


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"\n\n \n",
        b"\xff",
        f"../../secret.png http://{HOST}/a.png".encode(),
        f"/etc/passwd http://{HOST}/a.png".encode(),
        f"fetched.txt http://{HOST}/a.png".encode(),
        b"x" * 2_000_000,
    ],
)
def test_a_list_of_strangers_leads_nowhere(article, tmp_path, said):
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "fetched.txt").write_bytes(said)
    before = article("/a.png")

    assert with_fetched(before) is before


def test_nothing_is_fetched_while_an_article_is_printed(article, monkeypatch):
    def connect(*arguments, **options):
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", connect)
    monkeypatch.setattr(socket, "getaddrinfo", connect)

    assert codes(ap.render_article(with_fetched(article("/a.png"))).findings) == ["picture-remote"]
