"""What a PDF needs beyond its looks: text that can be copied, a structure for readers, metadata, PDF/A and PDF/X.

`joining`, `imposition` and `preflight` work on finished PDFs, and are packages of their own.
"""

from .archive import Archive, broken_promises
from .completion import Completion
from .condition import load_condition
from .exchange import Exchange
from .inks import palette
from .link_targets import with_link_targets
from .marks import Slug
from .metadata import Metadata, metadata_of
from .separation import separated_pictures
from .source import source_of
from .tags import tag_pages
from .textlayer import mended_text

__all__ = [
    "Archive",
    "Completion",
    "Exchange",
    "Metadata",
    "Slug",
    "broken_promises",
    "load_condition",
    "mended_text",
    "metadata_of",
    "palette",
    "separated_pictures",
    "source_of",
    "tag_pages",
    "with_link_targets",
]
