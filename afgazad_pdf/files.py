"""Writing files so that a failure never damages what was there."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from .errors import OutputError


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
