"""Text copied out of the PDF, beside plain WeasyPrint, Chromium and Typst: shares of exact paragraphs and whole words.

    python benchmarks/textlayer.py [--family "Afgazad Sans"] [--columns 1]

The corpus is `tests/cases/copied.txt`, the readers are pdftotext and PDFium. Chromium is taken where a
`chromium` is on the path, Typst where its Python package is installed. They print with our faces; with
`--fonts` and `--plain-family`, with others, such as the ones that ours are made of.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from afgazad_pdf.bidi.tree import STYLESHEET, order_html
from afgazad_pdf.fonts import load_faces
from afgazad_pdf.pdf import Renderer
from afgazad_pdf.press import mended_text, tag_pages
from afgazad_pdf.resources import fonts_folder

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "press"))

from copying import CALL, READERS, Paragraph, Score, documents, page_html, score, stylesheet  # type: ignore[import-not-found]  # noqa: E402

Document = tuple[Paragraph, ...]
Way = Callable[[Document], bytes]


def ways(family: str, columns: int, fonts: Path, plain: str) -> dict[str, Way]:
    """Return the ways to print a document, those that this machine has."""
    css = stylesheet(plain, columns=columns)
    found: dict[str, Way] = {
        "afgazad_pdf": _ours(stylesheet(family, columns=columns, raised=True)),
        "WeasyPrint": lambda document: _weasyprint(page_html(document), css, fonts),
    }
    if shutil.which("chromium"):
        found["Chromium"] = lambda document: _chromium(page_html(document), css, fonts)
    try:
        import typst  # type: ignore[import-not-found]  # no dependency of ours
    except ImportError:
        return found
    found["Typst"] = lambda document: typst.compile(_typst(document, plain, columns).encode(), font_paths=[str(fonts)])
    return found


def _ours(css: str) -> Way:
    engine = Renderer(load_faces(), mend_text=mended_text, tagger=tag_pages)

    def printed(document: Document) -> bytes:
        page = order_html(page_html(document), run_ends=True).html
        return engine.print(page, STYLESHEET + css, {}, direction=document[0].direction).pdf

    return printed


def _rules(fonts: Path) -> str:
    """Return @font-face rules for the regular faces of a folder."""
    files = [file for file in sorted(fonts.rglob("*.ttf")) if "Regular" in file.stem]
    return "".join(f'@font-face {{ font-family: "{_family(file)}"; src: url("{file.as_uri()}") }}' for file in files)


def _family(file: Path) -> str:
    from fontTools.ttLib import TTFont

    names = TTFont(file, lazy=True)["name"]
    return str(names.getDebugName(16) or names.getDebugName(1))


def _weasyprint(page: str, css: str, fonts: Path) -> bytes:
    import weasyprint

    configuration = weasyprint.text.fonts.FontConfiguration()
    sheet = weasyprint.CSS(string=_rules(fonts) + css, font_config=configuration)
    return bytes(weasyprint.HTML(string=page).write_pdf(stylesheets=[sheet], font_config=configuration))


def _chromium(page: str, css: str, fonts: Path) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "page.html"), Path(folder, "page.pdf")
        source.write_text(page.replace("<title>", f"<meta charset=utf-8><style>{_rules(fonts)}{css}</style><title>"))
        command = ["chromium", "--headless", "--no-sandbox", "--no-pdf-header-footer", f"--print-to-pdf={target}"]
        subprocess.run([*command, source.as_uri()], check=True, capture_output=True, timeout=120)
        return target.read_bytes()


def _typst(document: Document, family: str, columns: int) -> str:
    first = document[0]
    size = "11.5pt" if first.direction == "rtl" else "10pt"
    lines = [
        f"#set page(width: 440pt, height: 700pt, margin: 30pt, columns: {columns})",
        "#set columns(gutter: 2em)",
        f'#set text(font: ("{family}", "Noto Serif"), size: {size}, lang: "{first.lang[:2]}", dir: {first.direction})',
        "#set par(justify: true, leading: 0.65em)",
    ]
    return "\n\n".join([*lines, *(_typst_text(paragraph) for paragraph in document)])


def _typst_text(paragraph: Paragraph) -> str:
    """Return a paragraph as strings, which Typst sets as they are."""
    parts = ['"' + part.replace("\\", "\\\\").replace('"', '\\"') + '"' for part in CALL.split(paragraph.source)]
    return "".join(f"#super({part})" if index % 2 else f"#{part}" for index, part in enumerate(parts))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--family", default="Afgazad Sans")
    parser.add_argument("--columns", type=int, default=2)
    parser.add_argument("--fonts", type=Path, default=fonts_folder())
    parser.add_argument("--plain-family")
    arguments = parser.parse_args()
    print(f"{'':12} {'reader':8} {'exact':>8} {'whole words':>12}")
    plain = arguments.plain_family or arguments.family
    for name, way in ways(arguments.family, arguments.columns, arguments.fonts, plain).items():
        printed = [(document, way(document)) for document in documents()]
        for reader, read in READERS.items():
            total = sum((score(read(pdf), document) for document, pdf in printed), Score())
            exact = f"{total.paragraphs - len(total.lost)}/{total.paragraphs}"
            print(f"{name:12} {reader:8} {exact:>8} {total.whole:>11.1%}")


if __name__ == "__main__":
    main()
