"""The cover of a digest: which picture can stand on it."""

from __future__ import annotations

from ..article import Article
from ..findings import Finding, Level
from ..issue import Cover, Issue
from ..pictures import Picture, PictureFault, read_picture
from ..settings import Settings
from ..typesetting import MM

COARSEST = 100
"""Pixels to the inch, over the whole sheet, below which a picture is no cover; of `measure.picture_resolution`."""


def usable_cover(issue: Issue, settings: Settings) -> tuple[Cover | None, tuple[Finding, ...]]:
    """Return the issue's cover where its picture can fill a page; else None, and why."""
    cover = issue.cover
    if cover is None:
        return None, ()
    try:
        picture = read_picture(cover.picture, issue.path.parent if issue.path else None)
    except PictureFault as fault:
        return None, (_finding(issue, cover, fault.code, str(fault)),)
    resolution = _resolution(picture, settings)
    if picture.width and resolution < COARSEST:
        width, height = _pixels_for(settings)
        message = (
            f"the picture “{cover.picture}” has {picture.width} × {picture.height} pixels, {resolution:.0f} to "
            f"the inch over the whole page; the issue has no cover. Take one of at least {width} × {height} pixels"
        )
        return None, (_finding(issue, cover, "cover-coarse", message),)
    return cover, ()


def cover_article(cover: Cover, frame: Article) -> Article:
    """Return what the page of the cover is made from; `frame` is an article with the issue's own fields."""
    return frame.model_copy(update={"blocks": (cover.figure,)})


def _resolution(picture: Picture, settings: Settings) -> float:
    """Return the pixels to the inch of a picture that covers a page, cut at two of its sides."""
    width, height = _sheet(settings)
    return min(picture.width * 72 / width, picture.height * 72 / height)


def _pixels_for(settings: Settings) -> tuple[int, int]:
    width, height = _sheet(settings)
    return round(width / 72 * COARSEST + 0.5), round(height / 72 * COARSEST + 0.5)


def _sheet(settings: Settings) -> tuple[float, float]:
    """Return width and height of a page with its bleed, in pt."""
    bleed = 2 * settings.bleed if settings.profile == "press" else 0
    return (settings.page_size.width + bleed) * MM, (settings.page_size.height + bleed) * MM


def _finding(issue: Issue, cover: Cover, code: str, message: str) -> Finding:
    file = str(issue.path) if issue.path else None
    return Finding(level=Level.ERROR, code=code, message=message, file=file, line=cover.line)
