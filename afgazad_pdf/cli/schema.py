"""`afgazad-pdf schema`: JSON Schema of the files that people write, for editors that complete and check."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from ..files import write_atomically
from .reporting import reporting

Model = Literal["article", "publication", "issue"]
Name = Annotated[Model, typer.Argument(metavar="[article|publication|issue]", help="Which kind of file.")]
Output = Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Without it: standard output.")]


def schema(context: typer.Context, model: Name = "article", output: Output = None) -> None:
    """Print the JSON Schema of articles, publications or issues."""
    with reporting(context):
        text = json.dumps(_schema(model), indent=2, ensure_ascii=False) + "\n"
        if output is None:
            sys.stdout.buffer.write(text.encode())
            sys.stdout.buffer.flush()
            return
        write_atomically(output, text.encode())


def _schema(model: Model) -> dict[str, Any]:
    if model == "publication":
        from ..publication import Publication

        return Publication.model_json_schema()
    from ..sources import article_schema, issue_schema

    return issue_schema() if model == "issue" else article_schema()
