"""What a PDF needs beyond its looks: text that can be copied, a structure for readers, metadata, PDF/A and PDF/X."""

from .archive import Archive, broken_promises
from .completion import Completion
from .condition import load_condition
from .exchange import Exchange
from .inks import palette
from .joining import Group, Joined, JoinedPage, Part, Placed, join
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
    "Group",
    "Joined",
    "JoinedPage",
    "Metadata",
    "Part",
    "Placed",
    "Slug",
    "broken_promises",
    "join",
    "load_condition",
    "mended_text",
    "metadata_of",
    "palette",
    "separated_pictures",
    "source_of",
    "tag_pages",
    "with_link_targets",
]
