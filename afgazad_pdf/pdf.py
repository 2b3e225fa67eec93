"""HTML to PDF: the only door to WeasyPrint.

A `Renderer` is kept warm: one font configuration and the parsed stylesheets serve every article
of a process. That halves the time of a rendering, and a fresh font configuration for each article
leaks memory. Nothing is fetched from disk or network while a page is made: the engine sees only
the files that it is given, under addresses that do not depend on the machine.

Some things lean on what WeasyPrint 70 does not promise, and `tests/test_engine.py` fails with a
plain message when a new version moves them: `PrivateFontConfiguration`, `_ReadPage`, the styles of
`cascade.py`, the wording of the log lines that become findings (`engine_log.py`), the boxes that
`boxes.py` reads, the call that `_add_tags` replaces, the lines that `line_setting/` shapes less often
and draws, the heights that `footnote_heights.py` adds, the notes that `last_notes.py` sends on, and the
names of the PDF's entries that `press/completion.py` writes anew (`tests/press/test_metadata.py`).
"""

from __future__ import annotations

import logging
import threading
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any
from xml.etree.ElementTree import Element

from .boxes import LaidLine, lines_of
from .engine_log import finding_of
from .errors import RenderError, ResourceError
from .findings import Finding
from .fonts import Face
from .footnote_heights import with_heights_added
from .languages import Direction
from .last_notes import with_last_notes_sent_on
from .libraries import INSTALL_ADVICE, empty_fontconfig, fontconfig_version, harfbuzz_version
from .page_tree import name_blocks, read_page
from .streams import finish_streams

try:
    with warnings.catch_warnings():
        # A machine without any font of its own is fine: ours are used.
        warnings.filterwarnings("ignore", message=".*FontConfig.*")
        # Without libharfbuzz-subset fonts are cut down more slowly; `afgazad-pdf doctor` says so.
        warnings.filterwarnings("ignore", message="HarfBuzz-Subset.*", category=DeprecationWarning)
        import cssselect2
        import pydyf
        import weasyprint
        import weasyprint.pdf
        from weasyprint.css.counters import CounterStyle
        from weasyprint.formatting_structure.build import create_anonymous_boxes
        from weasyprint.layout import LayoutContext, block_level_layout
        from weasyprint.text import ffi as bindings
        from weasyprint.text.ffi import ffi, fontconfig, gobject, pango, pangoft2
        from weasyprint.text.fonts import FontConfiguration
        from weasyprint.urls import URLFetcher, URLFetcherResponse

    from .cascade import PAGE_STYLES, KnownStyles, PageStyles
    from .line_setting import HeldFonts, OwnAttributes
except OSError as fault:
    raise ResourceError(f"WeasyPrint cannot load its libraries ({fault}). {INSTALL_ADVICE}") from fault

BASE_ADDRESS = "https://article.invalid/"
"""Where the given files seem to lie. A constant: the engine names images after their addresses."""

Tagger = Callable[[Any, Sequence[tuple[Any, Any]], Any, str], None]
"""Writes the structure tree of a PDF; `press/tags.py` says what it is given."""

Completion = Callable[[Any, Any], tuple[Finding, ...]]
"""Completes a PDF before it is written (`press/completion.py`), given it and the module whose classes it is made of."""

