"""Reading files of strangers, and writing files so that a failure never damages what was there.

What is read may be changed, swapped for a link or be no file at all while it is read. So a file is opened once,
looked at through what was opened and not by its name, and read up to a limit.
"""

from __future__ import annotations

import errno
import os
import stat
import tempfile
from pathlib import Path

from .errors import OutputError


class TooLarge(OSError):
    """A file has more bytes than may be read; `size` is what it has, as far as that is known."""

    def __init__(self, size: int) -> None:
        super().__init__(errno.EFBIG, os.strerror(errno.EFBIG))
        self.size = size


class NotAFile(OSError):
    """A name leads to a device, a pipe or a socket."""

    def __init__(self) -> None:
        super().__init__(errno.EINVAL, "it is a device or a pipe and no file")


class Outside(OSError):
    """A name leads out of the folder, or may do so through a symbolic link."""

    def __init__(self, *, link: bool) -> None:
        super().__init__(errno.ELOOP if link else errno.EACCES, "it leads out of the folder")
        self.link = link


_OPENED = os.O_RDONLY | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
"""Without waiting: a pipe that nobody writes to would hold the program for ever."""

_BY_PARTS = os.open in os.supports_dir_fd and hasattr(os, "O_NOFOLLOW") and hasattr(os, "O_DIRECTORY")


def read_file(path: Path, most: int) -> bytes:
    """Read a file of at most so many bytes; raises OSError, `TooLarge` and `NotAFile` among them."""
    return _read(os.open(path, _OPENED), most)


def read_head(path: Path, most: int) -> bytes:
    """Read the first bytes of a file, at most so many; raises OSError, `NotAFile` among them."""
    descriptor = os.open(path, _OPENED)
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise NotAFile
        return os.read(descriptor, most)
    finally:
        os.close(descriptor)


def read_inside(folder: Path, name: str, most: int) -> bytes:
    """Read a file below a folder by its name, with ``/``, relative to the folder.

    Each part of the name is opened in the one before without following symbolic links, so that none of them leads
    out of the folder, whatever is swapped meanwhile; where the system cannot do that (Windows), the whole name is
    resolved first. Raises OSError, among them `Outside`, `TooLarge` and `NotAFile`, and ValueError for
    a name that no file can have.
    """
    parts = _parts(folder, name)
    if not _BY_PARTS:
        return _read_resolved(folder, parts, most)
    here = os.open(folder, _OPENED | os.O_DIRECTORY)
    try:
        for part in parts[:-1]:
            inner = _opened_in(here, part, os.O_DIRECTORY)
            os.close(here)
            here = inner
        return _read(_opened_in(here, parts[-1], 0), most)
    finally:
        os.close(here)


def _parts(folder: Path, name: str) -> tuple[str, ...]:
    """Return the parts of a name; an absolute one must lie below the folder."""
    if "\0" in name:
        raise ValueError("embedded null byte")
    path = Path(os.path.normpath(name))
    if path.is_absolute():
        bases = (base for base in (Path(os.path.normpath(folder.absolute())), folder.resolve()))
        path = next((path.relative_to(base) for base in bases if path.is_relative_to(base)), Path(".."))
    if path.parts[:1] == ("..",):
        raise Outside(link=False)
    if not path.parts:
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    return path.parts


def _opened_in(folder: int, part: str, flags: int) -> int:
    try:
        return os.open(part, _OPENED | os.O_NOFOLLOW | flags, dir_fd=folder)
    except OSError as fault:
        link = fault.errno in (errno.ELOOP, errno.EMLINK) or (fault.errno == errno.ENOTDIR and _is_link(folder, part))
        if link:
            raise Outside(link=True) from None
        raise


def _is_link(folder: int, part: str) -> bool:
    return stat.S_ISLNK(os.stat(part, dir_fd=folder, follow_symlinks=False).st_mode)


def _read_resolved(folder: Path, parts: tuple[str, ...], most: int) -> bytes:
    base = folder.resolve()
    path = base.joinpath(*parts).resolve()
    if not path.is_relative_to(base):
        raise Outside(link=True)
    return read_file(path, most)


def _read(descriptor: int, most: int) -> bytes:
    """Read what was opened, and close it."""
    try:
        facts = os.fstat(descriptor)
        if stat.S_ISDIR(facts.st_mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if not stat.S_ISREG(facts.st_mode):
            raise NotAFile
        if facts.st_size > most:
            raise TooLarge(facts.st_size)
        with os.fdopen(descriptor, "rb", closefd=False) as stream:
            data = stream.read(most + 1)
    finally:
        os.close(descriptor)
    if len(data) > most:  # it grew while it was read
        raise TooLarge(len(data))
    return data


def write_atomically(target: Path, data: bytes) -> None:
    """Write a file so that it is either complete or as before; raises OutputError."""
    temporary: Path | None = None
    try:
        with tempfile.NamedTemporaryFile(
            dir=target.parent, prefix=f".{target.name[:80]}.", suffix=".part", delete=False
        ) as stream:
            temporary = Path(stream.name)
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(target)
    except OSError as fault:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        raise OutputError(
            f"{target} cannot be written: {fault.strerror or fault}. Check the folder and the disk."
        ) from fault


def _umask() -> int:
    """Return the permissions that new files do not get; the system has no way to read without setting."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
