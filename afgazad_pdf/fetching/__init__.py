"""Pictures from the web: fetched into an article's folder in a step of its own, before anything is printed.

Only hosts that the operator names are asked (`addresses`, `download`). What they send is looked at as any picture is,
and kept under a name made from its content in the folder `pictures` beside the article, with a list of which address
it came from. Printing reads that list and the files, and asks nobody: `with_fetched` needs no network, and gives the
same pages for as long as the folder stays.
"""

from __future__ import annotations

import os
import re
import secrets
import tempfile
import time
from collections.abc import Iterator, Set
from contextlib import contextmanager, suppress
from pathlib import Path

from ..article import Article, Block, Figure
from ..errors import OutputError
from ..files import read_inside
from ..findings import Finding, Level
from ..pictures import PictureFault, read_picture
from ..settings import LIMITS, Limits
from ..text.blocks import map_blocks
from .addresses import Refused, host_of
from .download import INTERNET, Network, download

__all__ = ["FOLDER", "INTERNET", "LIST", "Network", "fetch_pictures", "fetched", "host_of", "remote", "with_fetched"]

FOLDER = "pictures"
LIST = f"{FOLDER}/fetched.txt"
"""The list, from the article's folder on: in each line a file's name, a space, and the address that it came from."""

SECONDS = 20.0
"""For one picture."""

ALL_SECONDS = 120.0
ALL_BYTES = 200_000_000
"""For all pictures of an article."""

_REMOTE = re.compile(r"https?://", re.IGNORECASE)
_NAME = re.compile(r"[0-9a-f]{24}\.[a-z]{3,4}", re.ASCII)
_LIST_BYTES = 1_000_000


def remote(article: Article) -> tuple[Figure, ...]:
    """Return the figures whose pictures are addresses of the web, one for each address."""
    figures: dict[str, Figure] = {}
    for block in article.walk():
        if isinstance(block, Figure) and _REMOTE.match(block.picture):
            figures.setdefault(block.picture, block)
    return tuple(figures.values())


def fetched(folder: Path) -> dict[str, str]:
    """Return the pictures that were fetched into an article's folder: their files, from it on, by their addresses."""
    try:
        lines = read_inside(folder, LIST, _LIST_BYTES).decode("utf-8").split("\n")
    except (OSError, ValueError):
        return {}
    rows = (line.partition(" ") for line in lines)
    return {address: f"{FOLDER}/{name}" for name, _, address in rows if _NAME.fullmatch(name)}


def with_fetched(article: Article) -> Article:
    """Return the article with the files of pictures that were fetched, in place of their addresses."""
    if article.path is None or not remote(article):
        return article
    files = fetched(article.path.parent)

    def change(block: Block) -> Block:
        if isinstance(block, Figure) and block.picture in files:
            return block.model_copy(update={"picture": files[block.picture]})
        return block

    return map_blocks(article, change) if files else article


def fetch_pictures(
    article: Article, hosts: Set[str], *, limits: Limits = LIMITS, network: Network = INTERNET
) -> tuple[Finding, ...]:
    """Fetch the pictures of an article that are not there yet, from `hosts` alone (as `host_of` returns them).

    Returns a finding for each: fetched, or not and why. Raises OutputError where its folder cannot be written.
    """
    figures = remote(article)
    if article.path is None or not figures:
        return ()
    folder = article.path.parent
    there = fetched(folder)
    files = {figure.picture: there[figure.picture] for figure in figures if _is_there(folder, there, figure.picture)}
    wanted = [figure for figure in figures if figure.picture not in files]
    findings, left, end = [], ALL_BYTES, time.monotonic() + ALL_SECONDS
    for figure in wanted:
        seconds = min(SECONDS, end - time.monotonic())
        try:
            if seconds <= 0 or left <= 0:
                raise Refused("the other pictures of the article took all of the time or room that it has")
            data = download(
                figure.picture, hosts, most=min(limits.picture_bytes, left), seconds=seconds, network=network
            )
            left -= len(data)
            name = _checked(data, limits)
        except Refused as fault:
            findings.append(_not_fetched(article, figure, str(fault)))
            continue
        with _folder(folder) as place:
            _write(place, name, data)
        files[figure.picture] = f"{FOLDER}/{name}"
        findings.append(_fetched(article, figure, files[figure.picture]))
    if any(figure.picture in files for figure in wanted):
        lines = (f"{file.rpartition('/')[2]} {address}\n" for address, file in sorted((there | files).items()))
        with _folder(folder) as place:
            _write(place, LIST.rpartition("/")[2], "".join(lines).encode("utf-8"))
    return tuple(findings)


def _is_there(folder: Path, there: dict[str, str], address: str) -> bool:
    file = folder / there.get(address, FOLDER)
    return file.is_file() and not file.is_symlink()


def _checked(data: bytes, limits: Limits) -> str:
    """Return the name of a file for a picture; raises Refused for what cannot be drawn."""
    with tempfile.TemporaryDirectory(prefix="afgazad-") as name:
        folder = Path(name)
        (folder / "fetched").write_bytes(data)
        try:
            return read_picture("fetched", folder, colours="own", limits=limits).name
        except PictureFault as fault:
            said = str(fault).replace("the picture “fetched”", "it").partition("; ")[0]
            raise Refused(f"what was sent is no picture that can be printed: {said}") from None


@contextmanager
def _folder(folder: Path) -> Iterator[int]:
    """Open the folder for pictures, made where it is missing, but through no link; raises OutputError."""
    place = folder / FOLDER
    try:
        place.mkdir(exist_ok=True)
        descriptor = os.open(place, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError as fault:
        raise OutputError(f"{place}, where pictures are kept, cannot be used: {fault.strerror}.") from fault
    try:
        yield descriptor
    except OSError as fault:
        raise OutputError(f"{place}, where pictures are kept, cannot be written: {fault.strerror}.") from fault
    finally:
        os.close(descriptor)


def _write(folder: int, name: str, data: bytes) -> None:
    """Write a file into an open folder, whole or not at all."""
    temporary = f".{secrets.token_hex(8)}.part"
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    try:
        with os.fdopen(os.open(temporary, flags, 0o644, dir_fd=folder), "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(temporary, name, src_dir_fd=folder, dst_dir_fd=folder)
    except OSError:
        with suppress(OSError):
            os.unlink(temporary, dir_fd=folder)
        raise


def _fetched(article: Article, figure: Figure, file: str) -> Finding:
    message = f"the picture “{figure.picture[:200]}” was fetched and kept as {file}"
    return _finding(article, figure, Level.INFO, "picture-fetched", message)


def _not_fetched(article: Article, figure: Figure, reason: str) -> Finding:
    message = f"the picture “{figure.picture[:200]}” was not fetched: {reason}"
    return _finding(article, figure, Level.WARNING, "picture-not-fetched", message)


def _finding(article: Article, figure: Figure, level: Level, code: str, message: str) -> Finding:
    return Finding(level=level, code=code, message=message, file=str(article.path), line=figure.line)