STYLESHEETS_KEPT = 16
"""Parsed stylesheets that a renderer keeps; one for each pair of publication and settings."""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that pages may refer to, in memory."""

    data: bytes
    media_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """What the engine made of a page."""

    pdf: bytes
    pages: int
    findings: tuple[Finding, ...]
    """Without file and line, which the engine does not know."""
    lines: tuple[LaidLine, ...] = ()
    """Where every line came to stand; only where it was asked for."""


@dataclass(frozen=True, slots=True)
class Stylesheet:
    """A parsed stylesheet, with what the engine said of it."""

    css: weasyprint.CSS
    counter_style: CounterStyle
    messages: tuple[str, ...]
    known: KnownStyles
    """Its styles, remembered from page to page."""


class Renderer:
    """A warm layout engine for one set of fonts; safe to share between threads, one at a time renders."""

    def __init__(
        self, faces: tuple[Face, ...], mend_text: Callable[[bytes], bytes] = bytes, tagger: Tagger | None = None
    ) -> None:
        """Load the faces; `mend_text` changes the ToUnicode CMap of each font that is written.

        With a `tagger` PDFs are tagged and say that they follow PDF/UA-1.
        """
        self._tagger = tagger
        self._fonts = PrivateFontConfiguration(faces)
        self._mend_text = mend_text
        self._stylesheets: dict[str, Stylesheet] = {}
        self._lock = threading.Lock()

    def print(
        self,
        html: str,
        stylesheet: str,
        files: Mapping[str, StoredFile],
        *,
        direction: Direction = "ltr",
        read_lines: bool = False,
        complete: Completion | None = None,
        identified: bool = False,
        exchange: bool = False,
    ) -> Printed:
        """Lay out and write a page; with `read_lines`, say where every line came to stand.

        `files` maps names relative to `BASE_ADDRESS` to their content. `complete` has the last word on
        the PDF; with `identified`, its trailer gets an identifier that is made from its content. With
        `exchange` it is of version 1.6, without links and tags, as PDF/X-4 is. Raises RenderError where the
        engine fails.
        """
        found: list[Finding] = []
        with self._lock, captured_log() as messages:
            style = self._parsed(stylesheet)
            try:
                document = self._laid_out(html, style, files, messages)
                lines = _lines(document) if read_lines else ()
                finisher = _finisher(direction, self._mend_text, complete, found)
                if exchange:
                    data = _written_for_exchange(document, finisher)
                else:
                    data = _written(document, finisher, self._tagger, identified)
            except Exception as fault:
                raise RenderError(f"The layout engine failed: {type(fault).__name__}: {fault}") from fault
        said = dict.fromkeys((*style.messages, *messages))
        findings = (*(finding_of(message) for message in said), *found)
        return Printed(pdf=data, pages=len(document.pages), findings=findings, lines=lines)

    def lines(self, html: str, stylesheet: str, files: Mapping[str, StoredFile]) -> tuple[LaidLine, ...]:
        """Lay out a page without writing it, and return where every line came to stand; raises as `print` does."""
        with self._lock, captured_log() as messages:
            try:
                return _lines(self._laid_out(html, self._parsed(stylesheet), files, messages))
            except Exception as fault:
                raise RenderError(f"The layout engine failed: {type(fault).__name__}: {fault}") from fault

    def _laid_out(
        self, html: str, style: Stylesheet, files: Mapping[str, StoredFile], messages: Sequence[str] = ()
    ) -> weasyprint.Document:
        """Lay out a page; `messages` grows with what the engine says."""
        page = _page(html, files)
        styles = PageStyles(style.known, messages)
        setattr(page, PAGE_STYLES, styles)
        document = self._rendered(page, style)
        if styles.spoiled:
            delattr(page, PAGE_STYLES)
            document = self._rendered(page, style)
        return document

    def _rendered(self, page: weasyprint.HTML, style: Stylesheet) -> weasyprint.Document:
        return page.render(font_config=self._fonts, stylesheets=[style.css], counter_style=style.counter_style)

    def _parsed(self, stylesheet: str) -> Stylesheet:
        if stylesheet not in self._stylesheets:
            while len(self._stylesheets) >= STYLESHEETS_KEPT:
                del self._stylesheets[next(iter(self._stylesheets))]
            counter_style = CounterStyle()
            with captured_log() as messages:
                try:
                    css = weasyprint.CSS(
                        string=stylesheet,
                        base_url=BASE_ADDRESS,
                        url_fetcher=GivenFiles({}),
                        font_config=self._fonts,
                        counter_style=counter_style,
                    )
                except Exception as fault:
                    raise RenderError(f"The theme's stylesheet cannot be read: {fault}") from fault
            self._stylesheets[stylesheet] = Stylesheet(css, counter_style, tuple(messages), KnownStyles(stylesheet))
        return self._stylesheets[stylesheet]


def _page(html: str, files: Mapping[str, StoredFile]) -> weasyprint.HTML:
    """Return a page as the engine has it, by the faster parser where that reads the same (`page_tree.py`)."""
    tree = read_page(html)
    if tree is None:
        page = weasyprint.HTML(string=html, base_url=BASE_ADDRESS, url_fetcher=GivenFiles(files))
    else:
        page = _ReadPage(tree, files)
    name_blocks(page.etree_element, html)
    return page


class _ReadPage(weasyprint.HTML):  # type: ignore[misc]  # WeasyPrint has no types
    """A page whose tree is there already, where the engine's own class parses a text."""

    def __init__(self, tree: Element, files: Mapping[str, StoredFile]) -> None:
        self.base_url = BASE_ADDRESS
        self.url_fetcher = GivenFiles(files)
        self.media_type = "print"
        self.wrapper_element = cssselect2.ElementWrapper.from_html_root(tree, content_language=None)
        self.etree_element = self.wrapper_element.etree_element


