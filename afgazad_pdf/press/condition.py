"""The printing condition that a file is made for: the ICC profile of press and paper, and its name.

Tables and clauses are those of ICC.1:2022, the profile format; names of conditions are those of the ICC's
registry of characterization data (www.color.org/chardata), as their owners write them.
"""

from __future__ import annotations

import io
import re
import zlib
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product
from pathlib import Path

from PIL import Image, ImageCms

from ..errors import Problem, SettingsError

BUNDLED = Path(__file__).resolve().parent / "profiles" / "ISOcoated_v2_300_bas.icc"
"""ISO Coated v2 300 % by basICColor, under the zlib licence, whose text stands beside it."""

REGISTRY = "http://www.color.org"
"""The address by which PDF/X knows the registry (ISO 15930-7, 6.2.2)."""

UNREGISTERED = "Custom"
"""What stands for a condition that is not in the registry."""

KNOWN = (
    (re.compile(r"iso ?coated ?v2", re.IGNORECASE), "FOGRA39"),
    (re.compile(r"pso ?coated ?v3", re.IGNORECASE), "FOGRA51"),
    (re.compile(r"pso ?uncoated ?v3", re.IGNORECASE), "FOGRA52"),
    (re.compile(r"iso ?newspaper ?26v4", re.IGNORECASE), "IFRA26"),
)
"""Profiles whose descriptions do not name the condition, by their descriptions."""

_FOGRA = re.compile(r"FOGRA ?(\d\d)L?\b", re.IGNORECASE)

HEADER = 128
"""Bytes of a profile's header (7.2)."""

SPACES = {b"RGB ": "RGB, the colours of screens", b"GRAY": "grey", b"Lab ": "Lab", b"XYZ ": "XYZ"}
CLASSES = {b"mntr": "a screen", b"scnr": "a scanner or camera", b"link": "a pair of devices", b"spac": "a colour space"}

GRID = range(0, 256, 15)
"""Steps at which Lab is sampled to find the profile's limit of ink."""

ROUNDING = 5
"""To a multiple of how many percent that limit is rounded up; tables store it in steps."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A press with its paper and inks."""

    profile: bytes = field(repr=False)
    """An ICC profile for output in CMYK."""
    description: str
    """The profile's own name."""
    name: str
    """In the registry, or `UNREGISTERED`."""
    ink_limit: int
    """The most ink that the profile ever asks for, all four together, in percent."""

    @property
    def is_registered(self) -> bool:
        """Whether the registry knows it by its name."""
        return self.name != UNREGISTERED


def load_condition(file: Path | None = None) -> Condition:
    """Read an output profile, without a file the bundled one; raises SettingsError where it is none for CMYK."""
    try:
        data = (file or BUNDLED).read_bytes()
    except OSError as fault:
        raise _fault(file, f"cannot be read: {fault.strerror}") from None
    reason = _unusable(data)
    if reason:
        raise _fault(file, reason)
    try:
        return _condition(data)
    except (ImageCms.PyCMSError, OSError):
        raise _fault(file, "is damaged; get it again from the printing house") from None


@lru_cache(maxsize=8)
def deflated_profile(condition: Condition) -> bytes:
    """Return the profile as a PDF stores it: a megabyte takes a while to deflate, and is the same in every file."""
    return zlib.compress(condition.profile, 9)


def _fault(file: Path | None, reason: str) -> SettingsError:
    return SettingsError(Problem(field="output_profile", message=f"{file or BUNDLED} {reason}"))


def _unusable(data: bytes) -> str | None:
    """Return why data are not a whole profile for output in CMYK (7.2.2 to 7.2.7, 7.3); None where they are."""
    if len(data) < HEADER + 4 or data[36:40] != b"acsp":
        return "is not an ICC profile; ask the printing house for the one of its press and paper"
    size, tags = int.from_bytes(data[:4], "big"), int.from_bytes(data[128:132], "big")
    table = [data[start : start + 12] for start in range(132, min(132 + 12 * tags, len(data)), 12)]
    ends = (int.from_bytes(entry[4:8], "big") + int.from_bytes(entry[8:12], "big") for entry in table)
    if size > len(data) or max(ends, default=0) > len(data):
        return f"is truncated: it has {len(data)} bytes of {size}; get it again from the printing house"
    space, kind = data[16:20], data[12:16]
    if space != b"CMYK":
        found = SPACES.get(space, space.decode("latin-1").strip())
        return f"is a profile for {found}; a press needs one for CMYK, such as ISOcoated_v2_300_bas.icc"
    if kind != b"prtr":
        found = CLASSES.get(kind, kind.decode("latin-1"))
        return f"is a profile for {found}, not for output; ask the printing house for the one of its press and paper"
    return None


@lru_cache(maxsize=8)
def _condition(data: bytes) -> Condition:
    profile = ImageCms.ImageCmsProfile(io.BytesIO(data))
    description = " ".join((profile.profile.profile_description or "").split())
    return Condition(data, description or "CMYK", _name(description), ink_limit(data))


def _name(description: str) -> str:
    if found := _FOGRA.search(description):
        return f"FOGRA{found[1]}"
    plain = description.replace("_", " ")
    return next((name for pattern, name in KNOWN if pattern.search(plain)), UNREGISTERED)


@lru_cache(maxsize=8)
def ink_limit(profile: bytes) -> int:
    """Return the most ink that a profile for output in CMYK ever asks for, all inks together, in percent.

    Its tables from Lab are sampled by relative colorimetry. Raises PyCMSError or OSError for one that has none.
    """
    return _ink_limit(ImageCms.ImageCmsProfile(io.BytesIO(profile)))


def _ink_limit(profile: ImageCms.ImageCmsProfile) -> int:
    samples = tuple(product(GRID, GRID, GRID))
    image = Image.frombytes("LAB", (len(samples), 1), bytes(value for sample in samples for value in sample))
    lab = ImageCms.createProfile("LAB")
    ImageCms.buildTransform(profile, lab, "CMYK", "LAB")  # the tables of the other way are wanted too
    inked = ImageCms.profileToProfile(image, lab, profile, ImageCms.Intent.RELATIVE_COLORIMETRIC, "CMYK")
    data = inked.tobytes() if inked else b""
    most = max(map(sum, zip(data[0::4], data[1::4], data[2::4], data[3::4], strict=True))) / 255 * 100
    return -int(-most // ROUNDING) * ROUNDING
