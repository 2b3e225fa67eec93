"""What the place that we print to can do: encode a character, order right-to-left text."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from typing import Literal, TextIO

Visual = Literal["auto", "always", "never"]
"""Whether to print text in visual order: ``auto`` decides by the terminal."""

VTE_WITH_BIDI = 5800
"""VTE 0.58, the first with bidi, writes its version so (terminal-wg.pages.freedesktop.org/bidi)."""

PROGRAMS_WITH_BIDI = frozenset({"Apple_Terminal", "mintty"})
"""Values of TERM_PROGRAM. iTerm2 is not here: its bidi is an option that is off at first."""

PLAIN = str.maketrans(
    {
        "\N{CHECK MARK}": "ok",
        "\N{BALLOT X}": "x",
        "\N{RIGHTWARDS ARROW}": "->",
        "\N{HORIZONTAL ELLIPSIS}": "...",
        "\N{EN DASH}": "-",
        "\N{EM DASH}": "-",
        "\N{LEFT DOUBLE QUOTATION MARK}": '"',
        "\N{RIGHT DOUBLE QUOTATION MARK}": '"',
        "\N{LEFT SINGLE QUOTATION MARK}": "'",
        "\N{RIGHT SINGLE QUOTATION MARK}": "'",
        "\N{MULTIPLICATION SIGN}": "x",
    }
)
"""ASCII for the signs of our own messages, where the stream has no better."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")


def orders_text(environment: Mapping[str, str]) -> bool:
    """Say whether the terminal is known to order right-to-left text by itself.

    Known to: VTE (GNOME Terminal, Xfce, Tilix …) from 0.58, Konsole, mlterm, mintty, Apple's
    Terminal, Emacs. Known not to: Windows Terminal, which from its version 1.19 on draws letters in
    the order in which they come, on purpose (microsoft/terminal#538, #18659); xterm, kitty,
    Alacritty, the terminal of VS Code. One that is not known counts as one that does not.
    """
    vte = environment.get("VTE_VERSION", "")
    return (
        (vte.isdecimal() and int(vte) >= VTE_WITH_BIDI)
        or "KONSOLE_VERSION" in environment
        or "MLTERM" in environment
        or "INSIDE_EMACS" in environment
        or environment.get("TERM", "").startswith("mlterm")
        or environment.get("TERM_PROGRAM") in PROGRAMS_WITH_BIDI
    )


def wants_visual(choice: Visual, stream: TextIO, environment: Mapping[str, str]) -> bool:
    """Say whether text for a stream is written in visual order; files and pipes get logical order."""
    if choice == "auto":
        return stream.isatty() and not orders_text(environment)
    return choice == "always"


def wants_colour(stream: TextIO, environment: Mapping[str, str]) -> bool:
    """Say whether to colour (no-color.org: NO_COLOR, not empty, forbids it)."""
    return stream.isatty() and not environment.get("NO_COLOR") and environment.get("TERM") != "dumb"


def one_line(text: str) -> str:
    """Return a text without line ends and control characters, which could steer the terminal."""
    return _CONTROL.sub(" ", text).strip()


def encodable(text: str, stream: TextIO) -> str:
    """Return the text with what the stream cannot encode written in ASCII."""
    encoding = stream.encoding or "utf-8"
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return text.translate(PLAIN).encode(encoding, "backslashreplace").decode(encoding)
    return text


def write(text: str, stream: TextIO | None = None) -> None:
    """Write a line that may hold anything."""
    stream = stream or sys.stdout
    print(encodable(text, stream), file=stream, flush=True)