class PrivateFontConfiguration(FontConfiguration):  # type: ignore[misc]  # WeasyPrint has no types
    """A font configuration that knows the given files and nothing of the machine's fonts.

    WeasyPrint's own constructor loads the machine's fontconfig files, so that a page could change
    from one machine to the next. It has no public way to say otherwise but an environment variable
    for the whole process; this one starts from an empty FcConfig instead.
    """

    def __init__(self, faces: tuple[Face, ...]) -> None:
        self._folder = None  # read by the parent's __del__
        self.strut_layouts: dict[Any, Any] = {}
        self.font_features = OwnAttributes()
        self.held_fonts = HeldFonts()
        self._config = ffi.cast("FcConfig *", empty_fontconfig())
        self.font_map = ffi.gc(pangoft2.pango_ft2_font_map_new(), gobject.g_object_unref)
        pango_map = ffi.cast("PangoFcFontMap *", self.font_map)
        pangoft2.pango_fc_font_map_set_config(pango_map, self._config)
        fontconfig.FcConfigDestroy(self._config)  # the font map holds a reference of its own
        for face in faces:
            if not fontconfig.FcConfigAppFontAddFile(self._config, str(face.file).encode()):
                raise ResourceError(f"fontconfig cannot read the font {face.file}.")
        pangoft2.pango_fc_font_map_config_changed(pango_map)


