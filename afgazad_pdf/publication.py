"""The publication model: whose paper it is. Nothing of any one paper is in the code.

`AFGAZAD`, the built-in publication, is read from `data/afgazad.toml`, a file like any user's own.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

from .article import LanguageTag, Link, OneLine
from .calendars import Calendar
from .errors import ArticleError, Problem, PublicationError
from .languages import Direction, best_match, direction_of, first_strong_direction
from .resources import data_file
from .validation import build, nearest, read_text, read_toml

DateStyle = Literal["long", "numeric"]
"""``long``: with the month's name; ``numeric``: in digits alone."""
Labels = dict[LanguageTag, OneLine]


class Frozen(BaseModel):
    """A frozen model that refuses unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Contact(Frozen):
    """A way to reach the paper."""

    label: OneLine
    """As printed, such as ``www.afgazad.com``."""
    href: Link


class Motto(Frozen):
    """The poem under the paper's name."""

    bayts: tuple[tuple[OneLine, OneLine], ...] = Field(min_length=1)
    """Each bayt is two hemistichs, the first one first."""
    lang: LanguageTag = "fa"
    poet: OneLine | None = None


class Foot(Frozen):
    """What stands at the two ends of the running foot and of the masthead's rule: keys of `contacts`."""

    left: str | None = None
    right: str | None = None


class DateForm(Frozen):
    """How the date of an article is printed."""

    style: DateStyle = "long"
    calendars: tuple[Calendar, ...] = ()
    """The calendars in which it stands, the first one first; by default those of the language: Solar Hijri and
    Gregorian in Dari, Pashto and Persian, Gregorian elsewhere; of a numeric date only the first of them."""
    weekday: bool = False
    """Whether the day of the week stands before it."""
    second_language: LanguageTag | None = None
    """The language, and so the digits, of every date after the first; None: the first one's."""
    digits: Literal["decimal", "persian", "arabic-indic"] | None = None
    """Digits of dates in the article's language, by CSS counter style; None: the language's own."""

    @field_validator("calendars")
    @classmethod
    def _each_once(cls, calendars: tuple[str, ...]) -> tuple[str, ...]:
        for name in calendars:
            if calendars.count(name) > 1:
                raise ValueError(f"names “{name}” twice; leave one of them out")
        return calendars


def _form_of_style(value: Any) -> Any:
    """Let a publication say ``"numeric"`` where no more than the style is meant."""
    return {"style": value} if isinstance(value, str) else value


class Publication(Frozen):
    """A paper: its names, monogram, motto, contacts and sections."""

    version: Literal[1]
    """The version of this file's format."""
    default_language: LanguageTag
    """The language of the masthead, and of what has no language of its own."""
    names: Annotated[Labels, Field(min_length=1)]
    """The paper's name by language; the one of `default_language` stands in the masthead."""
    monogram: OneLine | None = None
    motto: Motto | None = None
    contacts: dict[str, Contact] = {}
    foot: Foot = Foot()
    sections: dict[str, Labels] = {}
    """Section labels by language, under the key that articles name."""
    masthead: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")] | None = None
    """How the name is set: ``nastaliq``, or a file of that name in the folder `mastheads` of a template folder; None:
    as headlines are."""
    date_style: dict[
        LanguageTag, Annotated[DateForm, BeforeValidator(_form_of_style, json_schema_input_type=DateStyle | DateForm)]
    ] = {}
    """How dates are printed, by language: a style, or a table of `DateForm`; long where a language is not named."""

    @model_validator(mode="after")
    def _references_exist(self) -> Self:
        if self.default_language not in self.names:
            raise ValueError(f"`names` needs an entry for the default language, {self.default_language}")
        for side, key in (("left", self.foot.left), ("right", self.foot.right)):
            if key is not None and key not in self.contacts:
                raise ValueError(f"`foot.{side}` names “{key}”; {nearest(key, tuple(self.contacts))}")
        for key, labels in self.sections.items():
            if not labels:
                raise ValueError(f'section “{key}” has no label; write at least one, such as en = "World"')
        return self

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that the paper's name is given in, the default one first."""
        return (self.default_language, *(tag for tag in self.names if tag != self.default_language))

    def name_in(self, tag: str) -> str:
        """Return the paper's name in the language nearest to the wanted one."""
        match = best_match(tag, self.languages)
        if match is None:
            same = [name for name in self.languages if direction_of(name) == direction_of(tag)]
            match = same[0] if same else self.default_language
        return self.names[match]

    def language_of(self, text: str) -> str:
        """Guess the language of a text that does not say it, from its first strong letter."""
        return self.language_of_direction(first_strong_direction(text) or direction_of(self.default_language))

    def language_of_direction(self, direction: Direction) -> str:
        """Return the first of the paper's languages that is written in a direction; English where none is."""
        return next((tag for tag in self.languages if direction_of(tag) == direction), "en")

    def section_labels(self, section: str | dict[str, str] | None, *, file: str | None = None) -> Labels:
        """Return a section's labels by language; raises ArticleError for a key that is not known."""
        if section is None:
            return {}
        if not isinstance(section, str):
            return section
        known = tuple(self.sections)
        if section not in self.sections:
            raise ArticleError(
                Problem(
                    message=f"“{section}” is not a section of this publication; {nearest(section, known)}",
                    file=file,
                    field="section",
                )
            )
        return self.sections[section]

    def date_form_of(self, tag: str) -> DateForm:
        """Return how dates are printed in a language."""
        match = best_match(tag, tuple(self.date_style))
        return self.date_style[match] if match else DateForm()


def load_publication(path: str | Path) -> Publication:
    """Read a publication from a TOML file.

    Raises PublicationError, with the file and every faulty key, where it cannot be used.
    """
    text = read_text(Path(path), error=PublicationError)
    fields = read_toml(text, error=PublicationError, file=str(path))
    return build(Publication, fields, error=PublicationError, file=str(path), lines=_table_lines(text))


def _table_lines(text: str) -> dict[str, int]:
    """Map the top-level keys and tables of a TOML text to their lines, for error messages."""
    lines: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        key = line.strip().lstrip("[").split("=")[0].split(".")[0].rstrip("] ").strip("\"'")
        if key and not line.startswith((" ", "#", '"', "]")):
            lines.setdefault(key, number)
    return lines


@cache
def built_in_publication() -> Publication:
    """Return *Afghanistan Azad – Azad Afghanistan*, read once from the package's own file."""
    return load_publication(data_file("afgazad.toml"))
