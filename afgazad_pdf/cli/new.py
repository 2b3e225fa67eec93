"""`afgazad-pdf new`: a folder to start from."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import Annotated

import typer

from ..errors import OutputError
from .reporting import reporting
from .terminal import write

STARTER = "starter"
"""The folder of the starter files among the package's data."""

STARTER_ISSUE = "starter_issue"
"""The folder of what an issue has besides."""

LANGUAGES = ("fa-AF", "ps", "en", "de", "fr")
"""Languages with a starter article, ``article.TAG.md``."""

DEFAULT_LINE = 'default_language = "fa-AF"'
"""The line of the starter publication that takes the chosen language."""

LANGUAGES_LINE = 'languages = ["fa-AF"]'
"""That of the starter issue."""

Folder = Annotated[Path, typer.Argument(metavar="FOLDER", help="Made where it does not exist.", show_default=False)]
Language = Annotated[
    str, typer.Option("--language", "-l", metavar="TAG", help=f"Language of the example: {', '.join(LANGUAGES)}.")
]

WholeIssue = Annotated[
    bool, typer.Option("--issue", help="Make an issue: a file that names two articles, each in a folder of its own.")
]


def new(context: typer.Context, folder: Folder, language: Language = "fa-AF", issue: WholeIssue = False) -> None:
    """Make a folder to start from.

    It holds an example article, a publication and a template override.

    Existing files are never overwritten: if one of them is there, nothing is written.
    """
    with reporting(context) as reporter:
        known = _known_language(language)
        files = starter_issue_files(known) if issue else starter_files(known)
        for name in files:
            if (folder / name).exists():
                raise typer.BadParameter(
                    f"{folder / name} exists already, so that nothing was written; take another folder"
                )
        for name, text in files.items():
            _write(folder / name, text)
            write(reporter.shown(str(folder / name), base="ltr", stream=sys.stdout))
        command = "issue issue.toml" if issue else "render article.md --publication publication.toml"
        reporter.say(f"Next: cd {shlex.quote(str(folder))} && afgazad-pdf {command} --template-dir templates")


def starter_files(language: str) -> dict[str, str]:
    """Return the starter's files, by their path in the new folder."""
    from ..resources import data_file

    source = data_file(STARTER)
    files = {"article.md": (source / f"article.{language}.md").read_text(encoding="utf-8")}
    for path in sorted(source.rglob("*")):
        name = path.relative_to(source).as_posix()
        if path.is_file() and not name.startswith("article."):
            files[name] = path.read_text(encoding="utf-8")
    files["publication.toml"] = files["publication.toml"].replace(DEFAULT_LINE, f'default_language = "{language}"')
    return files


def starter_issue_files(language: str) -> dict[str, str]:
    """Return the files of a starter issue, by their path in the new folder."""
    from ..resources import data_file

    source = data_file(STARTER_ISSUE)
    files = starter_files(language)
    files["stories/letter/article.md"] = files.pop("article.md")
    files["stories/answer/article.md"] = (source / f"second.{language}.md").read_text(encoding="utf-8")
    files["README.md"] = (source / "README.md").read_text(encoding="utf-8")
    issue = (source / "issue.toml").read_text(encoding="utf-8")
    files["issue.toml"] = issue.replace(LANGUAGES_LINE, f'languages = ["{language}"]')
    return files


def _known_language(tag: str) -> str:
    from ..languages import best_match

    match = best_match(tag, LANGUAGES)
    if match is None:
        raise typer.BadParameter(
            f"there is no example in “{tag}”; take one of {', '.join(LANGUAGES)}", param_hint="--language"
        )
    return match


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
    except OSError as fault:
        raise OutputError(f"{path} cannot be written: {fault.strerror}.") from fault
