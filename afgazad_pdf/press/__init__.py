"""What a PDF needs beyond its looks: text that can be copied, a structure for readers, metadata, and PDF/A."""

from .archive import Archive, broken_promises
from .completion import Completion
from .metadata import metadata_of
from .source import source_of
from .tags import tag_pages
from .textlayer import without_kashida

__all__ = ["Archive", "Completion", "broken_promises", "metadata_of", "source_of", "tag_pages", "without_kashida"]