class GivenFiles(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Serves the given files and refuses every other address."""

    def __init__(self, files: Mapping[str, StoredFile]) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False)
        self._files = files

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        """Return the file under an address; raises ValueError, which WeasyPrint logs."""
        file = self._files.get(url.removeprefix(BASE_ADDRESS)) if url.startswith(BASE_ADDRESS) else None
        if file is None:
            raise ValueError(f"{url[:200]} is not among the files of the page")
        return URLFetcherResponse(url, file.data, {"Content-Type": file.media_type})


def engine_versions() -> dict[str, str]:
    """Return the versions of WeasyPrint and the libraries under it; ``missing`` for an optional one."""
    return {
        "weasyprint": weasyprint.__version__,
        "pydyf": pydyf.__version__,
        "pango": _dotted(pango.pango_version()),
        "harfbuzz": harfbuzz_version(),
        "fontconfig": _dotted(fontconfig_version()),
        "harfbuzz-subset": "found" if bindings.harfbuzz_subset else "missing",
    }


@lru_cache(maxsize=1)
def srgb_profile() -> bytes:
    """Return the ICC profile of sRGB, which WeasyPrint brings along for its own PDF/A."""
    return resources.files("weasyprint.pdf").joinpath("sRGB2014.icc").read_bytes()


@contextmanager
def captured_log() -> Iterator[list[str]]:
    """Collect what WeasyPrint logs in this thread, and keep it from the program's own handlers."""
    messages: list[str] = []
    thread = threading.get_ident()
    logger = logging.getLogger("weasyprint")
    before = logger.level, logger.propagate

    class Collector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.thread == thread:
                messages.append(record.getMessage())

    collector = Collector(logging.WARNING)
    logger.addHandler(collector)
    logger.setLevel(logging.WARNING)
    logger.propagate = False
    try:
        yield messages
    finally:
        logger.removeHandler(collector)
        logger.setLevel(before[0])
        logger.propagate = before[1]


def _lines(document: weasyprint.Document) -> tuple[LaidLine, ...]:
    """Return a document's lines; its pages hold their boxes privately, and this is the one place that takes them."""
    return lines_of(page._page_box for page in document.pages)


def _written(
    document: weasyprint.Document, finisher: Callable[..., None], tagger: Tagger | None, identified: bool
) -> bytes:
    """Return a document as a PDF, tagged where there is a tagger."""
    if tagger is None:
        return bytes(document.write_pdf(finisher=finisher, pdf_identifier=identified))
    setattr(document, _TAGGER, tagger)
    return bytes(document.write_pdf(finisher=finisher, pdf_variant="pdf/ua-1", pdf_identifier=identified))


def _written_for_exchange(document: weasyprint.Document, finisher: Callable[..., None]) -> bytes:
    """Return a document as a PDF 1.6 without links; its trailer has an identifier."""
    for page in document.pages:
        page.links.clear()
    return bytes(document.write_pdf(finisher=finisher, pdf_version="1.6", pdf_identifier=True))


_TAGGER = "afgazad_tagger"
"""The attribute of a document by which `_add_tags` knows that it is one of ours."""

_engine_add_tags = weasyprint.pdf.add_tags


def _add_tags(pdf: pydyf.PDF, document: weasyprint.Document, version: Any, streams: Sequence[Any]) -> None:
    """Tag a PDF: one of ours with its tagger, every other one of this process as the engine does."""
    tagger: Tagger | None = getattr(document, _TAGGER, None)
    if tagger is None:
        _engine_add_tags(pdf, document, version, streams)
        return
    pages = [(page._page_box, stream) for page, stream in zip(document.pages, streams, strict=True)]
    tagger(pdf, pages, pydyf, document.metadata.lang or "und")


weasyprint.pdf.add_tags = _add_tags
weasyprint.layout.block._linebox_layout = with_last_notes_sent_on(weasyprint.layout.block._linebox_layout)
LayoutContext._update_footnote_area = with_heights_added(
    LayoutContext._update_footnote_area, create_anonymous_boxes, block_level_layout
)


def _finisher(
    direction: Direction, mend_text: Callable[[bytes], bytes], complete: Completion | None, found: list[Finding]
) -> Callable[[weasyprint.Document, pydyf.PDF], None]:
    """Return what finishes the PDF before it is written: viewer preferences (ISO 32000-2, 12.2), and the text.

    What the completion finds goes into `found`.
    """

    def finish(document: weasyprint.Document, pdf: pydyf.PDF) -> None:
        preferences = pydyf.Dictionary({"DisplayDocTitle": "true"})
        if direction == "rtl":
            preferences["Direction"] = "/R2L"
        pdf.catalog["ViewerPreferences"] = preferences
        for item in pdf.objects:
            if isinstance(item, pydyf.Stream) and b"begincmap" in item.stream[:8]:
                item.stream = mend_text(b"\n".join(item.stream)).split(b"\n")
        if complete is not None:
            found.extend(complete(pdf, pydyf))
        finish_streams(pdf, pydyf)

    return finish


def _dotted(version: int) -> str:
    """Write 15012 as 1.50.12."""
    return f"{version // 10000}.{version // 100 % 100}.{version % 100}"
