"""The article model: what an article says, and nothing of how it looks.

All values are frozen. Text stays in logical order, in letters, from here to the layout engine;
language and direction stand on the article, on a block, or on a run, and are never guessed in
a template. The same model is written as Markdown, JSON or TOML (`sources/`), and its JSON
Schema is what `afgazad-pdf schema` prints. One module a kind of thing: `nodes`, `runs`, `poem`, `blocks`,
`article`; and `original`, the text that it was read from.
"""

from .article import TITLE_LENGTH, Article
from .blocks import (
    AnyBlock,
    Blocks,
    Cell,
    Figure,
    Footnote,
    Heading,
    List,
    ListItem,
    Paragraph,
    Preformatted,
    Quote,
    Row,
    Separator,
    Table,
    runs_of,
    walk_block,
)
from .fit import Fit
from .nodes import (
    LINK_SCHEMES,
    REFERENCE,
    Block,
    LanguageTag,
    Link,
    Names,
    Node,
    OneLine,
    Target,
    check_language,
    check_link,
    check_target,
    referred_slug,
)
from .original import Format, Original
from .poem import LOOSE_FORMS, Poem, PoemForm, Stanza, Verse
from .runs import FootnoteCall, LineBreak, Run, Runs, Span, SpanRole, Text, plain_text, walk_runs

__all__ = [
    "LINK_SCHEMES",
    "LOOSE_FORMS",
    "REFERENCE",
    "TITLE_LENGTH",
    "AnyBlock",
    "Article",
    "Block",
    "Blocks",
    "Cell",
    "Figure",
    "Fit",
    "Footnote",
    "FootnoteCall",
    "Format",
    "Heading",
    "LanguageTag",
    "LineBreak",
    "Link",
    "List",
    "ListItem",
    "Names",
    "Node",
    "OneLine",
    "Original",
    "Paragraph",
    "Poem",
    "PoemForm",
    "Preformatted",
    "Quote",
    "Row",
    "Run",
    "Runs",
    "Separator",
    "Span",
    "SpanRole",
    "Stanza",
    "Table",
    "Target",
    "Text",
    "Verse",
    "check_language",
    "check_link",
    "check_target",
    "plain_text",
    "referred_slug",
    "runs_of",
    "walk_block",
    "walk_runs",
]
