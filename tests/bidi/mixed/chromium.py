"""Where Chromium puts each character: a second opinion on the order, by another engine (ICU)."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Sequence
from html import unescape
from pathlib import Path

from .expected import UNDRAWN
from .printing import font_file

PROGRAM = shutil.which("chromium") or shutil.which("chromium-browser")
WITHOUT = "chromium is not on the PATH"
"""Why a test is skipped."""

OPTIONS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]

SCRIPT = """
window.onload = () => {
  const places = [];
  for (const paragraph of document.querySelectorAll(".measured")) {
    const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
    const own = [];
    for (let node; node = walker.nextNode();)
      for (let at = 0; at < node.data.length; at++) {
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + 1);
        const box = range.getClientRects()[0];
        own.push(box ? [node.data[at], box.left, box.top + box.height / 2] : [node.data[at], 0, -1]);
      }
    places.push(own);
  }
  const result = document.createElement("script");
  result.type = "application/json";
  result.id = "places";
  result.textContent = JSON.stringify(places);
  document.body.append(result);
}
"""


def drawn_characters(blocks: Sequence[str], css: str, folder: Path) -> list[list[list[tuple[int, str]]]]:
    """Return lines of each block, and of each line the characters from left to right.

    A character comes with its index in the block's text; those of which nothing is seen are left
    out. One start of the program does it for all blocks; `folder` is an empty one for its files.
    """
    body = "\n".join(f'<div class="measured">{block}</div>' for block in blocks)
    page = folder / "page.html"
    face = f'@font-face {{ font-family: "Afgazad Sans"; src: url("{font_file().as_uri()}"); }}'
    page.write_text(
        f'<!DOCTYPE html><html lang="fa"><meta charset="utf-8"><style>{face}{css}</style>{body}<script>{SCRIPT}</script>',
        encoding="utf-8",
    )
    result = subprocess.run(
        [PROGRAM, *OPTIONS, f"--user-data-dir={folder / 'profile'}", "--dump-dom", page.as_uri()],
        capture_output=True,
        encoding="utf-8",
        check=True,
        timeout=90,
    )
    written = result.stdout.rpartition('id="places">')[2].partition("</script>")[0]
    return [_lines(places) for places in json.loads(unescape(written))]


def _lines(places: list[tuple[str, float, float]]) -> list[list[tuple[int, str]]]:
    lines: dict[float, list[tuple[float, int, str]]] = {}
    for at, (character, left, middle) in enumerate(places):
        if UNDRAWN.match(character):
            continue
        height = next((known for known in lines if abs(known - middle) < 3), middle)
        lines.setdefault(height, []).append((left, at, character))
    return [[(at, character) for _, at, character in sorted(lines[height])] for height in sorted(lines)]
